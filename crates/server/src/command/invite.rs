//! `brobygger invite`

use std::sync::Arc;

use anyhow::{Result, anyhow};
use clap::Args;
use server::{Clock, Service, Settings};

use super::find;
use super::open::Data;

#[derive(Args)]
pub struct Invite {
    #[command(flatten)]
    data: Data,
    /// The centre, by name or id, where there are several
    #[arg(long)]
    centre: Option<String>,
    /// For whom, by name or id
    member: String,
    /// For how many days the code is good, at most 60; with 0 it has expired at once, to see what
    /// someone sees who comes too late
    #[arg(
        long, default_value_t = 7, allow_negative_numbers = true,
        value_parser = clap::value_parser!(i64).range(0..=60)
    )]
    days: i64,
    /// What the link begins with: the address at which phones reach the server
    #[arg(long, value_name = "URL", default_value = "http://localhost:8080")]
    base_url: String,
}

const DAY: i64 = 24 * 60 * 60 * 1000;

impl Invite {
    pub async fn run(self) -> Result<()> {
        let database = self.data.open().await?;
        let mut read = database.begin_read().await?;
        let centre = find::centre(read.as_mut(), self.centre.as_deref()).await?.id;
        let member = find::member(read.as_mut(), centre, &self.member).await?;
        drop(read);
        let shared = Arc::clone(&database);
        let (service, _) = Service::prepare(shared, Clock::system(), Settings::default()).await?;
        let invited = service.invite(centre, member.id.0, self.days * DAY).await;
        let code = invited.map_err(|fault| anyhow!(fault.message))?;
        println!("{code}");
        println!("{}/enrol#{code}", self.base_url.trim_end_matches('/'));
        if self.days == 0 {
            eprintln!("This code has expired already; nobody can enrol with it.");
        }
        database.close().await;
        Ok(())
    }
}
