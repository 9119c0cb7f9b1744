//! One object on the page, `window.brobyggerBench`, for `cargo xtask bench`.
//!
//! **The story.** The bench measures what the store does for the screens, without the screens. So this
//! calls what they call: the one handle of the engine, and the queries of `domain` and of the list of
//! activities. What it offers is what any store for an app that works offline offers (enrol, sync, write,
//! open, read, search), so that the same measurements can drive another one:
//! `xtask/web/bench/store.mjs` says what each has to do.
//!
//! **What is absent.** It exists only where the feature `bench-hook` is on. The builder refuses a site
//! for people that holds this object's name, and one for the bench that does not. At the address
//! `#bench` the screens are not drawn, so that nothing but what is asked for runs.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use domain::command::RecordConversation;
use domain::query::{people, timeline};
use domain::{
    ConversationId, FirstConversation, MemberId, MemoryView, Note, ParticipantId, Said, TalkKind,
    Theme, VolunteerCommand,
};
use futures_util::future::select;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Object, Reflect};
use session::{Bell, Cost, Session, Unlocked};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

use crate::pages::filter::{Filter, Listing};
use crate::phone::Engine;
use crate::platform::{BrowserPlatform, keep_running};
use crate::{browser, clock};

/// What the object is called. The builder looks for it.
const NAME: &str = "brobyggerBench";
/// The address at which nothing is drawn.
const ADDRESS: &str = "bench";
/// What opens the vault.
const PASSPHRASE: &str = "lampe gitar hylle torsk vinter";
/// How soon it is looked again whether a synchronisation is over, should nothing tell of it.
const LOOK_AGAIN_MS: u32 = 20;
/// What is written: a row of about five hundred bytes.
const WORDS: &str = "Vil gjerne ut og møte folk, helst på formiddagen, og helst et sted der noen tar \
    imot ved døra. Har gått i kor før og savner det. Hofta er bedre, men trapper er vanskelige når det \
    er glatt. Vi ble enige om å gå en rolig tur ved vannet først.";

/// Puts the object on the page. True where the screens are to stay away.
pub fn install() -> bool {
    if let Some(window) = browser::window() {
        Reflect::set(&window, &NAME.into(), &Hook::default().into()).ok();
    }
    browser::fragment() == ADDRESS
}

#[wasm_bindgen(js_name = brobyggerBench)]
#[derive(Default)]
pub struct Hook {
    unlocked: RefCell<Option<Unlocked>>,
    engine: RefCell<Option<Engine>>,
    running: Cell<bool>,
    /// The list that the screen keeps while nothing changes, and the revision it was made of.
    listing: RefCell<Option<(u64, Listing)>>,
}

#[wasm_bindgen(js_class = brobyggerBench)]
impl Hook {
    /// Spends the code. Nothing is fetched yet.
    pub async fn enrol(&self, code: String) -> Result<(), JsError> {
        let unlocked = session::enrol(&platform().await?, &code, PASSPHRASE).await.map_err(said)?;
        self.unlocked.replace(Some(unlocked));
        self.open().await
    }

    /// Makes the key of the words, as somebody does who has typed them. What a guess costs.
    pub async fn unlock(&self) -> Result<Object, JsError> {
        let unlocked = session::unlock(&platform().await?, PASSPHRASE).await.map_err(said)?;
        self.unlocked.replace(Some(unlocked));
        let Cost { memory_kib, passes } = Cost::USUAL;
        let cost = Object::new();
        for (name, value) in [("memory", memory_kib / 1024), ("passes", passes)] {
            Reflect::set(&cost, &name.into(), &value.into()).ok();
        }
        Ok(cost)
    }

    /// Opens what is on the phone, without a network, once the key is there.
    pub async fn open(&self) -> Result<(), JsError> {
        let unlocked = self.unlocked.borrow().clone().ok_or_else(|| said("it is locked"))?;
        let engine = Session::open(platform().await?, &unlocked).await.map_err(said)?;
        self.engine.replace(Some(engine));
        Ok(())
    }

