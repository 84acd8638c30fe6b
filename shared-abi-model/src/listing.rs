//! A layout as a person reads it, as pahole has it: a line for each field, holes where they are, and a summary.

use core::fmt;

use crate::holes::{Hole, Holes};
use crate::layout::{Field, Kind, Layout};
use crate::text::bytes;

/// The widest that a column gets: a guest chooses its names, and each row would be as long as the longest of them.
const MOST: usize = 120;

/// A layout as a person reads it; what [`Layout`]'s own `Display` prints.
///
/// ```
/// use shared_abi_model::{Field, Kind, Layout, Type};
///
/// let fields = [
///     Field::new("kind", Type::new("u8"), 1, 1),
///     Field::new("sensor", Type::new("u64"), 8, 8).at(8),
/// ];
/// let batch = Layout::enclose("Batch", Kind::Struct, &fields, usize::MAX, 1);
/// assert_eq!(
///     batch.listing().with_note("of a test").to_string(),
///     "struct Batch { /* of a test */\n\
///     \x20   kind:   u8,  /* 0 1 */\n\
///     \x20   /* 7 bytes of padding */\n\
///     \x20   sensor: u64, /* 8 8 */\n\
///     } /* size 16, align 8, padding 7 bytes */",
/// );
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Listing<'a, S = Plain> {
    layout: Layout<'a>,
    note: Option<&'a str>,
    style: S,
}

/// How the parts of a [`Listing`] look: plain, if nothing is said.
pub trait Style {
    /// Written in front of a part.
    ///
    /// # Errors
    /// If the formatter fails.
    fn start(&self, _: Part, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }

    /// Written behind a part.
    ///
    /// # Errors
    /// If the formatter fails.
    fn end(&self, _: Part, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }

    /// Writes the name of a type, field or variant, or the text of a type.
    ///
    /// # Errors
    /// If the formatter fails.
    fn name(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(name)
    }

    /// How many columns of a terminal [`name`](Self::name) takes.
    fn width(&self, name: &str) -> usize {
        name.chars().count()
    }
}

/// A part of a [`Listing`] that may look another way than the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// The keyword and the name.
    Head,
    /// What is said about it.
    Note,
    /// Bytes that no field has.
    Hole,
}

/// Nothing looks special.
#[derive(Clone, Copy, Debug)]
pub struct Plain;

impl Style for Plain {}

impl<'a> Layout<'a> {
    /// The layout as a person reads it.
    #[must_use]
    pub const fn listing(&self) -> Listing<'a> {
        Listing {
            layout: *self,
            note: None,
            style: Plain,
        }
    }
}

impl fmt::Display for Layout<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.listing().fmt(f)
    }
}

impl<'a, S> Listing<'a, S> {
    /// The same, with a note behind the name.
    #[must_use]
    pub fn with_note(mut self, note: &'a str) -> Self {
        self.note = Some(note);
        self
    }

    /// The same, in another style.
    pub fn with_style<T: Style>(self, style: T) -> Listing<'a, T> {
        Listing {
            layout: self.layout,
            note: self.note,
            style,
        }
    }
}

/// A line between the braces.
enum Line<'a> {
    Field(&'static str, &'a Field<'a>),
    Hole(&'static str, Hole),
    /// A variant: its name, its tag, and whether fields of its own follow.
    Variant(&'a str, i128, bool),
    /// The end of a variant's fields.
    Close,
}

/// The columns of all fields: name, type, offset, size.
#[derive(Default)]
struct Widths {
    name: usize,
    ty: usize,
    offset: usize,
    size: usize,
}

impl<S: Style> fmt::Display for Listing<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { layout, style, .. } = self;
        if !layout.kind.is_declared() {
            style.name(layout.name, f)?;
            return write!(f, " /* size {}, align {} */", layout.size, layout.align);
        }
        style.start(Part::Head, f)?;
        write!(f, "{} ", layout.kind)?;
        style.name(layout.name, f)?;
        style.end(Part::Head, f)?;
        f.write_str(" {")?;
        if let Some(note) = self.note {
            f.write_str(" ")?;
            self.part(Part::Note, f, |f| write!(f, "/* {note} */"))?;
        }
        f.write_str("\n")?;
        let mut widths = Widths::default();
        self.lines(&mut |line| {
            if let Line::Field(indent, field) = line {
                widths.fit(indent, field, style);
            }
            Ok(())
        })?;
        self.lines(&mut |line| self.line(&line, &widths, f))?;
        f.write_str("} ")?;
        self.part(Part::Note, f, |f| self.summary(f))
    }
}

