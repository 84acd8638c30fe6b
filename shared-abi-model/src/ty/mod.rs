//! A type as a tree.

mod brackets;
mod scalar;
mod signature;
mod slot;

use core::fmt;

use brackets::{behind_brackets, part};
pub use scalar::Scalar;
pub use signature::{Arguments, Signature};
pub use slot::{Leads, Slot};

use crate::text::{Text, same};

/// How deep types may be nested. Nobody writes deeper ones, and a reader needs no more than this many steps down.
const MOST_NESTED: usize = 64;

/// The type of a field, in the one way to write it: `u32`, `[u8; 4]`, `Slice<Sample>`, `Pair<u8, Node>`.
///
/// The text is the type; [`shape`](Self::shape) is what it says. So a type costs a guest no more than its name, and two
/// are the same if their texts are.
///
/// ```
/// use shared_abi_model::{Shape, Slot, Type};
///
/// let samples = Type::parse("Slice<[Sample; 2]>").unwrap();
/// let Shape::Pointer { slot: Slot::Slice, target: Some(pair) } = samples.shape() else { panic!() };
/// let Shape::Array { element, len: 2 } = pair.shape() else { panic!() };
/// assert!(matches!(element.shape(), Shape::Named { name: "Sample", .. }));
/// assert_eq!((samples.align(), element.align()), (Some(8), None));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Type<'a> {
    text: &'a str,
}

/// What a [`Type`] is.
///
/// ```
/// use shared_abi_model::{Scalar, Shape, Type};
///
/// assert_eq!(Type::new("u16").shape(), Shape::Scalar(Scalar::U16));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shape<'a> {
    /// A number, `bool` or `char`.
    Scalar(Scalar),
    /// No bytes: `PhantomData`.
    Nothing,
    /// `[T; N]`.
    Array {
        /// `T`.
        element: Type<'a>,
        /// `N`.
        len: usize,
    },
    /// A slot that leads into linear memory.
    Pointer {
        /// Which one.
        slot: Slot,
        /// What it leads to; of a `Str`, text.
        target: Option<Type<'a>>,
    },
    /// A slot that names a function of the guest.
    Function {
        /// Its signature; unknown in what was written before version 2.
        signature: Option<Signature<'a>>,
    },
    /// A slot that names an object of the host.
    Handle {
        /// What the object is, if that was written.
        of: Option<Type<'a>>,
    },
    /// A struct, enum or union.
    Named {
        /// Its name, with its arguments.
        name: &'a str,
        /// The arguments: types, and the values of constants.
        arguments: Arguments<'a>,
    },
}

impl<'a> Type<'a> {
    /// The type that `text` says, which the library or the derive made; [`parse`](Self::parse) is for others' texts.
    #[must_use]
    pub const fn new(text: &'a str) -> Self {
        Self { text }
    }

    /// The type that `text`, written by somebody else, says; `None` if it says none.
    ///
    /// Brackets are balanced and at most 64 deep, a comma, or a colon before a space, stands inside of them only, and
    /// there is nothing that a terminal would act on or not show.
    ///
    /// ```
    /// use shared_abi_model::Type;
    ///
    /// assert!(Type::parse("Pair<u8, [u16; 4]>").is_some());
    /// assert!(Type::parse("Pair<u8").is_none() && Type::parse("u8, u8").is_none());
    /// ```
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Self> {
        let mut closing = [' '; MOST_NESTED];
        let mut depth = 0;
        let mut previous = ' ';
        for c in text.chars() {
            let close = match c {
                '<' => Some('>'),
                '[' => Some(']'),
                '(' => Some(')'),
                _ => None,
            };
            if let Some(close) = close {
                *closing.get_mut(depth)? = close;
                depth += 1;
            }
            match c {
                // The arrow of a function type.
                '>' if previous == '-' => {}
                '>' | ']' | ')' => {
                    depth = depth.checked_sub(1)?;
                    if closing[depth] != c {
                        return None;
                    }
                }
                ',' if depth == 0 => return None,
                ' ' if depth == 0 && previous == ':' => return None,
                ' ' => {}
                _ if c.is_whitespace() || is_hidden(c) => return None,
                _ => {}
            }
            previous = c;
        }
        let whole = depth == 0 && !text.is_empty() && text.trim() == text;
        whole.then_some(Self { text })
    }

