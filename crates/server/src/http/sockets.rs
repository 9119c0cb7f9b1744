//! How many connections the system lets this process hold.

/// One socket for each phone that listens, and some for the database and for what is asked beside.
const ENOUGH: u64 = 4096;

/// Raises the limit of open files as far as a process may, and says so where that is little.
#[cfg(unix)]
pub fn allow_many() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
    let now = match setrlimit(Resource::Nofile, raised) {
        Ok(()) => limit.maximum,
        Err(_) => limit.current,
    };
    if let Some(now) = now.filter(|now| *now < ENOUGH) {
        tracing::warn!(
            "only {now} files may be open at once, and each listening phone is one: raise it with \
             `ulimit -n {ENOUGH}`, or LimitNOFILE={ENOUGH} in a unit of systemd"
        );
    }
}

#[cfg(not(unix))]
pub fn allow_many() {}
