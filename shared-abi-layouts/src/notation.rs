//! Reads the notation, in which a lock file and a manifest write layouts. `docs/format.md` describes it.
//!
//! The text may come from a hostile .wasm: reading it takes time and memory in proportion to its length.

use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::fmt;

use shared_abi_model::{Field, Kind, Layout, Signature, Type, Variant};

use crate::excerpt::Excerpt;
use crate::layouts::Layouts;

impl<'a> Layouts<'a> {
    /// Reads layouts in the notation, of any version so far.
    ///
    /// Takes nothing on trust: what it accepts is printed and read back as the same layouts, no name holds a
    /// character that a terminal would act on, and each field lies inside of its type.
    ///
    /// ```
    /// use shared_abi_layouts::Layouts;
    ///
    /// let text = "enum Gait, size 4, align 4\n    tag: u32, offset 0, size 4, align 4\n    Walk = 1\n    Run = 2\n";
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
    pub fn parse(text: &'a str) -> Result<Self, NotationError> {
        Self::read(Lines::new(text, 1))
    }

    pub(crate) fn read(lines: Lines<'a>) -> Result<Self, NotationError> {
        let mut reader = Reader::default();
        for line in lines {
            reader.line(line?)?;
        }
        reader.finish()
    }
}

/// Reads one line after the other.
#[derive(Default)]
pub(crate) struct Reader<'a> {
    layouts: Layouts<'a>,
    open: Option<Open<'a>>,
}

impl<'a> Reader<'a> {
    pub(crate) fn line(&mut self, (number, line): (usize, &'a str)) -> Result<(), NotationError> {
        if line.starts_with('#') {
            return Ok(());
        }
        let at_line = |(problem, text)| NotationError::new(number, problem, text);
        if let Some(item) = line.strip_prefix("    ") {
            let Some(open) = &mut self.open else {
                return Err(at_line((NotationProblem::OutsideOfType, item)));
            };
            return open.read_item(item).map_err(at_line);
        }
        // A blank line ends a type too: what follows a header that got lost isn't taken for the type above.
        self.close()?;
        if let Some(function) = line.strip_prefix("fn ") {
            return self.read_function(function).map_err(at_line);
        }
        if !line.is_empty() {
            self.open = Some(Open::read_header(number, line).map_err(at_line)?);
        }
        Ok(())
    }

    pub(crate) fn finish(mut self) -> Result<Layouts<'a>, NotationError> {
        self.close()?;
        self.layouts.align_fields();
        Ok(self.layouts)
    }

    fn close(&mut self) -> Result<(), NotationError> {
        match self.open.take() {
            Some(open) => open.close(&mut self.layouts),
            None => Ok(()),
        }
    }

    fn read_function(&mut self, line: &'a str) -> Result<(), Fault<'a>> {
        let expected = NotationProblem::Expected("`fn NAME(TYPES)` or `fn NAME(TYPES) -> TYPE`");
        let at = line.find('(').ok_or((expected, line))?;
        let (name, signature) = line.split_at(at);
        if !Type::is_name(name) {
            return Err((NotationProblem::NotAName, name));
        }
        let signature = Signature::parse(signature).ok_or((expected, line))?;
        if self.layouts.add_function(name, signature) {
            Ok(())
        } else {
            Err((NotationProblem::FunctionTwice, name))
        }
    }
}

/// What is wrong, and the text that is.
type Fault<'a> = (NotationProblem, &'a str);

/// The lines of a text with their numbers, without what ends them.
#[derive(Clone)]
pub(crate) struct Lines<'a> {
    rest: &'a str,
    number: usize,
    /// Whether a carriage return may stand before the line feed.
    of_either_end: bool,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(text: &'a str, first: usize) -> Self {
        Self {
            rest: text,
            number: first,
            of_either_end: false,
        }
    }

    /// The same, of a text whose lines may end as on Windows.
    pub(crate) fn of_either_end(mut self) -> Self {
        self.of_either_end = true;
        self
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
        let line = match line.strip_suffix('\r') {
            Some(line) if self.of_either_end => line,
            _ => line,
        };
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
    /// The type without its fields and variants.
    layout: Layout<'a>,
    fields: Vec<Field<'a>>,
    variants: Vec<Variant<'a>>,
    /// The index of the first field below the last variant.
    first_own: usize,
    /// Whether a variant has fields below it.
    is_nested: bool,
    /// Where the last field ends, of a struct.
    end: usize,
    // New ones for each type: a set that was large once takes as long to clear, however few it holds by then.
    /// The names of fields: of the type, and below a variant of that variant.
    names: HashSet<&'a str>,
    variant_names: HashSet<&'a str>,
}

