//! The three files of `demo-data/README.md`, read into rows. Every problem is told with its line and
//! column; a sheet with a problem gives no rows at all.

mod activities;
mod lines;
mod people;
mod volunteers;

pub use activities::activities;
pub use lines::Problem;
pub use people::{Person, people};
pub use volunteers::volunteers;

use domain::{CentreId, Country, Day, LegalBasis};
use uuid::Uuid;

use super::ids::derived;

/// A row and the mark it has in its sheet.
#[derive(Clone, Debug)]
pub struct Entry<T> {
    pub reference: String,
    pub row: T,
}

/// For whom the sheets are read, and when.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    pub centre: CentreId,
    pub country: Country,
    pub basis: LegalBasis,
    /// What `today` and an empty day mean.
    pub today: Day,
    pub demo: bool,
}

impl Reading {
    /// The id of the row with this mark: the same at every import.
    pub fn id(&self, kind: &str, reference: &str) -> Uuid {
        derived(&[&self.centre.to_string(), kind, reference])
    }
}

#[cfg(test)]
mod tests {
    use domain::{Access, Cost, Rule, Weekday};

    use super::*;

    fn reading() -> Reading {
        Reading {
            centre: derived(&["a centre"]).into(),
            country: Country::Norway,
            basis: LegalBasis::Consent,
            today: "2026-11-21".parse().unwrap(),
            demo: false,
        }
    }

    fn told<T: std::fmt::Debug>(read: Result<Vec<T>, Vec<Problem>>) -> Vec<String> {
        read.unwrap_err().iter().map(Problem::to_string).collect()
    }

    #[test]
    fn the_least_that_a_line_needs() {
        let person = people(&reading(), "ref,first_name\n1,Anna\n").unwrap().remove(0);
        assert_eq!(person.participant.referred, reading().today);
        assert!(person.consent.is_none() && person.contacts.is_empty());
        let volunteer = volunteers(&reading(), "first_name,ref\nBjørg,1\n").unwrap().remove(0);
        assert_eq!(volunteer.row.role, domain::Role::Volunteer);
        let sheet = "ref,name,place,town,repeats,starts\n1,Kor,Huset,Ås,once,18:00\n";
        let activity = activities(&reading(), sheet).unwrap().remove(0).row;
        assert_eq!((activity.minutes, activity.cost), (60, Cost::Free));
        assert_eq!((activity.place.latitude, activity.place.longitude), (59.66472, 10.79465));
    }

    #[test]
    fn as_spreadsheets_write_it() {
        let sheet = "\u{feff}ref;first_name;phone;consent;consent_channel;volunteer\r\n\
                     1;\"Anna; den eldre\";900 00 001;today;phone;F1\r\n";
        let person = people(&reading(), sheet).unwrap().remove(0);
        assert_eq!(person.participant.first_name.as_str(), "Anna; den eldre");
        assert_eq!(person.participant.phone.value.unwrap().dial(), "+4790000001");
        let consent = person.consent.unwrap();
        assert_eq!((consent.given, consent.channel), (reading().today, domain::Channel::Phone));
        assert_eq!(person.volunteer.as_deref(), Some("F1"));
    }

    #[test]
    fn the_same_line_is_the_same_row() {
        let id = |sheet| people(&reading(), sheet).unwrap().remove(0).participant.id;
        let first = id("ref,first_name\nP1,Anna\n");
        assert_eq!(first, id("ref,first_name,birth_year\nP1,Anna,1950\n"));
        assert_ne!(first, id("ref,first_name\nP2,Anna\n"));
    }

    #[test]
    fn how_an_activity_repeats() {
        let rule = |repeats: &str, days: &str| {
            let sheet = format!(
                "ref,name,place,town,starts,repeats,days,access\n\
                 1,Kor,Huset,Ås,18:00,{repeats},{days},step_free quiet\n"
            );
            let read = activities(&reading(), &sheet);
            read.map(|mut rows| {
                let activity = rows.remove(0).row;
                assert_eq!(activity.access, [Access::StepFree, Access::Quiet]);
                activity.recurrence.rule
            })
        };
        use Weekday::{Friday, Monday, Tuesday};
        let weekly = Rule::Weekly { every: 1, days: vec![Monday, Friday] };
        assert_eq!(rule("weekly", "mon fri"), Ok(weekly));
        let second = Rule::Weekly { every: 2, days: vec![Tuesday] };
        assert_eq!(rule("every 2 weeks", "tue"), Ok(second));
        assert_eq!(rule("monthly 3", "fri"), Ok(Rule::Monthly { nth: 3, day: Friday }));
        assert_eq!(rule("monthly last", "fri"), Ok(Rule::Monthly { nth: -1, day: Friday }));
        for (repeats, days) in [
            ("weekly", ""),
            ("monthly 5", "fri"),
            ("monthly 1", "fri mon"),
            ("every 0 weeks", "mon"),
            ("once", "mon"),
            ("daily", ""),
            ("weekly", "man"),
        ] {
            assert!(rule(repeats, days).is_err(), "{repeats} {days}");
        }
    }

    #[test]
    fn all_that_is_wrong_is_told_with_its_line() {
        let sheet = "ref,first_name,birth_year,referred,phone,language,adress\n\
                     1,Anna,1950,2026-02-30,90000001,nb,Tunet 1\n\
                     1,,1850,,ring meg,norsk,\n\
                     ,Per,,,,,\n";
        assert_eq!(
            told(people(&reading(), sheet))
                .iter()
                .map(|told| told.split(';').next().unwrap())
                .collect::<Vec<_>>(),
            [
                "line 1, adress: no such column",
                "line 2, referred: that date does not exist",
                "line 3, ref: stands on another line too",
                "line 3, first_name: the text is empty",
                "line 3, birth_year: a birth year lies between 1900 and 2100",
                "line 3, language: a language is two or three small letters, such as nb, da or uk",
                "line 3, phone: a telephone number has 3 to 15 digits, with + in front where it \
                 names a country",
                "line 4, ref: is missing",
            ]
        );
    }

    #[test]
    fn a_broken_sheet_is_told_and_not_half_read() {
        let ragged = told(people(&reading(), "ref,first_name\n1,Anna,too,many\n2,Per\n"));
        assert_eq!(ragged.len(), 1);
        assert!(ragged[0].starts_with("line 2, all: "), "{ragged:?}");
        let missing = told(people(&reading(), "first_name\nAnna\n"));
        assert_eq!(missing, ["line 2, ref: is missing"]);
        let wrong = "ref,name,place,town,repeats,starts,cost,latitude\n\
                     1,Kor,Huset,Atlantis,once,25:00,mye,\n\
                     2,Kor,Huset,Ås,once,18:00,free,59.1\n";
        assert_eq!(
            told(activities(&reading(), wrong)),
            [
                "line 2, starts: that time of day does not exist",
                "line 2, town: is not in the list of places; give latitude and longitude",
                "line 2, cost: is neither free, nor kroner, nor kroner and half-year",
                "line 3, latitude: latitude and longitude come together",
            ]
        );
        assert_eq!(people(&reading(), "").unwrap().len(), 0);
    }
}
