//! Two server processes on one database.
//!
//! Each is the real [`Service`], with its queue as a task of our executor. A request is what the body
//! of an HTTP request would be, and is answered with what the body of the answer would be.

use std::cell::RefCell;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use database::DatabaseError;
use futures_util::FutureExt;
use serde::Serialize;
use serde::de::DeserializeOwned;
use server::erase::Ledger;
use server::fault::{fault, retry_after, status, too_large};
use server::{Clock, Service, Settings};
use session::Reply;
use sync::{
    DELIVER_MAX_BYTES, DeliverRequest, Fault, FaultCode, PROTOCOL, PUSH_MAX_BYTES, PullAnswer,
    PullRequest, PushRequest,
};

use crate::executor::{Group, Who};
use crate::oracle;
use crate::phone::Phone;
use crate::world::World;

pub struct Process {
    pub service: Service,
    pub group: Group,
}

pub const PROCESSES: usize = 2;

/// Starts a process in the place of one that is dead, again and again until it stands.
pub fn start(world: &Rc<World>, number: usize) {
    for _ in 0..20 {
        let started: Rc<RefCell<Option<Process>>> = Rc::default();
        let result = Rc::clone(&started);
        let world_of_task = Rc::clone(world);
        let group = world.run.group();
        let beginning = beside_as(world, Who::Start, async move {
            let world = world_of_task;
            let settings = Settings {
                page_bytes: world.shape.page_bytes,
                ledger: Some(Ledger::at(ledger(&world))),
                keys: world.keys.clone(),
                ..Settings::default()
            };
            let clock = Clock::by_hand(Arc::clone(&world.hand));
            let database = Arc::new(world.database.clone());
            let prepared = Service::prepare(database, clock, settings).await;
            let (service, waiting) = prepared.map_err(|_| DatabaseError::Busy)?;
            world.run.spawn(group, Who::Queue(number), service.clone().work_off(waiting));
            result.borrow_mut().replace(Process { service, group });
            Ok(())
        });
        let process = started.borrow_mut().take();
        if let (true, Some(process)) = (beginning, process) {
            let mut servers = world.servers.borrow_mut();
            match servers.get_mut(number) {
                Some(place) => *place = process,
                None => servers.push(process),
            }
            return;
        }
        if world.failed() {
            return;
        }
    }
    world.broke("a server starts", "it did not".into());
}

/// Erasures are written down here, apart from the database. In memory, where the system has such files.
fn ledger(world: &World) -> PathBuf {
    let memory = PathBuf::from("/dev/shm");
    let folder = if memory.is_dir() { memory } else { std::env::temp_dir() };
    let thread = format!("{:?}", std::thread::current().id());
    let thread: String = thread.chars().filter(char::is_ascii_digit).collect();
    folder.join(format!("brobygger-{}-{thread}-{}.jsonl", std::process::id(), world.shape.seed))
}

pub fn forget_ledger(world: &World) {
    // There is none where nobody was erased.
    let _ = std::fs::remove_file(ledger(world));
}

/// Ends a process wherever it stands, and starts another.
pub fn kill(world: &Rc<World>, number: usize) {
    let group = world.servers.borrow()[number].group;
    world.run.kill(group);
    start(world, number);
}

/// Everything stands still for a restore.
pub fn kill_all(world: &Rc<World>) {
    let groups: Vec<Group> = world.servers.borrow().iter().map(|server| server.group).collect();
    groups.into_iter().for_each(|group| world.run.kill(group));
}

/// Sends a request to one of the processes. None where it died over it.
pub async fn ask(
    world: &Rc<World>,
    path: String,
    token: Option<String>,
    body: String,
) -> Option<Reply> {
    let (answered, answer) = tokio::sync::oneshot::channel();
    let number = world.dice.below(PROCESSES);
    let (service, group) = {
        let servers = world.servers.borrow();
        (servers[number].service.clone(), servers[number].group)
    };
    let world_of_task = Rc::clone(world);
    world.run.spawn(group, Who::Request(number), async move {
        let work = answer_to(&world_of_task, &service, &path, token, &body);
        let reply = match AssertUnwindSafe(work).catch_unwind().await {
            Ok(Ok(body)) => Reply { status: 200, json: true, retry_after_ms: None, body },
            Ok(Err(fault)) => refused(&fault),
            // As the HTTP layer does with a panic.
            Err(_) => Reply { status: 500, json: false, retry_after_ms: None, body: String::new() },
        };
        // Whoever hung up is not told.
        let _ = answered.send(reply);
    });
    answer.await.ok()
}

