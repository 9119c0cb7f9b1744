//! What happened, for a reader, and as a hash by which two runs are compared.

use std::cell::{Cell, RefCell};

pub struct Story {
    hash: Cell<u64>,
    /// None: nobody reads it, so it is not written.
    lines: Option<RefCell<Vec<String>>>,
}

impl Story {
    pub fn new(tell: bool) -> Self {
        Self { hash: Cell::new(0xCBF2_9CE4_8422_2325), lines: tell.then(RefCell::default) }
    }

    pub fn tell(&self, what: &'static str, number: u64, text: impl FnOnce() -> String) {
        let mut hash = self.hash.get();
        for byte in what.bytes().chain(number.to_le_bytes()) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
        self.hash.set(hash);
        if let Some(lines) = &self.lines {
            lines.borrow_mut().push(text());
        }
    }

    /// Takes a text into the hash.
    pub fn weigh(&self, text: &str) {
        let mut hash = self.hash.get();
        for byte in text.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
        self.hash.set(hash);
    }

    pub fn told(&self) -> bool {
        self.lines.is_some()
    }

    pub fn hash(&self) -> u64 {
        self.hash.get()
    }

    pub fn lines(&self) -> Vec<String> {
        self.lines.as_ref().map(|lines| lines.borrow().clone()).unwrap_or_default()
    }
}
