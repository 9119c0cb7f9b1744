//! The grants table, derived from the assignments that are written.

use database::{DatabaseError, HeldGrant, Reading};
use domain::{Assignment, Role};
use uuid::Uuid;

use super::Working;

impl Working {
    /// Everything these members held, this transaction's changes included.
    pub async fn load_grants(
        &mut self,
        read: &mut dyn Reading,
        members: &[Uuid],
    ) -> Result<(), DatabaseError> {
        let mut unknown: Vec<Uuid> =
            members.iter().filter(|member| !self.held.contains_key(member)).copied().collect();
        unknown.sort_unstable();
        unknown.dedup();
        if unknown.is_empty() {
            return Ok(());
        }
        for grant in read.grants(self.centre, &unknown).await? {
            self.held.entry(grant.member).or_default().push(grant);
        }
        for member in unknown {
            self.held.entry(member).or_default();
        }
        Ok(())
    }

    /// Loaded before by [`Working::load_grants`].
    pub fn held_by(&self, member: Uuid) -> &[HeldGrant] {
        self.held.get(&member).map_or(&[], Vec::as_slice)
    }

    /// An active assignment grants its version; any other ends those before it.
    pub(super) async fn follow_assignment(
        &mut self,
        read: &mut dyn Reading,
        assignment: &Assignment,
    ) -> Result<(), DatabaseError> {
        let (member, scope) = (assignment.member.0, assignment.participant.0);
        self.load_grants(read, &[member]).await?;
        let held = self.held.entry(member).or_default();
        let of_scope = held.iter_mut().filter(|grant| grant.scope == scope);
        let mut granted = false;
        for grant in of_scope {
            if assignment.active() && grant.version == assignment.version {
                granted = true;
            } else if grant.ended_at.is_none() {
                grant.ended_at = Some(self.now);
                self.changed_grants.push(grant.clone());
            }
        }
        if assignment.active() && !granted {
            let grant = HeldGrant {
                member,
                scope,
                version: assignment.version,
                granted_at: self.now,
                ended_at: None,
            };
            held.push(grant.clone());
            self.changed_grants.push(grant);
        }
        Ok(())
    }
}

const VOLUNTEER: &str = "volunteer";
const COORDINATOR: &str = "coordinator";

pub fn role_name(role: Role) -> &'static str {
    match role {
        Role::Volunteer => VOLUNTEER,
        Role::Coordinator => COORDINATOR,
    }
}

/// Whoever is not known to be a coordinator is none.
pub fn role(name: &str) -> Role {
    match name {
        COORDINATOR => Role::Coordinator,
        _ => Role::Volunteer,
    }
}
