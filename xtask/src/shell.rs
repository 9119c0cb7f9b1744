//! Running other programs, with errors that say what to do.

use std::collections::VecDeque;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

/// How many lines of what a program complained of are repeated.
const LAST_WORDS: usize = 6;

/// Announces a step and says how long it took when it was long.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("  {name} …");
    let start = Instant::now();
    let result = work()?;
    let seconds = start.elapsed().as_secs_f32();
    if seconds >= 2.0 {
        eprintln!("  {name}: {seconds:.0} s");
    }
    Ok(result)
}

/// Runs a program with its output in view; anything but success is an error.
pub fn run(command: &mut Command) -> Result<()> {
    let name = name_of(command);
    let status = command.status().map_err(|error| cannot_start(&name, &error))?;
    if !status.success() {
        bail!("`{}` failed", describe(command));
    }
    Ok(())
}

/// Runs a program with its output in view. Where it fails, the error repeats its last words.
pub fn run_repeating(command: &mut Command) -> Result<()> {
    let name = name_of(command);
    let child = command.stderr(Stdio::piped()).spawn();
    let mut child = child.map_err(|error| cannot_start(&name, &error))?;
    let mut last = VecDeque::new();
    for line in child.stderr.take().into_iter().flat_map(|said| BufReader::new(said).lines()) {
        let line = line?;
        eprintln!("{line}");
        last.push_back(line);
        if last.len() > LAST_WORDS {
            last.pop_front();
        }
    }
    if !child.wait()?.success() {
        bail!("`{}` failed: {}", describe(command), Vec::from(last).join("\n    "));
    }
    Ok(())
}

/// Runs a program whose output is of interest only when it fails.
pub fn quiet(command: &mut Command) -> Result<()> {
    output(command).map(drop)
}

/// Runs a program that needs the network. When it fails, one sentence says what is missing, and a file says the rest.
pub fn fetch(command: &mut Command, what: &str) -> Result<()> {
    let name = name_of(command);
    let output =
        command.stdin(Stdio::null()).output().map_err(|error| cannot_start(&name, &error))?;
    if output.status.success() {
        return Ok(());
    }
    let name = Path::new(&name)
        .file_name()
        .map_or_else(|| name.clone(), |file| file.to_string_lossy().into_owned());
    let log = crate::paths::target().join(format!("{name}.log"));
    std::fs::create_dir_all(crate::paths::target())?;
    std::fs::write(&log, [output.stdout, output.stderr].concat())
        .with_context(|| format!("cannot write {}", log.display()))?;
    bail!(
        "{what} could not be fetched: is there a network? What `{name}` said is in {}",
        log.display()
    )
}

/// Runs a program and returns what it printed.
pub fn output(command: &mut Command) -> Result<String> {
    let name = name_of(command);
    let output =
        command.stdin(Stdio::null()).output().map_err(|error| cannot_start(&name, &error))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let printed = String::from_utf8_lossy(&output.stdout);
        bail!("`{}` failed:\n{}{}", describe(command), printed, said.trim_end());
    }
    String::from_utf8(output.stdout)
        .with_context(|| format!("`{name}` printed something that is not text"))
}

/// The full path of a program on the search path.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|directory| directory.join(program))
        .find(|file| is_program(file))
}

fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

fn name_of(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

fn describe(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let words = program.file_name().into_iter().chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

fn cannot_start(name: &str, error: &std::io::Error) -> anyhow::Error {
    match error.kind() {
        ErrorKind::NotFound => {
            anyhow::anyhow!("`{name}` is not installed. {}", crate::tools::hint(name))
        }
        _ => anyhow::anyhow!("`{name}` could not be started: {error}"),
    }
}
