//! A report as text: what is gone, what changed and by how much, what is new.

use std::fmt::Write as _;

use anstyle::Style;
use shared_abi_model::{Field, FieldDifference, Layout};

use crate::output::clipped::clipped;
use crate::output::columns::Columns;
use crate::output::counted::counted;
use crate::output::report::{Changed, Item, Report};
use crate::style::{ADDED, BAD, CHANGED, GOOD, HEAD, NOTE, PLAIN, REMOVED};

/// Appends the report. `added` is the head of the list of what is new.
pub(crate) fn write(report: &Report<'_>, added: &str, out: &mut String) {
    write_lists(report, added, out);
    out.push_str(&verdict(report));
}

/// Appends the types that differ, without a verdict.
pub(crate) fn write_lists(report: &Report<'_>, added: &str, out: &mut String) {
    list(out, "Removed", report.removed.is_empty(), |out| {
        for removed in &report.removed {
            let now = removed
                .renamed_to
                .map(|name| format!("; renamed to {}?", clipped(name)));
            whole(out, REMOVED, '-', &removed.layout, &now.unwrap_or_default());
        }
    });
    list(out, "Changed", report.changed.is_empty(), |out| {
        for type_changed in &report.changed {
            changed(out, type_changed);
        }
    });
    list(out, added, report.added.is_empty(), |out| {
        for added in &report.added {
            let before = added.renamed_from.map(|name| format!("; was {}?", clipped(name)));
            whole(out, ADDED, '+', &added.layout, &before.unwrap_or_default());
        }
    });
}

/// How much differs, and whether it may.
fn verdict(report: &Report<'_>) -> String {
    let count = counted(report.len(), "type differs", "types differ");
    let level = report.level.name();
    if report.is_allowed() {
        format!("{GOOD}{count}, as the level `{level}` allows{GOOD:#}\n")
    } else {
        format!("{BAD}{count}, which the level `{level}` doesn't allow{BAD:#}\n")
    }
}

fn list(out: &mut String, head: &str, is_empty: bool, write: impl FnOnce(&mut String)) {
    // Writing to a `String` never fails.
    let _ = writeln!(out, "{HEAD}{head}:{HEAD:#}");
    if is_empty {
        out.push_str("  (none)\n");
    } else {
        write(out);
    }
    out.push('\n');
}

fn whole(out: &mut String, style: Style, mark: char, layout: &Layout<'_>, more: &str) {
    let (kind, name) = (layout.kind, clipped(layout.name));
    let (size, align) = (layout.size, layout.align);
    let _ = writeln!(
        out,
        "{style}  {mark} {kind} {name}: size {size}, align {align}{more}{style:#}"
    );
}

fn changed(out: &mut String, changed: &Changed<'_>) {
    let (left, right) = (&changed.left, &changed.right);
    let mut facts = Vec::new();
    if left.kind != right.kind {
        facts.push(format!("{} → {}", left.kind, right.kind));
    }
    facts.extend(number("size ", left.size as i128, right.size as i128));
    facts.extend(number("align ", left.align as i128, right.align as i128));
    match (left.extensible, right.extensible) {
        (false, true) => facts.push("now extensible".to_owned()),
        (true, false) => facts.push("no longer extensible".to_owned()),
        _ => {}
    }
    let facts = match facts.as_slice() {
        [] => String::new(),
        facts => format!(": {}", facts.join(", ")),
    };
    let grown = if changed.grows { " (grown at its end)" } else { "" };
    let (kind, name) = (right.kind, clipped(left.name));
    let _ = writeln!(
        out,
        "{CHANGED}  ~ {kind} {name}{CHANGED:#}{facts}{NOTE}{grown}{NOTE:#}"
    );
    // Name, type or value, offset, size, what else.
    let mut columns = Columns::<5>::new();
    for item in &changed.items {
        let (style, [name, cells @ ..]) = match *item {
            Item::Field(l, r) => {
                let name = changed.field_name(l, r);
                field(
                    &name,
                    l.map(|index| &left.fields[index]),
                    r.map(|index| &right.fields[index]),
                )
            }
            Item::Variant(name, left, right) => variant(name, left, right),
        };
        let [what, offset, size, more] = cells;
        columns.row(style, [name, what, offset, size, more]);
    }
    columns.write("      ", out);
}

type Row = (Style, [String; 5]);

fn field(name: &str, left: Option<&Field<'_>>, right: Option<&Field<'_>>) -> Row {
    let (style, mark, field) = match (left, right) {
        (Some(left), Some(right)) => return (CHANGED, field_changed(name, left, right)),
        (Some(field), None) => (REMOVED, '-', field),
        (None, Some(field)) => (ADDED, '+', field),
        (None, None) => return (PLAIN, Default::default()),
    };
    let cells = [
        format!("{mark} {}", clipped(name)),
        clipped(field.ty.as_str()),
        format!("offset {}", field.offset),
        format!("size {}", field.size),
        if field.added { "added" } else { "" }.to_owned(),
    ];
    (style, cells)
}

