//! Who is who. Every id is a UUIDv7 made by whoever issues the command: identity, never order.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    )*};
}

ids! {
    CentreId,
    MemberId,
    ParticipantId,
    ConsentId,
    AssignmentId,
    ContactId,
    ConversationId,
    WishId,
    ActivityId,
    AccompanimentId,
    CheckInId,
    CheckOutId,
    FollowUpMarkId,
    ChangeId,
    ConcernId,
}
