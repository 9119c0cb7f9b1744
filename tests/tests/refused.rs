//! What does not work is said in plain words, and nothing is lost by it: codes, hotel networks, storage.

use anyhow::{Result, ensure};
use journeys::{Phone, Stage, journeys};

journeys! {
    codes_that_do_not_work_are_explained,
    a_captive_portal_loses_nothing,
    storage_that_cannot_be_opened_is_explained,
    a_network_that_ends_mid_request_loses_nothing,
    an_app_that_cannot_be_kept_says_so,
}

const CENTRE: &str = "Ås frivilligsentral";

async fn codes_that_do_not_work_are_explained(stage: &mut Stage, phone: &mut Phone) -> Result<()> {
    // Nothing typed, something wrong, then the right one with small letters and no hyphens, as people type.
    phone.shows_the_code("/enrol").await?;
    phone.tap("Fortsett").await?;
    phone.sees("Skriv koden fra sentralen.").await?;
    phone.write("Kode fra sentralen", "AAAA-AAAA-AA").await?;
    phone.tap("Fortsett").await?;
    phone.sees("Vi finner ikke denne koden.").await?;
    let link = stage.link_of("Bjørg Haugen")?;
    let code = link.split('#').nth(1).unwrap_or_default();
    phone.rewrite("Kode fra sentralen", &code.to_lowercase().replace('-', " ")).await?;
    phone.tap("Fortsett").await?;
    phone.sees("Er dette deg?").await?;
    phone.tap("Ja, det er meg").await?;
    phone.chooses_words().await?;
    phone.is_downloaded().await?;

    // A code that has waited too long in a drawer.
    let expired = stage.expired_link(CENTRE, "Bjørg Haugen")?;
    phone.shows_the_code(&expired).await?;
    phone.tap("Fortsett").await?;
    phone.sees("Koden er for gammel. Be sentralen om en ny.").await?;

    // The same link again, from whoever finds it.
    phone.shows_the_code(&link).await?;
    phone.tap("Fortsett").await?;
    phone.sees("Koden er brukt før. Be sentralen om en ny.").await?;
    ensure!(!phone.text().await?.contains("Er dette deg?"), "a used code was taken");
    Ok(())
}

async fn an_app_that_cannot_be_kept_says_so(stage: &mut Stage, phone: &mut Phone) -> Result<()> {
    stage.refuse_shell().await?;
    phone.shows_the_code(&stage.link_of("Bjørg Haugen")?).await?;
    phone.tap("Fortsett").await?;
    phone.sees("Er dette deg?").await?;
    phone.tap("Ja, det er meg").await?;
    phone.chooses_words().await?;
    phone.sees("Klar, men bare med nett").await?;
    ensure!(!phone.text().await?.contains("Klar til bruk"), "a promise that cannot be kept");
    // With a network it is an app like any other.
    phone.tap("Gå til I dag").await?;
    phone.has_heading("I dag").await
}

