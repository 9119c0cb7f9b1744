//! The project's builder: one program for everything that is done to the source.
//!
//! `cargo xtask run` is what a newcomer types first, `cargo xtask test` what says whether the project is well.
//! Versions of outside tools stand in [`tools`] and nowhere else.

mod bench;
mod cargo;
mod dev;
mod dist;
mod fuzz_api;
mod paths;
mod postgres;
mod run;
mod screenshots;
mod shell;
mod simulate;
mod site;
mod test;
mod tools;
mod torture;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Builds, runs and tests Brobygger", version)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build everything and start the demo centre on http://localhost:8080
    Run(run::Options),
    /// Rebuild and reload the page at each change
    Dev(dev::Options),
    /// Run every test there is and count them
    Test(test::Options),
    /// Make the release files in target/dist and hold their sizes against the budgets
    Dist(dist::Options),
    /// Take the pictures in docs/screenshots from the demo centres
    Screenshots,
    /// Live through days of a centre, each from a seed, and tell the first that goes wrong
    Simulate(simulate::Options),
    /// Measure the product against its budgets in a real browser
    Bench(bench::Options),
    /// Kill real servers and browsers at bad moments and look for what was lost
    Torture(torture::Options),
    /// Hold the running server against its OpenAPI document
    FuzzApi(fuzz_api::Options),
    /// Start a PostgreSQL of one's own, print its URL, and remove it at Ctrl-C
    Postgres,
    /// Build the phone app's files and the server, and start nothing
    Build(BuildOptions),
}

#[derive(clap::Args)]
struct BuildOptions {
    /// As small as it gets, as it is released; otherwise quick to build
    #[arg(long)]
    release: bool,
    /// Only the phone app's files
    #[arg(long)]
    site_only: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match arguments.task {
        Task::Run(options) => run::run(&options),
        Task::Dev(options) => dev::run(&options),
        Task::Test(options) => return test::run(&options),
        Task::Dist(options) => dist::run(&options),
        Task::Screenshots => screenshots::take(),
        Task::Simulate(options) => simulate::run(&options),
        Task::Bench(options) => bench::run(&options),
        Task::Torture(options) => torture::run(&options),
        Task::FuzzApi(options) => fuzz_api::run(&options),
        Task::Postgres => postgres::run(),
        Task::Build(options) => build(&options),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn build(options: &BuildOptions) -> anyhow::Result<()> {
    let flavour = if options.release { site::Flavour::Release } else { site::Flavour::Quick };
    let site = site::build(flavour)?;
    println!("site    {}", site.display());
    if !options.site_only {
        let binary = if options.release { cargo::server_with(&site)? } else { cargo::server()? };
        println!("server  {}", binary.display());
    }
    Ok(())
}
