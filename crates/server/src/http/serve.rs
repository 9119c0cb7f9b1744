//! From a listening socket to a graceful end.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::signal;

use super::connections::{Patience, take_in};
use super::{Site, router, sockets};
use crate::Service;

#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error("port {0} is in use: stop the program that has it, or choose another with --port")]
    InUse(u16),
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, #[source] std::io::Error),
}

/// How long running requests may take to end.
const LAST_PATIENCE: Duration = Duration::from_secs(10);

/// Opens the port, so that a port in use is said before anything else is.
pub async fn listen(address: SocketAddr) -> Result<TcpListener, ServeError> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => ServeError::InUse(address.port()),
        _ => ServeError::Listen(address, error),
    })
}

/// Serves until SIGTERM or Ctrl-C, then ends what runs.
pub async fn serve(listener: TcpListener, service: Service, site: Site) {
    sockets::allow_many();
    let app = router(service.clone(), site);
    let (told, tell) = tokio::sync::oneshot::channel::<()>();
    let ending = service.clone();
    let stop = async move {
        asked_to_stop().await;
        tracing::info!("stopping");
        ending.pokes().end();
        let _ = told.send(());
    };
    let impatience = async {
        // An error means that serving ended by itself.
        let _ = tell.await;
        tokio::time::sleep(LAST_PATIENCE).await;
    };
    tokio::select! {
        () = take_in(listener, app, Patience::default(), stop) => {}
        () = impatience => tracing::warn!("some requests did not end in time"),
    }
    service.write_who_was_seen().await;
}

async fn asked_to_stop() {
    let ctrl_c = async {
        if signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut asked) => {
                asked.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = ctrl_c => {}
        () = terminate => {}
    }
}
