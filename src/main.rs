//! The phone app: what a volunteer sees and taps.

use yew::prelude::*;

#[component]
fn App() -> Html {
    html! { <main><h1>{ "Brobygger" }</h1></main> }
}

fn main() {
    yew::Renderer::<App>::new().render();
}
