//! A guest that means harm: each of its reports is wrong in one way.

use demo_types::hostile::{Lie, Report, Severity};
use shared_abi::{Ptr, Slice, Str};

use crate::keep;

const PAGE: u32 = 64 * 1024;

/// A report with nothing wrong in it.
const HONEST: Report = Report {
    severity: Severity::Notice,
    read: false,
    title: Str::NULL,
    samples: Slice::NULL,
    next: Ptr::NULL,
};

shared_abi::export! {
    fn hostile_report(lie: Lie) -> *const Report {
        lie_about(lie)
    }
}

fn lie_about(lie: Lie) -> *const Report {
    let report = match lie {
        Lie::Null => return std::ptr::null(),
        Lie::PastTheEnd => return Ptr::new(0xFFFF_FFF0).as_ptr(),
        Lie::AcrossTheEnd => return Ptr::new(memory_end() - 16).as_ptr(),
        Lie::Misaligned => return Ptr::new(Ptr::from_ref(keep(HONEST)).offset() + 4).as_ptr(),
        Lie::BadTag => return forged([7, 0]),
        Lie::BadBool => return forged([0, 2]),
        Lie::BadText => Report {
            title: bytes_as_text(b"Gr\xFC\xDFe"),
            ..HONEST
        },
        Lie::HugeCount => Report {
            samples: Slice::new(PAGE, u32::MAX),
            ..HONEST
        },
        Lie::NullWithCount => Report {
            samples: Slice::new(0, 100),
            ..HONEST
        },
        Lie::BadNext => Report {
            next: Ptr::new(memory_end()),
            ..HONEST
        },
        Lie::Cycle => {
            let first = keep(HONEST);
            let second = keep(Report {
                next: Ptr::from_ref(first),
                ..HONEST
            });
            first.next = Ptr::from_ref(second);
            return first;
        }
    };
    keep(report)
}

/// A report whose first bytes, `severity` and `read`, are no values of their types. Rust doesn't let a `Report` be that.
fn forged([severity, read]: [u8; 2]) -> *const Report {
    let mut words = [0_u64; size_of::<Report>() / 8];
    words[0] = u64::from_le_bytes([severity, read, 0, 0, 0, 0, 0, 0]);
    (&raw const *keep(words)).cast()
}

fn bytes_as_text(bytes: &'static [u8]) -> Str {
    let bytes = Slice::from_ref(bytes);
    Str::new(bytes.offset(), bytes.len())
}

/// Where linear memory ends; on a host, where there is none, at its start.
fn memory_end() -> u32 {
    #[cfg(target_arch = "wasm32")]
    let pages = core::arch::wasm32::memory_size::<0>() as u32;
    #[cfg(not(target_arch = "wasm32"))]
    let pages = 1;
    pages * PAGE
}
