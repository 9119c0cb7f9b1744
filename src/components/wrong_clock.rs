//! A clock that is wrong: days, appointments and check-ins would be too, so the person is told.

use yew::prelude::*;

use super::glyph;
use crate::markup::html;
use crate::phone::Phone;

/// A quarter of an hour is enough to miss somebody.
const WRONG_MS: u64 = 15 * 60_000;

pub fn wrong_clock(phone: &Phone) -> Html {
    let words = phone.words;
    let ahead = phone.engine.status().clock_ahead_ms;
    let wrong = ahead.is_some_and(|ms| ms.unsigned_abs() > WRONG_MS);
    html! {
        <div class="banner-place">
            if wrong {
                <div class="banner" data-kind="heads-up">
                    { glyph("alert") }
                    <p class="banner-title">{ words.today_wrong_clock() }</p>
                    <p>{ words.today_wrong_clock_text() }</p>
                </div>
            }
        </div>
    }
}
