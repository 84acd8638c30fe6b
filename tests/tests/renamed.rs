//! A crate that knows the library by another name, or only through another crate.

#![forbid(unsafe_code)]

use tests::{RustcError, Scratch};

const TYPES: &str = "
#[derive(SharedAbi)]
#[repr(C)]
pub struct Node { pub kind: Kind, pub next: *mut Node }

#[derive(SharedAbi)]
#[repr(u8)]
pub enum Kind { Small, Large }
";

#[test]
fn a_renamed_dependency_needs_no_attribute() {
    let renamed = Scratch::new("renamed", "wire-types");
    renamed.write("src/lib.rs", &format!("use wire_types::SharedAbi;\n{TYPES}"));
    let build = renamed.cargo(&["check"]);
    assert!(build.success, "{}", build.stderr);
}

#[test]
fn a_crate_that_doesnt_depend_on_the_library_gets_one_error() {
    let framework = Scratch::new("framework", "shared-abi");
    framework.write("src/lib.rs", "pub use shared_abi;");
    let user = Scratch::new("framework-user", "shared-abi");
    user.write(
        "Cargo.toml",
        "[package]\nname = \"framework-user\"\nedition = \"2024\"\n[workspace]\n\
         [dependencies]\nframework = { path = \"../framework\" }\n",
    );
    let source = format!("use framework::shared_abi::SharedAbi;\n{TYPES}");
    user.write("src/lib.rs", &source);
    let errors = RustcError::parse_all(&user.cargo(&["check"]).stderr);
    let [error] = errors.as_slice() else {
        panic!("{errors:#?}");
    };
    let asks = "#[shared_abi(crate = \"::my_crate::shared_abi\")]";
    assert!(error.text.contains(asks), "{}", error.text);
    assert_eq!(
        (error.line, error.column, error.width),
        (5, 12, 4),
        "{}",
        error.text
    );

    let named = source.replace(
        "#[repr",
        "#[shared_abi(crate = \"::framework::shared_abi\")]\n#[repr",
    );
    user.write("src/lib.rs", &named);
    let build = user.cargo(&["check"]);
    assert!(build.success, "{}", build.stderr);
}
