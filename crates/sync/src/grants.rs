//! What a phone has been granted, and the short hash by which both sides notice that they disagree.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Digest;

/// A scope that a phone may hold, at the version of its last change. An assignment that was ended and
/// given again has a higher version, so a phone that missed both still notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Grant {
    pub scope: Uuid,
    pub version: u32,
}

/// The first 16 hexadecimal digits of the SHA-256 over the grants in order of scope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct GrantsHash(String);

impl GrantsHash {
    pub fn of(grants: impl IntoIterator<Item = Grant>) -> Self {
        // Few enough to be put into place one by one.
        let mut sorted: Vec<Grant> = Vec::new();
        for grant in grants {
            sorted.insert(sorted.partition_point(|known| *known < grant), grant);
        }
        let mut bytes = Vec::with_capacity(sorted.len() * 20);
        for grant in sorted {
            bytes.extend_from_slice(grant.scope.as_bytes());
            bytes.extend_from_slice(&grant.version.to_be_bytes());
        }
        let mut text = Digest::of(&bytes).to_string();
        text.truncate(16);
        Self(text)
    }
}

impl fmt::Display for GrantsHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_does_not_matter_and_versions_do() {
        let grant = |scope: u128, version| Grant { scope: Uuid::from_u128(scope), version };
        let hash = GrantsHash::of([grant(1, 1), grant(2, 1)]);
        assert_eq!(hash, GrantsHash::of([grant(2, 1), grant(1, 1)]));
        assert_ne!(hash, GrantsHash::of([grant(2, 2), grant(1, 1)]));
        assert_ne!(hash, GrantsHash::of([grant(1, 1)]));
    }
}
