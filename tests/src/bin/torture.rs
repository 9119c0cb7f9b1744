//! `cargo xtask torture` builds the server and the site and starts this.

use std::process::ExitCode;

use clap::Parser;
use journeys::torture::{Options, Part, Plant, Report, Table, torture};

#[derive(Parser)]
#[command(name = "torture", about = "Kills real processes and looks for what was lost")]
struct Arguments {
    /// Of each part
    #[arg(long, default_value_t = 200)]
    rounds: u32,
    /// Only these parts
    #[arg(long, value_delimiter = ',')]
    only: Vec<Part>,
    /// Chooses the moments and the commands [default: any]
    #[arg(long)]
    seed: Option<u64>,
    /// Do harm after the second round, which must be noticed
    #[arg(long, value_enum)]
    plant: Option<Plant>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let seed = arguments.seed.unwrap_or_else(|| fastrand::u64(0..1_000_000));
    let options = Options { rounds: arguments.rounds, seed, plant: arguments.plant };
    let parts = if arguments.only.is_empty() { Part::ALL.to_vec() } else { arguments.only };
    let mut reports = Vec::new();
    let mut broke_off = false;
    for part in parts {
        match torture(part, &options) {
            Ok(report) => reports.push(report),
            Err(error) => {
                eprintln!("error: {error:#}");
                broke_off = true;
            }
        }
    }
    println!("\n{}", Table(&reports));
    for Report { name, findings, .. } in &reports {
        for sentence in findings.sentences() {
            println!("{name}, seed {seed}: {sentence}");
        }
    }
    let clean = reports.iter().all(|report| report.findings.is_clean());
    if clean && !broke_off { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
