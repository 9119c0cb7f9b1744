//! What [`html!`] calls: a builder of Yew's virtual nodes.
//!
//! Each method is compiled once, and a page is a row of short calls to them. What is open stands on a
//! stack; closing it makes a node and puts it into what it stands in.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::Event;
use yew::html::NodeRef;
use yew::prelude::*;
use yew::virtual_dom::{
    AttributeOrProperty, Attributes, Key, Listener, ListenerKind, VList, VNode, VTag, VText,
};

pub use markup::html;

/// Nodes under construction.
#[derive(Default)]
pub struct Markup {
    open: Vec<Frame>,
    done: Vec<VNode>,
}

/// An element or a list, and what stands in it so far.
struct Frame {
    /// `None` for a list.
    tag: Option<Box<VTag>>,
    names: &'static [&'static str],
    values: Vec<Option<AttributeOrProperty>>,
    listeners: Vec<Option<Rc<dyn Listener>>>,
    /// Where its children begin among all that is done.
    first: usize,
}

type Fixed = &'static [(&'static str, AttributeOrProperty)];
type Names = &'static [&'static str];

impl Markup {
    /// Opens an element whose attributes are all fixed.
    #[inline(never)]
    pub fn open(&mut self, name: &'static str, attributes: Fixed) {
        let mut tag = VTag::new(name);
        tag.attributes = Attributes::Static(attributes);
        self.push(Some(Box::new(tag)), &[]);
    }

    /// Opens an element; a value for each name follows.
    #[inline(never)]
    pub fn open_with(&mut self, name: &'static str, names: Names) {
        self.push(Some(Box::new(VTag::new(name))), names);
    }

    /// Opens a list of nodes.
    #[inline(never)]
    pub fn list(&mut self) {
        self.push(None, &[]);
    }

    fn push(&mut self, tag: Option<Box<VTag>>, names: Names) {
        let first = self.done.len();
        let values = Vec::with_capacity(names.len());
        self.open.push(Frame { tag, names, values, listeners: Vec::new(), first });
    }

    /// The next attribute's fixed value.
    #[inline(never)]
    pub fn fixed(&mut self, value: &'static str) {
        self.set(Some(AttrValue::Static(value)));
    }

    /// The next attribute's value, or none.
    pub fn attribute(&mut self, value: impl Attribute) {
        value.set(self);
    }

    /// The next attribute is there or not.
    #[inline(never)]
    pub fn flag(&mut self, there: bool) {
        self.set(there.then_some(AttrValue::Static("")));
    }

    #[inline(never)]
    fn set(&mut self, value: Option<AttrValue>) {
        if let Some(frame) = self.open.last_mut() {
            frame.values.push(value.map(AttributeOrProperty::Attribute));
        }
    }

    pub fn key(&mut self, key: impl Into<Key>) {
        self.keyed(key.into());
    }

    #[inline(never)]
    fn keyed(&mut self, key: Key) {
        if let Some(tag) = self.tag() {
            tag.key = Some(key);
        }
    }

    #[inline(never)]
    pub fn reference(&mut self, node: NodeRef) {
        if let Some(tag) = self.tag() {
            tag.node_ref = node;
        }
    }

    /// What a field holds.
    pub fn value(&mut self, value: impl Into<AttrValue>) {
        self.holding(value.into());
    }

    #[inline(never)]
    fn holding(&mut self, value: AttrValue) {
        if let Some(tag) = self.tag() {
            tag.set_value(value);
        }
    }

    /// Whether a box is ticked.
    #[inline(never)]
    pub fn checked(&mut self, checked: bool) {
        if let Some(tag) = self.tag() {
            tag.set_checked(checked);
        }
    }

