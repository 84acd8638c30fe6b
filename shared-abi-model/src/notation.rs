//! The notation: how a layout is written in locks and manifests. `docs/format.md` describes it.
//!
//! A line is made of pieces, so that the one writer serves constants and formatters alike.

use core::fmt;

use crate::layout::{Field, Layout, Variant};

/// A layout in the notation. [`Display`](fmt::Display) writes it, [`next`](Self::next) is for constants.
///
/// ```
/// use shared_abi_model::{Field, Kind, Layout, Type, Variant};
///
/// let fields = [
///     Field::new("tag", Type::new("u32"), 4, 4),
///     Field::new("radius", Type::new("f64"), 8, 8).at(8),
/// ];
/// let variants = [Variant::new("Empty", 0), Variant::new("Circle", 1).with_fields(1, 1)];
/// let shape = Layout::enclose("Shape", Kind::Enum, &fields, usize::MAX, 1).with_variants(&variants);
/// assert_eq!(
///     shape.notation().to_string(),
///     "enum Shape, size 16, align 8\n\
///     \x20   tag: u32, offset 0, size 4, align 4\n\
///     \x20   Empty = 0\n\
///     \x20   Circle = 1\n\
///     \x20       radius: f64, offset 8, size 8, align 8\n",
/// );
/// ```
#[derive(Clone, Debug)]
pub struct Notation<'a> {
    layout: Layout<'a>,
    common: &'a [Field<'a>],
    line: Line,
    /// How many pieces of the line have been written.
    piece: usize,
}

/// What a text in the notation is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// A text.
    Text(&'a str),
    /// A number, in decimal.
    Number(u128),
}

/// The line that is being written.
#[derive(Clone, Copy, Debug)]
enum Line {
    Header,
    /// Of a field that is no variant's.
    Common(usize),
    Variant(usize),
    /// Of a variant, and one of its fields.
    Own(usize, usize),
    End,
}

impl<'a> Layout<'a> {
    /// The layout in the notation.
    #[must_use]
    pub const fn notation(&self) -> Notation<'a> {
        Notation {
            layout: *self,
            common: self.common_fields(),
            line: Line::Header,
            piece: 0,
        }
    }
}

impl<'a> Notation<'a> {
    /// The next piece.
    #[allow(clippy::should_implement_trait)] // It is implemented, too; this one is `const`.
    pub const fn next(&mut self) -> Option<Piece<'a>> {
        let layout = &self.layout;
        loop {
            let piece = match self.line {
                Line::Header => header(layout, self.piece),
                Line::Common(index) => field("    ", &self.common[index], self.piece),
                Line::Variant(index) => variant(&layout.variants[index], self.piece),
                Line::Own(of, index) => field(
                    "        ",
                    &layout.fields_of(&layout.variants[of])[index],
                    self.piece,
                ),
                Line::End => return None,
            };
            if piece.is_some() {
                self.piece += 1;
                return piece;
            }
            self.line = self.line_below();
            self.piece = 0;
        }
    }

    const fn line_below(&self) -> Line {
        let layout = &self.layout;
        let (variant, own) = match self.line {
            Line::Header if !self.common.is_empty() => return Line::Common(0),
            Line::Common(index) if index + 1 < self.common.len() => {
                return Line::Common(index + 1);
            }
            Line::Header | Line::Common(_) => return self.variant_at(0),
            Line::Variant(variant) => (variant, 0),
            Line::Own(variant, index) => (variant, index + 1),
            Line::End => return Line::End,
        };
        if own < layout.fields_of(&layout.variants[variant]).len() {
            Line::Own(variant, own)
        } else {
            self.variant_at(variant + 1)
        }
    }

    const fn variant_at(&self, index: usize) -> Line {
        if index < self.layout.variants.len() {
            Line::Variant(index)
        } else {
            Line::End
        }
    }
}

const fn header<'a>(layout: &Layout<'a>, piece: usize) -> Option<Piece<'a>> {
    Some(match piece {
        0 => Piece::Text(layout.kind.name()),
        1 => Piece::Text(" "),
        2 => Piece::Text(layout.name),
        3 => Piece::Text(", size "),
        4 => Piece::Number(layout.size as u128),
        5 => Piece::Text(", align "),
        6 => Piece::Number(layout.align as u128),
        7 => Piece::Text(if layout.extensible { ", extensible\n" } else { "\n" }),
        _ => return None,
    })
}

const fn field<'a>(indent: &'static str, field: &Field<'a>, piece: usize) -> Option<Piece<'a>> {
    Some(match piece {
        0 => Piece::Text(indent),
        1 => Piece::Text(field.name),
        2 => Piece::Text(": "),
        3 => Piece::Text(field.ty.as_str()),
        4 => Piece::Text(", offset "),
        5 => Piece::Number(field.offset as u128),
        6 => Piece::Text(", size "),
        7 => Piece::Number(field.size as u128),
        // What isn't known isn't written.
        8 => Piece::Text(if field.align == 0 { "" } else { ", align " }),
        9 if field.align == 0 => Piece::Text(""),
        9 => Piece::Number(field.align as u128),
        10 => Piece::Text(if field.added { ", added\n" } else { "\n" }),
        _ => return None,
    })
}

const fn variant<'a>(variant: &Variant<'a>, piece: usize) -> Option<Piece<'a>> {
    Some(match piece {
        0 => Piece::Text("    "),
        1 => Piece::Text(variant.name),
        2 => Piece::Text(if variant.value < 0 { " = -" } else { " = " }),
        3 => Piece::Number(variant.value.unsigned_abs()),
        4 => Piece::Text("\n"),
        _ => return None,
    })
}

impl<'a> Iterator for Notation<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        Notation::next(self)
    }
}

impl fmt::Display for Notation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for piece in self.clone() {
            match piece {
                Piece::Text(text) => f.write_str(text)?,
                Piece::Number(number) => write!(f, "{number}")?,
            }
        }
        Ok(())
    }
}
