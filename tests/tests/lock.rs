//! The locked app: what it shows, what works while it is locked, what opens it, and what it costs to have
//! forgotten the words or to be revoked.

use anyhow::{Context, Result, ensure};
use journeys::{Browser, Phone, Stage, journeys, until};
use serde_json::json;

journeys! {
    a_locked_app_shows_nothing_and_opens_where_it_was,
    a_visit_goes_on_while_the_app_is_locked,
    forgotten_words_cost_no_record,
    two_people_on_one_phone,
    a_revoked_phone_hands_over_and_is_emptied,
    the_phones_own_lock_opens_the_app,
    a_phone_that_was_away_for_long_asks_for_contact,
}

const CENTRE: &str = "Ås frivilligsentral";
const OTHERS: &str = "kaffe tomat hammer båt sokk";
const MATTERS: &str = "Hva er viktig for Anna nå?";
/// Longer than the app stays open while nobody touches it.
const SIX_MINUTES_LATER: &str = "const now = window.Date.now.bind(window.Date);
    window.Date.now = () => now() + 6 * 60 * 1000;
    document.dispatchEvent(new window.Event('visibilitychange'));";

async fn a_locked_app_shows_nothing_and_opens_where_it_was(
    stage: &mut Stage,
    phone: &mut Phone,
) -> Result<()> {
    phone.enrols(&stage.link_of("Bjørg Haugen")?).await?;
    phone.finds("Anna B.").await?;
    phone.tap("Samtale").await?;
    phone.write(MATTERS, "Vil høre på jazz").await?;
    let there = phone.path().await?;
    phone.stays_locked();
    // In the middle of a sentence nobody touches the phone any more.
    phone.run(SIX_MINUTES_LATER, &[]).await?;
    phone.is_locked().await?;
    shows_nobody(phone).await?;
    ensure!(phone.path().await? == there, "it has gone elsewhere");

    phone.tries("feil ord er ikke rett").await?;
    phone.sees("Ordene stemmer ikke.").await?;
    // As people type: capitals, hyphens, a space too many.
    let words = journeys::WORDS.to_uppercase().replace(' ', " - ");
    phone.tries(&words).await?;
    phone.sees("Du har en samtale som ikke er ferdig").await?;
    ensure!(phone.value(MATTERS).await? == "Vil høre på jazz", "the draft is another");

    // By the button, and over a reload, with the radio off; too many wrong tries have to wait.
    stage.stop();
    phone.visit("/more/lock").await?;
    phone.is_locked().await?;
    phone.tries(journeys::WORDS).await?;
    phone.has_heading("Lås").await?;
    phone.tap("Lås nå").await?;
    phone.is_locked().await?;
    for _ in 0..4 {
        phone.tries("feil ord er ikke rett").await?;
        until("the answer", async || {
            let busy = phone.has("#unlock [type=submit][aria-busy=true]").await?;
            Ok((!busy).then_some(()))
        })
        .await?;
    }
    phone.sees("For mange forsøk. Vent").await?;
    phone.reload().await?;
    phone.is_locked().await?;
    phone.tries(journeys::WORDS).await?;
    phone.sees("For mange forsøk. Vent").await?;
    Ok(())
}

/// No name, and nothing that was said.
async fn shows_nobody(phone: &Phone) -> Result<()> {
    let text = phone.text().await?;
    let title = phone.run("return document.title", &[]).await?;
    for word in ["Anna", "Bjørg", "jazz"] {
        ensure!(!text.contains(word), "\"{word}\" on the locked screen: {text}");
        ensure!(!title.to_string().contains(word), "\"{word}\" in {title}");
    }
    Ok(())
}

async fn a_visit_goes_on_while_the_app_is_locked(
    stage: &mut Stage,
    phone: &mut Phone,
) -> Result<()> {
    phone.enrols(&stage.link_of("Bjørg Haugen")?).await?;
    let begins = phone.moves_the_visit(30).await?;
    has_left_a_pocket(phone, begins).await?;
    stage.stop();
    phone.stays_locked();
    phone.reload().await?;
    phone.is_locked().await?;
    shows_nobody(phone).await?;
    ensure!(phone.has("a[href^='tel:']").await?, "nobody can be called");
    phone.tap("Vi har møttes").await?;
    phone.sees("Notert.").await?;
    phone.tap("Vi er fremme").await?;
    phone.tap("Vi er ferdige").await?;
    until("the end of the visit", async || {
        Ok((!phone.offers("Vi er ferdige").await?).then_some(()))
    })
    .await?;
    shows_nobody(phone).await?;

    phone.tries(journeys::WORDS).await?;
    phone.sees("Hvordan gikk det?").await?;
    phone.choose("Hvordan gikk det?", "Vi var der").await?;
    phone.choose("Igjen?", "Sammen").await?;
    phone.tap("Lagre besøket").await?;
    phone.sees("Lagret på telefonen").await?;
    stage.restart().await?;
    phone.has_sent_all().await?;
    let export = stage.export(CENTRE)?;
    export.is_in_order()?;
    ensure!(export.commands("check_in").len() == 2, "{:?}", export.commands("check_in"));
    let done = export.commands("check_out");
    ensure!(done.len() == 1 && !done[0]["ended"].is_null(), "{done:?}");
    Ok(())
}

