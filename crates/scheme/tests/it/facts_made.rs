//! Facts for tests: the law, texts that become facts, and the slow way to read them.

use std::path::Path;
use std::sync::OnceLock;

use base::{Moment, Month};
use rules::{LawPack, SourceFile};
use scheme::facts::{Fact, Subject, deciding};

/// The law of the country, read once.
pub(crate) fn law() -> &'static LawPack {
    static LAW: OnceLock<LawPack> = OnceLock::new();
    LAW.get_or_init(|| {
        let mut files = Vec::new();
        read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law/id"), &mut files);
        LawPack::read(files).unwrap_or_else(|unreadable| panic!("{}", unreadable.render(false)))
    })
}

fn read(folder: &Path, files: &mut Vec<SourceFile>) {
    for entry in std::fs::read_dir(folder).expect("the law is there") {
        let path = entry.expect("an entry of a folder").path();
        if path.is_dir() {
            read(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "md") {
            let text = std::fs::read_to_string(&path).expect("a provision is text");
            files.push(SourceFile { path: path.display().to_string(), text });
        }
    }
}

/// A month so many after January 2026.
pub(crate) fn month(after: i32) -> Month {
    Month::new(2026, 1).expect("a month").plus_months(after).expect("a month")
}

/// Facts, a line each: `known name value from [until]`; `-` withdraws.
pub(crate) fn facts(subject: Subject, lines: &str) -> Vec<Fact> {
    lines.lines().map(str::trim).filter(|line| !line.is_empty()).map(|line| fact(subject, line)).collect()
}

fn fact(subject: Subject, line: &str) -> Fact {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [known, name, value, from, until @ ..] = words.as_slice() else { panic!("a fact: {line}") };
    Fact {
        subject,
        name: (*name).to_owned(),
        value: (*value != "-").then(|| (*value).to_owned()),
        from: from.parse().expect("a month"),
        until: until.first().map(|until| until.parse().expect("a month")),
        known: Moment::new(known.parse().expect("a number")),
    }
}

/// The value of a name in a month, as it was known then: the slow way, fact by fact.
pub(crate) fn resolve<'a>(facts: &'a [Fact], name: &str, month: Month, known: Moment) -> Option<&'a str> {
    deciding(facts, name, month, known)?.value.as_deref()
}

/// Lines no wider than a page, so that long words can stand in a test.
pub(crate) fn wrapped(text: &str) -> String {
    let mut wrapped = String::new();
    for line in text.lines() {
        let mut width = 0;
        for word in line.split(' ') {
            width += word.chars().count() + 1;
            if width > 90 {
                wrapped.push_str("\n    ");
                width = word.chars().count() + 5;
            } else if !wrapped.is_empty() && !wrapped.ends_with('\n') {
                wrapped.push(' ');
            }
            wrapped.push_str(word);
        }
        wrapped.push('\n');
    }
    wrapped
}
