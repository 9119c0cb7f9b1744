//! A phone: one browser with storage of its own, which can be put away and taken out again.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::{WebDriver, WindowHandle};

use crate::authenticator;
use crate::axe::{self, Violation};
use crate::browser::{Browser, Running};
use crate::find::{self, What};
use crate::network::Network;
use crate::{process, until};

/// What everybody chooses who is not said to choose something else.
pub const WORDS: &str = "lampe gitar hylle torsk vinter";

/// A phone in somebody's hand.
pub struct Phone {
    browser: Browser,
    base: String,
    profile: TempDir,
    /// The port of the proxy that all its requests go through.
    proxy: Option<u16>,
    running: Option<Running>,
    /// In the order in which they were opened; drivers list them in orders of their own. Empty while there is one.
    tabs: Vec<WindowHandle>,
    /// What opens the app, where whoever holds the phone opens it as soon as it is locked.
    words: Option<String>,
    /// What keeps passkeys, where the phone was given one.
    authenticator: Option<String>,
}

impl Phone {
    /// A new phone that knows the address `base` and has never been there.
    pub async fn new(browser: Browser, base: &str) -> Result<Self> {
        Self::start(browser, base, None).await
    }

    /// A new phone of which every request can be heard.
    pub async fn watched(browser: Browser, base: &str, network: &Network) -> Result<Self> {
        Self::start(browser, base, Some(network.port())).await
    }

    async fn start(browser: Browser, base: &str, proxy: Option<u16>) -> Result<Self> {
        let profile = tempfile::tempdir()?;
        let running = Running::start(browser, profile.path(), proxy).await?;
        let phone = Self {
            browser,
            base: base.trim_end_matches('/').to_owned(),
            profile,
            proxy,
            running: Some(running),
            tabs: Vec::new(),
            words: Some(WORDS.to_owned()),
            authenticator: None,
        };
        phone.settle().await?;
        Ok(phone)
    }

    pub(crate) fn words(&self) -> Option<&str> {
        self.words.as_deref()
    }

    pub(crate) fn opens_with(&mut self, words: Option<String>) {
        self.words = words;
    }

    pub fn browser(&self) -> Browser {
        self.browser
    }

    /// The folder in which the browser keeps everything.
    pub fn profile(&self) -> &Path {
        self.profile.path()
    }

    /// The driver's session, for what this type has no words for.
    pub fn driver(&self) -> Result<&WebDriver> {
        self.running.as_ref().map(|running| &running.driver).context("the phone is put away")
    }

    /// Opens an address: a path on our server, or a whole link.
    pub async fn visit(&self, address: &str) -> Result<()> {
        let url = if address.starts_with('/') {
            format!("{}{address}", self.base)
        } else {
            address.to_owned()
        };
        let driver = self.driver()?;
        let from = driver.current_url().await.map(String::from).unwrap_or_default();
        // WebKitGTK keeps a page that is left for another, with its databases open, and now and then nobody who
        // writes to them afterwards is ever answered. A page that is loaded anew is not kept.
        if self.browser == Browser::Webkit
            && from.starts_with(&self.base)
            && url.starts_with(&self.base)
        {
            self.run("history.replaceState(null, '', args[0])", &[json!(url)]).await?;
            return driver.refresh().await.with_context(|| format!("opening {address}"));
        }
        driver.goto(&url).await.with_context(|| format!("opening {address}"))?;
        // A link that differs only in its fragment does not load the page again; a person who taps it does.
        if url.contains('#') && from.split('#').next() == url.split('#').next() {
            self.anew(&url).await?;
        }
        Ok(())
    }

    /// Puts the app away in good order: its storage stays.
    pub async fn close(&mut self) -> Result<()> {
        self.tabs.clear();
        if !self.browser.remembers_between_sessions() {
            return self.close_window().await;
        }
        let running = self.running.take().context("the phone is put away already")?;
        running.driver.quit().await.context("the browser did not close")
    }

