//! `cargo xtask simulate`.

use std::process::ExitCode;

use clap::Parser;
use planted::Planted;
use simulator::search::{Searched, explain, search, survey, unsteady};

#[derive(Parser)]
#[command(
    about = "Lives through days of a centre, each from a seed, and tells the first that goes wrong"
)]
struct Arguments {
    /// How many seeds
    #[arg(long, default_value_t = 1_000)]
    seeds: u64,
    /// The first seed
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// Only this seed, told in full if it fails
    #[arg(long)]
    seed: Option<u64>,
    /// With this bug planted, or with each in turn (`all`): it must be found
    #[arg(long, value_name = "NAME")]
    planted: Option<String>,
    /// Tells the whole day, as long as it is
    #[arg(long)]
    whole: bool,
    /// Goes on after a failure, and counts which invariants break
    #[arg(long)]
    survey: bool,
    /// How many threads; as many as there are cores
    #[arg(long)]
    threads: Option<usize>,
}

fn main() -> ExitCode {
    let mut arguments = Arguments::parse();
    // Panics that are planned are caught where they would be; the story tells of them.
    std::panic::set_hook(Box::new(|panic| {
        if std::env::var_os("SIMULATOR_PANICS").is_some() {
            eprintln!("{panic}\n{}", std::backtrace::Backtrace::force_capture());
        }
    }));
    if let Some(seed) = arguments.seed {
        (arguments.from, arguments.seeds) = (seed, 1);
    }
    if arguments.survey {
        println!("not the same twice: {:?}", unsteady(arguments.from, arguments.seeds));
        for (invariant, (times, seed)) in survey(arguments.from, arguments.seeds, None) {
            println!("{times:>5} times, first at seed {seed}: {invariant}");
        }
        return ExitCode::SUCCESS;
    }
    match &arguments.planted {
        None => clean(&arguments),
        Some(name) if name == "all" => all(&arguments),
        Some(name) => match Planted::ALL.iter().find(|bug| bug.name() == name) {
            Some(bug) => one(&arguments, *bug),
            None => {
                eprintln!("there is no bug {name}; there are:");
                Planted::ALL.iter().for_each(|bug| eprintln!("  {}", bug.name()));
                ExitCode::FAILURE
            }
        },
    }
}

fn threads(arguments: &Arguments) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    arguments.threads.unwrap_or(cores)
}

fn clean(arguments: &Arguments) -> ExitCode {
    let searched = search(arguments.from, arguments.seeds, None, threads(arguments));
    println!("{}", summary(&searched));
    match searched.failed {
        None => {
            if let (Some(seed), true) = (arguments.seed, arguments.whole) {
                tell(seed, None, true);
            }
            ExitCode::SUCCESS
        }
        Some(seed) => {
            tell(seed, None, arguments.whole);
            ExitCode::FAILURE
        }
    }
}

fn one(arguments: &Arguments, bug: Planted) -> ExitCode {
    let searched = search(arguments.from, arguments.seeds, Some(bug), threads(arguments));
    println!("{}", summary(&searched));
    match searched.failed {
        Some(seed) => {
            tell(seed, Some(bug), arguments.whole);
            ExitCode::SUCCESS
        }
        None => {
            println!("{} was not found", bug.name());
            ExitCode::FAILURE
        }
    }
}

fn all(arguments: &Arguments) -> ExitCode {
    let mut missed = 0;
    for bug in Planted::ALL {
        let searched = search(arguments.from, arguments.seeds, Some(*bug), threads(arguments));
        match searched.failed {
            Some(seed) => println!("{:<24} found at seed {seed}", bug.name()),
            None => {
                missed += 1;
                println!("{:<24} NOT FOUND in {} seeds", bug.name(), searched.days);
            }
        }
    }
    println!("{} of {} planted bugs found", Planted::ALL.len() - missed, Planted::ALL.len());
    if missed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn summary(searched: &Searched) -> String {
    let seconds = searched.took.as_secs_f64();
    let rate = searched.days as f64 / seconds;
    let polls = searched.polls / searched.days.max(1);
    format!("{} seeds in {seconds:.1} s: {rate:.0} seeds/s, {polls} turns each", searched.days)
}

fn tell(seed: u64, bug: Option<Planted>, whole: bool) {
    let (steps, outcome) = explain(seed, bug, whole);
    println!("\nseed {seed}, told in {} steps", steps.len());
    for step in &steps {
        println!("  {:?}, then {:?}", step.what, step.then);
    }
    println!();
    for line in &outcome.story {
        println!("{line}");
    }
    match outcome.broken {
        Some((invariant, how)) => println!("\nbroken: {invariant}\n  {how}"),
        None => println!("\nnothing is broken"),
    }
}
