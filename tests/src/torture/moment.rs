//! When to kill: chosen by the seed, met by what really happens.

use std::fmt;
use std::time::Duration;

use anyhow::{Result, anyhow};

use super::server::PATIENCE;
use crate::pocket::Heard;

/// Counted from when phones have begun to ask again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// So many milliseconds later.
    Later(u64),
    /// So many microseconds after so many more requests were begun.
    Asked(u64, u64),
    /// After so many more bytes of answers.
    Bytes(u64),
    /// After so many more receipts.
    Receipts(u64),
}

impl Moment {
    pub fn choose(dice: &mut fastrand::Rng) -> Self {
        match dice.u8(0..4) {
            0 => Self::Later(dice.u64(0..200)),
            1 => Self::Asked(dice.u64(1..30), dice.u64(0..8_000)),
            2 => Self::Bytes(dice.u64(1..60_000)),
            _ => Self::Receipts(dice.u64(1..80)),
        }
    }

    /// Waits for it.
    pub async fn comes(self, heard: &Heard) -> Result<()> {
        let (requests, bytes, receipts) = (heard.requests(), heard.bytes(), heard.receipts());
        let come = async {
            heard.until(|heard| heard.requests() > requests).await;
            match self {
                Self::Later(ms) => tokio::time::sleep(Duration::from_millis(ms)).await,
                Self::Asked(count, us) => {
                    heard.until(|heard| heard.requests() >= requests + count).await;
                    tokio::time::sleep(Duration::from_micros(us)).await;
                }
                Self::Bytes(count) => heard.until(|heard| heard.bytes() >= bytes + count).await,
                Self::Receipts(count) => {
                    heard.until(|heard| heard.receipts() >= receipts + count).await;
                }
            }
        };
        let came = tokio::time::timeout(PATIENCE, come).await;
        came.map_err(|_| anyhow!("the phones push nothing: waited in vain for \"{self}\""))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Later(ms) => write!(out, "after {ms} ms"),
            Self::Asked(count, us) => write!(out, "{us} µs after request {count}"),
            Self::Bytes(count) => write!(out, "after {count} bytes of answers"),
            Self::Receipts(count) => write!(out, "after {count} receipts"),
        }
    }
}
