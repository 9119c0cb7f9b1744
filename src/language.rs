//! The language of every screen, changed in one place.

use yew::prelude::*;

use crate::words::{Lang, Words};

/// A context that the app provides: calling it changes all words at once, and for the next opening.
#[derive(Clone, PartialEq)]
pub struct SetLanguage(pub Callback<Lang>);

/// The words, on any screen, enrolled or not.
#[hook]
pub fn use_words() -> Words {
    use_context::<Words>().unwrap_or(Words(Lang::Nb))
}
