//! The app's addresses. Ids are random; no address ever holds a name.

use uuid::Uuid;
use yew_router::Routable;

use crate::words::Words;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Routable)]
pub enum Route {
    #[at("/")]
    Today,
    #[at("/enrol")]
    Enrol,
    #[at("/participants")]
    People,
    #[at("/participants/:id")]
    Person { id: Uuid },
    #[at("/participants/:id/conversation")]
    Talk { id: Uuid },
    #[at("/participants/:id/conversation/:talk")]
    CorrectTalk { id: Uuid, talk: Uuid },
    #[at("/participants/:id/change")]
    Change { id: Uuid },
    #[at("/participants/:id/leave")]
    Leave { id: Uuid },
    #[at("/participants/:id/plan")]
    PlanWith { id: Uuid },
    #[at("/participants/:id/concern")]
    Concern { id: Uuid },
    #[at("/visits/:id")]
    Visit { id: Uuid },
    #[at("/visits/:id/done")]
    CheckOut { id: Uuid },
    #[at("/visits/:id/new-time")]
    NewTime { id: Uuid },
    #[at("/visits/:id/ill")]
    Ill { id: Uuid },
    #[at("/activities")]
    Activities,
    #[at("/activities/:id")]
    Activity { id: Uuid },
    #[at("/activities/:id/plan")]
    PlanActivity { id: Uuid },
    #[at("/more")]
    More,
    #[at("/more/sent")]
    Sent,
    #[at("/more/language")]
    Language,
    #[at("/more/help")]
    Help,
    #[at("/more/about")]
    About,
    #[not_found]
    #[at("/not-found")]
    NotFound,
}

/// The four tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    Today,
    People,
    Activities,
    More,
}

impl Tab {
    pub const ALL: [Tab; 4] = [Tab::Today, Tab::People, Tab::Activities, Tab::More];

    pub fn route(self) -> Route {
        match self {
            Tab::Today => Route::Today,
            Tab::People => Route::People,
            Tab::Activities => Route::Activities,
            Tab::More => Route::More,
        }
    }

    pub fn icon(self) -> &'static str {
        match self {
            Tab::Today => "today",
            Tab::People => "participants",
            Tab::Activities => "activities",
            Tab::More => "more",
        }
    }

    pub fn words(self, words: Words) -> &'static str {
        match self {
            Tab::Today => words.shell_today(),
            Tab::People => words.shell_people(),
            Tab::Activities => words.shell_activities(),
            Tab::More => words.shell_more(),
        }
    }
}

impl Route {
    /// As a link has it.
    pub fn href(self) -> String {
        self.to_path()
    }

    /// The tab under which a page stands.
    pub fn tab(self) -> Tab {
        match self {
            Route::People
            | Route::Person { .. }
            | Route::Talk { .. }
            | Route::CorrectTalk { .. }
            | Route::Change { .. }
            | Route::Leave { .. }
            | Route::PlanWith { .. }
            | Route::Concern { .. } => Tab::People,
            Route::Activities | Route::Activity { .. } | Route::PlanActivity { .. } => {
                Tab::Activities
            }
            Route::More | Route::Sent | Route::Language | Route::Help | Route::About => Tab::More,
            Route::Today
            | Route::Enrol
            | Route::Visit { .. }
            | Route::CheckOut { .. }
            | Route::NewTime { .. }
            | Route::Ill { .. }
            | Route::NotFound => Tab::Today,
        }
    }

    /// A task of several steps hides the tabs: one thing at a time.
    pub fn is_task(self) -> bool {
        matches!(
            self,
            Route::Talk { .. }
                | Route::CorrectTalk { .. }
                | Route::Change { .. }
                | Route::Leave { .. }
                | Route::PlanWith { .. }
                | Route::PlanActivity { .. }
                | Route::Concern { .. }
                | Route::CheckOut { .. }
                | Route::NewTime { .. }
                | Route::Ill { .. }
                | Route::Enrol
        )
    }
}
