//! The output for an input that broke a rule: what else names the type still compiles, so that one mistake
//! is one error.

use proc_macro2::TokenStream;
use quote::quote;
use syn::GenericParam;

use crate::ast::Input;
use crate::expand::Names;

pub(crate) fn expand(input: &Input<'_>) -> TokenStream {
    let names = Names::new(input);
    let (krate, x, vis) = (names.krate(), input.ident, input.vis);
    let Names {
        abi,
        reference,
        mutable,
        ..
    } = &names;
    let mut generics = input.generics.clone();
    for param in &mut generics.params {
        match param {
            GenericParam::Type(param) => param.default = None,
            GenericParam::Const(param) => param.default = None,
            GenericParam::Lifetime(_) => {}
        }
    }
    let (_, args, _) = generics.split_for_impl();
    let idents = input.generics.params.iter().map(|param| match param {
        GenericParam::Type(param) => {
            let ident = &param.ident;
            quote!(#ident)
        }
        GenericParam::Const(param) => {
            let (ident, ty) = (&param.ident, &param.ty);
            quote!(const #ident: #ty)
        }
        GenericParam::Lifetime(param) => {
            let lifetime = &param.lifetime;
            quote!(#lifetime)
        }
    });
    let params = quote!(<#(#idents),*>);
    let in_memory = input.generics.params.is_empty();
    let aliases = in_memory.then(|| {
        quote! {
            #[allow(dead_code)]
            #vis type #reference<'m> = #krate::View<'m, #x>;
            #[allow(dead_code)]
            #vis type #mutable<'m> = #krate::ViewMut<'m, #x>;
        }
    });
    let stub = in_memory.then(|| stub(&names, input));
    quote! {
        #[allow(dead_code)]
        #vis type #abi #params = #x #args;
        #aliases
        #stub
    }
}

/// Impls that satisfy every bound. They are never run: the build fails.
fn stub(names: &Names, input: &Input<'_>) -> TokenStream {
    let (krate, private, x) = (names.krate(), names.private(), input.ident);
    let name = x.to_string();
    quote! {
        #[automatically_derived]
        #[allow(clippy::all, clippy::pedantic)]
        const _: () = {
            // SAFETY: never run.
            unsafe impl #krate::SharedAbi for #x {
                type Abi = Self;
                const REWRITTEN: bool = false;
                #[cfg(target_arch = "wasm32")]
                fn into_abi(self) -> Self {
                    self
                }
                #[cfg(target_arch = "wasm32")]
                unsafe fn from_abi(abi: Self) -> Self {
                    abi
                }
            }
            // SAFETY: never run.
            unsafe impl #krate::AbiType for #x {
                const LAYOUT: &'static #krate::Layout =
                    &#private::enclose(#name, #krate::Kind::Struct, &[], usize::MAX, 1);
                const ANY_BITS: bool = true;
                const PADDED: bool = true;
                const OPAQUE: bool = false;
                const POINTERS: bool = false;
                type Ref<'m> = #krate::View<'m, Self>;
                type Mut<'m> = #krate::ViewMut<'m, Self>;
                type Access<'m> = #krate::View<'m, Self>;
                type AccessMut<'m> = #krate::ViewMut<'m, Self>;
                type SliceRef<'m> = #krate::SliceView<'m, Self>;
                type SliceMut<'m> = #krate::SlicePlace<'m, Self>;
                fn view(view: #krate::View<'_, Self>) -> Self::Ref<'_> {
                    view
                }
                fn view_mut(view: #krate::ViewMut<'_, Self>) -> Self::Mut<'_> {
                    view
                }
                fn access<'m>(view: #krate::View<'m, Self>, _: &'static #private::Site) -> Self::Access<'m> {
                    view
                }
                fn access_mut<'m>(
                    view: #krate::ViewMut<'m, Self>,
                    _: &'static #private::Site,
                ) -> Self::AccessMut<'m> {
                    view
                }
                fn slice_view(view: #krate::SliceView<'_, Self>) -> Self::SliceRef<'_> {
                    view
                }
                fn slice_place(place: #krate::SlicePlace<'_, Self>) -> Self::SliceMut<'_> {
                    place
                }
                fn validate(_: &[u8]) -> ::core::result::Result<(), #private::Invalid> {
                    ::core::result::Result::Ok(())
                }
                unsafe fn zero_padding(_: &mut [::core::mem::MaybeUninit<u8>]) {}
            }
        };
    }
}
