//! The queue of pushes: whatever waits shares one commit.
//!
//! A commit costs a write to the disk whether it holds one mutation or a thousand. So while one
//! transaction commits, the next pushes gather. When a shared transaction fails, each of its pushes is
//! tried by itself, and where one fails alone, each of its mutations: so the one that the database cannot
//! take is found, kept whole for the coordinator, and holds up nothing else.

use std::panic::AssertUnwindSafe;

use database::{DatabaseError, Device};
use futures_util::FutureExt;
use planted::Planted;
use sync::{Fault, Receipt};
use tokio::sync::{mpsc, oneshot};

use super::{Incoming, Job};
use crate::Service;
use crate::fault::{busy, internal, of_database};

type Answer = Result<Vec<Receipt>, Fault>;

/// Mutations in one transaction, about.
const ENOUGH: usize = 2000;

impl Service {
    /// Takes what waits, again and again, until no handle of the service is left.
    pub async fn work_off(self, mut waiting: mpsc::Receiver<Job>) {
        while let Some(first) = waiting.recv().await {
            let mut jobs = vec![first];
            let mut mutations = jobs[0].mutations.len();
            while mutations < ENOUGH {
                let Ok(job) = waiting.try_recv() else { break };
                mutations += job.mutations.len();
                jobs.push(job);
            }
            let answers = self.answers(&jobs).await;
            for (job, answer) in jobs.into_iter().zip(answers) {
                // Whoever hung up asks again and gets the stored receipts.
                let _ = job.done.send(answer);
            }
        }
    }

    async fn answers(&self, jobs: &[Job]) -> Vec<Result<Vec<Receipt>, Fault>> {
        match self.tried(jobs).await {
            Ok(answers) => return answers,
            // Nobody's push is at fault, and one by one they would wait one after the other.
            Err(DatabaseError::Busy) => return jobs.iter().map(|_| Err(busy())).collect(),
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(error, pushes = jobs.len(), "taking pushes one by one");
            }
        }
        let mut answers = Vec::with_capacity(jobs.len());
        for job in jobs {
            answers.push(match self.alone(&job.device, job.mutations.clone()).await {
                Ok(answer) => answer,
                Err(DatabaseError::Busy) => Err(busy()),
                Err(_) => self.one_by_one(job).await,
            });
        }
        answers
    }

    /// A panic costs the pushes that met it, and not the queue, which is for ever.
    async fn tried(&self, jobs: &[Job]) -> Result<Vec<Answer>, DatabaseError> {
        let tried = AssertUnwindSafe(self.together(jobs)).catch_unwind().await;
        tried.unwrap_or_else(|_| Err(DatabaseError::Storage("a panic".into())))
    }

    async fn alone(
        &self,
        device: &Device,
        mutations: Vec<Incoming>,
    ) -> Result<Result<Vec<Receipt>, Fault>, DatabaseError> {
        let (done, _) = oneshot::channel();
        let job = Job { device: device.clone(), mutations, done };
        let mut answers = self.tried(&[job]).await?;
        Ok(answers.pop().unwrap_or_else(|| Err(internal())))
    }

    /// What was taken before an error stays so: the phone asks again and gets the stored receipts.
    async fn one_by_one(&self, job: &Job) -> Result<Vec<Receipt>, Fault> {
        let mut receipts = Vec::with_capacity(job.mutations.len());
        for mutation in &job.mutations {
            let taken = match self.alone(&job.device, vec![mutation.clone()]).await {
                Err(DatabaseError::Busy) => return Err(busy()),
                Err(error) if planted::is(Planted::PoisonBlocksLane) => Err(error),
                Err(_) => self.alone(&job.device, vec![mutation.clone().choked_on()]).await,
                taken => taken,
            };
            receipts.extend(taken.map_err(|error| of_database(&error))??);
        }
        Ok(receipts)
    }
}
