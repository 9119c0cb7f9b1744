//! Which activities, and how far from the centre's town.

use std::cmp::Ordering;

use domain::find::holds;
use domain::query::{ActivityHit, Haystack, Needle, activities, fold, haystack, kilometres};
use domain::{Activity, ActivityId, Centre, Cost, Day, LocalTime, MemoryView, Place, Theme};

/// What was typed and tapped.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    pub words: String,
    pub theme: Option<Theme>,
    pub this_week: bool,
    pub free: bool,
    pub nearest: bool,
}

/// Where distances are counted from. Nobody's home: the phone knows where a participant lives as
/// little as it knows where it is itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Town {
    pub name: String,
    at: (f64, f64),
}

impl Town {
    /// The town in the centre's name ("Ås frivilligsentral"), placed in the middle of its activities.
    pub fn of_centre(view: &MemoryView) -> Option<Town> {
        let centre = format!(" {} ", fold(view.all::<Centre>().next()?.name.as_str()));
        let here = |activity: &&Activity| {
            holds(&centre, &format!(" {} ", fold(activity.place.town.as_str())))
        };
        let name = view.all::<Activity>().find(here)?.place.town.to_string();
        let (mut north, mut east, mut count) = (0.0, 0.0, 0.0);
        for activity in view.all::<Activity>().filter(here) {
            north += activity.place.latitude;
            east += activity.place.longitude;
            count += 1.0;
        }
        Some(Town { name, at: (north / count, east / count) })
    }

    /// Kilometres as the crow flies; `None` where it is so near that the town's name says it.
    pub fn far(&self, place: &Place) -> Option<f64> {
        let far = self.kilometres(place);
        (far >= 1.0).then_some(far)
    }

    fn kilometres(&self, place: &Place) -> f64 {
        kilometres(self.at, (place.latitude, place.longitude))
    }
}

/// The directory as it stands today, made ready once: what follows is asked with every letter typed.
pub struct Listing {
    /// The soonest first. What is over for today is listed under its next day.
    rows: Vec<Listed>,
}

/// What the list must know of an activity to find it and to place it.
pub struct Listed {
    pub id: ActivityId,
    pub next: Option<Day>,
    texts: Haystack,
    themes: Vec<Theme>,
    free: bool,
    /// From the centre's town.
    far: Option<f64>,
}

impl Listing {
    pub fn new(view: &MemoryView, now: LocalTime, town: Option<&Town>) -> Self {
        let mut hits = activities(view, "", None, now.day);
        for hit in &mut hits {
            hit.next = next(hit.activity, now);
        }
        domain::order::sort_by_key(&mut hits, |hit| {
            (hit.next.is_none(), hit.next, hit.activity.starts)
        });
        let listed = |hit: ActivityHit<'_>| Listed {
            id: hit.activity.id,
            next: hit.next,
            texts: haystack(hit.activity),
            themes: hit.activity.themes.clone(),
            free: hit.activity.cost == Cost::Free,
            far: town.map(|town| town.kilometres(&hit.activity.place)),
        };
        Self { rows: hits.into_iter().map(listed).collect() }
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The soonest first, or the nearest.
    pub fn hits(&self, filter: &Filter, today: Day) -> Vec<&Listed> {
        let sunday = today.plus_days(6 - today.weekday() as i32);
        let needle = Needle::new(&filter.words);
        let fits = |row: &&Listed| {
            filter.theme.is_none_or(|theme| row.themes.contains(&theme))
                && (!filter.free || row.free)
                && (!filter.this_week || row.next.is_some_and(|day| day <= sunday))
                && needle.finds(&row.texts)
        };
        let mut hits: Vec<&Listed> = self.rows.iter().filter(fits).collect();
        if filter.nearest {
            // A stable sort: of two in the same place the sooner stays first.
            domain::order::sort_by(&mut hits, |a, b| {
                a.far.partial_cmp(&b.far).unwrap_or(Ordering::Equal)
            });
        }
        hits
    }
}

