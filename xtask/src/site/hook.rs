//! The bench's object on the page: in the site that the bench drives, and in no other.

use anyhow::{Result, bail};

use super::Flavour;
use super::fingerprint::Files;

/// What `src/bench_hook.rs` calls it, in the wasm and in the glue.
const NAME: &[u8] = b"brobyggerBench";

/// A page for people exposes nothing for measurements. That a site for the bench must hold the name keeps
/// this from looking for one that nobody uses any more.
pub fn check(files: &Files, flavour: Flavour) -> Result<()> {
    let holds = |bytes: &[u8]| bytes.windows(NAME.len()).any(|part| part == NAME);
    let found: Vec<&str> =
        files.iter().filter(|(_, bytes)| holds(bytes)).map(|(name, _)| name).collect();
    if flavour != Flavour::Bench {
        if !found.is_empty() {
            bail!(
                "the bench's object is in {}: nobody but the bench may have it",
                found.join(", ")
            );
        }
        return Ok(());
    }
    for kind in [".wasm", ".js"] {
        if !found.iter().any(|name| name.ends_with(kind)) {
            bail!("the bench's object is in no {kind} of the site that the bench drives");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(wasm: &str, glue: &str) -> Files {
        let mut files = Files::default();
        files.insert("app.wasm", wasm);
        files.insert("app.js", glue);
        files
    }

    #[test]
    fn a_site_for_people_must_not_hold_it() {
        let without = site("\0asm", "export {}");
        assert!(check(&without, Flavour::Release).is_ok());
        for with in [site("\0asm brobyggerBench", ""), site("\0asm", "class brobyggerBench {}")] {
            assert!(check(&with, Flavour::Release).is_err());
            assert!(check(&with, Flavour::Quick).is_err());
        }
    }

    #[test]
    fn a_site_for_the_bench_must() {
        let with = site("\0asm brobyggerBench", "class brobyggerBench {}");
        assert!(check(&with, Flavour::Bench).is_ok());
        assert!(check(&site("\0asm brobyggerBench", ""), Flavour::Bench).is_err());
        assert!(check(&site("\0asm", "class brobyggerBench {}"), Flavour::Bench).is_err());
    }
}
