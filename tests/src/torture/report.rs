//! What came of it.

use std::fmt;

use super::ledger::Findings;

/// One way of torturing, after all its rounds.
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub name: &'static str,
    pub rounds: u32,
    pub kills: u32,
    pub saved: usize,
    pub acknowledged: usize,
    pub findings: Findings,
}

impl Report {
    /// The rounds of another centre with it.
    pub fn and(self, other: Self) -> Self {
        let mut findings = self.findings;
        findings.lost.extend(other.findings.lost);
        findings.twice.extend(other.findings.twice);
        findings.wrong.extend(other.findings.wrong);
        Self {
            name: self.name,
            rounds: self.rounds + other.rounds,
            kills: self.kills + other.kills,
            saved: self.saved + other.saved,
            acknowledged: self.acknowledged + other.acknowledged,
            findings,
        }
    }
}

/// All of them, as a table.
pub struct Table<'a>(pub &'a [Report]);

impl fmt::Display for Table<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            out,
            "{:<10} {:>7} {:>7} {:>9} {:>13} {:>6} {:>11} {:>6}",
            "", "rounds", "kills", "saved", "acknowledged", "lost", "duplicated", "wrong"
        )?;
        for Report { name, rounds, kills, saved, acknowledged, findings } in self.0 {
            let Findings { lost, twice, wrong } = findings;
            writeln!(
                out,
                "{name:<10} {rounds:>7} {kills:>7} {saved:>9} {acknowledged:>13} {:>6} {:>11} {:>6}",
                lost.len(),
                twice.len(),
                wrong.len()
            )?;
        }
        Ok(())
    }
}
