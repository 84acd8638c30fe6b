//! `shared-abi diff`.

use std::path::Path;

use crate::args::{DiffArgs, Format, STDIN};
use crate::build::source::Source;
use crate::command::outcome::Outcome;
use crate::error::Error;
use crate::output::comparison::{Comparison, Configured};
use crate::output::json::{Differences, print_json};
use crate::output::print::print;
use crate::voice::Voice;

pub(crate) fn run(args: &DiffArgs, voice: Voice) -> Result<Outcome, Error> {
    if args.left == Path::new(STDIN) && args.right.as_deref() == Some(Path::new(STDIN)) {
        return Err(Error::StdinTwice);
    }
    let left = Source::of_path(&args.left, &args.package, voice)?;
    let right = match &args.right {
        Some(_) if args.package.names_package() => return Err(Error::TwoRightSides),
        Some(path) => Source::of_path(path, &args.package, voice)?,
        None => Source::of_package(&args.package, voice)?,
    };
    let features = &args.package.features;
    let comparison = Comparison {
        left: left.label.clone(),
        right: right.label.clone(),
        added: "Added",
        // Whatever is compared, it is one set with another.
        configured: vec![Configured {
            configuration: right.configuration().or(left.configuration()).cloned(),
            is_locked: true,
            left: left.layouts(right.configuration(), features, voice)?,
            right: right.layouts(left.configuration(), features, voice)?,
        }],
        gone: Vec::new(),
    };
    let args = &args.comparison;
    match voice.format {
        Format::Text => print(&comparison.text(args, voice))?,
        Format::Json => print_json(&Differences::new(&comparison, args))?,
    }
    Ok(Outcome::of(comparison.is_allowed(args)))
}
