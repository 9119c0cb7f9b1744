//! `cargo xtask dist`: what is released, weighed.

pub mod sizes;

use anyhow::{Context, Result, bail};

use crate::{cargo, paths, shell, site};

/// Makes the release files and fails when they weigh too much.
pub fn run() -> Result<()> {
    let site = site::build(site::Flavour::Release)?;
    let server = shell::step("Compiling the server", || cargo::server_with(&site))?;
    let folder = paths::target().join("dist");
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("cannot make {}", folder.display()))?;
    let released = folder.join("brobygger");
    std::fs::copy(&server, &released)
        .with_context(|| format!("cannot write {}", released.display()))?;

    let table = sizes::weigh(&site)?;
    let text = sizes::text(&table);
    std::fs::write(folder.join("sizes.md"), &text).context("the size table cannot be written")?;
    println!("{text}");
    println!("server  {} ({:.1} MB)", released.display(), released.metadata()?.len() as f64 / 1e6);
    let over: Vec<&str> = table.iter().filter(|row| row.over()).map(|row| row.what).collect();
    if !over.is_empty() {
        bail!("over budget: {}", over.join(", "));
    }
    Ok(())
}
