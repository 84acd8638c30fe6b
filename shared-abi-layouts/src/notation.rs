//! Layouts in text: how a lock file and a manifest write them. `docs/format.md` describes it.
//!
//! The text may come from a hostile .wasm: reading it takes time and memory in proportion to its length.

use std::collections::HashSet;
use std::error::Error;
use std::fmt;

use crate::excerpt::Excerpt;
use crate::model::{FieldLayout, Kind, Layouts, TypeLayout, VariantValue};

/// Prints the layout in the notation; names that [`Layouts::parse`] would refuse are printed as they are.
///
/// ```
/// # use shared_abi_layouts::{FieldLayout, Kind, TypeLayout};
/// let header = TypeLayout {
///     name: "Header".into(),
///     kind: Kind::Struct,
///     size: 8,
///     align: 4,
///     extensible: false,
///     fields: vec![FieldLayout { name: "len".into(), ty: "u32".into(), offset: 4, size: 4, added: false }],
///     variants: vec![],
/// };
/// assert_eq!(header.to_string(), "struct Header, size 8, align 4\n    len: u32, offset 4, size 4\n");
/// ```
impl fmt::Display for TypeLayout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            kind,
            name,
            size,
            align,
            ..
        } = self;
        let extensible = if self.extensible { ", extensible" } else { "" };
        writeln!(f, "{kind} {name}, size {size}, align {align}{extensible}")?;
        for FieldLayout {
            name,
            ty,
            offset,
            size,
            added,
        } in &self.fields
        {
            let added = if *added { ", added" } else { "" };
            writeln!(f, "    {name}: {ty}, offset {offset}, size {size}{added}")?;
        }
        for VariantValue { name, value } in &self.variants {
            writeln!(f, "    {name} = {value}")?;
        }
        Ok(())
    }
}

/// Prints all of them, sorted by name, with a blank line between two.
impl fmt::Display for Layouts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, layout) in self.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            layout.fmt(f)?;
        }
        Ok(())
    }
}

impl Layouts {
    /// Reads layouts in the notation.
    ///
    /// Takes nothing on trust: what it accepts is printed and read back as the same layouts, no name holds a
    /// character that a terminal would act on, and each field lies inside of its type.
    ///
    /// ```
    /// use shared_abi_layouts::Layouts;
    ///
    /// let text = "enum Gait, size 4, align 4\n    tag: u32, offset 0, size 4\n    Walk = 1\n    Run = 2\n";
    /// let layouts = Layouts::parse(text)?;
    /// assert_eq!(layouts.get("Gait").unwrap().variants[1].value, 2);
    /// assert_eq!(layouts.to_string(), text);
    /// # Ok::<(), shared_abi_layouts::NotationError>(())
    /// ```
    ///
    /// # Errors
    /// At the first line that isn't in the notation, or says what can't be.
    ///
    /// ```
    /// # use shared_abi_layouts::Layouts;
    /// let error = Layouts::parse("struct Header, size 08, align 4\n").unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "line 1: `08`: not a number from 0 to 2^64 - 1 in decimal, without leading zeros",
    /// );
    /// ```
    pub fn parse(text: &str) -> Result<Self, NotationError> {
        Self::parse_from_line(text, 1)
    }

    /// As [`parse`](Self::parse), of a text that starts at a later line of its file, so that an error names the
    /// right one.
    ///
    /// ```
    /// # use shared_abi_layouts::Layouts;
    /// let error = Layouts::parse_from_line("\n    x: u8\n", 7).unwrap_err();
    /// assert_eq!(error.line(), 8);
    /// ```
    ///
    /// # Errors
    /// As of [`parse`](Self::parse).
    pub fn parse_from_line(text: &str, line: usize) -> Result<Self, NotationError> {
        Self::read(Lines::new(text, line))
    }

    pub(crate) fn read(lines: Lines<'_>) -> Result<Self, NotationError> {
        let mut layouts = Self::new();
        let mut open: Option<Open<'_>> = None;
        for line in lines {
            let (number, line) = line?;
            if line.starts_with('#') {
                continue;
            }
            let at_line = |(problem, text)| NotationError::new(number, problem, text);
            if let Some(item) = line.strip_prefix("    ") {
                let Some(open) = &mut open else {
                    return Err(at_line((NotationProblem::OutsideOfType, item)));
                };
                open.read_item(item).map_err(at_line)?;
                continue;
            }
            // A blank line ends a type too: what follows a header that got lost isn't taken for the type above.
            if let Some(open) = open.take() {
                open.close(&mut layouts)?;
            }
            if !line.is_empty() {
                open = Some(Open::read_header(number, line).map_err(at_line)?);
            }
        }
        if let Some(open) = open {
            open.close(&mut layouts)?;
        }
        Ok(layouts)
    }
}

