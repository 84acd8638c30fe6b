//! A report full of things that can be wrong, and the lies that the guest tells with it.

use shared_abi::{Ptr, SharedAbi, Slice, Str};

use crate::hub::Sample;

/// How bad it is.
#[derive(Clone, Copy, SharedAbi)]
#[repr(u8)]
pub enum Severity {
    /// Good to know.
    Notice,
    /// Bad.
    Alarm,
}

/// An element of a list of reports.
#[derive(Clone, Copy, SharedAbi)]
#[repr(C)]
pub struct Report {
    /// How bad it is.
    pub severity: Severity,
    /// Whether someone has read it.
    pub read: bool,
    /// What it is about.
    pub title: Str,
    /// The samples that prove it.
    pub samples: Slice<Sample>,
    /// The report after this one.
    pub next: Ptr<Report>,
}

/// What the host asks the guest to lie about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, SharedAbi)]
#[repr(u32)]
pub enum Lie {
    /// No report at all.
    Null,
    /// A report past the end of memory.
    PastTheEnd,
    /// A report that starts in memory and ends outside.
    AcrossTheEnd,
    /// A report between two aligned offsets.
    Misaligned,
    /// A severity that doesn't exist.
    BadTag,
    /// A `bool` of 2.
    BadBool,
    /// A title that isn't UTF-8.
    BadText,
    /// 4,294,967,295 samples.
    HugeCount,
    /// Samples at offset 0.
    NullWithCount,
    /// A next report past the end of memory.
    BadNext,
    /// A list of reports that ends where it began.
    Cycle,
}

impl Lie {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Null,
        Self::PastTheEnd,
        Self::AcrossTheEnd,
        Self::Misaligned,
        Self::BadTag,
        Self::BadBool,
        Self::BadText,
        Self::HugeCount,
        Self::NullWithCount,
        Self::BadNext,
        Self::Cycle,
    ];
}
