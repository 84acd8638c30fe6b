//! What a user's documentation shows of the types that the derive generates: rustdoc's pages, read as text.

#![forbid(unsafe_code)]

use std::fs;

use tests::{Scratch, target_dir};

const TYPES: &str = r#"//! Types.
#![deny(rustdoc::all, missing_docs, warnings)]

use std::ptr::NonNull;

use shared_abi::{FnPtr, Handle, Ptr, PtrMut, SharedAbi, Slice, SliceMut, Str};

/// Without pointers.
#[derive(SharedAbi)]
#[repr(C)]
pub struct Item {
    /// A number.
    pub x: u32,
}

/// With native pointers.
#[derive(SharedAbi)]
#[repr(C)]
pub struct Node {
    /// The next.
    pub next: *mut Node,
    /// Maybe.
    pub other: Option<NonNull<Node>>,
    /// Several.
    pub items: *const [Item],
}

/// With slots.
#[derive(SharedAbi)]
#[repr(C)]
pub struct List {
    /// The next.
    pub next: Ptr<List>,
    /// To write.
    pub last: PtrMut<List>,
    /// Another type.
    pub item: PtrMut<Item>,
    /// A number.
    pub count: PtrMut<u32>,
    /// Numbers.
    pub counts: SliceMut<u32>,
    /// Several.
    pub items: Slice<Item>,
    /// Text.
    pub name: Str,
    /// Inline.
    pub inner: Item,
    /// A function.
    pub call: FnPtr<extern "C" fn(u32)>,
    /// The host's.
    pub file: Handle<Item>,
}

/// It may grow.
#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(extensible, head_name = "StatusStart")]
pub struct Status {
    /// A number.
    pub uptime: u64,
    /// A newer one.
    #[shared_abi(added)]
    pub errors: u32,
}
"#;

/// A page of the documentation, without its tags.
fn page(name: &str) -> String {
    let html = fs::read_to_string(target_dir().join("doc/documented_types").join(name)).expect("a page");
    let text = html
        .split('<')
        .map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    let text: String = text.collect();
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
        .replace("&#39;", "'")
        .replace("&quot;", "\"")
}

#[test]
fn documentation_reads_as_a_person_would_write_it() {
    let scratch = Scratch::new("documented-types", "shared-abi");
    scratch.write("src/lib.rs", TYPES);
    let _ = fs::remove_dir_all(target_dir().join("doc/documented_types"));
    let build = scratch.cargo(&["doc", "--no-deps"]);
    assert!(build.success, "{}", build.stderr);

    let has = |file: &str, signatures: &[&str]| {
        let page = page(file);
        for signature in signatures {
            assert!(page.contains(signature), "no `{signature}` in {file}");
        }
        assert!(
            !page.contains("::Access<'m>"),
            "a signature goes through a trait in {file}"
        );
    };
    has(
        "struct.NodeRef.html",
        &[
            "next(self) -> Access<Option<NodeRef<'m>>>",
            "other(self) -> Access<Option<NodeRef<'m>>>",
            "items(self) -> Access<SliceRef<'m, Item>>",
        ],
    );
    has(
        "struct.NodeMut.html",
        &[
            "next(self) -> Access<Option<NodeMut<'m>>>",
            "items(self) -> Access<SliceRef<'m, Item>>",
        ],
    );
    has(
        "struct.ListRef.html",
        &[
            "next(self) -> Access<Option<ListRef<'m>>>",
            "item(self) -> Access<Option<Ref<'m, Item>>>",
            "count(self) -> Access<Option<&'m u32>>",
            "counts(self) -> Access<&'m [u32]>",
            "items(self) -> Access<SliceRef<'m, Item>>",
            "name(self) -> Access<&'m str>",
            "inner(self) -> Followed<'m, Item>",
            "call(self) -> FnPtr<extern \"C\" fn(u32)>",
            "file(self) -> Handle<Item>",
        ],
    );
    has(
        "struct.ListMut.html",
        &[
            "next(self) -> Access<Option<ListRef<'m>>>",
            "last(self) -> Access<Option<ListMut<'m>>>",
            "item(self) -> Access<Option<Mut<'m, Item>>>",
            "counts(self) -> Access<&'m mut [u32]>",
        ],
    );
    has(
        "struct.StatusRef.html",
        &["errors(self, prefix: Prefix<Status>) -> Access<Option<u32>>"],
    );

    let node =
        fs::read_to_string(target_dir().join("doc/documented_types/struct.Node.html")).expect("a page");
    for link in [
        "struct.NodeAbi.html",
        "struct.NodeRef.html",
        "struct.NodeMut.html",
    ] {
        assert!(
            node.contains(&format!("href=\"{link}\"")),
            "Node's page has no link to {link}"
        );
    }
    // A name for the type itself, or for a view that can't be had, is no page's worth.
    let all = page("all.html");
    for alias in ["ItemAbi", "StatusAbi", "StatusMut", "StatusStartAbi"] {
        assert!(!all.contains(alias), "{alias} is listed");
    }
    for shown in ["NodeAbi", "ItemRef", "StatusStart"] {
        assert!(all.contains(shown), "{shown} isn't listed");
    }
}
