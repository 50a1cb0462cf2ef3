//! A tree of reasons as indented text.

use base::Citation;

use super::{Lang, day_text, number_text, value};
use crate::reason::{Reason, ReasonKind, RuleReason, Stop};
use crate::source::SourceFile;
use crate::tree::{Target, Tree};
use crate::value::{Type, Value};

/// The reasons of a value, each level indented by two spaces below the one that rests on it.
pub fn reason(tree: &Tree, files: &[SourceFile], reason: &Reason, lang: Lang) -> String {
    let mut text = String::new();
    write(tree, files, reason, lang, 0, &mut text);
    text
}

fn write(tree: &Tree, files: &[SourceFile], reason: &Reason, lang: Lang, depth: usize, text: &mut String) {
    for line in lines(tree, files, reason, lang) {
        text.push_str(&"  ".repeat(depth));
        text.push_str(&line);
        text.push('\n');
    }
    for child in &reason.children {
        write(tree, files, child, lang, depth + 1, text);
    }
}

fn lines(tree: &Tree, files: &[SourceFile], reason: &Reason, lang: Lang) -> Vec<String> {
    let shown = value(tree, &reason.value, reason.ty, lang);
    match &reason.kind {
        ReasonKind::Rule(rule) => self::rule(tree, files, rule, &shown, lang),
        ReasonKind::Fact(at, default) => {
            let fact = &tree.facts[*at];
            let assumed = if *default { lang.pick(" (anggapan)", " (assumed)") } else { "" };
            vec![format!("{}: {shown}{assumed}", lang.of(&fact.words))]
        }
        ReasonKind::Field { record, field, number } => {
            let record = &tree.records[*record];
            vec![format!("{} {number}, {}: {shown}", record.name, lang.of(&record.fields[*field].words))]
        }
        ReasonKind::Cell { table, keys, citation: cited, doubt, .. } => {
            let table = &tree.tables[*table];
            let keys = keys_text(tree, table, keys, lang);
            let mut lines = vec![format!("{}{keys}: {shown} · {}", lang.of(&table.words), citation(cited, lang))];
            lines.extend(doubt.iter().map(|doubt| self::doubt(lang.of(doubt), lang)));
            lines
        }
        ReasonKind::Rounded { mode, step, exact } => {
            let exact = value(tree, &Value::Number(exact.clone()), reason.ty, lang);
            let how = match lang {
                Lang::Id => format!("{} ke kelipatan {}", mode_id(*mode), number_text(step, lang)),
                Lang::En => format!("rounded {mode} to {}", number_text(step, lang)),
            };
            vec![format!("{exact} → {shown} ({how})")]
        }
        ReasonKind::Calendar(cited) => {
            let what = lang.pick("kalender hari kerja", "calendar of working days");
            vec![format!("{what}: {shown} · {}", citation(cited, lang))]
        }
        ReasonKind::Again(at) => {
            let above = lang.pick("dihitung di atas", "worked out above");
            vec![format!("{}: {shown} ({above})", lang.of(&tree.items[*at].words))]
        }
    }
}

fn rule(tree: &Tree, files: &[SourceFile], rule: &RuleReason, shown: &str, lang: Lang) -> Vec<String> {
    let item = &tree.items[rule.item];
    let payment = rule.payment.map(|number| match lang {
        Lang::Id => format!(", pembayaran {number}"),
        Lang::En => format!(", payment {number}"),
    });
    let exception = if rule.exception { lang.pick(" · pengecualian", " · exception") } else { "" };
    let name = name(tree, &item.target, lang);
    let mut lines = vec![format!("{name}{}: {shown}{exception}", payment.unwrap_or_default())];
    let since = rule.from.map(|from| match lang {
        Lang::Id => format!(", berlaku sejak {}", day_text(from, lang)),
        Lang::En => format!(", in force since {}", day_text(from, lang)),
    });
    lines.push(format!("  {}{}", citation(&rule.citation, lang), since.unwrap_or_default()));
    lines.extend(statement(rule.span.text(files)).into_iter().map(|line| format!("  │ {line}")));
    lines.extend(rule.doubts.iter().map(|doubt| format!("  {}", self::doubt(lang.of(doubt), lang))));
    lines
}

/// The lines of a statement, as they stand in the law.
fn statement(text: &str) -> Vec<String> {
    text.lines().map(|line| line.trim_end().to_owned()).filter(|line| !line.is_empty()).collect()
}

fn doubt(text: &str, lang: Lang) -> String {
    format!("? {}: {text}", lang.pick("keraguan", "doubt"))
}

/// What a target is called.
pub(crate) fn name(tree: &Tree, target: &Target, lang: Lang) -> String {
    let land = &tree.jurisdiction;
    match target {
        Target::Line { programme, payer, .. } => {
            let by = lang.pick("dibayar", "paid by");
            format!("{}, {by} {}", lang.of(&land.programmes[*programme].words), lang.of(&land.payers[*payer].words))
        }
        Target::Move { programme, fund, .. } => {
            let to = lang.pick("dialihkan ke", "moved to");
            format!("{} {to} {}", lang.of(&land.funds[*fund].words), lang.of(&land.programmes[*programme].words))
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

fn keys_text(tree: &Tree, table: &crate::tree::Table, keys: &[Value], lang: Lang) -> String {
    if keys.is_empty() {
        return String::new();
    }
    let shown: Vec<String> = keys
        .iter()
        .zip(&table.keys)
        .map(|(key, (kind, _))| match kind {
            crate::tree::KeyKind::Kind(kind) => value(tree, key, Type::Kind(*kind), lang),
            _ => match key {
                // A year is a number that people do not group.
                Value::Number(number) if number.to_string().len() == 4 => number.to_string(),
                _ => value(tree, key, Type::Count, lang),
            },
        })
        .collect();
    format!(" [{}]", shown.join(", "))
}

/// `PP 44/2015 art. 16 (B)`, with a mark when it is uncertain.
pub fn citation(cited: &Citation, lang: Lang) -> String {
    let uncertain = if cited.confidence.is_uncertain() {
        lang.pick(" – belum pasti", " – uncertain")
    } else {
        ""
    };
    format!("{} ({}{uncertain})", cited.instrument, cited.confidence)
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
