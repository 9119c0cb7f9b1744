//! `cargo xtask run`: from the source to a demo centre in the browser.

use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{cargo, paths, site};

#[derive(clap::Args)]
pub struct Options {
    /// Forget what an earlier run wrote down, and start with a new demo centre
    #[arg(long)]
    fresh: bool,
    /// The port to listen on
    #[arg(long, default_value_t = 8080)]
    port: u16,
}

/// Builds both halves and becomes the server.
pub fn run(options: &Options) -> Result<()> {
    port_is_free(options.port)?;
    let site = site::build(site::Flavour::Quick)?;
    let server = cargo::server()?;
    if options.fresh {
        forget()?;
    }
    port_is_free(options.port)?;
    // The server takes this process's place, so that Ctrl-C reaches it and its exit is ours.
    let error = demo(&server, &site, options.port).exec();
    Err(error).with_context(|| format!("{} could not be started", server.display()))
}

/// The server with the demo centre, serving the folder `site`.
pub fn demo(server: &Path, site: &Path, port: u16) -> Command {
    demo_in(server, site, &data(), port)
}

/// The same, with its records in a folder of one's own.
pub fn demo_in(server: &Path, site: &Path, data: &Path, port: u16) -> Command {
    let mut command = Command::new(server);
    command
        .arg("demo")
        .arg("--data")
        .arg(data)
        .arg("--site")
        .arg(site)
        .arg("--port")
        .arg(port.to_string());
    command
}

/// Says so when another program listens on the port.
pub fn port_is_free(port: u16) -> Result<()> {
    if let Err(error) = TcpListener::bind(("127.0.0.1", port)) {
        match error.kind() {
            std::io::ErrorKind::AddrInUse => {
                bail!(
                    "port {port} is in use: stop the program that has it, or choose another with `--port`"
                )
            }
            std::io::ErrorKind::PermissionDenied => {
                bail!("port {port} is not ours to open: choose one above 1023")
            }
            _ => return Err(error).with_context(|| format!("port {port} cannot be opened")),
        }
    }
    Ok(())
}

/// Removes the demo centre's data.
pub fn forget() -> Result<()> {
    forget_folder(&data())
}

/// Removes a folder, if it is there.
pub fn forget_folder(data: &Path) -> Result<()> {
    match std::fs::remove_dir_all(data) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", data.display()))
        }
        _ => Ok(()),
    }
}

/// Where the demo centre lives between runs.
fn data() -> PathBuf {
    paths::root().join("data/demo")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_in_use_is_one_clear_sentence() {
        let other = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = other.local_addr().unwrap().port();
        let error = port_is_free(port).unwrap_err().to_string();
        assert_eq!(
            error,
            format!(
                "port {port} is in use: stop the program that has it, or choose another with `--port`"
            )
        );
        drop(other);
        port_is_free(port).unwrap();
    }
}
