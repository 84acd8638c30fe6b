//! `shared-abi check`.

use crate::Outcome;
use crate::args::{CheckArgs, Color, Format};
use crate::error::Error;
use crate::json::{Differences, print_json};
use crate::lock_file;
use crate::output::print;
use crate::package::Package;
use crate::printable;
use crate::record;
use crate::report::Report;
use crate::report_text;

pub(crate) fn run(args: &CheckArgs, format: Format, color: Color) -> Result<Outcome, Error> {
    let package = Package::find(&args.package)?;
    let path = package.lock_path();
    // Before the build, which takes longer.
    let lock = lock_file::read(&path)?.ok_or_else(|| Error::NoLock { path: path.clone() })?;
    let locked = lock.map_err(|error| Error::Lock {
        path: path.clone(),
        error,
    })?;
    let now = record::layouts(&package, &args.package, color)?;
    let report = Report::new(&locked.layouts, &now, args.level.level);
    let (left, right) = (printable::path(&path), package.label());
    match format {
        Format::Text => {
            let mut text = format!("{left} → {right}\n\n");
            report_text::write(&report, "Not locked yet", &mut text);
            print(&text)?;
        }
        Format::Json => print_json(&Differences::new(&report, &left, &right))?,
    }
    Ok(report.outcome())
}
