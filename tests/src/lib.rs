//! Journeys in real browsers against the real server.
