//! A phone as the server sees it.

use std::collections::HashMap;
use std::ops::{Deref, DerefMut};

use serde_json::{Value, json};
use server::Service;
use sync::{
    Envelope, Fault, Grant, GrantsHash, Lane, MutationText, PROTOCOL, Page, Pull, PushRequest,
    Receipt, SCHEMA, Want,
};
use uuid::Uuid;

use super::pen::Pen;
use super::{CENTRE, START, day};

pub struct Phone {
    service: Service,
    pub token: String,
    pub member: Uuid,
    pen: Pen,
    /// What it holds, by the pages it took in.
    pub cursor: Option<String>,
    pub grants: Vec<Grant>,
    pub wants: Vec<Want>,
    pub rows: HashMap<Uuid, (Uuid, u64, Value)>,
    pub acked: HashMap<(Uuid, Lane), u64>,
}

impl Phone {
    pub async fn enrol(service: &Service, member: Uuid) -> Self {
        Self::enrol_at(service, CENTRE, member).await
    }

    pub async fn enrol_at(service: &Service, centre: Uuid, member: Uuid) -> Self {
        let (pen, token) = Pen::enrol(service, centre, member).await;
        Self {
            service: service.clone(),
            token,
            member,
            pen,
            cursor: None,
            grants: Vec::new(),
            wants: Vec::new(),
            rows: HashMap::new(),
            acked: HashMap::new(),
        }
    }

    pub fn talk_to(&mut self, service: &Service) {
        self.service = service.clone();
    }

    /// The envelope that comes next in a lane.
    pub fn next(&self, lane: Lane, scope: Uuid, version: u32) -> Envelope {
        self.pen.next(lane, scope, version, START)
    }

    /// The next mutation in the normal lane, under the first grant of its participant.
    pub fn record(&mut self, participant: Uuid, command: &Value) -> MutationText {
        let envelope = self.next(Lane::Normal, participant, 1);
        self.write(&envelope, command)
    }

    pub async fn push(&self, mutations: &[MutationText]) -> Result<Vec<Receipt>, Fault> {
        let device = self.service.authenticate(Some(&format!("Bearer {}", self.token))).await?;
        let request =
            PushRequest { brobygger: PROTOCOL, mutations: mutations.to_vec(), pull: None };
        self.service.push(&device, &request).await
    }

    pub fn asks(&self) -> Pull {
        Pull {
            schema: SCHEMA,
            cursor: self.cursor.clone(),
            grants: GrantsHash::of(self.grants.iter().copied()),
            wants: self.wants.clone(),
            bytes: None,
        }
    }

    pub async fn ask(&self, pull: &Pull) -> Result<Page, Fault> {
        let device = self.service.authenticate(Some(&format!("Bearer {}", self.token))).await?;
        self.service.pull(&device, pull).await
    }

    /// The next pull has no cursor; what is held stays until the pages replace it.
    pub fn begin_anew(&mut self) {
        self.cursor = None;
        let want = |grant: &Grant| Want { scope: grant.scope, after: None };
        self.wants = self.grants.iter().map(want).collect();
    }

    /// One page, taken in.
    pub async fn pull(&mut self) -> Page {
        let page = self.ask(&self.asks()).await.unwrap();
        self.cursor = Some(page.cursor.clone());
        self.replace_ranges(&page);
        for gone in &page.gone {
            self.rows.remove(&gone.id);
        }
        if let Some(grants) = &page.grants {
            for grant in grants {
                if !self.grants.contains(grant) {
                    self.wants.retain(|want| want.scope != grant.scope);
                    self.wants.push(Want { scope: grant.scope, after: None });
                }
            }
            let held = |scope: &Uuid| grants.iter().any(|grant| grant.scope == *scope);
            self.rows.retain(|_, (scope, ..)| held(scope));
            self.wants.retain(|want| held(&want.scope));
            self.grants.clone_from(grants);
        }
        for row in &page.rows {
            assert!(self.grants.iter().any(|grant| grant.scope == row.scope), "not granted");
            let body = serde_json::from_str(row.body.get()).unwrap();
            let known = self.rows.get(&row.id).map_or(0, |(_, seq, _)| *seq);
            if row.seq >= known {
                self.rows.insert(row.id, (row.scope, row.seq, body));
            }
        }
        for filled in &page.filled {
            if filled.done {
                self.wants.retain(|want| want.scope != filled.scope);
            } else {
                let want = self.wants.iter_mut().find(|want| want.scope == filled.scope);
                want.unwrap().after = filled.after;
            }
        }
        for ack in &page.acked {
            self.acked.insert((ack.epoch, ack.lane), ack.seq);
        }
        page
    }

    /// What a page fills it fills wholly: what is held there and not given is gone.
    fn replace_ranges(&mut self, page: &Page) {
        for filled in &page.filled {
            let want = self.wants.iter().find(|want| want.scope == filled.scope);
            let after = want.and_then(|want| want.after);
            self.rows.retain(|id, (scope, ..)| {
                let inside = Some(*id) > after && (filled.done || Some(*id) <= filled.after);
                *scope != filled.scope || !inside || page.rows.iter().any(|row| row.id == *id)
            });
        }
    }

    /// Pages until there is nothing more. Returns how many it took.
    pub async fn pull_all(&mut self) -> usize {
        for n in 1..1000 {
            let page = self.pull().await;
            if !page.more && self.wants.is_empty() {
                return n;
            }
        }
        panic!("it never ends");
    }
}

impl Deref for Phone {
    type Target = Pen;

    fn deref(&self) -> &Pen {
        &self.pen
    }
}

impl DerefMut for Phone {
    fn deref_mut(&mut self) -> &mut Pen {
        &mut self.pen
    }
}

pub fn conversation(participant: Uuid, words: &str) -> Value {
    json!({"record_conversation": {
        "id": Uuid::now_v7(), "participant": participant,
        "said": {"day": day(), "talk": "free", "matters": words},
    }})
}

pub fn plan(participant: Uuid, day: &str) -> Value {
    json!({"plan_accompaniment": {
        "id": Uuid::now_v7(), "participant": participant, "what": "Strikkekafé",
        "starts": {"day": day, "time": "13:00"}, "minutes": 90,
    }})
}
