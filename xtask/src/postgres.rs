//! A private PostgreSQL: in a temporary folder, on a Unix socket alone, with the settings of one that is in use.
//!
//! A small shell keeps it. It waits for the pipe from us to close, which happens when the guard is dropped, and
//! also when this program is killed; then it stops the server and removes the folder. Started by root, who may
//! not run a PostgreSQL, it is the user `postgres` who runs it.

use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use crate::{shell, tools};

/// Where the tests look for the URL.
pub const VARIABLE: &str = "BROBYGGER_TEST_POSTGRES";

const USER: &str = "postgres";
/// The role of this name is asked for its password; everybody else who reaches the socket is let in.
const ASKED: &str = "asked_for_password";

/// What is kept until the pipe closes. The data are thrown away, so there is nothing to end in good order.
const KEEPER: &str = "trap '' INT TERM HUP
log=$1; folder=$2; shift 2
\"$@\" >\"$log\" 2>&1 </dev/null &
cat >/dev/null
kill -QUIT $! 2>/dev/null
wait
rm -rf \"$folder\"";

const PATIENCE: Duration = Duration::from_secs(60);

/// Stopped and removed when this is dropped.
pub struct Postgres {
    keeper: Child,
    open: Option<ChildStdin>,
    folder: PathBuf,
}

impl Postgres {
    /// Installs it where that may be done, makes a cluster and waits until it answers.
    pub fn start() -> Result<Self> {
        let programs = tools::postgres()?;
        shell::step("Starting a PostgreSQL", || {
            let folder = folder()?;
            initialise(&programs, folder.path())?;
            let mut server = Self::keep(&programs, folder)?;
            server.wait(&programs)?;
            Ok(server)
        })
    }

    /// Of its first database, as a user who may do everything.
    pub fn url(&self) -> String {
        self.url_as(USER)
    }

    /// Its first process, where that is known: whoever asks how much of the processor it took counts from there.
    pub fn process(&self) -> Option<u32> {
        let file = std::fs::read_to_string(self.folder.join("data/postmaster.pid")).ok()?;
        file.lines().next()?.trim().parse().ok()
    }

    fn url_as(&self, user: &str) -> String {
        let socket = self.folder.display().to_string().replace('/', "%2F");
        format!("postgres://{user}@{socket}/postgres")
    }

    fn keep(programs: &Path, folder: TempDir) -> Result<Self> {
        let folder = folder.keep();
        let mut server = as_postgres(&programs.join("postgres"));
        server.arg("-D").arg(folder.join("data")).arg("-k").arg(&folder);
        for setting in ["listen_addresses=", "max_connections=200", "fsync=on"] {
            server.args(["-c", setting]);
        }
        let mut keeper = Command::new("sh");
        keeper.args(["-c", KEEPER, "keeper"]).arg(folder.join("log")).arg(&folder);
        keeper.arg(server.get_program()).args(server.get_args());
        keeper.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut keeper = keeper.spawn().context("the PostgreSQL could not be started")?;
        let open = keeper.stdin.take();
        Ok(Self { keeper, open, folder })
    }

    fn wait(&mut self, programs: &Path) -> Result<()> {
        let start = Instant::now();
        loop {
            let mut ask = Command::new(programs.join("pg_isready"));
            ask.args(["--quiet", "--host"]).arg(&self.folder);
            if shell::quiet(&mut ask).is_ok() {
                return Ok(());
            }
            if start.elapsed() > PATIENCE {
                let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                bail!("the PostgreSQL does not answer; it said:\n{log}");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.open.take());
        // Whatever became of it, the folder is gone afterwards.
        let _ = self.keeper.wait();
    }
}

/// `cargo xtask postgres`: one to try things on, until Ctrl-C.
pub fn run() -> Result<()> {
    let server = Postgres::start()?;
    println!("{}", server.url());
    eprintln!("  A PostgreSQL of your own, with everything in it gone at the end. Ctrl-C ends it.");
    eprintln!("  For single tests: {VARIABLE}={} cargo test …", server.url());
    loop {
        std::thread::park();
    }
}

/// Its path must be short: a socket's address has room for about a hundred letters.
fn folder() -> Result<TempDir> {
    let begin = || tempfile::Builder::new().prefix("brobygger-postgres-").to_owned();
    let here = std::env::temp_dir();
    let place = if here.as_os_str().len() < 60 { here } else { PathBuf::from("/tmp") };
    let folder = begin().tempdir_in(&place);
    let folder = folder.with_context(|| format!("no folder can be made in {}", place.display()))?;
    if tools::is_root() {
        shell::quiet(Command::new("chown").arg(USER).arg(folder.path()))?;
    }
    Ok(folder)
}

fn initialise(programs: &Path, folder: &Path) -> Result<()> {
    let data = folder.join("data");
    let mut initdb = as_postgres(&programs.join("initdb"));
    initdb.arg("-D").arg(&data).args(["--username", USER, "--auth", "trust"]);
    initdb.args(["--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]);
    shell::quiet(&mut initdb).context("the PostgreSQL could not be set up")?;
    // Whoever reaches the socket has passed the folder, which belongs to us alone.
    let rules = format!("local all {ASKED} scram-sha-256\nlocal all all trust\n");
    std::fs::write(data.join("pg_hba.conf"), rules).context("the PostgreSQL could not be set up")
}

/// As the user who may run it. `setpriv` becomes the program, so that it has one process to end.
fn as_postgres(program: &Path) -> Command {
    if !tools::is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid", USER, "--regid", USER, "--clear-groups", "--"]).arg(program);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_of_it() {
        let server = Postgres::start().unwrap();
        let folder = server.folder.clone();
        let programs = tools::postgres().unwrap();
        let asked = shell::output(Command::new(programs.join("psql")).args([
            "-At",
            "-c",
            "SHOW fsync",
            &server.url(),
        ]));
        assert_eq!(asked.unwrap().trim(), "on");
        drop(server);
        assert!(!folder.exists());
    }

    #[test]
    fn it_ends_when_whoever_started_it_is_killed() {
        let mut server = Postgres::start().unwrap();
        let folder = server.folder.clone();
        // What the system does with the pipes of a program that is killed.
        server.open = None;
        server.keeper.wait().unwrap();
        assert!(!folder.exists());
    }
}
