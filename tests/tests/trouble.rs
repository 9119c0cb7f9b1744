//! What a phone's system does to an app: it fills up, clears, spoils, disconnects, and shows a wrong time.

use anyhow::{Result, ensure};
use journeys::{Phone, Stage, journeys, until};
use serde_json::{Value, json};

journeys! {
    a_full_phone_says_so_and_saves_again_when_there_is_room,
    what_the_system_clears_is_noticed_and_fetched_again,
    what_is_spoilt_is_fetched_again_or_kept,
    what_is_put_back_or_in_anothers_place_is_not_shown,
    a_storage_that_disconnects_is_never_called_saved,
    invited_anew_the_phone_delivers_what_it_kept,
    a_wrong_clock_is_told_and_orders_nothing,
}

const CENTRE: &str = "Ås frivilligsentral";
const WHO: &str = "Bjørg Haugen";

async fn a_full_phone_says_so_and_saves_again_when_there_is_room(
    stage: &mut Stage,
    phone: &mut Phone,
) -> Result<()> {
    phone.enrols(&stage.link_of(WHO)?).await?;
    phone.finds("Anna B.").await?;
    phone.tap("Noe har endret seg").await?;
    phone.choose("Hva gjelder det?", "Ønsker").await?;
    stage.stop();
    is_full(phone, true).await?;
    phone.tap("Gi beskjed").await?;
    phone.sees("Det ble ikke lagret").await?;
    phone.sees("Telefonen er full").await?;
    ensure!(!phone.text().await?.contains("Lagret på telefonen"), "it says that it was saved");
    // What can be fetched again has gone from the disk, and is on the screen all the same.
    ensure!(!has_a_base(phone).await?, "the base is there still");

    // Somebody has deleted pictures: the same button saves.
    is_full(phone, false).await?;
    phone.tap("Gi beskjed").await?;
    phone.has_heading("Anna B.").await?;
    phone.sees("Lagret på telefonen").await?;
    phone.sees("1 ikke sendt").await?;
    stage.restart().await?;
    phone.has_sent_all().await?;
    phone.sees_no_more("Telefonen er full").await?;
    stage.export(CENTRE)?.is_in_order()?;
    // And all of it is on the disk again.
    until("the base to be kept", async || Ok(has_a_base(phone).await?.then_some(()))).await?;
    stage.stop();
    phone.reload().await?;
    phone.has_heading("Anna B.").await
}

async fn has_a_base(phone: &Phone) -> Result<bool> {
    let script = "const name = `brobygger.${await vault()}.base`;
        const there = (await indexedDB.databases()).some((database) => database.name === name);
        return there && (await all(name, 'blocks')).length > 0;";
    Ok(phone.in_storage(script, &[]).await? == json!(true))
}

/// As the browser would answer. (Chromium's driver can lower the quota, but the browser remembers the room
/// that it found before, and goes on writing.)
async fn is_full(phone: &Phone, full: bool) -> Result<()> {
    let script = "window.put ??= IDBObjectStore.prototype.put;
        const full = () => { throw new DOMException('no room', 'QuotaExceededError'); };
        IDBObjectStore.prototype.put = args[0] ? full : window.put;";
    phone.run(script, &[json!(full)]).await.map(|_| ())
}

async fn what_the_system_clears_is_noticed_and_fetched_again(
    stage: &mut Stage,
    phone: &mut Phone,
) -> Result<()> {
    phone.enrols(&stage.link_of(WHO)?).await?;
    tells(phone, "Ønsker").await?;
    phone.has_sent_all().await?;

    // What can be fetched again comes back by itself.
    phone.leaves_the_app().await?;
    phone.in_storage("await drop(`brobygger.${await vault()}.base`)", &[]).await?;
    phone.visit("/participants").await?;
    phone.tap("Anna B.").await?;
    phone.sees("Noe endret seg: Ønsker").await?;
    ensure!(!phone.text().await?.contains("har slettet"), "nobody needs to know");

    // Then all that the system clears at once; then only the half that cannot be fetched.
    for cleared in [
        "for (const { name } of await indexedDB.databases()) await drop(name);
        for (const name of await caches.keys()) await caches.delete(name);",
        "await drop(`brobygger.${await vault()}.outbox`)",
    ] {
        phone.leaves_the_app().await?;
        phone.in_storage(cleared, &[]).await?;
        phone.visit("/").await?;
        phone.sees("Telefonen har slettet det som lå i Brobygger").await?;
        phone.sees("Det som ikke var sendt, er borte.").await?;
        let link = stage.new_link(CENTRE, WHO)?;
        phone.enrols(&link).await?;
        phone.reload().await?;
        phone.has_heading("I dag").await?;
        ensure!(!phone.text().await?.contains("har slettet"), "it is over");
        phone.finds("Anna B.").await?;
        phone.sees("Noe endret seg: Ønsker").await?;
    }
    // No number of before is used again.
    tells(phone, "Noe annet").await?;
    phone.has_sent_all().await?;
    let export = stage.export(CENTRE)?;
    export.is_in_order()?;
    let epochs = export.mutations().iter().map(|one| &one["mutation"]["envelope"]["epoch"]);
    let epochs: Vec<_> = epochs.collect();
    ensure!(epochs.len() == 2 && epochs[0] != epochs[1], "the epochs are {epochs:?}");
    Ok(())
}