async fn a_captive_portal_loses_nothing(stage: &mut Stage, phone: &mut Phone) -> Result<()> {
    // At enrolment: the shell is there, the network is a hotel's.
    let link = stage.link_of("Bjørg Haugen")?;
    phone.shows_the_code(&link).await?;
    phone.is_ready_for_offline().await?;
    let portal = stage.behind_portal().await?;
    phone.tap("Fortsett").await?;
    phone.sees("Nettet ber om innlogging").await?;
    drop(portal);
    // With nobody there at all the words are others.
    phone.tap("Fortsett").await?;
    phone.sees("Du har ikke nett. Koden er ikke brukt.").await?;
    stage.restart().await?;
    phone.tap("Fortsett").await?;
    phone.sees("Er dette deg?").await?;
    let portal = stage.behind_portal().await?;
    phone.tap("Ja, det er meg").await?;
    phone.chooses_words().await?;
    phone.sees("Nettet ber om innlogging").await?;
    drop(portal);
    stage.restart().await?;
    phone.tap("Bruk disse ordene").await?;
    phone.is_downloaded().await?;

    // While something waits to be sent.
    let portal = stage.behind_portal().await?;
    phone.finds("Anna B.").await?;
    phone.tap("Noe har endret seg").await?;
    phone.choose("Hva gjelder det?", "Ønsker").await?;
    phone.tap("Gi beskjed").await?;
    phone.sees("1 ikke sendt").await?;
    phone.tap("1 ikke sendt").await?;
    phone.has_heading("Sendt og ikke sendt").await?;
    phone.sees("Lagret på telefonen").await?;
    phone.tap("Send nå").await?;
    phone.sees("Ber nettet om innlogging, så logg inn i nettleseren.").await?;
    let text = phone.text().await?;
    ensure!(!text.contains("Alt er sendt"), "the portal's page counts as a receipt: {text}");
    drop(portal);
    stage.restart().await?;
    phone.has_sent_all().await?;
    phone.sees("Alt er sendt til sentralen").await?;
    let export = stage.export(CENTRE)?;
    export.is_in_order()?;
    ensure!(export.commands("report_change").len() == 1, "it did not arrive exactly once");
    Ok(())
}

async fn a_network_that_ends_mid_request_loses_nothing(
    stage: &mut Stage,
    phone: &mut Phone,
) -> Result<()> {
    phone.enrols(&stage.link_of("Bjørg Haugen")?).await?;
    // The first is received: what an app that opens asks for has come, and nothing is on its way.
    tells_of_a_change(phone, "Ønsker").await?;
    phone.has_sent_all().await?;
    let silence = stage.behind_silence().await?;
    tells_of_a_change(phone, "Noe annet").await?;
    phone.sees("1 ikke sendt").await?;
    phone.tap("1 ikke sendt").await?;
    phone.sees("Sendes").await?;
    // Airplane mode, while the request is on its way.
    drop(silence);
    phone.sees("Lagret på telefonen").await?;
    ensure!(!phone.text().await?.contains("Alt er sendt"), "silence counts as a receipt");
    stage.restart().await?;
    phone.has_sent_all().await?;
    let export = stage.export(CENTRE)?;
    export.is_in_order()?;
    ensure!(export.commands("report_change").len() == 2, "each did not arrive exactly once");
    Ok(())
}

/// Until it is saved, and on the screen.
async fn tells_of_a_change(phone: &Phone, about: &str) -> Result<()> {
    phone.finds("Anna B.").await?;
    phone.tap("Noe har endret seg").await?;
    phone.choose("Hva gjelder det?", about).await?;
    phone.tap("Gi beskjed").await?;
    phone.sees(&format!("Noe endret seg: {about}")).await
}

async fn storage_that_cannot_be_opened_is_explained(
    stage: &mut Stage,
    phone: &mut Phone,
) -> Result<()> {
    stage.refuse_storage().await?;
    phone.visit("/").await?;
    phone.is_up().await?;
    // Where the language of the browser cannot be chosen for it.
    phone.run("brobygger.preferences.setLanguage('nb')", &[]).await?;
    phone.reload().await?;
    phone.is_up().await?;
    phone.sees("Telefonen lar oss ikke lagre").await?;
    phone.sees("Ingenting er lagret her ennå.").await?;
    let link = stage.link_of("Bjørg Haugen")?;
    phone.visit(&link).await?;
    phone.is_up().await?;
    phone.sees("Telefonen lar oss ikke lagre").await?;
    let text = phone.text().await?;
    for hope in ["Klar til bruk", "Lagret på telefonen", "Er dette deg?"] {
        ensure!(!text.contains(hope), "it says \"{hope}\": {text}");
    }
    // The code was not spent: with storage the same one works.
    stage.allow_storage().await?;
    phone.shows_the_code(&link).await?;
    phone.tap("Fortsett").await?;
    phone.sees("Er dette deg?").await?;
    phone.tap("Ja, det er meg").await?;
    phone.chooses_words().await?;
    phone.sees("Klar til bruk uten nett").await
}
