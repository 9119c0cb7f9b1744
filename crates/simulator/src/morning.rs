//! The first morning, the same for every day: made once on each thread, and copied.

use database::{Memory, State};

use crate::oracle::Oracle;
use crate::people::first_morning;
use crate::server;

pub struct Morning {
    state: State,
    oracle: Oracle,
}

impl Morning {
    pub fn new() -> anyhow::Result<Self> {
        server::random_from(Some(1));
        let database = Memory::new();
        let mut oracle = Oracle::at_the_beginning();
        first_morning(&database, &mut |centre, commands| {
            database.look(|state| oracle.first_morning(state, centre, commands));
        })?;
        anyhow::ensure!(oracle.broken.is_none(), "the first morning: {:?}", oracle.broken);
        Ok(Self { state: database.copy(), oracle })
    }

    pub fn database(&self) -> Memory {
        let database = Memory::new();
        database.go_back(self.state.clone());
        database
    }

    pub fn oracle(&self) -> Oracle {
        self.oracle.clone()
    }
}
