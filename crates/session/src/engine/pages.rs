//! Writing to the base.

use planted::Planted;
use store::{Batch, Store, StoreError};
use sync::replica::{Commit, Effect, Event};

use super::Engine;
use crate::base::{Base, Touched, key_text};
use crate::disk::{BLOCKS, HELD, META, written};
use crate::platform::{Platform, Told};
use crate::signal::Change;

impl<P: Platform> Engine<P> {
    /// Commits a page, shows it, and gives what is to be done next.
    pub async fn commit_page(&self, mut commit: Commit) -> Vec<Effect> {
        let (mut next, mark) = {
            let state = self.state.borrow();
            (state.base.clone(), state.base_mark.clone())
        };
        let touched = next.apply(&mut commit);
        for grant in &mut commit.held.grants {
            grant.sum = Some(next.sum(grant.scope));
        }
        match self.write_base(&commit, &next, &touched, mark).await {
            Ok(mark) => {
                let effects = {
                    let mut state = self.state.borrow_mut();
                    state.write_failed = None;
                    state.base = next;
                    state.base_mark = Some(mark);
                    self.follow(&mut state, touched)
                };
                self.listeners.tell(Change::Status);
                self.listeners.tell(Change::View);
                self.listeners.tell(Change::Outbox);
                self.platform.tell(&self.name, Told::Base);
                effects
            }
            Err(error) => {
                // Whether it was committed is open: it is read again before the next try.
                self.stale_base.set(true);
                self.note_writing(Some(error));
                self.step(Event::CommitFailed { now: self.moment() })
            }
        }
    }

    /// The replica and the view follow the base in one go: nobody sees one without the other.
    fn follow(&self, state: &mut super::State, touched: Touched) -> Vec<Effect> {
        let mut effects = state.replica.step(Event::Committed { now: self.moment() });
        effects.retain(|effect| !matches!(effect, Effect::StatusChanged));
        let super::State { base, replica, shown, .. } = state;
        shown.rebuild(base, replica, touched.rows);
        effects
    }

    async fn write_base(
        &self,
        commit: &Commit,
        next: &Base,
        touched: &Touched,
        mark: Option<Vec<u8>>,
    ) -> Result<Vec<u8>, StoreError> {
        let base = &self.disk.base;
        // Where nothing of the base is on the disk any more, all of it goes there.
        let (whole, blocks) = match &mark {
            Some(_) => (false, touched.blocks.clone()),
            None => (true, next.block_keys()),
        };
        let mut batch = Batch::relaxed().expect(META, HELD, mark);
        if planted::is(Planted::CursorBeforePage) {
            let mut early = Batch::relaxed();
            let mut held = commit.held.clone();
            // With their sums, the rows that are missing would be noticed and fetched.
            held.grants.iter_mut().for_each(|grant| grant.sum = None);
            let sealed = self.disk.seal(base, META, HELD, &written(&held)?).await?;
            early.put(META, HELD, sealed);
            self.platform.store().commit(base, early).await?;
            batch.expected = None;
        }
        if whole {
            batch.delete_prefix(BLOCKS, "");
        }
        for scope in &commit.evict {
            batch.delete_prefix(BLOCKS, format!("{scope}/"));
        }
        let mut records = Vec::new();
        for key in &blocks {
            match next.block(*key) {
                Some(json) => records.push((key_text(*key), json)),
                None => batch.delete(BLOCKS, key_text(*key)),
            }
        }
        self.disk.seal_all(base, BLOCKS, records, &mut batch).await?;
        let sealed = self.disk.seal(base, META, HELD, &written(&commit.held)?).await?;
        batch.put(META, HELD, sealed.clone());
        self.platform.store().commit(base, batch).await?;
        Ok(sealed)
    }
}
