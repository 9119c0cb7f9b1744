//! The count of what passed and failed, read off the test programs' own words.

use std::fmt::Write;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, anyhow};

/// All stages so far.
#[derive(Default)]
pub struct Tally {
    stages: Vec<Stage>,
}

struct Stage {
    name: String,
    count: Count,
    seconds: u64,
    trouble: Option<String>,
}

/// How many tests of a stage passed and failed.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Count {
    pub passed: usize,
    pub failed: usize,
}

impl Tally {
    /// A check that is one thing: it passes or fails.
    pub fn check(&mut self, name: &str, work: impl FnOnce() -> Result<()>) {
        self.stage(name, || work().map(|()| (Count { passed: 1, failed: 0 }, None)));
    }

    /// A program that counts its own tests, as `cargo test` does.
    pub fn tests(&mut self, name: &str, command: &mut Command) {
        self.stage(name, || counted(command));
    }

    /// Counts as one failure a stage that could not even start.
    pub fn could_not_run(&mut self, name: &str, why: &anyhow::Error) {
        self.stage(name, || Err(anyhow!("{why:#}")));
    }

    pub fn is_good(&self) -> bool {
        let total = self.total();
        total.failed == 0 && total.passed > 0
    }

    /// A line for each stage.
    pub fn summary(&self) -> String {
        let width = self.stages.iter().map(|stage| stage.name.len()).max().unwrap_or(0);
        self.stages.iter().fold(String::new(), |mut text, stage| {
            let Count { passed, failed } = stage.count;
            let (name, seconds) = (&stage.name, stage.seconds);
            // Writing to a String cannot fail.
            let _ =
                writeln!(text, "{name:width$}  {passed:4} passed {failed:3} failed {seconds:5} s");
            if let Some(trouble) = &stage.trouble {
                let _ = writeln!(text, "{:width$}  {trouble}", "");
            }
            text
        })
    }

    /// What scripts and people look for at the very end.
    pub fn last_line(&self) -> String {
        let Count { passed, failed } = self.total();
        format!("{passed} passed, {failed} failed")
    }

    fn total(&self) -> Count {
        self.stages.iter().fold(Count::default(), |sum, stage| Count {
            passed: sum.passed + stage.count.passed,
            failed: sum.failed + stage.count.failed,
        })
    }

    fn stage(&mut self, name: &str, work: impl FnOnce() -> Result<Told>) {
        println!("\n── {name}");
        let start = Instant::now();
        let (count, trouble) = match work() {
            Ok((Count { passed: 0, failed: 0 }, _)) => {
                (Count { passed: 0, failed: 1 }, Some("no test ran".to_owned()))
            }
            Ok((count, said)) => (count, said),
            Err(error) => (Count { passed: 0, failed: 1 }, Some(format!("{error:#}"))),
        };
        if let Some(trouble) = &trouble {
            println!("error: {trouble}");
        }
        self.stages.push(Stage {
            name: name.to_owned(),
            count,
            seconds: start.elapsed().as_secs(),
            trouble,
        });
    }
}

/// What a stage counted, and what the tests that failed said.
type Told = (Count, Option<String>);

/// Runs the program in view, adds up its `test result:` lines, and keeps what those said that failed.
fn counted(command: &mut Command) -> Result<Told> {
    let name = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("`{name}` could not be started. {}", crate::tools::hint(&name)))?;
    let mut count = Count::default();
    let mut panics = Panics::default();
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).split(b'\n') {
            let line = String::from_utf8_lossy(&line?).into_owned();
            println!("{line}");
            count = count.and(&line);
            panics.hear(&line);
        }
    }
    let status = child.wait()?;
    // A program that broke off, or a test that does not compile, has failed even if it counted nothing.
    if !status.success() && count.failed == 0 {
        count.failed = 1;
    }
    let said = panics.said();
    Ok((count, said.filter(|_| count.failed > 0)))
}

/// The first words of every panic, so that the summary alone says what went wrong.
#[derive(Default)]
struct Panics {
    heard: Vec<String>,
    /// The line that begins a panic says where; the next one says what.
    next: bool,
}

impl Panics {
    /// So many lines, each so long: a test whose input shrinks panics hundreds of times.
    const LINES: usize = 12;
    const CHARS: usize = 600;

    fn hear(&mut self, line: &str) {
        let begins = line.starts_with("thread '") && line.contains(" panicked at ");
        if (begins || self.next) && self.heard.len() < Self::LINES {
            self.heard.push(line.chars().take(Self::CHARS).collect());
        }
        self.next = begins;
    }

    fn said(self) -> Option<String> {
        (!self.heard.is_empty()).then(|| self.heard.join("\n    "))
    }
}

impl Count {
    fn and(self, line: &str) -> Self {
        let line = line.trim_start();
        // Node's words: `# pass 12`.
        let node =
            |word: &str| line.strip_prefix("# ")?.strip_prefix(word)?.trim().parse::<usize>().ok();
        // Rust's: `test result: ok. 12 passed; 0 failed; …`.
        let rust = |word: &str| {
            let words: Vec<&str> = line.strip_prefix("test result:")?.split_whitespace().collect();
            let at = words.iter().position(|found| found.trim_end_matches(';') == word)?;
            words.get(at.checked_sub(1)?)?.parse::<usize>().ok()
        };
        Self {
            passed: self.passed + rust("passed").or_else(|| node("pass ")).unwrap_or(0),
            failed: self.failed + rust("failed").or_else(|| node("fail ")).unwrap_or(0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_test_programs_are_added_up() {
        let lines = [
            "running 3 tests",
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out",
            "# tests 5",
            "# pass 4",
            "# fail 1",
        ];
        let count = lines.iter().fold(Count::default(), |count, line| count.and(line));
        assert_eq!(count, Count { passed: 19, failed: 3 });
    }

    #[test]
    fn what_did_not_run_is_a_failure() {
        let mut tally = Tally::default();
        assert!(!tally.is_good(), "nothing at all is not a success");
        tally.tests("counts nothing", Command::new("true").arg("--"));
        tally.could_not_run("browser", &anyhow!("not installed"));
        tally.check("a check", || Ok(()));
        assert_eq!(tally.last_line(), "1 passed, 2 failed");
        assert!(!tally.is_good());
        assert!(tally.summary().contains("not installed"));
    }

    #[test]
    fn the_summary_says_what_went_wrong() {
        let mut tally = Tally::default();
        let words = "echo \"thread 'a' (7) panicked at a.rs:1:\"; echo 'it was lost'; echo 'note'; \
                     echo 'test result: FAILED. 2 passed; 1 failed;'; exit 101";
        tally.tests("says it", Command::new("sh").args(["-c", words]));
        let summary = tally.summary();
        assert!(summary.contains("it was lost") && !summary.contains("note"), "{summary}");
    }

    #[test]
    fn a_program_that_breaks_off_has_failed() {
        let mut tally = Tally::default();
        let mut shell = Command::new("sh");
        tally.tests(
            "broke off",
            shell.args(["-c", "echo 'test result: ok. 2 passed; 0 failed;'; exit 101"]),
        );
        assert_eq!(tally.last_line(), "2 passed, 1 failed");
    }
}
