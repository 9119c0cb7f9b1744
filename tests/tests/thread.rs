//! The thread through everything: enrolled at the centre, a conversation written where there is no network, the app
//! closed in the middle of it, and in the end exactly one record.

use anyhow::{Result, ensure};
use journeys::{Phone, Stage, journeys};

journeys! {
    a_conversation_without_a_network_arrives_once,
}

const CENTRE: &str = "Ås frivilligsentral";
const MATTERS: &str = "Hva er viktig for Anna nå?";

async fn a_conversation_without_a_network_arrives_once(
    stage: &mut Stage,
    phone: &mut Phone,
) -> Result<()> {
    is_enrolled_on_confirming(stage, phone).await?;

    // The radio goes off, and the phone's system ends the app in the middle of a sentence.
    stage.stop();
    phone.finds("Anna B.").await?;
    phone.tap("Samtale").await?;
    phone.write(MATTERS, "Vil strikke med noen, gjerne ").await?;
    phone.choose("Velg gjerne bilder", "Lage noe").await?;
    phone.sees("Utkastet er lagret på telefonen").await?;
    phone.kill().await?;

    phone.reopen("/").await?;
    phone.has_heading("I dag").await?;
    phone.tap("Samtalen med Anna er ikke ferdig").await?;
    phone.sees("Du har en samtale som ikke er ferdig").await?;
    let kept = phone.value(MATTERS).await?;
    ensure!(kept == "Vil strikke med noen, gjerne ", "of the draft this is left: {kept}");
    phone.write(MATTERS, "på tirsdager").await?;
    phone.tap("Neste").await?;
    phone.choose("Hva gjør vi nå?", "Ring").await?;
    phone.choose("Når?", "Om en uke").await?;
    phone.tap("Neste").await?;
    phone.has_heading("Stemmer dette, Anna?").await?;
    phone.sees("Vil strikke med noen, gjerne på tirsdager").await?;
    phone.sees("Lage noe").await?;
    phone.sees("Ring, ").await?;
    phone.tap("Ja, lagre").await?;
    phone.sees("Lagret på telefonen").await?;
    phone.sees("1 ikke sendt").await?;
    phone.has_heading("Anna B.").await?;
    phone.sees("Vil strikke med noen, gjerne på tirsdager").await?;

    // Still nothing but the phone; the draft is gone, the record is there.
    phone.close().await?;
    phone.reopen("/").await?;
    phone.has_heading("I dag").await?;
    phone.sees("1 ikke sendt").await?;
    ensure!(!phone.text().await?.contains("er ikke ferdig"), "the draft outlived its record");
    phone.tap("1 ikke sendt").await?;
    phone.has_heading("Sendt og ikke sendt").await?;
    phone.sees("Samtale · Anna B.").await?;
    phone.sees("Lagret på telefonen").await?;
    ensure!(conversations(stage)? == 0, "the record is at the centre already");

    // The network is back, and nobody touches the phone.
    stage.restart().await?;
    phone.sees_in_time("Alt er sendt til sentralen").await?;
    phone.sees("Sendt til sentralen i dag").await?;
    phone.has_sent_all().await?;
    ensure!(conversations(stage)? == 1, "{} records are at the centre", conversations(stage)?);
    let export = stage.export(CENTRE)?;
    export.is_in_order()?;
    let sent = export.commands("record_conversation");
    ensure!(sent.len() == 1, "{} conversations were sent", sent.len());
    ensure!(sent[0]["said"]["read_back"] == true && sent[0]["said"]["themes"][0] == "making");

    // And once more after closing: nothing is sent again.
    phone.close().await?;
    phone.reopen("/participants").await?;
    phone.tap("Anna B.").await?;
    phone.sees("Vil strikke med noen, gjerne på tirsdager").await?;
    ensure!(conversations(stage)? == 1, "opening the app sent the record again");
    Ok(())
}

/// The code stands in the link; it is spent by saying "that is me", not by looking.
async fn is_enrolled_on_confirming(stage: &Stage, phone: &Phone) -> Result<()> {
    let link = stage.link_of("Bjørg Haugen")?;
    phone.shows_the_code(&link).await?;
    phone.tap("Fortsett").await?;
    phone.sees("Er dette deg?").await?;
    phone.sees("Bjørg").await?;
    phone.tap("Nei, det er ikke meg").await?;
    phone.sees("Koden er ikke brukt").await?;
    phone.enrols(&link).await?;
    let address = phone.driver()?.current_url().await?;
    ensure!(address.fragment().is_none(), "the code stands in the address still: {address}");
    Ok(())
}

fn conversations(stage: &Stage) -> Result<usize> {
    let export = stage.export(CENTRE)?;
    let anna = &export.participant("Anna")?["id"];
    let all = export.all_rows("conversation");
    let ours = all.iter().filter(|row| {
        &row["participant"] == anna
            && row["said"]["matters"] == "Vil strikke med noen, gjerne på tirsdager"
    });
    Ok(ours.count())
}