async fn what_is_spoilt_is_fetched_again_or_kept(
    stage: &mut Stage,
    phone: &mut Phone,
) -> Result<()> {
    phone.enrols(&stage.link_of(WHO)?).await?;
    phone.reload().await?;
    phone.has_heading("I dag").await?;
    phone.has_keys().await?;
    stage.stop();
    tells(phone, "Ønsker").await?;
    phone.sees("1 ikke sendt").await?;
    let spoil = "const name = `brobygger.${await vault()}`;
        return [await spoil(`${name}.base`, 'blocks'), await spoil(`${name}.outbox`, 'entries')];";
    let spoilt = phone.in_storage(spoil, &[]).await?;
    ensure!(spoilt[0].as_u64() > Some(1) && spoilt[1] == 1, "spoilt: {spoilt}");

    phone.visit("/participants").await?;
    phone.has_heading("Deltakere").await?;
    ensure!(!phone.text().await?.contains("Anna B."), "a damaged block is shown");
    phone.sees("Vi henter det du trenger").await?;
    phone.tap("Må sees på").await?;
    phone.sees("Én ting du skrev, kan ikke leses").await?;
    phone.sees("Ingenting er kastet.").await?;
    phone.tap("Lagre det som ikke er sendt, i en fil").await?;
    phone.has_heading("Hjelp").await?;
    // The file is caught on its way to the person.
    let catch = "const make = URL.createObjectURL;
        URL.createObjectURL = (blob) => { window.file = blob.text(); return make.call(URL, blob); };";
    phone.run(catch, &[]).await?;
    phone.tap("Lagre det som ikke er sendt, i en fil").await?;
    phone.sees("Filen er lagret.").await?;
    let file = phone.run("return JSON.parse(await window.file)", &[]).await?;
    let kept = file["unreadable"].as_array().map_or(0, Vec::len);
    ensure!(kept == 1 && file["unreadable"][0]["sealed"].is_string(), "the file says {file}");

    stage.restart().await?;
    phone.visit("/participants").await?;
    phone.tap("Anna B.").await?;
    phone.has_heading("Anna B.").await?;
    // What was kept is kept still, and nothing stands in the way of what is written next.
    phone.sees("Må sees på").await?;
    phone.tap("Noe har endret seg").await?;
    phone.choose("Hva gjelder det?", "Noe annet").await?;
    phone.tap("Gi beskjed").await?;
    phone.sees("Noe endret seg: Noe annet").await?;
    phone.sees_no_more("ikke sendt").await?;
    let kept = "return (await all(`brobygger.${await vault()}.outbox`, 'entries')).length > 0";
    ensure!(phone.in_storage(kept, &[]).await? == json!(true), "the damaged record was dropped");
    let export = stage.export(CENTRE)?;
    // What the phone cannot read any more has come all the same, as it was sealed for the centre.
    let told = export.commands("report_change");
    let about: Vec<_> = told.iter().map(|command| &command["about"]).collect();
    ensure!(about == ["wishes", "other"], "arrived: {about:?}");
    export.is_in_order()
}

