//! The outside tools, their versions, and how each is got.
//!
//! Rust crates are held by Cargo.lock and npm packages by xtask/web/package-lock.json; all else is named here.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{paths, shell};

/// The target that the phone app is compiled for.
pub const WASM: &str = "wasm32-unknown-unknown";

/// The version of the `wasm-bindgen` crate, for its test runner. Cargo.toml names the same one.
pub const WASM_BINDGEN: &str = "0.2.130";
/// Firefox's WebDriver, from crates.io.
pub const GECKODRIVER: &str = "0.37.1";

/// The tester of the interface, from PyPI, with the library that makes up its data.
pub const SCHEMATHESIS: [&str; 2] = ["schemathesis==4.32.5", "hypothesis==6.170.17"];

/// Debian's package of Python with `venv`.
const PYTHON: &str = "python3-venv";

/// The oldest Node that the npm packages accept.
const NODE: u32 = 20;

/// Debian's packages for the three browsers, each with its driver.
pub const APT: [(&str, &str); 5] = [
    ("chromium", "chromium"),
    ("chromedriver", "chromium-driver"),
    ("firefox", "firefox-esr"),
    ("WebKitWebDriver", "webkit2gtk-driver"),
    ("Xvfb", "xvfb"),
];

/// Debian's PostgreSQL, and where it lies.
pub const POSTGRES: &str = "postgresql-15";
const POSTGRES_PROGRAMS: &str = "/usr/lib/postgresql/15/bin";

/// What `wasm-opt` does, in this order. Flattened code is folded up again smaller than it was, the `-Os` behind it
/// finds what has become alike (a second `-Oz` takes four times as long for a thousandth), and functions of one module and one trait, side by side, compress better. The first
/// kilobyte of memory is the end of the stack, which no reckoning with constants reaches. Together 9 kB (br) less than
/// one `-Oz`. Only what is hardly longer than its call is put where it is called, even where that is one place: 2.6 kB.
/// The locals used most go first, once more: 1.1 kB.
pub const WASM_PASSES: [&str; 13] = [
    "--always-inline-max-function-size",
    "0",
    "--flexible-inline-max-function-size",
    "5",
    "--one-caller-inline-max-function-size",
    "5",
    "--low-memory-unused",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Os",
    "--reorder-locals",
    "--reorder-functions-by-name",
];

/// What `wasm-opt` may use. Every browser of the last four years has these; `--all-features` would make a module
/// that none of them loads.
pub const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-mutable-globals",
    "--enable-multivalue",
];

/// One sentence on how to get a program that is missing.
pub fn hint(program: &str) -> String {
    if program == "node" || program == "npm" {
        return format!("Install Node {NODE} or newer, with npm: https://nodejs.org");
    }
    if program == "rustup" || program == "cargo" {
        return "Install Rust: https://rustup.rs".to_owned();
    }
    match APT.iter().find(|(name, _)| *name == program) {
        Some((_, package)) => format!("Install it with `apt install {package}`."),
        None => String::new(),
    }
}

/// Makes sure that the pinned toolchain can compile for browsers.
pub fn wasm_target() -> Result<()> {
    let root = paths::root();
    let sysroot =
        shell::output(Command::new("rustc").args(["--print", "sysroot"]).current_dir(&root))?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(WASM).join("lib").is_dir() {
        return Ok(());
    }
    shell::step("Adding the Rust target for browsers", || {
        shell::run(Command::new("rustup").args(["target", "add", WASM]).current_dir(&root)).context(
            "the Rust target wasm32-unknown-unknown could not be added: is there a network?",
        )
    })
}

/// Makes sure that Node is there and new enough.
pub fn node() -> Result<()> {
    let printed = shell::output(Command::new("node").arg("--version"))?;
    let major = printed
        .trim()
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|part| part.parse::<u32>().ok());
    match major {
        Some(version) if version >= NODE => Ok(()),
        _ => bail!(
            "Node {NODE} or newer is needed, this one is {}. {}",
            printed.trim(),
            hint("node")
        ),
    }
}

/// Brings the npm packages that the lock file names, once for each lock file.
pub fn npm_packages() -> Result<()> {
    let web = paths::web();
    let lock = std::fs::read(web.join("package-lock.json"))
        .context("xtask/web/package-lock.json cannot be read")?;
    let wanted = crate::site::digest::hex(&lock);
    let stamp = web.join("node_modules/.installed");
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    node()?;
    shell::step("Fetching the npm packages", || {
        let mut npm = Command::new("npm");
        npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&web);
        shell::fetch(&mut npm, "the npm packages")
    })?;
    std::fs::write(&stamp, wanted).context("node_modules cannot be written")
}

