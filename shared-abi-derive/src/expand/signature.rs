//! An enum without data crosses a call as its tag.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::Context;
use super::enums;
use crate::ast::Body;

/// `Argument` and `Returned`, by way of those of the tag.
pub(crate) fn expand(cx: &Context<'_>) -> TokenStream {
    let (Body::Enum { variants }, false) = (&cx.input.body, cx.input.has_data()) else {
        return quote!();
    };
    let (krate, private, x) = (cx.names.krate(), cx.names.private(), cx.x());
    let (tag, tags) = (enums::int(cx), enums::tags(cx, variants));
    let idents = variants.iter().map(|variant| variant.ident);
    quote! {
        // SAFETY: what is received borrows nothing, and is a value that was validated.
        unsafe impl #krate::Argument for #x {
            type First = <#tag as #krate::Argument>::First;
            type Second = ();
            type Received<'call> = Self;
            #[inline]
            fn claim(_: <#tag as #krate::Argument>::First, _: ()) -> #private::Claim {
                #private::Claim::NOTHING
            }
            #[inline]
            unsafe fn receive(
                __shared_abi_call: &#private::Call,
                __shared_abi_first: <#tag as #krate::Argument>::First,
                __shared_abi_second: (),
            ) -> Self {
                // SAFETY: the same promise.
                let __shared_abi_tag = unsafe {
                    <#tag as #krate::Argument>::receive(__shared_abi_call, __shared_abi_first, __shared_abi_second)
                };
                #private::enum_of(<#tag>::to_le_bytes(__shared_abi_tag))
            }
        }
        // SAFETY: as the tag.
        unsafe impl #krate::Returned for #x {
            type Raw = <#tag as #krate::Returned>::Raw;
            #[inline]
            fn into_raw(self) -> <#tag as #krate::Returned>::Raw {
                let __shared_abi_tag: #tag = match self { #(#x::#idents { .. } => #tags),* };
                <#tag as #krate::Returned>::into_raw(__shared_abi_tag)
            }
        }
    }
}
