//! The app open twice on one phone.

use anyhow::{Result, ensure};
use journeys::{Phone, Stage, journeys};

journeys! {
    two_tabs_follow_each_other_and_send_once,
}

const CENTRE: &str = "Ås frivilligsentral";

async fn two_tabs_follow_each_other_and_send_once(
    stage: &mut Stage,
    phone: &mut Phone,
) -> Result<()> {
    phone.enrols(&stage.link_of("Bjørg Haugen")?).await?;
    phone.finds("Anna B.").await?;
    let anna = phone.path().await?;
    phone.open_tab(&anna).await?;
    phone.has_heading("Anna B.").await?;
    stage.stop();

    // Written in the second, seen in the first, which nobody reloads.
    tells(phone, "Helse eller humør").await?;
    phone.sees("1 ikke sendt").await?;
    phone.show_tab(0).await?;
    phone.sees("1 ikke sendt").await?;
    phone.sees("Noe endret seg: Helse eller humør").await?;

    // And the other way round.
    tells(phone, "Ønsker").await?;
    phone.sees("2 ikke sendt").await?;
    phone.show_tab(1).await?;
    phone.sees("2 ikke sendt").await?;
    phone.sees("Noe endret seg: Ønsker").await?;

    stage.restart().await?;
    phone.has_sent_all().await?;
    phone.show_tab(0).await?;
    phone.has_sent_all().await?;
    let export = stage.export(CENTRE)?;
    export.is_in_order()?;
    let told = export.commands("report_change");
    let about: Vec<_> = told.iter().map(|command| &command["about"]).collect();
    ensure!(about.len() == 2, "sent: {about:?}");
    ensure!(about[0] == "how_they_are" && about[1] == "wishes", "sent: {about:?}");

    // With both online: each sends, and nothing twice.
    tells(phone, "Situasjonen hjemme").await?;
    phone.show_tab(1).await?;
    phone.sees("Noe endret seg: Situasjonen hjemme").await?;
    tells(phone, "Noe annet").await?;
    phone.has_sent_all().await?;
    let export = stage.export(CENTRE)?;
    export.is_in_order()?;
    ensure!(export.mutations().len() == 4, "{} mutations", export.mutations().len());
    Ok(())
}

/// From a participant's page and back to it.
async fn tells(phone: &Phone, about: &str) -> Result<()> {
    phone.tap("Noe har endret seg").await?;
    phone.choose("Hva gjelder det?", about).await?;
    phone.tap("Gi beskjed").await?;
    phone.has_heading("Anna B.").await?;
    phone.sees(&format!("Noe endret seg: {about}")).await
}
