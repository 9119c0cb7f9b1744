//! The centre's keys, to which phones seal what can be handed over while they are locked.
//!
//! **One ring for all centres of a server.** Whoever has the file has every centre's data beside it, so a ring for
//! each would keep nobody out. Keys are numbered from 1 and only ever added: an old private key is kept, so that
//! what was sealed to it long ago still opens.
//!
//! **A file apart from the database.** A database may lie on another machine, and is looked into and copied by
//! whoever looks after that. The file is readable by its user alone, and one that others can read is refused. A
//! line is on the disk before its key is told to any phone, and what tears a last line loses nothing that
//! was promised. A running server reads the file again for each phone that asks, so a rotation needs no restart.

use std::fmt;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use database::{KeptKey, PublicKey};
use hpke::kem::DhP256HkdfSha256;
use hpke::{Deserializable, Kem, Serializable};
use serde::{Deserialize, Serialize};
use sync::base64url;

use crate::files::{append, whole_lines};
use crate::random::{self, NoRandomBytes};

pub type PrivateKey = <DhP256HkdfSha256 as Kem>::PrivateKey;

/// A handle; clones share what was read.
#[derive(Clone)]
pub struct KeyRing(Arc<Inner>);

struct Inner {
    file: Option<PathBuf>,
    /// As they stand in the file: the newest is the last.
    keys: Mutex<Vec<CentreKey>>,
}

#[derive(Clone)]
pub struct CentreKey {
    pub number: u32,
    /// UTC milliseconds.
    pub since: i64,
    pub private: PrivateKey,
}

#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("the file of the centre's keys {0} cannot be read: {1}")]
    Unreadable(PathBuf, #[source] io::Error),
    #[error(
        "the file of the centre's keys {0} cannot be written: {1}. --keys names another place."
    )]
    Unwritable(PathBuf, #[source] io::Error),
    #[error(
        "others on this machine can read the centre's keys in {0}: `chmod 600 {0}`, and where \
         somebody may have read them, `brobygger key rotate`"
    )]
    Exposed(PathBuf),
    #[error(
        "line {line} of the centre's keys {file} is damaged: take the file back from where it is kept"
    )]
    Damaged { file: PathBuf, line: usize },
    #[error(transparent)]
    Random(#[from] NoRandomBytes),
}

/// A line of the file.
#[derive(Serialize, Deserialize)]
struct Line {
    key: u32,
    since: i64,
    /// 32 bytes as base64url.
    private: String,
}

impl KeyRing {
    /// The file need not exist yet.
    pub fn at(file: impl Into<PathBuf>) -> Self {
        Self::new(Some(file.into()))
    }

    /// For tests and the simulator, and for commands that no phone talks to: forgotten when the program ends.
    pub fn in_memory() -> Self {
        Self::new(None)
    }

    fn new(file: Option<PathBuf>) -> Self {
        Self(Arc::new(Inner { file, keys: Mutex::default() }))
    }

    /// None: in memory.
    pub fn file(&self) -> Option<&Path> {
        self.0.file.as_deref()
    }

    /// All of them, as they are in the file now, the newest last.
    pub fn all(&self) -> Result<Vec<CentreKey>, KeyError> {
        let mut keys = self.keys();
        if let Some(file) = &self.0.file {
            *keys = read(file)?;
        }
        Ok(keys.clone())
    }

    /// Where there is no key yet, the first one is made.
    pub fn newest(&self, now: i64) -> Result<CentreKey, KeyError> {
        match self.all()?.pop() {
            Some(newest) => Ok(newest),
            None => self.make(now, 0, true),
        }
    }

    /// A new key, which phones seal to from their next contact on. Its number is above whatever they have been
    /// told, also where that is lost: under a number that they know, they would keep what they sealed.
    pub fn rotate(&self, now: i64, told: u32) -> Result<CentreKey, KeyError> {
        // What is wrong with the file is said before anything is added to it.
        self.all()?;
        self.make(now, told, false)
    }

    /// Every key that was ever given this number: after a restore there may be two. The file is read again
    /// only where none is known, since another server may have added one.
    pub fn of_number(&self, number: u32) -> Result<Vec<CentreKey>, KeyError> {
        let known = |keys: &[CentreKey]| -> Vec<CentreKey> {
            keys.iter().filter(|key| key.number == number).cloned().collect()
        };
        let found = known(&self.keys());
        match found.is_empty() {
            true => Ok(known(&self.all()?)),
            false => Ok(found),
        }
    }

