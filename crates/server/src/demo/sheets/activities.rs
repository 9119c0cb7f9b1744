//! `activities.csv`

use domain::{
    Activity, Cost, Day, Host, Language, Name, Place, Recurrence, Rule, TimeOfDay, Weekday,
};

use super::super::places;
use super::lines::{self, Line, Problem};
use super::{Entry, Reading};

const COLUMNS: &[&str] = &[
    "ref",
    "name",
    "about",
    "themes",
    "organiser",
    "place",
    "town",
    "address",
    "latitude",
    "longitude",
    "repeats",
    "days",
    "from",
    "until",
    "except",
    "starts",
    "minutes",
    "cost",
    "host",
    "host_phone",
    "host_welcome",
    "access",
    "languages",
    "verified",
];

pub fn activities(reading: &Reading, text: &str) -> Result<Vec<Entry<Activity>>, Vec<Problem>> {
    lines::read(text, COLUMNS, reading.today, reading.country, |line| activity(reading, line))
}

fn activity(reading: &Reading, line: &mut Line<'_>) -> Option<Entry<Activity>> {
    let reference = line.text("ref").to_owned();
    let (name, starts) = (line.needed("name"), line.needed::<TimeOfDay>("starts"));
    let (place, rule, cost) = (place(reading, line), rule(line), cost(line));
    let recurrence = Recurrence {
        from: line.day("from").unwrap_or(reading.today),
        until: line.day("until"),
        except: line.list("except", str::parse::<Day>),
        rule: rule?,
    };
    let phone = line.phone("host_phone");
    let welcome = line.words("host_welcome");
    let host = line.words("host").map(|name| Host { name, phone, welcome });
    let activity = Activity {
        id: reading.id("activity", &reference).into(),
        about: line.words("about"),
        themes: line.choices("themes"),
        organiser: line.words("organiser"),
        recurrence,
        minutes: line.read("minutes").unwrap_or(60),
        host,
        access: line.choices("access"),
        languages: line.list("languages", str::parse::<Language>),
        verified: line.day("verified").unwrap_or(reading.today),
        demo: reading.demo,
        name: name?,
        place: place?,
        starts: starts?,
        cost: cost?,
    };
    Some(Entry { reference, row: activity })
}

fn place(reading: &Reading, line: &mut Line<'_>) -> Option<Place> {
    let name = line.needed("place");
    let town: Option<Name> = line.needed("town");
    let address = line.words("address");
    let (name, town) = (name?, town?);
    let (latitude, longitude) = match (line.read("latitude"), line.read("longitude")) {
        (Some(latitude), Some(longitude)) => (latitude, longitude),
        (None, None) => places::find(reading.country, town.as_str()).or_else(|| {
            line.problem("town", "is not in the list of places; give latitude and longitude");
            None
        })?,
        _ => {
            line.problem("latitude", "latitude and longitude come together");
            return None;
        }
    };
    if !(-90.0..=90.0).contains(&latitude) || !(-180.0..=180.0).contains(&longitude) {
        line.problem("latitude", "lies on no globe");
        return None;
    }
    Some(Place { name, town, address, latitude, longitude })
}

fn rule(line: &mut Line<'_>) -> Option<Rule> {
    let days = line.list("days", weekday);
    let repeats = line.text("repeats");
    let words: Vec<&str> = repeats.split_whitespace().collect();
    let rule = match (&words[..], &days[..]) {
        (["once"], []) => Some(Rule::Once),
        (["weekly"], [_, ..]) => Some(Rule::Weekly { every: 1, days }),
        (["every", weeks, "weeks"], [_, ..]) => weeks
            .parse()
            .ok()
            .filter(|every| (1..=52).contains(every))
            .map(|every| Rule::Weekly { every, days }),
        (["monthly", "last"], &[day]) => Some(Rule::Monthly { nth: -1, day }),
        (["monthly", nth], &[day]) => nth
            .parse()
            .ok()
            .filter(|nth| (1..=4).contains(nth))
            .map(|nth| Rule::Monthly { nth, day }),
        _ => None,
    };
    if rule.is_none() {
        line.problem("repeats", format!("«{repeats}» with these days says nothing"));
    }
    rule
}

fn weekday(text: &str) -> Result<Weekday, &'static str> {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let index = DAYS.iter().position(|day| *day == text);
    index.map(|index| Weekday::ALL[index]).ok_or("days are mon tue wed thu fri sat sun")
}

fn cost(line: &mut Line<'_>) -> Option<Cost> {
    let text = line.text("cost");
    let cost = match text.split_whitespace().collect::<Vec<_>>()[..] {
        [] | ["free"] => Some(Cost::Free),
        [kroner] => kroner.parse().ok().map(Cost::EachTime),
        [kroner, "half-year"] => kroner.parse().ok().map(Cost::Membership),
        _ => None,
    };
    if cost.is_none() {
        line.problem("cost", "is neither free, nor kroner, nor kroner and half-year");
    }
    cost
}