    /// Ends the browser at once, as a phone's system does when it needs the memory.
    pub async fn kill(&mut self) -> Result<()> {
        self.tabs.clear();
        if !self.browser.remembers_between_sessions() {
            return self.close_window().await;
        }
        let running = self.running.take().context("the phone is put away already")?;
        let pid = running.pid.context("the driver does not say which process the browser is")?;
        process::kill_family(pid);
        // There is nobody left to say goodbye to.
        let _ = running.driver.clone().leak();
        Ok(())
    }

    /// Takes the phone out again and opens the path, without a word to the server beforehand.
    pub async fn reopen(&mut self, path: &str) -> Result<()> {
        if self.running.is_none() {
            self.running =
                Some(Running::start(self.browser, self.profile.path(), self.proxy).await?);
            self.settle().await?;
        }
        self.visit(path).await
    }

    /// Loads the page anew. By navigating, since Firefox's driver reloads past the service worker.
    pub async fn reload(&self) -> Result<()> {
        let here = self.driver()?.current_url().await?;
        self.anew(here.as_str()).await
    }

    /// Taps what has these words, once it is there and nothing covers it.
    pub async fn tap(&self, words: &str) -> Result<()> {
        let driver = self.driver()?;
        until(&format!("\"{words}\" to tap"), async || {
            self.at_the_door().await?;
            let Some(element) = find::find(driver, What::Tap, words).await? else {
                return Ok(None);
            };
            if !element.is_enabled().await? {
                return Ok(None);
            }
            element.scroll_into_view().await?;
            element.click().await?;
            Ok(Some(()))
        })
        .await
    }

    /// Whether something with these words can be tapped at this moment.
    pub async fn offers(&self, words: &str) -> Result<bool> {
        self.at_the_door().await?;
        Ok(find::find(self.driver()?, What::Tap, words).await?.is_some())
    }

    /// Writes in the field that has this label, after what is there already.
    pub async fn write(&self, label: &str, text: &str) -> Result<()> {
        let driver = self.driver()?;
        let field = until(&format!("the field \"{label}\""), async || {
            self.at_the_door().await?;
            find::find(driver, What::Field, label).await
        })
        .await?;
        field.scroll_into_view().await?;
        field.send_keys(text).await.with_context(|| format!("writing in \"{label}\""))
    }

    /// Empties the field that has this label, then writes in it.
    pub async fn rewrite(&self, label: &str, text: &str) -> Result<()> {
        let driver = self.driver()?;
        let field = until(&format!("the field \"{label}\""), async || {
            self.at_the_door().await?;
            find::find(driver, What::Field, label).await
        })
        .await?;
        field.clear().await?;
        self.write(label, text).await
    }

    /// What stands in the field that has this label.
    pub async fn value(&self, label: &str) -> Result<String> {
        let driver = self.driver()?;
        let field = until(&format!("the field \"{label}\""), async || {
            self.at_the_door().await?;
            find::find(driver, What::Field, label).await
        })
        .await?;
        Ok(field.value().await?.unwrap_or_default())
    }

    /// Waits until these words stand on the screen.
    pub async fn sees(&self, words: &str) -> Result<()> {
        let found = until(&format!("\"{words}\" on the screen"), async || {
            Ok(self.text().await?.contains(words).then_some(()))
        })
        .await;
        match found {
            Ok(()) => Ok(()),
            Err(error) => {
                let screen = self.text().await.unwrap_or_default();
                Err(error).with_context(|| format!("the screen says: {screen}"))
            }
        }
    }

    /// Waits until these words no longer stand on the screen.
    pub async fn sees_no_more(&self, words: &str) -> Result<()> {
        until(&format!("\"{words}\" to leave the screen"), async || {
            Ok((!self.text().await?.contains(words)).then_some(()))
        })
        .await
    }

