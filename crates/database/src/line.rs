//! From a line of a table to a row, the same for every SQL database, and the names under which enums are kept.

use sqlx::postgres::{PgRow, Postgres};
use sqlx::sqlite::{Sqlite, SqliteRow};
use sqlx::{Decode, Row as _, Type};
use sync::{Digest, Lane, Verdict};
use uuid::Uuid;

use crate::{
    Audited, Centre, Code, DatabaseError, Decided, Device, DeviceKeys, Erased, Hash, HeldGrant,
    LaneKey, LaneState, Member, OldRow, Result, Row, Settled, Settlement,
};

/// What a database answers with.
pub trait Line {
    fn value<T: Value>(&self, column: usize) -> Result<T>;
}

/// What every one of the databases has a type for.
pub trait Value:
    for<'r> Decode<'r, Sqlite> + Type<Sqlite> + for<'r> Decode<'r, Postgres> + Type<Postgres>
{
}

impl<T> Value for T where
    T: for<'r> Decode<'r, Sqlite> + Type<Sqlite> + for<'r> Decode<'r, Postgres> + Type<Postgres>
{
}

impl Line for SqliteRow {
    fn value<T: Value>(&self, column: usize) -> Result<T> {
        self.try_get(column).map_err(unreadable)
    }
}

impl Line for PgRow {
    fn value<T: Value>(&self, column: usize) -> Result<T> {
        self.try_get(column).map_err(unreadable)
    }
}

fn unreadable(error: sqlx::Error) -> DatabaseError {
    DatabaseError::Storage(Box::new(error))
}

/// What a `SELECT` lists to be read by the functions below.
pub const ROW: &str = "id, scope, kind, seq, gone, body";
pub const DECIDED: &str = "device, epoch, lane, seq, centre, id, verdict, reason, clock, \
                           received_at, scope, digest, text, repeat";

pub fn row(r: &impl Line) -> Result<Row> {
    Ok(Row {
        id: get(r, 0)?,
        scope: get(r, 1)?,
        kind: get(r, 2)?,
        seq: number(r, 3)?,
        gone: get(r, 4)?,
        body: get(r, 5)?,
    })
}

pub fn old_row(r: &impl Line) -> Result<OldRow> {
    Ok(OldRow { id: get(r, 0)?, seq: number(r, 1)?, body: get(r, 2)? })
}

/// `id, name, country, language, clock, commit_id, backed_up, pruned`
pub fn centre(r: &impl Line) -> Result<Centre> {
    Ok(Centre {
        id: get(r, 0)?,
        name: get(r, 1)?,
        country: get(r, 2)?,
        language: get(r, 3)?,
        clock: number(r, 4)?,
        commit: bits(get(r, 5)?),
        backed_up: number(r, 6)?,
        pruned: number(r, 7)?,
    })
}

/// `member, scope, version, granted_at, ended_at`
pub fn grant(r: &impl Line) -> Result<HeldGrant> {
    Ok(HeldGrant {
        member: get(r, 0)?,
        scope: get(r, 1)?,
        version: u32::try_from(get::<i64>(r, 2)?)
            .map_err(|_| DatabaseError::Impossible("version"))?,
        granted_at: get(r, 3)?,
        ended_at: get(r, 4)?,
    })
}

/// `centre, id, role`
pub fn member(r: &impl Line) -> Result<Member> {
    Ok(Member { centre: get(r, 0)?, id: get(r, 1)?, role: get(r, 2)? })
}

/// `id, centre, member, token_hash, enrolled_at, last_seen, revoked_at`
pub fn device(r: &impl Line) -> Result<Device> {
    Ok(Device {
        id: get(r, 0)?,
        centre: get(r, 1)?,
        member: get(r, 2)?,
        token_hash: hash(r, 3)?,
        enrolled_at: get(r, 4)?,
        last_seen: get(r, 5)?,
        revoked_at: get(r, 6)?,
    })
}

/// `device, signing, deliver_hash, since, told`
pub fn device_keys(r: &impl Line) -> Result<DeviceKeys> {
    let signing: Vec<u8> = get(r, 1)?;
    Ok(DeviceKeys {
        device: get(r, 0)?,
        signing: signing.try_into().map_err(|_| DatabaseError::Impossible("public key"))?,
        deliver_hash: hash(r, 2)?,
        since: get(r, 3)?,
        told: key_number(r, 4)?,
    })
}

