//! One message from the last action, with a way to take it back. It stays until it is answered, the next
//! one comes, or its page is left. So whoever goes on to another page goes first, and speaks there.

use std::rc::Rc;

use domain::VolunteerCommand;
use yew::prelude::*;

use crate::browser;
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
pub struct Notices {
    current: Option<Notice>,
    /// The page on which it was said: on the next it has been read.
    path: String,
}

impl Notices {
    /// What there is to say on this page.
    pub fn here(&self) -> Option<&Notice> {
        self.current.as_ref().filter(|_| self.path == browser::path())
    }
}

pub enum Tell {
    Say(Notice),
    Answered,
}

impl Reducible for Notices {
    type Action = Tell;

    fn reduce(self: Rc<Self>, action: Tell) -> Rc<Self> {
        Rc::new(match action {
            Tell::Say(notice) => Notices { current: Some(notice), path: browser::path() },
            Tell::Answered => Notices::default(),
        })
    }
}

pub type NoticeBoard = UseReducerHandle<Notices>;
pub type NoticeDispatcher = UseReducerDispatcher<Notices>;

#[hook]
pub fn use_notices() -> NoticeBoard {
    #[expect(clippy::expect_used, reason = "a screen outside of the frame is a mistake of ours")]
    use_context::<NoticeBoard>().expect("inside the frame")
}