    /// All that stands on the screen, with single spaces.
    pub async fn text(&self) -> Result<String> {
        self.at_the_door().await?;
        let script = "return document.body ? document.body.innerText.replace(/\\s+/g, ' ') : ''";
        Ok(self.driver()?.execute(script, vec![]).await?.convert()?)
    }

    /// The path of the page.
    pub async fn path(&self) -> Result<String> {
        Ok(self.driver()?.current_url().await?.path().to_owned())
    }

    /// Goes back one page.
    pub async fn back(&self) -> Result<()> {
        self.driver()?.back().await.context("going back")
    }

    /// Runs the body of an async function in the page; `args` are its arguments.
    pub async fn run(&self, body: &str, arguments: &[Value]) -> Result<Value> {
        self.at_the_door().await?;
        find::run(self.driver()?, body, arguments).await
    }

    /// The same with the words of `storage.js` at hand, for looking past the app into what it stored.
    pub async fn in_storage(&self, body: &str, arguments: &[Value]) -> Result<Value> {
        self.run(&format!("{}{body}", include_str!("storage.js")), arguments).await
    }

    /// Leaves the app for a page of the same address that is none of it and holds nothing open.
    pub async fn leaves_the_app(&self) -> Result<()> {
        self.visit("/sw.js").await
    }

    /// Waits until the app has taken the place of "Opening …".
    pub async fn is_up(&self) -> Result<()> {
        until("the app to be up", async || {
            let up =
                "return !document.querySelector('.boot') && document.querySelector('h1') !== null";
            Ok((self.run(up, &[]).await? == json!(true)).then_some(()))
        })
        .await
    }

    /// Waits until the shell is kept: from then on the app opens without a network.
    pub async fn is_ready_for_offline(&self) -> Result<()> {
        until("the service worker to be in charge", async || {
            let ready = self
                .run(
                    "const registration = await navigator.serviceWorker.getRegistration();
                    return Boolean(registration?.active?.state === 'activated' && !registration.installing);",
                    &[],
                )
                .await?;
            Ok((ready == json!(true)).then_some(()))
        })
        .await
    }

    /// Opens another tab on the path, in front of the first.
    pub async fn open_tab(&mut self, path: &str) -> Result<()> {
        let driver = self.driver()?;
        let mut tabs = self.tabs.clone();
        if tabs.is_empty() {
            tabs.push(driver.window().await?);
        }
        let tab = driver.new_tab().await.context("no new tab came")?;
        driver.switch_to_window(tab.clone()).await?;
        tabs.push(tab);
        self.tabs = tabs;
        self.visit(path).await
    }

    /// Brings a tab to the front; they count from 0 in the order in which they were opened.
    pub async fn show_tab(&self, number: usize) -> Result<()> {
        let tab = self.tabs.get(number).with_context(|| format!("there is no tab {number}"))?;
        self.driver()?.switch_to_window(tab.clone()).await.context("the tab cannot be shown")
    }

    /// Closes the tab that is in front, and brings another one there.
    pub async fn close_tab(&mut self, then: usize) -> Result<()> {
        let driver = self.driver()?;
        let closed = driver.window().await?;
        driver.close_window().await?;
        let then =
            self.tabs.get(then).cloned().with_context(|| format!("there is no tab {then}"))?;
        driver.switch_to_window(then).await?;
        self.tabs.retain(|tab| *tab != closed);
        Ok(())
    }

    /// The size of the page's window, as the page sees it.
    pub async fn size(&self) -> Result<(u64, u64)> {
        let size = self.run("return [innerWidth, innerHeight]", &[]).await?;
        Ok((size[0].as_u64().unwrap_or(0), size[1].as_u64().unwrap_or(0)))
    }

