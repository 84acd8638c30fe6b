use shared_abi::SharedAbi;

macro_rules! with_len {
    ($name:ident, $ty:ty) => {
        #[derive(SharedAbi)]
        #[repr(C)]
        struct $name {
            len: $ty,
        }
    };
}

with_len!(Bad, usize);
//             ^^^^^ `Bad.len`: `usize` is 4 bytes on wasm32

fn main() {}
