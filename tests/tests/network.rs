//! Everything that goes over the network in a whole day, heard by a proxy: nothing but our own server is asked for
//! anything, and no address and no header says a word about anybody. And what browsers write down by themselves.

use anyhow::{Result, ensure};
use journeys::profile::Needle;
use journeys::{Browser, Network, Phone, Request, Stage, journeys, personal, until};
use serde_json::{Value, json};

journeys! {
    nothing_is_asked_of_anybody_else,
    what_is_asked_elsewhere_is_heard,
    what_browsers_write_down_names_nobody,
}

/// Whom browsers ask by themselves, whatever page is open: for the time, updates, lists of settings, and (Chromium, by
/// a digest of a form's shape) what a field may be for. Under their drivers too, and no setting stops all of it. The
/// app's policy lets none of them be asked by a page.
const BROWSERS_OWN: [&str; 14] = [
    "accounts.google.com",
    "android.clients.google.com",
    "clients2.google.com",
    "clientservices.googleapis.com",
    "content-autofill.googleapis.com",
    "edgedl.me.gvt1.com",
    "mtalk.google.com",
    "optimizationguide-pa.googleapis.com",
    "redirector.gvt1.com",
    "safebrowsing.googleapis.com",
    "update.googleapis.com",
    "www.google.com",
    // The page that Debian's Chromium opens with.
    "start.duckduckgo.com",
    "firefox.settings.services.mozilla.com",
];

async fn nothing_is_asked_of_anybody_else(stage: &mut Stage, phone: &mut Phone) -> Result<()> {
    let network = is_watched(stage, phone).await?;
    let needles = personal(stage)?;
    phone.lives_a_day(stage, async |phone, _| phone.close().await).await?;
    // And a new build, from the first word of it to the opening.
    phone.reopen("/").await?;
    phone.has_heading("I dag").await?;
    stage.release("the next build").await?;
    phone.run("document.dispatchEvent(new Event('visibilitychange'))", &[]).await?;
    phone.sees("Ny versjon er klar").await?;
    phone.run("window.untouched = true", &[]).await?;
    phone.tap("Oppdater").await?;
    until("the new build to be opened", async || {
        Ok((phone.run("return window.untouched === true", &[]).await? == json!(false))
            .then_some(()))
    })
    .await?;
    phone.has_heading("I dag").await?;
    phone.quit().await;

    let heard = network.heard();
    let own = format!("{}/", stage.base());
    let (ours, others): (Vec<&Request>, Vec<&Request>) =
        heard.iter().partition(|request| request.address().starts_with(&own));
    for needed in
        ["app.", "sw.js", "sync/v1/push", "sync/v1/pull", "sync/v1/poke", "api/v1/enrolment"]
    {
        let address = format!("{own}{needed}");
        let asked = ours.iter().any(|request| request.address().starts_with(&address));
        ensure!(asked, "the proxy did not hear {needed}");
    }
    let others = others.into_iter().map(|request| request.host());
    let others: Vec<&str> = others.filter(|host| !BROWSERS_OWN.contains(host)).collect();
    ensure!(others.is_empty(), "asked for elsewhere: {others:?}");
    for request in &heard {
        for needle in &needles {
            let said = needle.writings().into_iter().find(|writing| {
                request
                    .head
                    .as_bytes()
                    .windows(writing.bytes.len())
                    .any(|part| part == writing.bytes)
            });
            ensure!(said.is_none(), "\"{}\" is said in {}", needle.words, request.head);
        }
    }
    for request in ours {
        let told = request.head.lines().any(|line| {
            let line = line.to_ascii_lowercase();
            // WebKit names the page to the one file for which it does not hear the policy: ids of ours, to us.
            let named = line.starts_with("referer:") && !request.address().ends_with("/sw.js");
            named || line.starts_with("cookie:")
        });
        ensure!(!told, "more is told than is needed: {}", request.head);
    }
    Ok(())
}

async fn what_is_asked_elsewhere_is_heard(stage: &mut Stage, phone: &mut Phone) -> Result<()> {
    let network = is_watched(stage, phone).await?;
    // The proxy refuses it, and some drivers call that an error.
    let _ = phone.visit("http://elsewhere.test/anna?name=Anna").await;
    until("the proxy to hear of it", async || {
        let elsewhere = |request: &Request| request.address().starts_with("http://elsewhere.test/");
        Ok(network.heard().iter().any(elsewhere).then_some(()))
    })
    .await
}

/// The phone is another one now, of which everything is heard.
async fn is_watched(stage: &Stage, phone: &mut Phone) -> Result<Network> {
    let network = Network::watched(&stage.base()).await?;
    phone.quit().await;
    *phone = Phone::watched(phone.browser(), &stage.base(), &network).await?;
    Ok(network)
}

/// Titles go into the history, and what is typed into fields that do not forbid it, or that have a name, is kept for
/// the next time.
async fn what_browsers_write_down_names_nobody(stage: &mut Stage, phone: &mut Phone) -> Result<()> {
    phone.enrols(&stage.link_of("Bjørg Haugen")?).await?;
    let needles = personal(stage)?;
    let script = "const details = document.querySelectorAll('details');
        details.forEach((one) => { one.open = true; });
        const kept = (field) => {
            const choice = ['radio', 'checkbox'].includes(field.type);
            return !choice && (field.name || !['off', 'one-time-code'].includes(field.autocomplete));
        };
        const fields = [...document.querySelectorAll('input, textarea, select')];
        return {
            title: document.title,
            fields: fields.length,
            kept: fields.filter(kept).map((field) => field.outerHTML),
            notices: 'Notification' in window && Notification.permission === 'granted',
        };";
    let mut fields = 0;
    for path in phone.screens().await? {
        phone.visit(&path).await?;
        phone.is_up().await?;
        let page = phone.run(script, &[]).await?;
        let title = page["title"].as_str().unwrap_or_default();
        ensure!(title.contains("Brobygger"), "the title of {path} is {title}");
        is_nobody(&needles, title, &path)?;
        is_nobody(&needles, &path, &path)?;
        ensure!(page["kept"] == json!([]), "on {path} the browser keeps {}", page["kept"]);
        ensure!(page["notices"] == json!(false), "notices may be shown");
        fields += page["fields"].as_u64().unwrap_or(0);
    }
    ensure!(fields > 20, "only {fields} fields were looked at");
    if phone.browser() != Browser::Webkit {
        let shown = "const worker = await navigator.serviceWorker.getRegistration();
            return (await worker.getNotifications()).length;";
        ensure!(phone.run(shown, &[]).await? == json!(0), "a notice is shown");
    }
    Ok(())
}

fn is_nobody(needles: &[Needle], words: &str, path: &str) -> Result<()> {
    let named = needles.iter().find(|needle| words.contains(&needle.words));
    let named: Option<Value> = named.map(|needle| json!(needle.words));
    ensure!(named.is_none(), "on {path} \"{words}\" names {named:?}");
    Ok(())
}
