//! Phones that record and push side by side.

use std::collections::HashMap;
use std::rc::Rc;

use anyhow::{Result, bail};
use futures_util::future::try_join_all;
use sync::Receipt;
use uuid::Uuid;

use super::ledger::{Due, Findings, Ledger, SharedLedger};
use super::recorder::Recorder;
use super::truth::Truth;
use crate::place::Place;
use crate::pocket::{FastClock, Heard, Line, Pocket};

/// How many seconds pass on the phones' clocks in one of the world's: their patience is counted in minutes.
const HASTE: u32 = 10;

pub struct Crowd {
    recorders: Vec<Recorder>,
    pub heard: Rc<Heard>,
    pub ledger: SharedLedger,
}

impl Crowd {
    /// Enrols a phone with each code. `servers` says which addresses it knows, the one it begins with first.
    pub async fn enrol(
        codes: &[String],
        servers: impl Fn(usize) -> Vec<String>,
        dice: &mut fastrand::Rng,
    ) -> Result<Self> {
        let (heard, ledger) = (Rc::new(Heard::default()), Rc::new(Ledger::default()));
        let clock = FastClock::new(HASTE);
        let mut recorders = Vec::new();
        for (number, code) in codes.iter().enumerate() {
            let pocket = Pocket::new(Line::new(servers(number), heard.clone())?, clock);
            let name = format!("phone {}", number + 1);
            let (ledger, dice) = (ledger.clone(), dice.fork());
            recorders.push(Recorder::enrol(name, pocket, code, ledger, dice).await?);
        }
        Ok(Self { recorders, heard, ledger })
    }

    /// Does something while everybody records; then they stop, wherever they are. Their apps go on sending.
    pub async fn while_recording<T>(&mut self, work: impl Future<Output = Result<T>>) -> Result<T> {
        let recording = try_join_all(self.recorders.iter_mut().map(Recorder::record));
        tokio::select! {
            done = work => done,
            stopped = recording => match stopped {
                Err(error) => Err(error),
                Ok(_) => bail!("the phones stopped recording"),
            },
        }
    }

    /// Ends the app of one of them and opens it again.
    pub async fn restart_one(&mut self, dice: &mut fastrand::Rng) -> Result<()> {
        let which = dice.usize(0..self.recorders.len());
        self.recorders[which].restart().await
    }

    /// Waits until nothing is on any phone that the centre does not have.
    pub async fn has_sent_all(&self) -> Result<()> {
        for recorder in &self.recorders {
            recorder.has_sent_all().await?;
        }
        Ok(())
    }

    pub fn receipts(&self) -> HashMap<Uuid, Receipt> {
        self.heard.latest()
    }

    /// Holds what the centre has against what was recorded.
    pub fn compare(&self, place: &Place, due: Due) -> Result<Findings> {
        let truth = Truth::read(&place.command(&["export"])?)?;
        Ok(self.ledger.compare(&truth, &self.receipts(), due))
    }
}