/// What is wrong, and the text that is.
type Fault<'a> = (NotationProblem, &'a str);

/// The lines of a text with their numbers, without what ends them.
pub(crate) struct Lines<'a> {
    rest: &'a str,
    number: usize,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(text: &'a str, first: usize) -> Self {
        Self {
            rest: text,
            number: first,
        }
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Result<(usize, &'a str), NotationError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let number = self.number;
        self.number = number.saturating_add(1);
        let Some((line, rest)) = self.rest.split_once('\n') else {
            let line = std::mem::take(&mut self.rest);
            return Some(Err(NotationError::new(number, NotationProblem::CutOff, line)));
        };
        self.rest = rest;
        let conflict = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];
        if conflict.iter().any(|mark| line.starts_with(mark)) {
            return Some(Err(NotationError::new(number, NotationProblem::Conflict, line)));
        }
        Some(Ok((number, line)))
    }
}

/// A type of which the fields are being read.
struct Open<'a> {
    line: usize,
    layout: TypeLayout,
    /// Where the last field ends, of a struct.
    end: u64,
    // New ones for each type: a set that was large once takes as long to clear, however few it holds by then.
    fields: HashSet<&'a str>,
    variants: HashSet<&'a str>,
}

impl<'a> Open<'a> {
    fn read_header(number: usize, line: &'a str) -> Result<Self, Fault<'a>> {
        let expected = NotationProblem::Expected("`struct NAME`, `enum NAME` or `union NAME`");
        let (kind, tail) = line.split_once(' ').ok_or((expected, line))?;
        let kind = match kind {
            "struct" => Kind::Struct,
            "enum" => Kind::Enum,
            "union" => Kind::Union,
            _ => return Err((expected, line)),
        };
        // From the right, since a name may hold commas.
        let (tail, extensible) = strip_flag(tail, ", extensible");
        let (tail, align) = split_number(tail, "align ", "`align N`")?;
        let (name, size) = split_number(tail, "size ", "`size N`")?;
        if !is_type_text(name) {
            return Err((NotationProblem::NotAType, name));
        }
        if !align.is_power_of_two() {
            return Err((NotationProblem::Align(align), name));
        }
        if extensible && kind != Kind::Struct {
            return Err((NotationProblem::ExtensibleNotStruct, name));
        }
        Ok(Self {
            line: number,
            layout: TypeLayout {
                name: name.to_owned(),
                kind,
                size,
                align,
                extensible,
                fields: Vec::new(),
                variants: Vec::new(),
            },
            end: 0,
            fields: HashSet::new(),
            variants: HashSet::new(),
        })
    }

    fn read_item(&mut self, item: &'a str) -> Result<(), Fault<'a>> {
        // Neither a field's nor a variant's name holds a colon or an equals sign.
        if let Some((name, tail)) = item.split_once(": ") {
            return self.read_field(name, tail);
        }
        if let Some((name, value)) = item.split_once(" = ") {
            return self.read_variant(name, value);
        }
        let expected = "`NAME: TYPE, offset N, size N` or `NAME = N`";
        Err((NotationProblem::Expected(expected), item))
    }

    fn read_field(&mut self, name: &'a str, tail: &'a str) -> Result<(), Fault<'a>> {
        let (tail, added) = strip_flag(tail, ", added");
        let (tail, size) = split_number(tail, "size ", "`size N`")?;
        let (ty, offset) = split_number(tail, "offset ", "`offset N`")?;
        if !is_name(name) {
            return Err((NotationProblem::NotAName, name));
        }
        if !is_type_text(ty) {
            return Err((NotationProblem::NotAType, ty));
        }
        if !self.fields.insert(name) {
            return Err((NotationProblem::FieldTwice, name));
        }
        let layout = &mut self.layout;
        if !layout.variants.is_empty() {
            return Err((NotationProblem::FieldAfterVariant, name));
        }
        let end = offset
            .checked_add(size)
            .ok_or((NotationProblem::Overflow, name))?;
        if end > layout.size {
            let size = layout.size;
            return Err((NotationProblem::PastEnd { end, size }, name));
        }
        if layout.kind == Kind::Struct {
            if offset < self.end {
                let end = self.end;
                return Err((NotationProblem::OutOfOrder { offset, end }, name));
            }
            self.end = end;
        }
        if added && !layout.extensible {
            return Err((NotationProblem::AddedNotExtensible, name));
        }
        if !added && layout.fields.last().is_some_and(|last| last.added) {
            return Err((NotationProblem::NotAdded, name));
        }
        layout.fields.push(FieldLayout {
            name: name.to_owned(),
            ty: ty.to_owned(),
            offset,
            size,
            added,
        });
        Ok(())
    }

    fn read_variant(&mut self, name: &'a str, value: &'a str) -> Result<(), Fault<'a>> {
        if !is_name(name) {
            return Err((NotationProblem::NotAName, name));
        }
        let value = integer(value).ok_or((NotationProblem::NotAnInteger, value))?;
        if self.layout.kind != Kind::Enum {
            return Err((NotationProblem::VariantOutsideEnum, name));
        }
        if !self.variants.insert(name) {
            return Err((NotationProblem::VariantTwice, name));
        }
        self.layout.variants.push(VariantValue {
            name: name.to_owned(),
            value,
        });
        Ok(())
    }

