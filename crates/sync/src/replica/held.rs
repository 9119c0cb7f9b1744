//! What the phone holds of the server's rows, and what a page makes of it.

use planted::Planted;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Acked, Envelope, Gone, Grant, GrantsHash, Page, Pull, SCHEMA, Want, WireRow};

/// Saved in the transaction that saves a page's rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// In the order in which they are wanted.
    #[serde(default)]
    pub grants: Vec<HeldGrant>,
    /// Mutations up to these are contained in the rows held of every scope that is wholly here.
    #[serde(default)]
    pub acked: Vec<Acked>,
    /// The same for the scopes that are not: what is held of them is from before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acked_before: Vec<Acked>,
    #[serde(default)]
    pub backed_up: u64,
    /// Every scope granted has been here at once at some time: the first download is over.
    #[serde(default)]
    pub complete: bool,
    /// When the last page came, by the phone's clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldGrant {
    pub scope: Uuid,
    pub version: u32,
    pub fill: Fill,
    /// A number that goes with the rows held and their versions, reckoned by whoever keeps them. Blocks that are
    /// put back or taken away give another. None where it was not reckoned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sum: Option<u64>,
}

/// How much of a scope is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fill {
    Done,
    /// Rows up to this id. What is held beyond it is from before.
    After(Option<Uuid>),
}

/// One transaction over the base: all of it or nothing.
#[derive(Clone, Debug)]
pub struct Commit {
    /// These scopes leave first.
    pub evict: Vec<Uuid>,
    /// What was not filled yet before this page. Rows that are held there are *of before*: they are
    /// shown, and give way to whatever the page says about them.
    pub open: Vec<Open>,
    /// Then these go, each unless the base holds it at a higher `seq`, and not of before.
    pub gone: Vec<Gone>,
    /// Then these rows come, each unless the base holds it at the same or a higher `seq`, and not of
    /// before.
    pub upserts: Vec<WireRow>,
    pub held: Held,
}

/// The part of a scope beyond an id, and how much of it a page gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    pub scope: Uuid,
    pub after: Option<Uuid>,
    pub given: Given,
}

/// What is given is all there is: a row that is held there and is not among the page's is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    Nothing,
    UpTo(Uuid),
    All,
}

impl Open {
    pub fn has(&self, scope: Uuid, id: Uuid) -> bool {
        self.scope == scope && Some(id) > self.after
    }

    /// Whether the page says all about the place of this id.
    pub fn gives(&self, scope: Uuid, id: Uuid) -> bool {
        self.has(scope, id)
            && match self.given {
                Given::Nothing => false,
                Given::UpTo(last) => id <= last,
                Given::All => true,
            }
    }
}

impl Held {
    /// `bytes`: about how much a page may hold, where the link bears less than the server would give.
    pub(super) fn pull(&self, bytes: Option<usize>) -> Pull {
        let grants = self.grants.iter().map(HeldGrant::grant);
        Pull {
            schema: SCHEMA,
            cursor: self.cursor.clone(),
            grants: GrantsHash::of(grants),
            wants: self.wants().collect(),
            bytes,
        }
    }

    /// A pull that begins anew. What is held stays, and is replaced range by range.
    pub(super) fn pull_anew(bytes: Option<usize>) -> Pull {
        Held::default().pull(bytes)
    }

