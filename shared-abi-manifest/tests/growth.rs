//! What may differ between guest and host, and in which direction: a test for each cell of the table in the crate's
//! documentation.

use shared_abi::{AlignedBytes, Extensible, LinearMemory, Ptr, Types};
use shared_abi_manifest::{Compatibility, Expect, Manifest, ManifestError};
use shared_abi_model::section::checksum;

/// What a guest that was built from `T` carries.
fn guest<T: Types>() -> Manifest {
    let body = Expect::types::<T>().layouts().to_string();
    let (len, checksum) = (body.len(), checksum(body.as_bytes()));
    let record = format!("shared-abi 1 {len:08x} {checksum:08x}\n{body}");
    Manifest::from_section(record.as_bytes()).unwrap()
}

fn agree<Guest: Types, Host: Types>() -> Result<Compatibility, String> {
    match Expect::types::<Host>().check(&guest::<Guest>()) {
        Ok(agreed) => Ok(agreed),
        Err(ManifestError::Mismatch(mismatch)) => Err(mismatch.to_string()),
        Err(error) => panic!("{error}"),
    }
}

fn agrees<Guest: Types, Host: Types>() {
    if let Err(lines) = agree::<Guest, Host>() {
        panic!("{lines}");
    }
}

#[track_caller]
fn differs<Guest: Types, Host: Types>(line: &str) {
    match agree::<Guest, Host>() {
        Ok(_) => panic!("agreed"),
        Err(lines) => assert_eq!(lines, line),
    }
}

/// The end of the last field that both have.
fn end<Guest: Types, Host: Types + Extensible>() -> String {
    let prefix = agree::<Guest, Host>().unwrap().prefix::<Host>();
    format!("{:?}", prefix.expect("it is expected"))
}

/// Types that are all called `Status`, each in a module of its own.
macro_rules! versions {
    ($($module:ident: $(#[$attribute:meta])* { $($fields:tt)* })*) => {$(
        pub mod $module {
            use shared_abi::SharedAbi;

            #[derive(SharedAbi)]
            #[repr(C)]
            $(#[$attribute])*
            pub struct Status { $($fields)* }
        }
    )*};
}

mod plain {
    versions! {
        base: { pub uptime: u64, pub load: u32 }
        append: { pub uptime: u64, pub load: u32, pub errors: u32 }
        append_long: { pub uptime: u64, pub load: u32, pub errors: u64 }
        insert: { pub uptime: u64, pub errors: u32, pub load: u32 }
        remove: { pub uptime: u64 }
        reorder: { pub load: u32, pub uptime: u64 }
        retype: { pub uptime: u64, pub load: f32 }
        rename: { pub uptime: u64, pub percent: u32 }
    }
}

#[test]
fn not_extensible_the_same() {
    agrees::<plain::base::Status, plain::base::Status>();
    let agreed = agree::<plain::base::Status, plain::base::Status>().unwrap();
    assert_eq!(format!("{agreed:?}"), "{}");
}

#[test]
fn not_extensible_the_host_is_newer() {
    use plain::base::Status as Guest;
    differs::<Guest, plain::append::Status>("Status: errors: only in host");
    differs::<Guest, plain::append_long::Status>("Status: guest 16 bytes, host 24; errors: only in host");
    differs::<Guest, plain::insert::Status>("Status: load: offset 8 → 12; errors: only in host");
    differs::<Guest, plain::remove::Status>("Status: guest 16 bytes, host 8; load: only in guest");
    differs::<Guest, plain::reorder::Status>("Status: uptime: offset 0 → 8; load: offset 8 → 0");
    differs::<Guest, plain::retype::Status>("Status: load: u32 → f32");
    differs::<Guest, plain::rename::Status>("Status: load: only in guest; percent: only in host");
}

#[test]
fn not_extensible_the_guest_is_newer() {
    use plain::base::Status as Host;
    differs::<plain::append::Status, Host>("Status: errors: only in guest");
    differs::<plain::append_long::Status, Host>("Status: guest 24 bytes, host 16; errors: only in guest");
    differs::<plain::insert::Status, Host>("Status: errors: only in guest; load: offset 12 → 8");
    differs::<plain::remove::Status, Host>("Status: guest 8 bytes, host 16; load: only in host");
    differs::<plain::reorder::Status, Host>("Status: load: offset 0 → 8; uptime: offset 8 → 0");
    differs::<plain::retype::Status, Host>("Status: load: f32 → u32");
    differs::<plain::rename::Status, Host>("Status: percent: only in guest; load: only in host");
}

mod grown {
    versions! {
        base: #[shared_abi(extensible)] { pub uptime: u64, pub load: u32 }
        append: #[shared_abi(extensible)] { pub uptime: u64, pub load: u32, #[shared_abi(added)] pub errors: u32 }
        append_long: #[shared_abi(extensible)] { pub uptime: u64, pub load: u32, #[shared_abi(added)] pub errors: u64 }
        twice: #[shared_abi(extensible)] {
            pub uptime: u64,
            pub load: u32,
            #[shared_abi(added)]
            pub errors: u32,
            #[shared_abi(added)]
            pub warnings: u8,
        }
        unmarked: #[shared_abi(extensible)] { pub uptime: u64, pub load: u32, pub errors: u32 }
        insert: #[shared_abi(extensible)] { pub uptime: u64, pub errors: u32, pub load: u32 }
        insert_added: #[shared_abi(extensible)] {
            pub uptime: u64,
            pub load: u32,
            #[shared_abi(added)]
            pub warnings: u8,
            #[shared_abi(added)]
            pub errors: u32,
        }
        remove: #[shared_abi(extensible)] { pub uptime: u64 }
        reorder: #[shared_abi(extensible)] { pub load: u32, pub uptime: u64 }
        retype: #[shared_abi(extensible)] { pub uptime: u64, pub load: f32 }
        retype_added: #[shared_abi(extensible)] { pub uptime: u64, pub load: u32, #[shared_abi(added)] pub errors: f32 }
        rename: #[shared_abi(extensible)] { pub uptime: u64, pub percent: u32 }
        rename_added: #[shared_abi(extensible)] { pub uptime: u64, pub load: u32, #[shared_abi(added)] pub faults: u32 }
        aligned: #[repr(align(32))] #[shared_abi(extensible)] { pub uptime: u64, pub load: u32 }
    }
}

