//! Modules that are meant to do harm: reading one takes little time, little memory and few bytes.

mod support;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::fmt::Write as _;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::time::{Duration, Instant};

use shared_abi::{Ptr, SharedAbi};
use shared_abi_manifest::{Expect, Manifest, ManifestError};
use shared_abi_model::section::{MAX_LEN, NAME as SECTION};
use support::{module, record, with_manifest};

struct Counting;

thread_local! {
    /// Bytes that this thread holds, and the most that it ever held.
    static HELD: Cell<(isize, isize)> = const { Cell::new((0, 0)) };
}

fn count(bytes: isize) {
    let (held, most) = HELD.get();
    HELD.set((held + bytes, most.max(held + bytes)));
}

// SAFETY: every call is passed on as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as isize);
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        count(-(layout.size() as isize));
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(block, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What `work` returns, and how many bytes it held at most.
fn measured<T>(work: impl FnOnce() -> T) -> (T, usize) {
    let (held, _) = HELD.get();
    HELD.set((held, held));
    let start = Instant::now();
    let result = work();
    // A build with debug assertions, on a busy machine.
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    (result, (HELD.get().1 - held) as usize)
}

const KIB: usize = 1 << 10;
const MIB: usize = 1 << 20;

/// Reads a module; the most memory that this may take is given in bytes.
fn read(wasm: &[u8], limit: usize) -> Result<Manifest, ManifestError> {
    let (result, most) = measured(|| Manifest::from_wasm(wasm));
    assert!(most <= limit, "{most} bytes");
    if let Err(error) = &result {
        assert!(error.to_string().len() < 1000);
    }
    result
}

#[test]
fn the_counter_counts() {
    let (_, most) = measured(|| {
        drop(std::hint::black_box(vec![1_u8; 1000]));
        drop(std::hint::black_box(vec![1_u8; 3000]));
    });
    assert_eq!(most, 3000);
}

/// A struct with this many fields, of which each line is as short as can be.
fn fields(count: usize) -> String {
    let mut body = String::from("struct S, size 1, align 1\n");
    for i in 0..count {
        writeln!(body, "    f{i:x}: u, offset 0, size 0").unwrap();
    }
    body
}

#[test]
fn a_million_fields() {
    let wasm = with_manifest(&record(&fields(1_000_000)));
    // Refused before it is read.
    let error = read(&wasm, 16 * KIB).unwrap_err();
    assert!(matches!(error, ManifestError::TooLarge { .. }), "{error}");

    // As many as there is room for.
    let count = 32_000;
    let contents = record(&fields(count));
    assert!(
        (MAX_LEN - MAX_LEN / 10..=MAX_LEN).contains(&contents.len()),
        "{}",
        contents.len()
    );
    let manifest = read(&with_manifest(&contents), 16 * MIB).unwrap();
    assert_eq!(manifest.layouts().get("S").unwrap().fields.len(), count);
}

/// The error is short, and takes no longer, where each of them differs.
#[test]
fn as_many_differences() {
    #[derive(SharedAbi)]
    #[repr(C)]
    struct S {
        other: u32,
    }
    let manifest = Manifest::from_section(&record(&fields(32_000))).unwrap();
    let (text, most) = measured(|| Expect::types::<S>().check(&manifest).unwrap_err().to_string());
    assert!(text.len() < 2000 && text.contains("and 31981 more"), "{text}");
    assert!(most <= 32 * MIB, "{most} bytes");
}

#[test]
fn as_many_types() {
    let mut body = String::new();
    while body.len() < MAX_LEN - 100 {
        writeln!(body, "struct {:x}, size 0, align 1", body.len()).unwrap();
    }
    let manifest = read(&with_manifest(&record(&body)), 16 * MIB).unwrap();
    assert!(manifest.layouts().len() > 30_000);
}

#[test]
fn as_many_records() {
    let one = record("");
    let contents = one.repeat(MAX_LEN / one.len());
    assert!(
        read(&with_manifest(&contents), 2 * MIB)
            .unwrap()
            .layouts()
            .is_empty()
    );

    // Each with the same long name.
    let one = record(&format!("struct {}, size 0, align 1\n", "n".repeat(1000)));
    let contents = one.repeat(MAX_LEN / one.len());
    assert_eq!(
        read(&with_manifest(&contents), 2 * MIB).unwrap().layouts().len(),
        1
    );
}

#[test]
fn a_name_of_a_megabyte() {
    let long = "n".repeat(MAX_LEN - 100);
    let body = format!("struct {long}, size 0, align 1\n");
    let manifest = read(&with_manifest(&record(&body)), 4 * MIB).unwrap();
    assert_eq!(manifest.layouts().len(), 1);
    for body in [
        format!("struct {long}, size 0, align 3\n"),
        format!("struct S, size 8, align 1\n    {long}: u8, offset 9, size 1\n"),
        format!("struct S, size 8, align 1\n    x: {long}, offset 9, size 1\n"),
        format!("struct S, size {long}, align 1\n"),
        format!("struct S, size {}, align 1\n", "9".repeat(MAX_LEN - 100)),
        format!("enum S, size 8, align 1\n    x = {}\n", "9".repeat(MAX_LEN - 100)),
        long.clone(),
        "\n".repeat(MAX_LEN - 100) + "x\n",
        " ".repeat(MAX_LEN - 100),
        "\u{1b}[31m".repeat(MAX_LEN / 5 - 100),
    ] {
        let error = read(&with_manifest(&record(&body)), 4 * MIB).unwrap_err();
        assert!(matches!(error, ManifestError::Notation { .. }), "{error}");
        assert!(!error.to_string().contains('\u{1b}'));
    }
    // Of a field, of a type that the host has.
    #[derive(SharedAbi)]
    #[repr(C)]
    struct Point {
        x: i32,
    }
    let body = format!("struct Point, size 8, align 1\n    {long}: u8, offset 0, size 1\n");
    let manifest = read(&with_manifest(&record(&body)), 4 * MIB).unwrap();
    let error = Expect::types::<Point>().check(&manifest).unwrap_err();
    assert!(error.to_string().len() < 500);
    // Of a section.
    let wasm = module(&[(&long, b"")]);
    assert!(matches!(
        read(&wasm, 16 * KIB),
        Err(ManifestError::NoSection { any_custom: true, .. })
    ));
}

#[test]
fn deeply_nested_types() {
    #[derive(SharedAbi)]
    #[repr(C)]
    struct Deep {
        x: Ptr<u8>,
    }
    for (depth, (open, close)) in [60, 100_000].into_iter().flat_map(|depth| {
        let pairs = [("Ptr<", ">"), ("[", "; 1]"), ("(", ")"), ("Pair<u8, ", ">")];
        pairs.map(move |pair| (depth, pair))
    }) {
        let ty = format!("{}u8{}", open.repeat(depth), close.repeat(depth));
        let body = format!("struct Deep, size 8, align 8\n    x: {ty}, offset 0, size 8\n");
        let manifest = read(&with_manifest(&record(&body)), 8 * MIB);
        let manifest = match manifest {
            Ok(manifest) => manifest,
            Err(ManifestError::TooLarge { .. }) if body.len() > MAX_LEN - 100 => continue,
            // Deeper than a type may be.
            Err(ManifestError::Notation { .. }) if depth > 64 => continue,
            Err(error) => panic!("{error}"),
        };
        let error = Expect::types::<Deep>().check(&manifest).unwrap_err();
        assert!(error.to_string().len() < 500, "{error}");
        // And never closed.
        let body = format!(
            "struct Deep, size 8, align 8\n    x: {}u8, offset 0, size 8\n",
            open.repeat(depth)
        );
        let error = read(&with_manifest(&record(&body)), 8 * MIB).unwrap_err();
        assert!(matches!(error, ManifestError::Notation { .. }));
    }
}

/// Types that hold themselves and each other: nothing follows them.
#[test]
fn types_in_a_circle() {
    #[derive(SharedAbi)]
    #[repr(C)]
    struct A {
        b: Ptr<B>,
    }
    #[derive(SharedAbi)]
    #[repr(C)]
    struct B {
        a: Ptr<A>,
    }
    let body = "struct A, size 8, align 8\n    b: B, offset 0, size 8\nstruct B, size 8, align 8\n    a: A, offset 0, size 8\n\
                struct C, size 8, align 8\n    c: C, offset 0, size 8\n";
    let manifest = read(&with_manifest(&record(body)), 64 * KIB).unwrap();
    let error = Expect::types::<(A, B)>().check(&manifest).unwrap_err();
    assert!(error.to_string().contains("A: b: B → Ptr<B>\n"), "{error}");

    // A circle of pointers is what every list is.
    let body = body.replace(": A", ": Ptr<A>").replace(": B", ": Ptr<B>");
    let manifest = read(&with_manifest(&record(&body)), 64 * KIB).unwrap();
    assert!(Expect::types::<(A, B)>().check(&manifest).is_ok());
}

#[test]
fn sizes_that_are_lies() {
    const MAX: [u8; 5] = [0xFF, 0xFF, 0xFF, 0xFF, 0x0F];
    let head = |size: &[u8], more: &[u8]| [b"\0asm\x01\0\0\0\0", size, more].concat();
    let name = [&[10], SECTION.as_bytes()].concat();
    for wasm in [
        head(&MAX, &[]),
        head(&MAX, &name),
        head(&MAX, &[&name[..], &record("")].concat()),
        head(&[0x80, 0x80, 0x40], &name),
        head(&[20], &[&MAX[..], &[b'a'; 15]].concat()),
        head(&[15], &[&MAX[..], SECTION.as_bytes()].concat()),
        head(&[0xFF; 5], &name),
        head(&[0x80; 100], &name),
    ] {
        assert!(read(&wasm, 16 * KIB).is_err());
    }
    // In the record's own header.
    let error = read(
        &with_manifest(b"shared-abi 1 ffffffff 00000000\nstruct"),
        16 * KIB,
    )
    .unwrap_err();
    assert!(matches!(error, ManifestError::RecordTruncated { .. }));
}

#[test]
fn a_million_sections() {
    // An empty name; as few bytes as a custom section has.
    let mut wasm = b"\0asm\x01\0\0\0".to_vec();
    wasm.extend(b"\0\x01\0".repeat(1_000_000));
    let error = read(&wasm, 16 * KIB).unwrap_err();
    assert!(matches!(error, ManifestError::NoSection { any_custom: true, .. }));
    wasm.extend(&with_manifest(&record("struct A, size 0, align 1\n"))[8..]);
    assert_eq!(read(&wasm, 16 * KIB).unwrap().layouts().len(), 1);
    // Sections of other kinds that are empty.
    let mut wasm = b"\0asm\x01\0\0\0".to_vec();
    wasm.extend(b"\x01\0".repeat(1_000_000));
    assert!(read(&wasm, 16 * KIB).is_err());

    // Each with the name, as far as it goes.
    let almost = module(&[("shared-abj", b"")]);
    let mut wasm = almost.clone();
    wasm.extend(almost[8..].repeat(1_000_000));
    assert!(read(&wasm, 16 * KIB).is_err());
    // Read in pieces, each byte about twice: one piece ends where a head is looked at.
    let len = wasm.len() as u64;
    let mut sparse = Sparse::new(vec![Piece::Bytes(wasm)]);
    assert!(Manifest::read(&mut sparse).is_err());
    assert!(sparse.read <= 3 * len, "{} of {len} bytes", sparse.read);
}

/// A module with long stretches of zeros, which counts what is read of it.
struct Sparse {
    pieces: Vec<Piece>,
    at: u64,
    read: u64,
}

enum Piece {
    Bytes(Vec<u8>),
    Zeros(u64),
}

impl Piece {
    fn len(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Zeros(len) => *len,
        }
    }
}

