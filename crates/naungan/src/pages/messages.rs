//! The catalogue of messages: every code that a no can have, what it means and what to do.

use minijinja::{Value, context};
use rules::render::Lang;

use super::{page, texts};
use crate::auth::Deed;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/messages", Deed::Look, list),
        Route::page("/messages/{code}", Deed::Look, one),
        Route::page("/accessibility", Deed::Look, accessibility),
    ]
}

/// Every code that has a text, in order.
fn codes() -> Vec<&'static str> {
    let mut codes: Vec<&str> =
        texts::of(Lang::En).keys().filter_map(|key| key.strip_prefix("message.")).collect();
    codes.sort_unstable();
    codes
}

fn message(code: &str, lang: Lang) -> Value {
    context! {
        code => code,
        means => texts::said(lang, &format!("message.{code}"), &[]),
        act => texts::said(lang, &format!("act.{code}"), &[]),
    }
}

fn list(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let messages: Vec<Value> = codes().into_iter().map(|code| message(code, ask.lang)).collect();
    page(ask, "public/messages.html", context! { messages => messages })
}

fn one(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let code: String = ask.place("code")?;
    if !codes().contains(&code.as_str()) {
        return Err(Problem::NotFound);
    }
    let values = message(&code, ask.lang);
    page(ask, "public/message.html", values)
}

fn accessibility(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    page(ask, "public/accessibility.html", context! {})
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::pages::templates;

    /// What stands before the code of a refusal.
    const BEFORE: [&str; 3] = ["Refusal::new(", "code: ", " no("];

    #[test]
    fn every_refusal_in_the_code_has_its_message() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut found = Vec::new();
        for folder in ["src", "../scheme/src", "../store/src"] {
            collect(&root.join(folder), &mut found);
        }
        assert!(found.len() > 50, "{} codes are too few: is the source where it was?", found.len());
        for code in &found {
            let has = codes().contains(&code.as_str());
            assert!(has, "`{code}` needs message.{code} and act.{code} in text/*/messages.txt");
        }
        for code in
            ["sign_in", "forbidden", "not_there", "method", "unread", "stale", "too_large", "too_many"]
        {
            assert!(codes().contains(&code), "{code}");
        }
        for code in
            ["fields", "busy", "broken", "key_taken", "kpj_taken", "not_a_participant", "entry_refused"]
        {
            assert!(codes().contains(&code), "{code}");
        }
        for code in codes() {
            let is_said = texts::of(Lang::En).contains_key(format!("act.{code}").as_str());
            assert!(is_said, "{code} does not say what to do");
        }
    }

    fn collect(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).expect("a folder of source") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                collect(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("source");
                for before in BEFORE {
                    found.extend(text.split(before).skip(1).filter_map(code_at));
                }
            }
        }
    }

    /// A name in quotation marks at the beginning, as codes are written.
    fn code_at(text: &str) -> Option<String> {
        let (code, after) = text.trim_start().strip_prefix('"')?.split_once('"')?;
        let is_code = code.len() > 3 && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        (is_code && after.starts_with(',')).then(|| code.to_owned())
    }

    #[test]
    fn the_pages_have_their_texts() {
        for lang in [Lang::Id, Lang::En] {
            let messages: Vec<Value> = codes().into_iter().map(|code| message(code, lang)).collect();
            let pages = [
                ("public/messages.html", context! { messages => messages }),
                ("public/message.html", message("busy", lang)),
                ("public/accessibility.html", context! {}),
            ];
            for (name, values) in pages {
                let html = templates::fill(name, context! { ..values, ..templates::framed(lang) });
                assert!(!html.expect("a page").contains('⟨'), "{name} lacks a text");
            }
        }
    }
}
