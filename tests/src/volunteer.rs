//! What a volunteer does again and again, in the words of the screen.

use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::phone::Phone;
use crate::{until, until_within};

/// Until an app that was without a network has noticed that it is back: it asks ever more seldom.
const NOTICING: Duration = Duration::from_secs(150);

impl Phone {
    /// Opens the link from the centre, goes as far as the code and says that it is to be looked at.
    pub async fn shows_the_code(&self, link: &str) -> Result<()> {
        self.visit(link).await?;
        self.is_up().await?;
        self.tap("Norsk (bokmål)").await?;
        self.sees("Velkommen til Brobygger").await?;
        self.tap("Neste").await?;
        until("the field for the code", async || {
            if self.offers("Fortsett uten å installere").await? {
                self.tap("Fortsett uten å installere").await?;
            }
            Ok(self.has("#code").await?.then_some(()))
        })
        .await?;
        self.has_focus_on_heading().await
    }

    /// Enrols by the link from the centre, until the app is ready without a network and shows Today.
    pub async fn enrols(&self, link: &str) -> Result<()> {
        self.shows_the_code(link).await?;
        self.tap("Fortsett").await?;
        self.sees("Er dette deg?").await?;
        self.tap("Ja, det er meg").await?;
        self.chooses_words().await?;
        self.is_downloaded().await
    }

    /// Waits for the end of the first download and goes on to Today.
    pub async fn is_downloaded(&self) -> Result<()> {
        self.sees("Klar til bruk uten nett").await?;
        self.is_ready_for_offline().await?;
        self.tap("Gå til I dag").await?;
        self.has_heading("I dag").await
    }

    /// Goes to a participant by the tabs and the list.
    pub async fn finds(&self, name: &str) -> Result<()> {
        self.tap("Deltakere").await?;
        self.has_heading("Deltakere").await?;
        self.tap(name).await?;
        self.has_heading(name).await
    }

    /// Opens the two questions by the words of a button or a link.
    pub async fn is_asked_how_it_went(&self, words: &str) -> Result<()> {
        self.tap(words).await?;
        self.sees("Hvordan gikk det?").await?;
        // What was said on the page before has been read.
        self.sees_no_more("Lagret på telefonen").await?;
        self.has_focus_on_heading().await
    }

    /// Gives the visit on Today a new time, so many minutes from now: the demo's may be many hours away, by night.
    pub async fn moves_the_visit(&self, minutes: i64) -> Result<(String, String)> {
        self.tap("Ny tid").await?;
        self.sees("Lagre ny tid").await?;
        let (day, time) = self.says_the_clock(minutes).await?;
        self.pick("Dag", &day).await?;
        self.pick("Klokkeslett", &time).await?;
        self.tap("Lagre ny tid").await?;
        self.sees("Ny tid er lagret på telefonen.").await?;
        Ok((day, time))
    }

    /// Day and time of the phone, so many minutes from now, as its fields take them.
    pub async fn says_the_clock(&self, minutes: i64) -> Result<(String, String)> {
        let script = "const at = new Date(Date.now() + args[0] * 60000);
            return at.toLocaleDateString('sv') + ' ' + at.toLocaleTimeString('sv').slice(0, 5);";
        let said = self.run(script, &[json!(minutes)]).await?;
        let parts = said.as_str().and_then(|said| said.split_once(' '));
        let (day, time) = parts.with_context(|| format!("the phone's clock says {said}"))?;
        Ok((day.to_owned(), time.to_owned()))
    }

    /// Answers a question by tapping one of its answers.
    pub async fn choose(&self, question: &str, answer: &str) -> Result<()> {
        let driver = self.driver()?;
        let script = "const [question, answer] = arguments;
            const tidy = (element) => (element?.innerText ?? '').replace(/\\s+/g, ' ').trim();
            const asked = [...document.querySelectorAll('fieldset')]
                .find((fieldset) => tidy(fieldset.querySelector('legend')) === question);
            return [...asked?.querySelectorAll('label') ?? []].find((label) => tidy(label) === answer) ?? null;";
        self.at_the_door().await?;
        until(&format!("the answer \"{answer}\" to \"{question}\""), async || {
            let found = driver.execute(script, vec![json!(question), json!(answer)]).await?;
            if found.json().is_null() {
                return Ok(None);
            }
            let element = found.element()?;
            element.scroll_into_view().await?;
            element.click().await?;
            Ok(Some(()))
        })
        .await
    }

    /// Picks a day or a time in the browser's own picker, which no driver can operate.
    pub async fn pick(&self, label: &str, value: &str) -> Result<()> {
        let script = "const [label, value] = args;
            const field = [...document.querySelectorAll('input')]
                .find((input) => [...input.labels ?? []].some((one) => one.innerText.trim() === label));
            if (!field) return false;
            field.value = value;
            field.dispatchEvent(new Event('input', { bubbles: true }));
            return field.value === value;";
        until(&format!("\"{value}\" in \"{label}\""), async || {
            let picked = self.run(script, &[json!(label), json!(value)]).await?;
            Ok((picked == json!(true)).then_some(()))
        })
        .await
    }

    /// Waits until the page's heading says this.
    pub async fn has_heading(&self, words: &str) -> Result<()> {
        let script =
            "return (document.querySelector('h1')?.innerText ?? '').replace(/\\s+/g, ' ').trim()";
        let mut last = Value::Null;
        let found = until(&format!("the heading \"{words}\""), async || {
            last = self.run(script, &[]).await?;
            Ok((last == json!(words)).then_some(()))
        })
        .await;
        found.with_context(|| format!("the heading says {last}"))
    }

    /// Waits until the heading has the focus, as after every change of the page.
    pub async fn has_focus_on_heading(&self) -> Result<()> {
        let script = "return document.activeElement === document.querySelector('h1')";
        until("the focus on the heading", async || {
            Ok((self.run(script, &[]).await? == json!(true)).then_some(()))
        })
        .await
    }

    /// Whether something that fits the selector is in the page.
    pub async fn has(&self, selector: &str) -> Result<bool> {
        let script = "return document.querySelector(args[0]) !== null";
        Ok(self.run(script, &[json!(selector)]).await? == json!(true))
    }

    /// Waits until the header says neither that something waits nor that something needs the person, however long the app has been without a network.
    pub async fn has_sent_all(&self) -> Result<()> {
        until_within(NOTICING, "everything to be sent", async || {
            Ok((!self.has(".app-unsent").await?).then_some(()))
        })
        .await
    }

    /// Waits as long as it may take until an app notices that the network is back.
    pub async fn sees_in_time(&self, words: &str) -> Result<()> {
        let found = until_within(NOTICING, &format!("\"{words}\" on the screen"), async || {
            Ok(self.text().await?.contains(words).then_some(()))
        })
        .await;
        match found {
            Ok(()) => Ok(()),
            Err(error) => {
                let screen = self.text().await.unwrap_or_default();
                Err(error).with_context(|| format!("the screen says: {screen}"))
            }
        }
    }
}
