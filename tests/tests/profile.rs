//! A lost phone: after a whole day the browser's files tell nobody's name, number or words, put away or killed; and the
//! search that says so finds all of them where the vault seals nothing.

use std::time::Instant;

use anyhow::{Context, Result, ensure};
use journeys::profile::{self, Found, Kind, Needle};
use journeys::{Browser, Moment, Phone, Stage, journeys, personal, until};
use serde_json::json;

journeys! {
    a_phone_that_is_found_tells_nothing,
    an_open_vault_is_seen,
    what_a_browser_keeps_of_typing_is_seen,
}

async fn a_phone_that_is_found_tells_nothing(stage: &mut Stage, phone: &mut Phone) -> Result<()> {
    let needles = personal(stage)?;
    let found = finds_on_the_phone(stage, phone, &needles).await?;
    let told: Vec<String> = found.iter().map(ToString::to_string).collect();
    ensure!(told.is_empty(), "the phone tells:\n{}", told.join("\n"));
    Ok(())
}

async fn an_open_vault_is_seen(stage: &mut Stage, phone: &mut Phone) -> Result<()> {
    stage.open_vault().await?;
    let needles = personal(stage)?;
    let found = finds_on_the_phone(stage, phone, &needles).await?;
    if phone.browser() == Browser::Webkit {
        // Under its driver this browser writes nothing of a page's to its profile, so there is nothing to see.
        return Ok(());
    }
    for (kind, least) in [(Kind::Name, 5), (Kind::Phone, 5), (Kind::Note, 5)] {
        let mut words: Vec<&str> =
            found.iter().filter(|found| found.kind == kind).map(|found| &found.words[..]).collect();
        words.dedup();
        ensure!(words.len() >= least, "of the kind {kind:?} only {words:?} are seen");
    }
    Ok(())
}

/// What lies in the browser's files when it was killed while somebody wrote, and after the evening.
async fn finds_on_the_phone(
    stage: &mut Stage,
    phone: &mut Phone,
    needles: &[Needle],
) -> Result<Vec<Found>> {
    let mut found = Vec::new();
    phone
        .lives_a_day(stage, async |phone, moment| {
            match moment {
                Moment::Writing => phone.kill().await?,
                Moment::Evening => phone.close().await?,
            }
            let copied = profile::copy(phone.profile())?;
            let start = Instant::now();
            found.extend(profile::search(copied.path(), needles).await?);
            eprintln!("searched in {} ms", start.elapsed().as_millis());
            Ok(())
        })
        .await?;
    found.sort();
    found.dedup();
    Ok(found)
}

const TYPED: &str = "Ingen skal kunne lese dette, heller ikke på Ås";

/// A page that does not ask for it: browsers keep what is typed for when they open again. So the search sees that too,
/// and the app's fields have to forbid it.
async fn what_a_browser_keeps_of_typing_is_seen(_: &mut Stage, phone: &mut Phone) -> Result<()> {
    if phone.browser() == Browser::Webkit {
        return Ok(());
    }
    phone.visit("/healthz").await?;
    let page = "const label = document.createElement('label');
        const field = document.createElement(args[0]);
        field.id = 'wish';
        label.append('Ønske', field);
        document.body.replaceChildren(label);";
    phone.run(page, &[json!("textarea")]).await?;
    phone.write("Ønske", TYPED).await?;
    if phone.browser() == Browser::Chromium {
        // It writes what a page held when that is left.
        phone.visit("/sw.js").await?;
    }
    let needles = [Needle::new(Kind::Note, TYPED)];
    let found = until("the browser to write what was typed", async || {
        let copied = profile::copy(phone.profile())?;
        let found = profile::search(copied.path(), &needles).await?;
        Ok((!found.is_empty()).then_some(found))
    })
    .await
    .context("nothing that is typed is seen")?;
    for found in found {
        eprintln!("{found}");
    }
    Ok(())
}
