//! Without a finger or a mouse: by Tab, Space and Enter alone.

use anyhow::{Context, Result, ensure};
use journeys::{Phone, Stage, WORDS, journeys, until};
use serde_json::json;
use thirtyfour::Key;

// Which keys move among links is a setting of each system elsewhere.
journeys!(@in chromium Chromium enrolling_and_a_conversation_by_keyboard);

async fn enrolling_and_a_conversation_by_keyboard(
    stage: &mut Stage,
    phone: &mut Phone,
) -> Result<()> {
    phone.visit(&stage.link_of("Bjørg Haugen")?).await?;
    phone.is_up().await?;
    phone.has_focus_on_heading().await?;
    go(phone, "Neste").await?;
    until("the code", async || {
        if phone.offers("Fortsett uten å installere").await? {
            go(phone, "Fortsett uten å installere").await?;
        }
        Ok(phone.has("#code").await?.then_some(()))
    })
    .await?;
    go(phone, "Fortsett").await?;
    phone.sees("Er dette deg?").await?;
    go(phone, "Ja, det er meg").await?;
    phone.sees("Velg ordene som åpner appen").await?;
    phone.has_focus_on_heading().await?;
    tab_to(phone, "Skriv ordene her").await?;
    press(phone, WORDS).await?;
    tab_to(phone, "Skriv dem én gang til").await?;
    press(phone, WORDS).await?;
    go(phone, "Bruk disse ordene").await?;
    phone.sees("Klar til bruk uten nett").await?;
    go(phone, "Gå til I dag").await?;
    phone.has_heading("I dag").await?;
    phone.has_focus_on_heading().await?;

    go(phone, "Deltakere").await?;
    phone.has_heading("Deltakere").await?;
    go(phone, "Anna B.").await?;
    phone.has_heading("Anna B.").await?;
    phone.has_focus_on_heading().await?;
    go(phone, "Samtale").await?;
    phone.sees("Steg 1 av 3").await?;
    tab_to(phone, "Hva er viktig for Anna nå?").await?;
    press(phone, "Vil høre på jazz").await?;
    tab_to(phone, "Musikk og kultur").await?;
    press(phone, " ").await?;
    go(phone, "Neste").await?;
    phone.sees("Steg 2 av 3").await?;
    phone.has_focus_on_heading().await?;
    tab_to(phone, "Gå sammen").await?;
    // Space takes the first answer, arrows go on from there.
    press(phone, " ").await?;
    press(phone, Key::Down + "").await?;
    go(phone, "Neste").await?;
    phone.has_heading("Stemmer dette, Anna?").await?;
    phone.has_focus_on_heading().await?;
    phone.sees("Vil høre på jazz").await?;
    phone.sees("Musikk og kultur").await?;
    phone.sees("Ring").await?;
    go(phone, "Ja, lagre").await?;
    phone.sees("Lagret på telefonen").await?;
    phone.has_sent_all().await?;
    let export = stage.export("Ås frivilligsentral")?;
    export.is_in_order()?;
    let sent = export.commands("record_conversation");
    ensure!(sent.len() == 1, "{} conversations were sent", sent.len());
    let said = &sent[0]["said"];
    ensure!(said["matters"] == "Vil høre på jazz" && said["themes"][0] == "culture", "{said}");
    ensure!(said["next"]["step"] == "call", "{said}");
    Ok(())
}

/// Tabs to what has these words and presses Enter.
async fn go(phone: &Phone, words: &str) -> Result<()> {
    tab_to(phone, words).await?;
    press(phone, Key::Enter + "").await
}

/// Presses Tab until the focus is on what has these words, and sees that one can see it there.
async fn tab_to(phone: &Phone, words: &str) -> Result<()> {
    const MOST: usize = 80;
    let script = "const tidy = (text) => (text ?? '').replace(/\\s+/g, ' ').trim();
        const here = document.activeElement;
        return [here, ...here?.labels ?? []].map((one) => tidy(one?.innerText));";
    for _ in 0..MOST {
        let here = phone.run(script, &[]).await?;
        let all = here.as_array().context("no focus")?;
        if all.iter().filter_map(|one| one.as_str()).any(|one| is_meant(one, words)) {
            let shown = "const here = document.activeElement;
                const one = here.matches('input[type=radio], input[type=checkbox]') ? here.labels[0] : here;
                const { outlineStyle, boxShadow } = getComputedStyle(one);
                return outlineStyle !== 'none' || boxShadow !== 'none' || getComputedStyle(here).outlineStyle !== 'none';";
            ensure!(
                phone.run(shown, &[]).await? == json!(true),
                "the focus on \"{words}\" cannot be seen"
            );
            return Ok(());
        }
        press(phone, Key::Tab + "").await?;
    }
    anyhow::bail!("{MOST} times Tab did not come to \"{words}\"")
}

fn is_meant(text: &str, words: &str) -> bool {
    text == words || (words.ends_with('.') && text.contains(words))
}

async fn press(phone: &Phone, keys: impl Into<thirtyfour::TypingData>) -> Result<()> {
    phone.driver()?.action_chain().send_keys(keys).perform().await.context("the keys do nothing")
}
