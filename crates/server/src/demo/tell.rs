//! From a script to rows, told from today backwards.

mod history;
mod plans;

use std::collections::BTreeMap;

use domain::{
    Activity, Assignment, Centre, Consent, Day, EmergencyNumber, FollowUpRule, Member, MemberId,
    Moment, Part, Participant, ParticipantId, Purpose, Role, Row, Text, TimeOfDay,
};
use uuid::Uuid;

use super::ids::derived;
use super::sheets::{self, Person, Reading};
use super::story::{Script, Story};
use super::{DemoCentre, clock, fixed};

struct Teller<'a> {
    script: &'a Script,
    centre: Centre,
    reading: Reading,
    now: Moment,
    coordinator: MemberId,
    members: BTreeMap<String, MemberId>,
    activities: BTreeMap<String, Activity>,
    rows: Vec<Row>,
}

/// A participant of whom is told, and who walks beside them.
struct Subject<'a> {
    story: &'a Story,
    participant: ParticipantId,
    /// The volunteer who goes first, else the coordinator.
    lead: MemberId,
}

pub fn centre(script: &Script, today: Day, now: Moment) -> DemoCentre {
    let centre_id = derived(&["demo centre", script.key]).into();
    let reading = Reading {
        centre: centre_id,
        country: script.country,
        basis: script.legal_basis,
        today,
        demo: true,
    };
    let members = fixed(sheets::volunteers(&reading, script.volunteers));
    let people = fixed(sheets::people(&reading, script.people));
    let activities = fixed(sheets::activities(&reading, script.activities));
    let coordinator = fixed(
        members.iter().find(|entry| entry.row.role == Role::Coordinator).ok_or("a coordinator"),
    );
    let mut teller = Teller {
        script,
        centre: settled(script, centre_id, &coordinator.row),
        reading,
        now,
        coordinator: coordinator.row.id,
        members: members.iter().map(|entry| (entry.reference.clone(), entry.row.id)).collect(),
        activities: BTreeMap::new(),
        rows: Vec::new(),
    };
    for entry in activities {
        let activity = teller.verified(&entry.reference, entry.row);
        teller.rows.push(activity.clone().into());
        teller.activities.insert(entry.reference, activity);
    }
    for person in people {
        let story = script.stories.iter().find(|story| story.of == person.reference);
        teller.tell(person, fixed(story.ok_or("a story for each line")));
    }
    let members = members.into_iter().map(|entry| entry.row).collect();
    DemoCentre { centre: teller.centre, members, rows: teller.rows }
}

fn settled(script: &Script, id: domain::CentreId, coordinator: &Member) -> Centre {
    let emergency = script
        .emergency
        .iter()
        .map(|(kind, number)| EmergencyNumber { kind: *kind, number: fixed(number.parse()) });
    Centre {
        id,
        name: text(script.name),
        country: script.country,
        language: script.language,
        coordinator: coordinator.first_name.clone(),
        coordinator_phone: fixed(coordinator.phone.clone().ok_or("a telephone")),
        coordinator_hours: optional(script.hours),
        emergency: emergency.collect(),
        follow_up_rules: FollowUpRule::DEFAULT.to_vec(),
        legal_basis: script.legal_basis,
        safety_window_minutes: 60,
        lease_days: 14,
        keep_concerns: true,
        greeting: optional(script.greeting),
        demo: true,
    }
}

impl Teller<'_> {
    fn tell(&mut self, person: Person, story: &Story) {
        let today = self.reading.today;
        let participant = person.participant.id;
        let assigned = story.consented.unwrap_or(story.referred);
        let mark = person.reference.as_str();
        self.rows.push(
            Participant {
                referred: today.plus_days(-story.referred),
                paused: story.paused.map(|ago| today.plus_days(-ago)),
                ..person.participant
            }
            .into(),
        );
        if let (Some(ago), Some(consent)) = (story.consented, person.consent) {
            let given = today.plus_days(-ago);
            for purpose in story.also {
                let id = self.id("consent", mark, also(*purpose)).into();
                let purpose = *purpose;
                self.rows.push(Consent { id, purpose, given, ..consent.clone() }.into());
            }
            self.rows.push(Consent { given, ..consent }.into());
        }
        self.rows.extend(person.contacts.into_iter().map(Row::from));
        let parts = [(&person.volunteer, Part::Lead), (&person.second_volunteer, Part::Second)];
        for (volunteer, part) in parts {
            let Some(volunteer) = volunteer else { continue };
            let member = self.members.get(volunteer).copied();
            let assignment = Assignment {
                id: self.id("assignment", mark, volunteer).into(),
                member: fixed(member.ok_or("a volunteer of that mark")),
                participant,
                part,
                from: today.plus_days(-assigned),
                until: None,
                version: 1,
            };
            self.rows.push(assignment.into());
        }
        let lead = person.volunteer.and_then(|mark| self.members.get(&mark).copied());
        let subject = Subject { story, participant, lead: lead.unwrap_or(self.coordinator) };
        self.happened(&subject);
        self.plan(&subject);
    }

    /// Most entries were looked at lately; a few have waited too long, as in life.
    fn verified(&self, mark: &str, activity: Activity) -> Activity {
        let number = i32::try_from(number_in(mark)).unwrap_or_default();
        let ago = if number % 15 == 0 { 230 } else { number * 7 % 80 };
        Activity { verified: self.reading.today.plus_days(-ago), ..activity }
    }

    fn id(&self, kind: &str, mark: &str, which: &str) -> Uuid {
        self.reading.id(kind, &format!("{mark}/{which}"))
    }

    fn days_ago(&self, ago: i32) -> Day {
        self.reading.today.plus_days(-ago)
    }

    fn moment(&self, day: Day, hour: u16, minute: u16) -> Moment {
        clock::moment(day, time(hour, minute))
    }
}

/// The number in a mark such as `A07`.
fn number_in(mark: &str) -> usize {
    mark.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or_default()
}

fn also(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Participation => "participation",
        Purpose::InformNextOfKin => "inform_next_of_kin",
        Purpose::InformMunicipalContact => "inform_municipal_contact",
        Purpose::Measures => "measures",
        Purpose::MessageBack => "message_back",
        Purpose::Statistics => "statistics",
    }
}

fn time(hour: u16, minute: u16) -> TimeOfDay {
    fixed(TimeOfDay::new(hour, minute))
}

fn text<const MAX: usize>(text: &str) -> Text<MAX> {
    fixed(Text::parse(text))
}

fn optional<const MAX: usize>(text: &str) -> Option<Text<MAX>> {
    fixed(Text::optional(text))
}
