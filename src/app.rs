//! The root: who is enrolled on this phone, what every screen has at hand, and which page is shown.

use std::cell::Cell;
use std::rc::Rc;

use domain::{ActivityId, ConversationId, ParticipantId};
use gloo_timers::callback::Interval;
use gloo_timers::future::TimeoutFuture;
use session::{OpenError, StoreError};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::components::Frame;
use crate::hooks::{use_once, use_state};
use crate::language::Root;
use crate::markup::html;
use crate::notice::Notices;
use crate::pages::*;
use crate::part::part;
use crate::phone::{Engine, Phone};
use crate::platform::BrowserPlatform;
use crate::route::Route;
use crate::router::{use_address, use_place};
use crate::words::{Lang, Words};
use crate::{browser, clock};

/// A database that is not answered for so long is said to be blocked: an empty page says nothing.
const PATIENCE_MS: u32 = 10_000;
/// How often the time of day is looked at.
const TICK_MS: u32 = 15_000;

#[derive(Clone, PartialEq)]
enum Opening {
    Looking,
    /// Nobody is enrolled here, though somebody was where the system has cleared the storage.
    Nobody {
        cleared: bool,
    },
    Open(Engine),
    Failed(OpenError),
}

#[component]
pub fn App() -> Html {
    let language = use_state(language);
    let place = use_address();
    let set_language = {
        let language = language.clone();
        Callback::from(move |lang: Lang| {
            browser::boot::set_language(lang.tag());
            language.set(lang);
        })
    };
    let root = Root { words: Words(*language), place, set_language };
    yew::html! {
        <ContextProvider<Root> context={root}>
            { part!(Door { words: Words(*language) }) }
        </ContextProvider<Root>>
    }
}

fn language() -> Lang {
    browser::boot::language().and_then(|tag| Lang::parse(&tag)).unwrap_or(Lang::Nb)
}

#[derive(Clone, PartialEq, Properties)]
struct DoorProps {
    words: Words,
}

/// Opens the vault of whoever is enrolled, or leads to enrolment.
#[component]
fn Door(props: &DoorProps) -> Html {
    let opening = use_state(|| Opening::Looking);
    let route = use_place().route;
    {
        let opening = opening.clone();
        use_once(Box::new(move || {
            let answered = Rc::new(Cell::new(false));
            {
                let (opening, answered) = (opening.clone(), answered.clone());
                spawn_local(async move {
                    TimeoutFuture::new(PATIENCE_MS).await;
                    // It may still be answered, and then the app opens after all.
                    if !answered.get() {
                        opening.set(Opening::Failed(OpenError::Storage(StoreError::Blocked)));
                    }
                });
            }
            spawn_local(async move {
                let opened = open().await;
                answered.set(true);
                opening.set(opened);
            });
            Box::new(|| ())
        }));
    }
    let enrolled = {
        let opening = opening.clone();
        Callback::from(move |engine: Engine| {
            browser::boot::note_known();
            opening.set(Opening::Open(engine));
        })
    };
    match (&*opening, route) {
        (Opening::Looking, _) => html! { <div class="boot"></div> },
        (Opening::Failed(error), _) => part!(StorageFailed { error: error.clone() }),
        (Opening::Nobody { .. }, _) | (_, Route::Enrol) => {
            let found = match &*opening {
                Opening::Open(_) => Found::Somebody,
                Opening::Nobody { cleared: true } => Found::Cleared,
                _ => Found::Nobody,
            };
            part!(EnrolPage { found, enrolled })
        }
        (Opening::Open(engine), route) => {
            part!(Inside { engine: engine.clone(), words: props.words, route })
        }
    }
}

async fn open() -> Opening {
    match opened().await {
        // A storage that let go while it was opened is there again at the second try.
        Opening::Failed(OpenError::Storage(StoreError::Closed)) => opened().await,
        opening => opening,
    }
}

