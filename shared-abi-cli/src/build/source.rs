//! Where layouts come from: a .wasm, a lock file, or a package.

use std::path::Path;

use shared_abi_layouts::{Configuration, Layouts, Lock};
use shared_abi_model::Layout;

use crate::args::{FeatureArgs, PackageArgs};
use crate::build::file::{self, Contents};
use crate::build::package::Package;
use crate::build::record::{Recorded, record};
use crate::error::Error;
use crate::printable;
use crate::voice::Voice;

/// Layouts, and what to call the place that they are from.
pub(crate) struct Source {
    pub(crate) label: String,
    contents: SourceContents,
}

enum SourceContents {
    Module(Layouts<'static>),
    Lock(Lock<'static>),
    Package(Recorded),
}

/// A type of a source, and what tells it from others of its name.
pub(crate) struct SourceType<'a> {
    pub(crate) layout: Layout<'a>,
    /// Where it was declared, from the crate's name on; known of a package's types.
    pub(crate) path: Option<String>,
    /// The configurations that it is locked in, if it isn't the same in all.
    pub(crate) only_with: Vec<&'a Configuration>,
    /// Further words, where neither tells it from another.
    pub(crate) place: Option<String>,
}

impl Source {
    /// Of a file, or of the package in a directory, built with these features.
    pub(crate) fn of_path(path: &Path, args: &PackageArgs, voice: Voice) -> Result<Self, Error> {
        if path.is_dir() {
            if !path.join("Cargo.toml").is_file() {
                return Err(Error::NoPackageIn {
                    path: path.to_owned(),
                });
            }
            return Self::of_package(&args.in_dir(path), voice);
        }
        Ok(Self {
            label: printable::path(path),
            contents: match file::read(path)? {
                Contents::Module(layouts) => SourceContents::Module(layouts),
                Contents::Lock(lock) => SourceContents::Lock(lock),
            },
        })
    }

    /// Of a package, as it is built now.
    pub(crate) fn of_package(args: &PackageArgs, voice: Voice) -> Result<Self, Error> {
        let package = Package::find(args)?;
        let recorded = record(&package, &args.features, &args.cargo, voice)?;
        Ok(Self {
            label: package.label(),
            contents: SourceContents::Package(recorded),
        })
    }

    pub(crate) fn is_package(&self) -> bool {
        matches!(self.contents, SourceContents::Package(..))
    }

    /// The features that it was built with, if it is a package.
    pub(crate) fn configuration(&self) -> Option<&Configuration> {
        match &self.contents {
            SourceContents::Package(recorded) => Some(&recorded.configuration),
            _ => None,
        }
    }

    /// One set of layouts: of a lock, that of the configuration that the other side has, or else of these features.
    pub(crate) fn layouts(
        &self,
        other: Option<&Configuration>,
        features: &FeatureArgs,
        voice: Voice,
    ) -> Result<Layouts<'static>, Error> {
        match &self.contents {
            SourceContents::Module(layouts) => Ok(layouts.clone()),
            SourceContents::Package(recorded) => Ok(recorded.layouts(voice)),
            SourceContents::Lock(lock) => match other {
                Some(configuration) => Ok(lock.known_layouts(configuration)),
                None => {
                    let features = wanted(features, lock);
                    let layouts = lock.layouts_with(&features).cloned();
                    layouts.ok_or_else(|| Error::NotLockedWith {
                        source: self.label.clone(),
                        features,
                    })
                }
            },
        }
    }

    /// Every type, sorted by name. Several may have one name.
    pub(crate) fn types(&self) -> Vec<SourceType<'_>> {
        match &self.contents {
            SourceContents::Module(layouts) => layouts.iter().map(SourceType::new).collect(),
            SourceContents::Lock(lock) => {
                let of = |(layout, only_with)| SourceType {
                    only_with,
                    ..SourceType::new(layout)
                };
                lock.types().map(of).collect()
            }
            SourceContents::Package(recorded) => {
                let types = recorded.types.iter().map(|ty| SourceType {
                    path: ty.place.as_ref().map(|place| place.path(ty.layout.name)),
                    place: ty.place.as_ref().map(ToString::to_string),
                    ..SourceType::new(ty.layout)
                });
                types.collect()
            }
        }
    }
}

impl<'a> SourceType<'a> {
    fn new(layout: Layout<'a>) -> Self {
        Self {
            layout,
            path: None,
            only_with: Vec::new(),
            place: None,
        }
    }
}

/// The features that the command line asks for, of those that the lock knows.
fn wanted(args: &FeatureArgs, lock: &Lock<'_>) -> Configuration {
    if args.all_features {
        return lock.features.clone();
    }
    let default = (lock.features.has("default") && !args.no_default_features).then_some("default");
    // As cargo separates them.
    let named = args.features.iter().flat_map(|names| names.split([',', ' ']));
    named.filter(|name| !name.is_empty()).chain(default).collect()
}