/// Somebody has the phone for a moment, and puts into its storage what lay there before.
async fn what_is_put_back_or_in_anothers_place_is_not_shown(
    stage: &mut Stage,
    phone: &mut Phone,
) -> Result<()> {
    phone.enrols(&stage.link_of(WHO)?).await?;
    let anna = stage.export(CENTRE)?.participant("Anna")?["id"].clone();
    let before = block_of(phone, &anna).await?;
    tells(phone, "Ønsker").await?;
    phone.has_sent_all().await?;
    until("the block to be written anew", async || {
        Ok((block_of(phone, &anna).await? != before).then_some(()))
    })
    .await?;
    stage.stop();
    put_block(phone, &before).await?;
    shows_nothing_of_anna(phone).await?;
    stage.restart().await?;
    phone.visit("/participants").await?;
    phone.tap("Anna B.").await?;
    phone.sees("Noe endret seg: Ønsker").await?;
    phone.has_sent_all().await?;

    // The block of another record in its place.
    stage.stop();
    let other = phone.in_storage(ANOTHERS_BLOCK, std::slice::from_ref(&anna)).await?;
    put_block(phone, &json!([block_of(phone, &anna).await?[0], other])).await?;
    shows_nothing_of_anna(phone).await?;
    stage.restart().await?;
    phone.visit("/participants").await?;
    phone.tap("Anna B.").await?;
    phone.sees("Noe endret seg: Ønsker").await
}

const ANOTHERS_BLOCK: &str =
    "const blocks = await all(`brobygger.${await vault()}.base`, 'blocks');
    const [, bytes] = blocks.find(([key]) => !key.startsWith(args[0]));
    return [...new Uint8Array(bytes)];";

/// The first block of a participant, as it lies there: its key and its bytes.
async fn block_of(phone: &Phone, participant: &Value) -> Result<Value> {
    let script = "const blocks = await all(`brobygger.${await vault()}.base`, 'blocks');
        const found = blocks.find(([key]) => key.startsWith(args[0]));
        return found ? [found[0], [...new Uint8Array(found[1])]] : null;";
    phone.in_storage(script, std::slice::from_ref(participant)).await
}

async fn put_block(phone: &Phone, block: &Value) -> Result<()> {
    let script = "const [[key, bytes]] = args;
        await put(`brobygger.${await vault()}.base`, 'blocks', key, new Uint8Array(bytes));";
    phone.in_storage(script, std::slice::from_ref(block)).await.map(|_| ())
}

async fn shows_nothing_of_anna(phone: &Phone) -> Result<()> {
    phone.visit("/participants").await?;
    phone.has_heading("Deltakere").await?;
    ensure!(!phone.text().await?.contains("Anna B."), "what was put back is shown");
    phone.sees("Vi henter det du trenger").await?;
    phone.visit("/").await?;
    phone.has_heading("I dag").await?;
    phone.sees("Vi henter det du trenger").await?;
    ensure!(
        !phone.text().await?.contains("Ingenting avtalt"),
        "it is said that nothing is planned"
    );
    Ok(())
}

async fn a_storage_that_disconnects_is_never_called_saved(
    stage: &mut Stage,
    phone: &mut Phone,
) -> Result<()> {
    phone.enrols(&stage.link_of(WHO)?).await?;
    phone.reload().await?;
    phone.has_heading("I dag").await?;
    // As iOS says it, once: the connection is opened again, and nobody notices.
    disconnect(phone, 1).await?;
    tells(phone, "Ønsker").await?;
    phone.sees("Lagret på telefonen").await?;
    phone.has_sent_all().await?;
    // And without end.
    phone.tap("Noe har endret seg").await?;
    phone.choose("Hva gjelder det?", "Noe annet").await?;
    disconnect(phone, 1_000_000).await?;
    phone.tap("Gi beskjed").await?;
    phone.sees("Det ble ikke lagret").await?;
    phone.sees("Vi får ikke tak i det som ligger på telefonen").await?;
    let text = phone.text().await?;
    ensure!(!text.contains("Lagret på telefonen"), "it says that it was saved: {text}");
    phone.tap("Åpne på nytt").await?;
    phone.sees_no_more("Vi får ikke tak i").await?;
    phone.visit("/participants").await?;
    phone.tap("Anna B.").await?;
    phone.sees("Noe endret seg: Ønsker").await?;
    let export = stage.export(CENTRE)?;
    ensure!(export.commands("report_change").len() == 1, "something else was sent");
    export.is_in_order()
}

async fn disconnect(phone: &Phone, times: u64) -> Result<()> {
    let script = "let left = args[0];
        const begin = IDBDatabase.prototype.transaction;
        IDBDatabase.prototype.transaction = function (...how) {
            if (left-- <= 0) return begin.apply(this, how);
            throw new DOMException('Connection to Indexed Database server lost. Refresh the page to try again', 'UnknownError');
        };";
    phone.run(script, &[json!(times)]).await.map(|_| ())
}

