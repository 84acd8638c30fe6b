use shared_abi::SharedAbi;

#[repr(C)]
struct Plain {
    x: u32,
}

#[derive(SharedAbi)]
#[repr(C, u32)]
enum Bad {
    One { plain: Plain, z: f64 },
//               ^^^^^ `Plain` can't cross between wasm32 and a 64-bit host
    None,
}

fn main() {}
