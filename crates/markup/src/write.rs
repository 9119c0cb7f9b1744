//! Writes calls to `crate::markup::Markup`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use crate::parse::{Attribute, Element, If, Node, Nodes, Part, Value};

/// Attributes that are there or not, and have no value.
const FLAGS: [&str; 6] = ["disabled", "hidden", "multiple", "novalidate", "open", "required"];

pub fn root(nodes: &Nodes) -> TokenStream {
    let build = builder();
    let calls = nodes.0.iter().map(node);
    match nodes.0.as_slice() {
        // Markup of one expression is that expression.
        [Node::Value(value)] => quote! { ::yew::Html::from(#value) },
        _ => quote! {{
            let #build = crate::markup::Markup::begin();
            #(#calls)*
            #build.finish()
        }},
    }
}

/// Hidden from the expressions in the markup.
fn builder() -> Ident {
    Ident::new("build", Span::mixed_site())
}

fn node(node: &Node) -> TokenStream {
    let build = builder();
    match node {
        Node::Element(element) => self::element(element),
        Node::Part(part) => {
            let shown = self::part(part);
            quote! { #build.node(#shown); }
        }
        Node::Fragment(nodes) => list(nodes),
        Node::If(branches) => self::branches(branches),
        Node::For(list) => quote! {
            #build.list();
            ::std::iter::IntoIterator::into_iter(#list).for_each(|node| #build.put(node));
            #build.close();
        },
        Node::Value(value) => quote! { #build.put(#value); },
    }
}

/// What follows stands at its place however many nodes there are.
fn list(nodes: &Nodes) -> TokenStream {
    let build = builder();
    match nodes.0.as_slice() {
        [] => quote! { #build.nothing(); },
        [only] => node(only),
        several => {
            let calls = several.iter().map(node);
            quote! { #build.list(); #(#calls)* #build.close(); }
        }
    }
}

fn branches(branches: &If) -> TokenStream {
    let build = builder();
    let condition = &branches.condition;
    let then = list(&branches.then);
    let otherwise = match &branches.otherwise {
        Some(nodes) => list(nodes),
        None => quote! { #build.nothing(); },
    };
    quote! { if #condition { #then } else { #otherwise } }
}

fn element(element: &Element) -> TokenStream {
    let build = builder();
    let name = &element.name;
    let field = matches!(name.value().as_str(), "input" | "textarea");
    let (special, plain): (Vec<_>, Vec<_>) =
        element.attributes.iter().partition(|attribute| is_special(&attribute.name, field));
    let open = open(name, &plain);
    let special = special.into_iter().map(self::special);
    let children = element.children.0.iter().map(node);
    quote! { #open #(#special)* #(#children)* #build.close(); }
}

/// Opens an element with its attributes. Where all are fixed, they are one constant, which Yew compares
/// by its address.
fn open(name: &syn::LitStr, plain: &[&Attribute]) -> TokenStream {
    let build = builder();
    let names = plain.iter().map(|attribute| &attribute.name);
    let fixed: Option<Vec<_>> = plain
        .iter()
        .map(|attribute| match &attribute.value {
            Value::Fixed(text) => Some(text),
            Value::Computed(_) => None,
        })
        .collect();
    if let Some(texts) = fixed {
        return quote! {
            #build.open(#name, &[
                #((#names, ::yew::virtual_dom::AttributeOrProperty::Static(#texts))),*
            ]);
        };
    }
    let values = plain.iter().map(|attribute| {
        let method = |name| Ident::new(name, Span::call_site());
        match &attribute.value {
            Value::Fixed(text) => quote! { #build.fixed(#text); },
            Value::Computed(value) => {
                let flag = FLAGS.contains(&attribute.name.as_str());
                let method = method(if flag { "flag" } else { "attribute" });
                quote_spanned! { attribute.span => #build.#method(#value); }
            }
        }
    });
    quote! { #build.open_with(#name, &[#(#names),*]); #(#values)* }
}

fn is_special(name: &str, field: bool) -> bool {
    name == "key"
        || name == "ref"
        || name.starts_with("on")
        || field && matches!(name, "value" | "checked")
}

fn special(attribute: &Attribute) -> TokenStream {
    let build = builder();
    let value = value(attribute);
    match attribute.name.as_str() {
        "key" => quote! { #build.key(#value); },
        "ref" => quote! { #build.reference(#value); },
        "value" => quote! { #build.value(#value); },
        "checked" => quote! { #build.checked(#value); },
        event => {
            let kind = Ident::new(event, attribute.span);
            quote! { #build.on(|| ::yew::virtual_dom::ListenerKind::#kind, #value); }
        }
    }
}

fn value(attribute: &Attribute) -> TokenStream {
    match &attribute.value {
        Value::Fixed(text) => quote! { #text },
        Value::Computed(value) => value.clone(),
    }
}

fn part(part: &Part) -> TokenStream {
    let path = &part.path;
    let properties = part.attributes.iter().map(|attribute| {
        let name = Ident::new(&attribute.name, attribute.span);
        let value = value(attribute);
        quote! { #name: #value }
    });
    let children = root(&part.children);
    quote! {
        crate::part::show::<#path>(None, ::yew::props!(
            <#path as ::yew::html::BaseComponent>::Properties { #(#properties,)* children: #children }
        ))
    }
}
