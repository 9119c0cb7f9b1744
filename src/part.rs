//! Parts of a screen that share one Yew component.
//!
//! Yew compiles its whole lifecycle anew for every component, some five kilobytes each, and the app
//! has eighty of them: a fifth of what a phone would download. A part is written like any other
//! function component, with `#[component]` and hooks, but is shown through [`part!`], so that the
//! lifecycle is compiled once, for [`Part`], and each part adds only its own function.

use std::any::Any;
use std::rc::Rc;

use yew::functional::{FunctionComponent, FunctionProvider, HookContext};
use yew::html::{BaseComponent, HtmlResult};
use yew::prelude::*;
use yew::virtual_dom::{Key, VComp, VNode};

/// Shows a part: `part!(TextField { id: "name", label })`, `part!(Help)` for one without
/// properties, `part!(More(props.clone()))` with properties that are there already, and
/// `part!(key => Today)` for one of a list.
macro_rules! part {
    ($key:expr => $name:ident $($rest:tt)*) => {
        $crate::part::show::<$name>(Some(::yew::virtual_dom::Key::from($key)), part!(@ $name $($rest)*))
    };
    ($name:ident $($rest:tt)*) => {
        $crate::part::show::<$name>(None, part!(@ $name $($rest)*))
    };
    (@ $name:ident) => { () };
    (@ $name:ident ($props:expr)) => { $props };
    (@ $name:ident { $($props:tt)* }) => {
        ::yew::props!(<$name as ::yew::html::BaseComponent>::Properties { $($props)* })
    };
}
pub(crate) use part;

/// What [`part!`] calls.
pub fn show<F: FunctionProvider + 'static>(key: Option<Key>, props: F::Properties) -> Html {
    erased(key, Rc::new(Of::<F>(props)))
}

fn erased(key: Option<Key>, drawn: Rc<dyn Drawn>) -> Html {
    VNode::from(VComp::new::<Part>(Rc::new(PartProps { drawn }), key))
}

/// A function component and its properties, whichever they are.
trait Drawn: Any {
    fn draw(&self, hooks: &mut HookContext) -> HtmlResult;
    /// Whether that is the same part with the same properties.
    fn same(&self, other: &dyn Any) -> bool;
}

struct Of<F: FunctionProvider>(F::Properties);

impl<F: FunctionProvider + 'static> Drawn for Of<F> {
    fn draw(&self, hooks: &mut HookContext) -> HtmlResult {
        F::run(hooks, &self.0)
    }

    fn same(&self, other: &dyn Any) -> bool {
        other.downcast_ref::<Self>().is_some_and(|other| other.0 == self.0)
    }
}

#[derive(Clone, Properties)]
pub struct PartProps {
    drawn: Rc<dyn Drawn>,
}

impl PartProps {
    fn part(&self) -> &dyn Any {
        &*self.drawn
    }
}

impl PartialEq for PartProps {
    fn eq(&self, other: &Self) -> bool {
        self.drawn.same(other.part())
    }
}

/// The one component.
pub struct Part {
    hooks: FunctionComponent<Self>,
}

impl FunctionProvider for Part {
    type Properties = PartProps;

    fn run(hooks: &mut HookContext, props: &PartProps) -> HtmlResult {
        props.drawn.draw(hooks)
    }
}

impl BaseComponent for Part {
    type Message = ();
    type Properties = PartProps;

    fn create(ctx: &Context<Self>) -> Self {
        Self { hooks: FunctionComponent::new(ctx) }
    }

    fn update(&mut self, _ctx: &Context<Self>, _message: ()) -> bool {
        true
    }

    /// Yew sees one type where another part takes the place of this one, and keeps the component:
    /// the state of what stood here before must not be kept with it.
    fn changed(&mut self, ctx: &Context<Self>, before: &PartProps) -> bool {
        if before.part().type_id() != ctx.props().part().type_id() {
            self.hooks.destroy();
            self.hooks = FunctionComponent::new(ctx);
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> HtmlResult {
        self.hooks.render(ctx.props())
    }

    fn rendered(&mut self, _ctx: &Context<Self>, _first: bool) {
        self.hooks.rendered();
    }

    fn destroy(&mut self, _ctx: &Context<Self>) {
        self.hooks.destroy();
    }

    fn prepare_state(&self) -> Option<String> {
        None
    }
}
