//! How a phone enrols and writes its mutations down. Also used by the example `throughput`.

use std::collections::HashMap;

use serde_json::Value;
use serde_json::value::to_raw_value;
use server::Service;
use server::enrol::{CODE_LASTS, EnrolRequest};
use sync::{Digest, Envelope, Grant, Lane, MutationText, PROTOCOL, SCHEMA};
use uuid::Uuid;

/// Where a phone is in its lanes.
pub struct Pen {
    pub device: Uuid,
    pub epoch: Uuid,
    pub lanes: HashMap<Lane, (u64, Digest)>,
}

impl Pen {
    /// A new phone of this member, and its token.
    pub async fn enrol(service: &Service, centre: Uuid, member: Uuid) -> (Self, String) {
        let code = service.invite(centre, member, CODE_LASTS).await.unwrap();
        let device = Uuid::now_v7();
        let token = format!("{:0>43}", device.simple().to_string());
        let request = EnrolRequest {
            brobygger: PROTOCOL,
            code: code.to_string(),
            device,
            token: token.clone(),
            former: None,
        };
        service.enrol(&request).await.unwrap();
        (Self { device, epoch: Uuid::now_v7(), lanes: HashMap::new() }, token)
    }

    /// The envelope that comes next in a lane.
    pub fn next(&self, lane: Lane, scope: Uuid, version: u32, at: i64) -> Envelope {
        let (last, prev) = self.lanes.get(&lane).copied().unwrap_or((0, Digest::START));
        Envelope {
            device: self.device,
            epoch: self.epoch,
            lane,
            seq: last + 1,
            id: Uuid::now_v7(),
            schema: SCHEMA,
            grant: Some(Grant { scope, version }),
            at,
            prev,
            signature: None,
            voids: None,
        }
    }

    pub fn write(&mut self, envelope: &Envelope, command: &Value) -> MutationText {
        let raw = to_raw_value(command).unwrap();
        let text = MutationText::write(envelope, &raw).unwrap();
        self.lanes.insert(envelope.lane, (envelope.seq, text.digest()));
        text
    }
}
