//! Gate 1: the assertions that a type is what its crate's lock says.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use shared_abi_layouts::{Configuration, Entry, Lock};
use shared_abi_model::{Kind, Layout};
use syn::Error;

use super::context::Context;
use crate::diagnostics::stop;
use crate::lock::{self, LockFile, Problem};

/// The assertions, or while layouts are being recorded the record.
pub(crate) fn expand(cx: &Context<'_>) -> TokenStream {
    // A generic type has as many layouts as arguments, which other crates choose.
    if !cx.generics.params.is_empty() || cx.input.is_part {
        return quote!();
    }
    let (krate, abi) = (cx.names.krate(), cx.abi());
    let layout = quote!(<#abi as #krate::InMemory>::KNOWN);
    let name = cx.input.ident.to_string();
    if lock::is_recording() {
        return record(cx, &layout, &name);
    }
    match lock::find() {
        Ok(None) => quote!(),
        Ok(Some(LockFile {
            path,
            lock,
            is_outside,
        })) => {
            let mut entries = lock.entries(&name);
            for entry in entries
                .iter_mut()
                .filter(|entry| is_outside && entry.only_with.is_empty())
            {
                entry.only_with = lock.configurations.keys().collect();
            }
            let asserts = entries.iter().map(|entry| guard(cx, &layout, &lock, entry));
            let watch = watch(&path);
            quote!(#watch #(#asserts)*)
        }
        Err(Problem { text, path }) => {
            let watch = path.as_deref().map(watch);
            let error = stop(Error::new(cx.input.ident.span(), text));
            quote!(#watch #error)
        }
    }
}

/// Has cargo build again when the file changes.
fn watch(path: &str) -> TokenStream {
    quote!(
        const _: &[::core::primitive::u8] = ::core::include_bytes!(#path);
    )
}

/// The record names the type with its place, since a package may have several of one name: `shapes::round::Disc@9:10`.
fn record(cx: &Context<'_>, layout: &TokenStream, name: &str) -> TokenStream {
    let krate = cx.names.krate();
    let name = format!("::{name}@");
    quote! {
        #krate::__record!(&[&#krate::Layout::named(*#layout, ::core::concat!(
            ::core::module_path!(), #name, ::core::line!(), ":", ::core::column!()
        ))]);
    }
}

/// The assertions of an entry, in the configurations that it is of.
fn guard(cx: &Context<'_>, layout: &TokenStream, lock: &Lock<'_>, entry: &Entry<'_>) -> TokenStream {
    let (only_with, is_recorded) = match entry.only_with.as_slice() {
        _ if lock.features.is_empty() => (quote!(), quote!(true)),
        // Guarded with any features, recorded with some.
        [] => {
            let recorded = any(lock.configurations.keys(), &lock.features);
            (quote!(), quote!(::core::cfg!(#recorded)))
        }
        only_with => {
            let configurations = any(only_with.iter().copied(), &lock.features);
            (quote!(#[cfg(#configurations)]), quote!(true))
        }
    };
    let asserts = asserts(cx, layout, &entry.layout, &is_recorded);
    quote! {
        // The lock may know features that are gone.
        #[allow(unexpected_cfgs)]
        const _: () = {
            #only_with
            const _: () = { #asserts };
        };
    }
}

fn any<'c>(configurations: impl Iterator<Item = &'c Configuration>, known: &Configuration) -> TokenStream {
    let configurations = configurations.map(|configuration| predicate(configuration, known));
    quote!(any(#(#configurations),*))
}

/// What holds in exactly this configuration, as far as the features that the lock knows go.
fn predicate(configuration: &Configuration, known: &Configuration) -> TokenStream {
    let features = known.iter().map(|feature| {
        if configuration.has(feature) {
            quote!(feature = #feature)
        } else {
            quote!(not(feature = #feature))
        }
    });
    quote!(all(#(#features),*))
}

fn asserts(
    cx: &Context<'_>,
    layout: &TokenStream,
    entry: &Layout<'_>,
    is_recorded: &TokenStream,
) -> TokenStream {
    let (locked, span) = (locked(cx, entry, is_recorded), cx.input.ident.span());
    let private = cx.names.private_at(span);
    let own = quote_spanned!(span=> #private::assert_locked(#layout, __SHARED_ABI_LOCKED));
    let fields = cx.input.fields().map(|field| {
        let (index, span) = (cx.index_in_layout(field), field.span());
        let private = cx.names.private_at(span);
        quote_spanned!(span=> #private::assert_locked_field(#layout, __SHARED_ABI_LOCKED, #index))
    });
    let private = cx.names.private();
    quote! {
        const __SHARED_ABI_LOCKED: &#private::Locked = &#locked;
        #(const _: () = #fields;)*
        const _: () = #own;
    }
}

/// The entry, as a constant.
fn locked(cx: &Context<'_>, entry: &Layout<'_>, is_recorded: &TokenStream) -> TokenStream {
    let (krate, private) = (cx.names.krate(), cx.names.private());
    let kind = match entry.kind {
        Kind::Union => quote!(Union),
        Kind::Enum => quote!(Enum),
        _ => quote!(Struct),
    };
    let fields = entry.fields.iter().map(|field| {
        let (name, ty, offset) = (field.name, field.ty.as_str(), field.offset);
        let (size, align) = (field.size, field.align);
        let new = quote!(#krate::Field::new(#name, #krate::Type::new(#ty), #size, #align));
        let at = quote!(#krate::Field::at(#new, #offset));
        if field.added {
            quote!(#krate::Field::added(#at))
        } else {
            at
        }
    });
    let mut first = entry.common_fields().len();
    let variants = entry.variants.iter().map(|variant| {
        let (name, value, count) = (variant.name, variant.value, entry.fields_of(variant).len());
        let own = first;
        first += count;
        quote!(#krate::Variant::with_fields(#krate::Variant::new(#name, #value), #own, #count))
    });
    let of = quote!(#krate::Layout);
    let (name, size, align) = (entry.name, entry.size, entry.align);
    let variants = quote!(const { &[#(#variants),*] });
    let leaf = quote!(#of::leaf(#name, #krate::Kind::#kind, #size, #align));
    let layout = quote!(#of::with_variants(#of::with_fields(#leaf, const { &[#(#fields),*] }), #variants));
    let layout = if entry.extensible {
        quote!(#of::extensible(#layout))
    } else {
        layout
    };
    let is_command_installed = lock::is_command_installed();
    quote! {
        #private::Locked {
            layout: #layout,
            is_recorded: #is_recorded,
            is_command_installed: #is_command_installed,
        }
    }
}
