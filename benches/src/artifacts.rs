//! Builds the guests as a user would, in release and for `wasm32-unknown-unknown`.

use anyhow::{Context, Result, ensure};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};
use wit_component::ComponentEncoder;

/// The guests' bytes.
pub struct Artifacts {
    pub module: Vec<u8>,
    pub component: Vec<u8>,
}

impl Artifacts {
    pub fn build() -> Result<Self> {
        let module = build_guest("bench-guest")?;
        let core = build_guest("bench-component-guest")?;
        let component = ComponentEncoder::default()
            .module(&core)?
            .validate(true)
            .encode()?;
        Ok(Self { module, component })
    }
}

/// The cargo that runs this benchmark.
pub fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// The directory of this crate.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn build_guest(package: &str) -> Result<Vec<u8>> {
    let output = cargo()
        .args([
            "build",
            "--release",
            "--quiet",
            "--target",
            "wasm32-unknown-unknown",
        ])
        .args([
            "--message-format",
            "json-render-diagnostics",
            "--package",
            package,
        ])
        .current_dir(root())
        .stderr(Stdio::inherit())
        .output()
        .context("cannot run cargo")?;
    ensure!(
        output.status.success(),
        "building the guest {package} failed: {}",
        output.status
    );
    let wasm = output
        .stdout
        .split(|&byte| byte == b'\n')
        .filter_map(|line| serde_json::from_slice::<serde_json::Value>(line).ok())
        .filter_map(|message| Some(PathBuf::from(message["filenames"][0].as_str()?)))
        .find(|path| path.extension().is_some_and(|extension| extension == "wasm"));
    let wasm = wasm.with_context(|| format!("cargo built no .wasm for {package}"))?;
    fs::read(&wasm).with_context(|| format!("cannot read {}", wasm.display()))
}
