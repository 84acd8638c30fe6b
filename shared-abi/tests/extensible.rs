//! Types that gain fields: what a host reads of a guest that was built before, or after.
#![forbid(unsafe_code)]

use shared_abi::{
    AccessError, AlignedBytes, LinearMemory, LinearMemoryMut, Prefix, Ptr, PtrMut, SharedAbi, layout_of,
};

/// As it was first.
mod first {
    use super::*;

    #[derive(SharedAbi)]
    #[repr(C)]
    pub struct Status {
        pub uptime: u64,
        pub load: u32,
    }
}

/// As it is now. `errors` stands in what was padding.
#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(extensible)]
pub struct Status {
    /// Seconds.
    pub uptime: u64,
    pub load: u32,
    #[shared_abi(added)]
    pub errors: u32,
    #[shared_abi(added)]
    pub alarm: bool,
    #[shared_abi(added)]
    pub next: PtrMut<Status>,
}

/// With native pointers, and more strictly aligned since.
#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(extensible)]
pub struct Twinned {
    pub count: u32,
    pub status: *const Status,
    #[shared_abi(added)]
    pub text: *const str,
}

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(extensible)]
pub struct Small {
    pub count: u32,
    #[shared_abi(added)]
    pub total: u64,
}

type Alias = *mut Status;

/// Whether it is rewritten only its types tell.
#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(extensible)]
pub struct ByType {
    pub status: Alias,
    #[shared_abi(added)]
    pub other: Alias,
}

/// A number that nobody wrote: what stands behind a struct.
const JUNK: u8 = 0xAA;

#[test]
fn the_layout_is_that_of_all_fields() {
    let layout = layout_of::<Status>();
    assert!(layout.extensible && !layout_of::<first::Status>().extensible);
    assert_eq!((layout.size, layout_of::<first::Status>().size), (32, 16));
    let added: Vec<_> = layout.fields.iter().map(|field| field.added).collect();
    assert_eq!(added, [false, false, true, true, true]);
    assert_eq!(layout_of::<Twinned>().fields[1].written, "*const Status");
    assert_eq!(layout_of::<TwinnedHead>().fields[1].written, "*const Status");
}

#[test]
fn an_older_guest_has_none_of_what_was_added() {
    let mut bytes = AlignedBytes::<32>::ZERO;
    bytes.fill(JUNK);
    let mut memory = LinearMemoryMut::new(&mut bytes);
    let value = first::Status { uptime: 100, load: 7 };
    memory.write(Ptr::<first::Status>::new(16), value).unwrap();
    // The older struct ends with the memory: the host's own wouldn't fit.
    bytes[28..].fill(JUNK);
    let status = LinearMemory::new(&bytes).get(Ptr::<Status>::new(16)).unwrap();
    assert_eq!((status.uptime, status.load), (100, 7));
    let before = Prefix::new(12);
    assert_eq!(
        status.errors(before),
        Ok(None),
        "it stands in the older one's padding"
    );
    assert_eq!(status.alarm(before), Ok(None));
    assert_eq!(status.next(before), Ok(None));
}

#[test]
fn what_a_guest_has_is_read_and_checked() {
    let mut bytes = AlignedBytes::<64>::ZERO;
    (bytes[16], bytes[24], bytes[28], bytes[32], bytes[40]) = (100, 7, 3, 1, 16);
    let status = LinearMemory::new(&bytes).get(Ptr::<Status>::new(16)).unwrap();
    assert_eq!(status.errors(Prefix::WHOLE), Ok(Some(3)));
    assert_eq!(status.alarm(Prefix::WHOLE), Ok(Some(true)));
    let next = status.next(Prefix::WHOLE).unwrap().unwrap();
    assert_eq!(LinearMemory::new(&bytes).get(next).unwrap().uptime, 100);
    // A guest of the version between.
    let between = Prefix::new(16);
    assert_eq!(
        (status.errors(between), status.alarm(between)),
        (Ok(Some(3)), Ok(None))
    );
    assert_eq!(status.errors(Prefix::new(15)), Ok(None));

    bytes[32] = 2;
    let memory = LinearMemory::new(&bytes);
    let status = memory.get(Ptr::<Status>::new(16)).unwrap();
    let error = status.alarm(Prefix::WHOLE).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Status.alarm -> 0x20: byte 0 is 0x2, which is no `bool`"
    );
    assert_eq!(format!("{status:?}"), "StatusHead at 0x10");
    assert_eq!(format!("{:?}", Prefix::<Status>::new(16)), "Prefix(16 of Status)");
}

