//! Where things lie.

use std::path::{Path, PathBuf};

/// The root of the workspace, wherever the command was typed.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// Cargo's target directory, which a developer may have moved.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(directory) => root().join(directory),
        None => root().join("target"),
    }
}

/// The npm packages and the script that makes style sheet, fonts and icons of them.
pub fn web() -> PathBuf {
    root().join("xtask/web")
}

/// Tools that were installed for this project alone.
pub fn tools() -> PathBuf {
    target().join("tools")
}
