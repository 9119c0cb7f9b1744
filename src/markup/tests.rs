//! The same nodes as Yew's own macro makes of the same markup.

use yew::prelude::*;
use yew::virtual_dom::VNode;

/// Everything that can be seen of a node, in one text. Attributes are sorted: their order means nothing.
fn shown(node: &VNode) -> String {
    match node {
        VNode::VText(text) => format!("{:?}", &*text.text),
        // Yew makes a list of what stands in a branch, ours where there are several.
        VNode::VList(list) if list.len() == 1 => shown(&list[0]),
        VNode::VList(list) => {
            format!("[{}]", list.iter().map(shown).collect::<Vec<_>>().join(" "))
        }
        VNode::VTag(tag) => {
            let mut attributes: Vec<String> = match &tag.attributes {
                yew::virtual_dom::Attributes::Static(pairs) => {
                    pairs.iter().map(|(name, value)| format!("{name}={}", text(value))).collect()
                }
                yew::virtual_dom::Attributes::Dynamic { keys, values } => keys
                    .iter()
                    .zip(values)
                    .filter_map(|(name, value)| Some(format!("{name}={}", text(value.as_ref()?))))
                    .collect(),
                yew::virtual_dom::Attributes::IndexMap(map) => {
                    map.iter().map(|(name, value)| format!("{name}={}", text(value))).collect()
                }
            };
            attributes.sort();
            let children = tag.children().map(shown).unwrap_or_default();
            format!(
                "<{} {} key={:?} value={:?} checked={:?}>{children}",
                tag.tag(),
                attributes.join(" "),
                tag.key.as_ref().map(ToString::to_string),
                tag.value(),
                tag.checked(),
            )
        }
        other => format!("{other:?}"),
    }
}

fn text(value: &yew::virtual_dom::AttributeOrProperty) -> String {
    match value {
        yew::virtual_dom::AttributeOrProperty::Static(text) => (*text).to_owned(),
        yew::virtual_dom::AttributeOrProperty::Attribute(text) => text.to_string(),
        yew::virtual_dom::AttributeOrProperty::Property(_) => "property".to_owned(),
    }
}

macro_rules! same {
    ($($markup:tt)*) => {
        assert_eq!(shown(&super::html! { $($markup)* }), shown(&yew::html! { $($markup)* }))
    };
}

#[test]
fn fixed_computed_short_and_absent_attributes() {
    let (id, none) = ("a", None::<&'static str>);
    same!(<p class="soft" data-kind="x">{ "words" }</p>);
    same!(<p class="soft" {id} title={String::from("t")} data-state={none}></p>);
    same!(<label for={id} aria-hidden="true" tabindex="-1" />);
    same!(<svg viewBox="0 0 1 1"><use href={format!("#{id}")} /></svg>);
}

#[test]
fn fields_hold_values_and_ticks() {
    same!(<input type="radio" name="a" checked={true} />);
    same!(<input class="b" value={AttrValue::from("typed")} />);
    same!(<textarea rows="4" value={AttrValue::from("typed")} />);
    same!(<progress max="3" value="2" />);
}

#[test]
fn keys() {
    same!(<li key={7}>{ "a" }</li>);
    same!(<li key={String::from("k")}></li>);
}

#[test]
fn lists_fragments_and_branches_keep_their_places() {
    let (yes, no, some) = (true, false, Some("b"));
    let row = |n: i32| yew::html! { <li key={n}>{ n.to_string() }</li> };
    same!(<ul>{ for (1..=3).map(row) }</ul>);
    same!(<><b></b>{ "x" }</>);
    same!(<p>if yes { <i></i> }{ "x" }</p>);
    same!(<p>if no { <i></i> }{ "x" }</p>);
    same!(<p>if no { <i></i> } else if let Some(b) = some { { b } } else { <u></u> }</p>);
}

/// Yew puts a list's nodes among their neighbours, where one more of them moves the rest, and one without a
/// key takes the keys from all. Ours stands at one place of its own.
#[test]
fn a_list_among_others_stands_at_one_place() {
    let row = |n: i32| yew::html! { <li key={n}></li> };
    let ours = super::html! { <ul>{ for (1..=2).map(row) }<li></li></ul> };
    let lists = super::html! { <ul><>{ for (1..=2).map(row) }</><li></li></ul> };
    assert_eq!(shown(&ours), shown(&lists));
    assert!(shown(&ours).contains("[[<li  key=Some(\"1\")"), "{}", shown(&ours));
}

#[test]
fn flags_are_there_or_not() {
    let open = super::html! { <details open={true} class={String::from("d")}></details> };
    let closed = super::html! { <details open={false} class={String::from("d")}></details> };
    assert!(shown(&open).contains("class=d open="));
    assert!(!shown(&closed).contains("open"));
}