    /// Its text.
    #[must_use]
    pub const fn as_str(self) -> &'a str {
        self.text
    }

    /// What it is, one step down.
    #[must_use]
    pub const fn shape(self) -> Shape<'a> {
        let text = self.text;
        if let Some((element, len)) = array(text) {
            let element = Self { text: element };
            return Shape::Array { element, len };
        }
        let (head, inside) = match applied(text) {
            Some((head, inside)) => (head, Some(inside)),
            None => (text, None),
        };
        match (Slot::of(head), inside) {
            (Some(Slot::FnPtr), None) => return Shape::Function { signature: None },
            (Some(Slot::FnPtr), Some(inside)) => {
                if let Some(b"fn") = inside.as_bytes().first_chunk()
                    && let Some(signature) = Signature::of(inside.split_at(2).1)
                {
                    let signature = Some(signature);
                    return Shape::Function { signature };
                }
            }
            (Some(Slot::Handle), None) => return Shape::Handle { of: None },
            (Some(Slot::Handle), Some(text)) => {
                return Shape::Handle {
                    of: Some(Self { text }),
                };
            }
            (Some(slot), None) if !slot.has_argument() => return Shape::Pointer { slot, target: None },
            (Some(slot), Some(text)) if slot.has_argument() => {
                let target = Some(Self { text });
                return Shape::Pointer { slot, target };
            }
            _ => {}
        }
        if inside.is_none() {
            if let Some(scalar) = Scalar::of(text) {
                return Shape::Scalar(scalar);
            }
            if same(text, "PhantomData") {
                return Shape::Nothing;
            }
        }
        Shape::Named {
            name: text,
            arguments: Arguments {
                rest: match inside {
                    Some(inside) => inside,
                    None => "",
                },
            },
        }
    }

    /// Alignment in bytes, where the type alone tells: of all but a struct, enum or union.
    #[must_use]
    pub const fn align(self) -> Option<usize> {
        let mut ty = self;
        loop {
            return match ty.shape() {
                Shape::Array { element, .. } => {
                    ty = element;
                    continue;
                }
                Shape::Scalar(scalar) => Some(scalar.size()),
                Shape::Nothing => Some(1),
                Shape::Pointer { slot, .. } => Some(slot.align()),
                Shape::Function { .. } => Some(Slot::FnPtr.align()),
                Shape::Handle { .. } => Some(Slot::Handle.align()),
                Shape::Named { .. } => None,
            };
        }
    }

    /// The struct, enum or union that a value of the type is made of: itself, or what its arrays hold.
    #[must_use]
    pub const fn holds(self) -> Option<&'a str> {
        let mut ty = self;
        loop {
            match ty.shape() {
                Shape::Array { element, .. } => ty = element,
                Shape::Named { name, .. } => return Some(name),
                _ => return None,
            }
        }
    }

    /// The text of the same type, the first `Handle` in which it doesn't say of what being one of `object`.
    ///
    /// ```
    /// use shared_abi_model::{Text, Type};
    ///
    /// const TEXT: Text = Type::new("Ptr<[Handle; 4]>").with_object("File");
    /// assert_eq!(TEXT.name(), "Ptr<[Handle<File>; 4]>");
    /// ```
    #[must_use]
    pub const fn with_object(self, object: &str) -> Text {
        let bytes = self.text.as_bytes();
        let mut end = 0;
        while end <= bytes.len() {
            let is_whole = end == bytes.len() || matches!(bytes[end], b'>' | b']' | b')' | b';' | b',');
            if is_whole && is_word_before(bytes, end, b"Handle") {
                let (before, behind) = self.text.split_at(end);
                return Text::new()
                    .text(before)
                    .text("<")
                    .text(object)
                    .text(">")
                    .text(behind);
            }
            end += 1;
        }
        Text::new().text(self.text)
    }

    /// Whether the two are the same as far as both are known: `FnPtr` and `Handle`, as version 1 wrote them, may be of
    /// anything.
    ///
    /// ```
    /// use shared_abi_model::Type;
    ///
    /// let (old, new) = (Type::new("[FnPtr; 2]"), Type::new("[FnPtr<fn(u32)>; 2]"));
    /// assert!(old.agrees_with(new) && new.agrees_with(old));
    /// assert!(!new.agrees_with(Type::new("[FnPtr<fn(u64)>; 2]")));
    /// ```
    #[must_use]
    pub const fn agrees_with(self, other: Type<'_>) -> bool {
        let (a, b) = (self.text.as_bytes(), other.text.as_bytes());
        let (mut i, mut j) = (0, 0);
        while i < a.len() || j < b.len() {
            if i < a.len() && j < b.len() && a[i] == b[j] {
                i += 1;
                j += 1;
            } else if may_be_left_out(a, i) {
                i = behind_brackets(a, i);
            } else if may_be_left_out(b, j) {
                j = behind_brackets(b, j);
            } else {
                return false;
            }
        }
        true
    }
}

