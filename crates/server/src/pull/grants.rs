//! What a phone may hold.

use std::collections::HashMap;

use database::{DatabaseError, Device, Reading};
use domain::{Day, LocalTime, Moment, Row, RowKind};
use sync::Grant;
use uuid::Uuid;

/// The centre's own scope and the member's have one version for ever.
const FIRST: u32 = 1;

/// The centre, the member, and each participant that the member is assigned to now.
pub async fn held(read: &mut dyn Reading, device: &Device) -> Result<Vec<Grant>, DatabaseError> {
    let own = [device.centre, device.member].map(|scope| Grant { scope, version: FIRST });
    let assigned = read.grants(device.centre, &[device.member]).await?;
    let active = assigned.into_iter().filter(|grant| grant.ended_at.is_none());
    let active = active.map(|grant| Grant { scope: grant.scope, version: grant.version });
    Ok(own.into_iter().chain(active).collect())
}

/// In the order in which a phone wants them: the member and those it meets today, the centre, then
/// whoever is met next.
pub async fn in_order(
    read: &mut dyn Reading,
    device: &Device,
    held: &[Grant],
    now: i64,
) -> Result<Vec<Grant>, DatabaseError> {
    let kind = RowKind::Accompaniment.name();
    let asked: Vec<(Uuid, &str)> = held.iter().map(|grant| (grant.scope, kind)).collect();
    let today = Moment(now).utc_day();
    let mut next: HashMap<Uuid, LocalTime> = HashMap::new();
    for row in read.rows_of_kinds(device.centre, &asked).await? {
        let Ok(Row::Accompaniment(plan)) = serde_json::from_str(&row.body) else {
            continue;
        };
        let starts = plan.starts.value;
        if plan.voided.is_none() && starts.day >= today {
            let soonest = next.entry(row.scope).or_insert(starts);
            *soonest = starts.min(*soonest);
        }
    }
    let mut ordered = held.to_vec();
    ordered.sort_by_key(|grant| rank(grant.scope, device, next.get(&grant.scope), today));
    Ok(ordered)
}

fn rank(
    scope: Uuid,
    device: &Device,
    next: Option<&LocalTime>,
    today: Day,
) -> (u8, Option<LocalTime>, Uuid) {
    let group = match next {
        _ if scope == device.member => 0,
        // A day is another one in the centre's zone for an hour or two of the night.
        Some(next) if next.day.days_since(today) <= 1 => 1,
        _ if scope == device.centre => 2,
        Some(_) => 3,
        None => 4,
    };
    (group, next.copied(), scope)
}