/// Waits until the locked screen has a visit to show.
async fn has_left_a_pocket(phone: &Phone, (day, time): (String, String)) -> Result<()> {
    let script = "const [day, time] = args;
        const records = await all('brobygger.vaults', 'vaults');
        const pocket = records.find(([key]) => key.startsWith('pocket/'));
        const visits = pocket ? JSON.parse(new TextDecoder().decode(pocket[1])).visits : [];
        return visits.some(({ starts }) => starts.day === day && starts.time === time);";
    let begins = [json!(day), json!(time)];
    until("what the locked screen shows", async || {
        Ok((phone.in_storage(script, &begins).await? == json!(true)).then_some(()))
    })
    .await
}

/// Tells of a change, with nobody to hear it.
async fn records_one(stage: &mut Stage, phone: &mut Phone) -> Result<()> {
    phone.has_keys().await?;
    stage.stop();
    phone.finds("Anna B.").await?;
    phone.tap("Noe har endret seg").await?;
    phone.choose("Hva gjelder det?", "Ønsker").await?;
    phone.tap("Gi beskjed").await?;
    phone.sees("1 ikke sendt").await
}

async fn forgotten_words_cost_no_record(stage: &mut Stage, phone: &mut Phone) -> Result<()> {
    phone.enrols(&stage.link_of("Bjørg Haugen")?).await?;
    records_one(stage, phone).await?;
    phone.stays_locked();
    phone.reload().await?;
    phone.is_locked().await?;
    phone.tap("Jeg husker ikke ordene").await?;
    phone.tap("Send det som venter").await?;
    phone.sees("1 er ikke sendt ennå").await?;
    stage.restart().await?;
    phone.tap("Send det som venter").await?;
    phone.sees("Alt er sendt til sentralen.").await?;
    let export = stage.export(CENTRE)?;
    ensure!(export.commands("report_change").len() == 1, "{:?}", export.mutations());
    phone.tap("Slett det som ligger her, og begynn på nytt").await?;
    phone.sees("Velkommen til Brobygger").await?;
    // A new code, other words, and it is there again, from the centre.
    phone.is_opened_with(OTHERS);
    phone.enrols(&stage.new_link(CENTRE, "Bjørg Haugen")?).await?;
    phone.finds("Anna B.").await?;
    phone.sees("Noe endret seg: Ønsker").await?;
    ensure!(stage.export(CENTRE)?.commands("report_change").len() == 1, "it came twice");
    // The browser had forgotten the app, and keeps it again.
    phone.stays_locked();
    stage.stop();
    phone.reload().await?;
    phone.is_locked().await
}

async fn two_people_on_one_phone(stage: &mut Stage, phone: &mut Phone) -> Result<()> {
    phone.enrols(&stage.link_of("Bjørg Haugen")?).await?;
    let hers = listed(phone).await?;
    phone.stays_locked();
    phone.reload().await?;
    phone.is_locked().await?;
    // Somebody else comes with a code.
    phone.is_opened_with(OTHERS);
    phone.enrols(&stage.link_of("Siv Rønning")?).await?;
    ensure!(listed(phone).await? == hers + 1, "no vault of its own");
    ensure!(!phone.text().await?.contains("Anna"), "hers on his Today");
    phone.stays_locked();
    phone.reload().await?;
    phone.is_locked().await?;
    shows_nobody(phone).await?;
    phone.tries(journeys::WORDS).await?;
    phone.has_heading("I dag").await?;
    phone.tap("Deltakere").await?;
    phone.sees("Anna B.").await?;
    phone.reload().await?;
    phone.is_locked().await?;
    phone.tries(OTHERS).await?;
    phone.has_heading("Deltakere").await?;
    ensure!(!phone.text().await?.contains("Anna B."), "his list has her participants");

    // He signs out for good: hers is whole.
    phone.tap("Mer").await?;
    phone.tap("Lås").await?;
    phone.has_heading("Lås").await?;
    phone.tap("Logg ut av denne telefonen").await?;
    phone.tap("Slett alt og logg ut").await?;
    phone.is_locked().await?;
    ensure!(listed(phone).await? == hers, "his vault is left");
    phone.tries(journeys::WORDS).await?;
    phone.tap("Deltakere").await?;
    phone.sees("Anna B.").await
}

