//! A layout as text, as pahole has it: a line for each field, holes where they are, and a summary.

use std::collections::HashMap;
use std::fmt::Write as _;

use anstyle::Style;
use shared_abi_layouts::{FieldLayout, Kind, Layouts, TypeLayout, VariantValue};

use crate::output::clipped::clipped;
use crate::output::columns::Align::{Left, Right};
use crate::output::columns::Columns;
use crate::output::counted::counted;
use crate::output::holes::{Hole, holes, holes_between, total};
use crate::output::reorder::reordered;
use crate::style::{HEAD, HINT, HOLE, NOTE, PLAIN};

/// What to call a type, so that it is told from others.
pub(crate) struct Title {
    pub(crate) name: String,
    /// What else there is to say.
    pub(crate) note: Option<String>,
}

/// Appends the layout; these are those that its fields may have.
pub(crate) fn write(layout: &TypeLayout, title: &Title, layouts: &Layouts, out: &mut String) {
    let holes = holes(layout);
    // Writing to a `String` never fails.
    let _ = write!(out, "{HEAD}{} {}{HEAD:#} {{", layout.kind, clipped(&title.name));
    if let Some(note) = &title.note {
        let _ = write!(out, " {NOTE}/* {note} */{NOTE:#}");
    }
    out.push('\n');
    let mut lines = Lines::new();
    match layout.kind {
        Kind::Enum => lines.enumeration(layout, &holes),
        Kind::Struct | Kind::Union => {
            let fields: Vec<_> = layout.fields.iter().collect();
            lines.fields_and_holes("", &fields, &holes, |field| &field.name);
        }
    }
    lines.columns.write("    ", out);
    let _ = writeln!(out, "}} {NOTE}/* {} */{NOTE:#}", summary(layout, &holes));
    if let Some(order) = reordered(layout, layouts) {
        let names: Vec<_> = order.fields.iter().map(|name| clipped(name)).collect();
        let (names, size) = (names.join(", "), bytes(order.size));
        let _ = writeln!(
            out,
            "{HINT}/* reordered: {names} — {size} instead of {} */{HINT:#}",
            layout.size
        );
    }
}

fn summary(layout: &TypeLayout, holes: &[Hole]) -> String {
    let mut text = format!("size {}, align {}", layout.size, layout.align);
    if layout.extensible {
        text.push_str(", extensible");
    }
    match holes {
        [] => text.push_str(", no padding"),
        [_] => {
            let _ = write!(text, ", padding {}", bytes(total(holes)));
        }
        _ => {
            let _ = write!(text, ", padding {} in {} holes", bytes(total(holes)), holes.len());
        }
    }
    text
}

fn bytes(n: u64) -> String {
    counted(n, "byte", "bytes")
}

/// The lines between the braces. Columns: name, type, `/*`, offset, size, what else, `*/`.
struct Lines {
    columns: Columns<6>,
}

impl Lines {
    fn new() -> Self {
        Self {
            columns: Columns::new([Left, Left, Left, Right, Right, Left]),
        }
    }

    fn field(&mut self, indent: &str, name: &str, field: &FieldLayout) {
        self.columns.row(
            PLAIN,
            [
                format!("{indent}{}:", clipped(name)),
                format!("{},", clipped(&field.ty)),
                "/*".to_owned(),
                field.offset.to_string(),
                field.size.to_string(),
                if field.added { "added */" } else { "*/" }.to_owned(),
            ],
        );
    }

    fn hole(&mut self, indent: &str, hole: &Hole) {
        self.line(HOLE, format!("{indent}/* {} hole */", bytes(hole.size)));
    }

    fn line(&mut self, style: Style, text: String) {
        self.columns.line(style, text);
    }

    /// The fields as they were declared, each behind the holes before it.
    fn fields_and_holes<'f>(
        &mut self,
        indent: &str,
        fields: &[&'f FieldLayout],
        holes: &[Hole],
        name: impl Fn(&'f FieldLayout) -> &'f str,
    ) {
        let mut holes = holes.iter().peekable();
        for field in fields {
            while let Some(hole) = holes.next_if(|hole| hole.offset < field.offset) {
                self.hole(indent, hole);
            }
            self.field(indent, name(field), field);
        }
        for hole in holes {
            self.hole(indent, hole);
        }
    }

    fn enumeration(&mut self, layout: &TypeLayout, holes: &[Hole]) {
        let payloads = Payloads::of(layout);
        let (before, behind) = holes.split_at(holes.partition_point(|hole| hole.offset < payloads.start));
        self.fields_and_holes("", &payloads.common, before, |field| &field.name);
        for VariantValue { name, value } in &layout.variants {
            let shown = clipped(name);
            let Some(fields) = payloads.fields.get(name.as_str()) else {
                self.line(PLAIN, format!("{shown} = {value},"));
                continue;
            };
            self.line(PLAIN, format!("{shown} = {value} {{"));
            let end = fields
                .iter()
                .map(|f| f.offset + f.size)
                .max()
                .unwrap_or(payloads.start);
            let holes = holes_between(fields, payloads.start, end);
            self.fields_and_holes("    ", fields, &holes, |field| &field.name[name.len() + 1..]);
            self.line(PLAIN, "},".to_owned());
        }
        for hole in behind.iter().filter(|hole| hole.offset >= payloads.end) {
            self.hole("", hole);
        }
    }
}

/// What an enum's variants hold: fields named `Variant.field`.
struct Payloads<'a> {
    /// Those of no variant: the tag.
    common: Vec<&'a FieldLayout>,
    fields: HashMap<&'a str, Vec<&'a FieldLayout>>,
    /// Where the first field of any variant starts.
    start: u64,
    /// Where the last one ends.
    end: u64,
}

