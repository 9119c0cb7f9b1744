//! Phones that are to be told nothing more.

use database::{Database, DatabaseError};
use uuid::Uuid;

use crate::audit;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revoked {
    Now,
    Before,
    Unknown,
}

/// From its commit on, nothing is taken from the phone or told to it. Its member's grants stay: there may be
/// another phone.
pub async fn revoke(
    database: &dyn Database,
    centre: Uuid,
    device: Uuid,
    now: i64,
) -> Result<Revoked, DatabaseError> {
    let mut write = database.begin_write().await?;
    write.lock(centre, &[device]).await?;
    let found = write.devices(&[device]).await?;
    let Some(mut found) = found.into_iter().find(|found| found.centre == centre) else {
        return Ok(Revoked::Unknown);
    };
    if found.revoked_at.is_some() {
        return Ok(Revoked::Before);
    }
    found.revoked_at = Some(now);
    write.put_device(&found).await?;
    write.add_audited(&[audit::line(centre, now, "revoke_device", Some(device))?]).await?;
    write.commit().await?;
    Ok(Revoked::Now)
}
