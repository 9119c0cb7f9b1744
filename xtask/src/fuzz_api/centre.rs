//! The server's program with the demo centres, and a phone that is enrolled there.

use std::fs::File;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::run::forget_folder;

/// Of a phone that exists for one run.
pub const DEVICE: &str = "01943d7c-8a00-7000-8000-00000000fa20";
pub const TOKEN: &str = "fuzz-api-fuzz-api-fuzz-api-fuzz-api-fuzz-api-0";
/// Its credential for delivery.
pub const DELIVER: &str = "fuzz-api-fuzz-api-fuzz-api-fuzz-api-fuzz-aA";

const PATIENCE: Duration = Duration::from_secs(60);

pub struct Centre {
    server: Child,
    port: u16,
    /// Two that nobody has used yet.
    pub codes: [String; 2],
}

impl Centre {
    /// Begins anew in `folder`.
    pub fn open(server: &Path, folder: &Path) -> Result<Self> {
        forget_folder(folder)?;
        std::fs::create_dir_all(folder)?;
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let log = folder.join("server.log");
        let mut command = Command::new(server);
        command.arg("demo").arg("--data").arg(folder.join("data"));
        command.args(["--behind-proxy", "--port", &port.to_string()]);
        command.stdin(Stdio::null()).stdout(File::create(&log)?);
        command.stderr(File::create(folder.join("server-errors.log"))?);
        let server = command.spawn().context("the server could not be started")?;
        let mut centre = Self { server, port, codes: Default::default() };
        let [first, second, third] = centre.printed(&log)?;
        centre.enrol(&first)?;
        centre.exchange_keys()?;
        centre.codes = [second, third];
        Ok(centre)
    }

    pub fn base(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The first codes that the server prints.
    fn printed(&mut self, log: &Path) -> Result<[String; 3]> {
        let began = Instant::now();
        loop {
            let text = std::fs::read_to_string(log)?;
            let codes = text.lines().filter_map(|line| Some(line.split_once("/enrol#")?.1));
            let codes: Vec<String> = codes.map(|code| code.trim().to_owned()).collect();
            if let (true, [first, second, third, ..]) = (text.ends_with("\n\n"), &codes[..]) {
                return Ok([first.clone(), second.clone(), third.clone()]);
            }
            let ended = self.server.try_wait()?;
            ensure!(ended.is_none(), "the server ended by itself: see {}", log.display());
            ensure!(began.elapsed() < PATIENCE, "the server printed no code");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn enrol(&self, code: &str) -> Result<()> {
        let body = serde_json::json!({
            "brobygger": 1, "code": code, "device": DEVICE, "token": TOKEN,
        });
        self.post("/api/v1/enrolment", "", &body).context("the phone was not enrolled")
    }

    /// The phone's key for signing is the curve's own base point.
    fn exchange_keys(&self) -> Result<()> {
        let point = "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU";
        let body = serde_json::json!({"brobygger": 1, "device_key": point, "deliver": DELIVER});
        let authorization = format!("Authorization: Bearer {TOKEN}\r\n");
        let posted = self.post("/sync/v1/keys", &authorization, &body);
        posted.context("the phone exchanged no keys")
    }

    fn post(&self, path: &str, header: &str, body: &serde_json::Value) -> Result<()> {
        let body = body.to_string();
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        write!(
            stream,
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{header}\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        ensure!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        Ok(())
    }
}

impl Drop for Centre {
    fn drop(&mut self) {
        // It may have ended by itself; either way it is gone afterwards.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