fn field_changed(name: &str, left: &Field<'_>, right: &Field<'_>) -> [String; 5] {
    let mut cells: [String; 5] = Default::default();
    cells[0] = format!("~ {}", clipped(name));
    let Some(FieldDifference {
        ty,
        size: _,
        offset: _,
        added,
    }) = left.difference(right)
    else {
        return cells;
    };
    if ty {
        cells[1] = format!("{} → {}", clipped(left.ty.as_str()), clipped(right.ty.as_str()));
    }
    cells[2] = number("offset ", left.offset as i128, right.offset as i128).unwrap_or_default();
    cells[3] = number("size ", left.size as i128, right.size as i128).unwrap_or_default();
    if added {
        let now = if right.added { "now" } else { "no longer" };
        cells[4] = format!("{now} marked as added");
    }
    cells
}

fn variant(name: &str, left: Option<i128>, right: Option<i128>) -> Row {
    let name = clipped(name);
    let (style, name, value) = match (left, right) {
        (Some(left), Some(right)) => (
            CHANGED,
            format!("~ {name}"),
            number("= ", left, right).unwrap_or_default(),
        ),
        (Some(value), None) => (REMOVED, format!("- {name}"), format!("= {value}")),
        (None, Some(value)) => (ADDED, format!("+ {name}"), format!("= {value}")),
        (None, None) => (PLAIN, name, String::new()),
    };
    (style, [name, value, String::new(), String::new(), String::new()])
}

/// Both values and by how much they differ; `None` if they don't.
fn number(label: &str, left: i128, right: i128) -> Option<String> {
    if left == right {
        return None;
    }
    Some(match right.checked_sub(left) {
        Some(delta) => format!("{label}{left} → {right} ({delta:+})"),
        // Two tags can be further apart than an `i128` tells.
        None => format!("{label}{left} → {right}"),
    })
}

#[cfg(test)]
mod tests {
    use shared_abi_layouts::Layouts;

    use super::*;
    use crate::args::Level;

    fn of(left: &str, right: &str, level: Level) -> String {
        let (left, right) = (Layouts::parse(left).unwrap(), Layouts::parse(right).unwrap());
        let mut out = String::new();
        write(&Report::new(&left, &right, level), "Added", &mut out);
        anstream::adapter::strip_str(&out).to_string()
    }

    #[test]
    fn each_change_tells_both_values_and_the_delta() {
        let left = "struct Alert, size 4, align 4\n    level: u32, offset 0, size 4\n\n\
                    struct Batch, size 32, align 8\n    kind: u8, offset 0, size 1\n    \
                    samples: Slice<Sample>, offset 8, size 16\n    old: u16, offset 24, size 2\n\n\
                    enum Gait, size 1, align 1\n    tag: u8, offset 0, size 1\n    Walk = 1\n    Run = 2\n";
        let right = "struct Batch, size 40, align 8\n    kind: u32, offset 0, size 4\n    \
                     samples: Slice<Sample>, offset 16, size 16\n    seq: u64, offset 32, size 8\n\n\
                     enum Gait, size 1, align 1\n    tag: u8, offset 0, size 1\n    Run = 1\n    Rest = 0\n\n\
                     struct Warning, size 4, align 4\n    level: u32, offset 0, size 4\n";
        let expected = "\
Removed:
  - struct Alert: size 4, align 4; renamed to Warning?

Changed:
  ~ struct Batch: size 32 → 40 (+8)
      ~ kind    u8 → u32                    size 1 → 4 (+3)
      ~ samples          offset 8 → 16 (+8)
      - old     u16      offset 24          size 2
      + seq     u64      offset 32          size 8
  ~ enum Gait
      - Walk = 1
      ~ Run  = 2 → 1 (-1)
      + Rest = 0

Added:
  + struct Warning: size 4, align 4; was Alert?

4 types differ, which the level `layout` doesn't allow
";
        assert_eq!(of(left, right, Level::Layout), expected);
    }

    #[test]
    fn growth_is_told_apart() {
        let left = "struct Grown, size 4, align 4, extensible\n    x: i32, offset 0, size 4\n";
        let right = "struct Grown, size 8, align 4, extensible\n    x: i32, offset 0, size 4\n    \
                     y: i32, offset 4, size 4, added\n";
        let expected = "\
Removed:
  (none)

Changed:
  ~ struct Grown: size 4 → 8 (+4) (grown at its end)
      + y i32 offset 4 size 4 added

Added:
  (none)

1 type differs, as the level `extend` allows
";
        assert_eq!(of(left, right, Level::Extend), expected);
    }

    #[test]
    fn tags_as_far_apart_as_can_be_have_no_delta() {
        assert_eq!(
            number("", i128::MIN, i128::MAX),
            Some(format!("{} → {}", i128::MIN, i128::MAX))
        );
    }
}
