//! Strings: UTF-8, ends of memory, and null.

use shared_abi::{AccessError, AlignedBytes, LinearMemory, LinearMemoryMut, Ptr, SharedAbi, Str};

#[derive(SharedAbi)]
#[repr(C)]
struct Named {
    name: *const str,
    id: u32,
}

/// Bytes that aren't UTF-8, and how many of them are.
const INVALID: &[(&[u8], usize)] = &[
    (b"\x80", 0),
    (b"\xFF", 0),
    (b"abc\xFF", 3),
    (b"\xC0\x80", 0),             // overlong NUL
    (b"\xC1\xBF", 0),             // overlong
    (b"\xE0\x80\x80", 0),         // overlong
    (b"\xED\xA0\x80", 0),         // surrogate
    (b"\xF4\x90\x80\x80", 0),     // past U+10FFFF
    (b"\xF5\x80\x80\x80", 0),     // past U+10FFFF
    (b"\xF0\x9F\xA6", 0),         // cut short
    (b"Gr\xC3", 2),               // cut short
    (b"\xC3\xBC\xC3(", 2),        // no continuation
    (b"\xF0\x9F\xA6\x80\xBF", 4), // one continuation too many
];

#[test]
fn invalid_utf8() {
    for (text, valid_up_to) in INVALID {
        let mut bytes = AlignedBytes::<64>::ZERO;
        bytes[32..][..text.len()].copy_from_slice(text);
        let len = u32::try_from(text.len()).unwrap();
        let named = NamedAbi {
            name: Str::new(32, len),
            id: 7,
        };
        let mut memory = LinearMemoryMut::new(&mut bytes);
        memory.write(Ptr::<NamedAbi>::new(8), named).unwrap();
        let error = memory.shared().str(Str::new(32, len)).unwrap_err();
        let AccessError::InvalidUtf8 {
            valid_up_to: found, ..
        } = error
        else {
            panic!("{error}");
        };
        assert_eq!(found, *valid_up_to, "{text:x?}");
        assert!(error.to_string().starts_with("str at 0x20: "), "{error}");
        // The struct can be read; only following the string fails, and says through which field.
        let named = memory.shared().get(Ptr::<NamedAbi>::new(8)).unwrap();
        assert_eq!(named.id, 7);
        let error = named.name().unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("Named.name -> 0x20: not UTF-8 after "),
            "{error}"
        );
        assert!(memory.get_mut(Ptr::<NamedAbi>::new(8)).unwrap().name().is_err());
        // The bytes are there for who wants them.
        assert_eq!(memory.shared().slice(Str::new(32, len).bytes()).unwrap(), *text);
    }
}

#[test]
fn valid_utf8() {
    let mut bytes = AlignedBytes::<64>::ZERO;
    for text in ["", "a", "Grüße", "🦀", "\u{10FFFF}", "\0", "\u{D7FF}\u{E000}"] {
        bytes[32..][..text.len()].copy_from_slice(text.as_bytes());
        let len = u32::try_from(text.len()).unwrap();
        assert_eq!(LinearMemory::new(&bytes).str(Str::new(32, len)).unwrap(), text);
    }
}

#[test]
fn bytes_of_memory_by_their_place() {
    let memory = LinearMemory::new(b"0123456789abcdef");
    assert_eq!(memory.bytes_at(0, 16), Some(memory.bytes()));
    assert_eq!(memory.bytes_at(14, 2), Some(&b"ef"[..]));
    assert_eq!(memory.bytes_at(16, 0), Some(&b""[..]));
    for (offset, size) in [(15, 2), (17, 0), (0, 17), (1, u64::MAX), (u32::MAX, 1)] {
        assert_eq!(memory.bytes_at(offset, size), None, "{offset}, {size}");
    }
}

#[test]
fn ends_of_memory() {
    let memory = LinearMemory::new(b"0123456789abcdef");
    assert_eq!(memory.str(Str::new(1, 15)).unwrap(), "123456789abcdef");
    assert_eq!(memory.str(Str::new(15, 1)).unwrap(), "f");
    assert_eq!(memory.str(Str::new(16, 0)).unwrap(), "");
    let error = memory.str(Str::new(15, 2)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "[u8] at 0xf: 2 bytes end at 0x11, past the 0x10 bytes of linear memory"
    );
    for (offset, len) in [
        (1, 16),
        (17, 0),
        (1, u32::MAX),
        (u32::MAX, u32::MAX),
        (u32::MAX, 0),
    ] {
        assert!(matches!(
            memory.str(Str::new(offset, len)),
            Err(AccessError::OutOfBounds { .. })
        ));
    }
}

#[test]
fn null() {
    let memory = LinearMemory::new(b"0123");
    assert_eq!(memory.str(Str::NULL).unwrap(), "");
    let error = memory.str(Str::new(0, 1)).unwrap_err();
    assert!(matches!(error, AccessError::Null { .. }));
    assert!(
        error
            .to_string()
            .ends_with("at 0x0: a null pointer with a length of 1"),
        "{error}"
    );
}
