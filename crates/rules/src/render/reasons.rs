//! A tree of reasons as a picture of lines, each below the one that rests on it.

use std::collections::HashSet;
use std::fmt;

use base::Citation;

use super::{Lang, day_text, number_text, value};
use crate::example::ASSUMED;
use crate::reason::{Reason, ReasonKind, RuleReason, Stop};
use crate::source::{SourceFile, Span};
use crate::tree::{KeyKind, Table, Target, Tree};
use crate::value::{Type, Value};

/// One line of the picture.
#[derive(Clone, Debug)]
pub struct ReasonLine {
    /// The branches to the left of it.
    pub branch: String,
    /// What kind of line it is, for whoever paints it.
    pub part: Part,
    /// What it says.
    pub text: String,
}

/// What a line of the picture says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A name and its value.
    Value,
    /// What a rule rests on, and since when.
    Citation,
    /// The rule itself.
    Law,
    /// What is uncertain.
    Doubt,
}

impl fmt::Display for ReasonLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.branch, self.text)
    }
}

/// The reasons of a value: itself, and below it, branch by branch, what it rests on.
pub fn reason(tree: &Tree, files: &[SourceFile], reason: &Reason, lang: Lang) -> Vec<ReasonLine> {
    let mut picture = Picture { tree, files, lang, lines: Vec::new() };
    picture.add(reason, "", "");
    picture.lines
}

struct Picture<'a> {
    tree: &'a Tree,
    files: &'a [SourceFile],
    lang: Lang,
    lines: Vec<ReasonLine>,
}

impl Picture<'_> {
    /// `first` stands before the first line of a reason, `rest` before the others and what hangs below.
    fn add(&mut self, reason: &Reason, first: &str, rest: &str) {
        let children = once_each(&reason.children);
        let trunk = if children.is_empty() { "   " } else { "│  " };
        for (at, (part, text)) in self.say(reason).into_iter().enumerate() {
            let branch = if at == 0 { first.to_owned() } else { format!("{rest}{trunk}") };
            self.lines.push(ReasonLine { branch, part, text });
        }
        for (at, child) in children.iter().enumerate() {
            let last = at + 1 == children.len();
            let (fork, below) = if last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
            self.add(child, &format!("{rest}{fork}"), &format!("{rest}{below}"));
        }
    }

    fn say(&self, reason: &Reason) -> Vec<(Part, String)> {
        let (tree, lang) = (self.tree, self.lang);
        let shown = value(tree, &reason.value, reason.ty, lang);
        let line = match &reason.kind {
            ReasonKind::Rule(rule) => return self.rule(rule, &shown),
            ReasonKind::Cell { table, keys, citation: cited, doubt, .. } => {
                let table = &tree.tables[*table];
                let keys = keys_text(tree, table, keys, lang);
                let line = format!("{}{keys}: {shown} · {}", lang.of(&table.words), citation(cited, lang));
                let doubt = doubt.iter().map(|doubt| (Part::Doubt, self::doubt(lang.of(doubt), lang)));
                return std::iter::once((Part::Value, line)).chain(doubt).collect();
            }
            ReasonKind::Fact(at, default) => {
                let fact = &tree.facts[*at];
                let assumed = lang.pick(" (dianggap demikian: tidak disebut)", " (taken as such: not given)");
                format!("{}: {shown}{}", lang.of(&fact.words), if *default { assumed } else { "" })
            }
            ReasonKind::Field { record, field, number } => {
                let record = &tree.records[*record];
                format!("{} {number}, {}: {shown}", record.name, lang.of(&record.fields[*field].words))
            }
            ReasonKind::Rounded { mode, step, exact } => {
                let exact = value(tree, &Value::Number(exact.clone()), reason.ty, lang);
                format!("{exact} → {shown}, {}", rounding(*mode, step, lang))
            }
            ReasonKind::Calendar(cited) => {
                let what = lang.pick("kalender hari kerja", "calendar of working days");
                format!("{what}: {shown} · {}", citation(cited, lang))
            }
            ReasonKind::Again(at, uncertain) => {
                let above = lang.pick("dihitung di atas", "worked out above");
                let mark = if *uncertain { lang.pick(" – belum pasti", " – uncertain") } else { "" };
                format!("{}: {shown} ({above}{mark})", name(tree, &tree.items[*at].target, lang))
            }
        };
        vec![(Part::Value, line)]
    }

    fn rule(&self, rule: &RuleReason, shown: &str) -> Vec<(Part, String)> {
        let lang = self.lang;
        let payment = rule.payment.map_or_else(String::new, |number| match lang {
            Lang::Id => format!(", pembayaran {number}"),
            Lang::En => format!(", payment {number}"),
        });
        let exception = if rule.exception { lang.pick(" (pengecualian)", " (exception)") } else { "" };
        let name = name(self.tree, &self.tree.items[rule.item].target, lang);
        let mut lines = vec![(Part::Value, format!("{name}{payment}: {shown}{exception}"))];
        lines.push((Part::Citation, format!("{}{}", citation(&rule.citation, lang), since(rule, lang))));
        lines.extend(statement(rule.span.text(self.files)).map(|line| (Part::Law, format!("┆ {line}"))));
        lines.extend(rule.doubts.iter().map(|doubt| (Part::Doubt, self::doubt(lang.of(doubt), lang))));
        lines
    }
}

/// The reasons below another; what is used several times is said once.
fn once_each(children: &[Reason]) -> Vec<&Reason> {
    let mut said = HashSet::new();
    children.iter().filter(|child| source(child).is_none_or(|source| said.insert(source))).collect()
}