/// Whether at `at` starts what a `FnPtr` or `Handle` is of.
const fn may_be_left_out(text: &[u8], at: usize) -> bool {
    at < text.len()
        && text[at] == b'<'
        && (is_word_before(text, at, b"FnPtr") || is_word_before(text, at, b"Handle"))
}

const fn is_word_before(text: &[u8], end: usize, word: &[u8]) -> bool {
    if end < word.len() {
        return false;
    }
    let start = end - word.len();
    let mut i = 0;
    while i < word.len() {
        if text[start + i] != word[i] {
            return false;
        }
        i += 1;
    }
    start == 0 || matches!(text[start - 1], b'<' | b'[' | b'(' | b' ')
}

/// The `T` and `N` of `[T; N]`.
const fn array(text: &str) -> Option<(&str, usize)> {
    let bytes = text.as_bytes();
    if bytes.len() < 2 || bytes[0] != b'[' || bytes[bytes.len() - 1] != b']' {
        return None;
    }
    let mut at = bytes.len() - 1;
    while at > 0 && bytes[at - 1].is_ascii_digit() {
        at -= 1;
    }
    if at < 4 || bytes[at - 1] != b' ' || bytes[at - 2] != b';' {
        return None;
    }
    match usize::from_str_radix(part(text, at, bytes.len() - 1), 10) {
        Ok(len) => Some((part(text, 1, at - 2), len)),
        Err(_) => None,
    }
}

/// The name and what stands in the brackets of `Name<…>`.
const fn applied(text: &str) -> Option<(&str, &str)> {
    let bytes = text.as_bytes();
    if bytes.is_empty() || bytes[bytes.len() - 1] != b'>' {
        return None;
    }
    let mut open = 0;
    while bytes[open] != b'<' {
        open += 1;
        if open == bytes.len() {
            return None;
        }
    }
    Some((part(text, 0, open), part(text, open + 1, bytes.len() - 1)))
}

/// Whether a terminal would act on the character, or show nothing, or another order.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}')
        || matches!(c, '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}

impl Type<'_> {
    /// Whether `text` can be the name of a field, of a variant or of a function: no white space, no punctuation of the
    /// notation, nothing that a terminal would act on or not show.
    #[must_use]
    pub fn is_name(text: &str) -> bool {
        let other = |c: char| c.is_whitespace() || is_hidden(c) || ",:;=<>[](){}\"'`\\".contains(c);
        !text.is_empty() && !text.contains(other)
    }
}

impl fmt::Display for Type<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text)
    }
}

