//! A phone as each release left it, with a full outbox, meets today's app and today's server.
//!
//! How the files are made, once at each release: `crates/session/tests/releases.rs`.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use journeys::{Phone, Stage, journeys};
use serde_json::{Value, json};

journeys! {
    what_every_release_left_opens_and_is_delivered,
}

const CENTRE: &str = "Ås frivilligsentral";
const FILES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/session/tests/releases");

async fn what_every_release_left_opens_and_is_delivered(
    stage: &mut Stage,
    phone: &mut Phone,
) -> Result<()> {
    let clean = stage.copy().await?;
    let mut files = 0;
    for file in std::fs::read_dir(FILES).context("there are no files of releases")? {
        let copy = clean.copy().await?;
        stage.set_back(copy).await?;
        delivers(stage, phone, &file?.path()).await?;
        files += 1;
    }
    ensure!(files > 0, "there is no file");
    Ok(())
}

async fn delivers(stage: &mut Stage, phone: &Phone, file: &Path) -> Result<()> {
    let fixture: Value = serde_json::from_str(&std::fs::read_to_string(file)?)?;
    let link = stage.link_of("Bjørg Haugen")?;
    let code = link.split('#').nth(1).context("a link without a code")?;
    phone.leaves_the_app().await?;
    // Its centre knows this phone.
    let enrol = "const [{ device, token }, code] = args;
        const body = JSON.stringify({ brobygger: 1, code, device, token });
        const headers = { 'content-type': 'application/json' };
        return (await fetch('/api/v1/enrolment', { method: 'POST', headers, body })).status;";
    let status = phone.run(enrol, &[fixture["phone"].clone(), json!(code)]).await?;
    ensure!(status == 200, "the phone could not be enrolled: {status}");
    let fill = "for (const { name } of await indexedDB.databases()) await drop(name);
        for (const [name, stores] of Object.entries(args[0])) {
            const request = indexedDB.open(name, 1);
            request.onupgradeneeded = () => {
                for (const store of Object.keys(stores)) request.result.createObjectStore(store);
            };
            (await asked(request)).close();
            for (const [store, records] of Object.entries(stores)) {
                for (const [key, hex] of Object.entries(records)) {
                    await put(name, store, key, Uint8Array.from(hex.match(/../g), (byte) => parseInt(byte, 16)));
                }
            }
        }";
    phone.in_storage(fill, &[fixture["databases"].clone()]).await?;

    let holds = &fixture["holds"];
    let count = |what: &str| holds[what].as_u64().unwrap_or(0);
    phone.visit("/more/sent").await?;
    phone.is_up().await?;
    phone.run("brobygger.preferences.setLanguage('nb')", &[]).await?;
    phone.reload().await?;
    // It was made before there were locks.
    phone.sees("Fra nå av er appen låst").await?;
    phone.chooses_words().await?;
    phone.has_heading("Sendt og ikke sendt").await?;
    phone.sees("Én ting du skrev, kan ikke leses").await?;
    let waits = "return document.querySelector('#waiting') === null";
    journeys::until("all to be delivered", async || {
        Ok((phone.run(waits, &[]).await? == json!(true)).then_some(()))
    })
    .await?;
    let sent = count("waiting") + count("received");
    let export = journeys::until("all to be decided", async || {
        let export = stage.export(CENTRE)?;
        Ok((export.mutations().len() as u64 >= sent).then_some(export))
    })
    .await?;
    export.is_in_order()?;
    ensure!(export.mutations().len() as u64 == sent, "{} arrived", export.mutations().len());

    // The drafts, and what is kept for the coordinator.
    let kept = "const outbox = `brobygger.${await vault()}.outbox`;
        return [(await all(outbox, 'drafts')).length, (await all(outbox, 'entries')).length];";
    let kept = phone.in_storage(kept, &[]).await?;
    let drafts = holds["drafts"].as_array().map_or(0, Vec::len);
    ensure!(kept[0] == json!(drafts), "drafts: {kept}");
    ensure!(kept[1] == json!(sent + count("stuck") + count("unreadable")), "entries: {kept}");
    phone.visit("/").await?;
    phone.sees("er ikke ferdig").await
}
