//! Reads the records in the section's contents. `docs/format.md` describes them.

use shared_abi_layouts::{Conflict, Layouts};
use shared_abi_model::section::{Header, HeaderError, VERSION};

use crate::error::ManifestError;

/// A record of layouts in the notation, as it stands in a guest's section: for guests that aren't written in Rust, and
/// for tests.
///
/// ```
/// use shared_abi_manifest::{Manifest, record};
///
/// let text = "struct Point, size 4, align 4\n    x: i32, offset 0, size 4, align 4\n";
/// let manifest = Manifest::from_section(record(text).as_bytes())?;
/// assert_eq!(manifest.layouts().to_string(), text);
/// # Ok::<(), shared_abi_manifest::ManifestError>(())
/// ```
///
/// # Panics
/// If the text has 4 GiB or more.
#[must_use]
pub fn record(text: &str) -> String {
    let header = Header::of(text.as_bytes()).encode();
    String::from_utf8_lossy(&header).into_owned() + text
}

/// What all records say: the linker puts the section of each object file behind the one before.
///
/// Two records of one module may both have a type, but not two types of one name.
pub(crate) fn layouts(section: &[u8]) -> Result<Layouts<'_>, ManifestError> {
    let mut layouts: Option<Layouts<'_>> = None;
    let mut at = 0;
    // Zeros between two records, and behind the last one: a linker or a C array may have put them there.
    while let Some(zeros) = section[at..].iter().position(|byte| *byte != 0) {
        at += zeros;
        let (_, body, rest) = Header::decode(&section[at..]).map_err(|error| refused(error, at))?;
        let text = str::from_utf8(body).map_err(|_| ManifestError::NotUtf8 { at })?;
        let more = Layouts::parse(text).map_err(|error| ManifestError::Notation { at, error })?;
        match &mut layouts {
            None => layouts = Some(more),
            Some(layouts) => layouts.join(&more).map_err(twice)?,
        }
        at = section.len() - rest.len();
    }
    layouts.ok_or(ManifestError::NoRecord)
}

fn twice(conflict: Conflict) -> ManifestError {
    match conflict {
        Conflict::Type(change) => ManifestError::TypeTwice { change },
        Conflict::Function(name) => ManifestError::FunctionTwice { name },
    }
}

fn refused(error: HeaderError, at: usize) -> ManifestError {
    match error {
        HeaderError::Truncated => ManifestError::RecordTruncated { at },
        HeaderError::Newer(found) => ManifestError::Version {
            found,
            known: VERSION,
        },
        HeaderError::Checksum {
            written, computed, ..
        } => ManifestError::Checksum {
            at,
            written,
            computed,
        },
        _ => ManifestError::BadHeader { at },
    }
}
