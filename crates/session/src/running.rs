//! The loop that sends and fetches, and the ear for pokes.

use std::collections::VecDeque;

use futures_util::future::{Either, join, select};
use sync::replica::{Effect, Event, Why};

use crate::engine::Engine;
use crate::platform::Platform;
use crate::wire;

/// How soon a disk that could not be read is read again.
const AGAIN_MS: i64 = 5_000;
/// How long to wait before listening again, at first and at most.
const LISTEN_AGAIN_MS: (u64, u64) = (2_000, 120_000);

impl<P: Platform> Engine<P> {
    /// Runs until the session is closed.
    pub async fn run(&self) {
        select(Box::pin(self.closed()), Box::pin(self.synchronise())).await;
    }

    /// One tab at a time does this; the others wait for the lock and take over when it is let go, or
    /// when whoever holds it gives no sign of life. A tab that was frozen finds on thawing that the lock
    /// is gone: it drops what it was about to do, reads again, and waits like the others. Until it has
    /// noticed, two tabs may be at it at once: both send the same texts, which count once, and a page is
    /// committed only over the base that it was asked for.
    async fn synchronise(&self) {
        let lock_name = format!("brobygger.{}.sync", self.name);
        loop {
            self.step(Event::Interrupted);
            let lock = self.platform.lock(&lock_name);
            let guard = match select(Box::pin(lock), Box::pin(self.watch())).await {
                Either::Left((guard, _)) => guard,
                Either::Right(((), _)) => return,
            };
            // The tab that had it before may have written until its last moment.
            self.stale();
            let work = join(self.rounds(), self.hearken());
            select(Box::pin(self.platform.lost(&guard)), Box::pin(work)).await;
            self.stale();
            self.bell.ring();
        }
    }

    fn stale(&self) {
        self.stale_base.set(true);
        self.stale_outbox.set(true);
    }

    async fn rounds(&self) {
        let mut why = Why::Start;
        loop {
            let wake_at = match self.up_to_date().await {
                true => {
                    let wake_at = self.one_round(why).await;
                    self.tend_parcels().await;
                    wake_at
                }
                // Nothing is sent from a disk that cannot be read: it is tried again.
                false => Some(self.platform.now() + AGAIN_MS),
            };
            let wait = wake_at.map_or(60_000, |at| at - self.platform.now()).clamp(0, 3_600_000);
            let sleep = self.platform.sleep(wait.unsigned_abs());
            select(Box::pin(self.bell.wait()), Box::pin(sleep)).await;
            why = self.woken();
        }
    }

    /// What a tab does that does not synchronise: it reads again when others have written.
    async fn watch(&self) {
        loop {
            self.bell.wait().await;
            self.up_to_date().await;
        }
    }

    /// Reads again what other tabs have written, and notes whether that worked.
    async fn up_to_date(&self) -> bool {
        let refreshed = self.refresh().await;
        let worked = refreshed.is_ok();
        self.note_reading(refreshed.err());
        worked
    }

    /// Carries out effects until there are none. Gives when to wake up.
    async fn one_round(&self, why: Why) -> Option<i64> {
        let mut wake_at = None;
        let mut effects = VecDeque::from(self.step(Event::Wake { now: self.moment(), why }));
        while let Some(effect) = effects.pop_front() {
            match effect {
                Effect::Send { ticket, mut request } => {
                    // What was voided meanwhile, here or in another tab, does not leave as it was.
                    if self.stale_outbox.get() {
                        self.up_to_date().await;
                    }
                    self.state.borrow().replica.renew(&mut request);
                    let token = self.token.borrow().clone();
                    let answer = wire::send(&self.platform, &token, &request).await;
                    let now = self.moment();
                    effects.extend(self.step(Event::Answered { ticket, now, answer }));
                }
                Effect::SaveOutbox { put, remove, counters } => {
                    // A failure is noted there, and costs no more than a repetition.
                    self.save_outbox(put, remove, counters).await.ok();
                }
                Effect::CommitPage(commit) => {
                    effects.extend(self.commit_page(*commit).await);
                    // After a failure what is on the disk decides.
                    if !self.up_to_date().await {
                        return Some(self.platform.now() + AGAIN_MS);
                    }
                }
                Effect::WakeAt(at) => wake_at = Some(at),
                Effect::StatusChanged => {}
            }
        }
        wake_at
    }

    /// Listens for pokes, and again when the connection ends.
    async fn hearken(&self) {
        let mut wait = LISTEN_AGAIN_MS.0;
        loop {
            let heard = std::cell::Cell::new(false);
            let on_poke = |clock| {
                heard.set(true);
                self.wake(Why::Poke { clock });
            };
            let token = self.token.borrow().clone();
            self.platform.listen(wire::POKE, &token, &on_poke).await;
            wait = match heard.get() {
                true => LISTEN_AGAIN_MS.0,
                false => (wait * 2).min(LISTEN_AGAIN_MS.1),
            };
            let jitter = u64::from(self.moment().dice) * wait / u64::from(u32::MAX);
            self.platform.sleep(wait / 2 + jitter / 2).await;
        }
    }
}