    pub(super) fn wants(&self) -> impl Iterator<Item = Want> + '_ {
        self.grants.iter().filter_map(|grant| match grant.fill {
            Fill::Done => None,
            Fill::After(after) => Some(Want { scope: grant.scope, after }),
        })
    }

    /// The version under which a scope is held.
    pub fn grant(&self, scope: Uuid) -> Option<Grant> {
        self.held(scope).map(HeldGrant::grant)
    }

    /// Whether the rows held contain what this mutation did.
    pub fn covers(&self, at: &Envelope) -> bool {
        let fill = at.grant.and_then(|grant| self.held(grant.scope)).map(|held| held.fill);
        let filled = fill.is_none_or(|fill| fill == Fill::Done);
        contains(if filled { &self.acked } else { &self.acked_before }, at)
    }

    /// Whether the server has it, by the last that was heard.
    pub(super) fn acknowledged(&self, at: &Envelope) -> bool {
        contains(&self.acked, at)
    }

    fn held(&self, scope: Uuid) -> Option<&HeldGrant> {
        self.grants.iter().find(|grant| grant.scope == scope)
    }

    /// A scope's rows were lost on this side: they are wanted again from the beginning.
    pub fn lose(&mut self, scope: Uuid) {
        for grant in self.grants.iter_mut().filter(|grant| grant.scope == scope) {
            grant.fill = Fill::After(None);
            grant.sum = None;
        }
    }

    /// What a page changes. `restart` when it answers a pull without a cursor: then all that is held is
    /// of before.
    pub(super) fn take(&self, page: Page, restart: bool, now: i64) -> Commit {
        let mut held = self.clone();
        if held.whole() {
            held.acked_before.clone_from(&held.acked);
        }
        if restart {
            held.acked.clear();
            held.grants.iter_mut().for_each(|grant| grant.fill = Fill::After(None));
        }
        let mut open: Vec<Open> = held.wants().map(Open::from).collect();
        let mut evict = Vec::new();
        if let Some(grants) = page.grants {
            let before = std::mem::take(&mut held.grants);
            let first = match planted::is(Planted::BackfillSkipped) && !restart {
                true => Fill::Done,
                false => Fill::After(None),
            };
            held.grants = grants
                .into_iter()
                .map(|grant| HeldGrant {
                    sum: None,
                    scope: grant.scope,
                    version: grant.version,
                    // A version that rose means that rows may have come and gone unseen: filled anew.
                    fill: (before.iter())
                        .find(|held| held.grant() == grant)
                        .map_or(first, |held| held.fill),
                })
                .collect();
            let left = before.iter().filter(|old| held.held(old.scope).is_none());
            evict = left.map(|grant| grant.scope).collect();
            if planted::is(Planted::EvictionSkipped) {
                evict.clear();
            }
        }
        for filled in page.filled {
            let asked = open.iter_mut().find(|open| open.scope == filled.scope);
            let after = asked.as_ref().and_then(|open| open.after);
            let grant = held.grants.iter_mut().find(|grant| grant.scope == filled.scope);
            // Not what was asked for: the version rose since, and the beginning is wanted as well.
            let Some(grant) = grant.filter(|grant| grant.fill == Fill::After(after)) else {
                continue;
            };
            grant.fill = if filled.done { Fill::Done } else { Fill::After(filled.after) };
            if let Some(open) = asked {
                open.given = match filled.after {
                    _ if filled.done => Given::All,
                    Some(last) => Given::UpTo(last),
                    None => Given::Nothing,
                };
            }
        }
        for acked in page.acked {
            let same = |known: &&mut Acked| known.epoch == acked.epoch && known.lane == acked.lane;
            match held.acked.iter_mut().find(same) {
                Some(known) => known.seq = known.seq.max(acked.seq),
                None => held.acked.push(acked),
            }
        }
        held.backed_up = page.backed_up;
        if held.whole() {
            held.acked_before.clear();
            held.complete = true;
        }
        held.cursor = Some(page.cursor);
        held.contact = Some(now);
        // Nothing outside of the grants is kept, whoever sends it.
        let upserts = page.rows.into_iter().filter(|row| held.held(row.scope).is_some()).collect();
        Commit { evict, open, upserts, gone: page.gone, held }
    }

    /// Nothing is wanted.
    pub(super) fn whole(&self) -> bool {
        self.wants().next().is_none()
    }
}

impl From<Want> for Open {
    fn from(Want { scope, after }: Want) -> Self {
        Self { scope, after, given: Given::Nothing }
    }
}

fn contains(acked: &[Acked], at: &Envelope) -> bool {
    acked
        .iter()
        .any(|acked| acked.epoch == at.epoch && acked.lane == at.lane && at.seq <= acked.seq)
}

impl HeldGrant {
    pub fn grant(&self) -> Grant {
        Grant { scope: self.scope, version: self.version }
    }
}
