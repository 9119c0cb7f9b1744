//! Files that hold people's data.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

/// A new file that other users of the machine cannot read. One that is there is an error.
pub fn ours_alone(file: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)
}
