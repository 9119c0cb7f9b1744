//! The harness itself: what journeys rely on, on a page made for it.

use anyhow::{Result, ensure};
use journeys::{Phone, Stage, journeys};
use serde_json::json;

journeys! {
    words_are_found_written_and_tapped,
    what_is_stored_outlives_the_app,
    broken_rules_are_found,
    the_window_is_a_phone_s,
    two_tabs_share_what_is_stored,
}

/// Shows a page of our own, at an address where there is no app to disturb it.
async fn show(phone: &Phone, html: &str) -> Result<()> {
    phone.visit("/healthz").await?;
    // Nothing of ours may make HTML of a text, so this page first says that it may.
    let script = "window.trustedTypes?.createPolicy('default', { createHTML: (html) => html });
        document.body.innerHTML = args[0];";
    phone.run(script, &[json!(html)]).await?;
    Ok(())
}

async fn words_are_found_written_and_tapped(_: &mut Stage, phone: &mut Phone) -> Result<()> {
    show(
        phone,
        "<h1>Prøve</h1>
        <label for=wish>Hva ønsker du?</label><textarea id=wish></textarea>
        <button>Ferdig senere</button> <button id=done>Ferdig</button> <button hidden>Borte</button>
        <label><input type=radio name=again> Sammen</label>
        <p id=told></p>",
    )
    .await?;
    phone
        .run(
            "const told = document.querySelector('#told');
            document.querySelector('#done').onclick = () => { told.textContent = 'Lagret: ' + document.querySelector('#wish').value; };
            document.querySelector('input').onchange = () => { told.textContent = 'Valgt'; };",
            &[],
        )
        .await?;
    phone.sees("Prøve").await?;
    phone.write("Hva ønsker du?", "Gå tur på Ås, æøå").await?;
    ensure!(
        phone.value("Hva ønsker du?").await? == "Gå tur på Ås, æøå",
        "the text is not what was typed"
    );
    phone.tap("Ferdig").await?;
    phone.sees("Lagret: Gå tur på Ås, æøå").await?;
    phone.tap("Sammen").await?;
    phone.sees("Valgt").await?;
    phone.sees_no_more("Lagret").await?;
    phone.rewrite("Hva ønsker du?", "Hjemme").await?;
    ensure!(phone.value("Hva ønsker du?").await? == "Hjemme", "the field was not emptied");
    ensure!(!phone.offers("Borte").await?, "a hidden button can be tapped");
    ensure!(!phone.offers("Finnes ikke").await?, "a button is found that does not exist");
    Ok(())
}

async fn what_is_stored_outlives_the_app(stage: &mut Stage, phone: &mut Phone) -> Result<()> {
    phone.visit("/").await?;
    let write = "const database = await new Promise((done, fail) => {
            const request = indexedDB.open('harness');
            request.onupgradeneeded = () => request.result.createObjectStore('kept');
            request.onsuccess = () => done(request.result);
            request.onerror = () => fail(request.error);
        });
        const transaction = database.transaction('kept', 'readwrite', { durability: 'strict' });
        transaction.objectStore('kept').put(args[0], 'word');
        await new Promise((done, fail) => { transaction.oncomplete = done; transaction.onabort = fail; });
        database.close();";
    let read = "const database = await new Promise((done, fail) => {
            const request = indexedDB.open('harness');
            request.onsuccess = () => done(request.result);
            request.onerror = () => fail(request.error);
        });
        const request = database.transaction('kept').objectStore('kept').get('word');
        const word = await new Promise((done) => { request.onsuccess = () => done(request.result); });
        database.close();
        return word;";
    phone.is_ready_for_offline().await?;
    phone.run(write, &[json!("én")]).await?;
    phone.close().await?;
    phone.reopen("/").await?;
    ensure!(phone.run(read, &[]).await? == json!("én"), "closing lost what was stored");

    phone.run(write, &[json!("to")]).await?;
    stage.stop();
    phone.kill().await?;
    phone.reopen("/").await?;
    ensure!(phone.run(read, &[]).await? == json!("to"), "killing lost what was stored");
    stage.restart().await?;
    phone.reload().await
}

async fn broken_rules_are_found(_: &mut Stage, phone: &mut Phone) -> Result<()> {
    show(phone, "<main><h1>Prøve</h1><img src=x><button></button></main>").await?;
    let found = phone.violations().await?;
    let rules: Vec<&str> = found.iter().map(|violation| violation.rule.as_str()).collect();
    ensure!(
        rules.contains(&"image-alt") && rules.contains(&"button-name"),
        "axe found only {rules:?}"
    );
    Ok(())
}

async fn the_window_is_a_phone_s(_: &mut Stage, phone: &mut Phone) -> Result<()> {
    phone.visit("/").await?;
    phone.is_up().await?;
    let (width, height) = phone.size().await?;
    ensure!(width == 390 && height == 844, "the page is {width} by {height}");
    phone.resize(320, 600).await?;
    let (width, _) = phone.size().await?;
    ensure!(width == 320, "the page is {width} wide");
    Ok(())
}

async fn two_tabs_share_what_is_stored(_: &mut Stage, phone: &mut Phone) -> Result<()> {
    phone.visit("/").await?;
    phone.run("localStorage.setItem('harness', 'shared')", &[]).await?;
    phone.open_tab("/more").await?;
    ensure!(phone.run("return localStorage.getItem('harness')", &[]).await? == json!("shared"));
    ensure!(phone.path().await? == "/more", "the new tab is not in front");
    phone.show_tab(0).await?;
    ensure!(phone.path().await? == "/", "the first tab is not in front again");
    Ok(())
}
