use domain::query::{activities, kilometres};
use domain::*;
use proptest::prelude::*;

use crate::common::*;

fn directory() -> World {
    let mut world = world();
    let mut put = |number, name: &str, rule: &str, from: &str, starts: &str| {
        world.view.upsert(examples::activity(number, name, rule, from, starts).into());
    };
    put(1, "Tirsdagskafé", "FREQ=WEEKLY;BYDAY=TU", "2026-01-06", "11:00");
    put(2, "Julebord", "ONCE", "2026-12-12", "18:00");
    put(3, "Morgentur", "FREQ=WEEKLY;BYDAY=TU", "2026-01-06", "09:00");
    put(4, "Sommerfest", "ONCE", "2026-06-20", "12:00");
    put(5, "Lørdagskor", "FREQ=WEEKLY;BYDAY=SA", "2026-01-03", "12:00");
    world
}

fn names(world: &World, search: &str, theme: Option<Theme>) -> Vec<String> {
    activities(&world.view, search, theme, day(TODAY))
        .iter()
        .map(|hit| hit.activity.name.to_string())
        .collect()
}

#[test]
fn the_soonest_comes_first_and_what_is_over_last() {
    let world = directory();
    let expected = ["Lørdagskor", "Morgentur", "Tirsdagskafé", "Julebord", "Sommerfest"];
    assert_eq!(names(&world, "", None), expected);
    let hits = activities(&world.view, "", None, day(TODAY));
    let next: Vec<Option<Day>> = hits.iter().map(|hit| hit.next).collect();
    let tuesday = Some(day("2026-11-24"));
    assert_eq!(next, [Some(day(TODAY)), tuesday, tuesday, Some(day("2026-12-12")), None]);
}

#[test]
fn a_day_off_is_passed_over() {
    let mut world = directory();
    world.edit::<Activity>(id::<ActivityId>(5), |row| row.recurrence.except = vec![day(TODAY)]);
    let hits = activities(&world.view, "lordagskor", None, day(TODAY));
    assert_eq!(hits[0].next, Some(day("2026-11-28")));
}

#[test]
fn words_are_looked_for_in_all_that_is_said() {
    let mut world = directory();
    world.edit::<Activity>(id::<ActivityId>(2), |row| {
        row.place.town = text("Drøbak");
        row.host.as_mut().unwrap().name = text("Bjørg");
        row.about = Some(text("Pinnekjøtt og sang"));
        row.organiser = Some(text("Røde Kors"));
        row.place.name = text("Badehuset");
    });
    for typed in ["juleb", "drobak", "bjorg", "pinnekjott", "rode kors", "badehus sang"] {
        assert_eq!(names(&world, typed, None), ["Julebord"], "{typed}");
    }
    assert!(names(&world, "sykkel", None).is_empty());
}

#[test]
fn themes_narrow() {
    let mut world = directory();
    world.edit::<Activity>(id::<ActivityId>(3), |row| row.themes = vec![Theme::Movement]);
    assert_eq!(names(&world, "", Some(Theme::Movement)), ["Morgentur"]);
    assert!(names(&world, "kafe", Some(Theme::Movement)).is_empty());
}

#[test]
fn the_other_side_of_the_world_is_as_far_as_it_gets() {
    for tenth in -900..=900 {
        let north = f64::from(tenth) / 10.0;
        // Rounding takes some of these beyond what an arc sine knows.
        let far = kilometres((north, 10.0), (-north, -170.0));
        assert!((20_014.0..=20_016.0).contains(&far), "{north}: {far}");
    }
}

proptest! {
    #[test]
    fn distances_are_numbers_everywhere(
        a in (-90.0f64..=90.0, -180.0f64..=180.0),
        b in (-90.0f64..=90.0, -180.0f64..=180.0),
    ) {
        let far = kilometres(a, b);
        prop_assert!((0.0..=20_016.0).contains(&far), "{}", far);
    }
}