impl<'a> Open<'a> {
    fn read_header(number: usize, line: &'a str) -> Result<Self, Fault<'a>> {
        let expected = NotationProblem::Expected("`struct NAME`, `enum NAME` or `union NAME`");
        let (kind, tail) = line.split_once(' ').ok_or((expected, line))?;
        let kinds = [Kind::Struct, Kind::Enum, Kind::Union];
        let kind = kinds.into_iter().find(|known| known.name() == kind);
        let kind = kind.ok_or((expected, line))?;
        // From the right, since a name may hold commas.
        let (tail, extensible) = strip_flag(tail, ", extensible");
        let (tail, align) = split_number(tail, "align ", "`align N`")?;
        let (name, size) = split_number(tail, "size ", "`size N`")?;
        if Type::parse(name).is_none() {
            return Err((NotationProblem::NotAType, name));
        }
        if !align.is_power_of_two() {
            return Err((NotationProblem::Align(align), name));
        }
        if extensible && kind != Kind::Struct {
            return Err((NotationProblem::ExtensibleNotStruct, name));
        }
        let layout = Layout::leaf(name, kind, size, align);
        Ok(Self {
            line: number,
            layout: if extensible { layout.extensible() } else { layout },
            fields: Vec::new(),
            variants: Vec::new(),
            first_own: 0,
            is_nested: false,
            end: 0,
            names: HashSet::new(),
            variant_names: HashSet::new(),
        })
    }

    fn read_item(&mut self, item: &'a str) -> Result<(), Fault<'a>> {
        let (item, of_variant) = match item.strip_prefix("    ") {
            Some(item) => (item, true),
            None => (item, false),
        };
        // Neither a field's nor a variant's name holds a colon or an equals sign.
        if let Some((name, tail)) = item.split_once(": ") {
            return match (of_variant, self.variants.is_empty()) {
                (true, true) => Err((NotationProblem::OutsideOfVariant, name)),
                (false, false) => Err((NotationProblem::FieldAfterVariant, name)),
                _ => self.read_field(name, tail),
            };
        }
        if let Some((name, value)) = item.split_once(" = ")
            && !of_variant
        {
            return self.read_variant(name, value);
        }
        let expected = "`NAME: TYPE, offset N, size N, align N` or `NAME = N`";
        Err((NotationProblem::Expected(expected), item))
    }

    fn read_field(&mut self, name: &'a str, tail: &'a str) -> Result<(), Fault<'a>> {
        let (tail, added) = strip_flag(tail, ", added");
        // Written since version 2.
        let (tail, align) = match split_number(tail, "align ", "`align N`") {
            Ok((tail, align)) if align.is_power_of_two() => (tail, align),
            Ok((_, align)) => return Err((NotationProblem::Align(align), name)),
            Err((NotationProblem::NotANumber, digits)) => return Err((NotationProblem::NotANumber, digits)),
            Err(_) => (tail, 0),
        };
        let (tail, size) = split_number(tail, "size ", "`size N`")?;
        let (ty, offset) = split_number(tail, "offset ", "`offset N`")?;
        if !Type::is_name(name) {
            return Err((NotationProblem::NotAName, name));
        }
        let ty = Type::parse(ty).ok_or((NotationProblem::NotAType, ty))?;
        if !self.names.insert(name) {
            return Err((NotationProblem::FieldTwice, name));
        }
        let end = offset
            .checked_add(size)
            .ok_or((NotationProblem::Overflow, name))?;
        if end > self.layout.size {
            let size = self.layout.size;
            return Err((NotationProblem::PastEnd { end, size }, name));
        }
        if self.layout.kind == Kind::Struct {
            if offset < self.end {
                let end = self.end;
                return Err((NotationProblem::OutOfOrder { offset, end }, name));
            }
            self.end = end;
        }
        if added && !self.layout.extensible {
            return Err((NotationProblem::AddedNotExtensible, name));
        }
        if !added && self.fields.last().is_some_and(|last| last.added) {
            return Err((NotationProblem::NotAdded, name));
        }
        let field = Field::new(name, ty, size, align).at(offset);
        self.fields.push(if added { field.added() } else { field });
        if let Some(variant) = self.variants.last_mut() {
            self.is_nested = true;
            let count = self.fields.len() - self.first_own;
            *variant = variant.with_fields(self.first_own, count);
        }
        Ok(())
    }

    fn read_variant(&mut self, name: &'a str, value: &'a str) -> Result<(), Fault<'a>> {
        if !Type::is_name(name) {
            return Err((NotationProblem::NotAName, name));
        }
        let value = integer(value).ok_or((NotationProblem::NotAnInteger, value))?;
        if self.layout.kind != Kind::Enum {
            return Err((NotationProblem::VariantOutsideEnum, name));
        }
        if !self.variant_names.insert(name) {
            return Err((NotationProblem::VariantTwice, name));
        }
        if !self.names.is_empty() {
            self.names = HashSet::new();
        }
        self.first_own = self.fields.len();
        self.variants
            .push(Variant::new(name, value).with_fields(self.first_own, 0));
        Ok(())
    }

