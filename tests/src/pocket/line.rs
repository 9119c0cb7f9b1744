//! HTTP/1.1 to one of the servers that a phone knows.

use std::cell::Cell;
use std::rc::Rc;

use anyhow::Result;
use reqwest::header::{ACCEPT, CONTENT_TYPE, RETRY_AFTER};
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use session::{NotReached, Reply};

use super::heard::Heard;

/// A phone's line. Where a server does not answer, the next request goes to the next one, as behind a name that stands
/// for several.
pub struct Line {
    client: Client,
    servers: Vec<String>,
    turn: Cell<usize>,
    heard: Rc<Heard>,
}

impl Line {
    /// A line to servers at these addresses, without a slash at the end; the first one first.
    pub fn new(servers: Vec<String>, heard: Rc<Heard>) -> Result<Self> {
        let client = Client::builder().http1_only().build()?;
        Ok(Self { client, servers, turn: Cell::new(0), heard })
    }

    pub(super) async fn post(
        &self,
        path: &str,
        token: Option<&str>,
        body: String,
    ) -> Result<Reply, NotReached> {
        let turn = self.turn.get();
        let mut request = self.client.post(self.url(path)).body(body);
        request = request.header(CONTENT_TYPE, "application/json");
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        self.heard.begun();
        let reply = self.reply(request).await;
        match &reply {
            Ok(reply) if reply.status == StatusCode::OK && path.ends_with("/push") => {
                self.heard.answered(&reply.body);
            }
            Ok(_) => {}
            Err(NotReached) => self.turn.set(turn + 1),
        }
        reply
    }

    async fn reply(&self, request: RequestBuilder) -> Result<Reply, NotReached> {
        let mut response = request.send().await.map_err(|_| NotReached)?;
        let status = response.status().as_u16();
        let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
        let json = header(CONTENT_TYPE).is_some_and(|kind| kind.starts_with("application/json"));
        let wait = header(RETRY_AFTER).and_then(|wait| wait.trim().parse::<i64>().ok());
        let mut body = Vec::new();
        while let Some(bytes) = self.more(&mut response).await? {
            body.extend(bytes);
        }
        let body = String::from_utf8(body).map_err(|_| NotReached)?;
        let retry_after_ms = wait.map(|seconds| seconds.saturating_mul(1_000));
        Ok(Reply { status, json, retry_after_ms, body })
    }

    /// Reads server-sent events until the connection ends; calls `heard` for each poke.
    pub(super) async fn listen(&self, path: &str, token: &str, heard: &dyn Fn(Option<u64>)) {
        let request = self.client.get(self.url(path)).header(ACCEPT, "text/event-stream");
        let Ok(mut response) = request.bearer_auth(token).send().await else { return };
        if !response.status().is_success() {
            return;
        }
        let mut text = String::new();
        while let Ok(Some(bytes)) = self.more(&mut response).await {
            // Events are ASCII.
            text.push_str(&String::from_utf8_lossy(&bytes));
            while let Some((event, rest)) = text.split_once("\n\n") {
                if event.contains("event: poke") {
                    let data = event.lines().find_map(|line| line.strip_prefix("data:"));
                    heard(data.and_then(|clock| clock.trim().parse().ok()));
                }
                text = rest.to_owned();
            }
        }
    }

    async fn more(&self, response: &mut Response) -> Result<Option<Vec<u8>>, NotReached> {
        let bytes = response.chunk().await.map_err(|_| NotReached)?;
        self.heard.came(bytes.as_ref().map_or(0, |bytes| bytes.len()));
        Ok(bytes.map(|bytes| bytes.to_vec()))
    }

    fn url(&self, path: &str) -> String {
        let server = &self.servers[self.turn.get() % self.servers.len()];
        format!("{server}{path}")
    }
}
