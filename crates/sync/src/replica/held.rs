//! What the phone holds of the server's rows, and what a page makes of it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Acked, Gone, Grant, GrantsHash, Lane, Page, Pull, SCHEMA, Want, WireRow};

/// Saved in the transaction that saves a page's rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// In the order in which they are wanted.
    #[serde(default)]
    pub grants: Vec<HeldGrant>,
    /// Mutations up to these are contained in the rows held.
    #[serde(default)]
    pub acked: Vec<Acked>,
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
}

/// How much of a scope is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fill {
    Done,
    /// Rows up to this id.
    After(Option<Uuid>),
}

/// One transaction over the base: all of it or nothing.
#[derive(Clone, Debug)]
pub struct Commit {
    /// Everything held leaves first.
    pub restart: bool,
    /// Then these scopes leave.
    pub evict: Vec<Uuid>,
    /// Then these rows come, each unless the base holds it at the same or a higher `seq`.
    pub upserts: Vec<WireRow>,
    /// Then these go, each unless the base holds it at a higher `seq`.
    pub gone: Vec<Gone>,
    pub held: Held,
}

impl Held {
    pub(super) fn pull(&self) -> Pull {
        let grants = self.grants.iter().map(HeldGrant::grant);
        Pull {
            schema: SCHEMA,
            cursor: self.cursor.clone(),
            grants: GrantsHash::of(grants),
            wants: self.wants().collect(),
        }
    }

    pub(super) fn wants(&self) -> impl Iterator<Item = Want> + '_ {
        self.grants.iter().filter_map(|grant| match grant.fill {
            Fill::Done => None,
            Fill::After(after) => Some(Want { scope: grant.scope, after }),
        })
    }

    /// The version under which a scope is held.
    pub fn grant(&self, scope: Uuid) -> Option<Grant> {
        self.grants.iter().find(|grant| grant.scope == scope).map(HeldGrant::grant)
    }

    pub fn covers(&self, epoch: Uuid, lane: Lane, seq: u64) -> bool {
        let mut acked = self.acked.iter();
        acked.any(|acked| acked.epoch == epoch && acked.lane == lane && seq <= acked.seq)
    }

    /// A scope's rows were lost on this side: they are wanted again from the beginning.
    pub fn lose(&mut self, scope: Uuid) {
        for grant in self.grants.iter_mut().filter(|grant| grant.scope == scope) {
            grant.fill = Fill::After(None);
        }
    }

    /// What a page changes. `restart` when it answers a pull without a cursor.
    pub(super) fn take(&self, page: Page, restart: bool, now: i64) -> Commit {
        let mut held = if restart {
            Held { complete: self.complete, ..Held::default() }
        } else {
            self.clone()
        };
        let mut evict = Vec::new();
        if let Some(grants) = page.grants {
            let before = std::mem::take(&mut held.grants);
            held.grants = grants
                .into_iter()
                .map(|grant| HeldGrant {
                    scope: grant.scope,
                    version: grant.version,
                    fill: (before.iter())
                        .find(|held| held.grant() == grant)
                        .map_or(Fill::After(None), |held| held.fill),
                })
                .collect();
            // A version that rose means that rows may have come and gone unseen: filled anew.
            let left = before.iter().filter(|old| !held.grants.iter().any(|new| new.same(old)));
            evict = left.map(|grant| grant.scope).collect();
        }
        for filled in page.filled {
            for grant in held.grants.iter_mut().filter(|grant| grant.scope == filled.scope) {
                grant.fill = if filled.done { Fill::Done } else { Fill::After(filled.after) };
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
        let whole = held.wants().next().is_none();
        held.complete |= whole;
        held.cursor = Some(page.cursor);
        held.contact = Some(now);
        // Nothing outside of the grants is kept, whoever sends it.
        let granted = |scope: Uuid| held.grants.iter().any(|grant| grant.scope == scope);
        let upserts = page.rows.into_iter().filter(|row| granted(row.scope)).collect();
        Commit { restart, evict, upserts, gone: page.gone, held }
    }
}

impl HeldGrant {
    pub fn grant(&self) -> Grant {
        Grant { scope: self.scope, version: self.version }
    }

    fn same(&self, other: &HeldGrant) -> bool {
        self.grant() == other.grant()
    }
}
