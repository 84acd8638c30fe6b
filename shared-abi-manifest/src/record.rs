//! Reads the records in the section's contents. `docs/format.md` describes them.

use std::str;

use shared_abi::__private::{MAGIC, MAX_LEN, VERSION, checksum};
use shared_abi_layouts::Layouts;

use crate::error::ManifestError;

/// All layouts of all records: the linker puts the section of each object file behind the one before.
pub(crate) fn read(section: &[u8]) -> Result<Layouts, ManifestError> {
    if section.len() > MAX_LEN {
        let len = section.len() as u64;
        return Err(ManifestError::TooLarge { len });
    }
    let mut layouts: Option<Layouts> = None;
    let mut at = 0;
    // Zeros between two records, and behind the last one: a linker or a C array may have put them there.
    while let Some(zeros) = section[at..].iter().position(|byte| *byte != 0) {
        at += zeros;
        let (found, len) = read_one(&section[at..], at)?;
        match &mut layouts {
            None => layouts = Some(found),
            Some(layouts) => join(layouts, &found)?,
        }
        at += len;
    }
    layouts.ok_or(ManifestError::NoRecord)
}

/// The layouts of the record at the start of `bytes`, and how long it is.
fn read_one(bytes: &[u8], at: usize) -> Result<(Layouts, usize), ManifestError> {
    let truncated = ManifestError::RecordTruncated { at };
    let Some(rest) = bytes.strip_prefix(MAGIC.as_bytes()) else {
        let cut = MAGIC.as_bytes().starts_with(bytes);
        return Err(if cut {
            truncated
        } else {
            ManifestError::BadHeader { at }
        });
    };
    let bad_header = ManifestError::BadHeader { at };
    // Before anything else: a later version may go on in another way.
    let Some((version, rest)) = version(rest) else {
        return Err(bad_header);
    };
    if version > VERSION {
        return Err(ManifestError::Version {
            found: version,
            known: VERSION,
        });
    }
    // Version 1, the only one so far.
    let Some(rest) = rest.strip_prefix(b" ") else {
        return Err(bad_header);
    };
    let Some((header, rest)) = rest.split_at_checked("LLLLLLLL CCCCCCCC\n".len()) else {
        return Err(truncated);
    };
    let (len, written) = match (hex(&header[..8]), header[8], hex(&header[9..17]), header[17]) {
        (Some(len), b' ', Some(checksum), b'\n') => (len, checksum),
        _ => return Err(bad_header),
    };
    let body = usize::try_from(len).ok().and_then(|len| rest.get(..len));
    let Some(body) = body else {
        return Err(truncated);
    };
    let computed = checksum(body);
    if computed != written {
        return Err(ManifestError::Checksum {
            at,
            written,
            computed,
        });
    }
    let text = str::from_utf8(body).map_err(|_| ManifestError::NotUtf8 { at })?;
    let layouts = Layouts::parse(text).map_err(|error| ManifestError::Notation { at, error })?;
    Ok((layouts, bytes.len() - rest.len() + body.len()))
}

/// A number in decimal, with one way to write it, and the space or the line's end behind it.
fn version(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let end = bytes.iter().position(|byte| matches!(byte, b' ' | b'\n'))?;
    let (digits, rest) = bytes.split_at(end);
    if digits.first().is_none_or(|first| *first == b'0') || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = str::from_utf8(digits).ok()?.parse().ok()?;
    Some((number, rest))
}

/// Lower-case digits only: each number has one way to be written, so that no flipped bit goes unseen.
fn hex(digits: &[u8]) -> Option<u32> {
    let digit = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if !digits.iter().all(digit) {
        return None;
    }
    u32::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()
}

/// Two records of one module may both have a type, but not two types of one name.
fn join(layouts: &mut Layouts, more: &Layouts) -> Result<(), ManifestError> {
    for layout in more.iter() {
        let Err(second) = layouts.insert(layout.clone()) else {
            continue;
        };
        let first = layouts.get(&second.name);
        return Err(match first.and_then(|first| first.changes(&second)) {
            Some(change) => ManifestError::TypeTwice { change },
            // The same but for the order of its variants, say: one of the two is enough.
            None => continue,
        });
    }
    Ok(())
}
