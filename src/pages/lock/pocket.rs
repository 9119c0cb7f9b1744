//! What works without unlocking: "We have met", "We are there", "We are done", without a name on the
//! screen; the coordinator's and the emergency numbers, for everybody.

use session::{Pocket, PocketVisit, Stamped};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::components::{big_button, coordinator_link, emergency_number};
use crate::hooks::{State, use_once, use_state};
use crate::language::use_words;
use crate::markup::html;
use crate::platform::BrowserPlatform;
use crate::words::Words;
use crate::{clock, format};

/// What the vaults left for the locked screen, and whether something was stamped just now.
#[derive(Default)]
struct Found {
    pockets: Vec<(String, Pocket)>,
    noted: bool,
}

#[component]
pub fn InThePocket() -> Html {
    let words = use_words();
    let found = use_state(Found::default);
    {
        let found = found.clone();
        use_once(Box::new(move || {
            look(None, found);
            Box::new(|| ())
        }));
    }
    let now = clock::now();
    let due = found.pockets.iter().find_map(|(vault, pocket)| {
        Some((vault, pocket.visits.iter().find(|visit| visit.is_due(now))?))
    });
    html! {
        <div class="stack">
            if let Some((vault, visit)) = due {
                <section class="card" aria-labelledby="stamp-visit">
                    <h2 class="ds-heading" data-size="xs" id="stamp-visit">
                        { words.lock_visit(&format::start_near(words, visit.starts, now.day)) }
                    </h2>
                    { stamp_button(words, vault, visit, &found) }
                </section>
            }
            <p class="soft" role="status">{ if found.noted { words.lock_stamped() } else { "" } }</p>
            { found.pockets.first().map(|(_, pocket)| numbers(words, pocket)).unwrap_or_default() }
        </div>
    }
}

fn stamp_button(words: Words, vault: &str, visit: &PocketVisit, found: &State<Found>) -> Html {
    let (icon, said) = match visit.next {
        Stamped::Met => ("check", words.visit_met()),
        Stamped::Arrived => ("place", words.visit_arrived()),
        Stamped::Done => ("check-check", words.visit_done()),
    };
    let (vault, visit, found) = (vault.to_owned(), visit.clone(), found.clone());
    let tap = move |()| look(Some((vault.clone(), visit.clone())), found.clone());
    big_button(icon, said, false, Callback::from(tap))
}

fn numbers(words: Words, pocket: &Pocket) -> Html {
    html! {
        <>
            if let Some(number) = &pocket.coordinator {
                { coordinator_link(words, number, "ds-button", Some("secondary")) }
            }
            <details class="ds-details">
                <summary>{ words.shell_emergency() }</summary>
                <div class="emergency">
                    { for pocket.emergency.iter().enumerate().map(|(index, row)| {
                        emergency_number(words, index == 0, row)
                    }) }
                </div>
            </details>
        </>
    }
}

/// Stamps the visit, if one was tapped, and shows what there is then.
fn look(tapped: Option<(String, PocketVisit)>, state: State<Found>) {
    spawn_local(async move {
        let Ok(platform) = BrowserPlatform::open().await else { return };
        if let Some((vault, visit)) = &tapped
            && session::stamp(&platform, vault, visit.id, visit.next).await.is_err()
        {
            return;
        }
        if let Ok(pockets) = session::pockets(&platform).await {
            state.set(Found { pockets, noted: tapped.is_some() });
        }
    });
}