    fn close(self, layouts: &mut Layouts) -> Result<(), NotationError> {
        layouts
            .insert(self.layout)
            .map_err(|other| NotationError::new(self.line, NotationProblem::TypeTwice, &other.name))
    }
}

fn strip_flag<'a>(text: &'a str, flag: &str) -> (&'a str, bool) {
    match text.strip_suffix(flag) {
        Some(text) => (text, true),
        None => (text, false),
    }
}

/// Takes `, size N` or the like off the end.
fn split_number<'a>(text: &'a str, word: &str, expected: &'static str) -> Result<(&'a str, u64), Fault<'a>> {
    let expected = NotationProblem::Expected(expected);
    let (rest, last) = text.rsplit_once(", ").ok_or((expected, text))?;
    let digits = last.strip_prefix(word).ok_or((expected, last))?;
    let number = number(digits).ok_or((NotationProblem::NotANumber, digits))?;
    Ok((rest, number))
}

/// A number has one way to be written; `parse` alone would take `+1` and `01` too.
pub(crate) fn number(digits: &str) -> Option<u64> {
    is_plain(digits).then(|| digits.parse().ok()).flatten()
}

fn integer(text: &str) -> Option<i128> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = is_plain(digits) && text != "-0";
    plain.then(|| text.parse().ok()).flatten()
}

fn is_plain(digits: &str) -> bool {
    digits.bytes().all(|b| b.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'))
}

/// The name of a field or a variant.
fn is_name(text: &str) -> bool {
    let other = |c: char| c.is_whitespace() || is_hidden(c) || ",:;=<>[](){}\"'`\\".contains(c);
    !text.is_empty() && !text.contains(other)
}

/// The text of a type: commas, and colons before a space, stand inside of brackets only.
fn is_type_text(text: &str) -> bool {
    let mut closing = Vec::new();
    let mut previous = ' ';
    for c in text.chars() {
        let top = closing.is_empty();
        match c {
            '<' => closing.push('>'),
            '[' => closing.push(']'),
            '(' => closing.push(')'),
            // The arrow of a function type.
            '>' if previous == '-' => {}
            '>' | ']' | ')' if closing.pop() != Some(c) => return false,
            ',' if top => return false,
            ' ' if top && previous == ':' => return false,
            ' ' => {}
            _ if c.is_whitespace() || is_hidden(c) => return false,
            _ => {}
        }
        previous = c;
    }
    closing.is_empty() && !text.is_empty() && text.trim() == text
}

/// Whether a terminal would act on the character, or show nothing, or another order.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}')
        || matches!(c, '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}

/// A text that isn't in the notation: the line, the words, and what is wrong with them.
///
/// ```
/// # use shared_abi_layouts::{Layouts, NotationProblem};
/// let error = Layouts::parse("struct A, size 2, align 1\n    x: u32, offset 0, size 4\n").unwrap_err();
/// assert_eq!((error.line(), error.text()), (2, "x"));
/// assert_eq!(error.problem(), NotationProblem::PastEnd { end: 4, size: 2 });
/// assert_eq!(error.to_string(), "line 2: `x`: the field ends at 4, past the type's 2 bytes");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct NotationError {
    line: usize,
    problem: NotationProblem,
    text: String,
}

impl NotationError {
    pub(crate) fn new(line: usize, problem: NotationProblem, text: &str) -> Self {
        Self {
            line,
            problem,
            text: Excerpt(text).to_string(),
        }
    }

    /// The number of the line, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// What is wrong.
    #[must_use]
    pub fn problem(&self) -> NotationProblem {
        self.problem
    }

    /// The words that are wrong, with control characters escaped, and cut after 60 characters.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for NotationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: `{}`: {}", self.line, self.text, self.problem)
    }
}

