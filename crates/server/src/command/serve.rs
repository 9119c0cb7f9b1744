//! `brobygger serve`

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use clap::Args;
use database::Database;
use server::erase::Ledger;
use server::http::{self, Site};
use server::keys::KeyRing;
use server::{Clock, Service, Settings};
use tokio::net::TcpListener;

use super::kept::{KeysFile, LedgerFile};
use super::open::Data;

#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    ledger: LedgerFile,
    #[command(flatten)]
    keys: KeysFile,
    #[command(flatten)]
    pub at: Listen,
}

#[derive(Args)]
pub struct Listen {
    /// The port to listen on
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The address to listen on; 0.0.0.0 for every one
    #[arg(long, default_value = "127.0.0.1", value_name = "ADDRESS")]
    host: IpAddr,
    /// Serve the phone app from this folder instead of from the program
    #[arg(long, value_name = "DIR")]
    site: Option<PathBuf>,
    /// A proxy in front says who asks (X-Forwarded-For)
    #[arg(long)]
    behind_proxy: bool,
}

impl Serve {
    pub async fn run(self) -> Result<()> {
        let listener = self.at.listen().await?;
        let database = self.data.open_or_begin().await?;
        let ledger = self.ledger.of(&self.data)?;
        let keys = self.keys.of(&self.data);
        let service = self.at.start(&database, Some(ledger), keys).await?;
        println!("Brobygger is running on {}", self.at.address(&listener)?);
        self.at.serve(listener, service, database.as_ref()).await
    }
}

impl Listen {
    pub async fn listen(&self) -> Result<TcpListener> {
        if let Some(site) = self.site.as_ref().filter(|site| !site.is_dir()) {
            bail!("There is no folder {} to serve the phone app from.", site.display());
        }
        Ok(http::listen(SocketAddr::new(self.host, self.port)).await?)
    }

    pub async fn start(
        &self,
        database: &Arc<dyn Database>,
        ledger: Option<Ledger>,
        keys: KeyRing,
    ) -> Result<Service> {
        let behind_proxy = self.behind_proxy;
        let settings = Settings { behind_proxy, ledger, keys, ..Settings::default() };
        let started = Service::start(Arc::clone(database), Clock::system(), settings).await;
        started.context("The server cannot start")
    }

    pub fn address(&self, listener: &TcpListener) -> Result<String> {
        let port = listener.local_addr()?.port();
        Ok(match self.host {
            host if host.is_loopback() || host.is_unspecified() => {
                format!("http://localhost:{port}")
            }
            host => format!("http://{}", SocketAddr::new(host, port)),
        })
    }

    pub async fn serve(
        &self,
        listener: TcpListener,
        service: Service,
        database: &dyn Database,
    ) -> Result<()> {
        let site = self.site.clone().map_or(Site::Embedded, Site::Folder);
        http::serve(listener, service, site).await;
        database.close().await;
        Ok(())
    }
}
