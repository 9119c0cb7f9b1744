//! Waiting for a condition, never for a time.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow};

/// How long anything that a person waits for may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// Asks again until there is an answer. An error counts as "not yet"; the last one is told when patience ends.
pub async fn until<T>(what: &str, ask: impl AsyncFnMut() -> Result<Option<T>>) -> Result<T> {
    until_within(PATIENCE, what, ask).await
}

/// The same with another patience.
pub async fn until_within<T>(
    patience: Duration,
    what: &str,
    mut ask: impl AsyncFnMut() -> Result<Option<T>>,
) -> Result<T> {
    let start = Instant::now();
    loop {
        let last = match ask().await {
            Ok(Some(answer)) => return Ok(answer),
            Ok(None) => anyhow!("it did not come about"),
            Err(error) => error,
        };
        if start.elapsed() > patience {
            return Err(last)
                .with_context(|| format!("waited {} s for {what}", patience.as_secs()));
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
