//! The output for an input that broke a rule: what else names the type still compiles, so that one mistake
//! is one error.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{GenericParam, Generics, parse_quote};

use crate::ast::{Input, is_unsized};
use crate::expand::Names;

pub(crate) fn expand(input: &Input<'_>) -> TokenStream {
    let names = Names::new(input, BTreeMap::new());
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
    let idents = generics.params.iter().map(name_of);
    let params = quote!(<#(#idents),*>);
    // A type without a size, or with a lifetime, can't be in linear memory even for show.
    let in_memory =
        input.generics.lifetimes().next().is_none() && !input.fields().any(|field| is_unsized(field.ty));
    let aliases = in_memory.then(|| {
        let idents = generics
            .params
            .iter()
            .filter(|param| matches!(param, GenericParam::Type(_)));
        let idents: Vec<_> = idents.map(name_of).collect();
        let consts = generics
            .params
            .iter()
            .filter(|param| matches!(param, GenericParam::Const(_)));
        let consts: Vec<_> = consts.map(name_of).collect();
        quote! {
            #[allow(deprecated, dead_code, unused_qualifications)]
            #vis type #reference<'m, #(#idents,)* #(#consts),*> = #krate::View<'m, #x #args>;
            #[allow(deprecated, dead_code, unused_qualifications)]
            #vis type #mutable<'m, #(#idents,)* #(#consts),*> = #krate::ViewMut<'m, #x #args>;
        }
    });
    let stub = in_memory.then(|| stub(&names, input, &generics));
    quote! {
        #[allow(deprecated, dead_code, unused_qualifications)]
        #vis type #abi #params = #x #args;
        #aliases
        #stub
    }
}

/// A parameter without its bounds, as an alias declares it.
fn name_of(param: &GenericParam) -> TokenStream {
    match param {
        GenericParam::Type(param) => param.ident.to_token_stream(),
        GenericParam::Const(param) => {
            let (ident, ty) = (&param.ident, &param.ty);
            quote!(const #ident: #ty)
        }
        GenericParam::Lifetime(param) => param.lifetime.to_token_stream(),
    }
}

/// Impls that satisfy every bound. They are never run: the build fails.
fn stub(names: &Names, input: &Input<'_>, generics: &Generics) -> TokenStream {
    let (krate, private, x) = (names.krate(), names.private(), input.ident);
    let name = x.to_string();
    let mut generics = generics.clone();
    for param in generics.type_params_mut() {
        param.bounds.push(parse_quote!('static));
    }
    let (impl_generics, args, where_clause) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        #[allow(clippy::all, clippy::pedantic)]
        const _: () = {
            // SAFETY: never run.
            unsafe impl #impl_generics #krate::SharedAbi for #x #args #where_clause {
                type Abi = Self;
                const FORM: #private::Form<Self, Self> = #private::Form::own();
            }
            // SAFETY: never run.
            unsafe impl #impl_generics #krate::InMemory for #x #args #where_clause {
                const KNOWN: &'static #krate::Layout = &#private::Checks::refused::<Self>(#name);
                const NAME: &'static ::core::primitive::str = #name;
                const EDGE: #private::Edge = #private::Edge::NONE;
                type Fields = ();
                type Padding = #private::Select<false>;
                type Size = #krate::FixedSize;
                type Ref<'m> = #krate::View<'m, Self>;
                type Mut<'m> = #krate::ViewMut<'m, Self>;
                type SliceRef<'m> = #krate::SliceView<'m, Self>;
                type SliceMut<'m> = #krate::SliceViewMut<'m, Self>;
                type Leads = #private::Here;
            }
        };
    }
}
