//! The layouts of a package's types, as the compiler has them when it builds the package for wasm32.
//!
//! The derive knows names, not layouts; only the compiler knows those. So the package is compiled, and the derive is
//! told to leave a record of each type in the object files.

use std::path::Path;

use shared_abi_layouts::{Configuration, Layouts, differences};
use shared_abi_manifest::{Manifest, ManifestError};
use shared_abi_model::Layout;

use crate::args::{CargoArgs, FeatureArgs};
use crate::build::archive;
use crate::build::cargo::build;
use crate::build::kept::kept;
use crate::build::package::Package;
use crate::build::place::{Place, split_place};
use crate::error::Error;
use crate::voice::Voice;

/// A package's types, as they were built.
pub(crate) struct Recorded {
    /// The features that the package was built with.
    pub(crate) configuration: Configuration,
    /// Its types, sorted by name.
    pub(crate) types: Vec<RecordedType>,
}

/// A type, and where it was declared.
pub(crate) struct RecordedType {
    pub(crate) layout: Layout<'static>,
    /// `None` if the derive is of a release that didn't record it.
    pub(crate) place: Option<Place>,
}

impl RecordedType {
    fn new(layout: Layout<'static>) -> Self {
        let (name, place) = split_place(layout.name);
        Self {
            layout: layout.named(name),
            place,
        }
    }
}

impl Recorded {
    /// The layouts by their names. Of types that share a name with another there are none, which is said.
    pub(crate) fn layouts(&self, voice: Voice) -> Layouts<'static> {
        let mut layouts = Layouts::new();
        for twins in self.types.chunk_by(|a, b| a.layout.name == b.layout.name) {
            match twins {
                [ty] => {
                    // There is no other.
                    let _ = layouts.insert(ty.layout);
                }
                twins => {
                    let places = twins
                        .iter()
                        .filter_map(|twin| Some(twin.place.as_ref()?.to_string()));
                    voice.note(&format!(
                        "several types are named `{}`, so none of them can be locked or compared; rename all but one: {}",
                        twins[0].layout.name,
                        places.collect::<Vec<_>>().join("; ")
                    ));
                }
            }
        }
        layouts
    }
}

/// Builds the package, and reads the layouts of its types from what the compiler wrote.
pub(crate) fn record(
    package: &Package,
    features: &FeatureArgs,
    args: &CargoArgs,
    voice: Voice,
) -> Result<Recorded, Error> {
    let built = build(package, features, args, voice)?;
    let found = if package.target.is_library {
        archive::layouts(&built.file)
    } else {
        linked_layouts(&built.file)
    };
    let found = found.map_err(|error| explain(package, error))?;
    // In a binary stand the records of its dependencies, too: of those object files that the linker took.
    let mut foreign = Vec::new();
    for library in built.dependencies.iter().filter(|_| !package.target.is_library) {
        foreign.extend(archive::layouts(library)?);
    }
    let is_same = |a: &Layout<'_>, b: &Layout<'_>| a.name == b.name && differences(a, b).is_empty();
    let is_own = |layout: &Layout<'_>| {
        let same = |layouts: &Layouts<'_>| {
            layouts
                .get(layout.name)
                .is_some_and(|other| is_same(&other, layout))
        };
        !foreign.iter().any(same)
    };
    let own = kept(found).iter().flat_map(Layouts::iter).filter(is_own);
    let mut types: Vec<_> = own.map(RecordedType::new).collect();
    types.sort_by(|a, b| (a.layout.name, &a.place).cmp(&(b.layout.name, &b.place)));
    // Those of one name with one layout are one.
    types.dedup_by(|a, b| is_same(&a.layout, &b.layout));
    Ok(Recorded {
        configuration: built.configuration,
        types,
    })
}

fn linked_layouts(file: &Path) -> Result<Vec<Layouts<'static>>, Error> {
    match Manifest::open(file) {
        Ok(manifest) => Ok(vec![kept(manifest).layouts().clone()]),
        Err(ManifestError::NoSection { .. }) => Ok(Vec::new()),
        Err(error) => Err(Error::manifest(file, error)),
    }
}

/// One line of the source may declare two types of one name, by a macro.
fn explain(package: &Package, error: Error) -> Error {
    if let Error::Manifest { error: inner, .. } = &error
        && let ManifestError::TypeTwice { change, .. } = &**inner
    {
        let (name, place) = split_place(change.name());
        return Error::TypeTwice {
            package: package.name.clone(),
            name: name.to_owned(),
            places: place.iter().map(Place::to_string).collect(),
        };
    }
    error
}
