//! A recurrence as one would say it: "every second Tuesday", "the last Friday of the month".

use domain::{Rule, Weekday};

use crate::words::Words;

/// `None` for what happens once. `name` says a weekday in the person's language.
pub fn repeats(words: Words, rule: &Rule, name: impl Fn(Weekday) -> String) -> Option<String> {
    match rule {
        Rule::Once => None,
        Rule::Weekly { every, days } => {
            let days = list(words, days.iter().map(|day| name(*day)).collect());
            Some(match every {
                0 | 1 => words.act_weekly(&days),
                2 => words.act_second_week(&days),
                weeks => words.act_weeks(&days, i64::from(*weeks)),
            })
        }
        Rule::Monthly { nth, day } => {
            let day = name(*day);
            Some(match nth {
                1 => words.act_monthly_1(&day),
                2 => words.act_monthly_2(&day),
                3 => words.act_monthly_3(&day),
                4 => words.act_monthly_4(&day),
                _ => words.act_monthly_last(&day),
            })
        }
    }
}

/// "mandag, onsdag og fredag".
fn list(words: Words, mut days: Vec<String>) -> String {
    match days.pop() {
        None => String::new(),
        Some(last) if days.is_empty() => last,
        Some(last) => words.act_and(&days.join(", "), &last),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    fn said(rule: &str) -> Option<String> {
        let name = |day: Weekday| {
            let names = ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"];
            names[day as usize].to_owned()
        };
        repeats(Words(Lang::Nb), &rule.parse().unwrap(), name)
    }

    #[test]
    fn rules_are_said_as_people_say_them() {
        assert_eq!(said("ONCE"), None);
        let pairs = [
            ("FREQ=WEEKLY;BYDAY=TU", "hver tirsdag"),
            ("FREQ=WEEKLY;BYDAY=TU,TH", "hver tirsdag og torsdag"),
            ("FREQ=WEEKLY;BYDAY=MO,WE,FR", "hver mandag, onsdag og fredag"),
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "annenhver tirsdag"),
            ("FREQ=WEEKLY;INTERVAL=3;BYDAY=TU", "tirsdag hver 3. uke"),
            ("FREQ=MONTHLY;BYDAY=2TH", "andre torsdag i måneden"),
            ("FREQ=MONTHLY;BYDAY=-1FR", "siste fredag i måneden"),
        ];
        for (rule, words) in pairs {
            assert_eq!(said(rule).as_deref(), Some(words), "{rule}");
        }
    }
}
