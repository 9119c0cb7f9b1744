//! The app's addresses. Ids are random; no address ever holds a name.

use uuid::Uuid;

use crate::words::Words;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    Today,
    Enrol,
    People,
    Person { id: Uuid },
    Talk { id: Uuid },
    CorrectTalk { id: Uuid, talk: Uuid },
    Change { id: Uuid },
    Leave { id: Uuid },
    PlanWith { id: Uuid },
    Concern { id: Uuid },
    Visit { id: Uuid },
    CheckOut { id: Uuid },
    NewTime { id: Uuid },
    Ill { id: Uuid },
    Activities,
    Activity { id: Uuid },
    PlanActivity { id: Uuid },
    More,
    Sent,
    Language,
    Keys,
    Help,
    About,
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
        match self {
            Route::Today => "/".to_owned(),
            Route::Enrol => "/enrol".to_owned(),
            Route::People => "/participants".to_owned(),
            Route::Person { id } => under("participants", id, ""),
            Route::Talk { id } => under("participants", id, "/conversation"),
            Route::CorrectTalk { id, talk } => {
                under("participants", id, "/conversation/") + &talk.to_string()
            }
            Route::Change { id } => under("participants", id, "/change"),
            Route::Leave { id } => under("participants", id, "/leave"),
            Route::PlanWith { id } => under("participants", id, "/plan"),
            Route::Concern { id } => under("participants", id, "/concern"),
            Route::Visit { id } => under("visits", id, ""),
            Route::CheckOut { id } => under("visits", id, "/done"),
            Route::NewTime { id } => under("visits", id, "/new-time"),
            Route::Ill { id } => under("visits", id, "/ill"),
            Route::Activities => "/activities".to_owned(),
            Route::Activity { id } => under("activities", id, ""),
            Route::PlanActivity { id } => under("activities", id, "/plan"),
            Route::More => "/more".to_owned(),
            Route::Sent => "/more/sent".to_owned(),
            Route::Language => "/more/language".to_owned(),
            Route::Keys => "/more/lock".to_owned(),
            Route::Help => "/more/help".to_owned(),
            Route::About => "/more/about".to_owned(),
            Route::NotFound => "/not-found".to_owned(),
        }
    }

    /// The page at an address of ours.
    pub fn parse(path: &str) -> Self {
        Self::at(path).unwrap_or(Route::NotFound)
    }

    fn at(path: &str) -> Option<Self> {
        let path = path.strip_prefix('/')?;
        let mut parts = path.strip_suffix('/').unwrap_or(path).split('/');
        let (first, second, third, fourth) =
            (parts.next().unwrap_or(""), parts.next(), parts.next(), parts.next());
        if parts.next().is_some() {
            return None;
        }
        if first == "more" || second.is_none() {
            return Some(match (first, second, third) {
                ("", None, _) => Route::Today,
                ("enrol", None, _) => Route::Enrol,
                ("participants", None, _) => Route::People,
                ("activities", None, _) => Route::Activities,
                ("more", None, _) => Route::More,
                ("more", Some("sent"), None) => Route::Sent,
                ("more", Some("language"), None) => Route::Language,
                ("more", Some("lock"), None) => Route::Keys,
                ("more", Some("help"), None) => Route::Help,
                ("more", Some("about"), None) => Route::About,
                _ => return None,
            });
        }
        let id = second?.parse().ok()?;
        if let Some(talk) = fourth {
            let talk = talk.parse().ok()?;
            let correct = first == "participants" && third == Some("conversation");
            return correct.then_some(Route::CorrectTalk { id, talk });
        }
        Some(match (first, third) {
            ("participants", None) => Route::Person { id },
            ("participants", Some("conversation")) => Route::Talk { id },
            ("participants", Some("change")) => Route::Change { id },
            ("participants", Some("leave")) => Route::Leave { id },
            ("participants", Some("plan")) => Route::PlanWith { id },
            ("participants", Some("concern")) => Route::Concern { id },
            ("visits", None) => Route::Visit { id },
            ("visits", Some("done")) => Route::CheckOut { id },
            ("visits", Some("new-time")) => Route::NewTime { id },
            ("visits", Some("ill")) => Route::Ill { id },
            ("activities", None) => Route::Activity { id },
            ("activities", Some("plan")) => Route::PlanActivity { id },
            _ => return None,
        })
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
            Route::More
            | Route::Sent
            | Route::Language
            | Route::Keys
            | Route::Help
            | Route::About => Tab::More,
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

fn under(folder: &str, id: Uuid, rest: &str) -> String {
    format!("/{folder}/{id}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_to_the_page_that_has_it() {
        let (id, talk) = (Uuid::from_u128(7), Uuid::from_u128(8));
        for route in [
            Route::Today,
            Route::Enrol,
            Route::People,
            Route::Person { id },
            Route::Talk { id },
            Route::CorrectTalk { id, talk },
            Route::Change { id },
            Route::Leave { id },
            Route::PlanWith { id },
            Route::Concern { id },
            Route::Visit { id },
            Route::CheckOut { id },
            Route::NewTime { id },
            Route::Ill { id },
            Route::Activities,
            Route::Activity { id },
            Route::PlanActivity { id },
            Route::More,
            Route::Sent,
            Route::Language,
            Route::Help,
            Route::About,
        ] {
            assert_eq!(Route::parse(&route.href()), route);
            assert_eq!(Route::parse(&(route.href() + "/x/y/z")), Route::NotFound);
        }
    }

    #[test]
    fn what_leads_nowhere_is_not_found() {
        for path in [
            "",
            "participants",
            "/elsewhere",
            "/participants/anna",
            "/visits",
            "/visits/00000000-0000-0000-0000-000000000007/plan",
            "/more/sent/x",
            "/enrol?step=2",
        ] {
            assert_eq!(Route::parse(path), Route::NotFound, "{path}");
        }
        assert_eq!(Route::parse("/more/"), Route::More);
    }
}
