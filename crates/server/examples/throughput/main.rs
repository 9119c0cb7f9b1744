//! How much one machine takes in: phones that push batches over HTTP, each commit durable, beside the limit.
//!
//! `cargo run --release -p server --example throughput [-- --phones 50 --batch 20 --seconds 10]`. The server
//! is a process of its own, so that its processor and its memory are told apart from the phones'. It is
//! measured three times: a thousand pushes of one mutation each, one after the other; all phones pushing
//! batches; all phones pushing and pulling in the same request, as the app does. Then **the limit** is
//! taken: the very rows of the second measurement, in the same groups, one step of the clock for each,
//! written set-based through the same driver with the same durability, without HTTP and without `domain`
//! ([`limit`]). Prints one line of JSON.
//!
//! The phones share the machine with the server, and other programs may too: the seconds of the processor
//! are the figure to compare between two builds, the rate is what came of it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod centre;
mod limit;
#[path = "../../tests/centre/pen.rs"]
mod pen;
mod phone;
mod place;
mod processor;
mod rounds;
mod served;

use std::sync::Arc;

use clap::Parser;
use serde_json::json;
use server::{Clock, Service, Settings};

use phone::Phone;
use place::Place;
use processor::Processes;
use rounds::{Batches, Pulling};
use served::Served;

#[derive(Parser)]
struct Options {
    #[arg(long, default_value_t = 50)]
    phones: usize,
    /// Mutations in a push
    #[arg(long, default_value_t = 20)]
    batch: usize,
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Pushes of one mutation each
    #[arg(long, default_value_t = 1_000)]
    singles: usize,
    #[command(flatten)]
    place: Place,
    /// Be the server, until the standard input ends
    #[arg(long, hide = true)]
    serve: bool,
}

fn main() {
    let options = Options::parse();
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    let runtime = builder.worker_threads(2).enable_all().build().unwrap();
    match options.serve {
        true => runtime.block_on(served::serve(&options.place)),
        false => runtime.block_on(measure(options)),
    }
}

async fn measure(options: Options) {
    let settled = options.place.settle().await;
    let place = &settled.pushed;
    let (centre, mut phones) = enrol(place, options.phones).await;
    let server = Served::start(place);
    let processes = Processes { server: server.id(), postmaster: place.postmaster };

    let alone =
        Batches { size: 1, pushes: Some(options.singles), seconds: 600, pulling: Pulling::No };
    let first = vec![phones.remove(0)];
    let (mut first, singles) = alone.run(server.address, first, processes).await;
    phones.append(&mut first);

    let batches =
        |pulling| Batches { size: options.batch, pushes: None, seconds: options.seconds, pulling };
    let before = centre::clock(place, centre).await;
    let (phones, pushing) = batches(Pulling::No).run(server.address, phones, processes).await;
    let after = centre::clock(place, centre).await;
    let (_, both) = batches(Pulling::Along).run(server.address, phones, processes).await;
    let memory = processes.peak_memory();
    server.stop();
    let limit = limit::measure(&settled, centre, (before, after)).await;
    let told = json!({
        "database": place.name(),
        "phones": options.phones,
        "batch": options.batch,
        "singles": singles,
        "pushing": pushing,
        "commits": after - before,
        "pushing_and_pulling": both,
        "server_peak_memory": memory,
        "limit": limit,
    });
    println!("{told}");
}

/// A centre with as many volunteers as phones, and the phones. The database is closed again.
async fn enrol(place: &Place, phones: usize) -> (uuid::Uuid, Vec<Phone>) {
    let database = place.open().await;
    let shared = Arc::clone(&database);
    let service = Service::start(shared, Clock::system(), Settings::default()).await.unwrap();
    let (centre, volunteers) = centre::make(database.as_ref(), phones).await;
    let mut enrolled = Vec::new();
    for (member, participants) in volunteers {
        enrolled.push(Phone::enrol(&service, centre, member, participants).await);
    }
    database.close().await;
    (centre, enrolled)
}