#[test]
fn extensible_the_same() {
    agrees::<grown::base::Status, grown::base::Status>();
    agrees::<grown::twice::Status, grown::twice::Status>();
    assert_eq!(
        end::<grown::base::Status, grown::base::Status>(),
        "Prefix(12 of Status)"
    );
    assert_eq!(
        end::<grown::twice::Status, grown::twice::Status>(),
        "Prefix(17 of Status)"
    );
}

#[test]
fn extensible_the_guest_is_older() {
    use grown::base::Status as Guest;
    agrees::<Guest, grown::append::Status>();
    agrees::<Guest, grown::append_long::Status>();
    agrees::<Guest, grown::twice::Status>();
    agrees::<grown::append::Status, grown::twice::Status>();
    assert_eq!(end::<Guest, grown::append::Status>(), "Prefix(12 of Status)");
    assert_eq!(end::<Guest, grown::append_long::Status>(), "Prefix(12 of Status)");
    assert_eq!(end::<Guest, grown::twice::Status>(), "Prefix(12 of Status)");
    assert_eq!(
        end::<grown::append::Status, grown::twice::Status>(),
        "Prefix(16 of Status)"
    );
}

#[test]
fn extensible_the_guest_is_newer() {
    use grown::base::Status as Host;
    agrees::<grown::append::Status, Host>();
    agrees::<grown::append_long::Status, Host>();
    agrees::<grown::twice::Status, Host>();
    agrees::<grown::twice::Status, grown::append::Status>();
    assert_eq!(end::<grown::append::Status, Host>(), "Prefix(12 of Status)");
    assert_eq!(end::<grown::twice::Status, Host>(), "Prefix(12 of Status)");
    assert_eq!(
        end::<grown::twice::Status, grown::append::Status>(),
        "Prefix(16 of Status)"
    );
}

/// A size or an alignment that was asked for is none of the fields' business.
#[test]
fn extensible_with_another_size() {
    agrees::<grown::aligned::Status, grown::base::Status>();
    agrees::<grown::base::Status, grown::aligned::Status>();
    assert_eq!(
        end::<grown::base::Status, grown::aligned::Status>(),
        "Prefix(12 of Status)"
    );
}

/// A field that is marked as added for who had the type before, and not for who has it only since then.
#[test]
fn extensible_marked_on_one_side() {
    agrees::<grown::append::Status, grown::unmarked::Status>();
    agrees::<grown::unmarked::Status, grown::append::Status>();
    assert_eq!(
        end::<grown::unmarked::Status, grown::append::Status>(),
        "Prefix(16 of Status)"
    );
}

#[test]
fn extensible_the_host_changed() {
    use grown::base::Status as Guest;
    differs::<Guest, grown::unmarked::Status>("Status: errors: only in host");
    differs::<Guest, grown::insert::Status>("Status: load: offset 8 → 12; errors: only in host");
    differs::<Guest, grown::remove::Status>("Status: guest 16 bytes, host 8; load: only in guest");
    differs::<Guest, grown::reorder::Status>("Status: uptime: offset 0 → 8; load: offset 8 → 0");
    differs::<Guest, grown::retype::Status>("Status: load: u32 → f32");
    differs::<Guest, grown::rename::Status>("Status: load: only in guest; percent: only in host");

    use grown::append::Status as Grown;
    differs::<Grown, grown::retype_added::Status>("Status: errors: u32 → f32");
    differs::<Grown, grown::rename_added::Status>("Status: errors: only in guest; faults: only in host");
    let line = "Status: guest 16 bytes, host 24; errors: offset 12 → 16; warnings: only in host";
    differs::<Grown, grown::insert_added::Status>(line);
}

