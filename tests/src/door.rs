//! The locked app, and opening it.
//!
//! An app that is loaded anew is locked. Whoever holds the phone opens it at once, as a person does: with the words
//! chosen at enrolment, whatever the journey is about. A journey about the lock itself says that it stays locked.

use anyhow::{Result, ensure};
use serde_json::json;

use crate::phone::Phone;
use crate::{find, until};

/// Types the words and waits for what comes of it: true where the lock was there and is gone.
const OPEN: &str = "const [words] = args;
    const field = document.querySelector('#unlock #unlock-words');
    if (!field) return false;
    const later = (ms) => new Promise((done) => setTimeout(done, ms));
    field.value = words;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await later(30);
    field.form?.requestSubmit();
    for (let waited = 0; waited < 30000 && field.isConnected; waited += 20) {
        if (document.querySelector('#unlock-error')?.innerText.trim()) return false;
        await later(20);
    }
    return !field.isConnected;";

impl Phone {
    /// From now on the app stays locked when it is.
    pub fn stays_locked(&mut self) {
        self.opens_with(None);
    }

    /// Whoever has the phone from now on opens it with these words.
    pub fn is_opened_with(&mut self, words: &str) {
        self.opens_with(Some(words.to_owned()));
    }

    /// Opens the app if it is locked, and its owner has it in hand.
    pub(crate) async fn at_the_door(&self) -> Result<()> {
        let Some(words) = self.words() else { return Ok(()) };
        let locked = "return document.querySelector('#unlock #unlock-words') !== null \
                      && document.querySelector('h1') !== null \
                      && !document.querySelector('[aria-current]')";
        if find::run(self.driver()?, locked, &[]).await? == json!(true) {
            find::run(self.driver()?, OPEN, &[json!(words)]).await?;
        }
        Ok(())
    }

    /// Waits for the lock.
    pub async fn is_locked(&self) -> Result<()> {
        ensure!(self.words().is_none(), "whoever holds this phone opens it at once");
        until("the lock", async || {
            let locked = "return document.querySelector('#unlock-words') !== null";
            Ok((self.run(locked, &[]).await? == json!(true)).then_some(()))
        })
        .await
    }

    /// Types these words at the lock, and goes on whatever comes of it.
    pub async fn tries(&self, words: &str) -> Result<()> {
        self.rewrite("Ordene dine", words).await?;
        self.tap("Lås opp").await
    }

    /// Waits until phone and centre know each other's keys: from then on what is recorded is sealed for the centre too.
    pub async fn has_keys(&self) -> Result<()> {
        let script = "const records = await all('brobygger.vaults', 'vaults');
            return records.some(([key]) => key.startsWith('deliver/'));";
        until("the keys", async || {
            Ok((self.in_storage(script, &[]).await? == json!(true)).then_some(()))
        })
        .await
    }

    /// At enrolment: chooses the words that open the app.
    pub async fn chooses_words(&self) -> Result<()> {
        let words = self.words().unwrap_or(crate::phone::WORDS).to_owned();
        self.sees("Velg ordene som åpner appen").await?;
        self.rewrite("Skriv ordene her", &words).await?;
        self.rewrite("Skriv dem én gang til", &words).await?;
        self.tap("Bruk disse ordene").await
    }
}
