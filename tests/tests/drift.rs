//! A layout that has drifted from its pins stops `cargo build`, for the host and for the guest.

#![forbid(unsafe_code)]

use tests::{HOST, RustcError, Scratch, WASM};

/// Types that a guest and a host have agreed on: every size and offset is pinned.
const TYPES: &str = "\
#![forbid(unsafe_code)]
use shared_abi::SharedAbi;

pub type Len = usize;

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(size = 32, align = 8)]
pub struct Sample {
    #[shared_abi(offset = 0)]
    pub kind: Kind,
    #[shared_abi(offset = 4)]
    pub count: u32,
    #[shared_abi(offset = 8)]
    pub time: u64,
    #[shared_abi(offset = 16)]
    pub value: f64,
    #[shared_abi(offset = 24)]
    pub next: *mut Sample,
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(u8)]
#[shared_abi(size = 1)]
pub enum Kind {
    Rest,
    Walk,
}

#[derive(SharedAbi)]
#[repr(C, align(16))]
#[shared_abi(size = 16, align = 16)]
pub struct Block {
    #[shared_abi(offset = 0)]
    pub start: u64,
    #[shared_abi(offset = 8)]
    pub len: u64,
}

pub fn size() -> usize {
    shared_abi::layout_of::<Sample>().size + shared_abi::layout_of::<Block>().size
}
";

const TIME: &str = "    #[shared_abi(offset = 8)]\n    pub time: u64,\n";
const COUNT: &str = "    #[shared_abi(offset = 4)]\n    pub count: u32,\n";

/// One change to the types, and the errors that it has to cause.
struct Drift {
    what: &'static str,
    from: String,
    to: String,
    errors: &'static [&'static str],
}

