//! Rows with aligned columns, between lines that stand by themselves.

use std::fmt::Write as _;

use anstyle::Style;
use unicode_width::UnicodeWidthStr as _;

use crate::output::clipped;

/// The widest that a column gets: a guest chooses its names, and each row would be as long as the longest of them.
const MOST: usize = 2 * clipped::MOST;

/// Text in columns, each as wide as its widest cell.
pub(crate) struct Columns<const N: usize> {
    alignments: [Align; N],
    widths: [usize; N],
    lines: Vec<Line<N>>,
}

/// On which side of its column a cell stands.
#[derive(Clone, Copy)]
pub(crate) enum Align {
    Left,
    Right,
}

enum Line<const N: usize> {
    Row(Style, [String; N]),
    /// A text across the columns.
    Text(Style, String),
}

impl<const N: usize> Columns<N> {
    /// No rows yet; each column aligned as said.
    pub(crate) fn new(alignments: [Align; N]) -> Self {
        Self {
            alignments,
            widths: [0; N],
            lines: Vec::new(),
        }
    }

    /// Adds a row.
    pub(crate) fn row(&mut self, style: Style, cells: [String; N]) {
        for (width, cell) in self.widths.iter_mut().zip(&cells) {
            *width = cell.width().min(MOST).max(*width);
        }
        self.lines.push(Line::Row(style, cells));
    }

    /// Adds a line that is no row.
    pub(crate) fn line(&mut self, style: Style, text: String) {
        self.lines.push(Line::Text(style, text));
    }

    /// Appends all lines, each behind `indent`.
    pub(crate) fn write(&self, indent: &str, out: &mut String) {
        for line in &self.lines {
            let (style, text) = match line {
                Line::Row(style, cells) => (style, self.aligned(cells)),
                Line::Text(style, text) => (style, text.clone()),
            };
            let text = text.trim_end();
            // Writing to a `String` never fails.
            let _ = writeln!(out, "{indent}{style}{text}{style:#}");
        }
    }

    fn aligned(&self, cells: &[String; N]) -> String {
        let mut row = String::new();
        for ((cell, align), width) in cells.iter().zip(self.alignments).zip(self.widths) {
            let padding = " ".repeat(width.saturating_sub(cell.width()));
            let (before, behind) = match align {
                Align::Left => ("", &*padding),
                Align::Right => (&*padding, ""),
            };
            row.extend([before, cell, behind, if width > 0 { " " } else { "" }]);
        }
        row
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell_whatever_stands_between() {
        let mut columns = Columns::new([Align::Left, Align::Right]);
        let plain = Style::new();
        columns.row(plain, ["größe".into(), "8".into()]);
        columns.line(plain, "a line that is wider than all of them".into());
        columns.row(plain, ["a".into(), "16".into()]);
        columns.row(plain, ["bare".into(), String::new()]);
        let mut text = String::new();
        columns.write("  ", &mut text);
        assert_eq!(
            text,
            "  größe  8\n  a line that is wider than all of them\n  a     16\n  bare\n"
        );
    }
}