#[test]
fn a_guest_that_claims_more_than_there_is_gets_an_error() {
    let bytes = AlignedBytes::<32>::ZERO;
    let status = LinearMemory::new(&bytes).get(Ptr::<Status>::new(16)).unwrap();
    assert_eq!(status.errors(Prefix::WHOLE), Ok(Some(0)));
    let error = status.alarm(Prefix::WHOLE).unwrap_err();
    assert!(matches!(error, AccessError::OutOfBounds { .. }), "{error}");
    // The head is checked when it is found.
    assert!(LinearMemory::new(&bytes).get(Ptr::<Status>::new(24)).is_err());
    assert!(LinearMemory::new(&bytes).get(Ptr::<Status>::NULL).is_err());
}

#[test]
fn a_field_may_be_aligned_more_strictly_than_the_head() {
    let mut bytes = AlignedBytes::<64>::ZERO;
    (bytes[20], bytes[16]) = (9, 8);
    let memory = LinearMemory::new(&bytes);
    // An older guest's is aligned to 4.
    let small = memory.get(Ptr::<Small>::new(20)).unwrap();
    assert_eq!((small.count, small.total(Prefix::new(4))), (9, Ok(None)));
    let error = small.total(Prefix::WHOLE).unwrap_err();
    assert!(matches!(error, AccessError::Misaligned { .. }), "{error}");
    let small = memory.get(Ptr::<Small>::new(16)).unwrap();
    assert_eq!((small.count, small.total(Prefix::WHOLE)), (8, Ok(Some(0))));
}

#[test]
fn a_twin_is_followed_as_any() {
    let mut bytes = AlignedBytes::<128>::ZERO;
    (bytes[16], bytes[24], bytes[32], bytes[40]) = (5, 64, 80, 3); // count, status, text
    bytes[64] = 11;
    bytes[80..83].copy_from_slice(b"abc");
    let memory = LinearMemory::new(&bytes);
    let twinned = memory.get(Ptr::<TwinnedAbi>::new(16)).unwrap();
    assert_eq!(twinned.count, 5);
    assert_eq!(twinned.status().unwrap().unwrap().uptime, 11);
    let text = twinned.text(Prefix::WHOLE).unwrap().unwrap();
    assert_eq!(memory.str(text), Ok("abc"));

    (bytes[16], bytes[24]) = (64, 64);
    let memory = LinearMemory::new(&bytes);
    let by_type = memory.get(Ptr::<ByTypeAbi>::new(16)).unwrap();
    assert_eq!(by_type.status().unwrap().unwrap().uptime, 11);
    assert_eq!(by_type.other(Prefix::WHOLE).unwrap().unwrap().offset(), 64);
}

/// A head at the end of the largest memory: what would stand behind it has no offset.
#[test]
#[cfg(all(not(miri), target_pointer_width = "64"))]
fn the_last_offset_has_nothing_behind_it() {
    let bytes = vec![0; 1 << 32]; // zeroed pages that nobody touches
    let memory = LinearMemory::new(&bytes);
    let status = memory.get(Ptr::<Status>::new(u32::MAX - 15)).unwrap();
    assert_eq!(status.errors(Prefix::WHOLE), Ok(Some(0)));
    let error = status.alarm(Prefix::WHOLE).unwrap_err();
    assert!(matches!(error, AccessError::OutOfBounds { .. }), "{error}");
}

#[test]
fn a_writable_pointer_to_one_is_followed_for_reading() {
    #[derive(SharedAbi)]
    #[repr(C)]
    struct Holder {
        slot: PtrMut<Status>,
        short: shared_abi::Ptr32<Status>,
        relative: shared_abi::RelPtr<Status>,
    }
    let mut bytes = AlignedBytes::<64>::ZERO;
    (bytes[8], bytes[16], bytes[20]) = (40, 40, 20); // `relative` stands at 20
    bytes[40] = 7;
    let mut memory = LinearMemoryMut::new(&mut bytes);
    let at = Ptr::<Holder>::new(8);
    let uptime = |status: Option<StatusRef<'_>>| status.map(|status| status.uptime);
    assert_eq!(memory.get_mut(at).unwrap().slot().map(uptime), Ok(Some(7)));
    assert_eq!(memory.get_mut(at).unwrap().short().map(uptime), Ok(Some(7)));
    assert_eq!(memory.get_mut(at).unwrap().relative().map(uptime), Ok(Some(7)));
}
