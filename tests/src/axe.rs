//! Accessibility, judged by axe-core in the page itself.

use std::fmt;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::phone::Phone;

/// One rule that the page breaks.
#[derive(Clone, Debug)]
pub struct Violation {
    pub rule: String,
    pub help: String,
    /// The elements concerned, as selectors.
    pub places: Vec<String>,
}

impl fmt::Display for Violation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {} ({})", self.rule, self.help, self.places.join("; "))
    }
}

/// Runs axe with the rules of WCAG 2.2 AA and its own best practices.
pub async fn violations(phone: &Phone) -> Result<Vec<Violation>> {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../xtask/web/node_modules/axe-core/axe.min.js");
    let source =
        std::fs::read_to_string(&file).with_context(|| format!("{} is missing", file.display()))?;
    // As a script of the driver's it is not held up by the page's content security policy.
    let driver = phone.driver()?;
    driver
        .execute(format!("if (!window.axe) {{ {source} }}"), vec![])
        .await
        .context("axe could not be loaded")?;
    let found = phone
        .run(
            "const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
            const { violations } = await window.axe.run(document, { runOnly: tags, resultTypes: ['violations'] });
            return violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map((node) => node.target.join(' ')) }));",
            &[],
        )
        .await?;
    let list = found.as_array().context("axe answered something else than a list")?;
    Ok(list.iter().map(read).collect())
}

fn read(value: &Value) -> Violation {
    let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let places = value["nodes"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect();
    Violation { rule: text("id"), help: text("help"), places }
}
