//! A new build arrives while somebody is writing.

use anyhow::{Result, ensure};
use journeys::{Phone, Stage, journeys, until};
use serde_json::json;

journeys! {
    an_update_that_is_taken_keeps_the_draft,
    an_update_for_later_comes_with_the_next_opening,
    an_older_tab_lets_go_of_the_storage_and_keeps_what_is_typed,
    an_update_that_is_blocked_waits_says_so_and_goes_on,
}

const MATTERS: &str = "Hva er viktig for Anna nå?";
const WRITTEN: &str = "Savner å synge, helst";

async fn an_update_that_is_taken_keeps_the_draft(
    stage: &mut Stage,
    phone: &mut Phone,
) -> Result<()> {
    is_offered_over_a_draft(stage, phone).await?;
    phone.tap("Oppdater").await?;
    until("the new build to be opened", async || {
        Ok((!is_untouched(phone).await? && is_new(phone).await?).then_some(()))
    })
    .await?;
    phone.has_heading("Anna B.").await?;
    draft_is_kept(stage, phone).await
}

async fn an_update_for_later_comes_with_the_next_opening(
    stage: &mut Stage,
    phone: &mut Phone,
) -> Result<()> {
    is_offered_over_a_draft(stage, phone).await?;
    phone.tap("Senere").await?;
    phone.sees_no_more("Ny versjon er klar").await?;
    phone.tap("Deltakere").await?;
    phone.has_heading("Deltakere").await?;
    ensure!(!phone.text().await?.contains("Ny versjon er klar"), "\"later\" lasts one page");
    ensure!(is_untouched(phone).await? && !is_new(phone).await?, "\"later\" meant now");
    draft_is_kept(stage, phone).await
}

/// A build whose databases are of the next version.
const NEXT_VERSION: &str = "const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function (name, version) { return open.call(this, name, version && version + 1); };";

async fn an_older_tab_lets_go_of_the_storage_and_keeps_what_is_typed(
    stage: &mut Stage,
    phone: &mut Phone,
) -> Result<()> {
    writes(stage, phone).await?;
    stage.release_with(NEXT_VERSION).await?;
    phone.open_tab("/").await?;
    takes_the_update(phone).await?;
    phone.has_heading("I dag").await?;

    phone.show_tab(0).await?;
    phone.sees("Brobygger går videre i et annet vindu").await?;
    ensure!(phone.value(MATTERS).await? == WRITTEN, "what was typed has left the screen");
    phone.tap("Åpne på nytt").await?;
    phone.sees_no_more("Brobygger er oppdatert").await?;
    let kept = phone.value(MATTERS).await?;
    ensure!(kept == WRITTEN, "of the draft this is left: {kept}");
    // Both tabs work on as one.
    phone.tap("Tilbake").await?;
    phone.has_heading("Anna B.").await?;
    phone.tap("Noe har endret seg").await?;
    phone.choose("Hva gjelder det?", "Ønsker").await?;
    phone.tap("Gi beskjed").await?;
    phone.sees("Noe endret seg: Ønsker").await?;
    phone.has_sent_all().await
}

async fn an_update_that_is_blocked_waits_says_so_and_goes_on(
    stage: &mut Stage,
    phone: &mut Phone,
) -> Result<()> {
    writes(stage, phone).await?;
    // This tab will not let go of the storage when it is asked.
    let hold = "window.held = await asked(indexedDB.open(`brobygger.${await vault()}.base`))";
    phone.in_storage(hold, &[]).await?;
    stage.release_with(NEXT_VERSION).await?;
    phone.open_tab("/").await?;
    takes_the_update(phone).await?;
    phone.sees("Vi venter på et annet vindu").await?;
    ensure!(!phone.text().await?.contains("Ingenting er lagret"), "which is not true");
    phone.show_tab(0).await?;
    phone.sees("Brobygger går videre i et annet vindu").await?;
    phone.run("window.held.close()", &[]).await?;
    phone.show_tab(1).await?;
    phone.has_heading("I dag").await?;
    phone.sees("Samtalen med Anna er ikke ferdig").await
}

/// A conversation is begun.
async fn writes(stage: &Stage, phone: &Phone) -> Result<()> {
    phone.enrols(&stage.link_of("Bjørg Haugen")?).await?;
    phone.reload().await?;
    phone.finds("Anna B.").await?;
    phone.tap("Samtale").await?;
    phone.write(MATTERS, WRITTEN).await?;
    phone.sees("Utkastet er lagret på telefonen").await
}

async fn takes_the_update(phone: &Phone) -> Result<()> {
    phone.has_heading("I dag").await?;
    phone.run("document.dispatchEvent(new Event('visibilitychange'))", &[]).await?;
    phone.sees("Ny versjon er klar").await?;
    phone.run("window.untouched = true", &[]).await?;
    phone.tap("Oppdater").await?;
    until("the new build to be opened", async || Ok((!is_untouched(phone).await?).then_some(())))
        .await
}

/// A new build comes while a draft is open: it is offered, and not over the draft.
async fn is_offered_over_a_draft(stage: &mut Stage, phone: &Phone) -> Result<()> {
    phone.enrols(&stage.link_of("Bjørg Haugen")?).await?;
    // From its second opening on the app comes out of the shell.
    phone.reload().await?;
    phone.finds("Anna B.").await?;
    phone.tap("Samtale").await?;
    phone.write(MATTERS, WRITTEN).await?;
    phone.sees("Utkastet er lagret på telefonen").await?;
    phone.run("window.untouched = true", &[]).await?;

    // The new build is found as it is when the app comes to the front again, and it is offered, no more.
    stage.release("the next build").await?;
    phone.run("document.dispatchEvent(new Event('visibilitychange'))", &[]).await?;
    phone.sees("Ny versjon er klar").await?;
    phone.sees("Skriv ferdig først. Oppdateringen venter.").await?;
    ensure!(!phone.offers("Oppdater").await?, "it can be taken over the draft");
    phone.write(MATTERS, " på kvelden").await?;
    phone.sees("Utkastet er lagret på telefonen").await?;
    ensure!(is_untouched(phone).await? && !is_new(phone).await?, "it was taken unasked");
    phone.tap("Tilbake").await?;
    phone.has_heading("Anna B.").await
}

/// The draft is there in the new build, also without a network.
async fn draft_is_kept(stage: &mut Stage, phone: &mut Phone) -> Result<()> {
    stage.stop();
    phone.close().await?;
    phone.reopen("/").await?;
    ensure!(is_new(phone).await?, "the old build is back");
    phone.tap("Samtalen med Anna er ikke ferdig").await?;
    let kept = phone.value(MATTERS).await?;
    ensure!(kept == format!("{WRITTEN} på kvelden"), "of the draft this is left: {kept}");
    ensure!(!phone.text().await?.contains("Ny versjon er klar"), "it is offered again");
    Ok(())
}

async fn is_untouched(phone: &Phone) -> Result<bool> {
    Ok(phone.run("return window.untouched === true", &[]).await? == json!(true))
}

/// Whether the shell that is in charge is the new build's.
async fn is_new(phone: &Phone) -> Result<bool> {
    // Each build keeps its files in a cache of its own.
    let script = "const { active } = await navigator.serviceWorker.getRegistration();
        const { port1, port2 } = new MessageChannel();
        const told = new Promise((done) => { port1.onmessage = (event) => done(event.data.build); });
        active.postMessage({ type: 'build' }, [port2]);
        const cache = await caches.open(`brobygger-shell-${await told}`);
        return (await (await cache.match('/index.html')).text()).includes('the next build');";
    Ok(phone.run(script, &[]).await? == json!(true))
}
