//! What `brobygger export` says a centre has.

use anyhow::{Context, Result, ensure};
use serde_json::Value;

/// All of a centre.
#[derive(Clone, Debug)]
pub struct Export(Value);

impl Export {
    pub(crate) fn parse(text: &str) -> Result<Self> {
        Ok(Self(serde_json::from_str(text).context("the export is not JSON")?))
    }

    /// The rows of a kind that are there, without those that were undone.
    pub fn rows(&self, kind: &str) -> Vec<&Value> {
        self.all_rows(kind).into_iter().filter(|row| row["voided"].is_null()).collect()
    }

    /// The rows of a kind, also those that were undone.
    pub fn all_rows(&self, kind: &str) -> Vec<&Value> {
        let rows = self.0["rows"].as_array().map_or(&[][..], Vec::as_slice);
        rows.iter()
            .filter(|row| row["gone"] != Value::Bool(true))
            .map(|row| &row["body"][kind])
            .filter(|row| row.is_object())
            .collect()
    }

    /// The one participant of this first name.
    pub fn participant(&self, first_name: &str) -> Result<&Value> {
        let all = self.all_rows("participant");
        let found: Vec<_> = all.into_iter().filter(|row| row["first_name"] == first_name).collect();
        ensure!(found.len() == 1, "{} participants are called {first_name}", found.len());
        Ok(found[0])
    }

    /// The mutations that phones sent, in the order in which they were decided.
    pub fn mutations(&self) -> &[Value] {
        self.0["mutations"].as_array().map_or(&[], Vec::as_slice)
    }

    /// What phones sent with this command, each with its fields.
    pub fn commands(&self, name: &str) -> Vec<&Value> {
        self.mutations()
            .iter()
            .map(|decided| &decided["mutation"]["command"][name])
            .filter(|command| command.is_object())
            .collect()
    }

    /// Everything that phones sent was applied, and nothing arrived twice.
    pub fn is_in_order(&self) -> Result<()> {
        for decided in self.mutations() {
            ensure!(decided["verdict"] == "applied", "not applied: {decided}");
            ensure!(decided["repeat"] == false, "arrived twice: {decided}");
        }
        Ok(())
    }
}