/// `geckodriver`, from the search path or from crates.io.
pub fn geckodriver() -> Result<PathBuf> {
    match shell::find("geckodriver") {
        Some(found) => Ok(found),
        None => cargo_install("geckodriver", GECKODRIVER, "geckodriver"),
    }
}

/// The program that runs wasm tests in browsers. It must be of the very version of the crate.
pub fn wasm_test_runner() -> Result<PathBuf> {
    cargo_install("wasm-bindgen-cli", WASM_BINDGEN, "wasm-bindgen-test-runner")
}

/// `schemathesis`, in a Python environment of its own.
pub fn schemathesis() -> Result<PathBuf> {
    let name = SCHEMATHESIS[0].replace("==", "-");
    let root = paths::tools().join(name);
    let program = root.join("bin/schemathesis");
    let whole = root.join("installed");
    if whole.is_file() {
        return Ok(program);
    }
    shell::step(&format!("Fetching {}", SCHEMATHESIS[0]), || {
        if shell::quiet(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&root)).is_err()
        {
            python()?;
            shell::quiet(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&root))?;
        }
        let mut pip = Command::new(root.join("bin/pip"));
        pip.args(["install", "--quiet", "--disable-pip-version-check"]).args(SCHEMATHESIS);
        shell::fetch(&mut pip, "the tester of the interface")
    })?;
    std::fs::write(whole, "").context("the tester's folder cannot be written")?;
    Ok(program)
}

/// Python with `venv`, which Debian packs by itself.
fn python() -> Result<()> {
    if shell::find("apt-get").is_none() || !is_root() {
        bail!("Python with venv is needed: install it with `sudo apt-get install {PYTHON}`");
    }
    let apt = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    shell::quiet(apt().args(["update", "-q"]))?;
    shell::quiet(apt().args(["install", "-y", "-q", "--no-install-recommends", PYTHON]))
}

fn cargo_install(package: &str, version: &str, program: &str) -> Result<PathBuf> {
    let root = paths::tools().join(format!("{package}-{version}"));
    let file = root.join("bin").join(program);
    if file.is_file() {
        return Ok(file);
    }
    shell::step(&format!("Compiling {package} {version}, once"), || {
        // Away from the workspace, so that neither its toolchain file nor its flags apply to the tool.
        let mut cargo = crate::cargo::cargo();
        cargo.args(["install", package, "--version", version, "--no-track", "--root"]).arg(&root);
        cargo.arg("--target-dir").arg(paths::tools().join("build"));
        // It is run, not released.
        cargo
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
            .env("CARGO_PROFILE_RELEASE_DEBUG", "false");
        shell::fetch(&mut cargo, package)
    })?;
    Ok(file)
}

/// Makes sure that the browsers and their drivers are there: installs them as root, else says what to install.
pub fn browsers() -> Result<()> {
    let missing: Vec<&str> = APT
        .iter()
        .filter(|(program, _)| shell::find(program).is_none())
        .map(|(_, package)| *package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    install(&missing, "the browser tests need more programs")
}

/// Makes sure that a PostgreSQL is there, and returns the folder of its programs.
pub fn postgres() -> Result<PathBuf> {
    let programs = PathBuf::from(POSTGRES_PROGRAMS);
    if !programs.join("initdb").is_file() {
        install(&[POSTGRES], "the tests need a PostgreSQL")?;
    }
    Ok(programs)
}

fn install(packages: &[&str], why: &str) -> Result<()> {
    let named = packages.join(" ");
    if shell::find("apt-get").is_none() || !is_root() {
        bail!("{why}: install it with `sudo apt-get install {named}`");
    }
    shell::step(&format!("Installing {named}"), || {
        let apt = || {
            let mut command = Command::new("apt-get");
            command.env("DEBIAN_FRONTEND", "noninteractive");
            command
        };
        shell::quiet(apt().args(["update", "-q"]))?;
        shell::quiet(apt().args(["install", "-y", "-q", "--no-install-recommends"]).args(packages))
    })
    .with_context(|| format!("{named} could not be installed; try `apt-get install {named}`"))
}

pub fn is_root() -> bool {
    shell::output(Command::new("id").arg("-u")).is_ok_and(|user| user.trim() == "0")
}
