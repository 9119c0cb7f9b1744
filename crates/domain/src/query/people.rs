//! The participants of a volunteer.

use super::{Needle, Stage, stage};
use crate::order::sort_by;
use crate::{Assignment, MemberId, MemoryView, Part, Participant};

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PersonHit<'a> {
    pub participant: &'a Participant,
    pub stage: Stage,
    pub part: Part,
}

/// Those assigned to the member, who still take part.
pub fn assigned(
    view: &MemoryView,
    member: MemberId,
) -> impl Iterator<Item = (&Participant, &Assignment)> {
    view.all::<Assignment>()
        .filter(move |assignment| assignment.member == member && assignment.active())
        .filter_map(|assignment| Some((view.get(assignment.participant)?, assignment)))
        .filter(|(participant, _): &(&Participant, _)| participant.closed.is_none())
}

/// The assigned participants whose name matches, by first name.
pub fn people<'a>(view: &'a MemoryView, member: MemberId, search: &str) -> Vec<PersonHit<'a>> {
    let needle = Needle::new(search);
    let mut hits: Vec<(String, PersonHit<'a>)> = assigned(view, member)
        .filter_map(|(participant, assignment)| {
            let name = participant.full_name();
            needle.matches(&[&name]).then(|| {
                let stage = stage(view, participant);
                (super::fold(&name), PersonHit { participant, stage, part: assignment.part })
            })
        })
        .collect();
    sort_by(&mut hits, |(a, x), (b, y)| a.cmp(b).then(x.participant.id.cmp(&y.participant.id)));
    hits.dedup_by_key(|(_, hit)| hit.participant.id);
    hits.into_iter().map(|(_, hit)| hit).collect()
}
