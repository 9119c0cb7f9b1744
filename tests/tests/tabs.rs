//! The app open twice on one phone.

use anyhow::{Result, ensure};
use journeys::{Browser, Phone, Stage, journeys};
use serde_json::json;

journeys! {
    two_tabs_follow_each_other_and_send_once,
    the_other_tab_takes_over_when_one_is_gone,
    a_frozen_tab_is_not_waited_for,
}

const CENTRE: &str = "Ås frivilligsentral";
/// Longer than another tab waits for a sign of life.
const FROZEN_MS: u64 = 45_000;

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

/// Of two tabs: which has the lock, that is to say synchronises.
async fn has_the_lock(phone: &Phone) -> Result<bool> {
    let script = "const name = `brobygger.${await vault()}.sync`;
        const { held, pending } = await navigator.locks.query();
        const own = await new Promise((done) => {
            navigator.locks.request('who', async () => {
                const { held } = await navigator.locks.query();
                done(held.find((lock) => lock.name === 'who').clientId);
            });
        });
        return held.some((lock) => lock.name === name && lock.clientId === own);";
    Ok(phone.in_storage(script, &[]).await? == json!(true))
}

async fn the_other_tab_takes_over_when_one_is_gone(
    stage: &mut Stage,
    phone: &mut Phone,
) -> Result<()> {
    phone.enrols(&stage.link_of("Bjørg Haugen")?).await?;
    phone.finds("Anna B.").await?;
    let anna = phone.path().await?;
    phone.open_tab(&anna).await?;
    phone.has_heading("Anna B.").await?;
    ensure!(!has_the_lock(phone).await?, "the second tab synchronises");
    stage.stop();
    tells(phone, "Ønsker").await?;
    phone.sees("1 ikke sendt").await?;

    // The one that synchronises is closed; the other sends, and hears what is new.
    phone.show_tab(0).await?;
    ensure!(has_the_lock(phone).await?, "nobody synchronises");
    phone.close_tab(1).await?;
    stage.restart().await?;
    phone.has_sent_all().await?;
    ensure!(has_the_lock(phone).await?, "it was sent by nobody");
    let export = stage.export(CENTRE)?;
    export.is_in_order()?;
    ensure!(export.mutations().len() == 1, "{} mutations", export.mutations().len());
    Ok(())
}

/// In Chromium the tab is kept from doing anything for a while, as if it were frozen, and thaws. (Its
/// driver's own freezing does nothing to a tab that nobody covers.) In the other browsers two tabs may
/// share a thread: there a page that is not the app takes the lock and never answers, which is all that
/// the other tab sees of a frozen one.
async fn a_frozen_tab_is_not_waited_for(stage: &mut Stage, phone: &mut Phone) -> Result<()> {
    phone.enrols(&stage.link_of("Bjørg Haugen")?).await?;
    phone.finds("Anna B.").await?;
    let anna = phone.path().await?;
    phone.open_tab(&anna).await?;
    phone.has_heading("Anna B.").await?;
    phone.show_tab(0).await?;
    ensure!(has_the_lock(phone).await?, "nobody synchronises");
    let chromium = phone.browser() == Browser::Chromium;
    if chromium {
        let freeze = "setTimeout(() => {
                const end = performance.now() + args[0];
                while (performance.now() < end);
            }, 100);";
        phone.run(freeze, &[json!(FROZEN_MS)]).await?;
    } else {
        phone.leaves_the_app().await?;
        let hold = "const name = `brobygger.${await vault()}.sync`;
            const held = new Promise((done) => {
                navigator.locks.request(name, { steal: true }, () => (done(), new Promise(() => {})));
            });
            await held;";
        phone.in_storage(hold, &[]).await?;
    }
    phone.show_tab(1).await?;
    ensure!(!has_the_lock(phone).await?, "nothing is frozen here");
    tells(phone, "Ønsker").await?;
    phone.has_sent_all().await?;
    ensure!(has_the_lock(phone).await?, "it was sent by nobody");
    ensure!(stage.export(CENTRE)?.mutations().len() == 1, "it was sent by nobody");
    if !chromium {
        return stage.export(CENTRE)?.is_in_order();
    }

    // It thaws, sees what has happened, and leaves the sending to the other.
    stage.stop();
    tells(phone, "Noe annet").await?;
    phone.show_tab(0).await?;
    phone.sees_in_time("Noe endret seg: Noe annet").await?;
    phone.sees("1 ikke sendt").await?;
    ensure!(!has_the_lock(phone).await?, "two tabs synchronise");
    tells(phone, "Situasjonen hjemme").await?;
    stage.restart().await?;
    phone.has_sent_all().await?;
    let export = stage.export(CENTRE)?;
    export.is_in_order()?;
    ensure!(export.mutations().len() == 3, "{} mutations", export.mutations().len());
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