impl Widths {
    fn fit(&mut self, indent: &str, field: &Field<'_>, style: &impl Style) {
        let digits = |number: usize| number.checked_ilog10().unwrap_or(0) as usize + 1;
        let widths = [
            (&mut self.name, indent.len() + style.width(field.name)),
            (&mut self.ty, style.width(field.ty.as_str())),
            (&mut self.offset, digits(field.offset)),
            (&mut self.size, digits(field.size)),
        ];
        for (column, width) in widths {
            *column = width.min(MOST).max(*column);
        }
    }
}

impl<'a, S: Style> Listing<'a, S> {
    fn part(
        &self,
        part: Part,
        f: &mut fmt::Formatter<'_>,
        write: impl FnOnce(&mut fmt::Formatter<'_>) -> fmt::Result,
    ) -> fmt::Result {
        self.style.start(part, f)?;
        write(f)?;
        self.style.end(part, f)
    }

    fn line(&self, line: &Line<'_>, widths: &Widths, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let style = &self.style;
        f.write_str("    ")?;
        match *line {
            Line::Field(indent, field) => {
                f.write_str(indent)?;
                style.name(field.name, f)?;
                let taken = indent.len() + style.width(field.name);
                write!(f, ":{:fill$} ", "", fill = widths.name.saturating_sub(taken))?;
                style.name(field.ty.as_str(), f)?;
                let taken = style.width(field.ty.as_str());
                write!(f, ",{:fill$} ", "", fill = widths.ty.saturating_sub(taken))?;
                let (offset, size) = (widths.offset, widths.size);
                let added = if field.added { "added " } else { "" };
                write!(f, "/* {:offset$} {:size$} {added}*/", field.offset, field.size)?;
            }
            Line::Hole(indent, hole) => self.part(Part::Hole, f, |f| {
                write!(
                    f,
                    "{indent}/* {} {} of padding */",
                    hole.size,
                    bytes(hole.size as u64)
                )
            })?,
            Line::Variant(name, value, has_fields) => {
                style.name(name, f)?;
                write!(f, " = {value}{}", if has_fields { " {" } else { "," })?;
            }
            Line::Close => f.write_str("},")?,
        }
        f.write_str("\n")
    }

    fn summary(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Layout { size, align, .. } = self.layout;
        write!(f, "/* size {size}, align {align}")?;
        if self.layout.extensible {
            f.write_str(", extensible")?;
        }
        let (mut count, mut padding) = (0, 0);
        for hole in self.layout.holes() {
            count += 1;
            padding += hole.size;
        }
        match count {
            0 => f.write_str(", no padding")?,
            1 => write!(f, ", padding {padding} {}", bytes(padding as u64))?,
            _ => write!(
                f,
                ", padding {padding} {} in {count} holes",
                bytes(padding as u64)
            )?,
        }
        f.write_str(" */")
    }

    fn lines(&self, each: &mut impl FnMut(Line<'a>) -> fmt::Result) -> fmt::Result {
        let layout = &self.layout;
        if layout.kind != Kind::Enum {
            return fields_and_holes("", layout.fields, layout.holes(), each);
        }
        let common = layout.common_fields();
        let payloads = &layout.fields[common.len()..];
        // Where the payloads start, and where the longest one ends.
        let start = payloads
            .iter()
            .map(|field| field.offset)
            .min()
            .unwrap_or(layout.size);
        let end = payloads.iter().map(Field::end).max().unwrap_or(0);
        fields_and_holes(
            "",
            common,
            layout.holes().take_while(|hole| hole.offset < start),
            each,
        )?;
        for variant in layout.variants {
            let own = layout.fields_of(variant);
            each(Line::Variant(variant.name, variant.value, !own.is_empty()))?;
            if let Some(end) = own.iter().map(Field::end).max() {
                fields_and_holes("    ", own, Holes::between(own, start, end), each)?;
                each(Line::Close)?;
            }
        }
        let mut behind = layout
            .holes()
            .filter(|hole| hole.offset >= start && hole.offset >= end);
        behind.try_for_each(|hole| each(Line::Hole("", hole)))
    }
}

/// The fields as they were declared, each behind the holes before it.
fn fields_and_holes<'a>(
    indent: &'static str,
    fields: &'a [Field<'a>],
    holes: impl Iterator<Item = Hole>,
    each: &mut impl FnMut(Line<'a>) -> fmt::Result,
) -> fmt::Result {
    let mut holes = holes.peekable();
    for field in fields {
        while let Some(hole) = holes.next_if(|hole| hole.offset < field.offset) {
            each(Line::Hole(indent, hole))?;
        }
        each(Line::Field(indent, field))?;
    }
    holes.try_for_each(|hole| each(Line::Hole(indent, hole)))
}

#[cfg(test)]
mod tests {
    extern crate std;
    use std::string::ToString as _;

