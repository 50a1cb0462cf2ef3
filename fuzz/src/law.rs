//! What is done with a file of law that comes from outside: read it, complain, and if it is law, run it.
//!
//! The fuzz targets and the test that replays the seeds share this file. Nothing here may panic.

use rules::facts::Facts;
use rules::render::{self, Lang};
use rules::tree::Target;
use rules::{LawPack, SourceFile, explain, verify};

const JURISDICTION: &str = include_str!("../../crates/rules/tests/law/nowhere/jurisdiction.md");
const FACTS: &str = include_str!("../../crates/rules/tests/law/nowhere/facts.md");

/// What a person of the small land may say of herself.
const PERSON: [(&str, &str); 9] = [
    ("segment", "wage_earner"),
    ("contribution_month", "2026-02"),
    ("event_date", "2024-02-29"),
    ("payment_date", "2025-01-31"),
    ("wage", "5_729_876"),
    ("risk_class", "high"),
    ("months_paid", "1_200"),
    ("resident", "no"),
    ("children", "birth_date 2020-02-29, at_school yes"),
];

/// A file of its own beside the vocabulary of a small land.
pub(crate) fn provision(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        read(text);
    }
}

/// The inside of a rule block.
pub(crate) fn formula(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        read(&format!("# A\n`a` · Act 1 · checked 2026-01-01 · D\n\n{TABLES}\n```rule\n{text}\n```\n"));
    }
}

/// A table of each kind for a rule to read, and a word for the names a seed uses.
const TABLES: &str = "\
## rate · percent of wage, by risk_class

| from    | low | high |
|---------|----:|-----:|
| 2015-01 |   1 |    2 |

## amount · crown, by bracket of wage

| at_least | value |
|---------:|------:|
|        0 |    10 |
|    1_000 |    20 |

## tariff · percent of wage, by slice of wage

| above | value |
|------:|------:|
|     0 |     1 |
| 1_000 |   0.5 |

## words

| name   | id | en |
|--------|----|----|
| rate   | a  | a  |
| amount | a  | a  |
| tariff | a  | a  |
| limit  | a  | a  |
| grant  | a  | a  |
| cash   | a  | a  |
| n      | a  | a  |
| d      | a  | a  |
";

fn read(text: &str) {
    let file = |path: &str, text: &str| SourceFile { path: path.to_owned(), text: text.to_owned() };
    let files = vec![file("jurisdiction.md", JURISDICTION), file("facts.md", FACTS), file("law.md", text)];
    match LawPack::read(files) {
        Err(unreadable) => assert!(!unreadable.render(false).is_empty(), "a complaint says something"),
        Ok(pack) => run(&pack),
    }
}

/// Every example through both readers, and every answer for nobody and for somebody, with its reasons.
fn run(pack: &LawPack) {
    for example in pack.examples() {
        let tree = pack.assuming(&example.assumptions);
        let _ = verify::explained(&tree, example);
        let _ = verify::in_columns(&tree, example);
    }
    let nobody = Facts::new(pack.tree());
    let mut somebody = nobody.clone();
    for (name, value) in PERSON {
        // The file may bring a fact of the same name and another type.
        let _ = somebody.set(pack.tree(), name, value);
    }
    for facts in [&nobody, &somebody] {
        ask(pack, facts);
    }
}

fn ask(pack: &LawPack, facts: &Facts) {
    let tree = pack.tree();
    let mut reasons = Vec::new();
    let contribution = explain::contribution(tree, facts, true);
    reasons
        .extend(contribution.lines.iter().chain(&contribution.moves).filter_map(|line| line.reason.clone()));
    let _ = (contribution.funds(tree), contribution.total(tree, None));
    for benefit in 0..tree.jurisdiction.benefits.len() {
        let answer = explain::benefit(tree, facts, benefit, true);
        reasons.extend(answer.components.into_iter().flat_map(|component| component.reasons));
        reasons.extend(answer.refusal.and_then(|(.., reason)| reason));
    }
    for (at, item) in tree.items.iter().enumerate() {
        if matches!(item.target, Target::Definition(_)) {
            reasons.extend(explain::definition(tree, facts, at, true).reason);
        }
    }
    for reason in reasons {
        for lang in [Lang::Id, Lang::En] {
            let _ = render::reason(tree, pack.files(), &reason, lang);
        }
    }
}
