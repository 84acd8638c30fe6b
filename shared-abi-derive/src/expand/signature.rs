//! An enum without data crosses a call as its tag.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use crate::ast::Body;

/// `Argument` and `Returned`, by way of those of the tag.
pub(crate) fn expand(cx: &Context<'_>) -> TokenStream {
    let (Body::Enum { .. }, false, Some(int)) = (&cx.input.body, cx.input.has_data(), &cx.input.repr.int)
    else {
        return quote!();
    };
    let (krate, private, x) = (cx.names.krate(), cx.names.private(), cx.x());
    let tag = quote!(::core::primitive::#int);
    quote! {
        // SAFETY: what is received borrows nothing, and is a value that was validated.
        unsafe impl #krate::Argument for #x {
            type First = <#tag as #krate::Argument>::First;
            type Second = ();
            type Received<'call> = Self;
            #[inline]
            fn claim(_: Self::First, _: ()) -> #private::Claim {
                #private::Claim::NOTHING
            }
            #[inline]
            unsafe fn receive(call: &#private::Call, first: Self::First, second: ()) -> Self {
                // SAFETY: the same promise.
                let tag = unsafe { <#tag as #krate::Argument>::receive(call, first, second) };
                #private::enum_of(<#tag>::to_le_bytes(tag))
            }
        }
        // SAFETY: as the tag.
        unsafe impl #krate::Returned for #x {
            type Raw = <#tag as #krate::Returned>::Raw;
            #[inline]
            fn into_raw(self) -> Self::Raw {
                <#tag as #krate::Returned>::into_raw(self as #tag)
            }
        }
    }
}
