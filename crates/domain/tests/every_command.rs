//! What holds for all commands, in worlds at random.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashSet};

use domain::query::{activities, agenda, people, stage, timeline};
use domain::*;
use proptest::collection::vec;
use proptest::prelude::*;
use uuid::Uuid;

use crate::common::random::{Dice, any_world, thrown};
use crate::common::*;

/// The rows that were declared, and a note of every question beyond them.
struct Declared {
    view: MemoryView,
    reads: HashSet<Read>,
    beyond: RefCell<Vec<Read>>,
}

impl Declared {
    fn new(all: &MemoryView, reads: Vec<Read>) -> Self {
        let mut view = MemoryView::default();
        for read in &reads {
            match read {
                Read::Row(id) => all.row(*id).into_iter().for_each(|row| view.upsert(row.clone())),
                Read::OfParticipant(participant, kind) => {
                    let rows = all.of_participant(*participant, *kind);
                    rows.into_iter().for_each(|row| view.upsert(row.clone()));
                }
            }
        }
        Self { view, reads: reads.into_iter().collect(), beyond: RefCell::default() }
    }

    fn covers(&self, id: Uuid) -> bool {
        self.reads.contains(&Read::Row(id)) || self.view.row(id).is_some()
    }
}

impl View for Declared {
    fn row(&self, id: Uuid) -> Option<&Row> {
        if !self.covers(id) {
            self.beyond.borrow_mut().push(Read::Row(id));
        }
        self.view.row(id)
    }

    fn of_participant(&self, participant: ParticipantId, kind: RowKind) -> Vec<&Row> {
        let read = Read::OfParticipant(participant, kind);
        if !self.reads.contains(&read) {
            self.beyond.borrow_mut().push(read);
        }
        self.view.of_participant(participant, kind)
    }
}

type Asked = Result<Applied, Refusal>;

/// The server fetches what a command declares, so that must decide the same as everything.
fn decides_on_what_it_declares(
    all: &MemoryView,
    reads: Vec<Read>,
    ask: impl Fn(&dyn View) -> Asked,
) -> Result<Asked, TestCaseError> {
    let declared = Declared::new(all, reads);
    let asked = ask(all);
    prop_assert_eq!(&ask(&declared), &asked);
    prop_assert_eq!(declared.beyond.take(), vec![]);
    for row in asked.iter().flat_map(|applied| &applied.rows) {
        prop_assert!(declared.covers(row.id()), "writes {:?}, which it did not read", row);
    }
    Ok(asked)
}

fn comes_back<T>(value: &T) -> Result<(), TestCaseError>
where
    T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug,
{
    let json = serde_json::to_string(value).unwrap();
    let back: T = serde_json::from_str(&json).unwrap();
    prop_assert_eq!(&back, value);
    Ok(())
}

fn volunteers_command(all: &MemoryView, dice: &mut Dice<'_>) -> Result<(), TestCaseError> {
    let (command, member, at) = (dice.command(), dice.member(), dice.moment());
    let actor = Actor { centre: CENTRE, member, role: Role::Volunteer };
    let ask = |view: &dyn View| apply_volunteer(view, &actor, &Occasion { at }, &command);
    let asked = decides_on_what_it_declares(all, command.reads(), ask)?;
    comes_back(&command)?;
    if let Ok(applied) = asked {
        let ids: BTreeSet<Uuid> = applied.rows.iter().map(Row::id).collect();
        prop_assert_eq!(ids.len(), applied.rows.len(), "a row for each id");
        for row in &applied.rows {
            prop_assert_eq!(row.participant(), Some(command.participant()));
            stays_its_kind(all, row)?;
        }
    }
    Ok(())
}

fn coordinators_command(all: &MemoryView, dice: &mut Dice<'_>) -> Result<(), TestCaseError> {
    let (command, at) = (dice.coordinator_command(), dice.moment());
    let actor = Actor { centre: CENTRE, member: COORDINATOR, role: Role::Coordinator };
    let ask = |view: &dyn View| apply_coordinator(view, &actor, &Occasion { at }, &command);
    let asked = decides_on_what_it_declares(all, command.reads(), ask)?;
    comes_back(&command)?;
    asked.iter().flat_map(|applied| &applied.rows).try_for_each(|row| stays_its_kind(all, row))
}

fn stays_its_kind(all: &MemoryView, row: &Row) -> Result<(), TestCaseError> {
    let before = all.row(row.id()).map(Row::kind);
    prop_assert!(before.is_none_or(|kind| kind == row.kind()));
    comes_back(row)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn a_volunteers_command_is_decided_by_what_it_declares(
        world in any_world(),
        throws in vec(thrown(), 16),
    ) {
        for thrown in &throws {
            volunteers_command(&world.view, &mut Dice::new(thrown, &world.view))?;
        }
    }

    #[test]
    fn a_coordinators_command_is_decided_by_what_it_declares(
        world in any_world(),
        throws in vec(thrown(), 16),
    ) {
        for thrown in &throws {
            coordinators_command(&world.view, &mut Dice::new(thrown, &world.view))?;
        }
    }

    #[test]
    fn a_command_that_comes_again_makes_nothing_new(world in any_world(), thrown in thrown()) {
        let mut dice = Dice::new(&thrown, &world.view);
        let (command, member) = (dice.command(), dice.member());
        let mut once = World { view: world.view.clone(), at: world.at };
        if once.volunteer(member, command.clone()).is_ok() {
            let rows = once.view.len();
            let _ = once.volunteer(member, command);
            prop_assert_eq!(once.view.len(), rows);
        }
    }

    #[test]
    fn every_screen_can_be_asked_of_every_world(world in any_world(), thrown in thrown()) {
        let mut dice = Dice::new(&thrown, &world.view);
        let now = LocalTime { day: dice.moment().utc_day(), time: TimeOfDay::MIDNIGHT };
        let view = &world.view;
        for member in [KARI, OLE] {
            let agenda = agenda(view, member, now);
            let shown = agenda.next.iter().chain(&agenda.later).map(|(_, person)| *person);
            let shown = shown.chain(agenda.todo.iter().map(|todo| todo.participant()));
            let hits = people(view, member, "");
            for person in shown.chain(hits.iter().map(|hit| hit.participant)) {
                prop_assert_eq!(person.closed, None);
                prop_assert!(view.about::<Assignment>(person.id)
                    .any(|row| row.member == member && row.active()));
            }
        }
        for person in view.all::<Participant>() {
            stage(view, person);
            prop_assert!(person.closed.is_none() || timeline(view, person.id).is_empty());
        }
        activities(view, "kor", None, now.day);
    }
}
