//! What a host relies on, and what it and a guest have agreed on.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use shared_abi::{Extensible, Layout, Prefix, Reachable, Types};
use shared_abi_layouts::{Layouts, TypeChange};

use crate::error::{ManifestError, Mismatch};
use crate::manifest::Manifest;

/// The types that a host relies on: a guest that has others doesn't start.
///
/// ```
/// use shared_abi::{Ptr, SharedAbi};
/// use shared_abi_manifest::{Expect, ManifestError};
///
/// #[derive(SharedAbi)]
/// #[repr(C)]
/// struct Node { data: i32, number: i32, next: Ptr<Node> }
///
/// #[derive(SharedAbi)]
/// #[repr(C)]
/// struct Batch { samples: Ptr<Sample> }
///
/// #[derive(SharedAbi)]
/// #[repr(C)]
/// struct Sample { value: f64 }
///
/// let expect = Expect::types::<(Node, Batch)>();
/// let names: Vec<&str> = expect.layouts().iter().map(|layout| layout.name).collect();
/// assert_eq!(names, ["Batch", "Node", "Sample"]); // what they lead to is included
///
/// let error = expect.check_wasm(b"\0asm\x01\0\0\0").unwrap_err();
/// assert!(matches!(error, ManifestError::NoSection { .. }));
/// ```
#[derive(Clone)]
pub struct Expect {
    types: &'static [&'static Layout],
    layouts: Arc<Layouts<'static>>,
}

/// The types that `T` leads to. A constant, so that two types of one name are an error of the build.
struct Closure<T>(PhantomData<T>);

impl<T: Types> Closure<T> {
    // Hundreds of types take the compiler a moment.
    #[allow(long_running_const_eval)]
    const TYPES: &'static Reachable = &Reachable::of::<T>();
}

impl Expect {
    /// Relies on a type, or on those of a tuple, and on everything that they hold or point to.
    ///
    /// Name what the host follows a guest's offset to, and what it puts into the guest. Numbers, pointers and the
    /// like need no name; a type with native pointers stands for its twin.
    ///
    /// The build stops where that of [`shared_abi::manifest!`] does: if two different types have the same name, since a
    /// manifest knows types by their names; if there are more than 1023; and if a generic type points to another
    /// generic type that isn't named too.
    ///
    /// ```
    /// use shared_abi::SharedAbi;
    /// use shared_abi_manifest::Expect;
    ///
    /// #[derive(SharedAbi)]
    /// #[repr(C)]
    /// struct Node { data: i32, number: i32, next: *mut Node }
    ///
    /// assert_eq!(Expect::types::<Node>().layouts().get("Node").expect("a node").size, 16);
    /// ```
    #[must_use]
    pub fn types<T: Types>() -> Self {
        let types = Closure::<T>::TYPES.layouts();
        let mut layouts = Layouts::new();
        for layout in types {
            // The names differ: `TYPES` has made sure.
            let _ = layouts.insert(**layout);
        }
        Self {
            types,
            layouts: Arc::new(layouts),
        }
    }

    /// Relies on nothing: any guest may start, also one without a manifest.
    ///
    /// Right for a guest that shares no struct with its host: one that takes and returns numbers, or texts by
    /// offset and length. Wrong for one that does but has no manifest, since then nothing tells when its structs are
    /// others than the host's; if it isn't written in Rust, its section can be written by hand.
    ///
    /// ```
    /// use shared_abi_manifest::Expect;
    ///
    /// assert!(Expect::nothing().check_wasm(b"\0asm\x01\0\0\0").is_ok());
    /// ```
    #[must_use]
    pub fn nothing() -> Self {
        Self {
            types: &[],
            layouts: Arc::default(),
        }
    }

