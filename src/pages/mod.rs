//! A module per page, as in `route.rs`.

mod about;
mod activities;
mod activity;
mod change;
mod check_out;
mod concern;
mod enrol;
mod help;
mod ill;
mod language;
mod leave;
mod more;
mod new_time;
mod not_found;
mod people;
mod person;
mod plan;
mod sent;
mod talk;
mod today;
mod visit;

pub use about::AboutPage;
pub use activities::ActivitiesPage;
#[cfg(feature = "bench-hook")]
pub use activities::filter;
pub use activity::ActivityPage;
pub use change::ChangePage;
pub use check_out::CheckOutPage;
pub use concern::ConcernPage;
pub use enrol::{EnrolPage, Found, StorageFailed};
pub use help::HelpPage;
pub use ill::IllPage;
pub use language::LanguagePage;
pub use leave::LeavePage;
pub use more::MorePage;
pub use new_time::NewTimePage;
pub use not_found::{GonePage, NotFoundPage, VisitGonePage};
pub use people::PeoplePage;
pub use person::PersonPage;
pub use plan::PlanPage;
pub use sent::SentPage;
pub use talk::TalkPage;
pub use today::TodayPage;
pub use visit::VisitPage;
