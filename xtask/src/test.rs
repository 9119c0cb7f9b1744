//! `cargo xtask test`: everything that says whether the project is well, counted.
//!
//! A stage that could not run counts as failed and says why; nothing is skipped in silence.

pub mod browsers;
mod checks;
mod tally;
mod torture;

use std::process::ExitCode;
use std::time::Instant;

use browsers::{Browser, Database};
use tally::Tally;

#[derive(clap::Args)]
pub struct Options {
    /// Only the native tests and the lints
    #[arg(long, group = "part")]
    quick: bool,
    /// Only the storage suites inside browsers
    #[arg(long, group = "part")]
    storage: bool,
    /// Only the journeys in browsers, and of these those whose name begins with FILTER
    #[arg(long, group = "part", value_name = "FILTER", num_args = 0..=1, default_missing_value = "")]
    journeys: Option<String>,
    /// Browsers to use: chromium, firefox, webkit
    #[arg(long, value_delimiter = ',', default_value = "chromium,firefox,webkit")]
    browsers: Vec<Browser>,
    /// What the journeys' server keeps its rows in
    #[arg(long, requires = "journeys", value_enum, default_value_t)]
    database: Database,
}

/// Runs what was asked for; the last line says how many passed and failed.
pub fn run(options: &Options) -> ExitCode {
    let start = Instant::now();
    let mut tally = Tally::default();
    if let Some(filter) = &options.journeys {
        browsers::journeys(&mut tally, &options.browsers, options.database, filter);
    } else if options.storage {
        browsers::wasm_tests(&mut tally, &options.browsers);
    } else {
        checks::all(&mut tally, options.quick);
        if !options.quick {
            browsers::wasm_tests(&mut tally, &options.browsers);
            if options.browsers.contains(&Browser::Chromium) {
                browsers::shell(&mut tally);
            }
            browsers::journeys(&mut tally, &options.browsers, Database::Sqlite, "");
            browsers::journeys(&mut tally, &[Browser::Chromium], Database::Postgres, "");
            torture::torture(&mut tally);
        }
    }
    println!("\n{}", tally.summary());
    println!("in {} s", start.elapsed().as_secs());
    println!("{}", tally.last_line());
    if tally.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
