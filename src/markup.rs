//! What [`html!`] calls: a builder of Yew's virtual nodes.
//!
//! Each method is compiled once, and a page is a row of short calls to them. What is open stands on a
//! stack; closing it makes a node and puts it into what it stands in. There is one stack for all markup,
//! so that no call has to say where it is: markup within markup begins and ends between two of its calls.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::Event;
use yew::html::NodeRef;
use yew::prelude::*;
use yew::virtual_dom::{
    AttributeOrProperty, Attributes, Key, Listener, ListenerKind, VList, VNode, VTag, VText,
};

pub use markup::html;

/// Markup that was begun and is not finished.
#[derive(Clone, Copy)]
pub struct Markup;

/// Nodes under construction.
struct Site {
    open: Vec<Frame>,
    done: Vec<VNode>,
}

thread_local! {
    static SITE: RefCell<Site> = const { RefCell::new(Site { open: Vec::new(), done: Vec::new() }) };
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
    /// Whoever begins finishes: what stands between is no place to return from.
    #[inline(never)]
    pub fn begin() -> Self {
        push(None, &[]);
        Self
    }

    /// Opens an element whose attributes are all fixed.
    #[inline(never)]
    pub fn open(self, name: &'static str, attributes: Fixed) {
        let mut tag = VTag::new(name);
        tag.attributes = Attributes::Static(attributes);
        push(Some(Box::new(tag)), &[]);
    }

    /// Opens an element; a value for each name follows.
    #[inline(never)]
    pub fn open_with(self, name: &'static str, names: Names) {
        push(Some(Box::new(VTag::new(name))), names);
    }

    /// Opens a list of nodes.
    #[inline(never)]
    pub fn list(self) {
        push(None, &[]);
    }

    /// The next attribute's fixed value.
    #[inline(never)]
    pub fn fixed(self, value: &'static str) {
        self.set(Some(AttrValue::Static(value)));
    }

    /// The next attribute's value, or none.
    pub fn attribute(self, value: impl Attribute) {
        value.set(self);
    }

    /// The next attribute is there or not.
    #[inline(never)]
    pub fn flag(self, there: bool) {
        self.set(there.then_some(AttrValue::Static("")));
    }

    #[inline(never)]
    fn set(self, value: Option<AttrValue>) {
        last(|frame| frame.values.push(value.map(AttributeOrProperty::Attribute)));
    }

    pub fn key(self, key: impl Into<Key>) {
        self.keyed(key.into());
    }

    #[inline(never)]
    fn keyed(self, key: Key) {
        tag(|tag| tag.key = Some(key));
    }

    #[inline(never)]
    pub fn reference(self, node: NodeRef) {
        tag(|tag| tag.node_ref = node);
    }

    /// What a field holds.
    pub fn value(self, value: impl Into<AttrValue>) {
        self.holding(value.into());
    }

    #[inline(never)]
    fn holding(self, value: AttrValue) {
        tag(|tag| tag.set_value(value));
    }

    /// Whether a box is ticked.
    #[inline(never)]
    pub fn checked(self, checked: bool) {
        tag(|tag| tag.set_checked(checked));
    }

    pub fn on<E: JsCast + 'static>(self, kind: fn() -> ListenerKind, callback: Callback<E>) {
        self.listen(Rc::new(On { kind, callback }));
    }

    #[inline(never)]
    fn listen(self, listener: Rc<dyn Listener>) {
        last(|frame| frame.listeners.push(Some(listener)));
    }

    /// A text, a node, or what may be either.
    pub fn put(self, value: impl Put) {
        value.put(self);
    }

    #[inline(never)]
    pub fn node(self, node: VNode) {
        done(node);
    }

    /// A node that shows nothing, so that its neighbours keep their places.
    #[inline(never)]
    pub fn nothing(self) {
        done(VNode::default());
    }

    #[inline(never)]
    fn text(self, text: AttrValue) {
        done(VNode::VText(VText::new(text)));
    }

    /// Closes what was opened last.
    #[inline(never)]
    pub fn close(self) {
        let Some((frame, children)) = taken() else { return };
        done(match frame.tag {
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
        });
    }

    #[inline(never)]
    pub fn finish(self) -> Html {
        taken().map(|(_, nodes)| together(nodes)).unwrap_or_default()
    }
}

fn push(tag: Option<Box<VTag>>, names: Names) {
    let values = Vec::with_capacity(names.len());
    SITE.with_borrow_mut(|site| {
        let first = site.done.len();
        site.open.push(Frame { tag, names, values, listeners: Vec::new(), first });
    });
}

/// What was opened last.
fn last(change: impl FnOnce(&mut Frame)) {
    SITE.with_borrow_mut(|site| site.open.last_mut().map(change));
}

fn tag(change: impl FnOnce(&mut VTag)) {
    last(|frame| {
        frame.tag.as_deref_mut().map(change);
    });
}

#[inline(never)]
fn done(node: VNode) {
    SITE.with_borrow_mut(|site| site.done.push(node));
}

/// What was opened last, with all that stands in it.
fn taken() -> Option<(Frame, Vec<VNode>)> {
    SITE.with_borrow_mut(|site| {
        let frame = site.open.pop()?;
        let children = site.done.split_off(frame.first);
        Some((frame, children))
    })
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
    fn put(self, into: Markup);
}

impl Put for VNode {
    fn put(self, into: Markup) {
        into.node(self);
    }
}

impl Put for AttrValue {
    fn put(self, into: Markup) {
        into.text(self);
    }
}

impl Put for &'static str {
    #[inline(never)]
    fn put(self, into: Markup) {
        into.text(AttrValue::Static(self));
    }
}

impl Put for String {
    #[inline(never)]
    fn put(self, into: Markup) {
        into.text(AttrValue::from(self));
    }
}

/// What an attribute can be.
pub trait Attribute {
    fn set(self, of: Markup);
}

impl Attribute for AttrValue {
    fn set(self, of: Markup) {
        of.set(Some(self));
    }
}

impl Attribute for &'static str {
    fn set(self, of: Markup) {
        of.fixed(self);
    }
}

impl Attribute for String {
    #[inline(never)]
    fn set(self, of: Markup) {
        of.set(Some(AttrValue::from(self)));
    }
}

impl Attribute for Option<AttrValue> {
    fn set(self, of: Markup) {
        of.set(self);
    }
}

impl Attribute for Option<&'static str> {
    #[inline(never)]
    fn set(self, of: Markup) {
        of.set(self.map(AttrValue::Static));
    }
}

impl Attribute for Option<String> {
    #[inline(never)]
    fn set(self, of: Markup) {
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
