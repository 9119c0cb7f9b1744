//! Reads markup.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Block, Expr, Ident, Lit, LitStr, Result, Token, braced, token};

pub struct Nodes(pub Vec<Node>);

pub enum Node {
    Element(Element),
    /// A part of the screen that takes children: its name begins with a capital.
    Part(Part),
    Fragment(Nodes),
    If(If),
    /// `{ for … }`
    For(Expr),
    /// Anything that becomes a node.
    Value(TokenStream),
}

pub struct Element {
    pub name: LitStr,
    pub attributes: Vec<Attribute>,
    pub children: Nodes,
}

pub struct Part {
    pub path: Ident,
    pub attributes: Vec<Attribute>,
    pub children: Nodes,
}

pub struct If {
    pub condition: Expr,
    pub then: Nodes,
    pub otherwise: Option<Nodes>,
}

pub struct Attribute {
    pub name: String,
    pub span: Span,
    pub value: Value,
}

pub enum Value {
    Fixed(LitStr),
    Computed(TokenStream),
}

impl Parse for Nodes {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let mut nodes = Vec::new();
        while !input.is_empty() && !at_closing_tag(input) {
            nodes.push(input.parse()?);
        }
        Ok(Self(nodes))
    }
}

impl Parse for Node {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        if input.peek(Token![if]) {
            return Ok(Self::If(input.parse()?));
        }
        if input.peek(Lit) {
            return Ok(Self::Value(input.parse::<Lit>()?.into_token_stream()));
        }
        if input.peek(token::Brace) {
            return braces(input);
        }
        if input.peek(Token![<]) {
            return tag(input);
        }
        Err(input.error("here stands a tag, an expression in braces, an `if` or a text"))
    }
}

impl Parse for If {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        input.parse::<Token![if]>()?;
        let condition = Expr::parse_without_eager_brace(input)?;
        let then = body(input)?;
        let otherwise = match input.parse::<Option<Token![else]>>()? {
            None => None,
            Some(_) if input.peek(Token![if]) => Some(Nodes(vec![Node::If(input.parse()?)])),
            Some(_) => Some(body(input)?),
        };
        Ok(Self { condition, then, otherwise })
    }
}

/// Where markup could be left before it is finished.
pub fn way_out(tokens: TokenStream) -> Option<Span> {
    tokens.into_iter().find_map(|token| match token {
        TokenTree::Group(group) => way_out(group.stream()),
        TokenTree::Ident(word) if word == "return" || word == "break" || word == "continue" => {
            Some(word.span())
        }
        TokenTree::Punct(sign) if sign.as_char() == '?' => Some(sign.span()),
        _ => None,
    })
}

fn at_closing_tag(input: ParseStream<'_>) -> bool {
    input.peek(Token![<]) && input.peek2(Token![/])
}

fn body(input: ParseStream<'_>) -> Result<Nodes> {
    let content;
    braced!(content in input);
    let nodes: Nodes = content.parse()?;
    if content.is_empty() { Ok(nodes) } else { Err(content.error("this tag was never opened")) }
}

fn braces(input: ParseStream<'_>) -> Result<Node> {
    let ahead = input.fork();
    let content;
    braced!(content in ahead);
    // `for` with a loop's body is an expression of Rust and no list; a list has no `in`.
    if content.peek(Token![for]) {
        let content;
        braced!(content in input);
        content.parse::<Token![for]>()?;
        let list = content.parse()?;
        return if content.is_empty() {
            Ok(Node::For(list))
        } else {
            Err(content.error("one list"))
        };
    }
    let block: Block = input.parse()?;
    Ok(Node::Value(value(&block)))
}

/// A block of one expression is that expression: lints see it as it is written.
fn value(block: &Block) -> TokenStream {
    match block.stmts.as_slice() {
        [syn::Stmt::Expr(expr, None)] => expr.to_token_stream(),
        _ => block.to_token_stream(),
    }
}

fn tag(input: ParseStream<'_>) -> Result<Node> {
    let open = input.parse::<Token![<]>()?;
    if input.peek(Token![>]) {
        input.parse::<Token![>]>()?;
        let children = input.parse()?;
        close(input, open.span, "")?;
        return Ok(Node::Fragment(children));
    }
    let (path, name) = tag_name(input)?;
    let attributes = attributes(input)?;
    let children = if input.parse::<Option<Token![/]>>()?.is_some() {
        input.parse::<Token![>]>()?;
        Nodes(Vec::new())
    } else {
        input.parse::<Token![>]>()?;
        let children = input.parse()?;
        close(input, open.span, &name)?;
        children
    };
    if name.starts_with(|letter: char| letter.is_ascii_uppercase()) {
        return Ok(Node::Part(Part { path, attributes, children }));
    }
    let name = LitStr::new(&name, path.span());
    Ok(Node::Element(Element { name, attributes, children }))
}

