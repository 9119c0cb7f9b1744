//! Watching what goes over the network: a proxy that every request of a browser goes through, and a server that is
//! none of ours.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// Longer is no head of a browser's.
const LONGEST_HEAD: usize = 64 << 10;

/// What a browser asked for: the line with the address, then the headers. Not the body.
#[derive(Clone, Debug)]
pub struct Request {
    pub head: String,
}

impl Request {
    /// The whole address, or what stands in its place.
    pub fn address(&self) -> &str {
        self.head.split(' ').nth(1).unwrap_or_default()
    }

    /// Whom it was for, without the port.
    pub fn host(&self) -> &str {
        let address = self.address();
        let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
        rest.split(['/', ':']).next().unwrap_or_default()
    }
}

type Heard = Arc<Mutex<Vec<Request>>>;

/// Listens until it is dropped.
pub struct Network {
    port: u16,
    heard: Heard,
    listening: JoinHandle<()>,
}

impl Network {
    /// A proxy that hands on what is for our server at `base`, writes down all, and refuses the rest.
    pub async fn watched(base: &str) -> Result<Self> {
        let own = base.trim_start_matches("http://").to_owned();
        Self::listen(move |stream, head| hand_on(stream, head, own.clone())).await
    }

    /// A server at another address, which answers everything with one page and forbids nothing.
    pub async fn elsewhere(page: &str) -> Result<Self> {
        let answer = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nAccess-Control-Allow-Origin: *\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{page}",
            page.len()
        );
        Self::listen(move |mut stream, _| {
            let answer = answer.clone();
            // Whoever is gone misses it.
            async move { stream.write_all(answer.as_bytes()).await.unwrap_or_default() }
        })
        .await
    }

    async fn listen<F: Future<Output = ()> + Send>(
        answer: impl Fn(TcpStream, Vec<u8>) -> F + Clone + Send + 'static,
    ) -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.context("no free port")?;
        let port = listener.local_addr()?.port();
        let heard = Heard::default();
        let hearing = heard.clone();
        let listening = tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (answer, hearing) = (answer.clone(), hearing.clone());
                tokio::spawn(async move {
                    let Some(read) = head(&mut stream).await else { return };
                    let head = String::from_utf8_lossy(&read);
                    let head = head.split("\r\n\r\n").next().unwrap_or_default().to_owned();
                    hearing.lock().unwrap_or_else(PoisonError::into_inner).push(Request { head });
                    answer(stream, read).await;
                });
            }
        });
        Ok(Self { port, heard, listening })
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// Everything that was asked for, so far.
    pub fn heard(&self) -> Vec<Request> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

/// What comes first, up to the end of the headers and perhaps some of what follows them.
async fn head(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut read = Vec::new();
    while read.len() < LONGEST_HEAD {
        if stream.read_buf(&mut read).await.ok()? == 0 {
            return None;
        }
        if read.windows(4).any(|end| end == b"\r\n\r\n") {
            return Some(read);
        }
    }
    None
}

/// One request for each connection, so that none goes by unheard.
async fn hand_on(mut from: TcpStream, head: Vec<u8>, own: String) {
    let ours = format!(" http://{own}/");
    let line = head.split(|byte| *byte == b'\r').next().unwrap_or_default();
    let line = String::from_utf8_lossy(line).into_owned();
    if !line.contains(&ours) {
        let refused = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        return from.write_all(refused.as_bytes()).await.unwrap_or_default();
    }
    // No network: the connection ends without an answer.
    let Ok(mut to) = TcpStream::connect(own.replace("localhost", "127.0.0.1")).await else {
        return;
    };
    let asked = line.replacen(&ours, " /", 1);
    let asked = [asked.as_bytes(), b"\r\nConnection: close", &head[line.len()..]].concat();
    if to.write_all(&without_keeping_alive(&asked)).await.is_ok() {
        let _ = tokio::io::copy_bidirectional(&mut from, &mut to).await;
    }
}

/// The browser's own wish would come second to ours, and servers differ in which they hear.
fn without_keeping_alive(head: &[u8]) -> Vec<u8> {
    let end = head.windows(4).position(|end| end == b"\r\n\r\n").unwrap_or(head.len());
    let (lines, rest) = head.split_at(end);
    let text = String::from_utf8_lossy(lines);
    let asks = |line: &&str| {
        let line = line.to_ascii_lowercase();
        line != "connection: keep-alive" && !line.starts_with("proxy-connection:")
    };
    let kept: Vec<&str> = text.split("\r\n").filter(asks).collect();
    [kept.join("\r\n").as_bytes(), rest].concat()
}