fn drift(what: &'static str, from: &str, to: &str, errors: &'static [&'static str]) -> Drift {
    let (from, to) = (from.to_owned(), to.to_owned());
    Drift {
        what,
        from,
        to,
        errors,
    }
}

fn drifts() -> Vec<Drift> {
    vec![
        drift(
            "two fields swapped",
            &format!("{COUNT}{TIME}"),
            &format!("{TIME}{COUNT}"),
            &[
                "`Sample.count` is at 16, pinned at 4; restore the fields before it",
                "`Sample.value` is at 24, pinned at 16; restore the fields before it",
            ],
        ),
        drift(
            "two narrowed",
            "pub start: u64,\n    #[shared_abi(offset = 8)]\n    pub len: u64",
            "pub start: u32,\n    #[shared_abi(offset = 8)]\n    pub len: u32",
            &["`Block.len` is at 4, pinned at 8"],
        ),
        drift(
            "one widened",
            "pub count: u32",
            "pub count: u64",
            &[
                "`Sample.count` is at 8, pinned at 4",
                "`Sample.time` is at 16, pinned at 8",
            ],
        ),
        drift(
            "one inserted",
            TIME,
            &format!("    pub flags: u32,\n{TIME}"),
            &["`Sample.time` is at 16, pinned at 8"],
        ),
        drift(
            "one appended",
            "pub next: *mut Sample,\n",
            "pub next: *mut Sample,\n    pub flags: u8,\n",
            &["`Sample` is 40 bytes, pinned at 32; restore the fields"],
        ),
        drift("one removed", TIME, "", &["`Sample.value` is at 8, pinned at 16"]),
        drift(
            "another enum repr",
            "#[repr(u8)]",
            "#[repr(u16)]",
            &["`Kind` is 2 bytes, pinned at 1"],
        ),
        drift(
            "no enum repr",
            "#[repr(u8)]\n",
            "",
            &["enum `Kind` has no fixed layout"],
        ),
        drift(
            "u64 turned into usize",
            "pub time: u64",
            "pub time: usize",
            &["`Sample.time`: `usize` is 4 bytes on wasm32 and 8 on a 64-bit host; use `u32` or `u64`"],
        ),
        drift(
            "u64 turned into usize behind an alias",
            "pub time: u64",
            "pub time: Len",
            &["`usize` can't cross between wasm32 and a 64-bit host"],
        ),
        drift(
            "a nested array of it",
            "pub time: u64",
            "pub time: [Len; 2]",
            &["`usize` can't cross between wasm32 and a 64-bit host"],
        ),
        drift(
            "u64 turned into C's long",
            "pub time: u64",
            "pub time: core::ffi::c_ulong",
            &[
                "`Sample.time`: `core::ffi::c_ulong` is 4 bytes on wasm32 and 8 on a 64-bit host; use `u32` or `u64`",
            ],
        ),
        drift(
            "repr(C) dropped",
            "#[repr(C)]\n",
            "",
            &[
                "struct `Sample` has no fixed layout: Rust may lay it out differently for wasm32 and for the host; add `#[repr(C)]`",
            ],
        ),
        drift(
            "a lower alignment",
            "align(16)",
            "align(8)",
            &["`Block` is aligned to 8, pinned at 16"],
        ),
        drift(
            "packed",
            "#[repr(C)]\n",
            "#[repr(C, packed)]\n",
            &[
                "`Sample` is aligned to 1, pinned at 8",
                "`Sample.count` is at 1, pinned at 4",
            ],
        ),
        drift(
            "a pointer turned into a slice",
            "pub next: *mut Sample",
            "pub next: *mut [Sample]",
            &["`Sample` is 40 bytes, pinned at 32"],
        ),
        drift(
            "a pointer to what can't be shared",
            "pub next: *mut Sample",
            "pub next: *mut Vec<Sample>",
            &["`Sample.next`: `Vec<Sample>` owns memory of one side's allocator"],
        ),
    ]
}

/// What a change leaves as it was agreed on.
fn sound() -> Vec<Drift> {
    vec![
        drift("nothing", "pub count", "pub count", &[]),
        drift("another sign", "pub count: u32", "pub count: i32", &[]),
        drift("another name", "pub count: u32", "pub steps: u32", &[]),
        drift(
            "a gap filled",
            "pub kind: Kind,\n",
            "pub kind: Kind,\n    pub flags: u8,\n    pub level: u16,\n",
            &[],
        ),
        drift(
            "a pointer's target",
            "pub next: *mut Sample",
            "pub next: *const Block",
            &[],
        ),
        drift("one more variant", "    Walk,\n", "    Walk,\n    Run,\n", &[]),
    ]
}

/// The types crate, which guest and host depend on, and these two.
struct Pair {
    types: Scratch,
    guest: Scratch,
    host: Scratch,
}

impl Pair {
    fn new() -> Self {
        let types = Scratch::new("drift-types", "shared-abi");
        let side = |name: &str, extra: &str, source: &str| {
            let side = Scratch::new(name, "shared-abi");
            side.extend_manifest(&format!(
                "drift-types = {{ path = {:?} }}\n{extra}",
                types.dir().display().to_string()
            ));
            side.write("src/lib.rs", source);
            side
        };
        let guest =
            "#[unsafe(no_mangle)]\npub extern \"C\" fn size() -> u32 {\n    drift_types::size() as u32\n}\n";
        let host = "pub fn size() -> usize {\n    drift_types::size()\n}\n";
        Self {
            guest: side("drift-guest", "\n[lib]\ncrate-type = [\"cdylib\"]\n", guest),
            host: side("drift-host", "", host),
            types,
        }
    }

    /// Builds both sides with these types: for each the target, whether it was built, and the errors.
    fn build(&self, types: &str) -> [(&'static str, bool, Vec<RustcError>); 2] {
        self.types.write("src/lib.rs", types);
        [(&self.host, HOST), (&self.guest, WASM)].map(|(side, target)| {
            let build = side.cargo(&["build", "--target", target]);
            (target, build.success, RustcError::parse_all(&build.stderr))
        })
    }
}

#[test]
fn drift_stops_both_builds() {
    let pair = Pair::new();
    let mut report = String::new();
    for Drift {
        what,
        from,
        to,
        errors,
    } in sound().into_iter().chain(drifts())
    {
        assert_eq!(
            TYPES.matches(&from).count().min(1),
            1,
            "{what}: nothing to change"
        );
        let types = TYPES.replacen(&from, &to, 1);
        for (target, success, seen) in pair.build(&types) {
            let as_asked = errors.len() == seen.len()
                && errors
                    .iter()
                    .all(|&words| seen.iter().any(|error| error.text.contains(words)))
                && seen
                    .iter()
                    .all(|error| error.file.ends_with("drift-types/src/lib.rs"));
            if !as_asked || success != errors.is_empty() {
                let seen: Vec<_> = seen.iter().map(|error| error.text.as_str()).collect();
                report += &format!(
                    "\n=== {what}, for {target}: asked for {errors:#?}, saw\n{}\n",
                    seen.join("\n")
                );
            }
        }
    }
    assert!(report.is_empty(), "{report}");
}

#[test]
fn a_target_that_aligns_otherwise_is_refused() {
    let scratch = Scratch::new("other-alignment", "shared-abi");
    scratch.write(
        "src/lib.rs",
        "use shared_abi::SharedAbi;\n\n#[derive(SharedAbi)]\n#[repr(C)]\npub struct Clock {\n    pub time: u64,\n}\n",
    );
    let build = scratch.cargo(&["check", "--target", "i686-unknown-linux-gnu"]);
    let errors = RustcError::parse_all(&build.stderr);
    assert!(!build.success);
    let [error] = errors.as_slice() else {
        panic!("{}", build.stderr)
    };
    let asked = "`Clock` is aligned to 4 by this target's compiler, but to 8 in the shared ABI; a target that \
                 aligns types otherwise can't share them";
    assert!(error.text.contains(asked), "{}", error.text);
    assert_eq!(
        (error.line, error.column, error.width),
        (5, 12, 5),
        "{}",
        error.text
    );
    // What has the same alignment everywhere can be shared there too.
    scratch.write(
        "src/lib.rs",
        "use shared_abi::SharedAbi;\n\n#[derive(SharedAbi)]\n#[repr(C)]\npub struct Clock {\n    pub time: u32,\n}\n",
    );
    let build = scratch.cargo(&["check", "--target", "i686-unknown-linux-gnu"]);
    assert!(build.success, "{}", build.stderr);
}

/// Not seen by `cargo check`, so not among the cases for trybuild.
#[test]
fn the_host_writes_no_union_with_short_members() {
    let scratch = Scratch::new("short-member", "shared-abi");
    let source = "use shared_abi::{LinearMemoryMut, Ptr, SharedAbi};

#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
pub union Value {
    pub small: u8,
    pub large: u32,
}

pub fn write(memory: &mut LinearMemoryMut<'_>) {
    let _ = memory.write(Ptr::<Value>::new(8), Value { large: 1 });
}
";
    scratch.write("src/lib.rs", source);
    let build = scratch.cargo(&["build"]);
    assert!(!build.success);
    assert!(
        build
            .stderr
            .contains("a union whose members differ in size can't be written by the host"),
        "{}",
        build.stderr
    );
    scratch.write("src/lib.rs", &source.replace("small: u8", "small: f32"));
    let build = scratch.cargo(&["build"]);
    assert!(build.success, "{}", build.stderr);
}