/// How many vaults the phone has.
async fn listed(phone: &Phone) -> Result<u64> {
    let script = "const there = await indexedDB.databases();
        if (!there.some(({ name }) => name === 'brobygger.vaults')) return 0;
        return (await all('brobygger.vaults', 'vaults')).filter(([key]) => key.startsWith('vault/')).length;";
    Ok(phone.in_storage(script, &[]).await?.as_u64().unwrap_or(0))
}

async fn a_revoked_phone_hands_over_and_is_emptied(
    stage: &mut Stage,
    phone: &mut Phone,
) -> Result<()> {
    phone.enrols(&stage.link_of("Bjørg Haugen")?).await?;
    records_one(stage, phone).await?;
    let device = phone.in_storage("return await vault()", &[]).await?;
    let device = device.as_str().unwrap_or_default().to_owned();
    stage.command(&["device", "revoke", "--centre", CENTRE, &device])?;
    stage.restart().await?;
    phone.sees_in_time("Sentralen har koblet fra denne telefonen").await?;
    ensure!(listed(phone).await? == 0, "the vault is left");
    // With its last vault, the browser forgets the app as well.
    let left = "const databases = (await indexedDB.databases()).map(({ name }) => name);
        return [...databases, ...await caches.keys(), ...Object.keys(localStorage)]
            .filter((name) => name !== 'brobygger.vaults');";
    let mut last = json!(null);
    let forgotten = until("the browser to keep nothing", async || {
        last = phone.run(left, &[]).await?;
        Ok((last == json!([])).then_some(()))
    });
    forgotten.await.with_context(|| format!("left: {last}"))?;
    let waiting = stage.command(&["review", "list", "--centre", CENTRE])?;
    ensure!(waiting.contains("revoked"), "{waiting}");
    Ok(())
}

/// Only Chromium's driver has a passkey of its own.
async fn the_phones_own_lock_opens_the_app(stage: &mut Stage, phone: &mut Phone) -> Result<()> {
    if phone.browser() != Browser::Chromium {
        println!("no passkey in this driver: shown in Chromium");
        return Ok(());
    }
    phone.gets_an_authenticator(true).await?;
    phone.shows_the_code(&stage.link_of("Bjørg Haugen")?).await?;
    phone.tap("Fortsett").await?;
    phone.sees("Er dette deg?").await?;
    phone.tap("Ja, det er meg").await?;
    phone.chooses_words().await?;
    phone.has_heading("Åpne med telefonens egen lås").await?;
    phone.tap("Slå på").await?;
    phone.is_downloaded().await?;
    stage.stop();
    phone.stays_locked();
    phone.reload().await?;
    phone.is_locked().await?;
    phone.tap("Åpne med telefonens egen lås").await?;
    phone.has_heading("I dag").await?;

    // Forgotten words are replaced from inside, by the phone's own lock.
    phone.tap("Mer").await?;
    phone.tap("Lås").await?;
    phone.tap("Bytt ord").await?;
    phone.sees("Vis først at det er deg").await?;
    phone.tap("Åpne med telefonens egen lås").await?;
    phone.rewrite("Skriv ordene her", OTHERS).await?;
    phone.rewrite("Skriv dem én gang til", OTHERS).await?;
    phone.tap("Bruk disse ordene").await?;
    phone.sees("Ordene er byttet.").await?;
    phone.reload().await?;
    phone.is_locked().await?;
    phone.tries(journeys::WORDS).await?;
    phone.sees("Ordene stemmer ikke.").await?;
    phone.tries(OTHERS).await?;
    phone.has_heading("Lås").await
}

/// The clock is set on by Chromium's developer tools; the other drivers have no such thing.
async fn a_phone_that_was_away_for_long_asks_for_contact(
    stage: &mut Stage,
    phone: &mut Phone,
) -> Result<()> {
    if phone.browser() != Browser::Chromium {
        println!("this driver sets no clock: shown in Chromium");
        return Ok(());
    }
    phone.enrols(&stage.link_of("Bjørg Haugen")?).await?;
    phone.finds("Anna B.").await?;
    stage.stop();
    let later = "const now = window.Date.now.bind(window.Date); Date.now = () => now() + 20 * 24 * 60 * 60 * 1000;";
    let script = json!({ "source": later });
    phone.driver()?.cdp().send_raw("Page.addScriptToEvaluateOnNewDocument", script).await?;
    phone.reload().await?;
    phone.has_heading("Telefonen må snakke med sentralen").await?;
    ensure!(!phone.text().await?.contains("Anna"), "a name though the lease is over");
    ensure!(phone.offers("Ring koordinator").await?, "nobody can be called");
    stage.restart().await?;
    phone.tap("Prøv igjen").await?;
    phone.has_heading("Anna B.").await
}
