//! What a site for people must not have: the bench's object on the page, and a vault that seals nothing.

use anyhow::{Result, bail};

use super::Flavour;
use super::fingerprint::Files;

/// A name that stands in the wasm and in the glue of one kind of site, and in no other.
struct Mark {
    name: &'static [u8],
    what: &'static str,
    of: Flavour,
}

const MARKS: [Mark; 2] = [
    // As `src/bench_hook.rs` calls it.
    Mark { name: b"brobyggerBench", what: "the bench's object", of: Flavour::Bench },
    // As `crates/vault/src/open.rs` calls it.
    Mark { name: b"brobyggerOpenVault", what: "a vault that seals nothing", of: Flavour::Open },
];

/// A site holds the marks of its kind and no other. That it must hold its own keeps this from looking for names that
/// nobody uses any more.
pub fn check(files: &Files, flavour: Flavour) -> Result<()> {
    MARKS.iter().try_for_each(|mark| mark.check(files, flavour))
}

impl Mark {
    fn check(&self, files: &Files, flavour: Flavour) -> Result<()> {
        let holds = |bytes: &[u8]| bytes.windows(self.name.len()).any(|part| part == self.name);
        let found: Vec<&str> =
            files.iter().filter(|(_, bytes)| holds(bytes)).map(|(name, _)| name).collect();
        let Self { what, of, .. } = self;
        if flavour != *of {
            if !found.is_empty() {
                bail!(
                    "{what} is in {}: no site but \"{}\" may have it",
                    found.join(", "),
                    of.name()
                );
            }
            return Ok(());
        }
        for kind in [".wasm", ".js"] {
            if !found.iter().any(|name| name.ends_with(kind)) {
                bail!("{what} is in no {kind} of the site \"{}\"", of.name());
            }
        }
        Ok(())
    }
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
    fn a_site_for_people_must_hold_neither() {
        let without = site("\0asm", "export {}");
        assert!(check(&without, Flavour::Release).is_ok());
        for name in ["brobyggerBench", "brobyggerOpenVault"] {
            for with in [site(&format!("\0asm {name}"), ""), site("\0asm", name)] {
                assert!(check(&with, Flavour::Release).is_err());
                assert!(check(&with, Flavour::Quick).is_err());
            }
        }
    }

    #[test]
    fn a_site_for_the_bench_or_with_an_open_vault_must_hold_its_own_alone() {
        for (name, of, other) in [
            ("brobyggerBench", Flavour::Bench, Flavour::Open),
            ("brobyggerOpenVault", Flavour::Open, Flavour::Bench),
        ] {
            let with = site(&format!("\0asm {name}"), name);
            assert!(check(&with, of).is_ok());
            assert!(check(&with, other).is_err());
            assert!(check(&site(&format!("\0asm {name}"), ""), of).is_err());
            assert!(check(&site("\0asm", name), of).is_err());
        }
    }
}
