//! The custom section of a .wasm that holds layouts: records, each a header and a body in the notation.
//!
//! `docs/format.md` describes it. A change to what is written here, or by [`Notation`](crate::Notation), is a new
//! [`VERSION`].

use core::fmt;

use crate::layout::Layout;
use crate::notation::Piece;

/// The name of the custom section.
pub const NAME: &str = "shared-abi";

/// What a record starts with.
pub const MAGIC: &str = "shared-abi ";

/// The version that is written. Readers read every version up to theirs.
pub const VERSION: u32 = 2;

/// The longest section that is read, in bytes.
pub const MAX_LEN: usize = 1 << 20;

/// The first line of a record, and how long its body is.
///
/// ```
/// use shared_abi_model::section::Header;
///
/// let body = b"struct Unit, size 0, align 1\n";
/// let header = Header::of(body);
/// let record = [header.encode().as_slice(), body].concat();
/// assert_eq!(Header::decode(&record), Ok((header, body.as_slice(), [].as_slice())));
/// assert_eq!(header.len as usize, body.len());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Header {
    /// The version of the record.
    pub version: u32,
    /// How many bytes its body has.
    pub len: u32,
    /// The checksum of the body.
    pub checksum: u32,
}

/// What is wrong with a record's header, or with the body that it speaks of.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum HeaderError {
    /// It isn't a header.
    Bad,
    /// It, or the body, goes on past the end.
    Truncated,
    /// It is of a version that came later.
    Newer(u32),
    /// The body isn't what was written.
    #[non_exhaustive]
    Checksum {
        /// The checksum in the header.
        written: u32,
        /// The checksum of the body.
        computed: u32,
    },
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bad => f.write_str("has no header of a record"),
            Self::Truncated => f.write_str("is cut off"),
            Self::Newer(found) => write!(
                f,
                "is of version {found}, newer than version {VERSION}, the newest known here"
            ),
            Self::Checksum { written, computed } => {
                write!(
                    f,
                    "has the checksum {computed:08x}, and its header says {written:08x}"
                )
            }
        }
    }
}

/// The same text, since that is what `unwrap`, `expect` and `main` print.
impl fmt::Debug for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for HeaderError {}

/// How many bytes a header of the present version has.
pub const HEADER_LEN: usize = {
    let mut out = Out::nowhere();
    out.header(&Header {
        version: VERSION,
        len: 0,
        checksum: 0,
    });
    out.len
};

impl Header {
    /// The header of a record with this body, of the present version.
    ///
    /// # Panics
    /// If the body has 4 GiB or more.
    #[must_use]
    pub const fn of(body: &[u8]) -> Self {
        assert!(body.len() <= u32::MAX as usize, "a record has less than 4 GiB");
        Self {
            version: VERSION,
            len: body.len() as u32,
            checksum: checksum(body),
        }
    }

    /// Its bytes, with the present version.
    #[must_use]
    pub const fn encode(&self) -> [u8; HEADER_LEN] {
        let mut bytes = [0; HEADER_LEN];
        Out::to(&mut bytes).header(&Self {
            version: VERSION,
            ..*self
        });
        bytes
    }

    /// The header at the start of `bytes`, the body behind it, and what is behind that.
    ///
    /// # Errors
    /// If there is none of a version that is known, or its body isn't there or isn't what was written.
    pub fn decode(bytes: &[u8]) -> Result<(Self, &[u8], &[u8]), HeaderError> {
        let Some(rest) = bytes.strip_prefix(MAGIC.as_bytes()) else {
            let cut = MAGIC.as_bytes().starts_with(bytes);
            return Err(if cut {
                HeaderError::Truncated
            } else {
                HeaderError::Bad
            });
        };
        // Before anything else: a later version may go on in another way.
        let (version, rest) = version(rest).ok_or(HeaderError::Bad)?;
        if version > VERSION {
            return Err(HeaderError::Newer(version));
        }
        // Of every version so far.
        let rest = rest.strip_prefix(b" ").ok_or(HeaderError::Bad)?;
        let (header, rest) = rest
            .split_at_checked("LLLLLLLL CCCCCCCC\n".len())
            .ok_or(HeaderError::Truncated)?;
        let (len, written) = match (hex(&header[..8]), header[8], hex(&header[9..17]), header[17]) {
            (Some(len), b' ', Some(checksum), b'\n') => (len, checksum),
            _ => return Err(HeaderError::Bad),
        };
        let body = usize::try_from(len)
            .ok()
            .and_then(|len| rest.split_at_checked(len));
        let (body, rest) = body.ok_or(HeaderError::Truncated)?;
        let computed = checksum(body);
        if computed != written {
            return Err(HeaderError::Checksum { written, computed });
        }
        let header = Self {
            version,
            len,
            checksum: written,
        };
        Ok((header, body, rest))
    }
}