    /// The layouts that the host relies on.
    ///
    /// ```
    /// # use shared_abi_manifest::Expect;
    /// assert!(Expect::nothing().layouts().is_empty());
    /// assert!(Expect::types::<(u32, *const u8)>().layouts().is_empty()); // the same everywhere
    /// ```
    #[must_use]
    pub fn layouts(&self) -> &Layouts<'static> {
        &self.layouts
    }

    /// Compares a guest's manifest with what the host relies on.
    ///
    /// ```
    /// # use shared_abi::SharedAbi;
    /// # use shared_abi_manifest::{Expect, Manifest};
    /// #[derive(SharedAbi)]
    /// #[repr(C)]
    /// struct Point { x: i32 }
    ///
    /// # let body = "struct Point, size 4, align 4\n    x: i32, offset 0, size 4\n";
    /// # let section = shared_abi_manifest::record(body);
    /// let manifest = Manifest::from_section(section.as_bytes())?;
    /// assert!(Expect::types::<Point>().check(&manifest).is_ok());
    /// # Ok::<(), shared_abi_manifest::ManifestError>(())
    /// ```
    ///
    /// # Errors
    /// [`ManifestError::Mismatch`] if a type that the host relies on isn't in the manifest, or is another one there.
    pub fn check(&self, manifest: &Manifest) -> Result<Compatibility, ManifestError> {
        let guest = manifest.layouts();
        let change = |host: shared_abi_model::Layout<'_>| match guest.get(host.name) {
            // One side may have more fields at the end, of a type that may gain some.
            Some(guest) if guest.grows_into(&host) || host.grows_into(&guest) => None,
            Some(guest) => TypeChange::between(&guest, &host),
            None => Some(TypeChange::only_right(host.name)),
        };
        let changes: Vec<_> = self.layouts.iter().filter_map(change).collect();
        if !changes.is_empty() {
            return Err(ManifestError::Mismatch(Mismatch::new(changes)));
        }
        let extensible = self.types.iter().filter(|layout| layout.extensible);
        let ends = extensible.filter_map(|layout| {
            let end = common_end(&guest.get(layout.name)?, layout);
            Some((layout.name, (*layout, end)))
        });
        Ok(Compatibility {
            ends: Arc::new(ends.collect()),
        })
    }

    /// Compares a module with what the host relies on: reads its manifest, and [checks](Self::check) it.
    ///
    /// If the host relies on nothing, the module isn't looked at.
    ///
    /// ```
    /// # use shared_abi::SharedAbi;
    /// # use shared_abi_manifest::Expect;
    /// #[derive(SharedAbi)]
    /// #[repr(C)]
    /// struct Point { x: i32 }
    ///
    /// # let body = "struct Point, size 4, align 4\n    y: i32, offset 0, size 4\n";
    /// # let record = shared_abi_manifest::record(body).replace('\n', "\\n");
    /// # let wasm = wat::parse_str(format!("(module (@custom \"shared-abi\" \"{record}\"))")).unwrap();
    /// let error = Expect::types::<Point>().check_wasm(&wasm).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "the guest was built from other types than this host:\n\
    ///     \x20 Point: y: only in guest; x: only in host\n\
    ///     build both from the same types",
    /// );
    /// ```
    ///
    /// # Errors
    /// As [`Manifest::from_wasm`] and [`check`](Self::check).
    pub fn check_wasm(&self, wasm: &[u8]) -> Result<Compatibility, ManifestError> {
        if self.layouts.is_empty() {
            return Ok(Compatibility::default());
        }
        self.check(&Manifest::from_wasm(wasm)?)
    }
}

impl fmt::Debug for Expect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.types.iter().map(|layout| layout.name);
        f.debug_list().entries(names).finish()
    }
}

/// Where the last field ends that both have. One has all fields of the other.
///
/// Not the size of the shorter type: its padding at the end is where a new field may stand, and the guest has
/// anything in there.
fn common_end(guest: &shared_abi_model::Layout<'_>, host: &Layout) -> u32 {
    let common = host.fields.iter().take(guest.fields.len());
    let end = common.map(|field| field.offset + field.size).max();
    u32::try_from(end.unwrap_or(0)).unwrap_or(u32::MAX)
}

/// What a host and a guest have agreed on: that they have the same types, and how much the guest has of those that
/// may differ in length.
///
/// Clones are cheap.
#[derive(Clone, Default)]
pub struct Compatibility {
    /// Of each extensible type the host's layout, and where the last field ends that the guest has too.
    ends: Arc<BTreeMap<&'static str, (&'static Layout, u32)>>,
}

impl Compatibility {
    /// How much the guest has of an extensible type; `None` if the host didn't [expect](Expect::types) the type.
    ///
    /// ```
    /// use shared_abi::{AlignedBytes, LinearMemory, Ptr, SharedAbi};
    /// use shared_abi_manifest::{Expect, Manifest};
    ///
    /// #[derive(SharedAbi)]
    /// #[repr(C)]
    /// #[shared_abi(extensible)]
    /// pub struct Status {
    ///     pub uptime: u64,
    ///     pub load: u32,
    ///     #[shared_abi(added)]
    ///     pub errors: u32,
    /// }
    ///
    /// // A guest that was built before `errors` was added.
    /// # let body = "struct Status, size 16, align 8, extensible\n    uptime: u64, offset 0, size 8\n    load: u32, offset 8, size 4\n";
    /// # let record = shared_abi_manifest::record(body);
    /// # let manifest = Manifest::from_section(record.as_bytes())?;
    /// let agreed = Expect::types::<Status>().check(&manifest)?;
    /// let prefix = agreed.prefix::<Status>().expect("it is expected");
    ///
    /// let bytes = AlignedBytes::<64>::ZERO;
    /// let status = LinearMemory::new(&bytes).get(Ptr::<Status>::new(16))?;
    /// assert_eq!(status.errors(prefix)?, None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn prefix<T: Extensible>(&self) -> Option<Prefix<T>> {
        let &(layout, end) = self.ends.get(T::KNOWN.name)?;
        // Another type may have the name too, elsewhere in the host.
        (*layout == *T::KNOWN).then(|| Prefix::new(end))
    }
}

impl fmt::Debug for Compatibility {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ends = self.ends.iter().map(|(name, (_, end))| (name, end));
        f.debug_map().entries(ends).finish()
    }
}