async fn opened() -> Opening {
    let platform = match BrowserPlatform::open().await {
        Ok(platform) => platform,
        Err(error) => return Opening::Failed(OpenError::Storage(error)),
    };
    match session::vaults(&platform).await {
        Err(error) => Opening::Failed(OpenError::Storage(error)),
        Ok(vaults) => match vaults.into_iter().next_back() {
            // Records are never here without the marker, but the marker may be left without records.
            None => Opening::Nobody { cleared: browser::boot::known() },
            Some(card) => match Engine::open(platform, &card.vault).await {
                Ok(engine) => {
                    browser::boot::note_known();
                    Opening::Open(engine)
                }
                Err(OpenError::Wiped) => Opening::Nobody { cleared: true },
                Err(error) => Opening::Failed(error),
            },
        },
    }
}

#[derive(Clone, PartialEq, Properties)]
struct InsideProps {
    engine: Engine,
    words: Words,
    route: Route,
}

/// Everything that needs somebody enrolled.
#[component]
fn Inside(props: &InsideProps) -> Html {
    let beat = use_state(|| 0u64);
    let now = use_state(clock::now);
    let notices = use_reducer(Notices::default);
    {
        let beat = beat.clone();
        let engine = props.engine.clone();
        use_effect_with(engine, move |engine| {
            let count = std::cell::Cell::new(*beat);
            let subscription = engine.subscribe(move |_| {
                count.set(count.get() + 1);
                beat.set(count.get());
            });
            let running = crate::platform::keep_running(engine);
            move || drop((subscription, running))
        });
    }
    {
        let now = now.clone();
        use_once(Box::new(move || {
            let tick = Interval::new(TICK_MS, move || now.set(clock::now()));
            Box::new(move || drop(tick))
        }));
    }
    let phone = Phone { engine: props.engine.clone(), words: props.words, now: *now, beat: *beat };
    yew::html! {
        <ContextProvider<Phone> context={phone}>
            <ContextProvider<UseReducerHandle<Notices>> context={notices}>
                <Frame>{ page(props.route) }</Frame>
            </ContextProvider<UseReducerHandle<Notices>>>
        </ContextProvider<Phone>>
    }
}

/// Keyed by what they are about: another participant is another page, with nothing left over.
fn page(route: Route) -> Html {
    let key = route.href();
    match route {
        Route::Today | Route::Enrol => part!(key => TodayPage),
        Route::People => part!(key => PeoplePage),
        Route::Person { id } => part!(key => PersonPage { participant: ParticipantId(id) }),
        Route::Talk { id } => part!(key => TalkPage { participant: ParticipantId(id) }),
        Route::CorrectTalk { id, talk } => {
            part!(key => TalkPage {
                participant: ParticipantId(id),
                corrects: ConversationId(talk),
            })
        }
        Route::Change { id } => part!(key => ChangePage { participant: ParticipantId(id) }),
        Route::Leave { id } => part!(key => LeavePage { participant: ParticipantId(id) }),
        Route::Concern { id } => part!(key => ConcernPage { participant: ParticipantId(id) }),
        Route::PlanWith { id } => {
            part!(key => PlanPage {
                participant: Some(ParticipantId(id)),
                activity: None::<ActivityId>,
            })
        }
        Route::PlanActivity { id } => {
            part!(key => PlanPage {
                participant: None::<ParticipantId>,
                activity: Some(ActivityId(id)),
            })
        }
        Route::Visit { id } => part!(key => VisitPage { id }),
        Route::CheckOut { id } => part!(key => CheckOutPage { id }),
        Route::NewTime { id } => part!(key => NewTimePage { id }),
        Route::Ill { id } => part!(key => IllPage { id }),
        Route::Activities => part!(key => ActivitiesPage),
        Route::Activity { id } => part!(key => ActivityPage { id }),
        Route::More => part!(key => MorePage),
        Route::Sent => part!(key => SentPage),
        Route::Language => part!(key => LanguagePage),
        Route::Help => part!(key => HelpPage),
        Route::About => part!(key => AboutPage),
        Route::NotFound => part!(key => NotFoundPage),
    }
}
