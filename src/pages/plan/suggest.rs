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
    domain::order::sort_by_key(&mut ranked, |(rank, _)| *rank);
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

#[cfg(test)]
mod tests {
    use domain::{ActivityId, Row};
    use uuid::Uuid;

    use super::*;

    const ANNA: ParticipantId = ParticipantId(Uuid::from_u128(0xa));

    /// On each day from the 1st of December, a later one with each number.
    fn activity(number: u8, name: &str, theme: &str) -> Row {
        let id = ActivityId(Uuid::from_u128(number.into()));
        let text = format!(
            r#"{{"activity":{{"id":"{id}","name":"{name}","themes":["{theme}"],
                "place":{{"name":"Huset","town":"Ås","latitude":59.66,"longitude":10.79}},
                "recurrence":{{"rule":"ONCE","from":"2026-12-{number:02}"}},"starts":"12:00",
                "minutes":60,"cost":"free","verified":"2026-11-01"}}}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    fn view() -> MemoryView {
        let mut view = MemoryView::default();
        view.upsert(activity(1, "Kor", "culture"));
        view.upsert(activity(2, "Bordtennis", "movement"));
        view.upsert(activity(3, "Fugletur", "nature"));
        view.upsert(activity(4, "Strikkekafé", "making"));
        let been = format!(
            r#"{{"accompaniment":{{"id":"00000000-0000-0000-0000-000000000090","what":"Strikkekafé",
                "participant":"{ANNA}","companion":"00000000-0000-0000-0000-000000000091",
                "activity":"00000000-0000-0000-0000-000000000004",
                "starts":{{"value":{{"day":"2026-11-03","time":"12:00"}},"version":1}},"minutes":60,
                "meeting_point":{{"value":null,"version":1}},
                "planned_by":"00000000-0000-0000-0000-000000000091","planned_at":0}}}}"#
        );
        view.upsert(serde_json::from_str(&been).unwrap());
        let wish = format!(
            r#"{{"wish":{{"id":"00000000-0000-0000-0000-000000000092","participant":"{ANNA}",
                "text":{{"value":"Ut på tur","version":1}},"state":{{"value":"open","version":1}},
                "themes":["nature"],"by":"00000000-0000-0000-0000-000000000091","at":0}}}}"#
        );
        view.upsert(serde_json::from_str(&wish).unwrap());
        view
    }

    fn names(participant: Option<ParticipantId>, typed: &str, today: &str) -> Vec<String> {
        let view = view();
        let found = suggest(&view, participant, typed, today.parse().unwrap());
        found.iter().map(|activity| activity.name.to_string()).collect()
    }

    #[test]
    fn where_they_were_before_then_what_was_wished_then_the_soonest() {
        let expected = ["Strikkekafé", "Fugletur", "Kor", "Bordtennis"];
        assert_eq!(names(Some(ANNA), "", "2026-11-21"), expected);
        let soonest = ["Kor", "Bordtennis", "Fugletur", "Strikkekafé"];
        assert_eq!(names(None, "", "2026-11-21"), soonest);
    }

    #[test]
    fn what_was_typed_comes_before_everything_and_what_is_over_does_not_come() {
        assert_eq!(names(Some(ANNA), "bord", "2026-11-21"), ["Bordtennis"]);
        assert_eq!(names(Some(ANNA), "", "2026-12-04"), ["Strikkekafé"]);
    }
}
