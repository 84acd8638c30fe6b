//! Rows with aligned columns, between lines that stand by themselves.

use std::fmt::Write as _;

use anstyle::Style;
use comfy_table::{CellAlignment, Table, presets};

/// Text in columns, each as wide as its widest cell.
pub(crate) struct Columns<const N: usize> {
    table: Table,
    lines: Vec<Line>,
}

enum Line {
    /// The table's next row.
    Row(Style),
    /// A text across the columns.
    Text(Style, String),
}

impl<const N: usize> Columns<N> {
    /// No rows yet; each column aligned as said.
    pub(crate) fn new(alignments: [CellAlignment; N]) -> Self {
        let mut table = Table::new();
        table.load_style(presets::NOTHING);
        // Columns exist from the first row on.
        table.add_row([""; N]);
        for (column, alignment) in table.column_iter_mut().zip(alignments) {
            column.set_padding((0, 1));
            column.set_cell_alignment(alignment);
        }
        let lines = Vec::new();
        Self { table, lines }
    }

    /// Adds a row.
    pub(crate) fn row(&mut self, style: Style, cells: [String; N]) {
        self.table.add_row(cells);
        self.lines.push(Line::Row(style));
    }

    /// Adds a line that is no row.
    pub(crate) fn line(&mut self, style: Style, text: String) {
        self.lines.push(Line::Text(style, text));
    }

    /// Appends all lines, each behind `indent`.
    pub(crate) fn write(&self, indent: &str, out: &mut String) {
        let mut rows = self.table.lines().skip(1);
        for line in &self.lines {
            let (style, text) = match line {
                Line::Row(style) => (style, rows.next().unwrap_or_default()),
                Line::Text(style, text) => (style, text.clone()),
            };
            let text = text.trim_end();
            // Writing to a `String` never fails.
            let _ = writeln!(out, "{indent}{style}{text}{style:#}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell_whatever_stands_between() {
        let mut columns = Columns::new([CellAlignment::Left, CellAlignment::Right]);
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
