//! The audit trail: who at the centre read, took out or changed what, and when.
//!
//! A change is written down in the transaction that makes it, so neither is there without the other. A reading
//! is written down before anything is shown: what cannot be written down is not shown. What phones do needs no
//! line here, since each mutation is kept with its author.
//!
//! A line names a participant by the random id alone, so it tells nobody's story and may stay when the
//! participant is erased.
//!
//! **What is absent.** A proof of who sat at the command line. It runs under an account of the machine, whose
//! name is taken from the environment; whoever may run it could also change the environment, or the file.

use std::sync::OnceLock;

use database::{Audited, Database, DatabaseError, Writing};
use domain::{CoordinatorCommand, Moment};
use uuid::{Builder, Uuid};

use crate::coordinate::COMMAND_LINE;
use crate::random;

/// A line about something that the command line does.
pub fn line(
    centre: Uuid,
    now: i64,
    deed: &str,
    about: Option<Uuid>,
) -> Result<Audited, DatabaseError> {
    Ok(Audited {
        centre,
        id: new_id(Moment(now))?,
        at: now,
        by: COMMAND_LINE.0,
        account: account().map(str::to_owned),
        deed: deed.to_owned(),
        about,
    })
}

/// Writes a line by itself: before what it tells of is shown or taken out.
pub async fn note(
    database: &dyn Database,
    centre: Uuid,
    now: i64,
    deed: &str,
    about: Option<Uuid>,
) -> Result<(), DatabaseError> {
    let mut write = database.begin_write().await?;
    write.add_audited(&[line(centre, now, deed, about)?]).await?;
    write.commit().await
}

/// Writes down a coordinator's commands, in the transaction that carries them out.
pub async fn of_commands<'a>(
    write: &mut dyn Writing,
    centre: Uuid,
    now: i64,
    commands: impl IntoIterator<Item = &'a CoordinatorCommand>,
) -> Result<(), DatabaseError> {
    let lines = commands.into_iter().map(|command| {
        let about = command.participant().map(Uuid::from);
        line(centre, now, command.name(), about)
    });
    write.add_audited(&lines.collect::<Result<Vec<_>, _>>()?).await
}

/// UUIDv7, of this moment.
pub(crate) fn new_id(now: Moment) -> Result<Uuid, DatabaseError> {
    let bytes = random::bytes().map_err(|e| DatabaseError::Storage(Box::new(e)))?;
    let millis = u64::try_from(now.0).unwrap_or(0);
    Ok(Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid())
}

/// The machine's account, as far as the environment knows it.
fn account() -> Option<&'static str> {
    static ACCOUNT: OnceLock<Option<String>> = OnceLock::new();
    let named = || {
        let names = ["SUDO_USER", "LOGNAME", "USER"].map(|name| std::env::var(name).ok());
        names.into_iter().flatten().find(|name| !name.is_empty())
    };
    ACCOUNT.get_or_init(named).as_deref()
}
