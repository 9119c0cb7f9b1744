use domain::query::{Needle, assigned, fold, people};
use domain::*;
use proptest::prelude::*;

use crate::common::*;

fn found(world: &World, search: &str) -> Vec<String> {
    people(&world.view, KARI, search)
        .iter()
        .map(|hit| hit.participant.first_name.to_string())
        .collect()
}

fn named(names: &[&str]) -> World {
    let mut world = world();
    for participant in [ANNA, BIRGER] {
        world.view.remove(participant.0);
    }
    for (number, name) in (0x2000..).zip(names) {
        let mut person = examples::participant(id(number), "x");
        let (first, last) = name.split_once(' ').unwrap_or((name, ""));
        person.first_name = text(first);
        person.last_name = Text::optional(last).unwrap();
        world.view.upsert(person.into());
        let assignment = examples::assignment(id(number + 0x1000), KARI, id(number));
        world.view.upsert(assignment.into());
    }
    world
}

#[test]
fn names_are_found_however_they_are_typed() {
    let world = named(&["Åse Bø", "Bjørn Ærlig", "Çelik", "Anna"]);
    for (typed, expected) in [
        ("åse", "Åse"),
        ("aase", "Åse"),
        ("ASE", "Åse"),
        // å as a and a ring, as some keyboards type it.
        ("a\u{30a}se", "Åse"),
        ("bo", "Åse"),
        ("bø å", "Åse"),
        ("bjørn", "Bjørn"),
        ("bjoern", "Bjørn"),
        ("bjo\u{308}rn", "Bjørn"),
        ("aerlig", "Bjørn"),
        ("celik", "Çelik"),
    ] {
        assert_eq!(found(&world, typed), [expected], "{typed}");
    }
    assert!(found(&world, "erlig").is_empty());
    assert!(found(&world, "anna bø").is_empty());
}

#[test]
fn everyone_is_listed_by_first_name() {
    let world = named(&["Tove", "Åse B", "åse A", "Bjørn"]);
    assert_eq!(found(&world, ""), ["åse", "Åse", "Bjørn", "Tove"]);
}

#[test]
fn signs_around_words_do_not_hide_them() {
    for written in ["Kafé (Åsgård)", "«Åsgård»", "\"Åsgård\"", "Ski/Åsgård", "Ski\u{a0}Åsgård"]
    {
        assert!(Needle::new("asgard").matches(&[written]), "{written}");
    }
    assert!(Needle::new("(åsgård").matches(&["Åsgård"]));
}

#[test]
fn only_ones_own_who_take_part() {
    let mut world = world();
    assert_eq!(found(&world, ""), ["Anna", "Birger"]);
    assert_eq!(people(&world.view, OLE, "").len(), 0);
    world.close(ANNA, ClosingReason::Deceased);
    assert_eq!(found(&world, ""), ["Birger"]);
    world.end(KARI, BIRGER);
    assert!(found(&world, "").is_empty());
    assert_eq!(assigned(&world.view, KARI).count(), 0);
}

#[test]
fn someone_assigned_twice_is_listed_once() {
    let mut world = world();
    world.view.upsert(examples::assignment(id(0x39), KARI, ANNA).into());
    assert_eq!(found(&world, ""), ["Anna", "Birger"]);
}

proptest! {
    #[test]
    fn whatever_is_typed_of_a_name_finds_it(name in "[a-zæøåäöé]{1,12}", end in 1usize..12) {
        let typed: String = name.chars().take(end).collect();
        prop_assert!(Needle::new(&typed).matches(&[&name]), "{} finds {}", typed, name);
        prop_assert!(Needle::new(&typed.to_uppercase()).matches(&[&name]));
    }

    #[test]
    fn any_text_can_be_folded(text in "\\PC*") {
        fold(&text);
        Needle::new(&text).matches(&[&text]);
    }
}
