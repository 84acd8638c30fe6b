//! `Arguments` and `Signature`: lists of types.

use core::fmt;

use super::Type;
use super::brackets::{behind_brackets, part};

/// The arguments of a type, or the parameters of a function: an iterator, which is `const` by [`step`](Self::step).
///
/// ```
/// use shared_abi_model::{Shape, Type};
///
/// let Shape::Named { arguments, .. } = Type::new("Table<[u8; 2], Pair<u8, u8>, 7>").shape() else { panic!() };
/// assert_eq!(arguments.map(Type::as_str).collect::<Vec<_>>(), ["[u8; 2]", "Pair<u8, u8>", "7"]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arguments<'a> {
    pub(super) rest: &'a str,
}

impl<'a> Arguments<'a> {
    /// The next one.
    pub const fn step(&mut self) -> Option<Type<'a>> {
        let rest = self.rest;
        if rest.is_empty() {
            return None;
        }
        let bytes = rest.as_bytes();
        let mut end = 0;
        while end < bytes.len() && bytes[end] != b',' {
            end = if matches!(bytes[end], b'<' | b'[' | b'(') {
                behind_brackets(bytes, end)
            } else {
                end + 1
            };
        }
        let text = part(rest, 0, end);
        let separator = if end + 1 < bytes.len() && bytes[end + 1] == b' ' {
            2
        } else {
            1
        };
        let next = if end + separator < bytes.len() {
            end + separator
        } else {
            bytes.len()
        };
        self.rest = part(rest, next, bytes.len());
        Some(Type::new(text))
    }
}

impl<'a> Iterator for Arguments<'a> {
    type Item = Type<'a>;

    fn next(&mut self) -> Option<Type<'a>> {
        self.step()
    }
}

/// What a function takes and returns: `fn(u32, Ptr<Node>) -> u32`.
///
/// ```
/// use shared_abi_model::{Shape, Type};
///
/// let Shape::Function { signature: Some(signature) } = Type::new("FnPtr<fn(u32, [u8; 2]) -> bool>").shape() else {
///     panic!()
/// };
/// assert_eq!(signature.parameters().count(), 2);
/// assert_eq!(signature.result().unwrap(), "bool");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature<'a> {
    /// From the parenthesis of the parameters on.
    text: &'a str,
    /// Where the parenthesis of the parameters has closed.
    end: usize,
}

impl<'a> Signature<'a> {
    /// The signature that `text`, written by somebody else, says: `(u32, Ptr<Node>) -> u32`; `None` if it says none.
    ///
    /// ```
    /// use shared_abi_model::Signature;
    ///
    /// assert_eq!(Signature::parse("(u8) -> Str").unwrap().to_string(), "fn(u8) -> Str");
    /// assert!(Signature::parse("(u8 -> Str").is_none());
    /// ```
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Self> {
        Self::of(Type::parse(text)?.as_str())
    }

    pub(super) const fn of(text: &'a str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.is_empty() || bytes[0] != b'(' {
            return None;
        }
        let end = behind_brackets(bytes, 0);
        if bytes[end - 1] != b')' {
            return None;
        }
        let arrow = bytes.len() > end + 4
            && bytes[end] == b' '
            && bytes[end + 1] == b'-'
            && bytes[end + 2] == b'>'
            && bytes[end + 3] == b' ';
        if end == bytes.len() || arrow {
            Some(Self { text, end })
        } else {
            None
        }
    }

    /// The types of its parameters.
    #[must_use]
    pub const fn parameters(self) -> Arguments<'a> {
        Arguments {
            rest: part(self.text, 1, self.end - 1),
        }
    }

    /// The type of its result, if it has one.
    #[must_use]
    pub const fn result(self) -> Option<Type<'a>> {
        if self.end == self.text.len() {
            return None;
        }
        Some(Type::new(part(self.text, self.end + 4, self.text.len())))
    }

    /// Its text, without the word `fn`.
    #[must_use]
    pub const fn as_str(self) -> &'a str {
        self.text
    }
}

impl fmt::Display for Signature<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "fn{}", self.text)
    }
}
