//! The centre's directory of activities, searched on the phone.

use super::{Haystack, Needle};
use crate::order::sort_by_key;
use crate::{Activity, Day, MemoryView, Theme};

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ActivityHit<'a> {
    pub activity: &'a Activity,
    /// The next day on which it takes place.
    pub next: Option<Day>,
}

/// Activities that match the words and bear the theme, the soonest first, those without a date last.
pub fn activities<'a>(
    view: &'a MemoryView,
    search: &str,
    theme: Option<Theme>,
    today: Day,
) -> Vec<ActivityHit<'a>> {
    let needle = Needle::new(search);
    let mut hits: Vec<ActivityHit<'a>> = view
        .all::<Activity>()
        .filter(|activity| theme.is_none_or(|theme| activity.themes.contains(&theme)))
        .filter(|activity| needle.matches(&texts(activity)))
        .map(|activity| ActivityHit { activity, next: activity.recurrence.next(today) })
        .collect();
    sort_by_key(&mut hits, |hit| {
        (hit.next.is_none(), hit.next, hit.activity.starts, hit.activity.id)
    });
    hits
}

/// Where a search looks.
pub fn haystack(activity: &Activity) -> Haystack {
    Haystack::new(&texts(activity))
}

fn texts(activity: &Activity) -> [&str; 6] {
    [
        activity.name.as_str(),
        activity.about.as_ref().map_or("", |about| about.as_str()),
        activity.organiser.as_ref().map_or("", |organiser| organiser.as_str()),
        activity.place.name.as_str(),
        activity.place.town.as_str(),
        activity.host.as_ref().map_or("", |host| host.name.as_str()),
    ]
}
