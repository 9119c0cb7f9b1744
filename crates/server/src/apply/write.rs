//! What a transaction did to a centre, put in sets under the centre's next clock.

use database::{DatabaseError, OldRow, Writing};
use domain::{CentreId, Row, View};

use super::Working;

impl Working {
    /// Takes the centre's clock row, so nothing may be locked after this. Returns the new clock.
    pub async fn write_out(
        self,
        write: &mut dyn Writing,
        commit: u64,
    ) -> Result<u64, DatabaseError> {
        let clock = match self.clock {
            Some(clock) => clock,
            None => write.advance_clock(self.centre, commit).await?,
        };
        let (mut new, mut changed) = (Vec::with_capacity(self.written.len()), Vec::new());
        for id in &self.written {
            if let Some(row) = self.loaded.view.row(*id) {
                let there = self.loaded.stored.contains_key(id);
                let rows = if there { &mut changed } else { &mut new };
                rows.push(database::Row {
                    id: *id,
                    scope: row.scope(CentreId(self.centre)),
                    kind: row.kind().name().to_owned(),
                    seq: clock,
                    gone: false,
                    body: body(row)?,
                });
            }
        }
        let history: Vec<OldRow> = self
            .history
            .into_iter()
            .map(|(seq, old)| OldRow { seq: seq.unwrap_or(clock), ..old })
            .collect();
        write.add_rows(self.centre, &new).await?;
        write.put_rows(self.centre, &changed).await?;
        write.add_history(self.centre, &history).await?;
        write.put_grants(self.centre, &self.changed_grants).await?;
        write.put_members(&self.members).await?;
        Ok(clock)
    }
}

/// A row as it is stored and travels.
pub fn body(row: &Row) -> Result<String, DatabaseError> {
    serde_json::to_string(row).map_err(|_| DatabaseError::Impossible("row"))
}