    /// Sends what waits and fetches what is new. What came is on the disk when this returns.
    pub async fn sync(&self) -> Result<(), JsError> {
        let engine = self.engine()?;
        let begun = engine.now();
        // The moment of the last contact has to differ from any before.
        TimeoutFuture::new(1).await;
        let bell = Rc::new(Bell::default());
        let told = bell.clone();
        let _subscription = engine.subscribe(move |_| bell.ring());
        if self.running.replace(true) {
            engine.send_now();
        } else {
            // For as long as the page lives.
            std::mem::forget(keep_running(&engine));
        }
        loop {
            let status = engine.status();
            let answered = status.last_contact.is_some_and(|at| at > begun);
            let sent = status.not_sent == 0 && status.first_download.is_none();
            if answered && sent && engine.resting() {
                return Ok(());
            }
            if let Some(failed) = status.storage_failed {
                return Err(said(failed));
            }
            select(Box::pin(told.wait()), Box::pin(TimeoutFuture::new(LOOK_AGAIN_MS))).await;
        }
    }

    /// Writes conversations one by one, each durable before the next.
    pub async fn write(&self, count: usize) -> Result<(), JsError> {
        let engine = self.engine()?;
        let participants = with(&engine, |view, member| {
            people(view, member, "").iter().map(|hit| hit.participant.id).collect::<Vec<_>>()
        });
        for participant in participants.iter().cycle().take(count) {
            engine.perform(conversation(&engine, *participant)?).await.map_err(said)?;
        }
        Ok(())
    }

    /// Everything, as the screens read it: each participant with all that happened, and the directory.
    #[wasm_bindgen(js_name = readAll)]
    pub fn read_all(&self) -> Result<Object, JsError> {
        let engine = self.engine()?;
        let listed = self.found(&engine, "");
        let found = with(&engine, |view, member| {
            let everyone = people(view, member, "");
            let events = |id: ParticipantId| timeline(view, id).len();
            let events: usize = everyone.iter().map(|hit| events(hit.participant.id)).sum();
            [("rows", view.rows().count()), ("people", everyone.len()), ("events", events)]
        });
        let object = Object::new();
        for (name, count) in found.into_iter().chain([("activities", listed)]) {
            Reflect::set(&object, &name.into(), &JsValue::from(count as f64)).ok();
        }
        Ok(object)
    }

    /// How many are found, among the participants' names and all texts of the directory.
    pub fn search(&self, text: &str) -> Result<usize, JsError> {
        let engine = self.engine()?;
        let names = with(&engine, |view, member| people(view, member, text).len());
        Ok(names + self.found(&engine, text))
    }
}

impl Hook {
    fn engine(&self) -> Result<Engine, JsError> {
        self.engine.borrow().clone().ok_or_else(|| said("neither enrolled nor opened"))
    }

    /// The list is made anew when something changed, as the screen does.
    fn found(&self, engine: &Engine, text: &str) -> usize {
        let now = clock::now();
        let mut listing = self.listing.borrow_mut();
        let revision = engine.revision();
        if listing.as_ref().is_none_or(|(made_of, _)| *made_of != revision) {
            *listing = Some((revision, Listing::new(&engine.view(), now, None)));
        }
        let filter = Filter { words: text.to_owned(), ..Filter::default() };
        listing.as_ref().map_or(0, |(_, listing)| listing.hits(&filter, now.day).len())
    }
}

async fn platform() -> Result<BrowserPlatform, JsError> {
    BrowserPlatform::open().await.map_err(said)
}

fn with<T>(engine: &Engine, ask: impl FnOnce(&MemoryView, MemberId) -> T) -> T {
    ask(&engine.view(), engine.actor().member)
}

fn conversation(engine: &Engine, about: ParticipantId) -> Result<VolunteerCommand, JsError> {
    Ok(VolunteerCommand::RecordConversation(RecordConversation {
        id: ConversationId(engine.new_id()),
        participant: about,
        said: Said {
            day: clock::now().day,
            talk: TalkKind::Free,
            matters: Some(Note::parse(WORDS).map_err(said)?),
            themes: vec![Theme::Company, Theme::Movement],
            next: None,
            first: FirstConversation::default(),
            follow_up: None,
            read_back: false,
        },
        wish: None,
        supersedes: None,
    }))
}

fn said(error: impl std::fmt::Debug) -> JsError {
    JsError::new(&format!("{error:?}"))
}
