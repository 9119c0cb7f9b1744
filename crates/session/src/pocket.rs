//! What works while the app is locked, because a pocket must not cost the visit.
//!
//! **The story.** While the vault is open the screens leave a [`Pocket`] in the directory: the centre's
//! numbers, and of the next visits the random id, the hour and how far each has come. A locked app
//! shows them without a name, and a tap is written down as a [`Stamp`]: visit, step, time. At the next
//! unlocking stamps become check-ins, with the time at which they were made.

use std::cell::RefCell;
use std::rc::Rc;

use domain::query::{Progress, agenda, visit};
use domain::{
    AccompanimentId, Centre, CheckInId, CheckInPoint, EmergencyNumber, LocalTime, Phone, command,
};
use serde::{Deserialize, Serialize};
use store::{Batch, Database, Store, StoreError};

use crate::directory::{self, VAULTS};
use crate::platform::{Platform, new_id};
use crate::session::Session;

/// Visits that are kept at hand.
const VISITS: usize = 3;
/// A visit is offered from two hours before its start to half a day after its end; one that was begun, from
/// half a day before, as on Today.
const BEFORE_MINUTES: i32 = 2 * 60;
const BEGUN_MINUTES: i32 = 12 * 60;
/// A stamp whose visit is not here (any more) is let go after a month.
const STAMP_LASTS_MS: i64 = 31 * 24 * 60 * 60 * 1000;

/// In the clear, and without a name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Pocket {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coordinator: Option<Phone>,
    #[serde(default)]
    pub emergency: Vec<EmergencyNumber>,
    /// The next ones first.
    #[serde(default)]
    pub visits: Vec<PocketVisit>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PocketVisit {
    pub id: AccompanimentId,
    pub starts: LocalTime,
    pub minutes: u16,
    /// What the next tap says.
    pub next: Stamped,
}

/// What a tap on the locked screen says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stamped {
    Met,
    Arrived,
    Done,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stamp {
    pub visit: AccompanimentId,
    pub step: Stamped,
    /// UTC milliseconds, by the phone's clock.
    pub at: i64,
}

/// Ends that were stamped and wait for the two questions.
pub(crate) type Ends = Rc<RefCell<Vec<Stamp>>>;

/// What each vault left for the locked screen, with the stamps made since.
pub async fn pockets(platform: &impl Platform) -> Result<Vec<(String, Pocket)>, StoreError> {
    let records = platform.store().read_all(&Database::directory(), VAULTS).await?;
    let mut pockets = Vec::new();
    for (key, value) in &records {
        if let (Some(vault), Ok(pocket)) = (key.strip_prefix("pocket/"), json::read_bytes(value)) {
            pockets.push((vault.to_owned(), pocket));
        }
    }
    for (key, value) in &records {
        let Some((vault, _)) = key.strip_prefix("stamp/").and_then(|key| key.split_once('/'))
        else {
            continue;
        };
        let Ok(stamp) = json::read_bytes::<Stamp>(value) else { continue };
        let pocket: Option<&mut Pocket> =
            pockets.iter_mut().find(|(name, _)| name == vault).map(|(_, pocket)| pocket);
        if let Some(pocket) = pocket {
            pocket.follow(&stamp);
        }
    }
    Ok(pockets)
}

/// Writes a tap down, durably. A second tap on the same step changes nothing.
pub async fn stamp(
    platform: &impl Platform,
    vault: &str,
    visit: AccompanimentId,
    step: Stamped,
) -> Result<(), StoreError> {
    let key = stamp_key(vault, visit, step);
    if directory::read::<Stamp>(platform, &key).await?.is_some() {
        return Ok(());
    }
    directory::write(platform, &key, &Stamp { visit, step, at: platform.now() }).await
}

impl Pocket {
    fn follow(&mut self, stamp: &Stamp) {
        match stamp.step.next() {
            None => self.visits.retain(|visit| visit.id != stamp.visit),
            Some(next) => {
                // Stamps come in no order.
                for visit in self.visits.iter_mut().filter(|visit| visit.id == stamp.visit) {
                    visit.next = visit.next.max(next);
                }
            }
        }
    }
}

impl PocketVisit {
    /// Whether it is on, or near enough to be begun or ended.
    pub fn is_due(&self, now: LocalTime) -> bool {
        let minutes = |at: LocalTime| i32::from(at.time.minutes());
        let days = now.day.days_since(self.starts.day);
        let since = days * 1440 + minutes(now) - minutes(self.starts);
        let before = if self.next == Stamped::Met { BEFORE_MINUTES } else { BEGUN_MINUTES };
        (-before..i32::from(self.minutes) + BEGUN_MINUTES).contains(&since)
    }
}

