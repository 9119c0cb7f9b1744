//! `brobygger about`

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use server::Clock;
use server::about::{gather, page};
use server::audit::note;
use server::files::ours_alone;

use super::find;
use super::open::Data;

/// Everything that is held about a participant, as a page to read and print, or as JSON with all of it to the
/// letter. What was raised as a concern is in it: look whether the law lets all of it be handed over.
#[derive(Args)]
#[group(id = "to", args = ["page", "json"], required = true, multiple = true)]
pub struct About {
    #[command(flatten)]
    data: Data,
    /// The centre, by name or id, where there are several
    #[arg(long)]
    centre: Option<String>,
    /// The participant, by name or id
    participant: String,
    /// The page to write (HTML); one that is there is never written over
    #[arg(long, value_name = "FILE")]
    page: Option<PathBuf>,
    /// The JSON to write; one that is there is never written over
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// The page's language: nb, da or en [default: the centre's]
    #[arg(long, value_parser = ["nb", "da", "en"])]
    language: Option<String>,
}

impl About {
    pub async fn run(self) -> Result<()> {
        if let Some(file) = self.page.iter().chain(&self.json).find(|file| file.exists()) {
            bail!("{} is there already, and is never written over.", file.display());
        }
        let database = self.data.open().await?;
        let mut read = database.begin_read().await?;
        let centre = find::centre(read.as_mut(), self.centre.as_deref()).await?.id;
        let id = find::participant(read.as_mut(), centre, &self.participant).await?.id.0;
        drop(read);
        let now = Clock::system().now();
        note(database.as_ref(), centre, now, "read_participant", Some(id)).await?;
        // Begun after it, so that this reading is in the document.
        let mut read = database.begin_read().await?;
        let about = gather(read.as_mut(), centre, id, now).await?;
        drop(read);
        database.close().await;
        let mut about = about.context("There is no such participant at this centre.")?;
        if let Some(language) = self.language {
            about.language = language;
        }
        if let Some(file) = &self.page {
            write(file, page(&about).as_bytes())?;
        }
        if let Some(file) = &self.json {
            write(file, &serde_json::to_vec_pretty(&about)?)?;
        }
        Ok(())
    }
}

fn write(file: &Path, bytes: &[u8]) -> Result<()> {
    let written = ours_alone(file).and_then(|mut out| {
        out.write_all(bytes)?;
        out.sync_all()
    });
    written.with_context(|| format!("{} cannot be written", file.display()))?;
    println!("{} was written.", file.display());
    Ok(())
}
