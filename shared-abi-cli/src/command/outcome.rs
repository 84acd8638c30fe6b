//! What a command found.

/// What a command found, as the program's exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It did what it was asked, or found no difference but allowed ones.
    Fine,
    /// It found a difference that isn't allowed.
    Differs,
}

impl Outcome {
    /// That of a command that compares, if this says whether every difference is allowed.
    pub(crate) fn of(is_allowed: bool) -> Self {
        if is_allowed { Self::Fine } else { Self::Differs }
    }
}
