//! What becomes of types that a guest and a host have agreed on, and at which gate each change is seen.

use crate::rustc_error::RustcError;
use crate::scratch::{HOST, Scratch, WASM};

/// The types as they were agreed on, pinned.
pub const TYPES: &str = include_str!("../drift/types.rs");

const TIME: &str = "    #[shared_abi(offset = 8)]\n    pub time: u64,\n";
const COUNT: &str = "    #[shared_abi(offset = 4)]\n    pub count: u32,\n";

/// One change to the types, and what each gate has to say of it.
pub struct Drift {
    /// What was done.
    pub what: &'static str,
    from: String,
    to: String,
    /// The errors of a build whose types are pinned.
    pub pins: &'static [&'static str],
    /// The errors of a build whose types are locked.
    pub lock: &'static [&'static str],
    /// The lines of the error with which a guest of these types is refused by a host of the old ones; of types that
    /// can't be shared at all, there is no guest.
    pub load: Option<&'static [&'static str]>,
}

impl Drift {
    /// A change that no gate objects to, until it is said which do.
    fn new(what: &'static str, from: &str, to: &str) -> Self {
        Self {
            what,
            from: from.to_owned(),
            to: to.to_owned(),
            pins: &[],
            lock: &[],
            load: Some(&[]),
        }
    }

    fn pins(mut self, errors: &'static [&'static str]) -> Self {
        self.pins = errors;
        self
    }

    fn lock(mut self, errors: &'static [&'static str]) -> Self {
        self.lock = errors;
        self
    }

    fn load(mut self, lines: &'static [&'static str]) -> Self {
        self.load = Some(lines);
        self
    }

    /// Types that can't be shared, pinned, locked or not.
    fn refused(mut self, errors: &'static [&'static str]) -> Self {
        (self.pins, self.lock, self.load) = (errors, errors, None);
        self
    }

    /// The changed types, pinned.
    ///
    /// # Panics
    /// If there is nothing to change.
    #[must_use]
    pub fn types(&self) -> String {
        assert!(TYPES.contains(&self.from), "{}: nothing to change", self.what);
        TYPES.replacen(&self.from, &self.to, 1)
    }

    /// The changed types, without their pins.
    #[must_use]
    pub fn unpinned(&self) -> String {
        unpinned(&self.types())
    }
}

/// Types without their pins.
#[must_use]
pub fn unpinned(types: &str) -> String {
    let lines = types
        .lines()
        .filter(|line| !line.trim_start().starts_with("#[shared_abi("));
    lines.map(|line| format!("{line}\n")).collect()
}

