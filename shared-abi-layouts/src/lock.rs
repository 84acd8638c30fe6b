//! The lock: the layouts that were agreed on, in a file that is committed beside the types.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use crate::model::Layouts;
use crate::notation::{Lines, NotationError, NotationProblem, number};

/// What the file `shared-abi.lock` holds.
///
/// ```
/// use shared_abi_layouts::{Layouts, Lock};
///
/// let layouts = Layouts::parse("struct Point, size 4, align 4\n    x: i32, offset 0, size 4\n")?;
/// let lock = Lock { krate: "shapes".into(), layouts };
/// assert_eq!(Lock::parse(&lock.to_string())?, lock);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    /// The name of the crate that has the types.
    pub krate: String,
    /// Their layouts.
    pub layouts: Layouts,
}

impl Lock {
    /// The file's name; it stands beside the crate's `Cargo.toml`.
    pub const FILE_NAME: &'static str = "shared-abi.lock";

    /// The version of the format that [`Display`](fmt::Display) writes, and the newest that [`parse`](Self::parse)
    /// reads.
    pub const VERSION: u64 = 1;

    /// Reads the file's text. Its lines may end as on Windows.
    ///
    /// ```
    /// use shared_abi_layouts::Lock;
    ///
    /// let lock = Lock::parse("shared-abi-lock 1\r\ncrate shapes\r\n")?;
    /// assert_eq!(lock.krate, "shapes");
    /// assert!(lock.layouts.is_empty());
    /// # Ok::<(), shared_abi_layouts::LockError>(())
    /// ```
    ///
    /// # Errors
    /// If this is no lock file, if it is of a newer version, or at the first line that is wrong.
    pub fn parse(text: &str) -> Result<Self, LockError> {
        // With git's `autocrlf`, the file that was committed is not the one on the disk.
        let text = if text.contains('\r') {
            Cow::Owned(text.replace("\r\n", "\n"))
        } else {
            Cow::Borrowed(text)
        };
        let mut lines = Lines::new(&text, 1);
        let version = match next(&mut lines) {
            Err(error) if error.problem() == NotationProblem::CutOff => return Err(LockError::NotALock),
            version => version?.and_then(|line| line.strip_prefix("shared-abi-lock ")),
        };
        let version = version.ok_or(LockError::NotALock)?;
        // A newer version may write more behind its number.
        let first = version.split(' ').next().and_then(number);
        match first.ok_or(LockError::NotALock)? {
            0 => return Err(LockError::NotALock),
            Self::VERSION if number(version).is_some() => {}
            Self::VERSION => return Err(LockError::NotALock),
            found => {
                return Err(LockError::Newer {
                    found,
                    known: Self::VERSION,
                });
            }
        }
        let krate = next(&mut lines)?.and_then(|line| line.strip_prefix("crate "));
        let krate = krate
            .filter(|name| is_crate_name(name))
            .ok_or(LockError::NoCrate)?;
        Ok(Self {
            krate: krate.to_owned(),
            layouts: Layouts::read(lines)?,
        })
    }
}

/// The next line that says something.
fn next<'a>(lines: &mut Lines<'a>) -> Result<Option<&'a str>, NotationError> {
    for line in lines {
        let (_, line) = line?;
        if !line.is_empty() && !line.starts_with('#') {
            return Ok(Some(line));
        }
    }
    Ok(None)
}

fn is_crate_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}

impl fmt::Display for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { krate, layouts } = self;
        writeln!(
            f,
            "# The layouts of this crate's shared types, as they were agreed on."
        )?;
        writeln!(
            f,
            "# Written by `cargo shared-abi lock`; commit it, and read its diff."
        )?;
        writeln!(f, "shared-abi-lock {}", Self::VERSION)?;
        writeln!(f, "crate {krate}")?;
        if layouts.is_empty() {
            return Ok(());
        }
        write!(f, "\n{layouts}")
    }
}

/// A lock file that can't be read, and why.
///
/// ```
/// use shared_abi_layouts::Lock;
///
/// let error = Lock::parse("shared-abi-lock 7\n").unwrap_err();
/// assert_eq!(error.to_string(), "a lock file of version 7, newer than version 1, the newest known here");
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LockError {
    /// The text doesn't start as a lock file does.
    NotALock,
    /// The file is of a version that came later.
    #[non_exhaustive]
    Newer {
        /// The file's version.
        found: u64,
        /// The newest version that can be read.
        known: u64,
    },
    /// The line that names the crate is missing.
    NoCrate,
    /// A line is wrong.
    Notation(NotationError),
}

impl fmt::Display for LockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotALock => write!(
                f,
                "not a lock file: its first line, but for comments, is not `shared-abi-lock {}`",
                Lock::VERSION
            ),
            Self::Newer { found, known } => write!(
                f,
                "a lock file of version {found}, newer than version {known}, the newest known here"
            ),
            Self::NoCrate => f.write_str("the line `crate NAME` is missing below `shared-abi-lock`"),
            Self::Notation(error) => error.fmt(f),
        }
    }
}

/// The same text, since that is what `unwrap`, `expect` and `main` print.
impl fmt::Debug for LockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for LockError {}

impl From<NotationError> for LockError {
    fn from(error: NotationError) -> Self {
        Self::Notation(error)
    }
}
