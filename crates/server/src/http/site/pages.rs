//! Pages that the server says itself, without style or script.

pub const NOT_FOUND: &str = r#"<!doctype html>
<html lang="nb"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Brobygger</title>
<h1>Finnes ikke</h1>
<p>Her er det ingenting. <a href="/">Til forsiden</a></p>
<p lang="da">Her er der ikke noget. <a href="/">Til forsiden</a></p>
<p lang="en">There is nothing here. <a href="/">To the start</a></p>
"#;

pub const WRONG_METHOD: &str = r#"<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Brobygger</title>
<h1>This address can only be read</h1>
"#;

pub const NOT_BUILT: &str = r#"<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Brobygger</title>
<h1>The server runs; the phone app is not in it</h1>
<p>This program was built by itself. To build it with the phone app, and to start both, say
<code>cargo xtask run</code> in the folder of the source. A folder with the built app can also be
named: <code>brobygger serve --site FOLDER</code>.</p>
"#;
