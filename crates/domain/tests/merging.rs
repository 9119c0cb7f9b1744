//! Two people at the same thing: what is merged, what waits for a person, and that nothing of importance
//! is lost without a word.

use domain::CoordinatorCommand as C;
use domain::command::{AddWish, EditWish, WithdrawConsent};
use domain::*;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::common::*;

const CONTACT: u128 = 901;
const CONSENT: u128 = 902;
const WISH: u128 = 903;

fn with_what_may_be_edited() -> World {
    let mut world = world();
    world.view.upsert(examples::contact(CONTACT).into());
    world.view.upsert(examples::consent(CONSENT, ANNA, Purpose::Participation).into());
    let (themes, from) = (vec![], None);
    let wish = AddWish { id: id(WISH), participant: ANNA, text: text("Synge"), themes, from };
    assert_eq!(world.kari(wish), Ok(Merge::Applied));
    world
}

/// An edit of one field, by someone who looked at this view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Edits {
    Phone,
    VisitNote,
    ContactName,
    ContactPhone,
    Consent,
    Wish,
}

const ALL: [Edits; 6] = [
    Edits::Phone,
    Edits::VisitNote,
    Edits::ContactName,
    Edits::ContactPhone,
    Edits::Consent,
    Edits::Wish,
];

enum Written {
    Coordinators(C),
    Volunteers(VolunteerCommand),
}

impl Edits {
    fn write(self, seen: &World, n: u32) -> Written {
        let anna: &Participant = seen.get(ANNA);
        let contact: &Contact = seen.get(id::<ContactId>(CONTACT));
        let phone = |n: u32| format!("9{n:07}").parse().ok();
        let of_participant =
            |phone, visit_note| C::EditParticipant { participant: ANNA, phone, visit_note };
        let of_contact =
            |name, phone| C::EditContact { contact: id(CONTACT), participant: ANNA, name, phone };
        Written::Coordinators(match self {
            Edits::Phone => of_participant(Some(anna.phone.edit(phone(n))), None),
            Edits::VisitNote => {
                let note = Text::parse(&format!("Merknad {n}")).ok();
                of_participant(None, Some(anna.visit_note.edit(note)))
            }
            Edits::ContactName => {
                of_contact(Some(contact.name.edit(text(&format!("Per {n}")))), None)
            }
            Edits::ContactPhone => of_contact(None, Some(contact.phone.edit(phone(n)))),
            Edits::Consent => C::CorrectConsent {
                consent: id(CONSENT),
                participant: ANNA,
                seen: seen.get::<Consent>(id::<ConsentId>(CONSENT)).version,
                basis: LegalBasis::Consent,
                wording: n as u16,
                given: day(TODAY),
                channel: Channel::Phone,
            },
            Edits::Wish => {
                let wish: &Wish = seen.get(id::<WishId>(WISH));
                let edit = wish.text.edit(text(&format!("Ønske {n}")));
                let command =
                    EditWish { id: id(WISH), participant: ANNA, text: Some(edit), state: None };
                return Written::Volunteers(command.into());
            }
        })
    }
}

impl Written {
    fn decide(&self, world: &mut World) -> Result<Merge, Refusal> {
        match self {
            Written::Coordinators(command) => world.coordinator(command.clone()),
            Written::Volunteers(command) => world.kari(command.clone()),
        }
    }
}

/// What must never be overwritten by someone who has not seen it: each with its version.
fn safety(world: &World) -> [(String, u32); 5] {
    let anna: &Participant = world.get(ANNA);
    let contact: &Contact = world.get(id::<ContactId>(CONTACT));
    let consent: &Consent = world.get(id::<ConsentId>(CONSENT));
    fn of<T: std::fmt::Debug>(field: &Field<T>) -> (String, u32) {
        (format!("{:?}", field.value), field.version)
    }
    [
        of(&anna.phone),
        of(&anna.visit_note),
        of(&contact.name),
        of(&contact.phone),
        (format!("{:?}", Consent { version: 0, ..consent.clone() }), consent.version),
    ]
}

fn rows(world: &World) -> Vec<Row> {
    world.view.rows().cloned().collect()
}

#[test]
fn edits_of_different_fields_commute() {
    for one in ALL {
        for other in ALL.into_iter().filter(|other| *other != one) {
            let start = with_what_may_be_edited();
            let written = [one.write(&start, 1), other.write(&start, 2)];
            let (mut forth, mut back) = (start.clone(), start);
            for command in &written {
                assert_eq!(command.decide(&mut forth), Ok(Merge::Applied), "{one:?} {other:?}");
            }
            for command in written.iter().rev() {
                assert_eq!(command.decide(&mut back), Ok(Merge::Applied), "{one:?} {other:?}");
            }
            assert_eq!(rows(&forth), rows(&back), "{one:?} {other:?}");
        }
    }
}

