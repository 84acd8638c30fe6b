//! A layout as text: the model's listing, in colours, and what could be better.

use std::fmt::{self, Write as _};

use anstyle::Style;
use shared_abi_model::{Layout, Part, Style as ListingStyle};
use unicode_width::UnicodeWidthStr as _;

use crate::output::clipped::clipped;
use crate::output::counted::counted;
use crate::output::reorder::reordered;
use crate::style::{HEAD, HINT, HOLE, NOTE, PLAIN};

/// What to call a type, so that it is told from others.
pub(crate) struct Title {
    pub(crate) name: String,
    /// What else there is to say.
    pub(crate) note: Option<String>,
}

/// Appends the layout.
pub(crate) fn write(layout: &Layout<'_>, title: &Title, out: &mut String) {
    let named = layout.named(&title.name);
    let listing = named.listing().with_style(Coloured);
    let listing = match &title.note {
        Some(note) => listing.with_note(note),
        None => listing,
    };
    // Writing to a `String` never fails.
    let _ = writeln!(out, "{listing}");
    if let Some(order) = reordered(layout) {
        let names: Vec<_> = order.fields.iter().map(|name| clipped(name)).collect();
        let (names, size) = (names.join(", "), counted(order.size as u64, "byte", "bytes"));
        let _ = writeln!(
            out,
            "{HINT}/* reordered: {names} — {size} instead of {} */{HINT:#}",
            layout.size
        );
    }
}

/// In colours, its names short enough for a terminal.
struct Coloured;

fn style(part: Part) -> Style {
    match part {
        Part::Head => HEAD,
        Part::Note => NOTE,
        Part::Hole => HOLE,
        _ => PLAIN,
    }
}

impl ListingStyle for Coloured {
    fn start(&self, part: Part, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", style(part))
    }

    fn end(&self, part: Part, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#}", style(part))
    }

    fn name(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&clipped(name))
    }

    fn width(&self, name: &str) -> usize {
        clipped(name).width()
    }
}

#[cfg(test)]
mod tests {
    use shared_abi_layouts::Layouts;

    use super::*;

    #[test]
    fn a_layout_is_listed_as_the_library_does_and_a_better_order_is_named() {
        let text = "struct Größe中, size 40, align 8\n    kind: u8, offset 0, size 1\n    \
                    sensor: u64, offset 8, size 8\n    samples: Slice<Sample>, offset 16, size 16\n    \
                    seq: u32, offset 32, size 4\n";
        let layouts = Layouts::parse(text).unwrap();
        let layout = layouts.iter().next().unwrap();
        let title = Title {
            name: "a::Größe中".to_owned(),
            note: Some("with wide".to_owned()),
        };
        let mut out = String::new();
        write(&layout, &title, &mut out);
        let shown = anstream::adapter::strip_str(&out).to_string();
        let listing = layout.named(&title.name).listing();
        let expected = format!(
            "{}\n/* reordered: sensor, samples, seq, kind — 32 bytes instead of 40 */\n",
            listing.with_note("with wide")
        );
        assert_eq!(shown, expected);
        assert!(out.contains(&format!("{HOLE}/* 7 bytes of padding */{HOLE:#}")));
    }

    #[test]
    fn columns_are_as_wide_as_a_terminal_shows_them() {
        let text =
            "struct A, size 8, align 4\n    中文: u32, offset 0, size 4\n    abcde: u32, offset 4, size 4\n";
        let layouts = Layouts::parse(text).unwrap();
        let mut out = String::new();
        let title = Title {
            name: "A".to_owned(),
            note: None,
        };
        write(&layouts.get("A").unwrap(), &title, &mut out);
        let shown = anstream::adapter::strip_str(&out).to_string();
        assert!(
            shown.contains("    中文:  u32, /* 0 4 */\n    abcde: u32, /* 4 4 */\n"),
            "{shown}"
        );
    }
}
