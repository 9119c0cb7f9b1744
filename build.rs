//! Compiles `locales/*.ftl` to the typed words that `src/words.rs` includes.

fn main() {
    words::build("locales", words::ALL);
}
