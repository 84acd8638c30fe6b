//! `shared-abi lock`.

use std::fs::File;
use std::path::Path;
use std::time::SystemTime;

use shared_abi_layouts::{Layouts, Lock, LockError};

use crate::Outcome;
use crate::args::{Color, Format, Level, PackageArgs};
use crate::error::Error;
use crate::json::{Lists, Locked, print_json};
use crate::lock_file;
use crate::output::print;
use crate::package::Package;
use crate::printable;
use crate::record;
use crate::report::Report;
use crate::report_text;

pub(crate) fn run(args: &PackageArgs, format: Format, color: Color) -> Result<Outcome, Error> {
    let package = Package::find(args)?;
    let path = package.lock_path();
    let before = lock_file::read(&path)?;
    if let Some(Err(error @ (LockError::NotALock | LockError::Newer { .. }))) = before {
        return Err(Error::WontReplace { path, error });
    }
    let now = Lock {
        krate: package.target.crate_name(),
        layouts: record::layouts(&package, args, color)?,
    };
    if before.is_none() && now.layouts.is_empty() {
        return Err(Error::NoTypes {
            source: package.label(),
            is_package: true,
        });
    }
    let written = before.as_ref().is_none_or(|before| before.as_ref() != Ok(&now));
    if written {
        lock_file::write(&path, &now)?;
        make_cargo_look_again(&package.target.root)?;
    }

    let (shown, label) = (printable::path(&path), package.label());
    let nothing = Layouts::new();
    let left = match &before {
        Some(Ok(before)) => &before.layouts,
        _ => &nothing,
    };
    // Any difference is agreed on by this very command, so the level says nothing here.
    let report = Report::new(left, &now.layouts, Level::Layout);
    match format {
        Format::Text => {
            let wrote = format!("wrote {shown}: {} of {label}", count(now.layouts.len()));
            print(&match &before {
                None => format!("{wrote}\n"),
                Some(Err(error)) => format!("{wrote}; the old one could not be read: {error}\n"),
                Some(Ok(_)) if !written => format!("{shown} is up to date\n"),
                Some(Ok(_)) => {
                    let mut text = String::new();
                    report_text::write_lists(&report, "Added", &mut text);
                    format!("{text}{wrote}\n")
                }
            })?;
        }
        Format::Json => print_json(&Locked {
            package: &package.name,
            lock: &shown,
            written,
            lists: Lists::new(&report),
        })?,
    }
    Ok(Outcome::Fine)
}

fn count(types: usize) -> String {
    let unit = if types == 1 { "type" } else { "types" };
    format!("{types} {unit}")
}

/// Sets the time of the crate's root source file to now.
///
/// The derive has the compiler watch the lock file, which is how cargo learns of a change to it. But it can't have a
/// file watched that isn't there. So where the last build found no lock file, or none with this crate's name, cargo
/// takes that build for fresh, and the new file would not be compared with anything until a source file changes.
fn make_cargo_look_again(root: &Path) -> Result<(), Error> {
    let touched = File::options()
        .append(true)
        .open(root)
        .and_then(|file| file.set_modified(SystemTime::now()));
    touched.map_err(|error| Error::Write {
        path: root.to_owned(),
        error,
    })
}
