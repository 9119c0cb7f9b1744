//! The wire format is frozen: one example of each row and command lies in `wire/`, with the fields that a
//! reader demands. Run with `DOMAIN_WIRE=write` after a change that is meant, and read the difference:
//! a field that became compulsory makes every older phone unreadable.

use std::fmt::Debug;
use std::path::PathBuf;

use domain::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::common::commands::{one_of_each, one_of_each_for_coordinators};
use crate::common::{ANNA, CENTRE, KARI, KARI_ANNA, TODAY, examples, id};

#[test]
fn every_row() {
    let mut activity = examples::activity(7, "Kor", "FREQ=MONTHLY;BYDAY=-1FR", TODAY, "18:00");
    activity.recurrence.until = Some("2027-06-25".parse().unwrap());
    activity.recurrence.except = vec!["2026-12-25".parse().unwrap()];
    let moved = FollowUpDecision::MovedTo(TODAY.parse().unwrap());
    let mut person = examples::participant(ANNA, "Anna");
    person.paused = Some(TODAY.parse().unwrap());
    person.closed = Some(Closing { at: Moment(1), reason: ClosingReason::Withdrawn });
    let mut consent = examples::consent(41, ANNA, Purpose::Participation);
    consent.withdrawn = Some(Withdrawal { at: Moment(1), by: KARI, channel: Channel::App });
    let mut assignment = examples::assignment(KARI_ANNA, KARI, ANNA);
    assignment.until = Some(TODAY.parse().unwrap());
    let rows: Vec<Row> = vec![
        examples::centre().into(),
        examples::member(KARI, Role::Volunteer, "Kari").into(),
        person.into(),
        consent.into(),
        assignment.into(),
        examples::contact(1).into(),
        examples::conversation(2).into(),
        examples::wish(3).into(),
        activity.into(),
        examples::accompaniment(4).into(),
        examples::check_in(5).into(),
        examples::check_out(6).into(),
        examples::follow_up_mark(8, moved).into(),
        examples::change(9).into(),
        examples::concern(10).into(),
    ];
    let kinds: std::collections::BTreeSet<RowKind> = rows.iter().map(Row::kind).collect();
    assert_eq!(kinds.len(), 15, "an example of each");
    for row in rows {
        let tag = check("row", &row);
        assert_eq!(tag, row.kind().name());
    }
}

#[test]
fn every_command() {
    for command in one_of_each(ANNA) {
        check("do", &command);
    }
    for command in one_of_each_for_coordinators() {
        assert_eq!(check("coordinate", &command), command.name());
    }
}

#[test]
fn the_scope_of_a_row_is_who_may_hold_it() {
    let scope = |row: Row| row.scope(CENTRE);
    assert_eq!(scope(examples::wish(3).into()), ANNA.0);
    assert_eq!(scope(examples::concern(3).into()), COORDINATORS_ONLY);
    assert_eq!(scope(examples::member(KARI, Role::Volunteer, "Kari").into()), KARI.0);
    assert_eq!(scope(examples::member(id(9), Role::Coordinator, "Siri").into()), CENTRE.0);
}

/// A word that changed would be unknown to every older phone.
#[test]
fn the_words_of_every_choice_are_frozen() {
    use domain::{Access as A, ClosingReason as R, EmergencyKind as E, Outcome as O};
    let all = json!({
        "access": [A::StepFree, A::HearingLoop, A::Toilet, A::BusStop, A::Parking, A::Quiet],
        "after": [After::Days(7), After::Months(1)],
        "again": [Again::Together, Again::Alone, Again::Unsure, Again::No],
        "change_about": ChangeAbout::ALL,
        "channel": [Channel::Paper, Channel::InPerson, Channel::Phone, Channel::App],
        "check_in_point": [CheckInPoint::Met, CheckInPoint::Arrived],
        "closing_reason":
            [R::Reached, R::Declined, R::Withdrawn, R::Moved, R::Deceased, R::Other],
        "company": Company::ALL,
        "concern_told": ConcernTold::ALL,
        "contact_preference": ContactPreference::ALL,
        "contact_role": [
            ContactRole::NextOfKin,
            ContactRole::MunicipalContact,
            ContactRole::Guardian,
            ContactRole::Other,
        ],
        "cost": [Cost::Free, Cost::EachTime(30), Cost::Membership(400)],
        "country": [Country::Norway, Country::Denmark],
        "emergency_kind": [E::Ambulance, E::Police, E::Fire, E::Doctor, E::Crisis],
        "follow_up_decision":
            [FollowUpDecision::MovedTo(TODAY.parse().unwrap()), FollowUpDecision::Skipped],
        "follow_up_key": [
            FollowUpKey::Week1, FollowUpKey::Month1, FollowUpKey::Month3, FollowUpKey::Month6
        ],
        "how_often": HowOften::ALL,
        "legal_basis": [
            LegalBasis::Consent,
            LegalBasis::PublicTask,
            LegalBasis::LegitimateInterest,
            LegalBasis::LegalObligation,
        ],
        "meeting_place": MeetingPlace::ALL,
        "outcome": [
            O::AttendedTogether,
            O::AttendedAlone,
            O::TurnedBack,
            O::NoShow,
            O::CancelledByParticipant,
            O::CancelledByVolunteer,
            O::CancelledByOrganiser,
        ],
        "part": [Part::Lead, Part::Second],
        "part_of_day": PartOfDay::ALL,
        "present": Present::ALL,
        "purpose": [
            Purpose::Participation,
            Purpose::InformNextOfKin,
            Purpose::InformMunicipalContact,
            Purpose::Measures,
            Purpose::MessageBack,
            Purpose::Statistics,
        ],
        "referral_source": [
            ReferralSource::Myself,
            ReferralSource::Family,
            ReferralSource::Municipality,
            ReferralSource::HealthService,
            ReferralSource::Organisation,
            ReferralSource::Other,
        ],
        "role": [Role::Volunteer, Role::Coordinator],
        "step": [Step::GoTogether, Step::Call, Step::Nothing],
        "talk_kind": [TalkKind::First, TalkKind::Needs, TalkKind::FollowUp, TalkKind::Free],
        "theme": Theme::ALL,
        "told": Told::ALL,
        "weekday_rule": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU".parse::<Rule>().unwrap(),
        "wish_state": [WishState::Open, WishState::Reached, WishState::Dropped],
    });
    frozen("choices.json", &all);
}