impl fmt::Debug for Type<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.text, f)
    }
}

impl PartialEq<str> for Type<'_> {
    fn eq(&self, other: &str) -> bool {
        self.text == other
    }
}

impl PartialEq<&str> for Type<'_> {
    fn eq(&self, other: &&str) -> bool {
        self.text == *other
    }
}

#[cfg(test)]
mod tests {
    extern crate std;
    use std::{format, vec::Vec};

    use super::*;

    fn shape(text: &str) -> Shape<'_> {
        Type::parse(text).unwrap_or_else(|| panic!("{text}")).shape()
    }

    #[test]
    fn a_handle_is_told_what_it_is_of_once() {
        let with = |ty| std::string::String::from(Type::new(ty).with_object("File").name());
        for (ty, expected) in [
            ("Handle", "Handle<File>"),
            ("PtrMut<Handle>", "PtrMut<Handle<File>>"),
            ("Slice<[[Handle; 2]; 3]>", "Slice<[[Handle<File>; 2]; 3]>"),
            (
                "FnPtr<fn(u8, Handle) -> Handle>",
                "FnPtr<fn(u8, Handle<File>) -> Handle>",
            ),
            // A type of one's own, and a name that only ends so.
            ("Handle<Door>", "Handle<Door>"),
            ("[MyHandle; 2]", "[MyHandle; 2]"),
            ("u32", "u32"),
            ("", ""),
        ] {
            assert_eq!(with(ty), expected);
        }
    }

    #[test]
    fn every_scalar_and_slot_is_known_by_its_name() {
        for scalar in Scalar::ALL {
            assert_eq!(shape(scalar.name()), Shape::Scalar(scalar));
        }
        for slot in Slot::ALL {
            let text = format!("{}<u8>", slot.name());
            let (ty, shape) = (Type::parse(&text).unwrap(), shape(&text));
            match slot {
                Slot::Str | Slot::FnPtr => assert!(matches!(shape, Shape::Named { .. }), "{text}"),
                Slot::Handle => assert_eq!(
                    shape,
                    Shape::Handle {
                        of: Some(Type::new("u8"))
                    }
                ),
                _ => {
                    let target = Some(Type::new("u8"));
                    assert_eq!(shape, Shape::Pointer { slot, target });
                    assert_eq!(ty.align(), Some(slot.align()));
                }
            }
        }
        assert_eq!(
            shape("Str"),
            Shape::Pointer {
                slot: Slot::Str,
                target: None
            }
        );
        assert_eq!(shape("FnPtr"), Shape::Function { signature: None });
        assert_eq!(shape("Handle"), Shape::Handle { of: None });
        assert_eq!(shape("PhantomData"), Shape::Nothing);
        // Without what it leads to, it is somebody's own type.
        assert!(matches!(shape("Ptr"), Shape::Named { name: "Ptr", .. }));
    }

    #[test]
    fn what_a_slot_leads_to_and_whether_it_may_be_written() {
        let of = |leads| Slot::ALL.into_iter().filter(move |slot| slot.leads() == leads);
        let names = |leads| of(leads).map(Slot::name).collect::<Vec<_>>();
        assert_eq!(names(Leads::ToOne), ["Ptr", "PtrMut", "Ptr32", "RelPtr"]);
        assert_eq!(names(Leads::ToMany), ["Slice", "SliceMut", "Slice32"]);
        assert_eq!(names(Leads::ToText), ["Str"]);
        assert_eq!(names(Leads::Nowhere), ["FnPtr", "Handle"]);
        let read_only = Slot::ALL.into_iter().filter(|slot| !slot.is_writable());
        let read_only: Vec<_> = read_only.map(Slot::name).collect();
        assert_eq!(read_only, ["Ptr", "Slice", "Str", "FnPtr", "Handle"]);
        assert!(
            Slot::ALL
                .into_iter()
                .all(|slot| slot.has_argument() == (slot != Slot::Str))
        );
    }

    #[test]
    fn what_is_not_quite_an_array_is_a_name() {
        for text in [
            "[u8]",
            "[]",
            "[; 1]",
            "[u8;4]",
            "[u8; x]",
            "[u8; 99999999999999999999]",
        ] {
            assert!(matches!(shape(text), Shape::Named { .. }), "{text}");
        }
        assert_eq!(
            shape("[[u8; 2]; 3]"),
            Shape::Array {
                element: Type::new("[u8; 2]"),
                len: 3
            }
        );
    }

    #[test]
    fn signatures_are_taken_apart() {
        let parts = |text| match shape(text) {
            Shape::Function {
                signature: Some(signature),
            } => {
                let parameters: Vec<_> = signature.parameters().map(Type::as_str).collect();
                Some((parameters, signature.result().map(Type::as_str)))
            }
            _ => None,
        };
        assert_eq!(parts("FnPtr<fn()>"), Some((Vec::new(), None)));
        assert_eq!(parts("FnPtr<fn() -> u8>"), Some((Vec::new(), Some("u8"))));
        assert_eq!(
            parts("FnPtr<fn(FnPtr<fn(u8, u8) -> u8>, [Pair<u8, u8>; 2]) -> Ptr<u8>>"),
            Some((
                ["FnPtr<fn(u8, u8) -> u8>", "[Pair<u8, u8>; 2]"].to_vec(),
                Some("Ptr<u8>")
            ))
        );
        for text in ["FnPtr<u8>", "FnPtr<fn() u8>", "FnPtr<fn()-> u8>"] {
            assert_eq!(parts(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_unknown_agrees_with_anything_and_nothing_else_does() {
        let agrees = |a, b| {
            let forth = Type::new(a).agrees_with(Type::new(b));
            assert_eq!(forth, Type::new(b).agrees_with(Type::new(a)), "{a} {b}");
            forth
        };
        assert!(agrees("u8", "u8") && !agrees("u8", "u16") && !agrees("u8", "u8 "));
        assert!(agrees("Handle", "Handle<File>"));
        assert!(agrees("Ptr<Handle>", "Ptr<Handle<Pair<u8, u8>>>"));
        assert!(agrees(
            "Pair<FnPtr, Handle<u8>>",
            "Pair<FnPtr<fn() -> u8>, Handle>"
        ));
        assert!(!agrees("Handle<File>", "Handle<Door>"));
        assert!(!agrees("MyHandle", "MyHandle<u8>") && !agrees("Ptr", "Ptr<u8>"));
        assert!(!agrees("FnPtr<fn()>", "FnPtr<fn() -> u8>"));
        assert!(!agrees("Handle", "Handles"));
    }

    #[test]
    fn what_holds_what_is_told_through_arrays_only() {
        assert_eq!(Type::new("[[Node; 2]; 2]").holds(), Some("Node"));
        assert_eq!(Type::new("Ptr<Node>").holds(), None);
        assert_eq!(Type::new("[u8; 2]").holds(), None);
        assert_eq!(Type::new("[[u16; 2]; 2]").align(), Some(2));
        assert_eq!(Type::new("[Node; 2]").align(), None);
    }

    #[test]
    fn brackets_are_balanced_and_not_too_deep() {
        let nested = |depth| format!("{}u8{}", "Ptr<".repeat(depth), ">".repeat(depth));
        assert!(Type::parse(&nested(MOST_NESTED)).is_some());
        assert!(Type::parse(&nested(MOST_NESTED + 1)).is_none());
        for text in [
            "",
            " u8",
            "u8 ",
            "a, b",
            "a: b",
            "(]",
            ">",
            "a<",
            "a\tb",
            "a\u{202e}b",
        ] {
            assert!(Type::parse(text).is_none(), "{text:?}");
        }
        for text in ["fn(a: b, c) -> d", "a::b", "größe"] {
            assert!(Type::parse(text).is_some(), "{text:?}");
        }
    }
}
