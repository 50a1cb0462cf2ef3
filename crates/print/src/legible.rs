//! Texts as they can be printed: without what is invisible, without what no font has, and with an end.

use serde_json::Value;

/// Longer texts end in an ellipsis: nothing that a person is called needs more, and a sheet stays a sheet.
const TEXT_CHARS_MAX: usize = 200;
/// In the place of a letter that no font has.
const UNKNOWN: char = '?';

/// Every text of a document, made legible. `has` says whether a font has the letter.
pub(crate) fn all(value: &mut Value, has: &impl Fn(char) -> bool) {
    match value {
        Value::String(text) => *text = legible(text, has),
        Value::Array(values) => values.iter_mut().for_each(|value| all(value, has)),
        Value::Object(fields) => fields.values_mut().for_each(|value| all(value, has)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn legible(text: &str, has: &impl Fn(char) -> bool) -> String {
    let shown = |c: char| match c {
        _ if c.is_control() || c.is_whitespace() => ' ',
        _ if has(c) => c,
        _ => UNKNOWN,
    };
    let mut shown = text.chars().filter(|c| !is_invisible(*c)).map(shown);
    let mut cut: String = shown.by_ref().take(TEXT_CHARS_MAX).collect();
    if shown.next().is_some() {
        cut.push('…');
    }
    cut
}

/// Letters that cannot be seen and change how others look: they can make a name read as another.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::legible;

    #[test]
    fn what_cannot_be_seen_is_left_out_and_what_no_font_has_is_marked() {
        let check = |text: &str, expected: &str| assert_eq!(legible(text, &|c: char| c.is_ascii()), expected);
        check("Siti Aminah", "Siti Aminah");
        check("Siti\u{202e}hanimA\n2", "SitihanimA 2");
        check("Sari 山", "Sari ?");
        check(&"a".repeat(200), &"a".repeat(200));
        check(&"a".repeat(201), &format!("{}…", "a".repeat(200)));
    }
}