async fn invited_anew_the_phone_delivers_what_it_kept(
    stage: &mut Stage,
    phone: &mut Phone,
) -> Result<()> {
    let before = stage.copy().await?;
    phone.enrols(&stage.link_of(WHO)?).await?;
    phone.reload().await?;
    phone.finds("Anna B.").await?;
    phone.tap("Samtale").await?;
    phone.write("Hva er viktig for Anna nå?", "Savner å synge").await?;
    phone.sees("Utkastet er lagret på telefonen").await?;
    stage.stop();
    tells(phone, "Ønsker").await?;
    // The centre's machine has forgotten this phone: it was set back to this morning.
    stage.set_back(before).await?;
    phone.sees_in_time("Telefonen er ikke koblet til sentralen").await?;
    phone.sees("Du kan skrive videre. Alt blir tatt vare på.").await?;
    tells(phone, "Noe annet").await?;
    phone.sees("2 ikke sendt").await?;
    let export = stage.export(CENTRE)?;
    ensure!(export.mutations().is_empty(), "it was taken without a token");

    let link = stage.new_link(CENTRE, WHO)?;
    phone.shows_the_code(&link).await?;
    phone.tap("Fortsett").await?;
    phone.sees("Er dette deg?").await?;
    phone.tap("Ja, det er meg").await?;
    phone.chooses_words().await?;
    phone.is_downloaded().await?;
    phone.has_sent_all().await?;
    ensure!(!phone.text().await?.contains("ikke koblet"), "it still says so");
    phone.tap("Samtalen med Anna er ikke ferdig").await?;
    ensure!(phone.value("Hva er viktig for Anna nå?").await? == "Savner å synge");
    let export = stage.export(CENTRE)?;
    export.is_in_order()?;
    ensure!(export.commands("report_change").len() == 2, "sent: {:?}", export.mutations());
    Ok(())
}

async fn a_wrong_clock_is_told_and_orders_nothing(
    stage: &mut Stage,
    phone: &mut Phone,
) -> Result<()> {
    stage
        .release_with(
            "(() => {
                const skew = Number(localStorage.getItem('journey.skew') ?? 0);
                const Right = Date;
                window.Date = class extends Right {
                    constructor(...when) { super(...(when.length ? when : [Right.now() + skew])); }
                    static now() { return Right.now() + skew; }
                };
            })();",
        )
        .await?;
    phone.enrols(&stage.link_of(WHO)?).await?;
    ensure!(!phone.text().await?.contains("Klokken"), "this clock is right");
    const YEARS: i64 = 10 * 365 * 24 * 60 * 60_000;
    for (skew, about) in [(YEARS, "Ønsker"), (-YEARS, "Situasjonen hjemme"), (0, "Noe annet")] {
        phone.run("localStorage.setItem('journey.skew', args[0])", &[json!(skew)]).await?;
        phone.reload().await?;
        phone.is_up().await?;
        if skew != 0 {
            phone.visit("/").await?;
            phone.sees("Klokken på telefonen går feil").await?;
        }
        tells(phone, about).await?;
        phone.has_sent_all().await?;
    }
    phone.visit("/").await?;
    phone.has_heading("I dag").await?;
    phone.sees_no_more("Klokken på telefonen går feil").await?;
    let export = stage.export(CENTRE)?;
    export.is_in_order()?;
    let told = export.commands("report_change");
    let about: Vec<_> = told.iter().filter_map(|command| command["about"].as_str()).collect();
    ensure!(about == ["wishes", "at_home", "other"], "in the order {about:?}");
    let at = |place: usize| export.mutations()[place]["mutation"]["envelope"]["at"].as_i64();
    ensure!(at(0) > at(2) && at(1) < at(2), "the clock was right all the time");
    Ok(())
}

/// From anywhere to a participant's page, and tells that something changed.
async fn tells(phone: &Phone, about: &str) -> Result<()> {
    if phone.offers("Tilbake").await? && !phone.offers("Deltakere").await? {
        phone.tap("Tilbake").await?;
    }
    phone.finds("Anna B.").await?;
    phone.tap("Noe har endret seg").await?;
    phone.choose("Hva gjelder det?", about).await?;
    phone.tap("Gi beskjed").await?;
    phone.has_heading("Anna B.").await?;
    phone.sees(&format!("Noe endret seg: {about}")).await
}
