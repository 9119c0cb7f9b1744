//! Reading the vault from the disk, whatever state it is in.

use domain::map::Map;
use planted::Planted;
use store::{Batch, Store, StoreError};
use sync::replica::{Counters, Entry, Event, Held, Why};
use uuid::Uuid;

use super::Engine;
use crate::base::{Base, Touched, parse_key};
use crate::disk::{BLOCKS, COUNTERS, DRAFTS, Disk, ENTRIES, HELD, META, written};
use crate::enrol::identity;
use crate::platform::{Platform, new_id};
use crate::signal::Change;

pub struct Outbox {
    pub entries: Vec<Entry>,
    pub counters: Counters,
    pub mark: Option<Vec<u8>>,
    pub unreadable: Vec<(String, Vec<u8>)>,
}

pub struct LoadedBase {
    pub base: Base,
    pub held: Held,
    pub mark: Option<Vec<u8>>,
}

/// An entry that does not open is kept aside as it is. Counters that do not open, or cannot go on, are
/// replaced by a new epoch, whose numbers nobody has used; so are those of an epoch with an entry that
/// does not open.
pub async fn outbox(platform: &impl Platform, disk: &Disk) -> Result<Outbox, StoreError> {
    let database = &disk.outbox;
    // The counters first: should another tab write in between, our mark is the older one, and the next
    // commit notices.
    let mark = platform.store().read(database, META, COUNTERS).await?;
    let mut counters: Option<Counters> = None;
    if let Some(sealed) = &mark {
        let json = disk.open(database, META, COUNTERS, sealed).await;
        counters = json.ok().and_then(|json| json::read_bytes(&json).ok());
    }
    let mut entries = Vec::new();
    let mut unreadable = Vec::new();
    let mut closed = Vec::new();
    let mut last = 0;
    let mut each = |key: String, json: Option<Vec<u8>>| {
        let order: Option<u64> = key.parse().ok();
        last = last.max(order.unwrap_or(0));
        let Some(json) = json else { return closed.push(key) };
        match Entry::from_json(&json) {
            // It is written back to where it lies, and over no other.
            Ok(entry) => entries.push(Entry { order: order.unwrap_or(entry.order), ..entry }),
            Err(_) => unreadable.push((key, json)),
        }
    };
    disk.open_all(platform, database, ENTRIES, &mut each).await?;
    for key in closed {
        if let Some(sealed) = platform.store().read(database, ENTRIES, &key).await? {
            unreadable.push((key, sealed));
        }
    }
    let epoch = match entries.last() {
        Some(entry) if planted::is(Planted::EpochReused) => entry.envelope.epoch,
        _ => new_id(platform),
    };
    let counters = match counters.and_then(|counters| counters.after(last)) {
        Some(counters) if !has_a_hole(&counters, &unreadable) => counters,
        Some(Counters { order, .. }) => Counters::new(epoch, order),
        None => Counters::new(epoch, last),
    };
    Ok(Outbox { entries, counters, mark, unreadable })
}

/// Whether an entry of the current epoch does not open: what is recorded after it in that epoch would be
/// refused as a gap. Entries are counted densely over all epochs, so an epoch's are the last ones.
fn has_a_hole(counters: &Counters, unreadable: &[(String, Vec<u8>)]) -> bool {
    let recorded = counters.urgent.seq.saturating_add(counters.normal.seq);
    let mut orders = unreadable.iter().filter_map(|(key, _)| key.parse::<u64>().ok());
    orders.any(|order| order.saturating_add(recorded) > counters.order)
}

/// A block that does not open is taken off the disk, and its scope is wanted again from the start. So is a
/// scope whose rows are not those that were written last: an older block was put back, or one taken away.
/// Without a readable record of what is held, everything is.
pub async fn base(platform: &impl Platform, disk: &Disk) -> Result<LoadedBase, StoreError> {
    // Another tab may write between the two readings: then they are read again.
    for _ in 0..5 {
        match base_now(platform, disk).await {
            Err(StoreError::Changed) => {}
            done => return done,
        }
    }
    Err(StoreError::Changed)
}

