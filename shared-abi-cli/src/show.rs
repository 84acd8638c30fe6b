//! `shared-abi show`.

use shared_abi_layouts::TypeLayout;

use crate::Outcome;
use crate::args::{Color, Format, ShowArgs};
use crate::error::Error;
use crate::json::{Shown, Type, print_json};
use crate::output::print;
use crate::show_text;
use crate::source::Source;

pub(crate) fn run(args: &ShowArgs, format: Format, color: Color) -> Result<Outcome, Error> {
    let (file, ty) = args.file_and_type().ok_or(Error::FileAndPackage)?;
    let source = match file {
        Some(path) => Source::of_path(path, color)?,
        None => Source::of_package(&args.package, color)?,
    };
    let types = select(&source, ty)?;
    match format {
        Format::Text => {
            let mut text = String::new();
            for (i, layout) in types.iter().enumerate() {
                text.push_str(if i > 0 { "\n" } else { "" });
                show_text::write(layout, &source.layouts, &mut text);
            }
            print(&text)?;
        }
        Format::Json => print_json(&Shown {
            source: &source.label,
            types: types
                .iter()
                .map(|layout| Type::new(layout, &source.layouts))
                .collect(),
        })?,
    }
    Ok(Outcome::Fine)
}

/// The type of this name, or all of them.
fn select<'s>(source: &'s Source, ty: Option<&str>) -> Result<Vec<&'s TypeLayout>, Error> {
    if source.layouts.is_empty() {
        return Err(Error::NoTypes {
            source: source.label.clone(),
            is_package: source.is_package,
        });
    }
    let Some(name) = ty else {
        return Ok(source.layouts.iter().collect());
    };
    let names = source.layouts.iter().map(|layout| layout.name.as_str());
    let found = source
        .layouts
        .get(name)
        .ok_or_else(|| Error::no_type(name, names, &source.label))?;
    Ok(vec![found])
}
