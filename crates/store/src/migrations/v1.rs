//! The first version.

use crate::Kind;

#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code))]
pub const VERSION: u32 = 1;

pub fn stores(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Directory => &["vaults"],
        Kind::Outbox => &["entries", "drafts", "meta"],
        Kind::Base => &["blocks", "meta"],
    }
}
