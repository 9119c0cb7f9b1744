//! Grants follow from assignments, and phones and codes belong to members.

use std::collections::BTreeSet;

use database::{DatabaseError, Reading};
use uuid::Uuid;

use super::Known;
use crate::apply::role;

pub async fn check(read: &mut dyn Reading, known: &mut Known) -> Result<(), DatabaseError> {
    grants(read, known).await?;
    members(read, known).await?;
    for device in read.devices_of_centre(known.centre.id).await? {
        if !known.members.contains_key(&device.member) {
            known
                .find(format!("Phone {}: its member {} does not exist.", device.id, device.member));
        }
    }
    for code in read.codes_of_centre(known.centre.id).await? {
        if !known.members.contains_key(&code.member) {
            known.find(format!("A code is for the member {}, who does not exist.", code.member));
        }
    }
    Ok(())
}

async fn grants(read: &mut dyn Reading, known: &mut Known) -> Result<(), DatabaseError> {
    let grants = read.grants_of_centre(known.centre.id).await?;
    let active: BTreeSet<(Uuid, Uuid, u32)> = known
        .assignments
        .iter()
        .filter(|assignment| assignment.active())
        .map(|a| (a.member.0, a.participant.0, a.version))
        .collect();
    let pairs: BTreeSet<(Uuid, Uuid)> =
        known.assignments.iter().map(|a| (a.member.0, a.participant.0)).collect();
    let mut granted = BTreeSet::new();
    for grant in grants {
        let (member, scope, version) = (grant.member, grant.scope, grant.version);
        let erased = known.erased.contains(&scope);
        if !erased && !pairs.contains(&(member, scope)) {
            known.find(format!("Member {member}: a grant of {scope} follows from no assignment."));
        }
        if grant.ended_at.is_some() {
            continue;
        }
        granted.insert((member, scope, version));
        if !active.contains(&(member, scope, version)) {
            known.find(format!(
                "Member {member}: version {version} of the grant of {scope} is held, and no \
                 assignment says so."
            ));
        }
    }
    for (member, scope, version) in active.difference(&granted) {
        known.find(format!(
            "Member {member}: an assignment gives version {version} of {scope}, and it is not granted."
        ));
    }
    Ok(())
}

async fn members(read: &mut dyn Reading, known: &mut Known) -> Result<(), DatabaseError> {
    let listed = read.members_of_centre(known.centre.id).await?;
    let mut there = BTreeSet::new();
    for member in listed {
        let id = member.id;
        there.insert(id);
        match known.members.get(&id).copied() {
            None => known.find(format!("Member {id}: it is listed, and has no row.")),
            Some(row) if row != role(&member.role) => {
                known.find(format!("Member {id}: its role is {} in one place only.", member.role));
            }
            Some(_) => {}
        }
    }
    let missing: Vec<Uuid> =
        known.members.keys().filter(|id| !there.contains(id)).copied().collect();
    for id in missing {
        known.find(format!("Member {id}: it has a row, and is not listed."));
    }
    Ok(())
}