#[test]
fn codes_of_refusals_are_frozen() {
    let codes: Vec<&str> = Refusal::ALL.iter().map(|refusal| refusal.code()).collect();
    assert_eq!(
        codes,
        [
            "not_allowed",
            "unknown_participant",
            "participant_closed",
            "unknown_row",
            "id_in_use",
            "day_out_of_range",
            "time_out_of_range",
            "met_time_missing",
            "already_voided",
            "cannot_void",
            "nothing_said",
        ]
    );
}

/// Against the file of this example. Returns the example's tag.
fn check<T>(prefix: &str, example: &T) -> String
where
    T: Serialize + DeserializeOwned + PartialEq + Debug,
{
    let value = serde_json::to_value(example).unwrap();
    let tag = value.as_object().unwrap().keys().next().unwrap().clone();
    let mut required = Vec::new();
    demanded::<T>(&value, &mut Vec::new(), &mut required);
    let name = format!("{prefix}_{tag}.json");
    let frozen = frozen(&name, &json!({ "example": value, "required": required }));
    let mut newer = frozen["example"].clone();
    add_unknown_fields(&mut newer);
    assert_ne!(newer, frozen["example"]);
    let read: T = serde_json::from_value(newer).unwrap();
    assert_eq!(&read, example, "fields of a newer release are passed over");
    tag
}

/// The content of a file, which is the same as now.
fn frozen(name: &str, now: &Value) -> Value {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "wire", name].iter().collect();
    if std::env::var_os("DOMAIN_WIRE").is_some_and(|mode| mode == "write") {
        std::fs::write(&path, serde_json::to_string_pretty(now).unwrap() + "\n").unwrap();
    }
    let frozen = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
    let frozen: Value = serde_json::from_str(&frozen).unwrap();
    assert_eq!(frozen, *now, "{name} has changed");
    frozen
}

/// Objects that are a choice, `{"each_time":30}`, and not a set of fields.
fn is_choice(value: &Value, depth: usize) -> bool {
    const CHOICES: [&str; 5] = ["each_time", "membership", "days", "months", "moved_to"];
    let object = value.as_object().unwrap();
    depth == 0 || (object.len() == 1 && object.keys().all(|key| CHOICES.contains(&key.as_str())))
}

/// The paths of all fields without which the value cannot be read.
fn demanded<T: DeserializeOwned>(whole: &Value, path: &mut Vec<String>, into: &mut Vec<String>) {
    let at = |path: &[String]| format!("/{}", path.join("/"));
    let here = if path.is_empty() { Some(whole) } else { whole.pointer(&at(path)) };
    let Some(Value::Object(object)) = here else { return };
    let choice = is_choice(&Value::Object(object.clone()), path.len());
    for key in object.keys() {
        if !choice {
            let mut without = whole.clone();
            let parent = without.pointer_mut(&at(path)).unwrap();
            parent.as_object_mut().unwrap().remove(key);
            if serde_json::from_value::<T>(without).is_err() {
                into.push([path, &[key.clone()][..]].concat().join("."));
            }
        }
        path.push(key.clone());
        demanded::<T>(whole, path, into);
        path.pop();
    }
}

fn add_unknown_fields(value: &mut Value) {
    fn walk(value: &mut Value, depth: usize) {
        let choice = value.is_object() && is_choice(value, depth);
        match value {
            Value::Object(object) => {
                object.values_mut().for_each(|value| walk(value, depth + 1));
                if !choice {
                    object.insert("of_a_newer_release".into(), json!({ "any": ["thing"] }));
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|value| walk(value, depth + 1)),
            _ => {}
        }
    }
    walk(value, 0);
}
