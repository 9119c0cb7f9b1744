//! Who took how much of the processor, and of the memory. Unknown where there is no `/proc`.

use std::fs;

use serde::Serialize;

/// The processes that are told apart. The phones are in this one.
#[derive(Clone, Copy)]
pub struct Processes {
    pub server: u32,
    pub postmaster: Option<u32>,
}

/// Seconds of the processor.
#[derive(Clone, Copy, Default, Serialize)]
pub struct Used {
    pub server: Option<f64>,
    pub phones: Option<f64>,
    pub database: Option<f64>,
}

/// What `/proc` counts in, on every Linux.
const TICKS: f64 = 100.0;

impl Processes {
    pub fn used(self) -> Used {
        Used {
            server: of(self.server).map(|one| one.own),
            phones: of(std::process::id()).map(|one| one.own),
            database: self.postmaster.and_then(of_all),
        }
    }

    /// The most that the server ever had in memory, in bytes.
    pub fn peak_memory(self) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.server)).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.split_whitespace().next()?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
    }
}

impl Used {
    pub fn since(self, before: Self) -> Self {
        let less = |now: Option<f64>, before: Option<f64>| Some(now? - before?);
        Self {
            server: less(self.server, before.server),
            phones: less(self.phones, before.phones),
            database: less(self.database, before.database),
        }
    }
}

struct One {
    parent: u32,
    own: f64,
    /// Of its children that have ended.
    ended: f64,
}

fn of(process: u32) -> Option<One> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name, in brackets, may hold anything.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |place: usize| fields.get(place)?.parse::<f64>().ok();
    let seconds = |places: [usize; 2]| Some((ticks(places[0])? + ticks(places[1])?) / TICKS);
    let parent = fields.get(1)?.parse().ok()?;
    Some(One { parent, own: seconds([11, 12])?, ended: seconds([13, 14])? })
}

/// Of a process and those that it started, living and ended.
pub fn of_all(parent: u32) -> Option<f64> {
    let main = of(parent)?;
    let processes = fs::read_dir("/proc").ok()?.filter_map(Result::ok);
    let ids = processes.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let children = ids.filter_map(of).filter(|one| one.parent == parent);
    Some(main.own + main.ended + children.map(|one| one.own).sum::<f64>())
}
