//! The root: who is enrolled on this phone, what every screen has at hand, and which page is shown.

use std::cell::Cell;
use std::rc::Rc;

use domain::{ActivityId, ConversationId, LocalTime, ParticipantId};
use gloo_events::EventListener;
use gloo_timers::callback::Interval;
use gloo_timers::future::TimeoutFuture;
use session::{OpenError, Pause, StoreError, Unlocked, VaultCard};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::components::Frame;
use crate::hooks::{State, use_once, use_state};
use crate::language::Root;
use crate::locking::IDLE;
use crate::markup::html;
use crate::notice::use_notice_board;
use crate::pages::*;
use crate::part::part;
use crate::phone::{Engine, Phone};
use crate::platform::BrowserPlatform;
use crate::route::Route;
use crate::router::{self, use_address, use_place};
use crate::words::{Lang, Words};
use crate::{browser, clock, locking};

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
    /// Somebody is enrolled here, and the key is not at hand.
    Locked(Rc<Vec<VaultCard>>),
    Open(Engine),
    /// The centre has revoked the phone, and its vault is gone.
    Revoked,
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
    let root = Root { words: Words(*language), place, set_language, phone: None };
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
            settle(&opening, None);
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
    let unlocked = {
        let opening = opening.clone();
        Callback::from(move |key: Unlocked| settle(&opening, Some(key)))
    };
    let gone = {
        let opening = opening.clone();
        Callback::from(move |()| opening.set(Opening::Revoked))
    };
    let lock = {
        let opening = opening.clone();
        Callback::from(move |()| {
            let opening = opening.clone();
            locking::lock(move || {
                opening.set(Opening::Looking);
                settle(&opening, None);
            });
        })
    };
    use_effect_with(matches!(&*opening, Opening::Open(_)), {
        let lock = lock.clone();
        // Whatever page is shown: also where somebody else is being enrolled.
        move |open| {
            let idle = open.then(browser::window).flatten();
            let idle = idle.map(|window| EventListener::new(&window, IDLE, move |_| lock.emit(())));
            move || drop(idle)
        }
    });
    match (&*opening, route) {
        (Opening::Looking, _) => html! { <div class="boot"></div> },
        (Opening::Failed(error), _) => part!(StorageFailed { error: Some(error.clone()) }),
        (Opening::Revoked, _) => part!(StorageFailed { error: None }),
        (Opening::Nobody { .. }, _) | (_, Route::Enrol) => {
            let found = match &*opening {
                Opening::Open(_) | Opening::Locked(_) => Found::Somebody,
                Opening::Nobody { cleared: true } => Found::Cleared,
                _ => Found::Nobody,
            };
            part!(EnrolPage { found, enrolled })
        }
        (Opening::Locked(cards), _) => {
            part!(LockPage { cards: cards.clone(), opened: unlocked, gone })
        }
        (Opening::Open(engine), route) => {
            part!(Inside { engine: engine.clone(), words: props.words, route, lock, gone })
        }
    }
}

/// Enters with a key, or sees who is here without one.
fn settle(opening: &State<Opening>, key: Option<Unlocked>) {
    let answered = Rc::new(Cell::new(false));
    let (late, unanswered) = (opening.clone(), answered.clone());
    spawn_local(async move {
        TimeoutFuture::new(PATIENCE_MS).await;
        // It may still be answered, and then the app opens after all.
        if !unanswered.get() {
            late.set(Opening::Failed(OpenError::Storage(StoreError::Blocked)));
        }
    });
    let opening = opening.clone();
    spawn_local(async move {
        let next = match key {
            Some(key) => enter(&key).await,
            None => open().await,
        };
        answered.set(true);
        opening.set(next);
    });
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
        // Records are never here without the marker, but the marker may be left without records.
        Ok(vaults) if vaults.is_empty() => Opening::Nobody { cleared: browser::boot::known() },
        Ok(vaults) => Opening::Locked(Rc::new(vaults)),
    }
}

/// What was stamped on the locked screen is taken in before the first page is drawn.
async fn enter(unlocked: &Unlocked) -> Opening {
    let platform = match BrowserPlatform::open().await {
        Ok(platform) => platform,
        Err(error) => return Opening::Failed(OpenError::Storage(error)),
    };
    match Engine::open(platform, unlocked).await {
        Ok(engine) => {
            browser::boot::note_known();
            // What cannot be taken in now is there at the next unlocking.
            engine.take_stamps().await.ok();
            if let Some(visit) = engine.ended_visit() {
                router::replace(Route::CheckOut { id: visit.0 });
            }
            Opening::Open(engine)
        }
        Err(OpenError::Wiped) => Opening::Nobody { cleared: true },
        Err(error) => Opening::Failed(error),
    }
}

#[derive(Clone, PartialEq, Properties)]
struct InsideProps {
    engine: Engine,
    words: Words,
    route: Route,
    lock: Callback<()>,
    gone: Callback<()>,
}

/// Everything that needs somebody enrolled.
#[component]
fn Inside(props: &InsideProps) -> Html {
    let root = use_context::<Root>();
    let beat = use_state(|| 0u64);
    let now = use_state(clock::now);
    let notices = use_notice_board();
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
    use_effect_with((*now, *beat), {
        let (engine, gone) = (props.engine.clone(), props.gone.clone());
        move |(now, _)| look_after(engine, *now, gone)
    });
    let phone =
        Phone { engine: props.engine.clone(), words: props.words, now: *now, beat: *beat, notices };
    let Some(root) = root else { return Html::default() };
    let page = match phone.engine.days_over_lease() {
        Some(days) if props.route != Route::Keys => part!(LeasePage { days }),
        _ => page(props.route, &props.lock),
    };
    yew::html! {
        <ContextProvider<Root> context={Root { phone: Some(phone), ..root }}>
            <Frame>{ page }</Frame>
        </ContextProvider<Root>>
    }
}

/// Leaves for the locked screen what it may show. A phone that was revoked hands over what is sealed, and
/// lets go of its vault.
fn look_after(engine: Engine, now: LocalTime, gone: Callback<()>) {
    spawn_local(async move {
        // Where it fails, the locked screen shows what it showed before.
        engine.keep_pocket(now).await.ok();
        if engine.status().paused == Some(Pause::Revoked)
            && let Ok(delivery) = session::deliver(engine.platform()).await
            && delivery.wiped.iter().any(|vault| vault == engine.vault())
        {
            gone.emit(());
        }
    });
}

/// Keyed by what they are about: another participant is another page, with nothing left over.
fn page(route: Route, lock: &Callback<()>) -> Html {
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
        Route::Keys => part!(key => KeysPage { lock: lock.clone() }),
        Route::Help => part!(key => HelpPage),
        Route::About => part!(key => AboutPage),
        Route::NotFound => part!(key => NotFoundPage),
    }
}
