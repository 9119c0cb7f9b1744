//! Puts the phone app's files into the program: the folder named by `BROBYGGER_SITE`, if it is set.

use std::collections::hash_map::DefaultHasher;
use std::error::Error;
use std::fmt::Write as _;
use std::hash::Hasher;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-env-changed=BROBYGGER_SITE");
    let mut table = String::from("pub static FILES: &[File] = &[\n");
    if let Some(site) = env::var_os("BROBYGGER_SITE").filter(|site| !site.is_empty()) {
        let site = fs::canonicalize(site).map_err(|e| format!("BROBYGGER_SITE: {e}"))?;
        println!("cargo::rerun-if-changed={}", site.display());
        let mut files = Vec::new();
        gather(&site, &mut files)?;
        let mut named = Vec::new();
        for file in files {
            let name = file.strip_prefix(&site)?.to_string_lossy().replace('\\', "/");
            named.push((name, file));
        }
        // In order of name: the server searches by halves.
        named.sort();
        for (name, file) in named {
            let mut hasher = DefaultHasher::new();
            hasher.write(&fs::read(&file)?);
            let tag = hasher.finish();
            writeln!(
                table,
                "    File {{ name: {name:?}, tag: \"{tag:016x}\", bytes: include_bytes!({:?}) }},",
                file.display().to_string()
            )?;
        }
    }
    table.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("no OUT_DIR")?);
    fs::write(out.join("site.rs"), table)?;
    Ok(())
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
