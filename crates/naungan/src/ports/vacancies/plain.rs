//! Texts of others as plain text: no markup, nothing that cannot be seen, single spaces.

/// Elements whose content is no text.
const UNSEEN: [&str; 2] = ["script", "style"];

/// The references that texts for browsers are full of.
const REFERENCES: [(&str, &str); 7] = [
    ("&nbsp;", " "),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&#39;", "'"),
    ("&apos;", "'"),
    ("&amp;", "&"),
];

/// How often a text may have been made safe for browsers, one time over another.
const TIMES_MAX: usize = 4;

/// The text without markup, however deep it is hidden: no `<` and no `>` is left, and done again it stays.
pub(super) fn plain(text: &str) -> String {
    let mut shown = without_elements(text);
    for _ in 0..TIMES_MAX {
        let mut read = shown.clone();
        for (reference, letter) in REFERENCES {
            read = read.replace(reference, letter);
        }
        if read == shown {
            return spaced(&shown);
        }
        shown = without_elements(&read);
    }
    // Nobody writes like that who means well.
    spaced(&shown.replace('&', " "))
}

/// What can be seen of it, with single spaces.
fn spaced(text: &str) -> String {
    let seen = text.chars().map(|letter| if is_unseen(letter) { ' ' } else { letter });
    let seen: String = seen.filter(|letter| !matches!(letter, '<' | '>')).collect();
    let spaced = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    // A table that begins a cell with these is asked to reckon.
    spaced.trim_start_matches(['=', '+', '-', '@', ' ']).to_owned()
}

/// Whether it is a control character, or one that turns the direction of what follows or hides.
fn is_unseen(letter: char) -> bool {
    let hides = matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    letter.is_control() || hides || matches!(letter, '\u{2028}'..='\u{202e}')
}

fn without_elements(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('<') {
        kept.push_str(before);
        kept.push(' ');
        let Some((inside, after)) = behind.split_once('>') else {
            kept.push_str(behind);
            return kept;
        };
        rest = unseen(inside).map_or(after, |name| behind_end(after, name));
    }
    kept + rest
}

/// The name of the element that begins here, if its content is no text.
fn unseen(inside: &str) -> Option<&'static str> {
    let name: String = inside.chars().take_while(char::is_ascii_alphanumeric).collect();
    UNSEEN.into_iter().find(|unseen| name.eq_ignore_ascii_case(unseen))
}

/// What stands behind the end of such an element; nothing, if it never ends.
fn behind_end<'t>(text: &'t str, name: &str) -> &'t str {
    let mut rest = text;
    while let Some((_, behind)) = rest.split_once("</") {
        if behind.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            return behind.split_once('>').map_or("", |(_, after)| after);
        }
        rest = behind;
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn nothing_is_left_that_a_browser_would_take_for_markup() {
        for (text, kept) in [
            ("Sopir  truk\n(B1)", "Sopir truk (B1)"),
            ("<p>Sopir</p><p>truk</p>", "Sopir truk"),
            ("Sopir <script>alert(1)</script>truk", "Sopir truk"),
            ("Sopir <SCRIPT src=x>alert(1)</sCript >truk", "Sopir truk"),
            ("Sopir <script>alert(1)", "Sopir"),
            ("&lt;img src=x onerror=alert(1)&gt;Sopir", "Sopir"),
            ("&amp;lt;b&amp;gt;Sopir", "Sopir"),
            ("&amp;amp;amp;amp;amp;amp;lt;b&gt;Sopir", "amp;amp;lt;bSopir"),
            ("R&amp;D &lt; 3", "R&D 3"),
            ("3 > 2", "3 2"),
            ("=HYPERLINK(\"x\")", "HYPERLINK(\"x\")"),
            ("+ -@Sopir", "Sopir"),
            ("Sopir <b", "Sopir b"),
            ("a\u{202e}b\u{0}c\u{200b}d", "a b c d"),
            ("<style>é</st></styleé>x", "x"),
        ] {
            assert_eq!(plain(text), kept, "{text:?}");
            assert_eq!(plain(kept), kept, "{text:?} again");
        }
    }
}