impl Stamped {
    fn next(self) -> Option<Self> {
        match self {
            Self::Met => Some(Self::Arrived),
            Self::Arrived => Some(Self::Done),
            Self::Done => None,
        }
    }

    fn point(self) -> Option<CheckInPoint> {
        match self {
            Self::Met => Some(CheckInPoint::Met),
            Self::Arrived => Some(CheckInPoint::Arrived),
            Self::Done => None,
        }
    }
}

impl<P: Platform> Session<P> {
    /// Leaves for the locked screen what it may show, where that has changed.
    pub async fn keep_pocket(&self, now: LocalTime) -> Result<(), StoreError> {
        let pocket = self.pocket(now);
        let key = format!("pocket/{}", self.vault());
        if directory::read(self.platform(), &key).await?.as_ref() == Some(&pocket) {
            return Ok(());
        }
        directory::write(self.platform(), &key, &pocket).await
    }

    /// Makes check-ins of what was stamped while the app was locked. What cannot be made one now stays.
    pub async fn take_stamps(&self) -> Result<(), StoreError> {
        let prefix = format!("stamp/{}/", self.vault());
        let records = self.platform().store().read_all(&Database::directory(), VAULTS).await?;
        let stamps = records.iter().filter(|(key, _)| key.starts_with(&prefix));
        let mut stamps: Vec<Stamp> =
            stamps.filter_map(|(_, value)| json::read_bytes(value).ok()).collect();
        domain::order::sort_by_key(&mut stamps, |stamp| stamp.at);
        for stamp in stamps {
            if self.take_stamp(&stamp).await {
                let mut batch = Batch::strict();
                batch.delete(VAULTS, stamp_key(self.vault(), stamp.visit, stamp.step));
                self.platform().store().commit(&Database::directory(), batch).await?;
            }
        }
        Ok(())
    }

    /// When a visit ended, where that was stamped and is still to be told.
    pub fn stamped_end(&self, visit: AccompanimentId) -> Option<i64> {
        let ends = self.ends().borrow();
        ends.iter().find(|stamp| stamp.visit == visit).map(|stamp| stamp.at)
    }

    /// The visit whose end was stamped last and is still to be told.
    pub fn ended_visit(&self) -> Option<AccompanimentId> {
        self.ends().borrow().last().map(|stamp| stamp.visit)
    }

    /// Whether the stamp has done its work. An app that is killed after the check-in and before the
    /// stamp is gone finds the step taken, and makes no second one.
    async fn take_stamp(&self, stamp: &Stamp) -> bool {
        let found = {
            let view = self.view();
            visit(&view, stamp.visit).map(|visit| (visit.plan.participant, visit.progress()))
        };
        let Some((participant, progress)) = found else {
            return self.now() - stamp.at > STAMP_LASTS_MS;
        };
        let Some(point) = stamp.step.point() else {
            if progress != Progress::Ended {
                let mut ends = self.ends().borrow_mut();
                ends.retain(|end| end.visit != stamp.visit);
                ends.push(stamp.clone());
            }
            return progress == Progress::Ended;
        };
        let taken = match point {
            CheckInPoint::Met => progress >= Progress::Met,
            CheckInPoint::Arrived => progress >= Progress::Arrived,
        };
        if taken {
            return true;
        }
        let id = CheckInId(new_id(self.platform()));
        let command = command::CheckIn { id, participant, accompaniment: stamp.visit, point };
        self.perform_at(command.into(), stamp.at).await.is_ok()
    }

    fn pocket(&self, now: LocalTime) -> Pocket {
        let view = self.view();
        let centre = view.all::<Centre>().next();
        let agenda = agenda(&view, self.actor().member, now);
        let coming = agenda.next.iter().chain(&agenda.later).take(VISITS);
        let visits = coming.map(|(visit, _)| PocketVisit {
            id: visit.plan.id,
            starts: visit.plan.starts.value,
            minutes: visit.plan.minutes,
            next: match visit.progress() {
                Progress::Planned => Stamped::Met,
                Progress::Met => Stamped::Arrived,
                Progress::Arrived | Progress::Ended => Stamped::Done,
            },
        });
        Pocket {
            coordinator: centre.map(|centre| centre.coordinator_phone.clone()),
            emergency: centre.map(|centre| centre.emergency.clone()).unwrap_or_default(),
            visits: visits.collect(),
        }
    }
}

fn stamp_key(vault: &str, visit: AccompanimentId, step: Stamped) -> String {
    let step = match step {
        Stamped::Met => "met",
        Stamped::Arrived => "arrived",
        Stamped::Done => "done",
    };
    format!("stamp/{vault}/{}/{step}", visit.0)
}
