use domain::command::{AddWish, EditWish, SettleFollowUp};
use domain::query::conversations;
use domain::*;

use crate::common::*;

#[test]
fn a_conversation_is_written_as_it_was_said() {
    let mut world = world();
    assert_eq!(world.kari(talk(1000, ANNA)), Ok(Merge::Applied));
    let row: &Conversation = world.get(id::<ConversationId>(1000));
    assert_eq!((row.participant, row.by, row.at), (ANNA, KARI, world.at));
    assert_eq!(row.said, said(TODAY, "Vil ut og gå"));
    assert_eq!((row.supersedes, row.voided), (None, None));
}

#[test]
fn one_in_which_nothing_was_said_is_refused() {
    let mut world = world();
    let mut empty = talk(1000, ANNA);
    empty.said.matters = None;
    empty.said.read_back = true;
    assert_eq!(world.kari(empty.clone()), Err(Refusal::NothingSaid));
    let enough: [fn(&mut Said); 5] = [
        |said| said.matters = Some(text("Kaffe")),
        |said| said.themes = vec![Theme::Nature],
        |said| said.next = Some(NextStep { step: Step::Nothing, day: None }),
        |said| said.first.told = vec![Told::Voluntary],
        |said| said.follow_up = Some(FollowUpKey::Week1),
    ];
    for (number, say) in (1001..).zip(enough) {
        let mut something = empty.clone();
        something.id = id(number);
        say(&mut something.said);
        assert_eq!(world.kari(something), Ok(Merge::Applied), "{number}");
    }
}

#[test]
fn its_day_lies_within_four_hundred_days_back_and_not_ahead() {
    // Each side has one day of grace, for the zone that nobody here knows.
    let days = [
        (0, Ok(Merge::Applied)),
        (1, Ok(Merge::Applied)),
        (2, Err(Refusal::DayOutOfRange)),
        (-401, Ok(Merge::Applied)),
        (-402, Err(Refusal::DayOutOfRange)),
    ];
    for (away, expected) in days {
        let mut world = world();
        let mut command = talk(1000, ANNA);
        command.said.day = day(TODAY).plus_days(away);
        assert_eq!(world.kari(command), expected, "{away}");
    }
}

#[test]
fn at_half_past_midnight_in_oslo_today_and_yesterday_can_both_be_written() {
    let mut world = world();
    // 00:30 on the 22nd in Oslo.
    world.at = moment(TODAY, "23:30");
    for (number, on) in [(1000, "2026-11-22"), (1001, TODAY)] {
        let mut command = talk(number, ANNA);
        command.said.day = day(on);
        assert_eq!(world.kari(command), Ok(Merge::Applied), "{on}");
    }
}

#[test]
fn the_next_step_lies_within_reach() {
    for (away, expected) in [(401, Ok(Merge::Applied)), (402, Err(Refusal::DayOutOfRange))] {
        let mut world = world();
        let mut command = talk(1000, ANNA);
        let next = Some(day(TODAY).plus_days(away));
        command.said.next = Some(NextStep { step: Step::Call, day: next });
        assert_eq!(world.kari(command), expected, "{away}");
    }
}

#[test]
fn a_correction_hides_what_it_corrects_and_keeps_it() {
    let mut world = world();
    world.kari(talk(1000, ANNA)).unwrap();
    for number in [1001, 1002] {
        let mut correction = talk(number, ANNA);
        correction.supersedes = Some(id(number - 1));
        assert_eq!(world.kari(correction), Ok(Merge::Applied));
    }
    let standing: Vec<_> = conversations(&world.view, ANNA).iter().map(|talk| talk.id).collect();
    assert_eq!(standing, [id(1002)]);
    assert_eq!(world.view.about::<Conversation>(ANNA).count(), 3);
}

#[test]
fn what_another_wrote_is_not_mine_to_correct() {
    let mut world = world();
    world.kari(talk(1000, ANNA)).unwrap();
    let mut correction = talk(1001, ANNA);
    correction.supersedes = Some(id(1000));
    assert_eq!(world.ole(correction.clone()), Err(Refusal::NotAllowed));
    let actor = Actor { centre: CENTRE, member: COORDINATOR, role: Role::Coordinator };
    let occasion = Occasion { at: world.at };
    assert!(apply_volunteer(&world.view, &actor, &occasion, &correction.into()).is_ok());
}

