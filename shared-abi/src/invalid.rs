//! `Invalid`: bytes that no value of a type has.

/// An invalid bit pattern, and where it stands: what `InMemory::validate` reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// In bytes from the start of what was validated.
    pub(crate) at: usize,
    /// The name of the type for which it is invalid.
    pub(crate) expected: &'static str,
    /// Its bytes, zero-extended.
    pub(crate) found: u64,
}

impl Invalid {
    /// `bytes`, at most eight, are invalid for the type named `expected`.
    #[cold]
    #[must_use]
    pub fn new(expected: &'static str, bytes: &[u8]) -> Self {
        let found = bytes
            .iter()
            .rev()
            .fold(0, |found, byte| found << 8 | u64::from(*byte));
        Self {
            at: 0,
            expected,
            found,
        }
    }

    /// The same in a type whose bytes start `offset` bytes earlier.
    #[must_use]
    pub fn shifted(self, offset: usize) -> Self {
        Self {
            at: self.at + offset,
            ..self
        }
    }
}
