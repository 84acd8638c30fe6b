//! Each error, and what it says.

mod support;

use std::error::Error;
use std::io::{self, Cursor, Read, Seek, SeekFrom};

use shared_abi::{Ptr, SharedAbi};
use shared_abi_manifest::{Expect, Manifest, ManifestError};
use shared_abi_model::section::{MAX_LEN, NAME as SECTION, checksum};
use support::{module, record, with_manifest};

const POINT: &str = "struct Point, size 8, align 4\n    x: i32, offset 0, size 4, align 4\n    y: i32, offset 4, size 4, align 4\n";

#[derive(SharedAbi)]
#[repr(C)]
struct Point {
    x: i32,
    y: i32,
}

fn of_wasm(wasm: &[u8]) -> ManifestError {
    Manifest::from_wasm(wasm).unwrap_err()
}

/// Of the contents, alone and inside of a module.
fn of_section(contents: &[u8]) -> ManifestError {
    let inside = of_wasm(&with_manifest(contents)).to_string();
    let error = Manifest::from_section(contents).unwrap_err();
    assert_eq!(error.to_string(), inside);
    error
}

/// A module with these bytes behind the preamble.
fn raw(bytes: &[u8]) -> Vec<u8> {
    [b"\0asm\x01\0\0\0", bytes].concat()
}

#[test]
fn not_a_module() {
    for bytes in [
        &b""[..],
        b"\0as",
        b"(module)",
        b"\x7fELF\x02\x01\x01\0",
        &[0; 100],
    ] {
        let error = of_wasm(bytes);
        assert!(matches!(error, ManifestError::NotWasm), "{error}");
    }
    assert_eq!(of_wasm(b"").to_string(), "not a wasm module in the binary format");

    let error = of_wasm(b"\0asm\x0d\0\x01\0");
    assert!(matches!(error, ManifestError::Component));
    let error = of_wasm(b"\0asm\x02\0\0\0");
    assert!(matches!(error, ManifestError::WasmVersion { version: 2, .. }));
    assert_eq!(
        error.to_string(),
        "not a wasm module of binary version 1, but of 0x2"
    );
    let error = of_wasm(b"\0asm\x01\0");
    assert!(matches!(error, ManifestError::Truncated { at: 0, len: 6, .. }));
}

#[test]
fn a_module_that_is_cut_off() {
    // A size that is past the end, one without an end, and none.
    for (bytes, at) in [
        (&[1, 5, 0, 0, 0, 0][..], 8),
        (&[1, 0x80, 0x80], 8),
        (&[1], 8),
        (&[1, 1, 0, 0], 11),
        (&[0, 4, 3, b'a', b'b'], 8),
    ] {
        let error = of_wasm(&raw(bytes));
        let ManifestError::Truncated { at: found, len, .. } = error else {
            panic!("{error}");
        };
        assert_eq!((found, len), (at, 8 + bytes.len() as u64));
    }
    let mut wasm = with_manifest(&record(POINT));
    wasm.pop();
    let error = of_wasm(&wasm);
    let len = wasm.len();
    let at = len - "\0\x0b\x09producers".len();
    assert_eq!(
        error.to_string(),
        format!("the module is cut off: what starts at {at:#x} goes on past its {len:#x} bytes")
    );
}

