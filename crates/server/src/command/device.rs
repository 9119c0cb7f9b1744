//! `brobygger device`

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use clap::{Args, Subcommand};
use database::HeldGrant;
use domain::Moment;
use server::Clock;
use server::audit::note;
use server::devices::{Revoked, revoke};
use uuid::Uuid;

use super::find;
use super::open::Data;

#[derive(Subcommand)]
pub enum Device {
    /// List the phones of a centre: whose, since when, when last seen, and for how many participants
    List(List),
    /// Revoke a phone: nothing is taken from it or told to it any more
    Revoke(Revoke),
}

#[derive(Args)]
pub struct List {
    #[command(flatten)]
    data: Data,
    /// The centre, by name or id, where there are several
    #[arg(long)]
    centre: Option<String>,
}

/// The member's other phones and assignments stay as they are. What the phone had not sent yet it still hands
/// over sealed at its next contact, or it is taken in from a file; either way it waits for review. Then the
/// phone removes what it holds.
#[derive(Args)]
pub struct Revoke {
    #[command(flatten)]
    data: Data,
    /// The centre, by name or id, where there are several
    #[arg(long)]
    centre: Option<String>,
    /// The phone, by the id that `device list` says
    device: String,
}

impl Device {
    pub async fn run(self) -> Result<()> {
        match self {
            Device::List(list) => list.run().await,
            Device::Revoke(revoke) => revoke.run().await,
        }
    }
}

impl List {
    async fn run(self) -> Result<()> {
        let database = self.data.open().await?;
        let mut read = database.begin_read().await?;
        let centre = find::centre(read.as_mut(), self.centre.as_deref()).await?.id;
        note(database.as_ref(), centre, Clock::system().now(), "list_devices", None).await?;
        let names = find::member_names(read.as_mut(), centre).await?;
        let mut devices = read.devices_of_centre(centre).await?;
        let grants = read.grants_of_centre(centre).await?;
        let ids: Vec<Uuid> = devices.iter().map(|device| device.id).collect();
        let keys = read.device_keys(&ids).await?;
        drop(read);
        database.close().await;
        devices.sort_by_key(|device| device.enrolled_at);
        for device in devices {
            let name = names.get(&device.member).map_or("(unknown)", String::as_str);
            let enrolled = Moment(device.enrolled_at).utc_minute();
            let seen = Moment(device.last_seen).utc_minute();
            let revoked = device
                .revoked_at
                .map_or(String::new(), |at| format!("  revoked {}", Moment(at).utc_minute()));
            let held = held(&device, &grants);
            let keys = keys.iter().find(|keys| keys.device == device.id);
            let keys = keys.map_or("no keys".to_owned(), |keys| {
                let since = Moment(keys.since).utc_minute();
                format!("keys since {since}  seals to key {}", keys.told)
            });
            println!(
                "{}  {name}  enrolled {enrolled}  seen {seen}  participants {held}  {keys}{revoked}",
                device.id
            );
        }
        Ok(())
    }
}

/// How many participants the phone may hold: now, or, where it was revoked, when it was.
fn held(device: &database::Device, grants: &[HeldGrant]) -> usize {
    let held = |grant: &&HeldGrant| {
        let then = device.revoked_at.unwrap_or(i64::MAX);
        grant.member == device.member
            && grant.granted_at <= then
            && grant.ended_at.is_none_or(|ended| ended > then)
    };
    let scopes: BTreeSet<Uuid> = grants.iter().filter(held).map(|grant| grant.scope).collect();
    scopes.len()
}

impl Revoke {
    async fn run(self) -> Result<()> {
        let Ok(device) = Uuid::parse_str(&self.device) else {
            bail!("{} is no phone's id. `brobygger device list` says them.", self.device);
        };
        let database = self.data.open().await?;
        let mut read = database.begin_read().await?;
        let centre = find::centre(read.as_mut(), self.centre.as_deref()).await?.id;
        drop(read);
        let revoked = revoke(database.as_ref(), centre, device, Clock::system().now()).await?;
        database.close().await;
        match revoked {
            Revoked::Now => println!("Revoked."),
            Revoked::Before => println!("It was revoked before."),
            Revoked::Unknown => bail!("There is no phone {device} at this centre."),
        }
        Ok(())
    }
}