    /// Adds keys from a backup, where they are not there. Returns how many were added.
    pub fn take_over(&self, kept: &[KeptKey], now: i64) -> Result<usize, KeyError> {
        let there = self.all()?;
        let mut added = 0;
        for kept in kept {
            let private = PrivateKey::from_bytes(&kept.private).ok();
            let Some(private) = private.filter(|p| there.iter().all(|key| key.private != *p))
            else {
                continue;
            };
            self.add(|_| Ok(Some(CentreKey { number: kept.number, since: kept.since, private })))?;
            added += 1;
        }
        // What phones seal to must be the last, and have a number of its own.
        if added > 0 && !there.is_empty() {
            self.rotate(now, 0)?;
        }
        Ok(added)
    }

    /// With the next number above those that were told. `first`: only where there is none.
    fn make(&self, now: i64, told: u32, first: bool) -> Result<CentreKey, KeyError> {
        let (private, _) = DhP256HkdfSha256::derive_keypair(&random::bytes::<32>()?);
        let made = self.add(|there| {
            let highest = there.iter().map(|key| key.number).fold(told, u32::max);
            let key = CentreKey { number: highest.saturating_add(1), since: now, private };
            Ok((!first || there.is_empty()).then_some(key))
        })?;
        match made {
            Some(made) => Ok(made),
            // Somebody else was first.
            None => self.newest(now),
        }
    }

    /// On the disk when it returns.
    fn add(
        &self,
        key: impl FnOnce(&[CentreKey]) -> Result<Option<CentreKey>, KeyError>,
    ) -> Result<Option<CentreKey>, KeyError> {
        let mut keys = self.keys();
        let Some(file) = &self.0.file else {
            let added = key(&keys)?;
            keys.extend(added.clone());
            return Ok(added);
        };
        let mut added = None;
        let written = append(file, |whole| {
            let there = lines(file, whole)?;
            added = key(&there)?;
            Ok::<_, Trouble>(added.as_ref().map(line).transpose()?)
        });
        written.map_err(|trouble| match trouble {
            Trouble::Key(error) => error,
            Trouble::File(error) => KeyError::Unwritable(file.clone(), error),
        })?;
        *keys = read(file)?;
        Ok(added)
    }

    fn keys(&self) -> MutexGuard<'_, Vec<CentreKey>> {
        self.0.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl CentreKey {
    pub fn public(&self) -> PublicKey {
        DhP256HkdfSha256::sk_to_pk(&self.private).to_bytes().into()
    }

    pub fn kept(&self) -> KeptKey {
        let private = self.private.to_bytes().into();
        KeptKey { number: self.number, since: self.since, private }
    }
}

/// Without a secret.
impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("KeyRing").field(&self.0.file).finish()
    }
}

impl fmt::Debug for CentreKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CentreKey({})", self.number)
    }
}

/// While a line is added.
enum Trouble {
    Key(KeyError),
    File(io::Error),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::File(error)
    }
}

impl From<KeyError> for Trouble {
    fn from(error: KeyError) -> Self {
        Self::Key(error)
    }
}

fn read(file: &Path) -> Result<Vec<CentreKey>, KeyError> {
    let unreadable = |error| KeyError::Unreadable(file.to_owned(), error);
    let mut opened = match std::fs::File::open(file) {
        Ok(opened) => opened,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unreadable(error)),
    };
    if exposed(&opened).map_err(unreadable)? {
        return Err(KeyError::Exposed(file.to_owned()));
    }
    let mut text = Vec::new();
    opened.read_to_end(&mut text).map_err(unreadable)?;
    lines(file, whole_lines(&text))
}

/// Whether anybody but the file's owner may read or write it.
#[cfg(unix)]
fn exposed(file: &std::fs::File) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;
    Ok(file.metadata()?.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn exposed(_: &std::fs::File) -> io::Result<bool> {
    Ok(false)
}

fn lines(file: &Path, whole: &[u8]) -> Result<Vec<CentreKey>, KeyError> {
    let lines = whole.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let damaged = |line| KeyError::Damaged { file: file.to_owned(), line };
    lines.zip(1..).map(|(line, n)| key(line).ok_or_else(|| damaged(n))).collect()
}

fn key(line: &[u8]) -> Option<CentreKey> {
    let line: Line = serde_json::from_slice(line).ok()?;
    let private = PrivateKey::from_bytes(&base64url::decode(&line.private)?).ok()?;
    Some(CentreKey { number: line.key, since: line.since, private })
}

fn line(key: &CentreKey) -> io::Result<Vec<u8>> {
    let private = base64url::encode(&key.private.to_bytes());
    let line = Line { key: key.number, since: key.since, private };
    Ok(serde_json::to_vec(&line)?)
}
