//! A small centre: Kari and Ole are volunteers, Anna and Birger take part, and both are Kari's.

pub mod commands;
pub mod examples;
pub mod random;

use domain::command::{CheckIn, CheckOut, PlanAccompaniment, RecordConversation};
use domain::query::{Visit, visit};
use domain::*;
use uuid::Uuid;

pub const CENTRE: CentreId = CentreId(Uuid::from_u128(0x1));
pub const KARI: MemberId = MemberId(Uuid::from_u128(0x11));
pub const OLE: MemberId = MemberId(Uuid::from_u128(0x12));
pub const COORDINATOR: MemberId = MemberId(Uuid::from_u128(0x13));
pub const ANNA: ParticipantId = ParticipantId(Uuid::from_u128(0x21));
pub const BIRGER: ParticipantId = ParticipantId(Uuid::from_u128(0x22));
pub const KARI_ANNA: AssignmentId = AssignmentId(Uuid::from_u128(0x31));
pub const KARI_BIRGER: AssignmentId = AssignmentId(Uuid::from_u128(0x32));
/// A Saturday.
pub const TODAY: &str = "2026-11-21";
pub const MINUTE: i64 = 60_000;
pub const DAY: i64 = 1440 * MINUTE;

pub fn id<T: From<Uuid>>(number: u128) -> T {
    T::from(Uuid::from_u128(number))
}

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// In UTC.
pub fn moment(on: &str, time: &str) -> Moment {
    let minutes: TimeOfDay = time.parse().unwrap();
    Moment(i64::from(day(on).number()) * DAY + i64::from(minutes.minutes()) * MINUTE)
}

pub fn local(on: &str, time: &str) -> LocalTime {
    LocalTime { day: day(on), time: time.parse().unwrap() }
}

pub fn text<const MAX: usize>(text: &str) -> Text<MAX> {
    Text::parse(text).unwrap()
}

/// A view, and the clock of whoever acts.
#[derive(Clone, Debug)]
pub struct World {
    pub view: MemoryView,
    pub at: Moment,
}

/// At noon of [`TODAY`].
pub fn world() -> World {
    let mut view = MemoryView::default();
    view.upsert(examples::centre().into());
    view.upsert(examples::member(KARI, Role::Volunteer, "Kari").into());
    view.upsert(examples::member(OLE, Role::Volunteer, "Ole").into());
    view.upsert(examples::member(COORDINATOR, Role::Coordinator, "Siri").into());
    for (participant, name, assignment) in
        [(ANNA, "Anna", KARI_ANNA), (BIRGER, "Birger", KARI_BIRGER)]
    {
        view.upsert(examples::participant(participant, name).into());
        view.upsert(examples::assignment(assignment, KARI, participant).into());
    }
    World { view, at: moment(TODAY, "12:00") }
}

impl World {
    pub fn volunteer(
        &mut self,
        member: MemberId,
        command: impl Into<VolunteerCommand>,
    ) -> Result<Merge, Refusal> {
        let actor = Actor { centre: CENTRE, member, role: Role::Volunteer };
        let occasion = Occasion { at: self.at };
        let applied = apply_volunteer(&self.view, &actor, &occasion, &command.into())?;
        Ok(self.take(applied))
    }

    pub fn kari(&mut self, command: impl Into<VolunteerCommand>) -> Result<Merge, Refusal> {
        self.volunteer(KARI, command)
    }

    pub fn ole(&mut self, command: impl Into<VolunteerCommand>) -> Result<Merge, Refusal> {
        self.volunteer(OLE, command)
    }

    pub fn coordinator(&mut self, command: CoordinatorCommand) -> Result<Merge, Refusal> {
        let actor = Actor { centre: CENTRE, member: COORDINATOR, role: Role::Coordinator };
        let occasion = Occasion { at: self.at };
        let applied = apply_coordinator(&self.view, &actor, &occasion, &command)?;
        Ok(self.take(applied))
    }

    fn take(&mut self, applied: Applied) -> Merge {
        for row in applied.rows {
            self.view.upsert(row);
        }
        applied.outcome
    }

    pub fn get<T: Is>(&self, id: impl Into<Uuid>) -> &T {
        self.view.get(id).unwrap()
    }

    pub fn visit(&self, number: u128) -> Visit<'_> {
        visit(&self.view, id(number)).unwrap()
    }

    pub fn edit<T: Is + Clone + Into<Row>>(
        &mut self,
        id: impl Into<Uuid>,
        edit: impl FnOnce(&mut T),
    ) {
        let mut row = self.get::<T>(id).clone();
        edit(&mut row);
        self.view.upsert(row.into());
    }

    pub fn close(&mut self, participant: ParticipantId, reason: ClosingReason) {
        let at = self.at;
        self.edit::<Participant>(participant, |row| row.closed = Some(Closing { at, reason }));
    }

    pub fn end(&mut self, member: MemberId, participant: ParticipantId) {
        let until = self.at.utc_day();
        let end = CoordinatorCommand::EndAssignment { member, participant, until };
        assert_eq!(self.coordinator(end), Ok(Merge::Applied));
    }

    pub fn assign(&mut self, number: u128, member: MemberId, participant: ParticipantId) {
        let (id, part, from) = (id(number), Part::Second, self.at.utc_day());
        let assign = CoordinatorCommand::Assign { id, member, participant, part, from };
        assert_eq!(self.coordinator(assign), Ok(Merge::Applied));
    }

    /// A visit that Kari planned and closed with Anna, without a word about the meeting where the
    /// outcome needs none.
    pub fn visited(&mut self, number: u128, on: &str, outcome: Outcome) {
        self.at = moment(on, "13:00");
        self.kari(plan(number, ANNA, on, "13:00")).unwrap();
        if outcome.needs_meeting() {
            self.kari(check_in(number + 1, ANNA, number, CheckInPoint::Met)).unwrap();
        }
        self.at = moment(on, "14:30");
        self.kari(check_out(number + 2, ANNA, number, outcome)).unwrap();
    }
}

pub fn said(on: &str, matters: &str) -> Said {
    Said {
        day: day(on),
        talk: TalkKind::Free,
        matters: Some(text(matters)),
        themes: vec![],
        next: None,
        first: FirstConversation::default(),
        follow_up: None,
        read_back: false,
    }
}

/// Today.
pub fn talk(number: u128, participant: ParticipantId) -> RecordConversation {
    let said = said(TODAY, "Vil ut og gå");
    RecordConversation { id: id(number), participant, said, wish: None, supersedes: None }
}

/// Ninety minutes to the knitting café.
pub fn plan(number: u128, participant: ParticipantId, on: &str, time: &str) -> PlanAccompaniment {
    PlanAccompaniment {
        id: id(number),
        participant,
        activity: None,
        what: text("Strikkekafé"),
        starts: local(on, time),
        minutes: 90,
        meeting_point: None,
        transport: None,
    }
}

pub fn check_in(
    number: u128,
    participant: ParticipantId,
    accompaniment: u128,
    point: CheckInPoint,
) -> CheckIn {
    CheckIn { id: id(number), participant, accompaniment: id(accompaniment), point }
}

pub fn check_out(
    number: u128,
    participant: ParticipantId,
    accompaniment: u128,
    outcome: Outcome,
) -> CheckOut {
    CheckOut {
        id: id(number),
        participant,
        accompaniment: id(accompaniment),
        outcome,
        again: None,
        met: None,
        ended: None,
        details: CheckOutDetails::default(),
        supersedes: None,
    }
}