impl Sparse {
    fn new(pieces: Vec<Piece>) -> Self {
        Self {
            pieces,
            at: 0,
            read: 0,
        }
    }

    fn len(&self) -> u64 {
        self.pieces.iter().map(Piece::len).sum()
    }
}

impl Read for Sparse {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut start = 0;
        for piece in &self.pieces {
            let inside = self.at.checked_sub(start).filter(|inside| *inside < piece.len());
            start += piece.len();
            let Some(inside) = inside else { continue };
            let len = buffer.len().min((piece.len() - inside) as usize);
            match piece {
                Piece::Bytes(bytes) => buffer[..len].copy_from_slice(&bytes[inside as usize..][..len]),
                Piece::Zeros(_) => buffer[..len].fill(0),
            }
            self.at += len as u64;
            self.read += len as u64;
            return Ok(len);
        }
        Ok(0)
    }
}

impl Seek for Sparse {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let to = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.len().checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = to.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

/// The head of a section with contents of this many bytes.
fn head(id: u8, mut len: u64) -> Vec<u8> {
    let mut head = vec![id];
    for _ in 0..4 {
        head.push(len as u8 | 0x80);
        len >>= 7;
    }
    head.push(len as u8);
    head
}

#[test]
fn a_module_of_100_megabytes() {
    let manifest = with_manifest(&record("struct A, size 0, align 1\n"));
    for large in [100 * MIB as u64, 0xFFFF_FFFF] {
        for count in [1, 13] {
            let mut pieces = vec![Piece::Bytes(manifest[..8].to_vec())];
            for _ in 0..count {
                pieces.push(Piece::Bytes(head(10, large)));
                pieces.push(Piece::Zeros(large));
            }
            pieces.push(Piece::Bytes(manifest[8..].to_vec()));
            pieces.push(Piece::Bytes(head(0, large)));
            pieces.push(Piece::Zeros(large));

            let mut sparse = Sparse::new(pieces);
            let (result, most) = measured(|| Manifest::read(&mut sparse));
            assert_eq!(result.unwrap().layouts().len(), 1);
            assert!(most <= 16 * KIB, "{most} bytes held");
            assert!(sparse.read < MIB as u64, "{} bytes read", sparse.read);

            // One byte is missing at the end.
            let Some(Piece::Zeros(last)) = sparse.pieces.last_mut() else {
                panic!()
            };
            *last -= 1;
            let error = Manifest::read(&mut sparse).unwrap_err();
            assert!(matches!(error, ManifestError::Truncated { .. }), "{error}");
        }
    }
}

/// A reader that says it is longer than any file.
#[test]
fn a_reader_that_lies() {
    struct Endless(Cursor<Vec<u8>>);

    impl Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.0.read(buffer)
        }
    }
    impl Seek for Endless {
        fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
            match to {
                SeekFrom::End(_) => Ok(u64::MAX),
                to => self.0.seek(to),
            }
        }
    }
    let error = Manifest::read(Endless(Cursor::new(with_manifest(&record(""))))).unwrap_err();
    let ManifestError::Io(error) = error else {
        panic!("{error}")
    };
    assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
}
