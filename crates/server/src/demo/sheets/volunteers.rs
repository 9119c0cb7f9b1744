//! `volunteers.csv`

use domain::{Language, Member, Role};

use super::lines::{self, Line, Problem};
use super::{Entry, Reading};

const COLUMNS: &[&str] = &[
    "ref",
    "role",
    "first_name",
    "last_name",
    "phone",
    "languages",
    "interests",
    "capacity",
    "active_from",
    "active_until",
    "pledge_signed",
    "certificate_seen",
];

pub fn volunteers(reading: &Reading, text: &str) -> Result<Vec<Entry<Member>>, Vec<Problem>> {
    lines::read(text, COLUMNS, reading.today, reading.country, |line| member(reading, line))
}

fn member(reading: &Reading, line: &mut Line<'_>) -> Option<Entry<Member>> {
    let reference = line.text("ref").to_owned();
    let first_name = line.needed("first_name");
    let member = Member {
        id: reading.id("member", &reference).into(),
        role: line.choice("role").unwrap_or(Role::Volunteer),
        last_name: line.words("last_name"),
        phone: line.phone("phone"),
        languages: line.list("languages", str::parse::<Language>),
        interests: line.choices("interests"),
        capacity: line.read("capacity"),
        active_from: line.day("active_from"),
        active_until: line.day("active_until"),
        pledge_signed: line.day("pledge_signed"),
        certificate_seen: line.day("certificate_seen"),
        first_name: first_name?,
    };
    Some(Entry { reference, row: member })
}
