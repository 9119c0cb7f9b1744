//! What journeys are made of: a [`Stage`] with the real server, and [`Phone`]s in three real browsers.
//!
//! A journey is an async function that is given both. [`journeys!`] makes a test of it in each browser, named
//! `chromium::the_journey`, `firefox::the_journey`, `webkit::the_journey`. `cargo xtask test --journeys` builds what
//! they need and says where it is.
//!
//! Nothing here sleeps for a while and hopes: everything waits for a condition, with a deadline ([`mod@until`]).

mod authenticator;
mod axe;
mod browser;
mod day;
mod door;
mod export;
mod find;
mod network;
mod phone;
mod place;
mod play;
pub mod pocket;
mod portal;
mod process;
pub mod profile;
mod screen;
mod screens;
mod site;
mod stage;
pub mod torture;
mod until;
mod volunteer;

pub use axe::Violation;
pub use browser::Browser;
pub use day::{Moment, personal};
pub use export::Export;
pub use network::{Network, Request};
pub use phone::{Phone, WORDS};
pub use play::play;
pub use portal::Portal;
pub use stage::{Invitation, Stage};
pub use until::{until, until_within};

/// Makes a test of each journey in each browser.
#[macro_export]
macro_rules! journeys {
    ($($journey:ident),* $(,)?) => {
        $crate::journeys!(@in chromium Chromium $($journey),*);
        $crate::journeys!(@in firefox Firefox $($journey),*);
        $crate::journeys!(@in webkit Webkit $($journey),*);
    };
    (@in $module:ident $browser:ident $($journey:ident),*) => {
        mod $module {
            $(
                #[test]
                fn $journey() {
                    $crate::play($crate::Browser::$browser, stringify!($journey), super::$journey);
                }
            )*
        }
    };
}
