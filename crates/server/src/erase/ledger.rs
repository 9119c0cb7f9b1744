//! The ledger of erasures: a file of one line each, kept where no backup of the data is taken or restored.
//!
//! A line holds random ids and a moment, nothing else. A line is on the disk before the erasure begins. A
//! last line that was torn by a crash was never promised to anyone and is left out; damage anywhere else is
//! an error, since it may hide an erasure.

use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::files::{append, whole_lines};

#[derive(Clone, Debug)]
pub struct Ledger {
    file: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub centre: Uuid,
    pub participant: Uuid,
    /// UTC milliseconds.
    pub at: i64,
}

#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    #[error("the ledger of erasures {0} cannot be read: {1}")]
    Unreadable(PathBuf, #[source] io::Error),
    #[error("the ledger of erasures {0} cannot be written: {1}. Nothing was erased.")]
    Unwritable(PathBuf, #[source] io::Error),
    #[error("line {line} of the ledger of erasures {file} is damaged: it may hide an erasure")]
    Damaged { file: PathBuf, line: usize },
}

impl Ledger {
    /// The file need not exist yet.
    pub fn at(file: impl Into<PathBuf>) -> Self {
        Self { file: file.into() }
    }

    pub fn file(&self) -> &Path {
        &self.file
    }

    /// On the disk when it returns.
    pub fn append(&self, entry: &Entry) -> Result<(), LedgerError> {
        let line = serde_json::to_vec(entry).map_err(io::Error::from);
        let written = line.and_then(|line| append(&self.file, |_| Ok(Some(line))));
        written.map_err(|error| LedgerError::Unwritable(self.file.clone(), error))
    }

    /// Everything ever erased, in the order in which it was.
    pub fn entries(&self) -> Result<Vec<Entry>, LedgerError> {
        let text = match std::fs::read(&self.file) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(LedgerError::Unreadable(self.file.clone(), error)),
        };
        let lines = whole_lines(&text).split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        let damaged = |line| LedgerError::Damaged { file: self.file.clone(), line };
        lines
            .zip(1..)
            .map(|(line, n)| serde_json::from_slice(line).map_err(|_| damaged(n)))
            .collect()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn entry(n: u128) -> Entry {
        Entry { centre: Uuid::from_u128(1), participant: Uuid::from_u128(n), at: 7 }
    }

    #[test]
    fn a_torn_last_line_is_left_out_and_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::at(folder.path().join("erased.jsonl"));
        assert_eq!(ledger.entries().unwrap(), []);
        ledger.append(&entry(2)).unwrap();
        ledger.append(&entry(3)).unwrap();
        let whole = std::fs::read(ledger.file()).unwrap();
        let first = whole_lines(&whole[..whole.len() - 1]).len();
        for torn in first..whole.len() {
            std::fs::write(ledger.file(), &whole[..torn]).unwrap();
            assert_eq!(ledger.entries().unwrap(), [entry(2)], "{torn}");
            ledger.append(&entry(4)).unwrap();
            assert_eq!(ledger.entries().unwrap(), [entry(2), entry(4)], "{torn}");
        }
    }

    #[test]
    fn damage_elsewhere_is_told_by_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::at(folder.path().join("erased.jsonl"));
        for n in 2..5 {
            ledger.append(&entry(n)).unwrap();
        }
        let mut bytes = std::fs::read(ledger.file()).unwrap();
        let second = bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1;
        bytes[second] = 0;
        std::fs::write(ledger.file(), &bytes).unwrap();
        let error = ledger.entries().unwrap_err();
        assert!(matches!(error, LedgerError::Damaged { line: 2, .. }), "{error}");
    }

    #[test]
    fn a_line_holds_ids_and_a_moment_alone() {
        let text = serde_json::to_string(&entry(2)).unwrap();
        assert_eq!(
            text,
            r#"{"centre":"00000000-0000-0000-0000-000000000001","participant":"00000000-0000-0000-0000-000000000002","at":7}"#
        );
    }
}
