//! `shared-abi diff`.

use crate::Outcome;
use crate::args::{Color, DiffArgs, Format};
use crate::error::Error;
use crate::json::{Differences, print_json};
use crate::output::print;
use crate::report::Report;
use crate::report_text;
use crate::source::Source;

pub(crate) fn run(args: &DiffArgs, format: Format, color: Color) -> Result<Outcome, Error> {
    let left = Source::of_path(&args.left, color)?;
    let right = Source::of_path(&args.right, color)?;
    let report = Report::new(&left.layouts, &right.layouts, args.level.level);
    match format {
        Format::Text => {
            let mut text = format!("{} → {}\n\n", left.label, right.label);
            report_text::write(&report, "Added", &mut text);
            print(&text)?;
        }
        Format::Json => print_json(&Differences::new(&report, &left.label, &right.label))?,
    }
    Ok(report.outcome())
}
