//! Commands, rows and worlds at random: from few ids, so that they meet, and from the ends of every range.

use domain::CoordinatorCommand as C;
use domain::command::*;
use domain::command::{CheckIn, CheckOut};
use domain::*;
use proptest::collection::vec;
use proptest::prelude::*;
use uuid::Uuid;

use super::{ANNA, BIRGER, CENTRE, COORDINATOR, KARI, OLE, TODAY, day, examples, id, moment};

pub struct Dice<'a> {
    thrown: std::iter::Cycle<std::slice::Iter<'a, u32>>,
    view: &'a MemoryView,
}

impl<'a> Dice<'a> {
    pub fn new(thrown: &'a [u32], view: &'a MemoryView) -> Self {
        Self { thrown: thrown.iter().cycle(), view }
    }

    fn below(&mut self, limit: usize) -> usize {
        *self.thrown.next().unwrap() as usize % limit
    }

    fn of<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())].clone()
    }

    fn maybe<T>(&mut self, value: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.below(2) == 0).then(|| value(self))
    }

    fn id<T: From<Uuid>>(&mut self) -> T {
        super::id(0x100 + self.below(48) as u128)
    }

    /// A row that is there, mostly one of that type about that participant.
    fn known<T: Is>(&mut self, participant: ParticipantId) -> Uuid {
        let all = || self.view.rows().filter(|row| row.participant().is_some());
        let near = || all().filter(|row| row.participant() == Some(participant));
        let fits: Vec<Uuid> = near().filter(|row| row.kind() == T::KIND).map(Row::id).collect();
        let near: Vec<Uuid> = near().map(Row::id).collect();
        let all: Vec<Uuid> = all().map(Row::id).collect();
        let among = [&fits, &fits, &fits, &near, &all][self.below(5)];
        match among.len() {
            0 => self.id::<ChangeId>().0,
            _ => self.of(among),
        }
    }

    fn participant(&mut self) -> ParticipantId {
        self.of(&[ANNA, ANNA, ANNA, BIRGER, id(0x29)])
    }

    pub fn member(&mut self) -> MemberId {
        self.of(&[KARI, KARI, OLE, COORDINATOR, id(0x19)])
    }

    fn day(&mut self) -> Day {
        let away = self.of(&[0, 0, -1, 1, -7, 30, -30, 400, -402, 100_000, -100_000]);
        day(TODAY).plus_days(away)
    }

    pub fn moment(&mut self) -> Moment {
        let minutes = self.of(&[0, 0, 0, -1, 1, -90, 600, -1440, -46_000, -50_000]);
        let odd = [Moment(i64::MIN), Moment(i64::MAX), Moment(0)];
        match self.below(20) {
            0 => self.of(&odd),
            _ => moment(TODAY, "12:00").plus_minutes(minutes),
        }
    }

    fn version(&mut self) -> u32 {
        self.of(&[1, 1, 1, 2, 3, 0, u32::MAX])
    }

    fn outcome(&mut self) -> Outcome {
        use Outcome as O;
        self.of(&[O::AttendedTogether, O::AttendedAlone, O::TurnedBack, O::NoShow])
    }

    fn starts(&mut self) -> LocalTime {
        LocalTime { day: self.day(), time: self.of(&["00:00", "13:00", "23:59"]).parse().unwrap() }
    }

    fn said(&mut self) -> Said {
        let mut said = super::said(TODAY, "Vil ut");
        said.day = self.day();
        said.matters = self.maybe(|_| super::text("Vil ut"));
        said.first.want_to_try = self.maybe(|_| super::text("Kor"));
        let step = self.of(&[Step::Call, Step::Nothing]);
        said.next = self.maybe(|dice| NextStep { step, day: dice.maybe(Self::day) });
        said.follow_up = self.maybe(|dice| dice.of(&[FollowUpKey::Week1, FollowUpKey::Month3]));
        said
    }

    pub fn command(&mut self) -> VolunteerCommand {
        let participant = self.participant();
        match self.below(12) {
            0 => RecordConversation {
                id: self.id(),
                participant,
                said: self.said(),
                wish: self.maybe(Self::id),
                supersedes: self.maybe(|dice| dice.known::<Conversation>(participant).into()),
            }
            .into(),
            1 => {
                let (text, from) = (
                    super::text("Kor"),
                    self.maybe(|d| d.known::<Conversation>(participant).into()),
                );
                AddWish { id: self.id(), participant, text, themes: vec![], from }.into()
            }
            2 => {
                let text = self.maybe(|d| Edit { value: super::text("Kor"), seen: d.version() });
                let state = self.maybe(|d| Edit { value: WishState::Dropped, seen: d.version() });
                EditWish { id: self.known::<Wish>(participant).into(), participant, text, state }
                    .into()
            }
            3 => {
                let moved = FollowUpDecision::MovedTo(self.day());
                let decision = self.of(&[moved, FollowUpDecision::Skipped]);
                SettleFollowUp { id: self.id(), participant, key: FollowUpKey::Week1, decision }
                    .into()
            }
            4 => PlanAccompaniment {
                id: self.id(),
                starts: self.starts(),
                minutes: self.of(&[90, 14, 721]),
                ..super::plan(0, participant, TODAY, "13:00")
            }
            .into(),
            5 => {
                let starts = Edit { value: self.starts(), seen: self.version() };
                MoveAccompaniment {
                    id: self.known::<Accompaniment>(participant).into(),
                    participant,
                    starts,
                }
                .into()
            }
            6 => {
                let point = self.of(&[CheckInPoint::Met, CheckInPoint::Arrived]);
                CheckIn {
                    id: self.id(),
                    participant,
                    accompaniment: self.known::<Accompaniment>(participant).into(),
                    point,
                }
                .into()
            }
            7 => CheckOut {
                id: self.id(),
                accompaniment: self.known::<Accompaniment>(participant).into(),
                met: self.maybe(|dice| WhenMet { id: dice.id(), at: dice.moment() }),
                ended: self.maybe(Self::moment),
                supersedes: self.maybe(|dice| dice.known::<domain::CheckOut>(participant).into()),
                ..super::check_out(0, participant, 0, self.outcome())
            }
            .into(),
            8 => {
                let (about, note) = (ChangeAbout::Other, None);
                ReportChange { id: self.id(), participant, about, note }.into()
            }
            9 => {
                let (words, told) = (super::text("Urolig"), vec![]);
                RaiseConcern { id: self.id(), participant, words, told }.into()
            }
            10 if self.below(4) == 0 => WithdrawConsent { participant }.into(),
            _ => Void { participant, row: self.known::<Conversation>(participant) }.into(),
        }
    }

    pub fn coordinator_command(&mut self) -> C {
        let (member, participant) = (self.member(), self.participant());
        match self.below(14) {
            0 => C::SettleCentre(Centre { id: self.of(&[CENTRE, id(2)]), ..examples::centre() }),
            1 => C::RegisterMember(examples::member(self.id(), Role::Volunteer, "Nils")),
            2 => C::RegisterParticipant(examples::participant(self.id(), "Tove")),
            3 => C::RecordConsent(Consent {
                id: self.id(),
                ..examples::consent(0, participant, Purpose::Measures)
            }),
            4 => C::RegisterContact(Contact { id: self.id(), participant, ..examples::contact(0) }),
            5 => {
                let activity = examples::activity(0, "Kor", "ONCE", TODAY, "18:00");
                C::PublishActivity(Activity { id: self.id(), ..activity })
            }
            6 => C::PlanFor(Accompaniment {
                id: self.id(),
                participant,
                companion: member,
                minutes: self.of(&[90, 0]),
                voided: None,
                ..examples::accompaniment(0)
            }),
            7 => {
                let (part, from) = (self.of(&[Part::Lead, Part::Second]), self.day());
                C::Assign { id: self.id(), member, participant, part, from }
            }
            8 => C::EndAssignment { member, participant, until: self.day() },
            9 => C::EditContact {
                contact: self.known::<Contact>(participant).into(),
                participant,
                name: self.maybe(|dice| Edit { value: super::text("Pål"), seen: dice.version() }),
                phone: self.maybe(|dice| Edit { value: None, seen: dice.version() }),
            },
            10 => C::CorrectConsent {
                consent: self.known::<Consent>(participant).into(),
                participant,
                seen: self.version(),
                basis: LegalBasis::PublicTask,
                wording: 2,
                given: self.day(),
                channel: Channel::Phone,
            },
            12 => C::CorrectIdentity {
                participant,
                seen: examples::participant(participant, "Anna").identity(),
                now: examples::participant(participant, "Anne").identity(),
            },
            11 => C::Withdraw { participant, channel: Channel::Paper },
            _ => C::EditParticipant {
                participant,
                phone: self.maybe(|dice| Edit { value: None, seen: dice.version() }),
                visit_note: self.maybe(|dice| Edit { value: None, seen: dice.version() }),
            },
        }
    }

    /// A row as no command of this release would write it.
    fn row(&mut self) -> Row {
        let (participant, voided) = (self.participant(), self.maybe(Self::moment));
        match self.below(6) {
            0 => Assignment {
                version: self.version(),
                from: self.day(),
                until: self.maybe(Self::day),
                ..examples::assignment(self.id(), self.member(), participant)
            }
            .into(),
            1 => Accompaniment {
                id: self.id(),
                participant,
                companion: self.member(),
                starts: Field { value: self.starts(), version: self.version() },
                minutes: self.of(&[0, 90, u16::MAX]),
                voided,
                ..examples::accompaniment(0)
            }
            .into(),
            2 => domain::CheckIn {
                id: self.id(),
                participant,
                accompaniment: self.id(),
                at: self.moment(),
                voided,
                ..examples::check_in(0)
            }
            .into(),
            3 => domain::CheckOut {
                id: self.id(),
                participant,
                accompaniment: self.id(),
                at: self.moment(),
                outcome: self.outcome(),
                supersedes: self.maybe(Self::id),
                voided,
                ..examples::check_out(0)
            }
            .into(),
            4 => Conversation {
                id: self.id(),
                participant,
                said: self.said(),
                supersedes: self.maybe(Self::id),
                voided,
                ..examples::conversation(0)
            }
            .into(),
            _ => Wish {
                id: self.id(),
                participant,
                state: Field { value: WishState::Open, version: self.version() },
                from: self.maybe(Self::id),
                ..examples::wish(0)
            }
            .into(),
        }
    }
}

pub fn thrown() -> impl Strategy<Value = Vec<u32>> {
    vec(any::<u32>(), 31..=31)
}

/// The small centre after whatever happened there.
pub fn any_world() -> impl Strategy<Value = super::World> {
    vec((0u8..8, thrown()), 0..40).prop_map(|events| {
        let mut world = super::world();
        for (what, thrown) in events {
            let before = world.view.clone();
            let mut dice = Dice::new(&thrown, &before);
            match what {
                0 => world.view.upsert(dice.row()),
                1 => {
                    let _ = world.coordinator(dice.coordinator_command());
                }
                _ => {
                    let _ = world.volunteer(dice.member(), dice.command());
                }
            }
        }
        world
    })
}
