//! Lines, functions and files that have grown past what a reader takes in at once.

use super::Complaint;
use crate::house::File;

const LINE_CHARS_MAX: usize = 110;
const FUNCTION_LINES_MAX: usize = 70;
const FILE_LINES_MAX: usize = 600;

pub(super) fn check(files: &[File], ratchet: Option<&File>) -> Vec<Complaint> {
    let mut found = Vec::new();
    let allowed = ratchet.map(|file| allowances(file, &mut found)).unwrap_or_default();
    let mut long = Vec::new();
    for file in files.iter().filter(|file| file.ends_with(&[".rs"])) {
        found.extend(lines(file));
        found.extend(length(file));
        for function in functions(file).into_iter().filter(|function| function.lines > FUNCTION_LINES_MAX) {
            let place = format!("{} {}", file.path, function.name);
            let limit =
                allowed.iter().find(|allowance| allowance.place == place).map(|allowance| allowance.lines);
            if limit.is_none_or(|limit| function.lines > limit) {
                let limit = limit.unwrap_or(FUNCTION_LINES_MAX);
                let what =
                    format!("`{}` has {} lines, more than {limit}: cut it", function.name, function.lines);
                found.push(Complaint::new(file, function.line, what));
            }
            long.push((place, function.lines));
        }
    }
    if let Some(ratchet) = ratchet {
        found.extend(loose(ratchet, &allowed, &long));
    }
    found
}

fn lines(file: &File) -> Vec<Complaint> {
    let long = file.lines().filter(|(_, line)| line.chars().count() > LINE_CHARS_MAX);
    let what = format!("a line of more than {LINE_CHARS_MAX} characters");
    long.map(|(number, _)| Complaint::new(file, number, what.clone())).collect()
}

fn length(file: &File) -> Option<Complaint> {
    let count = file.text.lines().count();
    let what = format!("{count} lines, more than {FILE_LINES_MAX}: there is a second idea in it");
    (count > FILE_LINES_MAX).then(|| Complaint::new(file, 1, what))
}

struct Function {
    name: String,
    line: usize,
    lines: usize,
}

/// The functions with a body, as rustfmt lays them out: the closing brace stands below their first letter.
fn functions(file: &File) -> Vec<Function> {
    let lines: Vec<&str> = file.text.lines().collect();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let Some(name) = function_name(line) else {
            continue;
        };
        let indent = &line[..line.len() - line.trim_start().len()];
        let closing = format!("{indent}}}");
        let ends = |line: &&str| *line == closing || is_end_of_signature(line, indent);
        let one_line = line.trim_end().ends_with(['}', ';']);
        let end = if one_line { None } else { lines[start..].iter().position(ends) };
        let length = end.map_or(1, |end| end + 1);
        found.push(Function { name: name.to_owned(), line: start + 1, lines: length });
    }
    found
}

/// A signature over several lines that has no body, as in a trait, ends with `) -> …;`.
fn is_end_of_signature(line: &str, indent: &str) -> bool {
    line.strip_prefix(indent).is_some_and(|rest| rest.starts_with(')') && rest.ends_with(';'))
}

/// The name after `fn`, where the line begins a function.
fn function_name(line: &str) -> Option<&str> {
    let (before, after) = line.split_once("fn ")?;
    let begins = before.split_whitespace().all(|word| {
        matches!(word, "pub" | "const" | "async" | "unsafe" | "extern" | "\"C\"") || word.starts_with("pub(")
    });
    let end = after.find(['(', '<'])?;
    (begins && (before.is_empty() || before.ends_with(' '))).then(|| &after[..end])
}

struct Allowance {
    place: String,
    lines: usize,
    number: usize,
}

