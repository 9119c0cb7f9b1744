//! The command line. Each command opens the data folder by itself and works beside a running server,
//! which notices and pokes the phones.
//!
//! What was asked for goes to standard output, what went wrong to standard error in sentences. Exit
//! codes: 0 done, 1 not done, 2 the command was not understood. `BROBYGGER_LOG` (`error` to `trace`) says
//! how much is logged.

mod about;
mod assign;
mod audit;
mod backup;
mod centre;
mod check;
mod correct;
mod demo;
mod device;
mod erase;
mod export;
mod find;
mod import;
mod import_outbox;
mod invite;
mod kept;
mod key;
mod open;
mod restore;
mod retention;
mod review;
mod serve;
mod withdraw;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use tracing_subscriber::filter::LevelFilter;

/// Brobygger: the server of a volunteer centre, and what a coordinator does from the command line.
#[derive(Parser)]
#[command(name = "brobygger", version, propagate_version = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the phone app and its interface
    Serve(serve::Serve),
    /// Serve two made-up centres to try everything on, and print an enrolment link for each volunteer
    Demo(demo::Demo),
    /// Add or list centres
    #[command(subcommand)]
    Centre(centre::Centre),
    /// Take in people, volunteers or activities from a CSV file
    #[command(subcommand)]
    Import(import::Import),
    /// Assign a volunteer to a participant; the participant comes to the volunteer's phone
    Assign(assign::Assign),
    /// End an assignment; the participant leaves the volunteer's phone
    Unassign(assign::Unassign),
    /// Correct what is written down wrong about a participant
    Correct(correct::Correct),
    /// Take down that a participant does not want to take part any more
    Withdraw(withdraw::Withdraw),
    /// Print a new enrolment code and link for a member
    Invite(invite::Invite),
    /// Print everything that a centre has as JSON
    Export(export::Export),
    /// Take in the file that a phone saved of what it could not send
    ImportOutbox(import_outbox::ImportOutbox),
    /// See and settle what could not be applied, or met another's change
    #[command(subcommand)]
    Review(review::Review),
    /// List phones, or revoke one
    #[command(subcommand)]
    Device(device::Device),
    /// List the keys that phones seal to, or make a new one
    #[command(subcommand)]
    Key(key::Key),
    /// See who read, took out or changed what
    Audit(audit::Audit),
    /// Write everything that is held about a participant, for them to read
    About(about::About),
    /// Erase everything about a participant, for good
    Erase(erase::Erase),
    /// Erase or archive those who have been kept for long enough
    Retention(retention::Retention),
    /// Write everything to one file, proved, while the server runs
    Backup(backup::Backup),
    /// Put a backup in place
    Restore(restore::Restore),
    /// See whether the stored data hold up
    Check(check::Check),
}

pub async fn run() -> ExitCode {
    let asked = CommandLine::parse();
    let asked_level = std::env::var("BROBYGGER_LOG").ok().and_then(|level| level.parse().ok());
    tracing_subscriber::fmt()
        .with_max_level(asked_level.unwrap_or(LevelFilter::INFO))
        .with_writer(std::io::stderr)
        .with_target(false)
        .init();
    match asked.command.run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

impl Command {
    async fn run(self) -> Result<()> {
        match self {
            Command::Serve(asked) => asked.run().await,
            Command::Demo(asked) => asked.run().await,
            Command::Centre(asked) => asked.run().await,
            Command::Import(asked) => asked.run().await,
            Command::Assign(asked) => asked.run().await,
            Command::Unassign(asked) => asked.run().await,
            Command::Correct(asked) => asked.run().await,
            Command::Withdraw(asked) => asked.run().await,
            Command::Invite(asked) => asked.run().await,
            Command::Export(asked) => asked.run().await,
            Command::ImportOutbox(asked) => asked.run().await,
            Command::Review(asked) => asked.run().await,
            Command::Device(asked) => asked.run().await,
            Command::Key(asked) => asked.run().await,
            Command::Audit(asked) => asked.run().await,
            Command::About(asked) => asked.run().await,
            Command::Erase(asked) => asked.run().await,
            Command::Retention(asked) => asked.run().await,
            Command::Backup(asked) => asked.run().await,
            Command::Restore(asked) => asked.run().await,
            Command::Check(asked) => asked.run().await,
        }
    }
}
