//! `shared-abi show`.

use std::path::Path;

use crate::args::{Format, ShowArgs};
use crate::build::source::{Source, SourceType};
use crate::command::outcome::Outcome;
use crate::command::pattern::Pattern;
use crate::error::Error;
use crate::output::json::{Shown, Type, print_json};
use crate::output::print::print;
use crate::output::show_text::{self, Title};
use crate::voice::Voice;

pub(crate) fn run(args: &ShowArgs, voice: Voice) -> Result<Outcome, Error> {
    let (file, names) = args.file_and_types().ok_or(Error::FileAndPackage)?;
    let source = match file {
        Some(path) => Source::of_path(path, &args.package, voice)?,
        None => Source::of_package(&args.package, voice).map_err(|error| no_file(error, &names))?,
    };
    let all = source.types();
    let types = select(&source, &all, &names)?;
    match voice.format {
        Format::Text => {
            let mut text = String::new();
            for (i, ty) in types.iter().enumerate() {
                text.push_str(if i > 0 { "\n" } else { "" });
                show_text::write(&ty.layout, &title(ty, &all), &mut text);
            }
            print(&text)?;
        }
        Format::Json => print_json(&Shown {
            source: &source.label,
            types: types
                .iter()
                .map(|ty| Type::told_apart(&ty.layout, ty.path.as_deref(), &ty.only_with))
                .collect(),
        })?,
    }
    Ok(Outcome::Fine)
}

/// Where there is no package, the first word may have been meant to be a file.
fn no_file(error: Error, names: &[&str]) -> Error {
    match (error, names) {
        (Error::Metadata(error), [name, ..]) => Error::NeitherFileNorPackage {
            path: Path::new(name).to_owned(),
            error,
        },
        (error, _) => error,
    }
}

/// The types of these names, or all of them.
fn select<'s>(
    source: &Source,
    types: &'s [SourceType<'s>],
    names: &[&str],
) -> Result<Vec<&'s SourceType<'s>>, Error> {
    if types.is_empty() {
        return Err(Error::NoTypes {
            source: source.label.clone(),
            is_package: source.is_package(),
        });
    }
    let patterns: Vec<_> = names.iter().map(|name| Pattern::new(name)).collect();
    let is_of = |pattern: &Pattern, ty: &SourceType<'_>| pattern.is_of(ty.layout.name, ty.path.as_deref());
    for (name, pattern) in names.iter().zip(&patterns) {
        if !types.iter().any(|ty| is_of(pattern, ty)) {
            let names = types.iter().map(|ty| ty.layout.name);
            return Err(Error::no_type(name, names, &source.label));
        }
    }
    let is_asked_for =
        |ty: &&SourceType<'_>| patterns.is_empty() || patterns.iter().any(|pattern| is_of(pattern, ty));
    Ok(types.iter().filter(is_asked_for).collect())
}

/// What to call a type: by its name, if no other has it.
fn title(ty: &SourceType<'_>, all: &[SourceType<'_>]) -> Title {
    let twins = || {
        let others = all.iter().filter(|other| !std::ptr::eq(*other, ty));
        others.filter(|other| other.layout.name == ty.layout.name)
    };
    let only_with: Vec<_> = ty.only_with.iter().map(ToString::to_string).collect();
    let mut title = Title {
        name: ty.layout.name.to_owned(),
        note: (!only_with.is_empty()).then(|| format!("with {}", only_with.join("; with "))),
    };
    if let Some(path) = &ty.path
        && twins().next().is_some()
    {
        title.name.clone_from(path);
        if twins().any(|twin| twin.path == ty.path) {
            title.note.clone_from(&ty.place);
        }
    }
    title
}
