//! What volunteers do: real commands, about whoever the phone shows, from what it shows.

use domain::command::{
    AddWish, CheckIn, CheckOut, EditWish, MoveAccompaniment, PlanAccompaniment, RaiseConcern,
    RecordConversation, ReportChange, SettleFollowUp, Void, WhenMet, WithdrawConsent,
};
use domain::{
    Accompaniment, ChangeAbout, CheckInPoint, CheckOutDetails, Conversation, Edit,
    FirstConversation, FollowUpDecision, FollowUpKey, Is, LocalTime, MemoryView, Moment, Note,
    Outcome, Participant, ParticipantId, Row, Said, TalkKind, Text, VolunteerCommand, Wish,
    WishState,
};
use uuid::Uuid;

use crate::dice::Dice;

/// Text that the database cannot take, when it is poisoned.
pub const POISON: &str = "☠";

const WORDS: [&str; 6] = ["Kor", "Strikkekafé", "Gå tur", "Fotball på tv", "Hage", "Lære dansk"];

pub struct Scene<'a> {
    pub view: &'a MemoryView,
    pub dice: &'a Dice,
    /// The phone's clock.
    pub at: i64,
    pub poison: bool,
}

impl Scene<'_> {
    fn id<T: From<Uuid>>(&self) -> T {
        let mut random = [0; 10];
        self.dice.fill(&mut random);
        let ms = u64::try_from(self.at).unwrap_or(0);
        T::from(uuid::Builder::from_unix_timestamp_millis(ms, &random).into_uuid())
    }

    fn words<const MAX: usize>(&self) -> Text<MAX> {
        let word = *self.dice.of(&WORDS);
        let number = self.dice.below(1000);
        let text = match self.poison {
            true => format!("{word} {number} {POISON}"),
            false => format!("{word} {number}"),
        };
        Text::parse(&text).unwrap_or_else(|_| unreachable!("short enough"))
    }

    fn known<T: Is>(&self, participant: ParticipantId) -> Option<&T> {
        let all: Vec<&T> = self.view.about(participant).collect();
        (!all.is_empty()).then(|| *self.dice.of(&all))
    }

    fn starts(&self) -> LocalTime {
        let day = Moment(self.at).utc_day().plus_days(self.dice.below(20) as i32);
        let time = *self.dice.of(&["09:00", "13:00", "18:30"]);
        LocalTime { day, time: time.parse().unwrap_or_else(|_| unreachable!("a time of day")) }
    }

    /// None where the phone shows nobody, or nothing to do this with.
    pub fn command(&self) -> Option<VolunteerCommand> {
        let people: Vec<ParticipantId> =
            self.view.all::<Participant>().map(|participant| participant.id).collect();
        if people.is_empty() {
            return None;
        }
        let participant = *self.dice.of(&people);
        Some(match self.dice.below(26) {
            0..=5 => self.talk(participant),
            6 | 7 => AddWish {
                id: self.id(),
                participant,
                text: self.words(),
                themes: vec![],
                from: None,
            }
            .into(),
            8..=12 => self.edit(participant)?,
            13 | 14 => self.plan(participant),
            15 => self.moved(participant)?,
            16 | 17 => CheckIn {
                id: self.id(),
                participant,
                accompaniment: self.known::<Accompaniment>(participant)?.id,
                point: *self.dice.of(&[CheckInPoint::Met, CheckInPoint::Arrived]),
            }
            .into(),
            18 | 19 => self.check_out(participant)?,
            20 => ReportChange {
                id: self.id(),
                participant,
                about: *self.dice.of(&ChangeAbout::ALL),
                note: Some(self.words()),
            }
            .into(),
            21 => SettleFollowUp {
                id: self.id(),
                participant,
                key: FollowUpKey::Week1,
                decision: FollowUpDecision::Skipped,
            }
            .into(),
            22 => RaiseConcern { id: self.id(), participant, words: self.words(), told: vec![] }
                .into(),
            23 if self.dice.chance(25) => WithdrawConsent { participant }.into(),
            _ => Void { participant, row: self.known::<Conversation>(participant)?.id.0 }.into(),
        })
    }

    /// What is said about somebody who takes part, and that they do not want to any more. Nothing where the
    /// phone shows nobody.
    pub fn last_words(&self) -> Vec<VolunteerCommand> {
        let people = self.view.all::<Participant>().filter(|person| person.closed.is_none());
        let people: Vec<ParticipantId> = people.map(|person| person.id).collect();
        if people.is_empty() {
            return Vec::new();
        }
        let participant = *self.dice.of(&people);
        let mut words = Vec::new();
        for _ in 0..1 + self.dice.below(4) {
            words.push(match self.dice.below(6) {
                0 => RaiseConcern { id: self.id(), participant, words: self.words(), told: vec![] }
                    .into(),
                1 => self.plan(participant),
                _ => self.talk(participant),
            });
        }
        words.push(WithdrawConsent { participant }.into());
        words
    }

    fn talk(&self, participant: ParticipantId) -> VolunteerCommand {
        let want: Note = self.words();
        let wish = self.dice.chance(40).then(|| self.id());
        let first = FirstConversation {
            want_to_try: wish.is_some().then_some(want),
            ..FirstConversation::default()
        };
        let said = Said {
            day: Moment(self.at).utc_day(),
            talk: TalkKind::Free,
            matters: Some(self.words()),
            themes: vec![],
            next: None,
            first,
            follow_up: None,
            read_back: false,
        };
        RecordConversation { id: self.id(), participant, said, wish, supersedes: None }.into()
    }

    fn edit(&self, participant: ParticipantId) -> Option<VolunteerCommand> {
        let wish = self.known::<Wish>(participant)?;
        let text = self.dice.chance(60).then(|| wish.text.edit(self.words()));
        let reached = *self.dice.of(&[WishState::Open, WishState::Reached, WishState::Dropped]);
        let state = text.is_none().then(|| wish.state.edit(reached));
        Some(EditWish { id: wish.id, participant, text, state }.into())
    }

    fn plan(&self, participant: ParticipantId) -> VolunteerCommand {
        PlanAccompaniment {
            id: self.id(),
            participant,
            activity: None,
            what: self.words(),
            starts: self.starts(),
            minutes: 90,
            meeting_point: None,
            transport: None,
        }
        .into()
    }

    fn moved(&self, participant: ParticipantId) -> Option<VolunteerCommand> {
        let plan = self.known::<Accompaniment>(participant)?;
        let starts = Edit { value: self.starts(), seen: plan.starts.version };
        Some(MoveAccompaniment { id: plan.id, participant, starts }.into())
    }

    fn check_out(&self, participant: ParticipantId) -> Option<VolunteerCommand> {
        let plan = self.known::<Accompaniment>(participant)?;
        let met = self
            .dice
            .chance(50)
            .then(|| WhenMet { id: self.id(), at: Moment(self.at - 60_000 * 90) });
        Some(
            CheckOut {
                id: self.id(),
                participant,
                accompaniment: plan.id,
                outcome: *self.dice.of(&[Outcome::AttendedTogether, Outcome::NoShow]),
                again: None,
                met,
                ended: None,
                details: CheckOutDetails::default(),
                supersedes: None,
            }
            .into(),
        )
    }
}

/// The row that a command makes and that its author sees at once. A concern is for the coordinator.
pub fn makes(command: &VolunteerCommand) -> Option<Uuid> {
    use VolunteerCommand as C;
    match command {
        C::RecordConversation(command) => Some(command.id.0),
        C::AddWish(command) => Some(command.id.0),
        C::PlanAccompaniment(command) => Some(command.id.0),
        C::CheckIn(command) => Some(command.id.0),
        C::CheckOut(command) => Some(command.id.0),
        C::ReportChange(command) => Some(command.id.0),
        C::SettleFollowUp(command) => Some(command.id.0),
        _ => None,
    }
}

/// Which field of which row, for the story.
pub fn about(command: &VolunteerCommand) -> String {
    let text = serde_json::to_string(command).unwrap_or_default();
    text.chars().take(200).collect()
}

pub fn row_of(text: &str) -> Option<Row> {
    serde_json::from_str(text).ok()
}
