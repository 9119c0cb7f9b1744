//! A page: its title, its way back, its heading that takes the focus.

use domain::Moment;
use yew::prelude::*;

use super::glyph;
use crate::hooks::use_change;
use crate::language::use_words;
use crate::markup::html;
use crate::phone::Phone;
use crate::route::Route;
use crate::words::Words;
use crate::{browser, clock, format};

/// Three days: then a list says that things may have changed.
const STALE_MINUTES: i64 = 3 * 24 * 60;

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
    use_change(
        props.step.into(),
        Box::new(|| {
            browser::scroll_to_top();
            browser::focus("#heading");
        }),
    );
    html! {
        <>
            <div class="page-head">
                if let Some((words, route)) = &props.back {
                    <a href={(*route).href()} class="back">
                        { glyph("back") }{ words.clone() }
                    </a>
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

/// Part of a page, under a heading of its own. `id` is unique on the page.
pub fn section(id: &'static str, heading: &str, children: Html) -> Html {
    html! {
        <section class="section" aria-labelledby={id}>
            <div class="section-head">
                <h2 class="ds-heading" data-size="sm" {id}>{ heading.to_owned() }</h2>
            </div>
            { children }
        </section>
    }
}

/// How fresh a list is. Old rows are still shown: they are better than none.
pub fn updated(phone: &Phone) -> Html {
    let words = phone.words;
    let status = phone.engine.status();
    let said = status.last_contact.map(|at| {
        let minutes = (clock::moment(phone.now).0 - at) / 60_000;
        let when = match minutes {
            ..1 => words.time_now().to_owned(),
            1..60 => words.time_minutes_ago(minutes),
            _ => format::moment(words, Moment(at), phone.now.day),
        };
        if minutes > STALE_MINUTES { words.shell_stale(&when) } else { words.shell_updated(&when) }
    });
    html! {
        <div>
            <p class="updated">{ said.unwrap_or_default() }</p>
            if status.incomplete {
                { fetching(words) }
            }
        </div>
    }
}

/// Somebody or something is missing here, and comes when there is a network.
pub fn fetching(words: Words) -> Html {
    let said = format!("{}. {}", words.shell_fetching(), words.shell_fetching_text());
    html! { <p class="updated" role="status">{ said }</p> }
}

/// Where there is nobody: that nobody is there, or that the rows are still to come.
pub fn nobody(phone: &Phone, heading: &str, text: &str) -> Html {
    let words = phone.words;
    match phone.engine.status().incomplete {
        false => empty("participants", heading, text),
        true => empty("download", words.shell_fetching(), words.shell_fetching_text()),
    }
}

/// There is nothing here, and why.
pub fn empty(icon: &str, heading: &str, text: &str) -> Html {
    html! {
        <div class="empty">
            { glyph(icon) }
            <h2 class="ds-heading" data-size="xs">{ heading.to_owned() }</h2>
            <p>{ text.to_owned() }</p>
        </div>
    }
}
