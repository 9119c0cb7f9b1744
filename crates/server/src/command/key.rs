//! `brobygger key`

use anyhow::{Result, bail};
use clap::{Args, Subcommand};
use domain::Moment;
use server::Clock;
use server::audit::note;
use server::deliver::told;
use server::keys::KeyRing;

use super::kept::KeysFile;
use super::open::Data;

#[derive(Subcommand)]
pub enum Key {
    /// List the centre's keys by number, and since when; no secret is shown
    List(Keys),
    /// Make a new key, which phones seal to from their next contact on
    Rotate(Keys),
}

/// Former keys stay in the file, so that what was sealed to them still opens. A running server need not be
/// started anew.
#[derive(Args)]
pub struct Keys {
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    keys: KeysFile,
}

impl Key {
    pub async fn run(self) -> Result<()> {
        match self {
            Key::List(keys) => list(&keys.ring()),
            Key::Rotate(keys) => keys.rotate().await,
        }
    }
}

impl Keys {
    fn ring(&self) -> KeyRing {
        self.keys.of(&self.data)
    }

    async fn rotate(self) -> Result<()> {
        let database = self.data.open().await?;
        let now = Clock::system().now();
        let made = self.ring().rotate(now, told(database.as_ref()).await?)?;
        let mut read = database.begin_read().await?;
        let centres = read.centres().await?;
        drop(read);
        for centre in centres {
            note(database.as_ref(), centre.id, now, "rotate_keys", None).await?;
        }
        database.close().await;
        println!("Key {} was made. Make a backup: it carries the keys.", made.number);
        Ok(())
    }
}

fn list(ring: &KeyRing) -> Result<()> {
    let keys = ring.all()?;
    let Some(newest) = keys.last().map(|key| key.number) else {
        let file = ring.file().unwrap_or_else(|| "".as_ref()).display();
        bail!("There are no keys in {file}. The server makes the first one when it starts.");
    };
    for key in keys {
        let newest = if key.number == newest { "  the newest" } else { "" };
        println!("{}  since {}{newest}", key.number, Moment(key.since).utc_minute());
    }
    Ok(())
}
