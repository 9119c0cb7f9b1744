//! Answers kept by a form while it is open.

use crate::hooks::State;
use yew::prelude::*;

/// A callback that puts a new value into its place among the answers.
pub fn change<S: Clone + 'static, V: 'static>(
    answers: &State<S>,
    put: fn(&mut S, V),
) -> Callback<V> {
    let answers = answers.clone();
    Callback::from(move |value: V| {
        let mut next = (*answers).clone();
        put(&mut next, value);
        answers.set(next);
    })
}
