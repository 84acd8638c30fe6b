//! What is installed through Debian's packages: the programs that build a dependency's C code.

use anyhow::{Context as _, Result, ensure};

use crate::process::{command, output, run};

/// What WAMR is built with. clang stands for its library, which bindgen loads and which comes with it.
pub const FOR_WAMR: &[&str] = &["cmake", "make", "clang"];

/// Installs those that are missing, of programs that are called what their package is called.
pub fn add_packages(names: &[&str]) -> Result<()> {
    let missing = missing(names);
    if missing.is_empty() {
        return Ok(());
    }
    ensure!(is_root(), by_hand(&missing));
    // A fresh machine has no list of packages. A source that doesn't answer matters only if nothing else has them.
    if let Err(error) = run(&mut command("apt-get", "update")) {
        eprintln!("warning: {error:#}");
    }
    let install = format!("install --yes --no-install-recommends {}", missing.join(" "));
    run(command("apt-get", &install).env("DEBIAN_FRONTEND", "noninteractive"))
        .with_context(|| format!("missing, and can't be installed: {}", missing.join(", ")))
}

fn missing<'a>(names: &[&'a str]) -> Vec<&'a str> {
    let is_there = |name: &str| output(command(name, "--version")).is_some();
    names.iter().copied().filter(|name| !is_there(name)).collect()
}

fn is_root() -> bool {
    output(command("id", "-u")).is_some_and(|id| id.trim_end() == "0")
}

fn by_hand(missing: &[&str]) -> String {
    format!(
        "missing: {}; run `sudo apt-get install {}`, then try again",
        missing.join(", "),
        missing.join(" ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_missing_is_installed() {
        assert_eq!(
            missing(&["cargo", "no-such-program", "rustc"]),
            ["no-such-program"]
        );
        add_packages(&["cargo", "rustc"]).unwrap();
    }

    #[test]
    fn who_may_not_install_is_told_what_to_type() {
        assert_eq!(
            by_hand(&["cmake", "clang"]),
            "missing: cmake, clang; run `sudo apt-get install cmake clang`, then try again"
        );
    }
}
