//! What phones were told was saved, and what of it must be at the centre.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use sync::{Receipt, Verdict};
use uuid::Uuid;

use super::truth::{Sent, Truth};

/// One record, from before it is saved.
#[derive(Clone, Debug)]
pub struct Record {
    pub what: &'static str,
    pub phone: String,
    pub round: u32,
    /// The row that it writes or changes.
    pub row: Uuid,
    /// What the row says when it was applied: for a new row its mark, which stands in no other.
    pub says: String,
    /// The mutation's id, once the phone said "saved".
    pub saved: Option<Uuid>,
}

/// Everything recorded in a run.
#[derive(Default)]
pub struct Ledger {
    records: RefCell<Vec<Record>>,
    pub round: Cell<u32>,
}

/// What is wrong, in sentences.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    pub lost: Vec<String>,
    pub twice: Vec<String>,
    /// Broken chains, contradicted receipts, records that nobody wrote.
    pub wrong: Vec<String>,
}

impl Findings {
    pub fn is_clean(&self) -> bool {
        self.lost.is_empty() && self.twice.is_empty() && self.wrong.is_empty()
    }

    pub fn sentences(&self) -> impl Iterator<Item = &String> {
        self.lost.iter().chain(&self.twice).chain(&self.wrong)
    }
}

/// How much of the ledger must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// What had a receipt: the phones still hold the rest.
    Acknowledged,
    /// Everything that was called saved: the phones say that they have sent all.
    Saved,
}

impl Ledger {
    /// A mark that stands in one record alone.
    pub fn mark(&self) -> String {
        format!("§{}§", self.records.borrow().len())
    }

    /// Notes a record that is about to be saved; gives its place.
    pub fn begin(&self, record: Record) -> usize {
        let mut records = self.records.borrow_mut();
        records.push(record);
        records.len() - 1
    }

    /// The phone said that it is saved.
    pub fn saved(&self, place: usize, id: Uuid) {
        self.records.borrow_mut()[place].saved = Some(id);
    }

    pub fn count(&self) -> usize {
        self.records.borrow().iter().filter(|record| record.saved.is_some()).count()
    }

    /// Compares it with what is at the centre.
    pub fn compare(&self, truth: &Truth, receipts: &HashMap<Uuid, Receipt>, due: Due) -> Findings {
        let mut findings = Findings { wrong: truth.broken_chains(), ..Findings::default() };
        let records = self.records.borrow();
        let sent = truth.by_id();
        for record in records.iter() {
            let Some(id) = record.saved else {
                self.unsaid(record, truth, &mut findings);
                continue;
            };
            let receipt = receipts.get(&id);
            if due == Due::Saved || receipt.is_some() {
                let copies = sent.get(&id).map_or(&[][..], Vec::as_slice);
                judge(record, copies, receipt, truth, &mut findings);
            }
        }
        let known: HashMap<Uuid, ()> =
            records.iter().filter_map(|record| record.saved.map(|id| (id, ()))).collect();
        let begun = records.iter().filter(|record| record.saved.is_none()).count();
        let strangers = sent.keys().filter(|id| !known.contains_key(id)).count();
        // A phone that is killed while it saves may have saved.
        if strangers > begun {
            findings.wrong.push(format!(
                "{strangers} mutations at the centre were called saved by no phone, and only {begun} were cut off"
            ));
        }
        findings
    }

    /// A record that was cut off while it was saved: there or not, but never twice.
    fn unsaid(&self, record: &Record, truth: &Truth, findings: &mut Findings) {
        if record.says.starts_with('§') && truth.rows_that_say(&record.says) > 1 {
            findings.twice.push(format!("{} has more than one row", told(record)));
        }
    }
}

fn judge(
    record: &Record,
    copies: &[&Sent],
    receipt: Option<&Receipt>,
    truth: &Truth,
    findings: &mut Findings,
) {
    let acknowledged = match receipt {
        Some(receipt) => {
            format!("acknowledged as {:?} at clock {}", receipt.verdict, receipt.clock)
        }
        None => "not acknowledged".to_owned(),
    };
    let story = format!("{}, {acknowledged}", told(record));
    let decided: Vec<&&Sent> = copies.iter().filter(|sent| !sent.repeat).collect();
    match decided[..] {
        [] => return findings.lost.push(format!("{story}, is not at the centre")),
        [_] => {}
        _ => findings.twice.push(format!("{story}, was decided {} times", decided.len())),
    }
    let verdict = decided[0].verdict;
    if receipt.is_some_and(|receipt| receipt.verdict != verdict) {
        findings.wrong.push(format!("{story}, stands as {verdict:?} at the centre"));
    }
    if !matches!(verdict, Verdict::Applied | Verdict::Merged) {
        return findings.wrong.push(format!("{story}, was not applied but {verdict:?}"));
    }
    if !truth.row_says(record.row, &record.says) {
        findings.lost.push(format!("{story}, has a verdict and no row"));
    }
    if record.says.starts_with('§') && truth.rows_that_say(&record.says) > 1 {
        findings.twice.push(format!("{story}, has more than one row"));
    }
}

fn told(record: &Record) -> String {
    let Record { what, phone, round, row, .. } = record;
    format!("the {what} of {phone}'s in round {round} (row {row})")
}

/// For phones that share it.
pub type SharedLedger = Rc<Ledger>;
