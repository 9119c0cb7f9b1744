//! The language of every screen, changed in one place.

use yew::prelude::*;

use crate::words::Lang;

/// A context that the app provides: calling it changes all words at once, and for the next opening.
#[derive(Clone, PartialEq)]
pub struct SetLanguage(pub Callback<Lang>);