/// `path function lines`, one a line; `#` begins a comment.
fn allowances(ratchet: &File, found: &mut Vec<Complaint>) -> Vec<Allowance> {
    let mut allowed = Vec::new();
    for (number, line) in ratchet.lines().filter(|(_, line)| !line.starts_with('#') && !line.is_empty()) {
        match line.rsplit_once(' ').and_then(|(place, lines)| Some((place, lines.parse().ok()?))) {
            Some((place, lines)) => allowed.push(Allowance { place: place.to_owned(), lines, number }),
            None => found.push(Complaint::new(ratchet, number, "write `path function lines`")),
        }
    }
    allowed
}

/// What the ratchet still allows and nobody needs.
fn loose(ratchet: &File, allowed: &[Allowance], long: &[(String, usize)]) -> Vec<Complaint> {
    let mut found = Vec::new();
    for Allowance { place, lines, number } in allowed {
        let longest = long.iter().filter(|(other, _)| other == place).map(|(_, lines)| *lines).max();
        match longest {
            None => found.push(Complaint::new(
                ratchet,
                *number,
                format!("`{place}` is short now: strike the line"),
            )),
            Some(longest) if longest < *lines => {
                found.push(Complaint::new(
                    ratchet,
                    *number,
                    format!("`{place}` has {longest} lines now: write that"),
                ));
            }
            Some(_) => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::RATCHET;
    use super::super::tests::file;
    use super::{check, function_name, functions};
    use crate::house::File;

    fn function(lines: usize) -> File {
        let body = "        a();\n".repeat(lines - 2);
        file("a.rs", &format!("//! A.\nimpl A {{\n    pub(crate) fn long(&self) {{\n{body}    }}\n}}\n"))
    }

    fn complaints(source: File, ratchet: &str) -> Vec<String> {
        let files = [source, file(RATCHET, ratchet)];
        check(&files, Some(&files[1])).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_function_begins_a_line() {
        assert_eq!(function_name("    pub(crate) const fn half(self) -> Self {"), Some("half"));
        assert_eq!(function_name("fn of<T>(t: T) {"), Some("of"));
        assert_eq!(function_name("// what a fn is"), None);
        assert_eq!(function_name("    let f: fn (u8) = g;"), None);
    }

    #[test]
    fn a_function_of_71_lines_is_refused() {
        assert_eq!(complaints(function(70), ""), [""; 0]);
        assert_eq!(complaints(function(71), ""), ["a.rs:3: `long` has 71 lines, more than 70: cut it"]);
    }

    #[test]
    fn a_signature_without_a_body_is_short() {
        let body = "        a();\n".repeat(60);
        let near = format!("    fn near() {{\n{body}    }}\n");
        let text = format!("//! A.\ntrait A {{\n    fn far(\n        a: u8,\n    ) -> u8;\n\n{near}}}\n");
        let found: Vec<_> = functions(&file("a.rs", &text)).iter().map(|found| found.lines).collect();
        assert_eq!(found, [3, 62]);
    }

    #[test]
    fn the_ratchet_only_tightens() {
        assert_eq!(complaints(function(80), "# known\na.rs long 80\n"), [""; 0]);
        assert_eq!(
            complaints(function(81), "a.rs long 80\n"),
            ["a.rs:3: `long` has 81 lines, more than 80: cut it"]
        );
        let lower = "xtask/ratchet.txt:1: `a.rs long` has 79 lines now: write that";
        assert_eq!(complaints(function(79), "a.rs long 80\n"), [lower]);
        let strike = "xtask/ratchet.txt:1: `a.rs long` is short now: strike the line";
        assert_eq!(complaints(function(60), "a.rs long 80\n"), [strike]);
        assert_eq!(complaints(function(60), "what is this\n").len(), 1);
    }

    #[test]
    fn long_lines_and_long_files_are_errors() {
        let wide = format!("//! A.\n// {}\n", "é".repeat(108));
        assert_eq!(complaints(file("a.rs", &wide), ""), ["a.rs:2: a line of more than 110 characters"]);
        assert_eq!(complaints(file("a.rs", &"//! A.\n".repeat(600)), ""), [""; 0]);
        assert_eq!(complaints(file("a.rs", &"//! A.\n".repeat(601)), "").len(), 1);
    }
}
