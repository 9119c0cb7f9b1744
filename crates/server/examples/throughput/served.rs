//! The server in a process of its own.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use server::http::{self, Site};
use server::{Clock, Service, Settings};
use tokio::io::AsyncReadExt;

use crate::place::Place;

pub struct Served {
    child: Child,
    pub address: SocketAddr,
}

impl Served {
    /// Starts this program again, as a server, and returns when it listens.
    pub fn start(place: &Place) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .arg("--serve")
            .args(place.words())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let out = child.stdout.take().unwrap();
        BufReader::new(out).read_line(&mut line).unwrap();
        let address = line.trim().parse().expect("the server says where it listens");
        Self { child, address }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// It ends with its standard input, also where this process ends in any other way.
    pub fn stop(mut self) {
        drop(self.child.stdin.take());
        self.child.wait().unwrap();
    }
}

pub async fn serve(place: &Place) {
    let database = place.open().await;
    let shared = Arc::clone(&database);
    let service = Service::start(shared, Clock::system(), Settings::default()).await.unwrap();
    let listener = http::listen(([127, 0, 0, 1], 0).into()).await.unwrap();
    println!("{}", listener.local_addr().unwrap());
    let app = http::router(service, Site::Embedded);
    tokio::spawn(async move { axum::serve(listener, app).await });
    let mut nothing = Vec::new();
    tokio::io::stdin().read_to_end(&mut nothing).await.unwrap();
    database.close().await;
}
