//! A phone as the server sees it, and HTTP/1.1 with as little as it takes.

use std::net::SocketAddr;

use domain::Moment;
use serde_json::{Value, json};
use server::{Clock, Service};
use sync::{
    Grant, GrantsHash, Lane, MutationText, PROTOCOL, Page, Pull, PullAnswer, PullRequest,
    PushAnswer, PushRequest, SCHEMA, Verdict, Want,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use uuid::Uuid;

use crate::centre::PARTICIPANTS;
use crate::pen::Pen;

pub struct Phone {
    token: String,
    pen: Pen,
    participants: Vec<Uuid>,
    written: usize,
    cursor: Option<String>,
    grants: Vec<Grant>,
    wants: Vec<Want>,
}

impl Phone {
    pub async fn enrol(
        service: &Service,
        centre: Uuid,
        member: Uuid,
        participants: Vec<Uuid>,
    ) -> Self {
        let (pen, token) = Pen::enrol(service, centre, member).await;
        let (cursor, grants, wants) = (None, Vec::new(), Vec::new());
        Self { token, pen, participants, written: 0, cursor, grants, wants }
    }

    /// A push of so many mutations, and a pull with it where there is one.
    pub fn batch(&mut self, size: usize, pull: Option<Pull>) -> Vec<u8> {
        let mutations = (0..size).map(|_| self.next()).collect();
        let request = PushRequest { brobygger: PROTOCOL, mutations, pull };
        serde_json::to_vec(&request).unwrap()
    }

    /// Sends a batch. All of it must be applied, and a page must come where there is a pull.
    pub async fn push(&mut self, line: &mut Line, body: &[u8], size: usize, pulled: bool) {
        let answer = line.post("/sync/v1/push", &self.token, body).await;
        let answer: PushAnswer = serde_json::from_slice(&answer).unwrap();
        assert_eq!(answer.receipts.len(), size);
        assert!(answer.receipts.iter().all(|receipt| receipt.verdict == Verdict::Applied));
        if pulled {
            let page = answer.page.expect("a page");
            assert!(!page.rows.is_empty(), "what was pushed comes back with the page");
            self.take(page);
        }
    }

    /// Pages until nothing more comes.
    pub async fn catch_up(&mut self, line: &mut Line) {
        loop {
            let request = PullRequest { brobygger: PROTOCOL, pull: self.asks() };
            let body = serde_json::to_vec(&request).unwrap();
            let answer = line.post("/sync/v1/pull", &self.token, &body).await;
            let answer: PullAnswer = serde_json::from_slice(&answer).unwrap();
            let more = answer.page.more;
            self.take(answer.page);
            if !more && self.wants.is_empty() {
                return;
            }
        }
    }

    pub fn asks(&self) -> Pull {
        Pull {
            schema: SCHEMA,
            cursor: self.cursor.clone(),
            bytes: None,
            grants: GrantsHash::of(self.grants.iter().copied()),
            wants: self.wants.clone(),
        }
    }

    fn take(&mut self, page: Page) {
        self.cursor = Some(page.cursor);
        if let Some(grants) = page.grants {
            self.wants =
                grants.iter().map(|grant| Want { scope: grant.scope, after: None }).collect();
            self.grants = grants;
        }
        for filled in page.filled {
            match filled.done {
                true => self.wants.retain(|want| want.scope != filled.scope),
                false => {
                    for want in self.wants.iter_mut().filter(|want| want.scope == filled.scope) {
                        want.after = filled.after;
                    }
                }
            }
        }
    }

    fn next(&mut self) -> MutationText {
        self.written += 1;
        let participant = self.participants[self.written % PARTICIPANTS];
        let now = Clock::system().now();
        let envelope = self.pen.next(Lane::Normal, participant, 1, now);
        let command: Value = json!({"record_conversation": {
            "id": Uuid::now_v7(), "participant": participant,
            "said": {
                "day": Moment(now).utc_day(), "talk": "free", "themes": ["company", "movement"],
                "matters": "Vil gjerne ut og møte folk, helst på formiddagen, og helst et sted \
                    der noen tar imot ved døra. Har gått i kor før og savner det. Hofta er bedre, \
                    men trapper er vanskelige når det er glatt.",
            },
        }});
        self.pen.write(&envelope, &command)
    }
}

pub struct Line(TcpStream);

impl Line {
    pub async fn to(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Self(stream)
    }

    async fn post(&mut self, path: &str, token: &str, body: &[u8]) -> Vec<u8> {
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        let mut request = head.into_bytes();
        request.extend(body);
        self.0.write_all(&request).await.unwrap();
        let mut answer = Vec::new();
        loop {
            let read = self.0.read_buf(&mut answer).await.unwrap();
            assert_ne!(read, 0, "the server hung up");
            let Some(head) = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n") else {
                continue;
            };
            let said = String::from_utf8_lossy(&answer[..head]).to_lowercase();
            assert!(said.starts_with("http/1.1 200"), "{said}");
            let length = said.split("content-length: ").nth(1).expect("a length");
            let length: usize = length.lines().next().unwrap().trim().parse().unwrap();
            if answer.len() >= head + 4 + length {
                return answer.split_off(head + 4);
            }
        }
    }
}
