//! Prose as the law's files write it, in pieces that a template can show: nothing of it is taken for HTML.

use serde::Serialize;

/// A paragraph, or a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Block {
    /// `text` or `list`.
    pub(crate) kind: &'static str,
    /// One text, or the list's items.
    pub(crate) lines: Vec<String>,
}

/// Paragraphs stand apart by an empty line; lines that begin with a dash are a list.
pub(crate) fn blocks(text: &str) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let mut is_open = false;
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            is_open = false;
            continue;
        }
        let item = line.strip_prefix("- ").or_else(|| line.strip_prefix("* "));
        match (item, found.last_mut().filter(|_| is_open)) {
            (Some(item), Some(last)) if last.kind == "list" => last.lines.push(plain(item)),
            (Some(item), _) => found.push(Block { kind: "list", lines: vec![plain(item)] }),
            (None, Some(Block { lines, .. })) => {
                if let Some(last) = lines.last_mut() {
                    last.push(' ');
                    last.push_str(&plain(line));
                }
            }
            (None, None) => found.push(Block { kind: "text", lines: vec![plain(line)] }),
        }
        is_open = true;
    }
    found
}

/// Without the signs of emphasis.
fn plain(line: &str) -> String {
    line.replace("**", "").replace('`', "")
}

/// With a large letter first, for a name that begins a line.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    first + letters.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_falls_into_paragraphs_and_lists() {
        let found = blocks("One **two**\nthree\n\n- a\n- `b`\n  c\n\nfour");
        let lines: Vec<(&str, Vec<String>)> =
            found.into_iter().map(|block| (block.kind, block.lines)).collect();
        let text = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            lines,
            [("text", text(&["One two three"])), ("list", text(&["a", "b c"])), ("text", text(&["four"]))]
        );
    }
}
