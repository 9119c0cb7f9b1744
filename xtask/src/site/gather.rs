//! Where the site's files come from.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::{Bindgen, Output};

use super::Flavour;
use super::fingerprint::Files;
use super::imports;
use crate::{paths, shell, tools};

/// Turns compiled Rust into a module that browsers load: `app.wasm`, `app.js` and the crates' own snippets.
pub fn app(wasm: &Path, flavour: Flavour, files: &mut Files) -> Result<()> {
    let folder = fresh_folder("bindgen")?;
    let mut bindgen = Bindgen::new();
    bindgen.web(true)?;
    let mut output = bind(bindgen, wasm, "app")?;
    let renamings = if flavour.is_small() {
        imports::shorten(output.wasm_mut().imports.iter_mut().map(|import| &mut import.name))
    } else {
        Vec::new()
    };
    output.emit(&folder).context("what wasm-bindgen made cannot be written")?;

    let module = folder.join("app_bg.wasm");
    if flavour.is_small() {
        shell::step("Making it small", || optimise(&module, &tools::WASM_PASSES))?;
    }
    files.insert("app.wasm", read(&module)?);
    let glue = String::from_utf8(read(&folder.join("app.js"))?).context("the glue is not text")?;
    files.insert("app.js", absolute(&imports::glue(&glue, &renamings)?));
    let snippets = folder.join("snippets");
    if snippets.is_dir() {
        folder_into(&snippets, "snippets", files)?;
    }
    Ok(())
}

/// What makes a key of a passphrase: `stretch.wasm`, and `stretch.js` for the worker that runs it. The worker is a
/// plain script with the glue in front of it, since not every browser of the last four years has workers that import.
pub fn stretch(wasm: &Path, flavour: Flavour, files: &mut Files) -> Result<()> {
    let folder = fresh_folder("bindgen-stretch")?;
    let mut bindgen = Bindgen::new();
    bindgen.no_modules(true)?;
    let mut output = bind(bindgen, wasm, "stretch")?;
    output.emit(&folder).context("what wasm-bindgen made cannot be written")?;
    let module = folder.join("stretch_bg.wasm");
    if flavour != Flavour::Quick {
        // For speed: the app's own passes make little code of it.
        optimise(&module, &["-O3"])?;
    }
    files.insert("stretch.wasm", read(&module)?);
    let mut worker = read(&folder.join("stretch.js"))?;
    worker.extend(read(&paths::root().join("crates/stretch/worker.js"))?);
    files.insert("stretch.js", worker);
    Ok(())
}

fn bind(mut bindgen: Bindgen, wasm: &Path, name: &str) -> Result<Output> {
    bindgen
        .input_path(wasm)
        .typescript(false)
        .out_name(name)
        // The optimiser sorts by the names and then takes them away.
        .remove_name_section(false)
        .remove_producers_section(true);
    bindgen.generate_output().context("wasm-bindgen failed")
}

/// The words of which passphrases are made. Nobody needs them but who chooses one, so they are not kept on the phone.
pub fn passphrases(files: &mut Files) -> Result<()> {
    folder_into(&paths::root().join("locales/passphrase"), "passphrase", files)
}

/// Style sheet, fonts and icons, made of npm packages by a script of their own.
pub fn assets(files: &mut Files) -> Result<()> {
    let folder = fresh_folder("assets")?;
    shell::quiet(
        Command::new("node").arg("build-assets.mjs").arg(&folder).current_dir(paths::web()),
    )?;
    folder_into(&folder, "", files)
}

/// The app's texts, of the same files as the wasm's look-ups.
pub fn words(files: &mut Files) -> Result<()> {
    let compiled = words::read(&paths::root().join("locales"), words::ALL)
        .and_then(|sources| words::compile(&sources))
        .map_err(|problems| anyhow::anyhow!("{problems}"))?;
    files.insert("words.json", serde_json::to_vec(&compiled.texts)?);
    Ok(())
}

/// What is written by hand: the page, the static files, the service worker.
pub fn page(files: &mut Files) -> Result<()> {
    let root = paths::root();
    folder_into(&root.join("static"), "", files)?;
    files.insert("index.html", read(&root.join("index.html"))?);
    files.insert("sw.js", read(&root.join("service-worker/sw.js"))?);
    Ok(())
}

/// Takes out of the scripts what is there for people: comments, long names, white space.
pub fn minify(files: &mut Files) -> Result<()> {
    let (from, to) = (fresh_folder("scripts")?, fresh_folder("scripts-small")?);
    let names: Vec<String> = files
        .iter()
        .map(|(name, _)| name.to_owned())
        .filter(|name| name.ends_with(".js"))
        .collect();
    for name in &names {
        let file = from.join(name);
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(&file, files.get(name).unwrap_or_default())
            .with_context(|| format!("cannot write {}", file.display()))?;
    }
    let mut command = Command::new(paths::web().join("node_modules/.bin/esbuild"));
    command.args(["--minify", "--charset=utf8", "--log-level=error", "--outbase=."]);
    shell::quiet(command.arg(format!("--outdir={}", to.display())).args(&names).current_dir(&from))
        .context("the scripts cannot be made small")?;
    for name in names {
        let small = read(&to.join(&name))?;
        files.insert(name, small);
    }
    Ok(())
}

/// The glue looks for its module and its snippets beside itself; the site names all files from the root.
fn absolute(glue: &str) -> String {
    glue.replace("'app_bg.wasm'", "'/app.wasm'")
        .replace("\"app_bg.wasm\"", "\"/app.wasm\"")
        .replace("'./snippets/", "'/snippets/")
        .replace("\"./snippets/", "\"/snippets/")
}

fn optimise(module: &Path, passes: &[&str]) -> Result<()> {
    let program = paths::web().join("node_modules/.bin/wasm-opt");
    let small = module.with_extension("small.wasm");
    shell::quiet(
        Command::new(&program)
            .args(passes)
            .args(tools::WASM_FEATURES)
            .args(["--strip-debug", "--strip-producers"])
            .arg(module)
            .arg("-o")
            .arg(&small),
    )?;
    std::fs::rename(&small, module).context("the optimised module cannot be put in place")
}

fn fresh_folder(name: &str) -> Result<PathBuf> {
    let folder = paths::target().join("site-work").join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder)
            .with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder)
}

fn folder_into(folder: &Path, prefix: &str, files: &mut Files) -> Result<()> {
    let entries =
        std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else {
            bail!("{} has a name that is not text", entry.path().display());
        };
        let name = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
        if entry.file_type()?.is_dir() {
            folder_into(&entry.path(), &name, files)?;
        } else if !name.ends_with(".md") {
            files.insert(name, read(&entry.path())?);
        }
    }
    Ok(())
}

fn read(file: &Path) -> Result<Vec<u8>> {
    std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_glue_names_its_files_from_the_root() {
        let glue =
            "import { a } from './snippets/x-1/y.js'; new URL('app_bg.wasm', import.meta.url)";
        assert_eq!(
            absolute(glue),
            "import { a } from '/snippets/x-1/y.js'; new URL('/app.wasm', import.meta.url)"
        );
    }
}
