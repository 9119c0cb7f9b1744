//! A page while it is being filled.

use database::{DatabaseError, Row};
use serde_json::value::RawValue;
use sync::{Gone, WireRow};

/// Of a row beside its body: two ids, the clock, the names.
const ROUND_A_BODY: usize = 130;

pub struct Filling {
    pub rows: Vec<WireRow>,
    pub gone: Vec<Gone>,
    /// Something more had no room.
    pub cut: bool,
    room: usize,
}

impl Filling {
    pub fn new(room: usize) -> Self {
        Self { rows: Vec::new(), gone: Vec::new(), cut: false, room }
    }

    /// How many rows are worth asking for at once.
    pub fn ask(&self) -> usize {
        match self.room / 1024 {
            0..64 => 64,
            64..256 => 256,
            _ => 1024,
        }
    }

    /// False, and the page is cut, where there is no room. A row of any size fits an empty page.
    pub fn take(&mut self, row: Row) -> Result<bool, DatabaseError> {
        let size = row.body.len() + ROUND_A_BODY;
        let empty = self.rows.is_empty() && self.gone.is_empty();
        if size > self.room && !empty {
            self.cut = true;
            return Ok(false);
        }
        self.room = self.room.saturating_sub(size);
        let Row { id, scope, seq, gone, body, .. } = row;
        if gone {
            self.gone.push(Gone { id, scope, seq });
        } else {
            let body = RawValue::from_string(body)
                .map_err(|_| DatabaseError::Impossible("row that is not JSON"))?;
            self.rows.push(WireRow { id, scope, seq, body });
        }
        Ok(true)
    }
}
