//! `export_allocator!`: the functions through which a host allocates in its guest's memory.

/// Exports the guest's allocator, so that the host can put values into the guest's memory.
///
/// Call it once, at the root of the crate that is built as the guest (the `cdylib`). It needs the `alloc` crate and
/// a global allocator, which every guest with `std` has. For other targets than wasm32 it expands to nothing.
///
/// ```
/// // in the guest's lib.rs
/// shared_abi::export_allocator!();
/// # fn main() {}
/// ```
///
/// # The contract
///
/// A guest may also write the two functions itself, in Rust, C or anything else:
///
/// ```c
/// // Returns the offset of `size` bytes at a multiple of `align` that are nobody else's until they are freed, or 0 if
/// // there are none left. `size` isn't 0; `align` is a power of two. The bytes may have any content.
/// __attribute__((export_name("shared_abi_alloc")))
/// uint32_t shared_abi_alloc(uint32_t size, uint32_t align);
///
/// // Takes back a block, with the size and alignment that it was allocated with.
/// __attribute__((export_name("shared_abi_free")))
/// void shared_abi_free(uint32_t offset, uint32_t size, uint32_t align);
/// ```
///
/// In wasm, their types are `(i32, i32) -> (i32)` and `(i32, i32, i32) -> ()`. Both may grow the memory, and may be
/// called whenever the guest isn't running, or is inside of a call to the host.
///
/// Here the blocks are those of the guest's global allocator: what the host leaves to the guest may become a
/// `Box<T>`, a `Vec<T>` of that length and capacity, or a `String`, and what `Box::into_raw` returns may be freed by
/// the host. The host trusts none of this: it checks each block that it gets.
#[macro_export]
macro_rules! export_allocator {
    () => {
        const _: () = {
            // The crate is there for guests without `std` too.
            #[cfg(target_arch = "wasm32")]
            extern crate alloc as __shared_abi_alloc_crate;

            #[cfg(target_arch = "wasm32")]
            #[unsafe(no_mangle)]
            extern "C" fn shared_abi_alloc(
                __shared_abi_size: $crate::__private::core::primitive::u32,
                __shared_abi_align: $crate::__private::core::primitive::u32,
            ) -> $crate::__private::core::primitive::u32 {
                match $crate::__private::core::alloc::Layout::from_size_align(
                    __shared_abi_size as $crate::__private::core::primitive::usize,
                    __shared_abi_align as $crate::__private::core::primitive::usize,
                ) {
                    // SAFETY: the size isn't 0.
                    $crate::__private::core::result::Result::Ok(__shared_abi_layout)
                        if __shared_abi_size > 0 =>
                    {
                        unsafe { __shared_abi_alloc_crate::alloc::alloc(__shared_abi_layout) }
                            .expose_provenance() as $crate::__private::core::primitive::u32
                    }
                    _ => 0,
                }
            }

            // SAFETY: the host passes what `shared_abi_alloc` returned for this size and alignment, or a block
            // that the guest itself allocated so.
            #[cfg(target_arch = "wasm32")]
            #[unsafe(no_mangle)]
            unsafe extern "C" fn shared_abi_free(
                __shared_abi_offset: $crate::__private::core::primitive::u32,
                __shared_abi_size: $crate::__private::core::primitive::u32,
                __shared_abi_align: $crate::__private::core::primitive::u32,
            ) {
                if let ($crate::__private::core::result::Result::Ok(__shared_abi_layout), true) = (
                    $crate::__private::core::alloc::Layout::from_size_align(
                        __shared_abi_size as $crate::__private::core::primitive::usize,
                        __shared_abi_align as $crate::__private::core::primitive::usize,
                    ),
                    __shared_abi_offset != 0 && __shared_abi_size > 0,
                ) {
                    let __shared_abi_block =
                        $crate::__private::core::ptr::with_exposed_provenance_mut::<
                            $crate::__private::core::primitive::u8,
                        >(__shared_abi_offset as $crate::__private::core::primitive::usize);
                    // SAFETY: the caller's promise.
                    unsafe {
                        __shared_abi_alloc_crate::alloc::dealloc(__shared_abi_block, __shared_abi_layout)
                    }
                }
            }
        };
    };
}
