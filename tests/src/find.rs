//! Finding things on the screen as a person does: by their words.

use anyhow::{Result, bail};
use serde_json::{Value, json};
use thirtyfour::{WebDriver, WebElement};

/// What kind of thing is looked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum What {
    /// Something to tap: a button, a link, the label of a choice.
    Tap,
    /// Something to write in, by its label.
    Field,
}

/// The element that these words mean, if it is on the screen.
pub async fn find(driver: &WebDriver, what: What, words: &str) -> Result<Option<WebElement>> {
    let kind = match what {
        What::Tap => "tap",
        What::Field => "field",
    };
    let answer = driver.execute(include_str!("find.js"), vec![json!(kind), json!(words)]).await?;
    if answer.json().is_null() {
        return Ok(None);
    }
    Ok(Some(answer.element()?))
}

/// Runs the body of an async function in the page and returns what it returns.
pub async fn run(driver: &WebDriver, body: &str, arguments: &[Value]) -> Result<Value> {
    let script = format!(
        "const done = arguments[arguments.length - 1];
        const given = [...arguments].slice(0, -1);
        (async (...args) => {{ {body} }})(...given).then(
            (value) => done({{ value: value ?? null }}),
            (error) => done({{ error: String(error) }}),
        );"
    );
    let answer = driver.execute_async(script, arguments.to_vec()).await?;
    match answer.json().get("error") {
        Some(error) => bail!("in the page: {error}"),
        None => Ok(answer.json().get("value").cloned().unwrap_or(Value::Null)),
    }
}