    /// Makes the page's window this large.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        let driver = self.driver()?;
        if self.browser == Browser::Chromium {
            let metrics =
                json!({ "width": width, "height": height, "deviceScaleFactor": 2, "mobile": true });
            driver.cdp().send_raw("Emulation.setDeviceMetricsOverride", metrics).await?;
            return Ok(());
        }
        // The driver sizes the window with its frame and bars, so these are measured and added.
        driver
            .set_window_rect(0, 0, width, height)
            .await
            .context("the window cannot be resized")?;
        until(&format!("the page to be {width} by {height}"), async || {
            let inner = self.size().await?;
            if inner == (width.into(), height.into()) {
                return Ok(Some(()));
            }
            let outer = driver.get_window_rect().await?;
            let grown = |outer: i64, inner: u64, wanted: u32| {
                let frame = outer - i64::try_from(inner).unwrap_or(outer);
                u32::try_from(i64::from(wanted) + frame).unwrap_or(wanted)
            };
            let (wide, high) =
                (grown(outer.width, inner.0, width), grown(outer.height, inner.1, height));
            driver.set_window_rect(0, 0, wide, high).await?;
            Ok(None)
        })
        .await
    }

    /// Gives a Chromium what keeps passkeys on a phone: it knows its owner, and gives secrets or does not.
    pub async fn gets_an_authenticator(&mut self, secrets: bool) -> Result<()> {
        self.authenticator = Some(authenticator::add(self.driver()?, secrets).await?);
        Ok(())
    }

    /// Takes it away again, with its passkeys.
    pub async fn loses_its_authenticator(&mut self) -> Result<()> {
        let id = self.authenticator.take().context("the phone has no authenticator")?;
        authenticator::remove(self.driver()?, &id).await
    }

    /// From now on the finger is a stranger's. For good: after some tries it asks for none any more.
    pub async fn forgets_its_owner(&self) -> Result<()> {
        let id = self.authenticator.as_deref().context("the phone has no authenticator")?;
        authenticator::forget_owner(self.driver()?, id).await
    }

    /// What axe finds wrong with the page as it is now.
    pub async fn violations(&self) -> Result<Vec<Violation>> {
        axe::violations(self).await
    }

    /// Saves a picture of the screen.
    pub async fn picture(&self, file: &Path) -> Result<()> {
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let png = self.driver()?.screenshot_as_png().await.context("no picture of the screen")?;
        std::fs::write(file, png).with_context(|| format!("cannot write {}", file.display()))
    }

    /// Ends the session; for the end of a journey, however it ended.
    pub async fn quit(&mut self) {
        if let Some(running) = self.running.take() {
            // The driver is killed next, with the browser that it started.
            let _ = running.driver.clone().quit().await;
        }
    }

    async fn settle(&self) -> Result<()> {
        let driver = self.driver()?;
        driver.set_script_timeout(std::time::Duration::from_secs(60)).await?;
        driver.set_page_load_timeout(std::time::Duration::from_secs(60)).await?;
        if self.browser != Browser::Chromium {
            self.resize(390, 844).await?;
        }
        Ok(())
    }

    /// Loads the page where the phone is, at this address of it.
    async fn anew(&self, address: &str) -> Result<()> {
        let driver = self.driver()?;
        if self.browser == Browser::Webkit {
            return driver.refresh().await.context("loading the page anew");
        }
        driver.goto("about:blank").await.context("leaving the page")?;
        driver.goto(address).await.context("loading the page anew")
    }

    /// The nearest thing to closing the app where storage ends with the session: no page of it is left open.
    async fn close_window(&self) -> Result<()> {
        let driver = self.driver()?;
        let old = driver.windows().await?;
        driver.new_window().await?;
        let all = driver.windows().await?;
        let fresh =
            all.iter().find(|window| !old.contains(window)).context("no new window came")?;
        for window in &old {
            driver.switch_to_window(window.clone()).await?;
            driver.close_window().await?;
        }
        driver.switch_to_window(fresh.clone()).await?;
        ensure!(driver.windows().await?.len() == 1, "the old window is still open");
        Ok(())
    }
}
