//! The document as a page that opens anywhere and prints: one file, no script, nothing fetched.

use std::fmt::Write;

use domain::Moment;
use serde_json::Value;
use uuid::Uuid;

use super::shown::{Content, Reader, Shown};
use super::words::Words;
use super::{About, Kept, Received};
use crate::coordinate::COMMAND_LINE;

const STYLE: &str = "body{font:1.125rem/1.6 system-ui,sans-serif;max-width:44rem;margin:2rem auto;\
    padding:0 1rem;color:#1b1b1b;background:#fff}h2{margin-top:2.5rem;border-bottom:2px solid #ccc}\
    section{break-inside:avoid;margin:1rem 0;padding:.5rem 1rem;border:1px solid #ccc;\
    border-radius:.5rem}dl{display:grid;grid-template-columns:minmax(8rem,1fr) 2fr;gap:.25rem 1rem;\
    margin:0}dt{color:#555}dd{margin:0;white-space:pre-line;overflow-wrap:anywhere}\
    dd:has(>dl){grid-column:1/-1;padding-left:1rem}";

/// In the language of the centre.
pub fn page(about: &About) -> String {
    let words = Words::of(&about.language);
    let reader = Reader { words, names: &about.names };
    let mut out = String::new();
    let title = words.word("title");
    // Writing to a String cannot fail.
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title}</title><style>{STYLE}</style></head><body>\n<h1>{title}</h1>\n",
        words.tag()
    );
    let facts = [
        ("for", name_of(about)),
        ("centre", about.centre.clone()),
        ("made", Moment(about.made_at).utc_minute()),
    ];
    let facts = facts.map(|(key, text)| Shown {
        name: words.word(key).to_owned(),
        content: Content::Text(text),
    });
    list(&mut out, &facts);
    let _ = writeln!(out, "<p>{}</p>", words.word("intro"));
    rows(&mut out, about, &reader);
    waiting(&mut out, about, &reader);
    people(&mut out, about, words);
    out.push_str("</body></html>\n");
    out
}

fn name_of(about: &About) -> String {
    let own = about.rows.iter().find(|row| row.id == about.participant);
    let text = |name: &str| own.and_then(|row| row.says.get(name)?.as_str()).unwrap_or_default();
    format!("{} {}", text("first_name"), text("last_name")).trim().to_owned()
}

fn rows(out: &mut String, about: &About, reader: &Reader<'_>) {
    let mut kind = "";
    for row in about.rows.iter().filter(|row| !row.says.is_null()) {
        if row.kind != kind {
            kind = &row.kind;
            let heading = reader.words.get(&format!("kind.{kind}")).unwrap_or(kind);
            let _ = writeln!(out, "<h2>{}</h2>", escaped(heading));
        }
        section(out, row, reader);
    }
}

fn section(out: &mut String, row: &Kept, reader: &Reader<'_>) {
    out.push_str("<section>");
    list(out, &reader.fields(&row.says));
    for before in row.said.iter().filter(|before| !before.is_null()) {
        let words = reader.words.word("earlier_words");
        let _ = write!(out, "<details><summary>{words}</summary>");
        list(out, &reader.fields(before));
        out.push_str("</details>");
    }
    out.push_str("</section>\n");
}

fn waiting(out: &mut String, about: &About, reader: &Reader<'_>) {
    if about.waiting.is_empty() {
        return;
    }
    let words = reader.words;
    let _ =
        writeln!(out, "<h2>{}</h2>\n<p>{}</p>", words.word("waiting"), words.word("waiting_intro"));
    for Received { at, by, mutation, .. } in &about.waiting {
        let command = mutation.get("command").and_then(Value::as_object);
        let command = command.and_then(|tagged| tagged.values().next()).unwrap_or(&Value::Null);
        let mut fields = vec![Shown {
            name: words.word("field.at").to_owned(),
            content: Content::Text(Moment(*at).utc_minute()),
        }];
        fields.extend(by.map(|by| Shown {
            name: words.word("field.by").to_owned(),
            content: Content::Text(who(about, words, by)),
        }));
        fields.extend(reader.fields(command));
        out.push_str("<section>");
        list(out, &fields);
        out.push_str("</section>\n");
    }
}

/// Whose phones hold something, and who has looked.
fn people(out: &mut String, about: &About, words: Words) {
    let seen = words.word("last_seen");
    let phones = about.phones.iter().map(|phone| {
        format!(
            "{} ({seen} {})",
            who(about, words, phone.member),
            Moment(phone.last_seen).utc_minute()
        )
    });
    items(out, words, "phones", phones.collect());
    let readers = about.readers.iter().map(|reader| {
        let account = reader.account.as_deref().map_or(String::new(), |name| format!(" ({name})"));
        let who = who(about, words, reader.by);
        let deed = words.get(&format!("deed.{}", reader.deed)).unwrap_or(&reader.deed);
        format!("{}: {who}{account}, {deed}", Moment(reader.at).utc_minute())
    });
    items(out, words, "readers", readers.collect());
}

fn items(out: &mut String, words: Words, heading: &'static str, items: Vec<String>) {
    let _ = writeln!(out, "<h2>{}</h2>", words.word(heading));
    if items.is_empty() {
        let _ = writeln!(out, "<p>{}</p>", words.word("nobody"));
        return;
    }
    out.push_str("<ul>");
    for item in items {
        let _ = write!(out, "<li>{}</li>", escaped(&item));
    }
    out.push_str("</ul>\n");
}

fn who(about: &About, words: Words, member: Uuid) -> String {
    match member == COMMAND_LINE.0 {
        true => words.word("command_line").to_owned(),
        false => about.names.get(&member).cloned().unwrap_or(words.word("unknown").to_owned()),
    }
}

fn list(out: &mut String, fields: &[Shown]) {
    out.push_str("<dl>");
    for Shown { name, content } in fields {
        let _ = write!(out, "<dt>{}</dt><dd>", escaped(name));
        match content {
            Content::Text(text) => out.push_str(&escaped(text)),
            Content::Fields(fields) => list(out, fields),
        }
        out.push_str("</dd>");
    }
    out.push_str("</dl>");
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