#[test]
fn heads_that_are_none() {
    // Sizes of more than 32 bits, in too many bytes or with too large a value.
    for bytes in [
        [1, 0x80, 0x80, 0x80, 0x80, 0x80, 0],
        [1, 0xFF, 0xFF, 0xFF, 0xFF, 0x1F, 0],
        [0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1],
    ] {
        let error = of_wasm(&raw(&bytes));
        assert!(matches!(error, ManifestError::Malformed { at: 8, .. }), "{error}");
        assert_eq!(
            error.to_string(),
            "not a wasm module: of the section at 0x8, its size is no 32-bit number"
        );
    }
    // Names that are longer than their sections, or have no length.
    for bytes in [
        &[0, 0][..],
        &[0, 0, 1, 1, 7],
        &[0, 1, 1, 7, 7],
        &[0, 2, 0x80, 0x80, 0, 0, 0],
        &[0, 5, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 1, 2, 3],
        &[0, 6, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
        b"\0\x0a\x0ashared-abi",
    ] {
        let error = of_wasm(&raw(bytes));
        assert!(matches!(error, ManifestError::Malformed { at: 8, .. }), "{error}");
        assert_eq!(
            error.to_string(),
            "not a wasm module: of the section at 0x8, its name isn't all inside of it"
        );
    }
    // Lengths may be written in more bytes than they need.
    let contents = record(POINT);
    let size = 1 + 5 + 10 + contents.len() as u16;
    let size = [
        0x80 | (size & 0x7F) as u8,
        0x80 | (size >> 7) as u8,
        0x80,
        0x80,
        0,
    ];
    let name = [&[0x8A, 0x80, 0x80, 0x80, 0], SECTION.as_bytes()].concat();
    let mut wasm = raw(&[&[0], &size[..], &name, &contents].concat());
    assert!(matches!(of_wasm(&wasm), ManifestError::Truncated { .. }));
    wasm.push(0);
    assert!(
        Manifest::from_wasm(&wasm).is_ok(),
        "{:?}",
        Manifest::from_wasm(&wasm)
    );
}

#[test]
fn no_section() {
    let error = of_wasm(&module(&[]));
    assert!(matches!(
        error,
        ManifestError::NoSection {
            any_custom: false,
            ..
        }
    ));
    let text = |tool: &str| {
        format!(
            "the module has no manifest: no custom section `shared-abi`. Either the guest's own crate doesn't call \
             `shared_abi::manifest!(…)` with the types that cross, {tool}, as `wasm-strip` and `wasm-tools strip` do; keep \
             it with `wasm-strip --keep-section=shared-abi`, with `wasm-tools strip --delete '^name$'`, or with `strip = \
             true` in Cargo.toml instead"
        )
    };
    assert_eq!(
        error.to_string(),
        text("or, since it has no custom section at all, a tool has stripped them")
    );
    // Almost the name; and a section of another kind with its bytes.
    let contents = record(POINT);
    for name in ["name", "shared-abi ", "shared-ab", "Shared-abi", "shared-abj", ""] {
        let error = of_wasm(&module(&[(name, &contents)]));
        assert!(matches!(error, ManifestError::NoSection { any_custom: true, .. }));
        assert_eq!(error.to_string(), text("or a tool has removed it"));
    }
    let mut wasm = module(&[(SECTION, &contents)]);
    wasm[8] = 11;
    assert!(matches!(
        of_wasm(&wasm),
        ManifestError::NoSection {
            any_custom: false,
            ..
        }
    ));
}

#[test]
fn several_sections() {
    let contents = record(POINT);
    for others in [&[][..], &[("name", &b"\0"[..])]] {
        let mut sections = vec![(SECTION, &contents[..])];
        sections.extend(others);
        sections.push((SECTION, &contents));
        let error = of_wasm(&module(&sections));
        assert!(matches!(error, ManifestError::SeveralSections));
    }
}

#[test]
fn too_large() {
    let longest = vec![0; MAX_LEN];
    assert!(matches!(of_section(&longest), ManifestError::NoRecord));
    let error = of_section(&vec![0; MAX_LEN + 1]);
    assert!(matches!(error, ManifestError::TooLarge { len: 0x10_0001, .. }));
    assert_eq!(
        error.to_string(),
        "the manifest has 1048577 bytes; the most that is read is 1048576"
    );
}

#[test]
fn nothing_in_it() {
    for contents in [&b""[..], &[0], &[0; 100]] {
        assert!(matches!(of_section(contents), ManifestError::NoRecord));
    }
}

#[test]
fn bad_headers() {
    for (contents, at) in [
        ("x", 0),
        ("shared-ABI 1 00000000 00000000\n", 0),
        ("\0\0\0Shared-abi 1 00000000 00000000\n", 3),
        ("shared-abi 1 00000000 00000000\nx", 31),
        ("shared-abi 1 00000000 00000000\n\0 ", 32),
        ("shared-abi  1 00000000 00000000\n", 0),
        ("shared-abi 0 00000000 00000000\n", 0),
        ("shared-abi 01 00000000 00000000\n", 0),
        ("shared-abi +1 00000000 00000000\n", 0),
        ("shared-abi -1 00000000 00000000\n", 0),
        ("shared-abi 4294967296 00000000 00000000\n", 0),
        ("shared-abi 11111111111111111111 0\n", 0),
        ("shared-abi 1\t00000000 00000000\n", 0),
        ("shared-abi 1\n00000000 00000000\n", 0),
        ("shared-abi 1 0000000A 00000000\n", 0),
        ("shared-abi 1 +0000000 00000000\n", 0),
        ("shared-abi 1 00000000 0000000G\n", 0),
        ("shared-abi 1 00000000  0000000\n", 0),
        ("shared-abi 1 00000000-00000000\n", 0),
        ("shared-abi 1 00000000 00000000\r", 0),
        ("shared-abi 1 0 0\nstruct A, size 0, align 1\n", 0),
    ] {
        let error = of_section(contents.as_bytes());
        let ManifestError::BadHeader { at: found, .. } = error else {
            panic!("{contents:?}: {error}");
        };
        assert_eq!(found, at, "{contents:?}");
    }
    assert_eq!(
        of_section(b"?").to_string(),
        "the manifest is damaged; build the guest anew: the record at byte 0 has no header of one"
    );
}

#[test]
fn a_newer_version() {
    for version in [3, 4, 10, u32::MAX] {
        let error = of_section(format!("shared-abi {version} whatever that may mean").as_bytes());
        let ManifestError::Version { found, known, .. } = error else {
            panic!("{error}");
        };
        assert_eq!((found, known), (version, 2));
    }
    // Its header may end there.
    let error = of_section(b"shared-abi 3\nwhatever");
    assert!(matches!(error, ManifestError::Version { found: 3, .. }));
    assert_eq!(
        of_section(b"shared-abi 3 \n").to_string(),
        "the manifest is of version 3, and this host reads up to 2; rebuild the host with a newer shared-abi"
    );
}

#[test]
fn records_that_are_cut_off() {
    let whole = record(POINT);
    for len in 1..whole.len() {
        let error = of_section(&whole[..len]);
        // Whether the version ends there can't be known.
        let known = !("shared-abi ".len()..="shared-abi 1".len()).contains(&len);
        match error {
            ManifestError::RecordTruncated { at: 0, .. } => {}
            ManifestError::BadHeader { at: 0, .. } if !known => {}
            error => panic!("{len}: {error}"),
        }
    }
    let twice = [&whole[..], &whole[..40]].concat();
    let at = whole.len();
    let error = of_section(&twice);
    assert!(matches!(error, ManifestError::RecordTruncated { at: found, .. } if found == at));
    assert_eq!(
        error.to_string(),
        format!("the manifest is damaged; build the guest anew: the record at byte {at} is cut off")
    );
    let error = of_section(b"shared-abi 1 ffffffff 00000000\n");
    assert!(matches!(error, ManifestError::RecordTruncated { .. }));
}

#[test]
fn the_checksum() {
    let mut contents = record(POINT);
    let last = contents.len() - 2;
    contents[last] = b'5';
    let error = of_section(&contents);
    let ManifestError::Checksum {
        at,
        written,
        computed,
        ..
    } = error
    else {
        panic!("{error}");
    };
    assert_eq!((at, written), (0, checksum(POINT.as_bytes())));
    assert_eq!(computed, checksum(&contents[31..]));
    assert_eq!(
        error.to_string(),
        format!(
            "the manifest is damaged; build the guest anew: the record at byte 0 has the checksum {computed:08x}, and its \
             header says {written:08x}"
        )
    );
    // That of zlib.
    assert_eq!(checksum(b"123456789"), 0xCBF4_3926);
}

#[test]
fn not_text() {
    let body = b"struct \xFF, size 0, align 1\n";
    let (len, sum) = (body.len(), checksum(body));
    let contents = [format!("shared-abi 1 {len:08x} {sum:08x}\n").as_bytes(), body].concat();
    assert!(matches!(
        of_section(&contents),
        ManifestError::NotUtf8 { at: 0, .. }
    ));
}

#[test]
fn not_in_the_notation() {
    let contents = [record(POINT), record("struct Point, size 8, align 3\n")].concat();
    let error = of_section(&contents);
    let at = record(POINT).len();
    assert!(matches!(error, ManifestError::Notation { at: found, .. } if found == at));
    assert_eq!(
        error.to_string(),
        format!(
            "the manifest can't be read: the record at byte {at}, line 1: `Point`: the alignment 3 is no power of two"
        )
    );
    assert!(error.source().is_some());
}

#[test]
fn two_types_of_one_name() {
    let other = POINT.replace("x: i32", "x: u32");
    let same = Manifest::from_section(&[record(POINT), record(POINT)].concat()).unwrap();
    assert_eq!(same.layouts().to_string(), POINT);
    let error = of_section(&[record(POINT), vec![0; 3], record(&other)].concat());
    let ManifestError::TypeTwice { change, .. } = &error else {
        panic!("{error}");
    };
    assert_eq!(change.name(), "Point");
    assert_eq!(
        error.to_string(),
        "the manifest has two types of one name; rename one: Point: x: i32 → u32"
    );
}

#[test]
fn records_are_joined() {
    let token = record("struct Token, size 1, align 1\n    0: u8, offset 0, size 1\n");
    let empty = record("");
    for contents in [
        [&record(POINT)[..], &token, &empty].concat(),
        [&[0; 7][..], &token, &[0], &record(POINT), &[0; 3]].concat(),
    ] {
        let manifest = Manifest::from_section(&contents).unwrap();
        let names: Vec<&str> = manifest.layouts().iter().map(|layout| layout.name).collect();
        assert_eq!(names, ["Point", "Token"]);
        assert_eq!(Manifest::from_wasm(&with_manifest(&contents)).unwrap(), manifest);
    }
}

/// The variants' order means nothing, so an enum that two records list in two orders is one.
#[test]
fn the_order_of_variants_is_no_difference() {
    let tag = "enum Gait, size 1, align 1\n    tag: u8, offset 0, size 1\n";
    let one = record(&format!("{tag}    A = 1\n    B = 2\n"));
    let other = record(&format!("{tag}    B = 2\n    A = 1\n"));
    assert!(Manifest::from_section(&[one, other].concat()).is_ok());
}

struct Broken(Cursor<Vec<u8>>, usize);

impl Read for Broken {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.1.checked_sub(1) {
            Some(left) => self.1 = left,
            None => return Err(io::Error::other("no more")),
        }
        self.0.read(buffer)
    }
}

