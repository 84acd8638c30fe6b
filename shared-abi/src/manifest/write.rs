//! Writing a record in `const`.

use super::format::{MAGIC, MAX_LEN, VERSION, checksum};
use crate::layout::{Kind, Layout};

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

    const fn to_nowhere() -> Self {
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

    const fn size(&mut self, what: &str, bytes: usize) {
        self.text(what);
        self.number(bytes as u128);
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
    const fn header(&mut self, len: u32, checksum: u32) {
        self.text(MAGIC);
        self.number(VERSION as u128);
        self.text(" ");
        self.hex(len);
        self.text(" ");
        self.hex(checksum);
        self.text("\n");
    }

    const fn layout(&mut self, layout: &Layout) {
        self.text(match layout.kind {
            Kind::Union => "union ",
            Kind::Enum => "enum ",
            _ => "struct ",
        });
        self.text(layout.name);
        self.size(", size ", layout.size);
        self.size(", align ", layout.align);
        self.text(if layout.extensible { ", extensible\n" } else { "\n" });
        let mut i = 0;
        while i < layout.fields.len() {
            let field = &layout.fields[i];
            self.text("    ");
            self.text(field.name);
            self.text(": ");
            self.text(field.abi);
            self.size(", offset ", field.offset);
            self.size(", size ", field.size);
            self.text(if field.added { ", added\n" } else { "\n" });
            i += 1;
        }
        let mut i = 0;
        while i < layout.variants.len() {
            let variant = &layout.variants[i];
            self.text("    ");
            self.text(variant.name);
            self.text(if variant.value < 0 { " = -" } else { " = " });
            self.number(variant.value.unsigned_abs());
            self.text("\n");
            i += 1;
        }
    }

    const fn layouts(&mut self, layouts: &[&Layout]) {
        let mut i = 0;
        while i < layouts.len() {
            self.layout(layouts[i]);
            i += 1;
        }
    }
}

const fn header_len() -> usize {
    let mut out = Out::to_nowhere();
    out.header(0, 0);
    out.len
}

/// How many bytes [`record`] takes.
///
/// # Panics
/// If they are more than any host reads.
#[must_use]
pub const fn record_len(layouts: &[&Layout]) -> usize {
    let mut out = Out::to_nowhere();
    out.header(0, 0);
    out.layouts(layouts);
    assert!(out.len <= MAX_LEN, "the manifest is larger than 1 MiB");
    out.len
}

/// The record of these layouts.
#[must_use]
pub const fn record<const N: usize>(layouts: &[&Layout]) -> [u8; N] {
    let mut bytes = [0; N];
    let start = header_len();
    let mut body = Out::to(bytes.split_at_mut(start).1);
    body.layouts(layouts);
    let len = body.len as u32;
    let checksum = checksum(bytes.split_at(start).1);
    Out::to(&mut bytes).header(len, checksum);
    bytes
}