/// A number in decimal, with one way to write it, and the space or the line's end behind it.
fn version(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let end = bytes.iter().position(|byte| matches!(byte, b' ' | b'\n'))?;
    let (digits, rest) = bytes.split_at(end);
    if digits.first().is_none_or(|first| *first == b'0') || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = core::str::from_utf8(digits).ok()?.parse().ok()?;
    Some((number, rest))
}

/// Lower-case digits only: each number has one way to be written, so that no flipped bit goes unseen.
fn hex(digits: &[u8]) -> Option<u32> {
    let digit = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if !digits.iter().all(digit) {
        return None;
    }
    u32::from_str_radix(core::str::from_utf8(digits).ok()?, 16).ok()
}

/// What is written: bytes, or at first only how many.
struct Out<'a> {
    bytes: &'a mut [u8],
    len: usize,
    counting: bool,
}

impl<'a> Out<'a> {
    const fn to(bytes: &'a mut [u8]) -> Self {
        Self {
            bytes,
            len: 0,
            counting: false,
        }
    }

    const fn nowhere() -> Self {
        Self {
            bytes: &mut [],
            len: 0,
            counting: true,
        }
    }

    const fn text(&mut self, text: &str) {
        if !self.counting {
            let (_, free) = self.bytes.split_at_mut(self.len);
            free.split_at_mut(text.len()).0.copy_from_slice(text.as_bytes());
        }
        self.len += text.len();
    }

