//! Crates that a test writes and builds, below the workspace's target directory.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// The host that the tests build for.
pub const HOST: &str = "x86_64-unknown-linux-gnu";
/// The guest.
pub const WASM: &str = "wasm32-unknown-unknown";

/// A package of its own, outside of the workspace, with the workspace's lock file.
pub struct Scratch {
    dir: PathBuf,
}

/// What cargo said.
pub struct Build {
    /// Whether it succeeded.
    pub success: bool,
    /// The messages of cargo and rustc.
    pub stderr: String,
}

/// The folder of the workspace.
///
/// # Panics
/// If this package is in none.
#[must_use]
pub fn workspace() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().expect("this package is in a workspace").to_owned()
}

/// Where the library is.
#[must_use]
pub fn shared_abi_dir() -> PathBuf {
    workspace().join("shared-abi")
}

/// The target directory of every scratch crate, so that the derive is built once.
#[must_use]
pub fn target_dir() -> PathBuf {
    workspace().join("target/scratch")
}

impl Scratch {
    /// An empty package called `name`, which depends on `shared-abi` under the name `dependency`.
    ///
    /// # Panics
    /// If it can't be written.
    #[must_use]
    pub fn new(name: &str, dependency: &str) -> Self {
        let dir = target_dir().join("crates").join(name);
        // Sources of an earlier run must not be compiled along; a build's files are elsewhere.
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(dir.join("src")).expect("a scratch crate's directory");
        let library = shared_abi_dir().display().to_string();
        let manifest = format!(
            "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
             [workspace]\n\n[dependencies]\n{dependency} = {{ package = \"shared-abi\", path = {library:?} }}\n"
        );
        fs::copy(workspace().join("Cargo.lock"), dir.join("Cargo.lock")).expect("the workspace's lock file");
        let scratch = Self { dir };
        scratch.write("Cargo.toml", &manifest);
        scratch
    }

    /// Where it is.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Writes one of its files.
    ///
    /// # Panics
    /// If it can't be written.
    pub fn write(&self, path: &str, text: &str) {
        fs::write(self.dir.join(path), text).expect("a scratch crate's file");
    }

    /// Removes one of its files.
    ///
    /// # Panics
    /// If it can't be removed.
    pub fn remove(&self, path: &str) {
        fs::remove_file(self.dir.join(path)).expect("a scratch crate's file");
    }

    /// Makes one of its folders.
    ///
    /// # Panics
    /// If it can't be made.
    pub fn create(&self, path: &str) {
        fs::create_dir_all(self.dir.join(path)).expect("a scratch crate's folder");
    }

    /// Adds lines to the end of its manifest, where its dependencies are.
    ///
    /// # Panics
    /// If it can't be written.
    pub fn extend_manifest(&self, lines: &str) {
        let manifest = fs::read_to_string(self.dir.join("Cargo.toml")).expect("a scratch crate's manifest");
        self.write("Cargo.toml", &(manifest + lines));
    }

    /// Runs `cargo` in it, offline.
    ///
    /// # Panics
    /// If there is no cargo.
    #[must_use]
    pub fn cargo(&self, arguments: &[&str]) -> Build {
        self.cargo_into(&target_dir(), arguments, &[])
    }

    /// As [`cargo`](Self::cargo), in another environment.
    ///
    /// # Panics
    /// If there is no cargo.
    #[must_use]
    pub fn cargo_with(&self, arguments: &[&str], environment: &[(&str, &OsStr)]) -> Build {
        self.cargo_into(&target_dir(), arguments, environment)
    }

    /// As [`cargo`](Self::cargo), with the workspace's own target directory, where wasmtime has been built.
    ///
    /// # Panics
    /// If there is no cargo.
    #[must_use]
    pub fn cargo_with_wasmtime(&self, arguments: &[&str]) -> Build {
        self.cargo_into(&workspace().join("target"), arguments, &[])
    }

    fn cargo_into(&self, target: &Path, arguments: &[&str], environment: &[(&str, &OsStr)]) -> Build {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let (command, rest) = arguments.split_first().expect("a command");
        let output = Command::new(cargo)
            .args([command, "--offline", "--color=never", "--quiet"])
            .args(rest)
            .current_dir(&self.dir)
            .env("CARGO_TARGET_DIR", target)
            .env_remove("RUSTFLAGS")
            .envs(environment.iter().copied())
            .output()
            .expect("cargo runs");
        Build {
            success: output.status.success(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}
