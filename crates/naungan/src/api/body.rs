//! Bodies, read into their forms. What cannot be taken is named by its place, as a JSON pointer.

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, Words, words};

/// Stands between the Indonesian and the English words of a form's complaint.
const BETWEEN: char = '\u{1f}';

/// No text of a body is longer, where nobody says how long it may be.
const TEXT_CHARS_MAX: usize = 1_000;

/// What somebody says in words of her own: the place of the text, and how many letters it may have. It may
/// have lines, as on a page.
pub(super) type Said = (&'static str, usize);

/// A complaint in both languages, for forms that read texts.
pub(super) fn complaint(id: &str, en: &str) -> String {
    format!("{id}{BETWEEN}{en}")
}

/// Reads the body.
pub(super) fn read<T: DeserializeOwned>(ask: &Ask<'_>) -> Result<T, Problem> {
    read_with(ask, &[])
}

/// Reads a body in which somebody says something in her own words.
pub(super) fn read_with<T: DeserializeOwned>(ask: &Ask<'_>, said: &[Said]) -> Result<T, Problem> {
    let value: Value = serde_json::from_slice(&ask.body).map_err(|error| {
        let cut = error.is_eof();
        let why = if cut { "isinya terputus" } else { "ada tulisan yang keliru" };
        let (line, column) = (error.line(), error.column());
        Problem::Unread(words(
            format!("isi permintaan bukan JSON: {why} di baris {line}, kolom {column}"),
            format!("the body is not JSON: {error}"),
        ))
    })?;
    let mut faults = Vec::new();
    texts(&value, "", said, &mut faults);
    if !faults.is_empty() {
        return Err(Problem::Fields(faults));
    }
    serde_path_to_error::deserialize(&value).map_err(|error| {
        let place = pointer(error.path());
        let (place, said) = fault(&place, &error.inner().to_string());
        Problem::Fields(vec![(place, said)])
    })
}

/// What no name and no number has in it, wherever it stands.
fn texts(value: &Value, place: &str, said: &[Said], faults: &mut Vec<(String, Words)>) {
    match value {
        Value::String(text) => {
            let own = said.iter().find(|(of, _)| *of == place);
            let wrong = wrong(text, own.map(|(_, most)| *most));
            faults.extend(wrong.map(|words| (place.to_owned(), words)));
        }
        Value::Array(all) => {
            for (at, one) in all.iter().enumerate() {
                texts(one, &format!("{place}/{at}"), said, faults);
            }
        }
        Value::Object(all) => {
            for (name, one) in all {
                texts(one, &format!("{place}/{}", escaped(name)), said, faults);
            }
        }
        _ => {}
    }
}

/// What is wrong with a text; `most` is of one that somebody says in her own words.
fn wrong(text: &str, most: Option<usize>) -> Option<Words> {
    let has_lines = most.is_some();
    let is_odd = |letter: char| letter.is_control() && !(has_lines && matches!(letter, '\n' | '\r' | '\t'));
    let most = most.unwrap_or(TEXT_CHARS_MAX);
    if text.contains(is_odd) {
        return Some(words(
            "ada karakter yang tidak terlihat: tulis tanpa karakter itu",
            "it has characters that cannot be seen: write it without them",
        ));
    }
    (text.chars().count() > most).then(|| {
        words(
            format!("terlalu panjang: paling banyak {most} huruf"),
            format!("too long: {most} letters at most"),
        )
    })
}

/// A name within a pointer, as RFC 6901 has it.
pub(super) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn pointer(path: &Path) -> String {
    let pieces = path.iter().map(|segment| match segment {
        Segment::Seq { index } => format!("/{index}"),
        Segment::Map { key } => format!("/{}", escaped(key)),
        Segment::Enum { variant } => format!("/{}", escaped(variant)),
        Segment::Unknown => String::new(),
    });
    pieces.collect()
}

/// The place and the words of a complaint of the reader's.
fn fault(place: &str, said: &str) -> (String, Words) {
    if let Some((id, en)) = said.split_once(BETWEEN) {
        return (place.to_owned(), words(id, en));
    }
    let name = |prefix: &str| said.strip_prefix(prefix)?.split('`').next();
    if let Some(name) = name("unknown field `") {
        let own = format!("/{}", escaped(name));
        let place = if place.ends_with(&own) { place.to_owned() } else { format!("{place}{own}") };
        let (id, en) = ("isian ini tidak dikenal: hapus", "there is no such field: leave it out");
        return (place, words(id, en));
    }
    if let Some(name) = name("missing field `") {
        let (id, en) = ("isian ini belum ada", "the field is missing");
        return (format!("{place}/{}", escaped(name)), words(id, en));
    }
    if let Some(choices) = said.split_once("expected one of ").map(|(_, choices)| choices) {
        let choices = choices.replace('`', "");
        return (place.to_owned(), words(format!("pilih: {choices}"), format!("choose: {choices}")));
    }
    let wanted = said.rsplit_once("expected ").map_or("", |(_, wanted)| wanted);
    (
        place.to_owned(),
        words(format!("jenisnya keliru{}", kind(wanted)), format!("of the wrong kind ({said})")),
    )
}

/// What the reader expected, in Indonesian; nothing where it has no word for it.
fn kind(wanted: &str) -> &'static str {
    match wanted {
        "i64" | "u64" | "i32" | "u32" | "i16" | "u16" | "u8" | "usize" => ": seharusnya bilangan bulat",
        "a string" => ": seharusnya teks",
        "a boolean" => ": seharusnya true atau false",
        "a sequence" => ": seharusnya daftar",
        _ if wanted.starts_with("struct ") || wanted == "a map" => ": seharusnya objek",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        #[allow(dead_code, reason = "only read")]
        count: i64,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Outer {
        #[allow(dead_code, reason = "only read")]
        rows: Vec<Inner>,
    }

    fn check(value: &Value, place: &str, says: &str) {
        let mut faults = Vec::new();
        texts(value, "", &[], &mut faults);
        let found = faults.pop().or_else(|| {
            let error = serde_path_to_error::deserialize::<_, Outer>(value).err()?;
            Some(fault(&pointer(error.path()), &error.inner().to_string()))
        });
        let (at, words) = found.expect("a fault");
        assert_eq!((at.as_str(), words.en.as_str()), (place, says));
    }

    #[test]
    fn what_somebody_says_has_lines_and_a_length_of_its_own() {
        let check = |text: &str, said: &[Said], is_fine: bool| {
            let mut faults = Vec::new();
            texts(&json!({ "why": text }), "", said, &mut faults);
            assert_eq!(faults.is_empty(), is_fine, "{text:.20} {said:?}: {faults:?}");
        };
        let (plain, own): (&[Said], &[Said]) = (&[], &[("/why", 4)]);
        check("a\nb", plain, false);
        check("a\nb", own, true);
        check("a\u{7}", own, false);
        check("abcd", own, true);
        check("abcde", own, false);
        check("abcde", &[("/says", 4)], true);
        check(&"a".repeat(TEXT_CHARS_MAX), plain, true);
        check(&"a".repeat(TEXT_CHARS_MAX + 1), plain, false);
    }

    #[test]
    fn a_fault_is_said_in_one_language() {
        let said = |value: &Value| {
            let error = serde_path_to_error::deserialize::<_, Outer>(value).expect_err("a fault");
            fault("", &error.inner().to_string()).1.id
        };
        assert_eq!(
            said(&json!({ "rows": [{ "count": "1" }] })),
            "jenisnya keliru: seharusnya bilangan bulat"
        );
        assert_eq!(said(&json!({ "rows": {} })), "jenisnya keliru: seharusnya daftar");
        assert_eq!(said(&json!({ "rows": [1] })), "jenisnya keliru: seharusnya objek");
    }

    #[test]
    fn the_place_of_a_fault_is_named() {
        check(&json!({}), "/rows", "the field is missing");
        check(&json!({ "rows": [], "a/b": 1 }), "/a~1b", "there is no such field: leave it out");
        check(&json!({ "rows": [{ "count": 1 }, {}] }), "/rows/1/count", "the field is missing");
        check(
            &json!({ "rows": [{ "count": 1, "x": 2 }] }),
            "/rows/0/x",
            "there is no such field: leave it out",
        );
        check(
            &json!({ "rows": [{ "count": "1" }] }),
            "/rows/0/count",
            "of the wrong kind (invalid type: string \"1\", expected i64)",
        );
        check(
            &json!({ "rows": ["a\u{0}b"] }),
            "/rows/0",
            "it has characters that cannot be seen: write it without them",
        );
    }
}
