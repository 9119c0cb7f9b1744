//! The budgets of what a phone fetches, and what it fetches. Kilobytes are 1000 bytes.

use std::fmt::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::site::precache;

/// One line of the table.
pub struct Row {
    pub what: &'static str,
    pub bytes: u64,
    pub budget: u64,
}

impl Row {
    pub fn over(&self) -> bool {
        self.bytes > self.budget
    }
}

/// One file of the site.
struct File {
    name: String,
    raw: u64,
    /// As it is sent to a browser that reads Brotli.
    wire: u64,
}

/// Weighs a finished site.
pub fn weigh(site: &Path) -> Result<Vec<Row>> {
    let mut files = Vec::new();
    collect(site, "", &mut files)?;
    let sum = |chosen: &dyn Fn(&File) -> bool, size: &dyn Fn(&File) -> u64| -> u64 {
        files.iter().filter(|file| chosen(file)).map(size).sum()
    };
    let ends = |extension: &'static str| move |file: &File| file.name.ends_with(extension);
    let app = |file: &File| file.name.starts_with("app.") && file.name.ends_with(".wasm");
    let first_load = |file: &File| {
        precache::belongs(&file.name) || file.name == "sw.js" || is_manifest(&file.name)
    };
    Ok(vec![
        Row { what: "wasm, brotli", bytes: sum(&app, &|file| file.wire), budget: 300_000 },
        Row { what: "wasm, unpacked", bytes: sum(&app, &|file| file.raw), budget: 900_000 },
        Row {
            what: "wasm for a passphrase, brotli",
            bytes: sum(&|file| file.name.ends_with(".wasm") && !app(file), &|file| file.wire),
            budget: 10_000,
        },
        Row {
            what: "JavaScript, brotli",
            bytes: sum(&ends(".js"), &|file| file.wire),
            budget: 20_000,
        },
        Row {
            what: "style sheet, brotli",
            bytes: sum(&ends(".css"), &|file| file.wire),
            budget: 18_000,
        },
        Row { what: "fonts", bytes: sum(&ends(".woff2"), &|file| file.wire), budget: 40_000 },
        Row {
            what: "first load, everything, over the wire",
            bytes: sum(&first_load, &|file| file.wire),
            budget: 400_000,
        },
        Row {
            what: "kept on the phone, unpacked",
            bytes: sum(&|file| precache::belongs(&file.name), &|file| file.raw),
            budget: 1_200_000,
        },
    ])
}

/// An error that names what weighs too much.
pub fn verdict(rows: &[Row]) -> Result<()> {
    let over: Vec<&str> = rows.iter().filter(|row| row.over()).map(|row| row.what).collect();
    if !over.is_empty() {
        bail!("over budget: {}", over.join("; "));
    }
    Ok(())
}

/// The table as Markdown.
pub fn text(rows: &[Row]) -> String {
    let mut text = String::from("| what | size | budget | |\n|---|---:|---:|---|\n");
    for row in rows {
        let verdict = if row.over() { "OVER" } else { "ok" };
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "| {} | {:.1} kB | {:.0} kB | {verdict} |",
            row.what,
            kb(row.bytes),
            kb(row.budget)
        );
    }
    text
}

fn kb(bytes: u64) -> f64 {
    bytes as f64 / 1000.0
}

/// A phone fetches the manifest of one language.
fn is_manifest(name: &str) -> bool {
    name.ends_with("nb.webmanifest")
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<File>) -> Result<()> {
    let entries =
        std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), files)?;
        } else if !name.ends_with(".br") && !name.ends_with(".gz") {
            let raw = entry.metadata()?.len();
            let compressed = folder.join(format!("{}.br", entry.file_name().to_string_lossy()));
            let wire = compressed.metadata().map_or(raw, |data| data.len());
            files.push(File { name, raw, wire });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wire_size_is_the_compressed_one() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("app.0123456789abcdef.wasm"), vec![0; 1000]).unwrap();
        std::fs::write(folder.path().join("app.0123456789abcdef.wasm.br"), vec![0; 10]).unwrap();
        std::fs::write(folder.path().join("stretch.0123456789abcdef.wasm"), vec![0; 5]).unwrap();
        std::fs::write(folder.path().join("inter.woff2"), vec![0; 41_000]).unwrap();
        let rows = weigh(folder.path()).unwrap();
        let row = |what: &str| rows.iter().find(|row| row.what == what).unwrap();
        assert_eq!(row("wasm, brotli").bytes, 10);
        assert_eq!(row("wasm, unpacked").bytes, 1000);
        assert_eq!(row("wasm for a passphrase, brotli").bytes, 5);
        assert!(row("fonts").over());
        assert!(!row("wasm, brotli").over());
        assert_eq!(row("first load, everything, over the wire").bytes, 41_015);
        assert_eq!(verdict(&rows).unwrap_err().to_string(), "over budget: fonts");
    }
}