async fn base_now(platform: &impl Platform, disk: &Disk) -> Result<LoadedBase, StoreError> {
    let database = &disk.base;
    let mark = platform.store().read(database, META, HELD).await?;
    let mut held: Option<Held> = None;
    if let Some(sealed) = &mark {
        let json = disk.open(database, META, HELD, sealed).await;
        held = json.ok().and_then(|json| json::read_bytes(&json).ok());
    }
    let Some(mut held) = held else {
        let mut blocks = platform.store().records(database, BLOCKS).await?;
        if blocks.next().is_none() && mark.is_none() {
            return Ok(LoadedBase { base: Base::default(), held: Held::default(), mark });
        }
        let mut batch = Batch::relaxed().expect(META, HELD, mark);
        batch.delete_prefix(BLOCKS, "");
        batch.delete(META, HELD);
        platform.store().commit(database, batch).await?;
        return Ok(LoadedBase { base: Base::default(), held: Held::default(), mark: None });
    };
    let mut base = Base::default();
    let mut sums: Vec<(Uuid, u64)> = Vec::new();
    let mut lost = Vec::new();
    let mut strange = Vec::new();
    let mut each = |name: String, block: Option<Vec<u8>>| {
        let Some(key) = parse_key(&name) else { return strange.push(name) };
        let loaded = match block.map(|block| base.load(key, &block)) {
            Some(Ok(sum)) => {
                // Blocks come in order, those of a scope one after the other.
                match sums.last_mut() {
                    Some((scope, sums)) if *scope == key.0 => *sums = sum.wrapping_add(*sums),
                    _ => sums.push((key.0, sum)),
                }
                true
            }
            _ => false,
        };
        // What is left of a scope that is not granted any more is not shown either.
        let stays = loaded && held.grant(key.0).is_some();
        if !stays && !lost.contains(&key.0) {
            lost.push(key.0);
        }
    };
    disk.open_all(platform, database, BLOCKS, &mut each).await?;
    for grant in &held.grants {
        let sum = sums.iter().find(|(scope, _)| *scope == grant.scope).map_or(0, |(_, sum)| *sum);
        if grant.sum.is_some_and(|written| written != sum) && !lost.contains(&grant.scope) {
            lost.push(grant.scope);
        }
    }
    if lost.is_empty() && strange.is_empty() {
        return Ok(LoadedBase { base, held, mark });
    }
    let mut batch = Batch::relaxed().expect(META, HELD, mark);
    for key in strange {
        batch.delete(BLOCKS, key);
    }
    for scope in lost {
        base.evict(scope, &mut Touched::default());
        held.lose(scope);
        batch.delete_prefix(BLOCKS, format!("{scope}/"));
    }
    let sealed = disk.seal(database, META, HELD, &written(&held)?).await?;
    batch.put(META, HELD, sealed.clone());
    platform.store().commit(database, batch).await?;
    Ok(LoadedBase { base, held, mark: Some(sealed) })
}

pub async fn drafts(
    platform: &impl Platform,
    disk: &Disk,
) -> Result<Map<String, Vec<u8>>, StoreError> {
    let mut drafts = Map::default();
    let mut each = |key: String, content: Option<Vec<u8>>| {
        if let Some(content) = content {
            drafts.insert(key, content);
        }
    };
    disk.open_all(platform, &disk.outbox, DRAFTS, &mut each).await?;
    Ok(drafts)
}

impl<P: Platform> Engine<P> {
    /// Reads again what other tabs have written, if they have.
    pub async fn refresh(&self) -> Result<(), StoreError> {
        if self.stale_outbox.get() {
            let _turn = self.turn.take().await;
            self.reload_outbox_in_turn().await?;
        }
        if self.stale_base.get() {
            self.reload_base().await?;
        }
        Ok(())
    }

    /// To be called by whoever holds the turn.
    pub(super) async fn reload_outbox_in_turn(&self) -> Result<(), StoreError> {
        self.stale_outbox.set(false);
        let read = async {
            let drafts = drafts(&self.platform, &self.disk).await?;
            let identity = identity(&self.platform, &self.disk).await.ok();
            Ok((outbox(&self.platform, &self.disk).await?, drafts, identity))
        };
        let (outbox, drafts, identity) = match read.await {
            Ok(read) => read,
            Err(error) => {
                self.stale_outbox.set(true);
                return Err(error);
            }
        };
        {
            let mut state = self.state.borrow_mut();
            let super::State { base, replica, shown, .. } = &mut *state;
            let Outbox { entries, counters, mark, unreadable } = outbox;
            replica.step(Event::OutboxReloaded { entries, counters });
            shown.rebuild(base, replica, []);
            state.drafts = drafts;
            state.outbox_mark = mark;
            state.unreadable = unreadable;
        }
        if let Some(identity) = identity.filter(|identity| identity.token != *self.token.borrow()) {
            // The person was invited anew in another tab.
            self.token.replace(identity.token);
            self.wake(Why::Asked);
        }
        self.tell_all();
        Ok(())
    }

    async fn reload_base(&self) -> Result<(), StoreError> {
        self.stale_base.set(false);
        let loaded = match base(&self.platform, &self.disk).await {
            Ok(loaded) => loaded,
            Err(error) => {
                self.stale_base.set(true);
                return Err(error);
            }
        };
        {
            let mut state = self.state.borrow_mut();
            if loaded.mark.is_none() && state.base_mark.is_none() {
                // It made room for a record: what is in memory is all there is.
                return Ok(());
            }
            let gone = state.base.ids().filter(|id| !loaded.base.has(*id));
            let changed: Vec<_> = gone.chain(loaded.base.ids()).collect();
            state.base = loaded.base;
            state.base_mark = loaded.mark;
            let super::State { base, replica, shown, .. } = &mut *state;
            replica.step(Event::BaseReloaded { held: loaded.held });
            shown.rebuild(base, replica, changed);
        }
        self.tell_all();
        Ok(())
    }

    fn tell_all(&self) {
        for change in [Change::View, Change::Outbox, Change::Status] {
            self.listeners.tell(change);
        }
    }
}
