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
    for attempt in 1..=attempts(browser) {
        let result = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .context("no runtime")
            .and_then(|runtime| runtime.block_on(perform(browser, name, &journey)));
        match result {
            Ok(()) => return,
            Err(error) if attempt == attempts(browser) => {
                panic!("{}::{name}: {error:#}", browser.name())
            }
            // Said aloud, so that it is counted by whoever reads.
            Err(error) => eprintln!("{}::{name}, try {attempt}: {error:#}", browser.name()),
        }
    }
}

/// In WebKitGTK's test browser the opening of a database is sometimes never answered (seen in 2 of 10
/// runs of one journey; no lock was held, and other databases opened). The app says so in words after a
/// while; a journey is played again. The other two browsers get one more try on a machine that is slow
/// to answer. A mistake of ours fails every time, and each further try is printed.
fn attempts(browser: Browser) -> u8 {
    if browser == Browser::Webkit { 3 } else { 2 }
}

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
        let said = said_in_console(&phone).await;
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
