//! The sensor hub as it was before: an activity took four bytes, and a header had no interval.
//!
//! The scenario `stale` builds a guest from it, as somebody would who hasn't built theirs for a while.

use shared_abi::{Ptr, SharedAbi, Slice};

/// What the wearer of the watch does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, SharedAbi)]
#[repr(u32)]
pub enum Activity {
    /// Standing.
    Standing,
    /// Walking.
    Walking,
    /// Running.
    Running,
    /// Playing badminton.
    Badminton,
}

impl Activity {
    /// All of them, each at the index that is its value.
    pub const ALL: [Self; 4] = [Self::Standing, Self::Walking, Self::Running, Self::Badminton];

    /// The activity's name in the data file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Standing => "standing",
            Self::Walking => "walking",
            Self::Running => "running",
            Self::Badminton => "badminton",
        }
    }
}

/// What the host tells the guest of a recording's activity.
#[derive(Clone, Copy, SharedAbi)]
#[repr(C, u32)]
pub enum Label {
    /// Nothing: the guest is to find out.
    Unknown,
    /// The activity, to learn from.
    Known(Activity),
}

/// One reading of all axes.
#[derive(Clone, Copy, SharedAbi)]
#[repr(C)]
#[shared_abi(deny_padding)]
pub struct Sample {
    /// Accelerometer: x, y, z.
    pub acc: [f32; 3],
    /// Gyroscope: x, y, z.
    pub gyro: [f32; 3],
}

/// What holds for all samples of a batch.
#[derive(Clone, Copy, SharedAbi)]
#[repr(C)]
#[shared_abi(deny_padding)]
pub struct Header {
    /// The recording's number.
    pub recording: u32,
}

/// One recording, as the host hands it to the guest.
#[derive(Clone, Copy, SharedAbi)]
#[repr(C)]
pub struct Batch {
    /// What holds for all samples.
    pub header: Header,
    /// The activity, if the guest may know it.
    pub label: Label,
    /// The samples, in the order in which they were taken.
    pub samples: Slice<Sample>,
}

/// What the guest makes of one recording; an element of its list of results.
#[derive(Clone, Copy, SharedAbi)]
#[repr(C)]
pub struct Verdict {
    /// The recording's number.
    pub recording: u32,
    /// The activity that the recording resembles most.
    pub activity: Activity,
    /// How far the recording is from that activity's centroid.
    pub distance: f64,
    /// The verdict before this one.
    pub next: Ptr<Verdict>,
}
