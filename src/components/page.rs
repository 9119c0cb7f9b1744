//! A page: its title, its way back, its heading that takes the focus.

use yew::prelude::*;
use yew_router::prelude::*;

use super::Icon;
use crate::browser;
use crate::language::use_words;
use crate::route::Route;

#[derive(Clone, PartialEq, Properties)]
pub struct PageProps {
    /// The heading. May name a person.
    pub heading: AttrValue,
    /// For the browser's title bar: the page, never a person.
    pub title: AttrValue,
    #[prop_or_default]
    pub back: Option<(AttrValue, Route)>,
    #[prop_or_default]
    pub lede: Option<AttrValue>,
    /// A form on the page has errors: the title says so too.
    #[prop_or_default]
    pub wrong: bool,
    /// Changes with each step of a task, so that the focus moves to the heading again.
    #[prop_or_default]
    pub step: u8,
    pub children: Html,
}

#[component]
pub fn Page(props: &PageProps) -> Html {
    let words = use_words();
    let title = match props.wrong {
        true => words.shell_page_title_error(&props.title),
        false => words.shell_page_title(&props.title),
    };
    use_effect_with(title, |title| browser::set_title(title));
    // Not with the title: choosing another language changes it under the person's hands.
    use_effect_with(props.step, |_| {
        browser::scroll_to_top();
        browser::focus("#heading");
    });
    html! {
        <>
            <div class="page-head">
                if let Some((words, route)) = &props.back {
                    <Link<Route> to={*route} classes="back">
                        <Icon name="back" />{ words.clone() }
                    </Link<Route>>
                }
                <h1 class="ds-heading" data-size="lg" tabindex="-1" id="heading">
                    { props.heading.clone() }
                </h1>
                if let Some(lede) = &props.lede {
                    <p class="page-lede">{ lede.clone() }</p>
                }
            </div>
            <div class="stack" data-gap="lg">{ props.children.clone() }</div>
        </>
    }
}

#[derive(Clone, PartialEq, Properties)]
pub struct SectionProps {
    /// Unique on the page.
    pub id: AttrValue,
    pub heading: AttrValue,
    pub children: Html,
}

#[component]
pub fn Section(props: &SectionProps) -> Html {
    html! {
        <section class="section" aria-labelledby={props.id.clone()}>
            <div class="section-head">
                <h2 class="ds-heading" data-size="sm" id={props.id.clone()}>{ props.heading.clone() }</h2>
            </div>
            { props.children.clone() }
        </section>
    }
}

#[derive(Clone, PartialEq, Properties)]
pub struct EmptyProps {
    pub icon: AttrValue,
    pub heading: AttrValue,
    #[prop_or_default]
    pub text: AttrValue,
}

/// There is nothing here, and why.
#[component]
pub fn Empty(props: &EmptyProps) -> Html {
    html! {
        <div class="empty">
            <Icon name={props.icon.clone()} />
            <h2 class="ds-heading" data-size="xs">{ props.heading.clone() }</h2>
            <p>{ props.text.clone() }</p>
        </div>
    }
}
