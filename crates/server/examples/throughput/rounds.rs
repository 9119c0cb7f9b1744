//! All phones at once, for a while or for a number of pushes.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::phone::{Line, Phone};
use crate::processor::{Processes, Used};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Pulling {
    No,
    /// In the same request, as the app does.
    Along,
}

#[derive(Clone, Copy)]
pub struct Batches {
    pub size: usize,
    /// No more than these of each phone.
    pub pushes: Option<usize>,
    pub seconds: u64,
    pub pulling: Pulling,
}

#[derive(Serialize)]
pub struct Measured {
    pub mutations: usize,
    pub seconds: f64,
    pub mutations_per_second: f64,
    pub push_ms_p50: f64,
    pub push_ms_p99: f64,
    /// Seconds of the processor.
    pub cpu: Used,
}

impl Batches {
    /// The phones come back for the next round.
    pub async fn run(
        self,
        address: SocketAddr,
        phones: Vec<Phone>,
        processes: Processes,
    ) -> (Vec<Phone>, Measured) {
        let mut ready = Vec::new();
        for mut phone in phones {
            let mut line = Line::to(address).await;
            if self.pulling == Pulling::Along {
                phone.catch_up(&mut line).await;
            }
            ready.push((phone, line));
        }
        let before = processes.used();
        let began = Instant::now();
        let end = began + Duration::from_secs(self.seconds);
        let tasks: Vec<_> = ready
            .into_iter()
            .map(|(phone, line)| tokio::spawn(self.one(phone, line, end)))
            .collect();
        let mut times = Vec::new();
        let mut phones = Vec::new();
        for task in tasks {
            let (phone, its) = task.await.unwrap();
            phones.push(phone);
            times.extend(its);
        }
        let seconds = began.elapsed().as_secs_f64();
        let cpu = processes.used().since(before);
        times.sort_unstable();
        let percentile =
            |p: usize| times[(times.len() * p / 100).min(times.len() - 1)].as_secs_f64() * 1000.0;
        let mutations = times.len() * self.size;
        let measured = Measured {
            mutations,
            seconds,
            mutations_per_second: mutations as f64 / seconds,
            push_ms_p50: percentile(50),
            push_ms_p99: percentile(99),
            cpu,
        };
        (phones, measured)
    }

    async fn one(self, mut phone: Phone, mut line: Line, end: Instant) -> (Phone, Vec<Duration>) {
        let pulled = self.pulling == Pulling::Along;
        let mut times = Vec::new();
        while Instant::now() < end && self.pushes.is_none_or(|most| times.len() < most) {
            let pull = pulled.then(|| phone.asks());
            let body = phone.batch(self.size, pull);
            let sent = Instant::now();
            phone.push(&mut line, &body, self.size, pulled).await;
            times.push(sent.elapsed());
        }
        (phone, times)
    }
}