    use super::*;
    use crate::{Type, Variant};

    fn field(name: &'static str, ty: &'static str, offset: usize, size: usize) -> Field<'static> {
        Field::new(name, Type::new(ty), size, size).at(offset)
    }

    #[test]
    fn a_struct_shows_its_holes_where_they_are() {
        let fields = [
            field("kind", "u8", 0, 1),
            field("sensor", "u64", 8, 8),
            field("samples", "Slice<Sample>", 16, 16),
            field("seq", "u32", 32, 4),
        ];
        let expected = "\
struct Batch {
    kind:    u8,            /*  0  1 */
    /* 7 bytes of padding */
    sensor:  u64,           /*  8  8 */
    samples: Slice<Sample>, /* 16 16 */
    seq:     u32,           /* 32  4 */
    /* 4 bytes of padding */
} /* size 40, align 8, padding 11 bytes in 2 holes */";
        let layout = Layout::leaf("Batch", Kind::Struct, 40, 8).with_fields(&fields);
        assert_eq!(layout.to_string(), expected);
    }

    #[test]
    fn an_extensible_struct_shows_what_was_added() {
        let fields = [field("x", "i32", 0, 4), field("y", "i32", 4, 4).added()];
        let layout = Layout::leaf("Grown", Kind::Struct, 8, 4)
            .with_fields(&fields)
            .extensible();
        let expected = "\
struct Grown {
    x: i32, /* 0 4 */
    y: i32, /* 4 4 added */
} /* size 8, align 4, extensible, no padding */";
        assert_eq!(layout.to_string(), expected);
    }

    #[test]
    fn an_enum_shows_its_variants_with_their_tags_and_fields() {
        let fields = [
            field("tag", "u32", 0, 4),
            field("radius", "f64", 8, 8),
            field("0", "u8", 8, 1),
            field("1", "u32", 12, 4),
        ];
        let variants = [
            Variant::new("Empty", 0),
            Variant::new("Circle", 1).with_fields(1, 1),
            Variant::new("Tile", -2).with_fields(2, 2),
        ];
        let layout = Layout::leaf("Shape", Kind::Enum, 24, 8);
        let layout = layout.with_fields(&fields).with_variants(&variants);
        let expected = "\
enum Shape {
    tag:        u32, /*  0 4 */
    /* 4 bytes of padding */
    Empty = 0,
    Circle = 1 {
        radius: f64, /*  8 8 */
    },
    Tile = -2 {
        0:      u8,  /*  8 1 */
        /* 3 bytes of padding */
        1:      u32, /* 12 4 */
    },
    /* 8 bytes of padding */
} /* size 24, align 8, padding 12 bytes in 2 holes */";
        assert_eq!(layout.to_string(), expected);
    }

    #[test]
    fn a_hole_that_every_variant_has_is_shown_once() {
        let fields = [
            field("tag", "u32", 0, 4),
            field("a", "u8", 4, 1),
            field("b", "u32", 8, 4),
        ];
        let variants = [Variant::new("A", 0).with_fields(1, 2)];
        let layout = Layout::leaf("One", Kind::Enum, 12, 4);
        let layout = layout.with_fields(&fields).with_variants(&variants);
        let expected = "\
enum One {
    tag:   u32, /* 0 4 */
    A = 0 {
        a: u8,  /* 4 1 */
        /* 3 bytes of padding */
        b: u32, /* 8 4 */
    },
} /* size 12, align 4, padding 3 bytes */";
        assert_eq!(layout.to_string(), expected);
    }

    #[test]
    fn a_union_shows_the_bytes_of_no_member() {
        let fields = [field("whole", "u32", 0, 4), field("parts", "[u8; 5]", 0, 5)];
        let layout = Layout::leaf("Bits", Kind::Union, 8, 4).with_fields(&fields);
        let expected = "\
union Bits {
    whole: u32,     /* 0 4 */
    parts: [u8; 5], /* 0 5 */
    /* 3 bytes of padding */
} /* size 8, align 4, padding 3 bytes */";
        assert_eq!(layout.to_string(), expected);
    }

    #[test]
    fn a_type_of_nothing_has_no_lines() {
        let token = Layout::leaf("Token", Kind::Struct, 0, 1);
        assert_eq!(
            token.to_string(),
            "struct Token {\n} /* size 0, align 1, no padding */"
        );
        let scalar = Layout::leaf("u32", Kind::Scalar, 4, 4);
        assert_eq!(scalar.to_string(), "u32 /* size 4, align 4 */");
    }
}
