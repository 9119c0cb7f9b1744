//! A captive portal: whatever is asked, the answer is a page that wants a password for the wireless network.

use anyhow::{Context, Result};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// Stands in the server's place until it is dropped.
pub struct Portal(JoinHandle<()>);

impl Portal {
    /// Takes the port, on which nobody may listen any more.
    pub async fn on(port: u16) -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", port))
            .await
            .context("the portal cannot take the port")?;
        Ok(Self(tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                tokio::spawn(async move {
                    // One answer for each connection, and whoever is gone misses it.
                    let mut request = [0; 4096];
                    let _ = stream.read(&mut request).await;
                    let _ = stream.write_all(answer().as_bytes()).await;
                });
            }
        })))
    }
}

impl Portal {
    /// Takes the port, and every request, and never answers. Whoever waits is cut off when it is dropped.
    pub async fn silent(port: u16) -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", port)).await.context("the port is taken")?;
        Ok(Self(tokio::spawn(async move {
            let mut waiting = Vec::new();
            while let Ok((stream, _)) = listener.accept().await {
                waiting.push(stream);
            }
        })))
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        self.0.abort();
    }
}

fn answer() -> String {
    let page = "<!doctype html><title>Wi-Fi</title><h1>Log in to the wireless network</h1>";
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{page}",
        page.len()
    )
}
