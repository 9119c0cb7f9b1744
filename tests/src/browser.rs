//! The three browsers: how each is started, kept and told apart.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use serde_json::{Value, json};
use thirtyfour::{Capabilities, WebDriver};

use crate::process::{Process, free_port};
use crate::screen::Screen;
use crate::until;

/// Which browser a phone has.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Browser {
    Chromium,
    Firefox,
    /// WebKitGTK's small browser. It shows how WebKit behaves; it is not Safari on an iPhone.
    Webkit,
}

impl Browser {
    /// As the tests are called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Webkit => "webkit",
        }
    }

    /// Whether what a page stored is still there in the next driver session on the same profile.
    pub(crate) fn remembers_between_sessions(self) -> bool {
        self != Self::Webkit
    }

    fn capabilities(self, profile: &Path, proxy: Option<u16>) -> Result<Capabilities> {
        let profile = profile.to_str().context("the profile's path is not text")?;
        let mut wanted = match self {
            Self::Chromium => json!({
                "goog:chromeOptions": {
                    "args": [
                        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                        "--disable-background-networking", "--disable-component-update", "--disable-sync",
                        "--disable-dev-shm-usage", "--lang=nb", "--accept-lang=nb",
                        format!("--user-data-dir={profile}"),
                    ],
                    "mobileEmulation": {
                        "deviceMetrics": { "width": 390, "height": 844, "pixelRatio": 2.0, "touch": true },
                    },
                },
                "goog:loggingPrefs": { "browser": "ALL" },
            }),
            Self::Firefox => json!({
                "moz:firefoxOptions": {
                    "args": ["-headless", "-profile", profile, "--width=390", "--height=844"],
                    "prefs": {
                        "toolkit.legacyUserProfileCustomizations.stylesheets": true,
                        "intl.accept_languages": "nb",
                        "app.update.disabledForTesting": true,
                        "network.captive-portal-service.enabled": false,
                        "network.connectivity-service.enabled": false,
                    },
                },
            }),
            // Anything asked for would make its driver look for another browser than the one it has.
            Self::Webkit => json!({}),
        };
        if let Some(port) = proxy {
            self.go_through(port, &mut wanted);
        }
        match wanted {
            Value::Object(map) => Ok(map.into()),
            _ => Ok(Capabilities::new()),
        }
    }

    /// Every request through the proxy, also those to this machine.
    fn go_through(self, port: u16, wanted: &mut Value) {
        match self {
            Self::Chromium => {
                if let Some(arguments) = wanted["goog:chromeOptions"]["args"].as_array_mut() {
                    arguments.push(json!(format!("--proxy-server=http://127.0.0.1:{port}")));
                    arguments.push(json!("--proxy-bypass-list=<-loopback>"));
                }
            }
            Self::Firefox => {
                let prefs = &mut wanted["moz:firefoxOptions"]["prefs"];
                prefs["network.proxy.type"] = json!(1);
                for kind in ["http", "ssl"] {
                    prefs[format!("network.proxy.{kind}")] = json!("127.0.0.1");
                    prefs[format!("network.proxy.{kind}_port")] = json!(port);
                }
                prefs["network.proxy.no_proxies_on"] = json!("");
                prefs["network.proxy.allow_hijacking_localhost"] = json!(true);
            }
            Self::Webkit => {
                let address = format!("127.0.0.1:{port}");
                wanted["proxy"] = json!({
                    "proxyType": "manual", "httpProxy": address, "sslProxy": address, "noProxy": [],
                });
            }
        }
    }
}

/// A running browser under its driver.
pub struct Running {
    pub driver: WebDriver,
    /// The browser's own process, where the driver tells it.
    pub pid: Option<u64>,
    _process: Process,
    _screen: Option<Screen>,
}

