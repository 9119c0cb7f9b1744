//! One message from the last action, with a way to take it back. It stays until it is answered, the next
//! one comes, or its page is left. So whoever goes on to another page goes first, and speaks there.

use std::rc::Rc;

use domain::VolunteerCommand;
use yew::prelude::*;

use crate::browser;
use crate::hooks::{State, use_state};
use crate::route::Route;

#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    pub words: AttrValue,
    /// Takes the action back.
    pub undo: Option<Rc<VolunteerCommand>>,
    /// What one may want to do next.
    pub offer: Option<(AttrValue, Route)>,
}

impl Notice {
    pub fn new(words: impl Into<AttrValue>) -> Self {
        Self { words: words.into(), undo: None, offer: None }
    }

    pub fn undo(mut self, command: impl Into<VolunteerCommand>) -> Self {
        self.undo = Some(Rc::new(command.into()));
        self
    }

    pub fn offer(mut self, words: impl Into<AttrValue>, route: Route) -> Self {
        self.offer = Some((words.into(), route));
        self
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Notices {
    current: Option<Notice>,
    /// The page on which it was said: on the next it has been read.
    path: String,
}

impl Notices {
    fn here(&self) -> Option<&Notice> {
        self.current.as_ref().filter(|_| self.path == browser::path())
    }
}

/// Where notices are put up. A part of [`crate::phone::Phone`].
#[derive(Clone)]
pub struct NoticeBoard(State<Notices>);

impl NoticeBoard {
    /// What there is to say on this page.
    pub fn here(&self) -> Option<&Notice> {
        self.0.here()
    }

    pub fn say(&self, notice: Notice) {
        self.0.set(Notices { current: Some(notice), path: browser::path() });
    }

    pub fn answered(&self) {
        self.0.set(Notices::default());
    }
}

impl PartialEq for NoticeBoard {
    fn eq(&self, other: &Self) -> bool {
        *self.0 == *other.0
    }
}

/// For whoever keeps the phone.
#[hook]
pub fn use_notice_board() -> NoticeBoard {
    NoticeBoard(use_state(Notices::default))
}