async fn answer_to(
    world: &Rc<World>,
    service: &Service,
    path: &str,
    token: Option<String>,
    body: &str,
) -> Result<String, Fault> {
    let asked = oracle::asked(world);
    let header = token.map(|token| format!("Bearer {token}"));
    match path {
        "/sync/v1/push" => {
            let device = service.authenticate(header.as_deref()).await?;
            let request: PushRequest = read(body, PUSH_MAX_BYTES)?;
            let answer = service.push_and_pull(&device, &request).await?;
            oracle::pushed(world, &asked, &device, &request, &answer);
            written(&answer)
        }
        "/sync/v1/pull" => {
            let device = service.authenticate(header.as_deref()).await?;
            let request: PullRequest = read(body, 128 * 1024)?;
            let page = service.pull(&device, &request.pull).await?;
            oracle::paged(world, &asked, &device, &page);
            written(&PullAnswer { brobygger: PROTOCOL, page })
        }
        "/sync/v1/keys" if world.shape.vault => {
            let device = service.authenticate(header.as_deref()).await?;
            written(&service.exchange_keys(&device, &read(body, 4096)?).await?)
        }
        "/sync/v1/deliver" if world.shape.vault => {
            let sender = service.authenticate_delivery(header.as_deref()).await?;
            let request: DeliverRequest = read(body, DELIVER_MAX_BYTES)?;
            let answer = service.deliver(&sender, &request).await?;
            oracle::delivered(world, &asked, &sender.device, &request, &answer);
            let answer = written(&answer)?;
            oracle::tells_nothing(world, &answer);
            Ok(answer)
        }
        "/api/v1/enrolment/look" => written(&service.look(&read(body, 4096)?).await?),
        "/api/v1/enrolment" => written(&service.enrol(&read(body, 4096)?).await?),
        _ => Err(fault(FaultCode::NotFound, "There is nothing here.")),
    }
}

fn read<T: DeserializeOwned>(body: &str, limit: usize) -> Result<T, Fault> {
    if body.len() > limit {
        return Err(too_large(limit));
    }
    serde_json::from_str(body)
        .map_err(|_| fault(FaultCode::Malformed, "The body is no such thing."))
}

fn written<T: Serialize>(answer: &T) -> Result<String, Fault> {
    serde_json::to_string(answer).map_err(|_| server::fault::internal())
}

pub fn refused(fault: &Fault) -> Reply {
    Reply {
        status: status(fault.fault),
        json: true,
        retry_after_ms: retry_after(fault).map(|seconds| i64::from(seconds) * 1000),
        body: serde_json::to_string(fault).unwrap_or_default(),
    }
}

/// The servers' chance follows from a seed, on this thread.
pub fn random_from(seed: Option<u64>) {
    server::random::seeded::sow(seed);
}

/// Revokes a phone, as the command line does: under its lock.
pub fn revoke(world: &Rc<World>, phone: &Rc<Phone>) {
    let device = phone.device.get();
    phone.revoked.set(true);
    beside(world, {
        let world = Rc::clone(world);
        let centre = phone.centre();
        async move {
            server::devices::revoke(&world.database, centre, device, world.now()).await?;
            world.oracle.borrow_mut().revoke(device, world.run.polls());
            Ok(())
        }
    });
}

/// Does something at the database to its end, beside whatever else goes on.
pub fn beside(
    world: &Rc<World>,
    work: impl Future<Output = Result<(), DatabaseError>> + 'static,
) -> bool {
    beside_as(world, Who::Network, work)
}

fn beside_as(
    world: &Rc<World>,
    who: Who,
    work: impl Future<Output = Result<(), DatabaseError>> + 'static,
) -> bool {
    let done = Rc::new(std::cell::Cell::new(None));
    let result = Rc::clone(&done);
    world.run.spawn(world.run.group(), who, async move {
        result.set(Some(work.await.is_ok()));
    });
    while done.get().is_none() && world.polls(1) {}
    if done.get().is_none() && !world.failed() {
        world.broke("nothing waits for ever", "a transaction never got its locks".into());
    }
    done.get() == Some(true)
}
