//! The directory: somewhere to go, and who welcomes there.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

use crate::{ActivityId, Day, Language, Line, Name, Phone, Recurrence, Text, Theme, TimeOfDay};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Activity {
    pub id: ActivityId,
    pub name: Line,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Text<600>>,
    #[serde(default)]
    pub themes: Vec<Theme>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organiser: Option<Line>,
    pub place: Place,
    pub recurrence: Recurrence,
    pub starts: TimeOfDay,
    pub minutes: u16,
    pub cost: Cost,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<Host>,
    #[serde(default)]
    pub access: Vec<Access>,
    #[serde(default)]
    pub languages: Vec<Language>,
    /// When someone last made sure that this is still true.
    pub verified: Day,
    #[serde(default)]
    pub demo: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// The house or hall.
    pub name: Line,
    /// The town, as in the list of places.
    pub town: Name,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Line>,
    /// Degrees north and east (WGS 84), of the place or of the town.
    #[serde(deserialize_with = "degrees::<90, _>")]
    pub latitude: f64,
    #[serde(deserialize_with = "degrees::<180, _>")]
    pub longitude: f64,
}

impl Place {
    /// "59.66,10.79", as links to maps have it. To a centimetre.
    pub fn coordinates(&self) -> String {
        format!("{},{}", decimal(self.latitude), decimal(self.longitude))
    }
}

/// By whole numbers: the library's printing of fractions weighs ten kilobytes.
fn decimal(degrees: f64) -> String {
    let sign = if degrees < 0.0 { "-" } else { "" };
    let parts = (degrees.abs() * 1e7).round() as u64;
    let text = format!("{sign}{}.{:07}", parts / 10_000_000, parts % 10_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn degrees<'de, const MOST: i16, D: Deserializer<'de>>(input: D) -> Result<f64, D::Error> {
    let degrees = f64::deserialize(input)?;
    if degrees.abs() <= f64::from(MOST) {
        Ok(degrees)
    } else {
        Err(D::Error::custom(format_args!("degrees lie between -{MOST} and {MOST}")))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cost {
    Free,
    /// Kroner each time.
    EachTime(u16),
    /// Kroner for a half-year.
    Membership(u16),
}

/// Who welcomes at the door.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Host {
    pub name: Name,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    /// How to be found: "stands by the coffee".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub welcome: Option<Line>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    StepFree,
    HearingLoop,
    Toilet,
    BusStop,
    Parking,
    Quiet,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn degrees_are_printed_as_the_library_prints_them(parts in -1_800_000_000i64..=1_800_000_000) {
            let degrees = parts as f64 / 1e7;
            prop_assert_eq!(super::decimal(degrees), degrees.to_string());
        }
    }
}
