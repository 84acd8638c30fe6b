type Owned = Box<u32>;
type Width = usize;
type Function = extern "C" fn(u32);

shared_abi::export! {
    fn take(owned: Owned) {
//                 ^^^^^ can't be an argument of an exported function
        drop(owned);
    }

    fn width() -> Width {
//                ^^^^^ `usize` can't be the result of an exported function
        1
    }

    fn apply(function: Function) {
//                     ^^^^^^^^ can't be an argument of an exported function
        function(1);
    }
}

fn main() {}
