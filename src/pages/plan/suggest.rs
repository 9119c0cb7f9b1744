//! Where the two might go: what was typed, else where they have been, else what they wished for.

use domain::query::{activities, visits};
use domain::{Activity, Conversation, Day, MemoryView, ParticipantId, Theme, Wish, WishState};

/// A handful: who wants to see all, opens the directory.
const MOST: usize = 4;

/// Activities that still take place.
pub fn suggest<'a>(
    view: &'a MemoryView,
    participant: Option<ParticipantId>,
    typed: &str,
    today: Day,
) -> Vec<&'a Activity> {
    let coming = activities(view, typed, None, today).into_iter().filter(|hit| hit.next.is_some());
    let coming: Vec<&Activity> = coming.map(|hit| hit.activity).collect();
    let Some(participant) = participant.filter(|_| typed.trim().is_empty()) else {
        return coming.into_iter().take(MOST).collect();
    };
    let been: Vec<_> =
        visits(view, participant).iter().rev().filter_map(|visit| visit.plan.activity).collect();
    let themes = wished(view, participant);
    // A stable sort: among equals the soonest stays first.
    let mut ranked: Vec<(usize, &Activity)> = coming
        .into_iter()
        .map(|activity| {
            let before = been.iter().position(|id| *id == activity.id);
            let fits = activity.themes.iter().filter(|theme| themes.contains(theme)).count();
            (before.unwrap_or(been.len() + Theme::ALL.len() - fits), activity)
        })
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, activity)| activity).take(MOST).collect()
}

fn wished(view: &MemoryView, participant: ParticipantId) -> Vec<Theme> {
    let wishes = view
        .about::<Wish>(participant)
        .filter(|wish| wish.state.value == WishState::Open)
        .flat_map(|wish| &wish.themes);
    let talks = view
        .about::<Conversation>(participant)
        .filter(|talk| talk.voided.is_none())
        .flat_map(|talk| &talk.said.themes);
    wishes.chain(talks).copied().collect()
}