    fn close(mut self, layouts: &mut Layouts<'a>) -> Result<(), NotationError> {
        self.give_variants_their_fields();
        let name = self.layout.name;
        layouts
            .add(name, &self.layout, &self.fields, &self.variants)
            .map_err(|_| NotationError::new(self.line, NotationProblem::TypeTwice, name))
    }

    /// Before version 2 all fields of an enum stood above its variants, each as `Variant.field`.
    fn give_variants_their_fields(&mut self) {
        let numbers = self.variants.iter().enumerate();
        let numbers: HashMap<_, _> = numbers.map(|(i, variant)| (variant.name, i)).collect();
        let split = |field: &Field<'a>| {
            let (variant, own) = field.name.split_once('.')?;
            Some((*numbers.get(variant)?, own)).filter(|(_, own)| !own.is_empty())
        };
        if self.is_nested || !self.fields.iter().any(|field| split(field).is_some()) {
            return;
        }
        let mut own = vec![Vec::new(); self.variants.len()];
        let mut fields = Vec::with_capacity(self.fields.len());
        for mut field in self.fields.drain(..) {
            match split(&field) {
                Some((variant, name)) => {
                    field.name = name;
                    own[variant].push(field);
                }
                None => fields.push(field),
            }
        }
        for (variant, own) in self.variants.iter_mut().zip(own) {
            *variant = variant.with_fields(fields.len(), own.len());
            fields.extend(own);
        }
        self.fields = fields;
    }
}

fn strip_flag<'a>(text: &'a str, flag: &str) -> (&'a str, bool) {
    match text.strip_suffix(flag) {
        Some(text) => (text, true),
        None => (text, false),
    }
}

/// Takes `, size N` or the like off the end.
fn split_number<'a>(
    text: &'a str,
    word: &str,
    expected: &'static str,
) -> Result<(&'a str, usize), Fault<'a>> {
    let expected = NotationProblem::Expected(expected);
    let (rest, last) = text.rsplit_once(", ").ok_or((expected, text))?;
    let digits = last.strip_prefix(word).ok_or((expected, last))?;
    let number = number(digits).ok_or((NotationProblem::NotANumber, digits))?;
    Ok((rest, number))
}

/// A number has one way to be written; `parse` alone would take `+1` and `01` too.
pub(crate) fn number(digits: &str) -> Option<usize> {
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
    /// An alignment is no power of two.
    Align(usize),
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
    /// Another function of the same name, with another signature.
    FunctionTwice,
    /// A field of the type behind a variant.
    FieldAfterVariant,
    /// A field of a variant with no variant above it.
    OutsideOfVariant,
    /// A variant of a struct or a union.
    VariantOutsideEnum,
    /// A field's offset and size add up to more than a `u64` holds.
    Overflow,
    /// A field that isn't all inside of its type.
    PastEnd {
        /// Where the field ends, in bytes from the start of the type.
        end: usize,
        /// Size of the type in bytes.
        size: usize,
    },
    /// A struct's field that lies before or over the one above it.
    OutOfOrder {
        /// The field's offset in bytes.
        offset: usize,
        /// Where the field above it ends, in bytes from the start of the type.
        end: usize,
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
            Self::NotAType => "not a type; commas stand inside of brackets only, and each bracket closes; at most 64 are inside of each other",
            Self::Align(align) => return write!(f, "the alignment {align} is no power of two"),
            Self::ExtensibleNotStruct => "only a struct is extensible",
            Self::OutsideOfType => "there is no type directly above",
            Self::TypeTwice => "there is another type of this name above, with another layout",
            Self::FieldTwice => "there is another field of this name above",
            Self::VariantTwice => "there is another variant of this name above",
            Self::FunctionTwice => "there is another function of this name above, with another signature",
            Self::OutsideOfVariant => "there is no variant above",
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