    pub fn on<E: JsCast + 'static>(&mut self, kind: fn() -> ListenerKind, callback: Callback<E>) {
        self.listen(Rc::new(On { kind, callback }));
    }

    #[inline(never)]
    fn listen(&mut self, listener: Rc<dyn Listener>) {
        if let Some(frame) = self.open.last_mut() {
            frame.listeners.push(Some(listener));
        }
    }

    fn tag(&mut self) -> Option<&mut VTag> {
        self.open.last_mut().and_then(|frame| frame.tag.as_deref_mut())
    }

    /// A text, a node, or what may be either.
    pub fn put(&mut self, value: impl Put) {
        value.put(self);
    }

    #[inline(never)]
    pub fn node(&mut self, node: VNode) {
        self.done.push(node);
    }

    /// A node that shows nothing, so that its neighbours keep their places.
    #[inline(never)]
    pub fn nothing(&mut self) {
        self.done.push(VNode::default());
    }

    #[inline(never)]
    fn text(&mut self, text: AttrValue) {
        self.done.push(VNode::VText(VText::new(text)));
    }

    /// Closes what was opened last.
    #[inline(never)]
    pub fn close(&mut self) {
        let Some(frame) = self.open.pop() else { return };
        let children: Vec<VNode> = self.done.drain(frame.first..).collect();
        let node = match frame.tag {
            None => VNode::VList(Rc::new(VList::with_children(children, None))),
            Some(mut tag) => {
                if !frame.names.is_empty() {
                    let values = frame.values.into_boxed_slice();
                    tag.attributes = Attributes::Dynamic { keys: frame.names, values };
                }
                if !frame.listeners.is_empty() {
                    tag.set_listeners(frame.listeners.into_boxed_slice());
                }
                if let Some(place) = tag.children_mut() {
                    *place = together(children);
                }
                VNode::VTag(Rc::new(*tag))
            }
        };
        self.done.push(node);
    }

    #[inline(never)]
    pub fn finish(self) -> Html {
        together(self.done)
    }
}

fn together(mut nodes: Vec<VNode>) -> VNode {
    match nodes.len() {
        0 => VNode::default(),
        1 => nodes.remove(0),
        _ => VNode::VList(Rc::new(VList::with_children(nodes, None))),
    }
}

/// What can stand between tags.
pub trait Put {
    fn put(self, into: &mut Markup);
}

impl Put for VNode {
    fn put(self, into: &mut Markup) {
        into.node(self);
    }
}

impl Put for AttrValue {
    fn put(self, into: &mut Markup) {
        into.text(self);
    }
}

impl Put for &'static str {
    #[inline(never)]
    fn put(self, into: &mut Markup) {
        into.text(AttrValue::Static(self));
    }
}

impl Put for String {
    #[inline(never)]
    fn put(self, into: &mut Markup) {
        into.text(AttrValue::from(self));
    }
}

/// What an attribute can be.
pub trait Attribute {
    fn set(self, of: &mut Markup);
}

impl Attribute for AttrValue {
    fn set(self, of: &mut Markup) {
        of.set(Some(self));
    }
}

impl Attribute for &'static str {
    fn set(self, of: &mut Markup) {
        of.fixed(self);
    }
}

impl Attribute for String {
    #[inline(never)]
    fn set(self, of: &mut Markup) {
        of.set(Some(AttrValue::from(self)));
    }
}

impl Attribute for Option<AttrValue> {
    fn set(self, of: &mut Markup) {
        of.set(self);
    }
}

impl Attribute for Option<&'static str> {
    #[inline(never)]
    fn set(self, of: &mut Markup) {
        of.set(self.map(AttrValue::Static));
    }
}

impl Attribute for Option<String> {
    #[inline(never)]
    fn set(self, of: &mut Markup) {
        of.set(self.map(AttrValue::from));
    }
}

struct On<E> {
    /// Not the kind itself: to clone one takes a branch for each of the hundred that there are.
    kind: fn() -> ListenerKind,
    callback: Callback<E>,
}

impl<E: JsCast + 'static> Listener for On<E> {
    fn kind(&self) -> ListenerKind {
        (self.kind)()
    }

    fn handle(&self, event: Event) {
        self.callback.emit(event.unchecked_into());
    }

    fn passive(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests;
