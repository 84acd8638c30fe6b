use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad<'a> {
//         ^^ `Bad` has the lifetime `'a`, but nothing in linear memory is tracked by one
//         = remove it and use `name: Str` in place of `&'a str`
    id: u32,
    name: &'a str,
    next: &'a Bad<'a>,
    len: usize,
//       ^^^^^ `Bad.len`: `usize` is 4 bytes
}

fn id(bad: &Bad<'_>) -> u32 {
    bad.id
}

fn main() {}
