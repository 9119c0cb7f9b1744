//! `brobygger device`

use anyhow::{Result, bail};
use clap::{Args, Subcommand};
use domain::Moment;
use server::Clock;
use server::audit::note;
use server::devices::{Revoked, revoke};
use uuid::Uuid;

use super::find;
use super::open::Data;

#[derive(Subcommand)]
pub enum Device {
    /// List the phones of a centre: whose, since when, when last seen
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

/// The member's other phones and assignments stay as they are. What the phone had not sent yet can be
/// taken in from a file, and then waits for review.
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
            println!("{}  {name}  enrolled {enrolled}  seen {seen}{revoked}", device.id);
        }
        Ok(())
    }
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
