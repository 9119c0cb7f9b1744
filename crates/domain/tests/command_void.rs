use domain::command::{AddWish, EditWish, ReportChange, Void};
use domain::query::conversations;
use domain::*;

use crate::common::*;

fn void(number: u128) -> Void {
    Void { participant: ANNA, row: id(number) }
}

#[test]
fn ones_own_is_taken_back_once_and_kept() {
    let mut world = world();
    world.kari(talk(1000, ANNA)).unwrap();
    world.kari(plan(1001, ANNA, TODAY, "13:00")).unwrap();
    world.kari(check_in(1002, ANNA, 1001, CheckInPoint::Met)).unwrap();
    world.kari(check_out(1003, ANNA, 1001, Outcome::AttendedTogether)).unwrap();
    let about = ChangeAbout::Other;
    world.kari(ReportChange { id: id(1004), participant: ANNA, about, note: None }).unwrap();
    let at = world.at.plus_minutes(1);
    for number in 1000..=1004 {
        let before = world.view.row(id(number)).cloned();
        world.at = at;
        assert_eq!(world.ole(void(number)), Err(Refusal::NotAllowed), "{number}");
        assert_eq!(world.view.row(id(number)).cloned(), before);
        assert_eq!(world.kari(void(number)), Ok(Merge::Applied), "{number}");
        world.at = at.plus_minutes(1);
        assert_eq!(world.kari(void(number)), Err(Refusal::AlreadyVoided), "{number}");
    }
    assert_eq!(world.get::<Conversation>(id::<ConversationId>(1000)).voided, Some(at));
    assert_eq!(world.get::<Accompaniment>(id::<AccompanimentId>(1001)).voided, Some(at));
    assert_eq!(world.get::<CheckIn>(id::<CheckInId>(1002)).voided, Some(at));
    assert_eq!(world.get::<CheckOut>(id::<CheckOutId>(1003)).voided, Some(at));
    assert_eq!(world.get::<Change>(id::<ChangeId>(1004)).voided, Some(at));
}

#[test]
fn what_is_so_cannot_be_taken_back() {
    let mut world = world();
    let (text, themes, from) = (text("Kor"), vec![], None);
    world.kari(AddWish { id: id(1000), participant: ANNA, text, themes, from }).unwrap();
    for row in [id(1000), ANNA.0, KARI_ANNA.0] {
        assert_eq!(world.kari(Void { participant: ANNA, row }), Err(Refusal::CannotVoid));
    }
}

#[test]
fn what_is_not_there_or_anothers_cannot_be_taken_back() {
    let mut world = world();
    world.kari(talk(1000, BIRGER)).unwrap();
    for row in [id(1000), id(9999), KARI.0, BIRGER.0] {
        assert_eq!(world.kari(Void { participant: ANNA, row }), Err(Refusal::UnknownRow));
    }
}

#[test]
fn a_correction_that_is_taken_back_lets_the_first_version_stand_again() {
    let mut world = world();
    world.kari(talk(1000, ANNA)).unwrap();
    for number in [1001, 1002] {
        let mut correction = talk(number, ANNA);
        correction.supersedes = Some(id(number - 1));
        world.kari(correction).unwrap();
    }
    let standing = |world: &World| -> Vec<ConversationId> {
        conversations(&world.view, ANNA).iter().map(|talk| talk.id).collect()
    };
    // The one in the middle taken back: the last still corrects the first.
    let mut middle = World { view: world.view.clone(), at: world.at };
    middle.kari(void(1001)).unwrap();
    assert_eq!(standing(&middle), [id(1002)]);
    world.kari(void(1002)).unwrap();
    assert_eq!(standing(&world), [id(1001)]);
    world.kari(void(1001)).unwrap();
    assert_eq!(standing(&world), [id(1000)]);
    world.kari(void(1000)).unwrap();
    assert_eq!(standing(&world), []);
}

fn with_wish() -> World {
    let mut world = world();
    let mut command = talk(1000, ANNA);
    command.wish = Some(id(1001));
    command.said.first.want_to_try = Some(text("Kor"));
    world.kari(command).unwrap();
    world
}

#[test]
fn the_wish_goes_with_the_conversation_it_came_with() {
    let mut world = with_wish();
    let wish = AddWish {
        id: id(1002),
        participant: ANNA,
        text: text("Svømme"),
        themes: vec![],
        from: None,
    };
    world.kari(wish).unwrap();
    world.kari(void(1000)).unwrap();
    let state = |number| world.get::<Wish>(id::<WishId>(number)).state.clone();
    assert_eq!(state(1001), Field { value: WishState::Dropped, version: 2 });
    assert_eq!(state(1002), Field { value: WishState::Open, version: 1 });
}

#[test]
fn a_wish_that_someone_has_touched_since_stays() {
    let mut world = with_wish();
    let edited = Some(Edit { value: text("Kammerkor"), seen: 1 });
    world.ole(EditWish { id: id(1001), participant: ANNA, text: edited, state: None }).unwrap();
    world.kari(void(1000)).unwrap();
    assert_eq!(world.get::<Wish>(id::<WishId>(1001)).state.value, WishState::Open);
}
