//! Rows with aligned columns.

use std::fmt::Write as _;

use anstyle::Style;
use unicode_width::UnicodeWidthStr as _;

use crate::output::clipped;

/// The widest that a column gets: a guest chooses its names, and each row would be as long as the longest of them.
const MOST: usize = 2 * clipped::MOST;

/// Text in columns, each as wide as its widest cell.
pub(crate) struct Columns<const N: usize> {
    widths: [usize; N],
    rows: Vec<(Style, [String; N])>,
}

impl<const N: usize> Columns<N> {
    /// No rows yet.
    pub(crate) fn new() -> Self {
        Self {
            widths: [0; N],
            rows: Vec::new(),
        }
    }

    /// Adds a row.
    pub(crate) fn row(&mut self, style: Style, cells: [String; N]) {
        for (width, cell) in self.widths.iter_mut().zip(&cells) {
            *width = cell.width().min(MOST).max(*width);
        }
        self.rows.push((style, cells));
    }

    /// Appends all rows, each behind `indent`.
    pub(crate) fn write(&self, indent: &str, out: &mut String) {
        for (style, cells) in &self.rows {
            let text = self.aligned(cells);
            let text = text.trim_end();
            // Writing to a `String` never fails.
            let _ = writeln!(out, "{indent}{style}{text}{style:#}");
        }
    }

    fn aligned(&self, cells: &[String; N]) -> String {
        let mut row = String::new();
        for (cell, width) in cells.iter().zip(self.widths) {
            let padding = " ".repeat(width.saturating_sub(cell.width()));
            row.extend([&**cell, &*padding, if width > 0 { " " } else { "" }]);
        }
        row
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let mut columns = Columns::new();
        let plain = Style::new();
        columns.row(plain, ["größe".into(), "8".into()]);
        columns.row(plain, ["a".into(), "16".into()]);
        columns.row(plain, ["bare".into(), String::new()]);
        let mut text = String::new();
        columns.write("  ", &mut text);
        assert_eq!(text, "  größe 8\n  a     16\n  bare\n");
    }
}
