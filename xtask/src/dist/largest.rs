//! Where the bytes of the wasm come from, so that a passed budget can be mended.
//!
//! Read off the module as cargo leaves it, which still has its names. Functions that differ only in their types are
//! added up: a generic function that is small but compiled sixty times is what is looked for.

use std::collections::HashMap;
use std::fmt::Write;

use anyhow::{Context, Result};
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

/// A function, in all the shapes in which it was compiled.
#[derive(Debug, Eq, PartialEq)]
pub struct Function {
    pub name: String,
    pub shapes: usize,
    pub bytes: usize,
}

/// The functions of a module, the largest first.
pub fn functions(module: &[u8]) -> Result<Vec<Function>> {
    let (mut imported, mut sizes, mut names) = (0_u32, Vec::new(), HashMap::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload.context("the module cannot be read")? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    imported +=
                        u32::from(matches!(import?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_)));
                }
            }
            Payload::CodeSectionEntry(body) => sizes.push(body.range().len()),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(subsections) = section.as_known() {
                    for subsection in subsections {
                        if let Name::Function(map) = subsection? {
                            for naming in map {
                                let naming = naming?;
                                names.insert(naming.index, naming.name);
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
    let mut sums: HashMap<String, (usize, usize)> = HashMap::new();
    for (index, bytes) in (imported..).zip(sizes) {
        let name = names.get(&index).map_or_else(|| "(no name)".to_owned(), |name| shape(name));
        let sum = sums.entry(name).or_default();
        *sum = (sum.0 + 1, sum.1 + bytes);
    }
    let mut list: Vec<Function> =
        sums.into_iter().map(|(name, (shapes, bytes))| Function { name, shapes, bytes }).collect();
    list.sort_by(|one, other| other.bytes.cmp(&one.bytes).then_with(|| one.name.cmp(&other.name)));
    Ok(list)
}

/// The first lines of the list, as text.
pub fn text(functions: &[Function], lines: usize) -> String {
    let all: usize = functions.iter().map(|function| function.bytes).sum();
    let mut text = format!(
        "{:.0} kB of code before it is made small; the largest functions:\n",
        all as f64 / 1000.0
    );
    for Function { name, shapes, bytes } in functions.iter().take(lines) {
        let name: String = name.chars().take(110).collect();
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{:9.1} kB {shapes:5} × {name}", *bytes as f64 / 1000.0);
    }
    text
}

/// A function's name without what stands between angle brackets, but for the type that a method belongs to.
fn shape(mangled: &str) -> String {
    let name = format!("{:#}", rustc_demangle::demangle(mangled));
    let (mut short, mut depth) = (String::new(), 0_usize);
    let mut characters = name.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            // An arrow is no bracket.
            '-' if characters.peek() == Some(&'>') => {
                characters.next();
            }
            '<' => depth += 1,
            '>' => depth = depth.saturating_sub(1),
            // `<Type as Trait>::method` begins with a bracket that says whose the method is.
            _ if depth == 0 || (depth == 1 && name.starts_with('<') && !short.contains("::{")) => {
                short.push(character)
            }
            _ => {}
        }
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_of_one_function_have_one_name() {
        let one = shape("<yew::html::Scope<app::Today> as core::ops::Drop>::drop");
        let other = shape("<yew::html::Scope<app::More<u8>> as core::ops::Drop>::drop");
        assert_eq!(one, other);
        assert!(one.contains("yew::html::Scope as core::ops::Drop::drop"), "{one}");
        assert_eq!(shape("core::fmt::write"), "core::fmt::write");
        assert_eq!(shape("alloc::vec::Vec<T,A>::push"), "alloc::vec::Vec::push");
    }

    #[test]
    fn functions_are_added_up_by_their_names() {
        // One imported function, then two of our own; names for all three.
        let module = wat(&[
            (1, &[1, 0x60, 0, 0]),
            (2, &[1, 1, b'm', 1, b'f', 0, 0]),
            (3, &[2, 0, 0]),
            (10, &[2, 2, 0, 0x0b, 3, 0, 0x01, 0x0b]),
            (0, b"\x04name\x01\x0e\x03\x00\x01i\x01\x03f<A>\x02"),
        ]);
        assert!(functions(&module[..module.len() - 4]).is_err(), "half a module is no module");
        let named =
            [&[4][..], b"name", &[1, 16, 3, 0, 1, b'i', 1, 4], b"f<A>", &[2, 4], b"f<B>"].concat();
        let module = wat(&[
            (1, &[1, 0x60, 0, 0]),
            (2, &[1, 1, b'm', 1, b'f', 0, 0]),
            (3, &[2, 0, 0]),
            (10, &[2, 2, 0, 0x0b, 3, 0, 0x01, 0x0b]),
            (0, &named),
        ]);
        assert_eq!(
            functions(&module).unwrap(),
            [Function { name: "f".into(), shapes: 2, bytes: 5 }]
        );
    }

    fn wat(sections: &[(u8, &[u8])]) -> Vec<u8> {
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        for (id, bytes) in sections {
            module.push(*id);
            module.push(u8::try_from(bytes.len()).unwrap());
            module.extend_from_slice(bytes);
        }
        module
    }
}
