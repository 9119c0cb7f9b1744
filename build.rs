//! Compiles `locales/*.ftl` to the typed words that `src/words.rs` includes, and sets the size of the stack.

fn main() {
    words::build("locales", words::ALL);
    if std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") {
        // The stack comes first in memory. Where it ends an eighth of a megabyte before the first whole one, every
        // address of what is constant has three bytes in the code, not four.
        println!("cargo:rustc-link-arg-bins=-zstack-size=917504");
    }
}
