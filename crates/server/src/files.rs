//! Files that hold people's data, or secrets.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// A new file that other users of the machine cannot read. One that is there is an error.
pub fn ours_alone(file: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    ours(&mut options).open(file)
}

/// Adds a line to a file of lines, and makes the file if it is missing, for us alone. What to add is asked
/// under a lock, over the whole lines that are there; None leaves them as they are. On the disk when it
/// returns.
///
/// A last line that was torn by a crash was never promised to anyone, and is written over.
pub fn append<E: From<io::Error>>(
    file: &Path,
    line: impl FnOnce(&[u8]) -> Result<Option<Vec<u8>>, E>,
) -> Result<(), E> {
    let new = !file.exists();
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true);
    let mut opened = ours(&mut options).open(file)?;
    // Others may be writing; the lock goes when the file is closed.
    opened.lock()?;
    let mut text = Vec::new();
    opened.read_to_end(&mut text)?;
    let whole = whole_lines(&text);
    let Some(mut line) = line(whole)? else {
        return Ok(());
    };
    line.push(b'\n');
    let end = whole.len() as u64;
    opened.set_len(end)?;
    opened.seek(SeekFrom::Start(end))?;
    opened.write_all(&line)?;
    opened.sync_all()?;
    if new {
        sync_folder(file)?;
    }
    Ok(())
}

/// What stands before the end of the last whole line.
pub fn whole_lines(text: &[u8]) -> &[u8] {
    let end = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |place| place + 1);
    &text[..end]
}

/// A new file's name is safe only when its folder is.
pub fn sync_folder(file: &Path) -> io::Result<()> {
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    File::open(folder)?.sync_all()
}

fn ours(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}
