//! All that is wrong in a form, with a way to each field.

use yew::prelude::*;

use crate::browser;
use crate::hooks::use_change;
use crate::markup::html;
use crate::phone::use_phone;

/// The id of a field, and what is wrong in it.
pub type FieldError = (AttrValue, AttrValue);

#[derive(Clone, PartialEq, Properties)]
pub struct ErrorSummaryProps {
    pub errors: Vec<FieldError>,
    /// Rises with each try to send the form: the focus goes here when there is something to say.
    pub tries: u32,
}

#[component]
pub fn ErrorSummary(props: &ErrorSummaryProps) -> Html {
    let words = use_phone().words;
    let tries = props.tries;
    use_change(
        tries as usize,
        Box::new(move || {
            if tries > 0 {
                browser::focus("#errors");
            }
        }),
    );
    let link = |(field, said): &FieldError| {
        let (key, href) = (field.to_string(), format!("#{field}"));
        let onclick = {
            let selector = href.clone();
            Callback::from(move |event: MouseEvent| {
                event.prevent_default();
                browser::focus(&selector);
            })
        };
        html! { <li {key}><a {href} {onclick}>{ said.clone() }</a></li> }
    };
    html! {
        <div class="errors-place">
            if !props.errors.is_empty() {
                <div class="ds-error-summary" tabindex="-1" id="errors">
                    <h2 class="ds-heading" data-size="xs">
                        { words.field_problems(props.errors.len() as i64) }
                    </h2>
                    <ul>{ for props.errors.iter().map(link) }</ul>
                </div>
            }
        </div>
    }
}
