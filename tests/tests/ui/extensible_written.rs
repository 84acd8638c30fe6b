use shared_abi::{InMemory, LinearMemory, LinearMemoryMut, Ptr, PtrMut, SharedAbi, Slice, SliceMut};

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(extensible)]
struct Status {
    uptime: u64,
}

fn write(mut memory: LinearMemoryMut<'_>, at: PtrMut<Status>, several: SliceMut<Status>, status: Status) {
    let _ = memory.get_mut(at);
//                 ^^^^^^^ `Status` is extensible: only the guest knows its size
//                 = the host can read one, by `LinearMemory::get`
    let _ = memory.write(at, &status);
//                 ^^^^^ `Status` is extensible: only the guest knows its size
    let _ = memory.slice_mut(several);
//                 ^^^^^^^^^ `Status` is extensible: only the guest knows its size
    let _ = memory.write_slice(several, &[status]);
//                                      ^^^^^^^^^ `Status` is extensible: only the guest knows its size
}

fn read(memory: LinearMemory<'_>, at: Ptr<Status>, several: Slice<Status>) {
    let _ = memory.get(at);
    let _ = memory.read(at);
//                 ^^^^ `Status` is extensible: only the guest knows its size
    let _ = memory.slice(several);
//                 ^^^^^ `Status` is extensible: only the guest knows its size
    let _ = memory.slice(Slice::<[Status; 2]>::new(16, 1));
//                 ^^^^^ `[Status; 2]` is extensible: only the guest knows its size
    let _ = memory.list(at, 10, |_| at);
//                 ^^^^ `Status` is extensible: only the guest knows its size
}

fn generic<T: InMemory>(memory: LinearMemory<'_>, several: Slice<T>) {
    let _ = memory.slice(several);
//                 ^^^^^ `T` is extensible: only the guest knows its size
}

fn main() {}
