//! How each kind of database came to look as it does: one module per version, never edited once
//! released. A later version adds its module and its step here, and lists *every* store.

pub mod v1;
pub mod v2;

use crate::Kind;

/// The version of the databases of `kind` that this release writes.
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code))]
pub fn version(kind: Kind) -> u32 {
    match kind {
        Kind::Directory | Kind::Outbox => v1::VERSION,
        Kind::Base => v2::VERSION,
    }
}

/// The stores of that version.
pub fn stores(kind: Kind) -> &'static [&'static str] {
    v2::stores(kind)
}

/// The stores to create on the way from version `old` (0: there is no database yet).
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code))]
pub fn stores_to_create(kind: Kind, old: u32) -> &'static [&'static str] {
    if old < v1::VERSION { v1::stores(kind) } else { &[] }
}
