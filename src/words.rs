//! The app's words: one method per key of `locales/nb.ftl`, in three languages.
//!
//! `Words(Lang::Nb).today_title()` is "I dag". A key that is missing somewhere, or that no screen
//! uses, fails the build.

pub use generated::{Lang, Words};

#[allow(dead_code)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}