/// `hash, centre, member, expires_at, used_by, used_at`
pub fn code(r: &impl Line) -> Result<Code> {
    Ok(Code {
        hash: hash(r, 0)?,
        centre: get(r, 1)?,
        member: get(r, 2)?,
        expires_at: get(r, 3)?,
        used_by: get(r, 4)?,
        used_at: get(r, 5)?,
    })
}

/// `device, epoch, lane, last_seq, last_digest`
pub fn lane_state(r: &impl Line) -> Result<LaneState> {
    Ok(LaneState {
        key: lane_key(r)?,
        last_seq: number(r, 3)?,
        last_digest: Digest::from_bytes(hash(r, 4)?),
    })
}

pub fn decided(r: &impl Line) -> Result<Decided> {
    Ok(Decided {
        key: lane_key(r)?,
        seq: number(r, 3)?,
        centre: get(r, 4)?,
        id: get(r, 5)?,
        verdict: named(
            get(r, 6)?,
            [Verdict::Applied, Verdict::Merged, Verdict::Conflict, Verdict::Quarantined],
            verdict_name,
        )?,
        reason: get(r, 7)?,
        clock: number(r, 8)?,
        received_at: get(r, 9)?,
        scope: get(r, 10)?,
        digest: Digest::from_bytes(hash(r, 11)?),
        text: get(r, 12)?,
        repeat: get(r, 13)?,
    })
}

/// `scope, at`
pub fn erased(r: &impl Line) -> Result<Erased> {
    Ok(Erased { scope: get(r, 0)?, at: get(r, 1)? })
}

/// `centre, id, how, by, at, clock`
pub fn settled(r: &impl Line) -> Result<Settled> {
    Ok(Settled {
        centre: get(r, 0)?,
        id: get(r, 1)?,
        how: named(get(r, 2)?, Settlement::ALL, Settlement::name)?,
        by: get(r, 3)?,
        at: get(r, 4)?,
        clock: number(r, 5)?,
    })
}

/// `centre, id, at, by, account, deed, about`
pub fn audited(r: &impl Line) -> Result<Audited> {
    Ok(Audited {
        centre: get(r, 0)?,
        id: get(r, 1)?,
        at: get(r, 2)?,
        by: get(r, 3)?,
        account: get(r, 4)?,
        deed: get(r, 5)?,
        about: get(r, 6)?,
    })
}

pub fn verdict_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Applied => "applied",
        Verdict::Merged => "merged",
        Verdict::Conflict => "conflict",
        Verdict::Quarantined => "quarantined",
    }
}

pub fn lane(r: &impl Line, column: usize) -> Result<Lane> {
    named(get(r, column)?, Lane::ALL, Lane::name)
}

pub fn get<T: Value>(r: &impl Line, column: usize) -> Result<T> {
    r.value(column)
}

/// Clocks and numbers count from 0 and stay far below 2⁶³.
pub fn number(r: &impl Line, column: usize) -> Result<u64> {
    u64::try_from(get::<i64>(r, column)?).map_err(|_| DatabaseError::Impossible("number"))
}

pub fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Of a key of the centre.
pub fn key_number(r: &impl Line, column: usize) -> Result<u32> {
    u32::try_from(number(r, column)?).map_err(|_| DatabaseError::Impossible("number of a key"))
}

/// Commit ids use all 64 bits, which a database keeps as a signed number.
pub fn bits(stored: i64) -> u64 {
    u64::from_ne_bytes(stored.to_ne_bytes())
}

pub fn stored_bits(id: u64) -> i64 {
    i64::from_ne_bytes(id.to_ne_bytes())
}

pub fn hash(r: &impl Line, column: usize) -> Result<Hash> {
    let bytes: Vec<u8> = get(r, column)?;
    bytes.try_into().map_err(|_| DatabaseError::Impossible("hash"))
}

fn lane_key(r: &impl Line) -> Result<LaneKey> {
    Ok(LaneKey { device: get::<Uuid>(r, 0)?, epoch: get(r, 1)?, lane: lane(r, 2)? })
}

fn named<T: Copy, const N: usize>(
    name: String,
    all: [T; N],
    name_of: fn(T) -> &'static str,
) -> Result<T> {
    all.into_iter().find(|one| name_of(*one) == name).ok_or(DatabaseError::Impossible("name"))
}