/// The next day on which one can still be there.
pub fn next(activity: &Activity, now: LocalTime) -> Option<Day> {
    let ends = i32::from(activity.starts.minutes()) + i32::from(activity.minutes);
    let over = i32::from(now.time.minutes()) >= ends;
    activity.recurrence.next(if over { now.day.plus_days(1) } else { now.day })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Saturday.
    fn today() -> Day {
        "2026-11-21".parse().unwrap()
    }

    fn at(time: &str) -> LocalTime {
        LocalTime { day: today(), time: time.parse().unwrap() }
    }

    fn activity(number: u8, town: &str, at: (f64, f64), from: &str, cost: Cost) -> domain::Row {
        let id = uuid::Uuid::from_u128(number.into());
        domain::Row::from(Activity {
            id: id.into(),
            name: format!("Activity {number}").parse().unwrap(),
            about: None,
            themes: vec![],
            organiser: None,
            place: Place {
                name: "Hall".parse().unwrap(),
                town: town.parse().unwrap(),
                address: None,
                latitude: at.0,
                longitude: at.1,
            },
            recurrence: domain::Recurrence::once(from.parse().unwrap()),
            starts: "12:00".parse().unwrap(),
            minutes: 60,
            cost,
            host: None,
            access: vec![],
            languages: vec![],
            verified: today(),
            demo: true,
        })
    }

    fn view() -> MemoryView {
        let mut view = MemoryView::default();
        view.upsert(activity(1, "Ski", (59.72, 10.84), "2026-11-22", Cost::Free));
        view.upsert(activity(2, "Ås", (59.66, 10.79), "2026-11-23", Cost::EachTime(30)));
        view.upsert(activity(3, "Ås", (59.66, 10.79), "2026-11-20", Cost::Free));
        let centre = r#"{"centre":{"id":"00000000-0000-0000-0000-0000000000ff","name":"Ås frivilligsentral",
            "country":"NO","language":"nb","coordinator":"Kari","coordinator_phone":"64962000",
            "emergency":[],"follow_up_rules":[],"legal_basis":"consent","safety_window_minutes":60,
            "lease_days":30}}"#;
        view.upsert(serde_json::from_str(centre).unwrap());
        view
    }

    fn names(filter: Filter) -> Vec<String> {
        let view = view();
        let town = Town::of_centre(&view);
        let listing = Listing::new(&view, at("12:00"), town.as_ref());
        let name = |hit: &&Listed| view.get::<Activity>(hit.id).unwrap().name.to_string();
        listing.hits(&filter, today()).iter().map(name).collect()
    }

    #[test]
    fn the_centres_town_is_found_in_its_name() {
        let view = view();
        let town = Town::of_centre(&view).unwrap();
        assert_eq!(town.name, "Ås");
        let places: Vec<Option<u8>> = view
            .all::<Activity>()
            .map(|activity| town.far(&activity.place).map(|far| far.round() as u8))
            .collect();
        assert_eq!(places, [Some(7), None, None]);
    }

    #[test]
    fn this_week_ends_on_sunday_and_does_not_count_what_was() {
        let all = names(Filter::default());
        assert_eq!(all, ["Activity 1", "Activity 2", "Activity 3"]);
        assert_eq!(names(Filter { this_week: true, ..Filter::default() }), ["Activity 1"]);
    }

    #[test]
    fn what_is_over_for_today_comes_another_day() {
        let mut view = view();
        let mut walk = view.all::<Activity>().next().unwrap().clone();
        walk.recurrence = domain::Recurrence {
            rule: "FREQ=WEEKLY;BYDAY=SA".parse().unwrap(),
            from: today(),
            until: None,
            except: vec![],
        };
        // From twelve to one.
        assert_eq!(next(&walk, at("12:59")), Some(today()));
        assert_eq!(next(&walk, at("13:00")), Some(today().plus_days(7)));
        view.upsert(walk.into());
        let listing = Listing::new(&view, at("13:00"), None);
        let hits = listing.hits(&Filter::default(), today());
        let days: Vec<Option<Day>> = hits.iter().map(|hit| hit.next).collect();
        assert_eq!(days, [Some(today().plus_days(2)), Some(today().plus_days(7)), None]);
    }

    #[test]
    fn free_and_nearest() {
        let free = Filter { free: true, ..Filter::default() };
        assert_eq!(names(free.clone()), ["Activity 1", "Activity 3"]);
        assert_eq!(names(Filter { nearest: true, ..free }), ["Activity 3", "Activity 1"]);
    }
}
