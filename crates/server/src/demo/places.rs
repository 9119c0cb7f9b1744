//! Where the towns lie: named places of Norway and Denmark, from GeoNames (CC BY 4.0).

use std::collections::HashMap;
use std::sync::LazyLock;

use domain::Country;

const PLACES: &str = include_str!("../../demo-data/places.csv");

/// By country and name.
type Towns = HashMap<(&'static str, &'static str), (f64, f64)>;

/// Degrees north and east of a town. Of towns with the same name, the first in the list, which is the
/// largest.
pub fn find(country: Country, town: &str) -> Option<(f64, f64)> {
    static TOWNS: LazyLock<Towns> = LazyLock::new(read);
    let country = match country {
        Country::Norway => "NO",
        Country::Denmark => "DK",
    };
    TOWNS.get(&(country, town)).copied()
}

fn read() -> Towns {
    let mut towns = Towns::new();
    // No name in the list holds a comma.
    for line in PLACES.lines() {
        let fields: Vec<&'static str> = line.split(',').collect();
        if let [_, country, name, latitude, longitude, _] = fields[..]
            && let (Ok(latitude), Ok(longitude)) = (latitude.parse(), longitude.parse())
        {
            towns.entry((country, name)).or_insert((latitude, longitude));
        }
    }
    towns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn towns_are_found_in_their_country() {
        assert_eq!(find(Country::Norway, "Ås"), Some((59.66472, 10.79465)));
        assert_eq!(find(Country::Denmark, "Odense"), Some((55.39594, 10.38831)));
        assert_eq!(find(Country::Denmark, "Ås"), None);
    }

    #[test]
    fn every_line_can_be_read() {
        let names: std::collections::HashSet<_> = PLACES
            .lines()
            .skip(2)
            .map(|line| line.split(',').collect::<Vec<_>>())
            .map(|fields| (fields[1], fields[2]))
            .collect();
        assert_eq!(read().len(), names.len());
        assert!(names.len() > 1_000);
        assert!(!PLACES.contains('"'));
    }
}
