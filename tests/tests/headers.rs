//! What the headers of every answer forbid is refused by the browsers, and goes through where nothing forbids it.

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use journeys::{Browser, Network, Phone, Stage, journeys, until};
use serde_json::{Value, json};

journeys! {
    what_the_page_may_not_do_is_refused,
    nobody_may_frame_the_app,
}

const PROBE: &str = include_str!("probe.js");
/// All that is asked for elsewhere.
const ASKED: [&str; 12] = [
    "image", "script", "style", "fetch", "request", "events", "socket", "video", "font", "frame",
    "object", "beacon",
];

async fn what_the_page_may_not_do_is_refused(stage: &mut Stage, phone: &mut Phone) -> Result<()> {
    let there = Network::elsewhere("").await?;
    let elsewhere = format!("http://127.0.0.1:{}", there.port());

    // Where nothing is forbidden all of it goes through: an attempt that cannot succeed shows nothing.
    let page = format!("<!doctype html><title>Free</title><body><script>{PROBE}</script>");
    let free = Network::elsewhere(&page).await?;
    phone.visit(&format!("http://localhost:{}/", free.port())).await?;
    let within = phone.run("return await window.tryWithin()", &[]).await?;
    let refused = refused(&within)?;
    ensure!(refused.is_empty(), "refused where all is allowed: {refused:?}");
    if phone.browser() == Browser::Chromium {
        let askable = phone.run("return window.askable()", &[]).await?;
        ensure!(askable.as_array().is_some_and(|all| all.len() == 3), "askable: {askable}");
    }
    asks(phone, &elsewhere).await?;
    until("everything to be asked for", async || {
        let asked = asked_of(&there);
        let missing: Vec<_> = ASKED.iter().filter(|what| !asked.contains(**what)).collect();
        ensure!(missing.is_empty(), "not asked for: {missing:?}");
        Ok(Some(()))
    })
    .await?;
    phone.run("window.tryForm(args[0])", &[json!(elsewhere)]).await?;
    until("the form to arrive", async || Ok(asked_of(&there).contains("form").then_some(())))
        .await?;
    drop((free, there));

    let there = Network::elsewhere("").await?;
    let elsewhere = format!("http://127.0.0.1:{}", there.port());
    stage.release_with(PROBE).await?;
    phone.visit("/").await?;
    phone.is_up().await?;
    let within = phone.run("return await window.tryWithin()", &[]).await?;
    for (what, done) in within.as_object().context("nothing was tried")? {
        ensure!(done == &json!(false), "{what} was done in the app's page");
    }
    asks(phone, &elsewhere).await?;
    phone.run("window.tryForm(args[0])", &[json!(elsewhere)]).await?;
    // What is asked for after all of it has arrived says that the rest does not.
    phone.visit(&format!("{elsewhere}/last")).await?;
    let asked = asked_of(&there);
    ensure!(asked == BTreeSet::from(["last".to_owned()]), "asked for elsewhere: {asked:?}");

    if phone.browser() == Browser::Chromium {
        phone.visit("/").await?;
        phone.is_up().await?;
        let askable = phone.run("return window.askable()", &[]).await?;
        ensure!(askable == json!([]), "the page may ask for {askable}");
    }
    Ok(())
}

async fn nobody_may_frame_the_app(stage: &mut Stage, phone: &mut Phone) -> Result<()> {
    let inner = Network::elsewhere("<!doctype html><title>Inner</title><div id=app></div>").await?;
    let page = format!(
        "<!doctype html><title>Outer</title>\
         <iframe src=\"http://127.0.0.1:{}/\"></iframe><iframe src=\"{}/\"></iframe>",
        inner.port(),
        stage.base()
    );
    let outer = Network::elsewhere(&page).await?;
    phone.visit(&format!("http://localhost:{}/", outer.port())).await?;
    ensure!(shows_an_app(phone, 0).await?, "a page that allows it is not framed either");
    ensure!(!shows_an_app(phone, 1).await?, "the app is framed");
    Ok(())
}

async fn shows_an_app(phone: &Phone, frame: u16) -> Result<bool> {
    let driver = phone.driver()?;
    driver.enter_frame(frame).await?;
    let shown = driver.execute("return document.querySelector('#app') !== null", vec![]).await;
    driver.enter_default_frame().await?;
    Ok(shown?.json() == &json!(true))
}

/// Tries everything that asks somebody else, and waits for what ends by itself.
async fn asks(phone: &Phone, elsewhere: &str) -> Result<()> {
    let script = "window.tryAndGo(args[0]); await window.tryElsewhere(args[0]);";
    phone.run(script, &[json!(elsewhere)]).await.map(drop)
}

fn refused(within: &Value) -> Result<Vec<&String>> {
    let all = within.as_object().context("nothing was tried")?;
    ensure!(all.len() == 8, "tried: {within}");
    Ok(all.iter().filter(|(_, done)| **done != json!(true)).map(|(what, _)| what).collect())
}

/// The first part of each address. Browsers ask for an icon by themselves.
fn asked_of(network: &Network) -> BTreeSet<String> {
    let first = |address: &str| {
        let path = address.trim_start_matches('/');
        path.split(['/', '?']).next().unwrap_or_default().to_owned()
    };
    let all = network.heard().into_iter().map(|request| first(request.address()));
    all.filter(|what| what != "favicon.ico").collect()
}
