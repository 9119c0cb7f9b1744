//! Every screen judged by axe: light and dark, on a narrow phone with text of twice the size, in three languages.

use anyhow::{Result, ensure};
use journeys::{Browser, Phone, Stage, journeys};
use serde_json::json;

journeys! {
    every_screen_is_accessible,
    enrolment_is_accessible,
}

/// How a person has set up the phone.
#[derive(Clone, Copy, Debug)]
struct Setting {
    language: &'static str,
    scheme: &'static str,
    /// Largest text in the app, and twice the size in the browser, on 320 px.
    large: bool,
}

const LIGHT: Setting = Setting { language: "nb", scheme: "light", large: false };
const DARK: Setting = Setting { scheme: "dark", ..LIGHT };
const LARGE: Setting = Setting { large: true, ..LIGHT };
const LARGE_DARK: Setting = Setting { scheme: "dark", ..LARGE };
const DANISH: Setting = Setting { language: "da", ..LARGE };
const ENGLISH: Setting = Setting { language: "en", ..LARGE };

async fn every_screen_is_accessible(stage: &mut Stage, phone: &mut Phone) -> Result<()> {
    phone.enrols(&stage.link_of("Bjørg Haugen")?).await?;
    let all = phone.screens().await?;
    let few: Vec<String> = ["/", "/participants", "/activities"].map(str::to_owned).into();
    let main: Vec<String> = all.iter().filter(|path| !path.starts_with("/more")).cloned().collect();
    let rounds: Vec<(Setting, &[String])> = match phone.browser() {
        Browser::Chromium => vec![
            (LIGHT, &all),
            (DARK, &all),
            (LARGE, &all),
            (LARGE_DARK, &few),
            (DANISH, &main),
            (ENGLISH, &main),
        ],
        Browser::Firefox | Browser::Webkit => vec![(LIGHT, &few), (LARGE_DARK, &few)],
    };
    let mut wrong = Vec::new();
    for (setting, paths) in rounds {
        set(phone, setting).await?;
        for path in paths {
            phone.visit(path).await?;
            phone.is_up().await?;
            if phone.has_focus_on_heading().await.is_err() {
                wrong.push(format!("{path}, {setting:?}: the focus is not on the heading"));
            }
            wrong.extend(judge(phone, path, setting).await?);
        }
    }
    ensure!(wrong.is_empty(), "{} places:\n{}", wrong.len(), wrong.join("\n"));
    Ok(())
}

async fn enrolment_is_accessible(stage: &mut Stage, phone: &mut Phone) -> Result<()> {
    let link = stage.link_of("Siv Rønning")?;
    let mut wrong = Vec::new();
    for setting in [LIGHT, DARK, LARGE] {
        phone.visit("/enrol").await?;
        phone.is_up().await?;
        set(phone, setting).await?;
        phone.visit("/enrol").await?;
        phone.is_up().await?;
        wrong.extend(judge(phone, "/enrol, language", setting).await?);
        phone.shows_the_code(&link).await?;
        wrong.extend(judge(phone, "/enrol, code", setting).await?);
        phone.tap("Fortsett").await?;
        phone.sees("Er dette deg?").await?;
        if phone.has_focus_on_heading().await.is_err() {
            wrong.push(format!("/enrol, confirming, {setting:?}: the focus is not on the heading"));
        }
        wrong.extend(judge(phone, "/enrol, confirming", setting).await?);
    }
    phone.tap("Ja, det er meg").await?;
    phone.sees("Velg ordene som åpner appen").await?;
    if phone.has_focus_on_heading().await.is_err() {
        wrong.push("/enrol, words: the focus is not on the heading".to_owned());
    }
    wrong.extend(judge(phone, "/enrol, words", LARGE).await?);
    phone.chooses_words().await?;
    phone.sees("Klar til bruk uten nett").await?;
    wrong.extend(judge(phone, "/enrol, ready", LARGE).await?);
    ensure!(wrong.is_empty(), "{} places:\n{}", wrong.len(), wrong.join("\n"));
    Ok(())
}

async fn set(phone: &Phone, setting: Setting) -> Result<()> {
    phone
        .run(
            "const [language, scheme, size] = args;
            brobygger.preferences.setLanguage(language);
            brobygger.preferences.setColorScheme(scheme);
            brobygger.preferences.setTextSize(size);",
            &[
                json!(setting.language),
                json!(setting.scheme),
                json!(if setting.large { "largest" } else { "normal" }),
            ],
        )
        .await?;
    let width = if setting.large { 320 } else { 390 };
    phone.resize(width, 844).await
}

/// Axe's words, what sticks out at the side, and what is too small for a thumb.
async fn judge(phone: &Phone, path: &str, setting: Setting) -> Result<Vec<String>> {
    if setting.large {
        // As the browser's own setting for text does: twice the 112.5 % at which the app begins.
        phone.run("document.documentElement.style.fontSize = '225%'", &[]).await?;
    }
    // What a bar at the edge happens to cover where the page stands is reached by scrolling; axe would
    // call what is left of it too small.
    phone
        .run(
            "for (const element of document.querySelectorAll('body *')) {
                if (['fixed', 'sticky'].includes(getComputedStyle(element).position)) {
                    element.style.position = 'static';
                }
            }",
            &[],
        )
        .await?;
    let mut wrong: Vec<String> =
        phone.violations().await?.iter().map(ToString::to_string).collect();
    let more = phone
        .run(
            "const wide = document.documentElement.scrollWidth - innerWidth;
            const found = [];
            if (wide > 0) {
                const out = [...document.querySelectorAll('main *, header *, nav *')]
                    .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
                    .slice(0, 3).map((element) => element.localName + '.' + element.className);
                found.push(`sticks out by ${wide} px: ${out.join('; ')}`);
            }
            const targets = 'button, a.ds-button, a.row, a.tab, a.contact, label.choice, summary, a.quiet, input[type=text], textarea';
            for (const target of document.querySelectorAll(targets)) {
                const box = target.getBoundingClientRect();
                if (box.height > 0 && box.width > 0 && (box.height < 44 || box.width < 44) && target.checkVisibility()) {
                    found.push(`only ${Math.round(box.width)} by ${Math.round(box.height)} px: ${target.localName}.${target.className} «${target.innerText.trim()}»`);
                }
            }
            return found;",
            &[],
        )
        .await?;
    wrong.extend(
        more.as_array().into_iter().flatten().filter_map(|one| Some(one.as_str()?.to_owned())),
    );
    Ok(wrong.into_iter().map(|one| format!("{path}, {setting:?}: {one}")).collect())
}
