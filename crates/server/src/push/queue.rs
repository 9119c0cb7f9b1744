//! The queue of pushes: whatever waits shares one commit.
//!
//! A commit costs a write to the disk whether it holds one mutation or a thousand. So while one
//! transaction commits, the next pushes gather. When a shared transaction fails, each of its pushes is
//! tried by itself, so that a push that the database cannot take fails alone.

use database::DatabaseError;
use sync::{Fault, Receipt};
use tokio::sync::mpsc;

use super::Job;
use crate::Service;
use crate::fault::{busy, internal, of_database};

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
        match self.together(jobs).await {
            Ok(answers) => return answers,
            Err(error) if jobs.len() == 1 => return vec![Err(of_database(&error))],
            // Nobody's push is at fault, and one by one they would wait one after the other.
            Err(DatabaseError::Busy) => return jobs.iter().map(|_| Err(busy())).collect(),
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(error, pushes = jobs.len(), "taking pushes one by one");
            }
        }
        let mut answers = Vec::with_capacity(jobs.len());
        for job in jobs {
            let alone = self.together(std::slice::from_ref(job)).await;
            answers.push(match alone.map(|mut answers| answers.pop()) {
                Ok(answer) => answer.unwrap_or_else(|| Err(internal())),
                Err(error) => Err(of_database(&error)),
            });
        }
        answers
    }
}
