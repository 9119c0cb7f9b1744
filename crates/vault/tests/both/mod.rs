//! Each test runs natively and in the browser.

#[macro_export]
macro_rules! both {
    ($($name:ident),*) => {
        #[cfg(not(target_arch = "wasm32"))]
        mod native {
            $(#[test] fn $name() { pollster::block_on(super::$name()); })*
        }
        #[cfg(target_arch = "wasm32")]
        mod browser {
            wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
            $(#[wasm_bindgen_test::wasm_bindgen_test] async fn $name() { super::$name().await; })*
        }
    };
}