/// What tells one source of a value from another; none for steps of the reckoning.
#[derive(PartialEq, Eq, Hash)]
enum Source<'a> {
    Item(usize),
    Fact(usize),
    Field(usize, usize, usize),
    Cell(usize, &'a [Value], Span),
}

fn source(reason: &Reason) -> Option<Source<'_>> {
    Some(match &reason.kind {
        ReasonKind::Rule(rule) if !rule.exception && rule.payment.is_none() => Source::Item(rule.item),
        ReasonKind::Again(item, _) => Source::Item(*item),
        ReasonKind::Fact(fact, _) => Source::Fact(*fact),
        ReasonKind::Field { record, field, number } => Source::Field(*record, *field, *number),
        ReasonKind::Cell { table, keys, span, .. } => Source::Cell(*table, keys, *span),
        ReasonKind::Rule(_) | ReasonKind::Rounded { .. } | ReasonKind::Calendar(_) => return None,
    })
}

fn since(rule: &RuleReason, lang: Lang) -> String {
    rule.from.map_or_else(String::new, |from| {
        format!(", {} {}", lang.pick("berlaku sejak", "in force since"), day_text(from, lang))
    })
}

/// The lines of a statement, as they stand in the law.
fn statement(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim_end).filter(|line| !line.is_empty())
}

fn doubt(text: &str, lang: Lang) -> String {
    format!("? {}: {text}", lang.pick("keraguan", "doubt"))
}

/// What a target is called.
pub fn name(tree: &Tree, target: &Target, lang: Lang) -> String {
    let known = &tree.jurisdiction;
    match target {
        Target::Line { programme, payer, .. } => {
            let by = lang.pick("dibayar", "paid by");
            format!(
                "{}, {by} {}",
                lang.of(&known.programmes[*programme].words),
                lang.of(&known.payers[*payer].words)
            )
        }
        Target::Move { programme, fund, .. } => {
            let to = lang.pick("dialihkan ke", "moved to");
            format!(
                "{} {to} {}",
                lang.of(&known.funds[*fund].words),
                lang.of(&known.programmes[*programme].words)
            )
        }
        Target::Definition(name) | Target::Component { name, .. } | Target::Requirement { name, .. } => {
            let item = tree.items.iter().find(|item| item.target == *target);
            match item.map(|item| lang.of(&item.words)).filter(|words| !words.is_empty()) {
                Some(words) => words.to_owned(),
                None => name.replace('_', " "),
            }
        }
    }
}

fn keys_text(tree: &Tree, table: &Table, keys: &[Value], lang: Lang) -> String {
    if keys.is_empty() {
        return String::new();
    }
    let shown: Vec<String> = keys
        .iter()
        .zip(&table.keys)
        .map(|(key, (kind, name))| key_text(tree, key, kind, name, lang))
        .collect();
    format!(" [{}]", shown.join(", "))
}

fn key_text(tree: &Tree, key: &Value, kind: &KeyKind, key_name: &str, lang: Lang) -> String {
    match (kind, key) {
        (KeyKind::Kind(kind), _) => value(tree, key, Type::Kind(*kind), lang),
        // A year is a number that people do not group.
        (_, Value::Number(number)) if key_name.ends_with("year") => number.to_string(),
        _ => value(tree, key, Type::Count, lang),
    }
}

/// `PP 44/2015 art. 16 (B)`, with a mark when it is uncertain.
pub fn citation(cited: &Citation, lang: Lang) -> String {
    if cited.instrument == ASSUMED {
        return lang.pick("pengandaian, bukan hukum", "an assumption, not law").to_owned();
    }
    let mark =
        if cited.confidence.is_uncertain() { lang.pick(" – belum pasti", " – uncertain") } else { "" };
    format!("{} ({}{mark})", instrument(cited, lang), cited.confidence)
}

/// `PP 44/2015 Pasal 16`, `PP 44/2015 art. 16`
pub fn instrument(cited: &Citation, lang: Lang) -> &str {
    match lang {
        Lang::Id if !cited.in_indonesian.is_empty() => &cited.in_indonesian,
        Lang::Id | Lang::En => &cited.instrument,
    }
}

/// The same for an instrument that was kept by its name alone, such as with a decision.
pub fn named<'t>(tree: &'t Tree, instrument: &'t str, lang: Lang) -> &'t str {
    match lang {
        Lang::Id => crate::cite::in_indonesian(tree, instrument).unwrap_or(instrument),
        Lang::En => instrument,
    }
}

fn rounding(mode: base::Rounding, step: &base::Exact, lang: Lang) -> String {
    let step = number_text(step, lang);
    match lang {
        Lang::Id => format!("{} ke kelipatan {step}", mode_id(mode)),
        Lang::En => format!("rounded {mode} to {step}"),
    }
}

fn mode_id(mode: base::Rounding) -> &'static str {
    match mode {
        base::Rounding::HalfUp => "dibulatkan, setengah ke atas,",
        base::Rounding::HalfEven => "dibulatkan, setengah ke genap,",
        base::Rounding::HalfOdd => "dibulatkan, setengah ke ganjil,",
        base::Rounding::HalfDown => "dibulatkan, setengah ke bawah,",
        base::Rounding::Up => "dibulatkan ke atas",
        base::Rounding::Down => "dibulatkan ke bawah",
    }
}

/// Why there is no value, as a sentence.
pub fn stop(stop: &Stop, lang: Lang) -> String {
    match stop {
        Stop::Missing => lang.pick("ada fakta yang belum diketahui", "a fact is not known").to_owned(),
        Stop::Outside { words, .. } => lang.of(words).to_owned(),
    }
}