/// The same text, since that is what `unwrap`, `expect` and `main` print.
impl fmt::Debug for NotationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for NotationError {}

/// What is wrong with a text in the notation.
///
/// ```
/// # use shared_abi_layouts::{Layouts, NotationProblem};
/// let error = Layouts::parse("<<<<<<< HEAD\n").unwrap_err();
/// assert_eq!(error.problem(), NotationProblem::Conflict);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotationProblem {
    /// Git's mark of a merge conflict.
    Conflict,
    /// The last line has no end.
    CutOff,
    /// Other words should stand here.
    Expected(&'static str),
    /// Not a `u64` in the one way to write it.
    NotANumber,
    /// Not an `i128` in the one way to write it.
    NotAnInteger,
    /// Not the name of a field or a variant.
    NotAName,
    /// Not the text of a type.
    NotAType,
    /// The type's alignment is no power of two.
    Align(u64),
    /// A union or an enum is marked as extensible.
    ExtensibleNotStruct,
    /// A field or a variant with no type above it.
    OutsideOfType,
    /// Another type of the same name.
    TypeTwice,
    /// Another field of the same name.
    FieldTwice,
    /// Another variant of the same name.
    VariantTwice,
    /// A field behind a variant.
    FieldAfterVariant,
    /// A variant of a struct or a union.
    VariantOutsideEnum,
    /// A field's offset and size add up to more than a `u64` holds.
    Overflow,
    /// A field that isn't all inside of its type.
    PastEnd {
        /// Where the field ends, in bytes from the start of the type.
        end: u64,
        /// Size of the type in bytes.
        size: u64,
    },
    /// A struct's field that lies before or over the one above it.
    OutOfOrder {
        /// The field's offset in bytes.
        offset: u64,
        /// Where the field above it ends, in bytes from the start of the type.
        end: u64,
    },
    /// A field is marked as added, and its type isn't extensible.
    AddedNotExtensible,
    /// A field that isn't marked as added stands behind one that is.
    NotAdded,
}

impl fmt::Display for NotationProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Conflict => "a merge conflict that isn't resolved",
            Self::CutOff => "the last line doesn't end; the text was cut off",
            Self::Expected(words) => return write!(f, "expected {words}"),
            Self::NotANumber => "not a number from 0 to 2^64 - 1 in decimal, without leading zeros",
            Self::NotAnInteger => "not an integer from -2^127 to 2^127 - 1 in decimal, without leading zeros",
            Self::NotAName => "not the name of a field or a variant",
            Self::NotAType => "not a type; commas stand inside of brackets only, and each bracket closes",
            Self::Align(align) => return write!(f, "the alignment {align} is no power of two"),
            Self::ExtensibleNotStruct => "only a struct is extensible",
            Self::OutsideOfType => "there is no type directly above",
            Self::TypeTwice => "there is another type of this name above, with another layout",
            Self::FieldTwice => "there is another field of this name above",
            Self::VariantTwice => "there is another variant of this name above",
            Self::FieldAfterVariant => "a field stands above the variants",
            Self::VariantOutsideEnum => "only an enum has variants",
            Self::Overflow => "offset and size add up to more than 2^64 - 1",
            Self::PastEnd { end, size } => {
                return write!(f, "the field ends at {end}, past the type's {size} bytes");
            }
            Self::OutOfOrder { offset, end } => {
                return write!(
                    f,
                    "the field is at {offset}, before the end of the one above, {end}"
                );
            }
            Self::AddedNotExtensible => "only a field of an extensible struct is added",
            Self::NotAdded => "the field above is added, so this one must be too",
        })
    }
}
