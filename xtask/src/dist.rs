//! `cargo xtask dist`: what is released, weighed.

pub mod largest;
pub mod sizes;

use anyhow::{Context, Result};

use crate::{cargo, paths, shell, site};

#[derive(clap::Args)]
pub struct Options {
    /// Say which functions the wasm is made of, whether or not it is too large
    #[arg(long)]
    largest: bool,
}

/// How many functions are worth reading.
const LINES: usize = 40;

/// Makes the release files and fails when they weigh too much.
pub fn run(options: &Options) -> Result<()> {
    let site = site::build(site::Flavour::Release)?;
    let table = sizes::weigh(&site)?;
    let text = sizes::text(&table);
    println!("\n{text}");

    let server = shell::step("Compiling the server", || cargo::server_with(&site))?;
    let folder = paths::target().join("dist");
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("cannot make {}", folder.display()))?;
    let released = folder.join("brobygger");
    std::fs::copy(&server, &released)
        .with_context(|| format!("cannot write {}", released.display()))?;
    std::fs::write(folder.join("sizes.md"), &text).context("the size table cannot be written")?;
    println!("server  {} ({:.1} MB)", released.display(), released.metadata()?.len() as f64 / 1e6);

    let verdict = sizes::verdict(&table);
    if options.largest || verdict.is_err() {
        let module = cargo::app_file("wasm-release");
        let module =
            std::fs::read(&module).with_context(|| format!("cannot read {}", module.display()))?;
        println!("\n{}", largest::text(&largest::functions(&module)?, LINES));
    }
    verdict
}