/// Every change.
#[must_use]
pub fn drifts() -> Vec<Drift> {
    vec![
        Drift::new("nothing", "pub count", "pub count"),
        Drift::new("another sign", "pub count: u32", "pub count: i32").lock(&["Sample.count: locked as u32, now i32; if the change is intended, run cargo shared-abi lock"]).load(&["Sample: count: i32 → u32"]),
        Drift::new("another name", "pub count: u32", "pub steps: u32").lock(&["Sample.steps: locked as `count`; if"]).load(&["Sample: steps: only in guest; count: only in host"]),
        Drift::new(
            "a gap filled",
            "pub kind: Kind,\n",
            "pub kind: Kind,\n    pub flags: u8,\n    pub level: u16,\n",
        ).lock(&["Sample.flags: not in the lock, now at offset 1; if", "Sample.level: not in the lock, now at offset 2; if"]).load(&["Sample: flags: only in guest; level: only in guest"]),
        Drift::new(
            "a pointer's target",
            "pub next: *mut Sample",
            "pub next: *const Block",
        ).lock(&["Sample.next: locked as PtrMut<Sample>, now Ptr<Block>; if"]).load(&["Sample: next: Ptr<Block> → PtrMut<Sample>"]),
        Drift::new("one more variant", "    Walk,\n", "    Walk,\n    Run,\n").lock(&["Kind.Run: not in the lock, now 2; if"]).load(&["Kind: variant Run: only in guest"]),
        Drift::new("variants swapped", "    Rest,\n    Walk,\n", "    Walk,\n    Rest,\n").lock(&["Kind.Walk: locked as 1, now 0; if"]).load(&["Kind: variant Walk: 0 → 1; variant Rest: 1 → 0"]),
        Drift::new(
            "two fields swapped",
            &format!("{COUNT}{TIME}"),
            &format!("{TIME}{COUNT}"),
        )
        .pins(&[
            "`Sample.count` is at 16, pinned at 4; restore the fields before it",
            "`Sample.value` is at 24, pinned at 16; restore the fields before it",
        ]).lock(&["Sample.count: locked at offset 4, now 16; if", "Sample.value: locked at offset 16, now 24; if"]).load(&["Sample: guest 40 bytes, host 32; count: offset 16 → 4; value: offset 24 → 16; next: offset 32 → 24"]),
        Drift::new(
            "two of one type swapped",
            "pub start: u64,\n    #[shared_abi(offset = 8)]\n    pub len: u64",
            "pub len: u64,\n    #[shared_abi(offset = 8)]\n    pub start: u64",
        ).lock(&["Block.len: locked at offset 8, now 0; if", "Block.start: locked at offset 0, now 8; if"]).load(&["Block: len: offset 0 → 8; start: offset 8 → 0"]),
        Drift::new(
            "two narrowed",
            "pub start: u64,\n    #[shared_abi(offset = 8)]\n    pub len: u64",
            "pub start: u32,\n    #[shared_abi(offset = 8)]\n    pub len: u32",
        )
        .pins(&["`Block.len` is at 4, pinned at 8"]).lock(&["Block.start: locked as u64, now u32; if", "Block.len: locked as u64 at offset 8, now u32 at 4; if"]).load(&["Block: start: u32 → u64; len: u32 → u64, offset 4 → 8"]),
        Drift::new("one widened", "pub count: u32", "pub count: u64").pins(&[
            "`Sample.count` is at 8, pinned at 4",
            "`Sample.time` is at 16, pinned at 8",
        ]).lock(&["Sample.count: locked as u32 at offset 4, now u64 at 8; if", "Sample.time: locked at offset 8, now 16; if"]).load(&["Sample: guest 40 bytes, host 32; count: u64 → u32, offset 8 → 4; time: offset 16 → 8; value: offset 24 → 16; next: offset 32 → 24"]),
        Drift::new("one inserted", TIME, &format!("    pub flags: u32,\n{TIME}"))
            .pins(&["`Sample.time` is at 16, pinned at 8"]).lock(&["Sample.flags: not in the lock, now at offset 8; if", "Sample.time: locked at offset 8, now 16; if"]).load(&["Sample: guest 40 bytes, host 32; flags: only in guest; time: offset 16 → 8; value: offset 24 → 16; next: offset 32 → 24"]),
        Drift::new(
            "one appended",
            "pub next: *mut Sample,\n",
            "pub next: *mut Sample,\n    pub flags: u8,\n",
        )
        .pins(&["`Sample` is 40 bytes, pinned at 32; restore the fields"]).lock(&["Sample.flags: not in the lock, now at offset 32; if"]).load(&["Sample: guest 40 bytes, host 32; flags: only in guest"]),
        Drift::new("one removed", TIME, "").pins(&["`Sample.value` is at 8, pinned at 16"]).lock(&["Sample.value: locked at offset 16, now 8; if", "Sample.time: locked at offset 8, now removed; if"]).load(&["Sample: guest 24 bytes, host 32; value: offset 8 → 16; next: offset 16 → 24; time: only in host"]),
        Drift::new("another enum repr", "#[repr(u8)]", "#[repr(u16)]")
            .pins(&["`Kind` is 2 bytes, pinned at 1"]).lock(&["Kind.tag: locked as u8, now u16; if", "Sample.kind: locked with 1 byte, now 2; if"]).load(&["Kind: guest 2 bytes, host 1; align 2 → 1; tag: u16 → u8", "Sample: kind: size 2 → 1"]),
        Drift::new("no enum repr", "#[repr(u8)]\n", "").refused(&["enum `Kind` has no fixed layout"]),
        Drift::new("u64 turned into usize", "pub time: u64", "pub time: usize").refused(&[
            "`Sample.time`: `usize` is 4 bytes on wasm32 and 8 on a 64-bit host; use `u32` or `u64`",
        ]),
        Drift::new(
            "u64 turned into usize behind an alias",
            "pub time: u64",
            "pub time: Len",
        )
        .refused(&["`usize` can't cross between wasm32 and a 64-bit host"]),
        Drift::new("a nested array of it", "pub time: u64", "pub time: [Len; 2]")
            .refused(&["`usize` can't cross between wasm32 and a 64-bit host"]),
        Drift::new(
            "u64 turned into C's long",
            "pub time: u64",
            "pub time: core::ffi::c_ulong",
        )
        .refused(&[
            "`Sample.time`: `core::ffi::c_ulong` is 4 bytes on wasm32 and 8 on a 64-bit host; use `u32` or `u64`",
        ]),
        Drift::new("repr(C) dropped", "#[repr(C)]\n", "").refused(&[
            "struct `Sample` has no fixed layout: Rust may lay it out differently for wasm32 and for the host; add `#[repr(C)]`",
        ]),
        Drift::new("a lower alignment", "align(16)", "align(8)")
            .pins(&["`Block` is aligned to 8, pinned at 16"]).lock(&["Block: locked with alignment 16, now 8; if"]).load(&["Block: align 8 → 16"]),
        Drift::new("packed", "#[repr(C)]\n", "#[repr(C, packed)]\n").pins(&[
            "`Sample` is aligned to 1, pinned at 8",
            "`Sample.count` is at 1, pinned at 4",
        ]).lock(&["Sample.count: locked at offset 4, now 1; if"]).load(&["Sample: guest 29 bytes, host 32; align 1 → 8; count: offset 1 → 4; time: offset 5 → 8; value: offset 13 → 16; next: offset 21 → 24"]),
        Drift::new(
            "a pointer turned into a slice",
            "pub next: *mut Sample",
            "pub next: *mut [Sample]",
        )
        .pins(&["`Sample` is 40 bytes, pinned at 32"]).lock(&["Sample.next: locked as PtrMut<Sample>, now SliceMut<Sample>; if"]).load(&["Sample: guest 40 bytes, host 32; next: SliceMut<Sample> → PtrMut<Sample>"]),
        Drift::new(
            "a pointer to what can't be shared",
            "pub next: *mut Sample",
            "pub next: *mut Vec<Sample>",
        )
        .refused(&["`Sample.next`: `Vec<Sample>` owns memory of one side's allocator"]),
    ]
}

