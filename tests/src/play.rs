//! Playing a journey: stage and phone are set up, and when it fails the screen is kept.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::browser::Browser;
use crate::phone::Phone;
use crate::stage::Stage;

/// Plays one journey, which is given the stage and its first phone, in one browser; panics when it fails, as a test does.
pub fn play(
    browser: Browser,
    name: &str,
    journey: impl AsyncFn(&mut Stage, &mut Phone) -> Result<()>,
) {
    for attempt in 1..=ATTEMPTS {
        let result = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .context("no runtime")
            .and_then(|runtime| runtime.block_on(perform(browser, name, &journey)));
        match result {
            Ok(()) => return,
            Err(error) if attempt == ATTEMPTS => {
                panic!("{}::{name}: {error:#}", browser.name())
            }
            // Said aloud, so that it is counted by whoever reads.
            Err(error) => eprintln!("{}::{name}, try {attempt}: {error:#}", browser.name()),
        }
    }
}

/// One more try on a machine that is slow to answer. A mistake of ours fails every time, and a try that failed is
/// printed, with what the browser's storage answers.
const ATTEMPTS: u8 = 2;

async fn perform(
    browser: Browser,
    name: &str,
    journey: &impl AsyncFn(&mut Stage, &mut Phone) -> Result<()>,
) -> Result<()> {
    let mut stage = Stage::start(&format!("{}-{name}", browser.name())).await?;
    let mut phone = Phone::new(browser, &stage.base()).await?;
    let mut result = journey(&mut stage, &mut phone).await;
    if let Err(error) = result {
        let file = output().join(format!("{}-{name}.png", browser.name()));
        let picture = phone.picture(&file).await;
        let said = format!("{}{}", said_in_console(&phone).await, storage_answers(&phone).await);
        let kept = match picture {
            Ok(()) => format!("picture: {}", file.display()),
            Err(error) => format!("no picture: {error:#}"),
        };
        result = Err(error)
            .with_context(|| format!("{kept}; server's log: {}{said}", stage.log().display()));
    }
    phone.quit().await;
    result
}

/// Where pictures and logs of the journeys go.
pub fn output() -> PathBuf {
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").join(target).join("journeys")
}

/// Chromium alone tells its driver what was written in the console.
async fn said_in_console(phone: &Phone) -> String {
    if phone.browser() != Browser::Chromium {
        return String::new();
    }
    let Ok(driver) = phone.driver() else { return String::new() };
    let entries = driver.browser_log().await.unwrap_or_default();
    entries.iter().map(|entry| format!("\n  console: {}", entry.message)).collect()
}

/// Whether the browser's storage still answers: where it does not, no app can do anything.
async fn storage_answers(phone: &Phone) -> String {
    let script = "const patient = (work) => Promise.race([
            work.then(() => 'answers', (error) => String(error)),
            new Promise((done) => setTimeout(() => done('DOES NOT ANSWER'), 3000)),
        ]);
        const { held = [], pending = [] } = await navigator.locks?.query() ?? {};
        const said = [...held, ...pending].map(({ name, mode }) => `lock ${name} ${mode}`);
        for (const { name } of await indexedDB.databases()) {
            const read = async () => {
                const database = await open(name);
                const store = database.objectStoreNames[0];
                said.push(`${name}: opens`);
                await asked(database.transaction(store, 'readonly').objectStore(store).count());
                said.push(`${name}: reads`);
                await asked(database.transaction(store, 'readwrite').objectStore(store).count());
                said.push(`${name}: writes`);
                database.close();
            };
            said.push(`${name}: ${await patient(read())}`);
        }
        return said;";
    match phone.in_storage(script, &[]).await {
        Ok(said) => format!("\n  storage: {said}"),
        Err(error) => format!("\n  storage: {error:#}"),
    }
}
