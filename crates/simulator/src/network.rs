//! What lies between a phone and the servers.

use std::pin::pin;
use std::rc::Rc;

use ::server::fault::fault;
use futures_util::future::{Either, select};
use session::{NotReached, Reply};
use sync::FaultCode;

use crate::executor::{Group, Who, breathe};
use crate::phone::Phone;
use crate::server;
use crate::world::World;

/// After so long a phone gives up.
const PATIENCE_MS: i64 = 30_000;

/// What becomes of one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Fine,
    /// Not even sent.
    NoNetwork,
    RequestLost,
    AnswerLost,
    /// It arrives twice, and the second answer is the one that is heard.
    Twice,
    /// It arrives when the phone has long given up.
    Late,
    /// A hotel's login page.
    Captive,
    /// The answer is cut off.
    Cut,
    /// Something in between has trouble.
    BadGateway,
    TooMany,
    Busy,
    TooLarge,
    /// A token that is good is refused.
    Unauthorised,
}

const TROUBLES: [Fate; 12] = [
    Fate::NoNetwork,
    Fate::RequestLost,
    Fate::AnswerLost,
    Fate::AnswerLost,
    Fate::Twice,
    Fate::Late,
    Fate::Captive,
    Fate::Cut,
    Fate::BadGateway,
    Fate::TooMany,
    Fate::Busy,
    Fate::TooLarge,
];

pub async fn post(
    world: &Rc<World>,
    phone: &Rc<Phone>,
    group: Group,
    path: &str,
    token: Option<&str>,
    body: String,
) -> Result<Reply, NotReached> {
    phone.sends(world, path, &body);
    world.story.tell("asks", phone.number as u64, || {
        format!("      {} asks {path} ({} bytes)", phone.name(), body.len())
    });
    let body = phone.as_old_as_it_is(body);
    let fate = fate(world, phone);
    let answered = with_fate(world, phone, group, fate, path, token, body).await;
    let status = answered.as_ref().map_or(0, |reply| reply.status);
    world.story.tell("hears", u64::from(status), || {
        let heard = answered.as_ref().map_or("nothing".to_owned(), |reply| {
            let text: String = reply.body.chars().take(160).collect();
            format!("{} {text}", reply.status)
        });
        format!("      {} hears {heard} [{fate:?}]", phone.name())
    });
    if let Ok(reply) = &answered {
        phone.hears(world, path, reply);
    }
    answered
}

fn fate(world: &Rc<World>, phone: &Phone) -> Fate {
    if !phone.up.get() {
        return Fate::NoNetwork;
    }
    if world.storm_until.get() > world.now() {
        return *world.dice.of(&[Fate::TooMany, Fate::Busy, Fate::BadGateway]);
    }
    if !world.dice.chance(phone.trouble.get()) {
        return Fate::Fine;
    }
    match world.dice.chance(3) {
        true => Fate::Unauthorised,
        false => *world.dice.of(&TROUBLES),
    }
}

async fn with_fate(
    world: &Rc<World>,
    phone: &Rc<Phone>,
    group: Group,
    fate: Fate,
    path: &str,
    token: Option<&str>,
    body: String,
) -> Result<Reply, NotReached> {
    let token = token.map(str::to_owned);
    let path = path.to_owned();
    leg(world).await;
    match fate {
        Fate::NoNetwork => Err(NotReached),
        Fate::RequestLost => {
            world.run.sleep(PATIENCE_MS).await;
            Err(NotReached)
        }
        Fate::Late => {
            let delay = world.dice.between(20_000, 300_000);
            let on_its_way = Rc::clone(world);
            // Nobody can kill what is in the cables.
            world.run.spawn(Group(0), Who::Network, async move {
                on_its_way.run.sleep(delay).await;
                server::ask(&on_its_way, path, token, body).await;
            });
            world.run.sleep(PATIENCE_MS).await;
            Err(NotReached)
        }
        Fate::Fine => through(world, path, token, body).await,
        Fate::AnswerLost => {
            let _ = through(world, path, token, body).await;
            Err(NotReached)
        }
        Fate::Twice => {
            let again = Rc::clone(world);
            let copy = (path.clone(), token.clone(), body.clone());
            let delay = world.dice.between(0, 3_000);
            world.run.spawn(group, Who::Phone(phone.number), async move {
                again.run.sleep(delay).await;
                server::ask(&again, copy.0, copy.1, copy.2).await;
            });
            through(world, path, token, body).await
        }
        Fate::Cut => {
            let mut reply = through(world, path, token, body).await?;
            let cut = world.dice.below(reply.body.len());
            let cut = (0..=cut).rev().find(|at| reply.body.is_char_boundary(*at)).unwrap_or(0);
            reply.body.truncate(cut);
            Ok(reply)
        }
        Fate::Captive => Ok(page(*world.dice.of(&[200, 302, 511]), "<html>Log in</html>", None)),
        Fate::BadGateway => Ok(page(*world.dice.of(&[502, 503, 504]), "Bad gateway", Some(7_000))),
        Fate::TooMany => Ok(server::refused(&fault(FaultCode::TooMany, "Too many."))),
        Fate::Busy => Ok(server::refused(&fault(FaultCode::Busy, "Busy."))),
        Fate::TooLarge => Ok(page(413, "Request entity too large", None)),
        Fate::Unauthorised => Ok(server::refused(&fault(FaultCode::Unauthorised, "Who are you?"))),
    }
}

async fn through(
    world: &Rc<World>,
    path: String,
    token: Option<String>,
    body: String,
) -> Result<Reply, NotReached> {
    let asked = pin!(server::ask(world, path, token, body));
    let patience = pin!(world.run.sleep(PATIENCE_MS));
    let reply = match select(asked, patience).await {
        Either::Left((reply, _)) => reply,
        Either::Right(_) => None,
    };
    leg(world).await;
    reply.ok_or(NotReached)
}

/// One way. It takes time, or only a few turns.
async fn leg(world: &Rc<World>) {
    if world.shape.slow && world.dice.chance(40) {
        world.run.sleep(world.dice.between(5, 900)).await;
        return;
    }
    for _ in 0..world.dice.below(4) {
        breathe().await;
    }
}

fn page(status: u16, body: &str, retry_after_ms: Option<i64>) -> Reply {
    Reply { status, json: false, retry_after_ms, body: body.to_owned() }
}