#[test]
fn extensible_the_guest_changed() {
    use grown::base::Status as Host;
    differs::<grown::unmarked::Status, Host>("Status: errors: only in guest");
    differs::<grown::insert::Status, Host>("Status: errors: only in guest; load: offset 12 → 8");
    differs::<grown::remove::Status, Host>("Status: guest 8 bytes, host 16; load: only in host");
    differs::<grown::reorder::Status, Host>("Status: load: offset 0 → 8; uptime: offset 8 → 0");
    differs::<grown::retype::Status, Host>("Status: load: f32 → u32");
    differs::<grown::rename::Status, Host>("Status: percent: only in guest; load: only in host");

    use grown::append::Status as Grown;
    differs::<grown::retype_added::Status, Grown>("Status: errors: f32 → u32");
    differs::<grown::rename_added::Status, Grown>("Status: faults: only in guest; errors: only in host");
    let line = "Status: guest 24 bytes, host 16; warnings: only in guest; errors: offset 16 → 12";
    differs::<grown::insert_added::Status, Grown>(line);
}

#[test]
fn extensible_on_one_side() {
    differs::<plain::base::Status, grown::base::Status>("Status: extensible: only in host");
    differs::<grown::base::Status, plain::base::Status>("Status: extensible: only in guest");
    differs::<plain::base::Status, grown::append::Status>(
        "Status: extensible: only in host; errors: only in host",
    );
    differs::<grown::append::Status, plain::base::Status>(
        "Status: extensible: only in guest; errors: only in guest",
    );
}

/// `errors` stands in what is padding in the older guest's struct, and both have 16 bytes.
#[test]
fn a_field_added_in_padding() {
    use grown::append::Status;
    use grown::base::Status as Older;
    assert_eq!((size_of::<Older>(), size_of::<Status>()), (16, 16));

    let mut bytes = AlignedBytes::<64>::ZERO;
    bytes[16..32].copy_from_slice(&[1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0xA5, 0xA5, 0xA5, 0xA5]);
    let status = LinearMemory::new(&bytes).get(Ptr::<Status>::new(16)).unwrap();
    let errors = |agreed: Compatibility| status.errors(agreed.prefix::<Status>().unwrap()).unwrap();
    assert_eq!((status.uptime, status.load), (1, 2));
    assert_eq!(errors(agree::<Older, Status>().unwrap()), None);
    assert_eq!(errors(agree::<Status, Status>().unwrap()), Some(0xA5A5_A5A5));
    assert_eq!(
        errors(agree::<grown::twice::Status, Status>().unwrap()),
        Some(0xA5A5_A5A5)
    );
}

/// One older type doesn't make the other differences acceptable.
#[test]
fn growth_beside_a_difference() {
    mod older {
        use shared_abi::{Ptr, SharedAbi};

        #[derive(SharedAbi)]
        #[repr(C)]
        pub struct Hub {
            pub log: Ptr<Log>,
            pub retry: u32,
        }

        #[derive(SharedAbi)]
        #[repr(C)]
        #[shared_abi(extensible)]
        pub struct Log {
            pub lines: u32,
        }
    }
    mod newer {
        use shared_abi::{Ptr, SharedAbi};

        #[derive(SharedAbi)]
        #[repr(C)]
        pub struct Hub {
            pub log: Ptr<Log>,
            pub retry: i32,
        }

        #[derive(SharedAbi)]
        #[repr(C)]
        #[shared_abi(extensible)]
        pub struct Log {
            pub lines: u32,
            #[shared_abi(added)]
            pub errors: u32,
        }
    }
    differs::<older::Hub, newer::Hub>("Hub: retry: u32 → i32");
    agrees::<older::Log, newer::Log>();
    differs::<(), newer::Log>("Log: only in host");
}

#[test]
fn a_prefix_is_that_of_the_type_that_was_expected() {
    let agreed = agree::<grown::base::Status, grown::append::Status>().unwrap();
    assert!(agreed.prefix::<grown::append::Status>().is_some());
    // Of the same name, and not expected.
    assert!(agreed.prefix::<grown::twice::Status>().is_none());
    assert!(
        Compatibility::default()
            .prefix::<grown::append::Status>()
            .is_none()
    );
    assert_eq!(format!("{agreed:?}"), r#"{"Status": 12}"#);
    assert_eq!(format!("{:?}", agreed.clone()), format!("{agreed:?}"));
}