/// The types crate, which guest and host depend on, and these two.
pub struct Pair {
    /// The crate of the types.
    pub types: Scratch,
    guest: Scratch,
    host: Scratch,
}

impl Pair {
    /// Crates whose names start with `prefix`. The guest has a manifest.
    #[must_use]
    pub fn new(prefix: &str) -> Self {
        let name = format!("{prefix}-types");
        let types = Scratch::new(&name, "shared-abi");
        let side = |side: &str, extra: &str, source: &str| {
            let side = Scratch::new(&format!("{prefix}-{side}"), "shared-abi");
            side.extend_manifest(&format!(
                "drift-types = {{ package = {name:?}, path = {:?} }}\n{extra}",
                types.dir().display().to_string()
            ));
            side.write("src/lib.rs", source);
            side
        };
        let guest = "#![forbid(unsafe_code)]\nshared_abi::manifest!(drift_types::Sample, drift_types::Block);\n\
                     shared_abi::export! {\n    fn size() -> u32 {\n        drift_types::size() as u32\n    }\n}\n";
        let host = "pub fn size() -> usize {\n    drift_types::size()\n}\n";
        Self {
            guest: side("guest", "\n[lib]\ncrate-type = [\"cdylib\"]\n", guest),
            host: side("host", "", host),
            types,
        }
    }

    /// Builds both sides with these types: for each the target, whether it was built, and the errors.
    #[must_use]
    pub fn build(&self, types: &str) -> [(&'static str, bool, Vec<RustcError>); 2] {
        self.types.write("src/lib.rs", types);
        [(&self.host, HOST), (&self.guest, WASM)].map(|(side, target)| {
            let build = side.cargo(&["build", "--target", target]);
            (target, build.success, RustcError::parse_all(&build.stderr))
        })
    }

    /// Builds both sides with these types; what is wrong with the errors, or nothing.
    #[must_use]
    pub fn complaints(&self, what: &str, types: &str, errors: &[&str]) -> String {
        let file = format!(
            "{}/src/lib.rs",
            self.types.dir().file_name().unwrap().to_string_lossy()
        );
        let mut report = String::new();
        for (target, success, seen) in self.build(types) {
            let as_asked = errors.len() == seen.len()
                && errors
                    .iter()
                    .all(|&words| seen.iter().any(|error| error.text.contains(words)))
                && seen.iter().all(|error| error.file.ends_with(&file));
            if !as_asked || success != errors.is_empty() {
                let seen: Vec<_> = seen.iter().map(|error| error.text.as_str()).collect();
                report += &format!(
                    "\n=== {what}, for {target}: asked for {errors:#?}, saw\n{}\n",
                    seen.join("\n")
                );
            }
        }
        report
    }

    /// Builds the guest with these types, and returns its .wasm.
    ///
    /// # Panics
    /// If it doesn't build.
    #[must_use]
    pub fn wasm(&self, types: &str) -> Vec<u8> {
        let [_, (_, success, errors)] = self.build(types);
        assert!(success, "{errors:#?}");
        let name = self
            .guest
            .dir()
            .file_name()
            .unwrap()
            .to_string_lossy()
            .replace('-', "_");
        let path = crate::target_dir()
            .join(WASM)
            .join("debug")
            .join(name)
            .with_extension("wasm");
        std::fs::read(path).expect("the guest's .wasm")
    }
}