impl<'a> Payloads<'a> {
    fn of(layout: &'a TypeLayout) -> Self {
        let mut payloads = Self {
            common: Vec::new(),
            fields: layout
                .variants
                .iter()
                .map(|v| (v.name.as_str(), Vec::new()))
                .collect(),
            start: layout.size,
            end: 0,
        };
        for field in &layout.fields {
            let variant = field.name.split_once('.').map(|(variant, _)| variant);
            match variant.and_then(|variant| payloads.fields.get_mut(variant)) {
                Some(fields) => {
                    fields.push(field);
                    payloads.start = payloads.start.min(field.offset);
                    payloads.end = payloads.end.max(field.offset + field.size);
                }
                None => payloads.common.push(field),
            }
        }
        payloads.fields.retain(|_, fields| !fields.is_empty());
        payloads
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> String {
        let layouts = Layouts::parse(text).unwrap();
        let mut out = String::new();
        for layout in layouts.iter() {
            let title = Title {
                name: layout.name.clone(),
                note: None,
            };
            write(layout, &title, &layouts, &mut out);
        }
        anstream::adapter::strip_str(&out).to_string()
    }

    #[test]
    fn a_struct_shows_its_holes_where_they_are() {
        let text = "struct Batch, size 40, align 8\n    kind: u8, offset 0, size 1\n    \
                    sensor: u64, offset 8, size 8\n    samples: Slice<Sample>, offset 16, size 16\n    \
                    seq: u32, offset 32, size 4\n";
        let expected = "\
struct Batch {
    kind:    u8,            /*  0  1 */
    /* 7 bytes hole */
    sensor:  u64,           /*  8  8 */
    samples: Slice<Sample>, /* 16 16 */
    seq:     u32,           /* 32  4 */
    /* 4 bytes hole */
} /* size 40, align 8, padding 11 bytes in 2 holes */
/* reordered: sensor, samples, seq, kind — 32 bytes instead of 40 */
";
        assert_eq!(of(text), expected);
    }

    #[test]
    fn an_extensible_struct_shows_what_was_added() {
        let text = "struct Grown, size 8, align 4, extensible\n    x: i32, offset 0, size 4\n    \
                    y: i32, offset 4, size 4, added\n";
        let expected = "\
struct Grown {
    x: i32, /* 0 4 */
    y: i32, /* 4 4 added */
} /* size 8, align 4, extensible, no padding */
";
        assert_eq!(of(text), expected);
    }

    #[test]
    fn an_enum_shows_its_variants_with_their_tags_and_fields() {
        let text = "enum Shape, size 24, align 8\n    tag: u32, offset 0, size 4\n    \
                    Circle.radius: f64, offset 8, size 8\n    Tile.0: u8, offset 8, size 1\n    \
                    Tile.1: u32, offset 12, size 4\n    Empty = 0\n    Circle = 1\n    Tile = -2\n";
        let expected = "\
enum Shape {
    tag:        u32, /*  0 4 */
    /* 4 bytes hole */
    Empty = 0,
    Circle = 1 {
        radius: f64, /*  8 8 */
    },
    Tile = -2 {
        0:      u8,  /*  8 1 */
        /* 3 bytes hole */
        1:      u32, /* 12 4 */
    },
    /* 8 bytes hole */
} /* size 24, align 8, padding 12 bytes in 2 holes */
";
        assert_eq!(of(text), expected);
    }

    #[test]
    fn a_hole_that_every_variant_has_is_shown_once() {
        let text = "enum One, size 12, align 4\n    tag: u32, offset 0, size 4\n    A.a: u8, offset 4, size 1\n    \
                    A.b: u32, offset 8, size 4\n    A = 0\n";
        let expected = "\
enum One {
    tag:   u32, /* 0 4 */
    A = 0 {
        a: u8,  /* 4 1 */
        /* 3 bytes hole */
        b: u32, /* 8 4 */
    },
} /* size 12, align 4, padding 3 bytes */
";
        assert_eq!(of(text), expected);
    }

    #[test]
    fn a_union_shows_the_bytes_of_no_member() {
        let text = "union Bits, size 8, align 4\n    whole: u32, offset 0, size 4\n    \
                    parts: [u8; 5], offset 0, size 5\n";
        let expected = "\
union Bits {
    whole: u32,     /* 0 4 */
    parts: [u8; 5], /* 0 5 */
    /* 3 bytes hole */
} /* size 8, align 4, padding 3 bytes */
";
        assert_eq!(of(text), expected);
    }

    #[test]
    fn a_type_of_nothing_has_no_lines() {
        assert_eq!(
            of("struct Token, size 0, align 1\n"),
            "struct Token {\n} /* size 0, align 1, no padding */\n"
        );
    }
}
