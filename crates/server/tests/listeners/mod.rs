//! The server's program with the demo centres, and streams of pokes from it. Also used by the example `live`.

// Each user needs some of this.
#![allow(dead_code)]
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use uuid::Uuid;

/// Killed when it is dropped.
pub struct Running {
    child: Child,
    program: String,
    folder: tempfile::TempDir,
    pub port: u16,
    codes: Vec<String>,
}

/// Someone of the first demo centre.
pub struct Enrolled {
    pub device: Uuid,
    pub token: String,
}

const LOG: &str = "log";
const CENTRE: &str = "Ås frivilligsentral";

impl Running {
    pub fn start(program: &str) -> Self {
        Self::start_logging(program, "info")
    }

    /// With as much in its log as this level asks for.
    pub fn start_logging(program: &str, level: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let mut child = Command::new(program)
            .args(["demo", "--port", &port.to_string(), "--data"])
            .arg(folder.path().join("data"))
            .env("BROBYGGER_LOG", level)
            // Colours would stand between the words.
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(File::create(folder.path().join(LOG)).unwrap())
            .spawn()
            .unwrap();
        let codes = codes(&mut child);
        Self { child, program: program.to_owned(), folder, port, codes }
    }

    pub async fn enrol_two(&self) -> Vec<Enrolled> {
        let mut enrolled = Vec::new();
        for code in self.codes.iter().take(2) {
            let device = Uuid::now_v7();
            let token = format!("{:0>43}", device.simple().to_string());
            let body = json!({"brobygger": 1, "code": code, "device": device, "token": token});
            let answer = post(self.port, "/api/v1/enrolment", None, &body).await;
            assert_eq!(answer["device"], json!(device), "{answer}");
            enrolled.push(Enrolled { device, token });
        }
        enrolled
    }

    /// What it has logged until now.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join(LOG)).unwrap()
    }

    pub fn codes(&self) -> &[String] {
        &self.codes
    }

    /// Of the centre's keys.
    pub fn private_keys(&self) -> Vec<String> {
        let text = std::fs::read_to_string(self.folder.path().join("data/brobygger.keys")).unwrap();
        let private = |line: &str| -> Value { serde_json::from_str(line).unwrap() };
        text.lines().map(|line| private(line)["private"].as_str().unwrap().to_owned()).collect()
    }

    /// All of the first centre, as `brobygger export` gives it.
    pub fn export(&self) -> Value {
        let mut command = Command::new(&self.program);
        command.args(["export", "--centre", CENTRE, "--data"]).arg(self.folder.path().join("data"));
        serde_json::from_slice(&command.output().unwrap().stdout).unwrap()
    }

    /// Something that a coordinator does while the server runs.
    pub fn commit_beside(&self) {
        let sheet = self.folder.path().join("volunteers.csv");
        let mark = Uuid::now_v7();
        std::fs::write(&sheet, format!("ref,first_name,last_name\n{mark},Unn,Moe\n")).unwrap();
        let done = Command::new(&self.program)
            .args(["import", "volunteers"])
            .arg(&sheet)
            .args(["--centre", CENTRE, "--data"])
            .arg(self.folder.path().join("data"))
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }

    /// Bytes of the server that are in memory.
    pub fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches("kB").trim().parse::<u64>().unwrap() * 1024
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Of the first centre, as the demo prints them.
fn codes(child: &mut Child) -> Vec<String> {
    let mut codes = Vec::new();
    let printed = BufReader::new(child.stdout.take().unwrap());
    let mut lines = printed.lines().map_while(Result::ok);
    for line in &mut lines {
        if let Some((_, code)) = line.split_once("/enrol#") {
            codes.push(code.trim().to_owned());
        } else if !codes.is_empty() {
            break;
        }
    }
    // What it prints afterwards is taken too, so that it is not stopped by a pipe that nobody reads.
    std::thread::spawn(move || lines.for_each(drop));
    assert!(codes.len() >= 2, "the server printed too few codes");
    codes
}

/// Records something as the first of a new lane. The server keeps it, so the centre's clock advances.
pub async fn push(port: u16, phone: &Enrolled) {
    let id = Uuid::now_v7();
    let body = json!({"brobygger": 1, "mutations": [{
        "envelope": {
            "device": phone.device, "epoch": id, "lane": "normal", "seq": 1, "id": id, "schema": 1,
            "at": 0, "prev": "0".repeat(64),
        },
        "command": {},
    }]});
    let answer = post(port, "/sync/v1/push", Some(&phone.token), &body).await;
    assert_eq!(answer["receipts"][0]["verdict"], "quarantined", "{answer}");
}

pub async fn post(port: u16, path: &str, token: Option<&str>, body: &Value) -> Value {
    let body = body.to_string();
    let token = token.map_or(String::new(), |token| format!("Authorization: Bearer {token}\r\n"));
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{token}\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    serde_json::from_str(body).unwrap()
}

/// A phone with its stream open.
pub struct Listener {
    stream: TcpStream,
    heard: String,
}

impl Listener {
    pub async fn open(port: u16, token: &str) -> io::Result<Self> {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
        let ask = format!(
            "GET /sync/v1/poke HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n"
        );
        stream.write_all(ask.as_bytes()).await?;
        Ok(Self { stream, heard: String::new() })
    }

    /// Waits for the next poke, and gives its clock.
    pub async fn poke(&mut self) -> io::Result<u64> {
        loop {
            if let Some(clock) = self.take() {
                return Ok(clock);
            }
            let mut bytes = [0; 1024];
            let length = self.stream.read(&mut bytes).await?;
            if length == 0 {
                return Err(io::Error::other(format!("the stream ended: {}", self.heard)));
            }
            self.heard += &String::from_utf8_lossy(&bytes[..length]);
        }
    }

    fn take(&mut self) -> Option<u64> {
        let begin = self.heard.find("event: poke")?;
        let end = begin + self.heard[begin..].find("\n\n")?;
        let event: String = self.heard.drain(..end).skip(begin).collect();
        let data = event.lines().find_map(|line| line.strip_prefix("data: "))?;
        data.trim().parse().ok()
    }
}
