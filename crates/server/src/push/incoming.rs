//! From the texts of a push to envelopes and commands.

use domain::VolunteerCommand;
use planted::Planted;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use sync::{
    Digest, Envelope, Fault, FaultCode, PROTOCOL, PUSH_MAX_MUTATIONS, PushRequest, SCHEMA, VOIDED,
};
use uuid::Uuid;

use crate::fault::{fault, too_large};

/// A mutation as it arrived.
#[derive(Clone)]
pub struct Incoming {
    /// To the letter.
    pub text: String,
    /// By which the chain knows it: where it was voided, that of the text before.
    pub digest: Digest,
    pub envelope: Envelope,
    /// None: written by a later release, or damaged. Kept whole and set aside.
    pub command: Option<VolunteerCommand>,
    /// Its participant withdrew before it was sent, and there is nothing left in it.
    pub voided: bool,
    /// The database could not take what it does, and it is kept whole as well.
    pub choked: bool,
    /// The participants that it is about: the grant's scope, the command's participant, and where the
    /// command cannot be read, whatever it may name.
    pub about: Vec<Uuid>,
}

impl Incoming {
    /// The same, with nothing to be decided about it.
    pub fn choked_on(self) -> Self {
        Self { command: None, choked: true, ..self }
    }
}

/// An envelope that cannot be read spoils the push, since nothing can be put in order without it. A
/// command that cannot be read spoils only itself.
pub fn parse(request: &PushRequest) -> Result<Vec<Incoming>, Fault> {
    if request.brobygger != PROTOCOL {
        return Err(fault(FaultCode::Malformed, "This is another protocol."));
    }
    if request.mutations.len() > PUSH_MAX_MUTATIONS {
        return Err(too_large(PUSH_MAX_MUTATIONS));
    }
    let incoming = request.mutations.iter().enumerate().map(one);
    if planted::is(Planted::UnknownCommandDropped) {
        let known = |one: &Result<Incoming, Fault>| {
            one.as_ref().is_ok_and(|incoming| incoming.command.is_some())
        };
        return incoming.filter(known).collect();
    }
    incoming.collect()
}

/// Read as phones read: an object and never the list of its values, and no deeper than they go. So what is
/// kept here to the letter can be read wherever it goes.
pub fn one((place, text): (usize, &sync::MutationText)) -> Result<Incoming, Fault> {
    #[derive(Deserialize)]
    struct Read {
        envelope: Envelope,
        #[serde(default)]
        command: Option<Box<RawValue>>,
    }
    let read: Read = json::read(text.as_str()).map_err(|_| {
        let message = format!("Mutation {} has no readable envelope.", place + 1);
        fault(FaultCode::Malformed, message)
    })?;
    if read.envelope.seq == 0 {
        let message = format!("Mutation {} has the number 0; lanes count from 1.", place + 1);
        return Err(fault(FaultCode::Malformed, message));
    }
    let voids = read.command.as_ref().filter(|raw| raw.get() == VOIDED).and(read.envelope.voids);
    let known = read.envelope.schema <= SCHEMA;
    let command = read.command.filter(|_| known);
    let command: Option<VolunteerCommand> = command.and_then(|raw| json::read(raw.get()).ok());
    let mut about = match &command {
        Some(command) => vec![command.participant().0],
        None if voids.is_some() => Vec::new(),
        None => names(text.as_str()),
    };
    about.extend(read.envelope.grant.map(|grant| grant.scope));
    about.sort_unstable();
    about.dedup();
    Ok(Incoming {
        text: text.as_str().to_owned(),
        digest: voids.unwrap_or_else(|| text.digest()),
        command,
        voided: voids.is_some(),
        choked: false,
        envelope: read.envelope,
        about,
    })
}

/// Every id that a JSON text has as a string.
pub fn names(text: &str) -> Vec<Uuid> {
    let mut found = Vec::new();
    if let Ok(value) = serde_json::from_str(text) {
        collect(&value, &mut found);
    }
    found
}

fn collect(value: &Value, found: &mut Vec<Uuid>) {
    match value {
        Value::String(text) => found.extend(Uuid::parse_str(text)),
        Value::Array(values) => values.iter().for_each(|value| collect(value, found)),
        Value::Object(fields) => fields.iter().for_each(|(name, value)| {
            found.extend(Uuid::parse_str(name));
            collect(value, found);
        }),
        _ => {}
    }
}
