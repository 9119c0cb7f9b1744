//! Another build of the phone app, made from the one there is.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};

/// Copies the site to a folder as the next build of it: the same files but for the page, which ends with other words.
pub fn newer(site: &Path, folder: &Path, words: &str) -> Result<()> {
    build(site, folder, |page| format!("{page}<!-- {words} -->\n"))
}

/// The next build of the site, whose page runs a script before everything else.
pub fn with_script(site: &Path, folder: &Path, script: &str) -> Result<()> {
    ensure!(std::fs::read_to_string(site.join("index.html"))?.contains("<script"), "no script");
    // Another script is another address, so that no cache holds the last one.
    let name = format!("before-{}.js", &hex(script.as_bytes())[..8]);
    build(site, folder, |page| {
        page.replacen("<script", &format!("<script src=\"/{name}\"></script><script"), 1)
    })?;
    std::fs::write(folder.join(name), script)?;
    Ok(())
}

/// Another page is another build: the service worker knows it by its digest.
fn build(site: &Path, folder: &Path, change: impl FnOnce(&str) -> String) -> Result<()> {
    copy(site, folder)?;
    let page_file = folder.join("index.html");
    let page = std::fs::read_to_string(&page_file).context("the site has no page")?;
    let changed = change(&page);
    let worker_file = folder.join("sw.js");
    let worker = std::fs::read_to_string(&worker_file).context("the site has no service worker")?;
    let (old, new) = (hex(page.as_bytes()), hex(changed.as_bytes()));
    ensure!(worker.contains(&old), "the service worker does not name the page's digest");
    // Another build's name is another cache.
    let marker = "const BUILD=\"";
    ensure!(worker.contains(marker), "the service worker does not name its build");
    let worker = worker.replace(&old, &new).replacen(marker, &format!("{marker}{}-", &new[..8]), 1);
    std::fs::write(&page_file, changed)?;
    std::fs::write(&worker_file, worker)?;
    for name in ["index.html.br", "index.html.gz", "sw.js.br", "sw.js.gz"] {
        // A small file may have no compressed copy.
        let _ = std::fs::remove_file(folder.join(name));
    }
    Ok(())
}

/// The same app with a service worker that waits for another page than there is, so that nothing is kept.
pub fn without_shell(site: &Path, folder: &Path) -> Result<()> {
    copy(site, folder)?;
    let page = std::fs::read(folder.join("index.html")).context("the site has no page")?;
    let worker_file = folder.join("sw.js");
    let worker = std::fs::read_to_string(&worker_file).context("the site has no service worker")?;
    let digest = hex(&page);
    ensure!(worker.contains(&digest), "the service worker does not name the page's digest");
    std::fs::write(&worker_file, worker.replace(&digest, &"0".repeat(digest.len())))?;
    for name in ["sw.js.br", "sw.js.gz"] {
        // A small file may have no compressed copy.
        let _ = std::fs::remove_file(folder.join(name));
    }
    Ok(())
}

/// Copies the site to a folder as it looks where the browser refuses to store anything, as in some private windows.
pub fn without_storage(site: &Path, folder: &Path) -> Result<()> {
    const REFUSE: &str = "IDBFactory.prototype.open = () => { throw new DOMException('not here', 'SecurityError'); };\n";
    copy(site, folder)?;
    std::fs::write(folder.join("refuse.js"), REFUSE)?;
    let page_file = folder.join("index.html");
    let page = std::fs::read_to_string(&page_file).context("the site has no page")?;
    ensure!(page.contains("<script"), "the page starts nothing");
    let page = page.replacen("<script", "<script src=\"/refuse.js\"></script><script", 1);
    std::fs::write(&page_file, page)?;
    for name in ["index.html.br", "index.html.gz"] {
        // A small file may have no compressed copy.
        let _ = std::fs::remove_file(folder.join(name));
    }
    Ok(())
}

/// Copies a folder.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in
        std::fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))?
    {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
