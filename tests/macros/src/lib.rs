//! Macros that do what no macro should: the derive must not believe what it saw before they ran.

#![forbid(unsafe_code)]

use std::collections::HashMap;
use std::sync::Mutex;

use proc_macro::{TokenStream, TokenTree};

/// Puts its argument in the place of the item.
#[proc_macro_attribute]
pub fn becomes(argument: TokenStream, _item: TokenStream) -> TokenStream {
    argument
}

/// `in_turn!(name; first, second)`: each token in its turn, from call to call with that name, and then the last again
/// and again.
#[proc_macro]
pub fn in_turn(input: TokenStream) -> TokenStream {
    static CALLS: Mutex<Option<HashMap<String, usize>>> = Mutex::new(None);
    let tokens: Vec<TokenTree> = input
        .into_iter()
        .filter(|token| !matches!(token, TokenTree::Punct(_)))
        .collect();
    let (name, choices) = tokens.split_first().expect("a name");
    let mut calls = CALLS.lock().expect("no panic before");
    let calls = calls.get_or_insert_default().entry(name.to_string()).or_default();
    let choice = choices[(*calls).min(choices.len() - 1)].clone();
    *calls += 1;
    TokenStream::from(choice)
}
