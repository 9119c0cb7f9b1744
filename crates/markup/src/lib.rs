//! `html!` as Yew writes it, compiled small.
//!
//! Yew's own macro builds each element in place: some hundred bytes of wasm for every tag, a third of
//! what a phone would download. This one reads the same markup and writes a short call for each thing
//! that stands in it, to the builder `crate::markup::Markup` of the phone app, which makes the same
//! virtual nodes (`docs/adr/0008-own-html-macro.md`).
//!
//! What it knows is what our pages use:
//!
//! ```text
//! <p class="soft" id={id} {title}>{ words }</p>     elements; fixed, computed and short attributes
//! <input value={text} checked=true />               a field's own value and tick are properties
//! <li key={id}> <dialog ref={node}>                 keys and references
//! <button onclick={callback}>                       events
//! { expression } { for iterator } "text"            text, nodes, lists of nodes
//! if a { … } else if let Some(b) = c { … } else { … }
//! <Page heading={heading}>…</Page>                  a part of the screen with children
//! <>…</>                                            several nodes
//! ```
//!
//! Everything else is an error with a sentence, at the place where it stands.

mod parse;
mod write;

use proc_macro::TokenStream;
use syn::parse_macro_input;

/// Markup to a `yew::Html`.
#[proc_macro]
pub fn html(input: TokenStream) -> TokenStream {
    let tokens = proc_macro2::TokenStream::from(input.clone());
    if let Some(place) = parse::way_out(tokens) {
        let why = "what was begun has to be finished: return before the markup, not from within";
        return syn::Error::new(place, why).to_compile_error().into();
    }
    let nodes = parse_macro_input!(input as parse::Nodes);
    write::root(&nodes).into()
}
