//! Where the towns lie: named places of Norway and Denmark, from GeoNames (CC BY 4.0).

use domain::Country;

const PLACES: &str = include_str!("../../demo-data/places.csv");

/// Degrees north and east of a town. Of towns with the same name, the first in the list, which is the
/// largest.
pub fn find(country: Country, town: &str) -> Option<(f64, f64)> {
    let country = match country {
        Country::Norway => "NO",
        Country::Denmark => "DK",
    };
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(PLACES.as_bytes());
    reader.records().filter_map(Result::ok).find_map(|record| {
        if record.get(1)? != country || record.get(2)? != town {
            return None;
        }
        Some((record.get(3)?.parse().ok()?, record.get(4)?.parse().ok()?))
    })
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
        let mut reader =
            csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(PLACES.as_bytes());
        let read = reader.records().map(|record| record.unwrap()).filter(|record| {
            record[3].parse::<f64>().unwrap() > 50.0 && record[4].parse::<f64>().is_ok()
        });
        assert!(read.count() > 1_000);
    }
}