#[test]
fn a_conversation_with_someone_else_is_not_corrected() {
    let mut world = world();
    world.kari(talk(1000, BIRGER)).unwrap();
    for earlier in [id(1000), id(9999), id(KARI_ANNA.0.as_u128())] {
        let mut correction = talk(1001, ANNA);
        correction.supersedes = Some(earlier);
        assert_eq!(world.kari(correction), Err(Refusal::UnknownRow));
    }
}

#[test]
fn what_they_want_to_try_becomes_a_wish() {
    let mut world = world();
    let mut command = talk(1000, ANNA);
    command.wish = Some(id(1001));
    command.said.themes = vec![Theme::Culture];
    // Nothing wanted, no wish.
    world.kari(command.clone()).unwrap();
    assert_eq!(world.view.all::<Wish>().count(), 0);
    command.id = id(1002);
    command.said.first.want_to_try = Some(text("Kor"));
    world.kari(command).unwrap();
    let wish: &Wish = world.get(id::<WishId>(1001));
    assert_eq!((wish.from, wish.state.value), (Some(id(1002)), WishState::Open));
    assert_eq!((wish.text.value.as_str(), &wish.themes[..]), ("Kor", &[Theme::Culture][..]));
}

#[test]
fn a_wish_does_not_take_the_id_of_its_conversation() {
    let mut command = talk(1000, ANNA);
    command.wish = Some(id(1000));
    command.said.first.want_to_try = Some(text("Kor"));
    assert_eq!(world().kari(command), Err(Refusal::IdInUse));
}

fn wish(number: u128, from: Option<u128>) -> AddWish {
    AddWish {
        id: id(number),
        participant: ANNA,
        text: text("Kor"),
        themes: vec![],
        from: from.map(id),
    }
}

#[test]
fn a_wish_names_a_conversation_with_the_same_person() {
    let mut world = world();
    world.kari(talk(1000, BIRGER)).unwrap();
    assert_eq!(world.kari(wish(1001, Some(1000))), Err(Refusal::UnknownRow));
    // One that has not come is no reason to lose a wish.
    assert_eq!(world.kari(wish(1001, Some(7777))), Ok(Merge::Applied));
}

#[test]
fn edits_of_different_fields_both_stand() {
    let mut world = world();
    world.kari(wish(1000, None)).unwrap();
    let before: Wish = world.get::<Wish>(id::<WishId>(1000)).clone();
    let edit = EditWish { id: id(1000), participant: ANNA, text: None, state: None };
    let text = EditWish { text: Some(before.text.edit(text("Kammerkor"))), ..edit.clone() };
    let state = EditWish { state: Some(before.state.edit(WishState::Reached)), ..edit };
    assert_eq!(world.kari(text), Ok(Merge::Applied));
    assert_eq!(world.ole(state), Ok(Merge::Applied));
    let after: &Wish = world.get(id::<WishId>(1000));
    assert_eq!(after.text, Field { value: crate::common::text("Kammerkor"), version: 2 });
    assert_eq!(after.state, Field { value: WishState::Reached, version: 2 });
}

#[test]
fn of_two_edits_of_one_field_the_later_arrival_wins_and_says_so() {
    let mut world = world();
    world.kari(wish(1000, None)).unwrap();
    let seen = 1;
    let edit = |value| EditWish {
        id: id(1000),
        participant: ANNA,
        text: None,
        state: Some(Edit { value, seen }),
    };
    assert_eq!(world.kari(edit(WishState::Reached)), Ok(Merge::Applied));
    assert_eq!(world.ole(edit(WishState::Dropped)), Ok(Merge::Merged));
    let after: &Wish = world.get(id::<WishId>(1000));
    assert_eq!(after.state, Field { value: WishState::Dropped, version: 3 });
}

#[test]
fn a_follow_up_moves_to_a_day_to_come() {
    let settle = |number, away| SettleFollowUp {
        id: id(number),
        participant: ANNA,
        key: FollowUpKey::Week1,
        decision: FollowUpDecision::MovedTo(day(TODAY).plus_days(away)),
    };
    let mut world = world();
    assert_eq!(world.kari(settle(1000, -2)), Err(Refusal::DayOutOfRange));
    assert_eq!(world.kari(settle(1000, 402)), Err(Refusal::DayOutOfRange));
    assert_eq!(world.kari(settle(1000, 7)), Ok(Merge::Applied));
    let mark: &FollowUpMark = world.get(id::<FollowUpMarkId>(1000));
    assert_eq!((mark.key, mark.by, mark.at), (FollowUpKey::Week1, KARI, world.at));
}