    const fn number(&mut self, number: u128) {
        if number >= 10 {
            self.number(number / 10);
        }
        self.text(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"][(number % 10) as usize]);
    }

    /// Eight hexadecimal digits.
    const fn hex(&mut self, number: u32) {
        const DIGITS: &str = "0123456789abcdef";
        let mut shift = 32;
        while shift > 0 {
            shift -= 4;
            let digit = (number >> shift & 0xF) as usize;
            let (_, rest) = DIGITS.split_at(digit);
            self.text(rest.split_at(1).0);
        }
    }

    /// Magic, version, length, checksum, and what separates them.
    const fn header(&mut self, header: &Header) {
        self.text(MAGIC);
        self.number(header.version as u128);
        self.text(" ");
        self.hex(header.len);
        self.text(" ");
        self.hex(header.checksum);
        self.text("\n");
    }

    const fn layouts(&mut self, layouts: &[&Layout<'_>]) {
        let mut i = 0;
        while i < layouts.len() {
            let mut notation = layouts[i].notation();
            while let Some(piece) = notation.next() {
                match piece {
                    Piece::Text(text) => self.text(text),
                    Piece::Number(number) => self.number(number),
                }
            }
            i += 1;
        }
    }
}

/// How many bytes the [`record`] of these layouts has.
///
/// # Panics
/// If they are more than any host reads.
#[must_use]
pub const fn record_len(layouts: &[&Layout<'_>]) -> usize {
    let mut out = Out::nowhere();
    out.layouts(layouts);
    let len = HEADER_LEN + out.len;
    assert!(len <= MAX_LEN, "the manifest is larger than 1 MiB");
    len
}

/// The record of these layouts: of as many bytes as [`record_len`] says.
///
/// ```
/// use shared_abi_model::section::{record, record_len};
/// use shared_abi_model::{Kind, Layout};
///
/// const LAYOUTS: &[&Layout<'static>] = &[&Layout::leaf("Unit", Kind::Struct, 0, 1)];
/// const RECORD: [u8; record_len(LAYOUTS)] = record(LAYOUTS);
/// assert!(RECORD.starts_with(b"shared-abi 2 0000001d "));
/// ```
///
/// # Panics
/// If `N` is too small.
#[must_use]
pub const fn record<const N: usize>(layouts: &[&Layout<'_>]) -> [u8; N] {
    let mut bytes = [0; N];
    let (_, body) = bytes.split_at_mut(HEADER_LEN);
    Out::to(body).layouts(layouts);
    let header = Header::of(body);
    Out::to(&mut bytes).header(&header);
    bytes
}

/// The checksum of a record's body: CRC-32, as zlib has it.
///
/// ```
/// assert_eq!(shared_abi_model::section::checksum(b"123456789"), 0xCBF4_3926);
/// ```
#[must_use]
pub const fn checksum(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    let mut i = 0;
    while i < bytes.len() {
        crc = (crc >> 8) ^ TABLE[((crc ^ bytes[i] as u32) & 0xFF) as usize];
        i += 1;
    }
    !crc
}

const TABLE: [u32; 256] = {
    let mut table = [0; 256];
    let mut i = 0;
    while i < 256 {
        let mut crc = i as u32;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 1 == 1 {
                (crc >> 1) ^ 0xEDB8_8320
            } else {
                crc >> 1
            };
            bit += 1;
        }
        table[i] = crc;
        i += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    extern crate std;
    use std::vec::Vec;
    use std::{format, vec};

    use super::*;
    use crate::Kind;

    const LAYOUTS: &[&Layout<'static>] = &[
        &Layout::leaf("A", Kind::Struct, 10, 1),
        &Layout::leaf("B", Kind::Union, 0, 8),
    ];
    const RECORD: [u8; record_len(LAYOUTS)] = record(LAYOUTS);
    const BODY: &[u8] = b"struct A, size 10, align 1\nunion B, size 0, align 8\n";

    #[test]
    fn a_record_is_a_header_and_the_notation() {
        let (header, body, rest) = Header::decode(&RECORD).unwrap();
        assert_eq!((body, rest), (BODY, &[] as &[u8]));
        assert_eq!(header, Header::of(BODY));
        assert_eq!((header.version, header.len as usize), (VERSION, BODY.len()));
        assert_eq!(header.encode(), RECORD[..HEADER_LEN]);
        let two = [&RECORD[..], b"more"].concat();
        assert_eq!(Header::decode(&two).unwrap().2, b"more");
    }

    #[test]
    fn older_versions_are_read_and_newer_ones_are_not() {
        let of = |version: &str| {
            let text = format!("shared-abi {version} 00000000 00000000\n");
            Header::decode(text.as_bytes()).map(|(header, ..)| header.version)
        };
        for version in 1..=VERSION {
            assert_eq!(of(&format!("{version}")), Ok(version));
        }
        assert_eq!(
            of(&format!("{}", VERSION + 1)),
            Err(HeaderError::Newer(VERSION + 1))
        );
        for version in ["0", "01", "+1", "", "4294967296"] {
            assert_eq!(of(version), Err(HeaderError::Bad), "{version:?}");
        }
    }

    #[test]
    fn what_is_cut_off_is_told_from_what_is_wrong() {
        for len in 0..RECORD.len() {
            let error = Header::decode(&RECORD[..len]).unwrap_err();
            // Where the version ends can't be known.
            let expected = if (MAGIC.len()..=MAGIC.len() + 1).contains(&len) {
                HeaderError::Bad
            } else {
                HeaderError::Truncated
            };
            assert_eq!(error, expected, "{len}");
        }
        let changed = |at: usize, byte: u8| {
            let mut bytes: Vec<u8> = RECORD.into();
            bytes[at] = byte;
            Header::decode(&bytes).map(|_| ()).unwrap_err()
        };
        for at in [0, 12, 20, 30] {
            assert_eq!(changed(at, b'!'), HeaderError::Bad, "{at}");
        }
        assert_eq!(changed(13, b'A'), HeaderError::Bad);
        let written = checksum(BODY);
        for at in HEADER_LEN..RECORD.len() {
            let error = changed(at, b'!');
            assert!(
                matches!(error, HeaderError::Checksum { written: w, .. } if w == written),
                "{at}"
            );
        }
    }

    #[test]
    fn an_error_says_what_is_wrong() {
        let texts =
            [HeaderError::Bad, HeaderError::Truncated, HeaderError::Newer(9)].map(|error| format!("{error}"));
        assert_eq!(texts[0], "has no header of a record");
        assert_eq!(texts[1], "is cut off");
        assert_eq!(
            texts[2],
            "is of version 9, newer than version 2, the newest known here"
        );
        let error = HeaderError::Checksum {
            written: 1,
            computed: 0xAB,
        };
        assert_eq!(
            format!("{error}"),
            "has the checksum 000000ab, and its header says 00000001"
        );
    }

    #[test]
    #[should_panic(expected = "larger than 1 MiB")]
    fn no_more_is_written_than_is_read() {
        let _ = record_len(&vec![LAYOUTS[0]; MAX_LEN / 20]);
    }

    /// The check value that is given for this CRC wherever it is described.
    #[test]
    fn the_checksum_is_crc_32() {
        assert_eq!(checksum(b"123456789"), 0xCBF4_3926);
        assert_eq!(checksum(b""), 0);
    }
}
