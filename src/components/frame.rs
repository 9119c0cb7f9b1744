//! The frame round every page: header, tabs, what the last action said.

use yew::prelude::*;
use yew_router::prelude::*;

use super::{CallCoordinator, Go, Icon, Mark, NoticeArea};
use crate::phone::use_phone;
use crate::route::{Route, Tab};
use crate::update::UpdateOffer;

#[derive(Clone, PartialEq, Properties)]
pub struct FrameProps {
    pub children: Html,
}

#[component]
pub fn Frame(props: &FrameProps) -> Html {
    let phone = use_phone();
    let words = phone.words;
    let route = use_route::<Route>().unwrap_or(Route::NotFound);
    html! {
        <div class="app" data-tabs={route.is_task().then_some("off")}>
            <a class="ds-skip-link" href="#main">{ words.shell_skip() }</a>
            <div class="app-frame">
                <header class="app-header">
                    <Link<Route> to={Route::Today} classes="app-brand">
                        <Mark /><span class="app-brand-words">{ "Brobygger" }</span>
                    </Link<Route>>
                    <Unsent />
                    <CallCoordinator class="app-call" variant={None::<AttrValue>} />
                </header>
                <main class="page" id="main">
                    <UpdateOffer />
                    { props.children.clone() }
                </main>
                <NoticeArea />
                <nav class="tabs" aria-label={words.shell_tabs()}>
                    <ul>{ for Tab::ALL.into_iter().map(|tab| html! {
                        <li key={tab.icon()}>
                            <Go to={tab.route()} class="tab" current={route.tab() == tab}>
                                <Icon name={tab.icon()} /><span>{ tab.words(words) }</span>
                            </Go>
                        </li>
                    }) }</ul>
                </nav>
            </div>
        </div>
    }
}

/// "2 not sent": only while something is.
#[component]
fn Unsent() -> Html {
    let phone = use_phone();
    let status = phone.engine.status();
    let needs = (status.needs_you > 0).then_some("you");
    let count = status.not_sent + status.needs_you;
    let said = match status.not_sent {
        0 => phone.words.state_needs_you().to_owned(),
        waiting => phone.words.shell_unsent(waiting as i64),
    };
    html! {
        <span class="app-unsent-place">
            if count > 0 {
                <Go to={Route::Sent} class="app-unsent" needs={needs}>
                    <Icon name={if needs.is_some() { "alert" } else { "unsent" }} size="sm" />{ said }
                </Go>
            }
        </span>
    }
}