fn close(input: ParseStream<'_>, opened: Span, name: &str) -> Result<()> {
    if !at_closing_tag(input) {
        return Err(syn::Error::new(opened, format!("<{name}> is never closed")));
    }
    input.parse::<Token![<]>()?;
    input.parse::<Token![/]>()?;
    let closed = match input.peek(Token![>]) {
        true => String::new(),
        false => tag_name(input)?.1,
    };
    if closed != name {
        return Err(input.error(format!("</{closed}> closes <{name}>")));
    }
    input.parse::<Token![>]>()?;
    Ok(())
}

/// Elements may be called like words of Rust: `<use>`.
fn tag_name(input: ParseStream<'_>) -> Result<(Ident, String)> {
    let ident = input.call(Ident::parse_any)?;
    let name = ident.to_string();
    Ok((ident, name))
}

fn attributes(input: ParseStream<'_>) -> Result<Vec<Attribute>> {
    let mut attributes: Vec<Attribute> = Vec::new();
    while !input.peek(Token![>]) && !input.peek(Token![/]) {
        let attribute: Attribute = input.parse()?;
        if attributes.iter().any(|known| known.name == attribute.name) {
            return Err(syn::Error::new(attribute.span, "this attribute stands there twice"));
        }
        attributes.push(attribute);
    }
    Ok(attributes)
}

impl Parse for Attribute {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        if input.peek(token::Brace) {
            let content;
            braced!(content in input);
            let name: Ident = content.parse()?;
            let span = name.span();
            let value = Value::Computed(name.to_token_stream());
            return Ok(Self { name: name.unraw().to_string(), span, value });
        }
        let (name, span) = attribute_name(input)?;
        input.parse::<Token![=]>()?;
        let value = if input.peek(LitStr) {
            Value::Fixed(input.parse()?)
        } else if input.peek(token::Brace) {
            let block: Block = input.parse()?;
            Value::Computed(value(&block))
        } else if input.peek(Lit) {
            Value::Computed(input.parse::<Lit>()?.into_token_stream())
        } else {
            return Err(input.error("here stands a text, or an expression in braces"));
        };
        Ok(Self { name, span, value })
    }
}

/// `aria-label`, `for`, `viewBox`.
fn attribute_name(input: ParseStream<'_>) -> Result<(String, Span)> {
    let first = input.call(Ident::parse_any)?;
    let mut name = first.unraw().to_string();
    while input.peek(Token![-]) {
        input.parse::<Token![-]>()?;
        name.push('-');
        match input.parse::<TokenTree>()? {
            TokenTree::Ident(part) => name.push_str(&part.to_string()),
            other => return Err(syn::Error::new(other.span(), "an attribute's name goes on here")),
        }
    }
    Ok((name, first.span()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(markup: &str) -> String {
        match syn::parse_str::<Nodes>(markup) {
            Ok(nodes) => format!("{} nodes and no error", nodes.0.len()),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn what_is_not_closed_or_closed_wrongly_is_named() {
        assert_eq!(error("<p>{ a }"), "<p> is never closed");
        assert_eq!(error("<p><b>{ a }</p></b>"), "</p> closes <b>");
        assert_eq!(error("<>{ a }</p>"), "</p> closes <>");
    }

    #[test]
    fn what_has_no_meaning_here_is_said() {
        assert!(error("<p>loose words</p>").starts_with("here stands a tag"));
        assert_eq!(error("<p id=\"a\" id=\"b\" />"), "this attribute stands there twice");
        assert!(error("<p id=word />").starts_with("here stands a text"));
        assert_eq!(error("{ for a b }"), "one list");
    }

    #[test]
    fn markup_is_not_left_in_the_middle() {
        let out = |markup: &str| way_out(markup.parse().unwrap()).is_some();
        assert!(out("<p>{ a? }</p>") && out("<p>{ if a { return b } }</p>"));
        assert!(!out("<p title=\"who?\">{ a }</p>"));
    }

    #[test]
    fn names_are_read_whole() {
        let nodes: Nodes =
            syn::parse_str("<use aria-label=\"x\" for={a} data-state-now={b} viewBox=\"0\" />")
                .unwrap();
        let [Node::Element(element)] = nodes.0.as_slice() else { panic!("one element") };
        let names: Vec<&str> = element.attributes.iter().map(|a| a.name.as_str()).collect();
        assert_eq!(element.name.value(), "use");
        assert_eq!(names, ["aria-label", "for", "data-state-now", "viewBox"]);
    }

    #[test]
    fn branches_hang_on_each_other() {
        let nodes: Nodes =
            syn::parse_str("if a { <p/> } else if let Some(b) = c { <i/><b/> } else { { d } }")
                .unwrap();
        let [Node::If(first)] = nodes.0.as_slice() else { panic!("one if") };
        let otherwise = first.otherwise.as_ref().unwrap();
        let [Node::If(second)] = otherwise.0.as_slice() else { panic!("an if in the else") };
        assert_eq!((first.then.0.len(), second.then.0.len()), (1, 2));
        assert!(second.otherwise.is_some());
    }
}