#[test]
fn the_same_field_waits_for_a_person_or_is_merged_in_order_of_arrival() {
    for edits in ALL {
        let mut world = with_what_may_be_edited();
        let written = [edits.write(&world, 1), edits.write(&world, 2)];
        assert_eq!(written[0].decide(&mut world), Ok(Merge::Applied));
        let between = rows(&world);
        let (met, stays) = match edits {
            Edits::Wish => (Merge::Merged, false),
            _ => (Merge::Conflict, true),
        };
        assert_eq!(written[1].decide(&mut world), Ok(met), "{edits:?}");
        assert_eq!(rows(&world) == between, stays, "{edits:?}");
    }
}

#[test]
fn a_withdrawal_wins_whichever_comes_first() {
    let start = with_what_may_be_edited();
    let correction = Edits::Consent.write(&start, 7);
    let again = C::RecordConsent(examples::consent(904, ANNA, Purpose::Measures));
    let withdraw = WithdrawConsent { participant: ANNA };
    let withdrawn = |world: &World| {
        let consents: Vec<&Consent> = world.view.about(ANNA).collect();
        assert!(consents.iter().all(|consent| consent.withdrawn.is_some()), "{consents:?}");
        assert!(world.get::<Participant>(ANNA).closed.is_some());
        consents.len()
    };
    let mut first = start.clone();
    assert_eq!(first.kari(withdraw.clone()), Ok(Merge::Applied));
    assert_eq!(correction.decide(&mut first), Ok(Merge::Conflict));
    assert_eq!(first.coordinator(again.clone()), Err(Refusal::ParticipantClosed));
    assert_eq!(withdrawn(&first), 1);
    // Whoever has seen it may correct what was written down. It stays withdrawn.
    assert_eq!(Edits::Consent.write(&first, 8).decide(&mut first), Ok(Merge::Applied));
    assert_eq!(withdrawn(&first), 1);

    let mut last = start;
    assert_eq!(correction.decide(&mut last), Ok(Merge::Applied));
    assert_eq!(last.coordinator(again), Ok(Merge::Applied));
    assert_eq!(last.kari(withdraw), Ok(Merge::Applied));
    assert_eq!(withdrawn(&last), 2);
}

#[derive(Clone, Copy, Debug)]
enum Step {
    /// One of two authors looks at what is.
    Looks(bool),
    /// And writes on the ground of what was seen last.
    Writes(bool, usize),
    Withdraws,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => any::<bool>().prop_map(Step::Looks),
        8 => (any::<bool>(), 0..ALL.len()).prop_map(|(who, what)| Step::Writes(who, what)),
        1 => Just(Step::Withdraws),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn however_two_authors_interleave_nothing_of_importance_is_lost_unseen(
        steps in vec(step(), 1..60),
    ) {
        let mut world = with_what_may_be_edited();
        let mut seen = [world.clone(), world.clone()];
        for (n, step) in (1..).zip(steps) {
            let before = safety(&world);
            let was_withdrawn = world.get::<Consent>(id::<ConsentId>(CONSENT)).withdrawn;
            match step {
                Step::Looks(who) => seen[usize::from(who)] = world.clone(),
                Step::Withdraws => {
                    prop_assert_eq!(world.kari(WithdrawConsent { participant: ANNA }), Ok(Merge::Applied));
                }
                Step::Writes(who, what) => {
                    let author = &seen[usize::from(who)];
                    let known = safety(author);
                    let met = ALL[what].write(author, n).decide(&mut world);
                    let after = safety(&world);
                    for ((before, after), known) in before.iter().zip(&after).zip(&known) {
                        if before != after {
                            prop_assert_eq!(met, Ok(Merge::Applied));
                            prop_assert_eq!(before, known, "overwritten by someone who did not know it");
                            prop_assert_eq!(after.1, before.1 + 1);
                        }
                    }
                    if met != Ok(Merge::Applied) && met != Ok(Merge::Merged) {
                        prop_assert_eq!(&before, &after, "{:?}", met);
                    }
                }
            }
            let is_withdrawn = world.get::<Consent>(id::<ConsentId>(CONSENT)).withdrawn;
            prop_assert!(was_withdrawn.is_none() || was_withdrawn == is_withdrawn);
        }
    }
}
