//! The examples of `docs/format.md` are what the page says they are.

use shared_abi_layouts::{Layouts, Lock};

const PAGE: &str = include_str!("../../docs/format.md");

/// The code block of this language that starts with `start`.
fn block(language: &str, start: &str) -> &'static str {
    let from = PAGE.find(&format!("```{language}\n{start}")).unwrap() + 4 + language.len();
    let len = PAGE[from..].find("```").unwrap();
    &PAGE[from..from + len]
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc: u32, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg())
        })
    })
}

#[test]
fn the_record_has_the_right_length_and_checksum() {
    assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
    let record = block("text", "shared-abi 2 0");
    let (header, body) = record.split_at(31);
    assert_eq!(
        header,
        format!("shared-abi 2 {:08x} {:08x}\n", body.len(), crc32(body.as_bytes()))
    );
    let text = format!(
        "{} bytes: the header's 31, and a body of {}",
        record.len(),
        body.len()
    );
    assert!(PAGE.contains(&text), "{text}");
    assert_eq!(
        Layouts::parse(body).unwrap().to_string().replace("\n\n", "\n"),
        body
    );
}

#[test]
fn the_guest_in_c_writes_the_same_record() {
    let lines = block("c", "__asm__").lines();
    let ascii = lines.filter_map(|line| {
        line.trim()
            .strip_prefix(r#"".ascii \""#)?
            .strip_suffix(r#"\\n\"\n""#)
    });
    let written: String = ascii.map(|line| format!("{line}\n")).collect();
    assert_eq!(written, block("text", "shared-abi 2 0"));
}

#[test]
fn the_notation_reads_its_example() {
    let text = block("text", "struct Batch");
    assert_eq!(Layouts::parse(text).unwrap().to_string(), text);
}

#[test]
fn the_lock_is_written_as_shown() {
    let text = block("text", "# The layouts");
    assert_eq!(Lock::parse(text).unwrap().to_string(), text);
    let start = "# The layouts of this crate's shared types, as they were agreed on.\n# Written by `cargo shared-abi lock`; \
                 commit it, and read its diff.\nshared-abi-lock 3\ncrate demo_types\nfeatures";
    let text = block("text", start);
    assert_eq!(Lock::parse(text).unwrap().to_string(), text);
}