impl Seek for Broken {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

#[test]
fn reading_fails() {
    let long = vec![7; 100_000];
    let wasm = module(&[("long", &long), (SECTION, &record(POINT)), ("long", &long)]);
    let mut reads = 0;
    let error = loop {
        match Manifest::read(Broken(Cursor::new(wasm.clone()), reads)) {
            Ok(_) => break None,
            Err(ManifestError::Io(error)) if reads < 100 => {
                assert_eq!(error.to_string(), "no more");
                reads += 1;
            }
            Err(error) => break Some(error),
        }
    };
    assert!(
        error.is_none() && (2..10).contains(&reads),
        "{reads} reads, {error:?}"
    );

    let error = Manifest::read(Broken(Cursor::new(wasm), 0)).unwrap_err();
    assert_eq!(error.to_string(), "the module can't be read: no more");
    assert!(error.source().is_some());
}

/// Wherever the reader stands, the module starts at its start.
#[test]
fn a_reader_that_stands_elsewhere() {
    let mut reader = Cursor::new(with_manifest(&record(POINT)));
    reader.set_position(20);
    assert!(Manifest::read(&mut reader).is_ok());
    assert!(Manifest::read(reader).is_ok());
}

#[test]
fn a_file() {
    let path = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("manifest-of-a-file.wasm");
    std::fs::write(&path, with_manifest(&record(POINT))).unwrap();
    let manifest = Manifest::open(&path).unwrap();
    assert_eq!(manifest.layouts().to_string(), POINT);
    assert!(Expect::types::<Point>().check(&manifest).is_ok());
}

#[derive(SharedAbi)]
#[repr(C)]
struct Batch {
    kind: u32,
    activity: u32,
    samples: Ptr<Sample>,
    seq: u64,
    origin: Point,
}

#[derive(SharedAbi)]
#[repr(C)]
struct Sample {
    value: f64,
    gait: Gait,
}

#[derive(SharedAbi)]
#[repr(i8)]
#[allow(dead_code, reason = "only its layout is looked at")]
enum Gait {
    Backwards = -1,
    Walk = 1,
}

#[test]
fn every_type_that_differs_has_a_line() {
    let body = "struct Batch, size 24, align 8\n    kind: u32, offset 0, size 4\n    samples: Ptr<Sample>, offset 8, size 8\n    \
                activity: u8, offset 16, size 1\n    age: u16, offset 18, size 2\n\
                enum Gait, size 1, align 1\n    tag: i8, offset 0, size 1\n    Backwards = -2\n    Run = 3\n\
                struct Unknown, size 1, align 1\n    x: u8, offset 0, size 1\n\
                union Sample, size 8, align 8\n    value: f64, offset 0, size 8\n";
    let wasm = with_manifest(&record(body));
    let expect = Expect::types::<(Batch, (Sample,))>();
    let error = expect.check_wasm(&wasm).unwrap_err();
    let ManifestError::Mismatch(mismatch) = &error else {
        panic!("{error}");
    };
    let lines = [
        "Batch: guest 24 bytes, host 32; activity: u8 → u32, offset 16 → 4; age: only in guest; seq: only in host; \
                 origin: only in host",
        "Gait: variant Backwards: -2 → -1; variant Run: only in guest; variant Walk: only in host",
        "Point: only in host",
        "Sample: union → struct; guest 8 bytes, host 16; gait: only in host",
    ];
    assert_eq!(mismatch.to_string(), lines.join("\n"));
    assert_eq!(
        error.to_string(),
        format!(
            "the guest was built from other types than this host:\n  {}\nbuild both from the same types; what is only in \
             host may also be missing from the guest's `shared_abi::manifest!(…)`: name it there",
            lines.join("\n  ")
        )
    );
    let names: Vec<&str> = mismatch.changes().iter().map(|change| change.name()).collect();
    assert_eq!(names, ["Batch", "Gait", "Point", "Sample"]);
}

#[test]
fn more_types_than_the_host_knows() {
    let more = "struct Unknown, size 4, align 4\n    x: Other, offset 0, size 4\n";
    let wasm = with_manifest(&record(&[more, POINT].concat()));
    assert!(Expect::types::<Point>().check_wasm(&wasm).is_ok());
}

#[test]
fn nothing_is_expected() {
    for wasm in [&b""[..], b"(module)", &module(&[]), &with_manifest(b"?")] {
        for expect in [
            Expect::nothing(),
            Expect::types::<()>(),
            Expect::types::<(u8, *const u64)>(),
        ] {
            assert!(expect.check_wasm(wasm).is_ok());
        }
        assert!(Expect::types::<Point>().check_wasm(wasm).is_err());
    }
    let manifest = Manifest::from_section(&record("")).unwrap();
    assert!(Expect::nothing().check(&manifest).is_ok());
    let error = Expect::types::<Point>().check(&manifest).unwrap_err();
    assert!(matches!(error, ManifestError::Mismatch(_)));
    assert_eq!(
        format!("{:?}", Expect::types::<Batch>()),
        r#"["Batch", "Sample", "Point", "Gait"]"#
    );
}
