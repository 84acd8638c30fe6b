//! Every message of the derive: what is wrong, why, and what to write instead.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::Error;

/// The errors found so far, reported together, so that three mistakes show in one build.
///
/// Dropping one without asking for its errors is a bug in the derive.
pub(crate) struct Diagnostics {
    error: Option<Error>,
    asked: bool,
}

impl Diagnostics {
    pub(crate) fn new() -> Self {
        Self {
            error: None,
            asked: false,
        }
    }

    /// Reports `message` with its caret on `tokens`.
    pub(crate) fn at(&mut self, tokens: impl ToTokens, message: String) {
        self.push(Error::new_spanned(tokens, message));
    }

    pub(crate) fn at_span(&mut self, span: Span, message: String) {
        self.push(Error::new(span, message));
    }

    pub(crate) fn push(&mut self, error: Error) {
        match &mut self.error {
            Some(all) => all.combine(error),
            None => self.error = Some(error),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.error.is_none()
    }

    /// Items that are these errors, or none.
    pub(crate) fn finish(self) -> TokenStream {
        self.error().into_iter().flatten().map(stop).collect()
    }

    /// All of them as one, or none.
    pub(crate) fn error(mut self) -> Option<Error> {
        self.asked = true;
        self.error.take()
    }
}

/// An item that is this error, of one message.
///
/// `compile_error!` can be a macro of the user's, where a crate has another `core`. Whatever that makes of it, it would have
/// to be a value of a type that has none.
pub(crate) fn stop(error: Error) -> TokenStream {
    let error = error.into_compile_error();
    quote! {
        const _: () = {
            enum __SharedAbiNever {}
            const _: __SharedAbiNever = #error;
        };
    }
}

impl Drop for Diagnostics {
    fn drop(&mut self) {
        assert!(
            self.asked || std::thread::panicking(),
            "the derive's errors were not reported"
        );
    }
}

// ---- repr ------------------------------------------------------------------------------------

pub(crate) fn missing_repr(kind: &str, name: &str, write: &str) -> String {
    format!(
        "{kind} `{name}` has no fixed layout: Rust may lay it out differently for wasm32 and for the host; \
         add `#[repr({write})]`"
    )
}

pub(crate) fn repr_without_c(name: &str, part: &str, value: usize) -> String {
    let part = match value {
        1 if part == "packed" => part.to_owned(),
        value => format!("{part}({value})"),
    };
    format!(
        "`repr({part})` alone leaves the order of `{name}`'s fields to Rust, which may choose another for wasm32 \
         than for the host; write `#[repr(C, {part})]`"
    )
}

pub(crate) fn unknown_repr(part: &str) -> String {
    format!("`repr({part})` has no layout that guest and host share; use `repr(C)`")
}

pub(crate) fn enum_repr_c(name: &str) -> String {
    format!("`repr(C)` leaves the size of enum `{name}` to the C compiler of each target; use `#[repr(u32)]`")
}

pub(crate) fn enum_data_repr(name: &str, int: &str) -> String {
    format!(
        "enum `{name}` has data, which has a place that C knows (behind a tag, in a union of the payloads) only \
         with both parts of the repr; use `#[repr(C, {int})]`"
    )
}

pub(crate) fn repr_width(int: &str) -> String {
    let (bytes, instead) = match int {
        "usize" => ("4 bytes on wasm32 and 8 on a 64-bit host", "u32"),
        "isize" => ("4 bytes on wasm32 and 8 on a 64-bit host", "i32"),
        "i128" => ("aligned differently by different compilers", "i64"),
        _ => ("aligned differently by different compilers", "u64"),
    };
    format!("`repr({int})` is {bytes}; use `repr({instead})`")
}

pub(crate) fn enum_align(name: &str) -> String {
    format!("`align` on enum `{name}` isn't supported; wrap it in a `#[repr(C, align(N))]` struct")
}

pub(crate) fn packed_union(name: &str) -> String {
    format!(
        "union `{name}` is packed, which isn't supported: a guest may read a member at its own alignment; remove `packed`"
    )
}

// ---- shapes ----------------------------------------------------------------------------------

pub(crate) fn no_fields(kind: &str, name: &str) -> String {
    format!(
        "{kind} `{name}` has no fields: it is 0 bytes in C and 1 in C++, so sides can disagree; give it a field"
    )
}

pub(crate) fn no_variants(name: &str) -> String {
    format!("enum `{name}` has no variants: no bytes are a value of it; give it a variant")
}

/// `example` is a field with the lifetime: its name, its type, and what to write in that place.
pub(crate) fn lifetime(name: &str, lifetime: &str, example: Option<(String, String, String)>) -> String {
    let instead = match example {
        Some((field, ty, slot)) => format!("`{field}: {slot}` in place of `{ty}`"),
        None => format!("`Ptr<T>` in place of `&{lifetime} T`"),
    };
    format!(
        "`{name}` has the lifetime `{lifetime}`, but nothing in linear memory is tracked by one; remove it and \
         use {instead}"
    )
}

pub(crate) fn inline_generic(name: &str, params: &str, field: &str, ty: &str, param: &str) -> String {
    format!(
        "layout of `{name}<{params}>` depends on `{param}`: `{field}: {ty}` is stored inline; put `{param}` \
         behind a pointer or name a concrete type"
    )
}

pub(crate) fn inline_length(
    name: &str,
    params: &str,
    field: &str,
    ty: &str,
    param: &str,
    element: &str,
) -> String {
    format!(
        "layout of `{name}<{params}>` depends on `{param}`: `{field}: {ty}` is stored inline; name a concrete \
         length, or use `Slice<{element}>`"
    )
}

pub(crate) fn generic_kind(kind: &str, name: &str) -> String {
    format!("{kind} `{name}` is generic, which is supported for structs only; name a concrete type")
}

pub(crate) fn attribute_below(attribute: &str, kind: &str) -> String {
    let change = match kind {
        "union" => "adds a member, which nothing can see in a union",
        _ => "changes the `repr`, which nothing can see behind a tag of 8 bytes",
    };
    format!("`#[{attribute}]` below `#[derive(SharedAbi)]` could be a macro that {change}; write it above")
}

pub(crate) fn macro_of_parameter(ty: &str, param: &str) -> String {
    format!(
        "`{ty}` calls a macro with `{param}`, which could expand to another type each time that it is read; write \
         the type itself, or put the call into `type Name<{param}> = …` and write that"
    )
}

// ---- field types -----------------------------------------------------------------------------

pub(crate) fn width(ty: &str, unsigned: bool) -> String {
    let instead = if unsigned {
        "`u32` or `u64`"
    } else {
        "`i32` or `i64`"
    };
    format!("`{ty}` is 4 bytes on wasm32 and 8 on a 64-bit host; use {instead}")
}

pub(crate) fn wide_integer(ty: &str) -> String {
    let half = if ty == "i128" { "i64" } else { "u64" };
    format!("`{ty}` is aligned to 8 by some compilers and to 16 by others; use `[{half}; 2]`")
}

pub(crate) fn reference(ty: &str, slot: &str) -> String {
    format!(
        "`{ty}` is an address, 4 bytes on wasm32 and 8 on a 64-bit host, and promises what no other side can \
         keep; use `{slot}`"
    )
}

pub(crate) fn owned(ty: &str, instead: &str) -> String {
    format!(
        "`{ty}` owns memory of one side's allocator, through an address of 4 bytes on wasm32 and 8 on a \
         64-bit host; use {instead}"
    )
}

pub(crate) fn trait_object(ty: &str) -> String {
    format!("`{ty}` has a vtable, which only one side has; use a `Handle<T>` or a `#[repr(C, u32)]` enum")
}

pub(crate) fn rust_function(ty: &str) -> String {
    format!(
        "`{ty}` has Rust's own calling convention, which may change with each build; use `extern \"C\" {ty}`"
    )
}

pub(crate) fn other_function(ty: &str, c: &str) -> String {
    format!("`{ty}` has a calling convention that differs from target to target; use `{c}`")
}

pub(crate) fn borrowing_function(ty: &str, pointers: &str) -> String {
    format!(
        "`{ty}` has a reference, and whoever calls across the border can't keep what it promises; use \
         `{pointers}`"
    )
}

pub(crate) fn pointer_to_unit() -> String {
    "a pointer to `()` doesn't say what it points to, so the host couldn't follow it; name the type, or use \
     `*mut u8`"
        .to_owned()
}

pub(crate) fn native_in_slot(native: &str, slot: &str) -> String {
    format!(
        "`{native}` is 4 bytes on wasm32 and 8 on a 64-bit host, and a slot leads to what is the same on both; use `{slot}` there"
    )
}

pub(crate) fn no_function(ty: &str) -> String {
    format!("`{ty}` needs the type of a function: `FnPtr<extern \"C\" fn(u32) -> u32>`")
}

pub(crate) fn recursive(name: &str) -> String {
    format!("a `{name}` that holds a `{name}` has no end; point to it: `Ptr<{name}>` or `*mut {name}`")
}

pub(crate) fn unit(ty: &str) -> String {
    format!("`{ty}` has no bytes in Rust, and there is no such type in C; remove the field")
}

pub(crate) fn tuple(ty: &str) -> String {
    format!(
        "`{ty}` is a tuple, which Rust may lay out differently for each target; use a `#[repr(C)]` struct"
    )
}

pub(crate) fn option(ty: &str) -> String {
    format!(
        "`{ty}` has no layout that both sides share; `Option` is for `NonNull<T>` and `extern \"C\" fn`; use a \
         `bool` beside the value, or a `#[repr(C, u32)]` enum"
    )
}

/// `Option` of a pointer, which needs none.
pub(crate) fn nullable(ty: &str, pointer: &str, why: &str) -> String {
    format!("`{ty}` has no layout that both sides share, and needs none: `{pointer}` {why}; use `{pointer}`")
}

pub(crate) fn non_null(ty: &str) -> String {
    format!("`{ty}` can't be null, but a guest can write 0; use `Option<{ty}>`")
}

pub(crate) fn str_field() -> String {
    "`str` has no size of its own; use `*const str` or `Str`".to_owned()
}

pub(crate) fn slice_field(ty: &str, element: &str) -> String {
    format!(
        "`{ty}` has no size of its own; use `*const {ty}`, `Slice<{element}>` or an array `[{element}; N]`"
    )
}

pub(crate) fn not_a_type(ty: &str) -> String {
    format!("`{ty}` can't be shared; use a number, an array, a pointer or a type that derives `SharedAbi`")
}

/// Puts the type, or the path of its field, in front of what is wrong with it.
pub(crate) fn of(name: &str, message: &str) -> String {
    format!("`{name}`: {message}")
}

// ---- attributes ------------------------------------------------------------------------------

pub(crate) fn unknown_attribute(attribute: &str, known: &str) -> String {
    format!("unknown attribute `{attribute}`; known here: {known}")
}

pub(crate) fn expected_comma() -> String {
    "expected `,` here: options are separated by commas, and a number of bytes is a plain number, as in \
     `size = 24, align = 8`"
        .to_owned()
}

pub(crate) fn repeated_attribute(attribute: &str) -> String {
    format!("`{attribute}` is given twice; remove one")
}

pub(crate) fn misplaced_attribute(attribute: &str, belongs: &str) -> String {
    format!("`{attribute}` belongs on {belongs}")
}

pub(crate) fn bare_attribute(known: &str) -> String {
    format!("`#[shared_abi]` says nothing; write `#[shared_abi(…)]`; known here: {known}")
}

pub(crate) fn flag_with_value(attribute: &str) -> String {
    format!("`{attribute}` takes no value: write `#[shared_abi({attribute})]`, or leave it out")
}

pub(crate) fn number_of_bytes(attribute: &str) -> String {
    format!("`{attribute}` takes a number of bytes, as in `{attribute} = 16`")
}

pub(crate) fn type_name(attribute: &str, name: &str, suffix: &str) -> String {
    format!("`{attribute}` takes the name of a type, as in `{attribute} = \"{name}{suffix}\"`")
}

pub(crate) fn name_of_nothing(attribute: &str, of: &str) -> String {
    format!("`{attribute}` names a type that is generated for {of} only; remove it")
}

pub(crate) fn missing_crate() -> String {
    "this crate's `Cargo.toml` has no dependency on `shared-abi`; add it, or say where another crate passes it on, as \
     in `#[shared_abi(crate = \"::my_crate::shared_abi\")]`"
        .to_owned()
}

pub(crate) fn crate_path() -> String {
    "`crate` takes the path of the `shared-abi` crate, as in `crate = \"::my_crate::shared_abi\"`".to_owned()
}

pub(crate) fn added_to_fixed(name: &str) -> String {
    format!(
        "`added` is for types that may gain fields; add `#[shared_abi(extensible)]` to `{name}`, in the version \
         before the first field is added"
    )
}

pub(crate) fn extensible_kind(kind: &str) -> String {
    let article = if kind.starts_with('e') { "an" } else { "a" };
    format!(
        "{article} {kind} can't be `extensible`: only a struct with named fields and without parameters can gain \
         fields at its end"
    )
}

pub(crate) fn extensible_repr() -> String {
    "`extensible` needs a plain `#[repr(C)]`: remove `packed` or `transparent`".to_owned()
}

pub(crate) fn all_added() -> String {
    "the first field can't be `added`: then a guest could have none; every version has at least one field"
        .to_owned()
}

pub(crate) fn behind_added(first: &str) -> String {
    format!(
        "it stands behind `{first}`, which was added: a guest without `{first}` hasn't got it either; mark it \
         `#[shared_abi(added)]` too"
    )
}

pub(crate) fn enum_padding() -> String {
    "`deny_padding` can't be used on an enum: a variant shorter than the longest always leaves a gap; put each \
     payload into a struct with `deny_padding`"
        .to_owned()
}

pub(crate) fn enum_pin(attribute: &str) -> String {
    format!("`{attribute}` can't be used on a field of an enum: pin the enum's `size` and `align`")
}

// ---- exported functions ----------------------------------------------------------------------

pub(crate) const NOT_A_FUNCTION: &str =
    "`export!` takes functions with a body: `fn name(argument: Type) -> Type { … }`";

pub(crate) const NOT_A_PARAMETER: &str =
    "an argument of an exported function is a name and a type: `name: Type`";

pub(crate) fn export_unsafe(name: &str) -> String {
    format!(
        "`{name}` is `unsafe`, but nobody tells the host what it asks for; take `&T`, `&[T]` or `&str`, which are \
         checked, or write it outside of `export!`, as `#[unsafe(no_mangle)] unsafe extern \"C\" fn`"
    )
}

pub(crate) fn export_async(name: &str) -> String {
    format!("`{name}` is `async`, but the host calls it and waits; remove `async`")
}

pub(crate) fn export_extern(name: &str) -> String {
    format!("`export!` says how the host calls `{name}`; remove `extern`")
}

pub(crate) fn export_generic(name: &str, only_lifetimes: bool) -> String {
    if only_lifetimes {
        format!("each reference that `{name}` gets lives as long as the call; leave the lifetimes out")
    } else {
        format!("`{name}` is generic, but a .wasm exports functions of concrete types; name them")
    }
}

pub(crate) fn export_macro() -> String {
    "a macro can mean another type each time that it is asked; write the type".to_owned()
}

pub(crate) fn export_attribute(name: &str) -> String {
    format!("`export!` exports `{name}` under its name; remove this attribute")
}

pub(crate) fn reserved_symbol(name: &str, owner: &str) -> String {
    format!(
        "`{name}` is a symbol that {owner} uses, and this function would take its place; give it another name"
    )
}

pub(crate) fn underscored_symbol(name: &str) -> String {
    format!(
        "`{name}`: names with an underscore in front belong to the compiler and the linker; give it another one"
    )
}

pub(crate) fn export_static(ty: &str) -> String {
    format!(
        "`{ty}` outlives the call, but what the host passes is its own again afterwards; leave `'static` out"
    )
}

pub(crate) fn export_wide_integer(ty: &str) -> String {
    let half = if ty == "i128" { "i64" } else { "u64" };
    format!("wasm has no number as wide as `{ty}`; use two `{half}`, or a pointer to `[{half}; 2]`")
}

pub(crate) fn export_argument(ty: &str, instead: &str) -> String {
    format!("`{ty}` can't be passed to a guest's function; take {instead}")
}

pub(crate) fn export_result(ty: &str, instead: &str) -> String {
    format!("`{ty}` can't be returned to the host; return {instead}")
}
