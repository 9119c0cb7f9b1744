//! What every screen has at hand, enrolled or not: the words, their language, and where we are.

use yew::prelude::*;

use crate::phone::Phone;
use crate::router::Place;
use crate::words::{Lang, Words};

/// The one context there is: each context of its own is some kilobytes of Yew.
#[derive(Clone, PartialEq)]
pub struct Root {
    pub words: Words,
    pub place: Place,
    /// Changes all words at once, and for the next opening.
    pub set_language: Callback<Lang>,
    /// Within the frame.
    pub phone: Option<Phone>,
}

/// The words, on any screen, enrolled or not.
#[hook]
pub fn use_words() -> Words {
    use_context::<Root>().map_or(Words(Lang::Nb), |root| root.words)
}
