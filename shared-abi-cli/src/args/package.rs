//! Arguments that say which package is meant, and how it is built.

use std::path::{Path, PathBuf};

use clap::Args;
use shared_abi_layouts::Configuration;

#[derive(Args, Clone, Debug, Default)]
pub(crate) struct PackageArgs {
    /// A package of the workspace
    #[arg(short, long, value_name = "NAME")]
    pub(crate) package: Option<String>,
    /// The package's Cargo.toml, or its workspace's
    #[arg(long, value_name = "PATH")]
    pub(crate) manifest_path: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) features: FeatureArgs,
    #[command(flatten)]
    pub(crate) cargo: CargoArgs,
}

/// With which features a package is built.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FeatureArgs {
    /// Features of the package to turn on, separated by commas
    #[arg(short = 'F', long, value_name = "FEATURES")]
    pub(crate) features: Vec<String>,
    /// Turn on all of its features
    #[arg(long)]
    pub(crate) all_features: bool,
    /// Leave its default features off
    #[arg(long)]
    pub(crate) no_default_features: bool,
}

/// What cargo is told, beside of features.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct CargoArgs {
    /// What to build the package for, of the targets that start with wasm32
    #[arg(long, value_name = "TARGET", default_value = TARGET, value_parser = wasm32)]
    pub(crate) target: String,
    /// Have cargo leave its Cargo.lock as it is
    #[arg(long)]
    pub(crate) locked: bool,
    /// Have cargo use no network
    #[arg(long)]
    pub(crate) offline: bool,
    /// Both --locked and --offline
    #[arg(long)]
    pub(crate) frozen: bool,
}

/// What guests are built for, unless the command line says otherwise.
const TARGET: &str = "wasm32-unknown-unknown";

fn wasm32(target: &str) -> Result<String, &'static str> {
    if target.starts_with("wasm32") {
        Ok(target.to_owned())
    } else {
        Err("layouts are those of wasm32, so it has to be a target whose name starts with wasm32")
    }
}

impl CargoArgs {
    /// Whether nothing may be fetched.
    pub(crate) fn is_offline(&self) -> bool {
        self.offline || self.frozen
    }

    /// As cargo takes them.
    pub(crate) fn flags(&self) -> impl Iterator<Item = &'static str> {
        let flags = [
            (self.locked, "--locked"),
            (self.offline, "--offline"),
            (self.frozen, "--frozen"),
        ];
        flags
            .into_iter()
            .filter_map(|(is_set, flag)| is_set.then_some(flag))
    }
}

impl FeatureArgs {
    /// No features but these.
    pub(crate) fn only(configuration: &Configuration) -> Self {
        Self {
            features: configuration.iter().map(str::to_owned).collect(),
            no_default_features: true,
            all_features: false,
        }
    }

    /// All features.
    pub(crate) fn all() -> Self {
        Self {
            all_features: true,
            ..Self::default()
        }
    }

    /// Whether none were named.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// As cargo takes them.
    pub(crate) fn flags(&self) -> Vec<String> {
        let features = self
            .features
            .iter()
            .map(|features| format!("--features={features}"));
        let all = self.all_features.then(|| "--all-features".to_owned());
        let no_default = self
            .no_default_features
            .then(|| "--no-default-features".to_owned());
        features.chain(all).chain(no_default).collect()
    }
}

impl PackageArgs {
    /// Those of the package in this directory.
    pub(crate) fn in_dir(&self, dir: &Path) -> Self {
        Self {
            package: None,
            manifest_path: Some(dir.join("Cargo.toml")),
            ..self.clone()
        }
    }

    /// Whether it says which package.
    pub(crate) fn names_package(&self) -> bool {
        self.package.is_some() || self.manifest_path.is_some()
    }

    /// Whether neither a package is named nor how to build one.
    pub(super) fn is_empty(&self) -> bool {
        !self.names_package() && self.features.is_empty()
    }
}