impl Running {
    /// Starts the driver and through it the browser, with the profile in the folder given.
    pub async fn start(browser: Browser, profile: &Path, proxy: Option<u16>) -> Result<Self> {
        narrow(browser, profile)?;
        let port = free_port()?;
        let screen = if browser == Browser::Webkit { Some(Screen::start()?) } else { None };
        let mut command = driver_command(browser, port, profile, screen.as_ref())?;
        // The demo centres' own time of day.
        command.env("TZ", "Europe/Oslo");
        let mut process = Process::start(command.stdout(Stdio::null()).stderr(Stdio::null()))?;
        let address = format!("http://127.0.0.1:{port}");
        until("the driver to listen", async || {
            anyhow::ensure!(!process.has_ended(), "the driver ended by itself");
            Ok(tokio::net::TcpStream::connect(("127.0.0.1", port)).await.ok())
        })
        .await?;
        let driver = WebDriver::new(&address, browser.capabilities(profile, proxy)?)
            .await
            .with_context(|| format!("{} did not start", browser.name()))?;
        let pid = browser_pid(browser, &driver, profile);
        Ok(Self { driver, pid, _process: process, _screen: screen })
    }
}

/// The desktop's browsers do not care to be as narrow as a phone: what keeps them wide is taken away.
fn narrow(browser: Browser, profile: &Path) -> Result<()> {
    let (folders, file, style): (&[&str], _, _) = match browser {
        Browser::Chromium => return Ok(()),
        Browser::Firefox => (
            &["chrome"],
            "userChrome.css",
            ":root { min-width: 0 !important; min-height: 0 !important; }",
        ),
        // The toolbar is as wide as its buttons.
        Browser::Webkit => (
            &["config/gtk-3.0", "config/gtk-4.0"],
            "gtk.css",
            "* { padding: 0; margin: 0; border: 0; min-width: 0; min-height: 0; font-size: 2px; }\
             button { -gtk-icon-transform: scale(0.1); }",
        ),
    };
    for folder in folders {
        let folder = profile.join(folder);
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join(file), style)?;
    }
    Ok(())
}

fn driver_command(
    browser: Browser,
    port: u16,
    profile: &Path,
    screen: Option<&Screen>,
) -> Result<Command> {
    Ok(match browser {
        Browser::Chromium => {
            let mut command = Command::new("chromedriver");
            command.arg(format!("--port={port}"));
            command
        }
        Browser::Firefox => {
            let program = std::env::var_os("GECKODRIVER").unwrap_or_else(|| "geckodriver".into());
            let mut command = Command::new(program);
            // The second port would be the same for all of them otherwise.
            command.arg(format!("--port={port}")).arg(format!("--websocket-port={}", free_port()?));
            command
        }
        Browser::Webkit => {
            let mut command = Command::new("WebKitWebDriver");
            command.arg(format!("--port={port}")).arg("--host=127.0.0.1");
            command.env("DISPLAY", screen.map_or("", Screen::display)).env("GDK_BACKEND", "x11");
            command.env("LIBGL_ALWAYS_SOFTWARE", "1").env("NO_AT_BRIDGE", "1");
            command.env("LANG", "nb_NO.UTF-8").env("LANGUAGE", "nb");
            for (variable, folder) in [
                ("XDG_DATA_HOME", "data"),
                ("XDG_CACHE_HOME", "cache"),
                ("XDG_CONFIG_HOME", "config"),
            ] {
                command.env(variable, profile.join(folder));
            }
            command
        }
    })
}

fn browser_pid(browser: Browser, driver: &WebDriver, profile: &Path) -> Option<u64> {
    match browser {
        // The lock is a link to `host-pid`.
        Browser::Chromium => {
            let lock = std::fs::read_link(profile.join("SingletonLock")).ok()?;
            lock.to_str()?.rsplit('-').next()?.parse().ok()
        }
        Browser::Firefox => driver.capabilities().get("moz:processID").and_then(Value::as_u64),
        Browser::Webkit => None,
    }
}
