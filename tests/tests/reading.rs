//! What a browser shows around a page: its back button, its title, its address. Nobody's name is there.

use anyhow::{Result, ensure};
use journeys::{Phone, Stage, journeys};

journeys! {
    back_goes_one_step_back_and_keeps_what_was_written,
    titles_and_addresses_hold_no_name,
}

const MATTERS: &str = "Hva er viktig for Anna nå?";
/// First and last names of the volunteer and of everyone she goes with.
const NAMES: [&str; 12] = [
    "Bjørg",
    "Haugen",
    "Anna",
    "Bjørnstad",
    "Yusuf",
    "Adan",
    "Åse",
    "Kristoffersen",
    "Tor-Egil",
    "Ruud",
    "Olena",
    "Kovalenko",
];

async fn back_goes_one_step_back_and_keeps_what_was_written(
    stage: &mut Stage,
    phone: &mut Phone,
) -> Result<()> {
    phone.enrols(&stage.link_of("Bjørg Haugen")?).await?;
    phone.finds("Anna B.").await?;
    phone.tap("Samtale").await?;
    phone.write(MATTERS, "Ut på tur").await?;
    phone.tap("Neste").await?;
    phone.sees("Steg 2 av 3").await?;
    phone.has_focus_on_heading().await?;
    phone.choose("Hva gjør vi nå?", "Ingenting").await?;
    phone.tap("Neste").await?;
    phone.sees("Steg 3 av 3").await?;
    phone.has_heading("Stemmer dette, Anna?").await?;
    phone.has_focus_on_heading().await?;

    phone.back().await?;
    phone.sees("Steg 2 av 3").await?;
    phone.back().await?;
    phone.sees("Steg 1 av 3").await?;
    ensure!(phone.value(MATTERS).await? == "Ut på tur", "going back lost what was written");
    phone.back().await?;
    phone.has_heading("Anna B.").await?;
    phone.back().await?;
    phone.has_heading("Deltakere").await
}

async fn titles_and_addresses_hold_no_name(stage: &mut Stage, phone: &mut Phone) -> Result<()> {
    let link = stage.link_of("Bjørg Haugen")?;
    phone.shows_the_code(&link).await?;
    phone.tap("Fortsett").await?;
    phone.sees("Er dette deg?").await?;
    tells_no_name(phone).await?;
    phone.tap("Ja, det er meg").await?;
    phone.chooses_words().await?;
    phone.is_downloaded().await?;
    let mut titles = std::collections::BTreeSet::new();
    for path in phone.screens().await? {
        phone.visit(&path).await?;
        phone.is_up().await?;
        phone.has_focus_on_heading().await?;
        titles.insert(tells_no_name(phone).await?);
    }
    ensure!(titles.len() > 12, "the titles do not tell the pages apart: {titles:?}");

    // A search for a name stays on the screen.
    phone.visit("/participants").await?;
    phone.write("Søk etter navn", "ase").await?;
    phone.sees("1 treff").await?;
    phone.sees("Åse K.").await?;
    tells_no_name(phone).await?;
    Ok(())
}

/// Gives the title.
async fn tells_no_name(phone: &Phone) -> Result<String> {
    let driver = phone.driver()?;
    let (title, address) = (driver.title().await?, driver.current_url().await?);
    for name in NAMES {
        ensure!(!title.contains(name), "{address} is titled {title}");
        ensure!(!address.as_str().contains(name), "a name is in {address}");
    }
    ensure!(!address.as_str().contains('%'), "something is spelled out in {address}");
    ensure!(title.ends_with("· Brobygger"), "{address} is titled {title}");
    Ok(title)
}
