//! From what the law's reader answers to what goes over the wire.

use std::collections::BTreeSet;

use base::Exact;
use rules::reason::{Reason, ReasonKind, RuleReason, Stop};
use rules::render::{self, Lang};
use rules::tree::{Clause, Target, Tree};
use rules::value::{Type, Value};
use rules::{LawPack, SourceFile, Span};
use serde_json::{Map, Value as Json, json};

use super::{Asked, Choice, Citation, Doubt, Fact, Kind, Law, Obstacle, Rule, Standing, Why};
use crate::answer::{self, Part, doubts, stops};
use crate::describe::{Described, describe};
use crate::notation;
use crate::page::Page;
use crate::question;

/// What was asked, with the facts as they were taken.
pub(crate) fn asked(question: &str, pack: &LawPack, asked: &question::Asked<'_>) -> Asked {
    let tree = asked.tree.as_ref();
    let facts = tree.facts.iter().enumerate().filter_map(|(at, fact)| {
        let value = asked.facts.get(at)?;
        Some((fact.name.clone(), self::value(tree, value, fact.ty)))
    });
    Asked {
        question: question.to_owned(),
        law: law(pack),
        facts: facts.collect(),
        set_by_on: asked.dated.iter().map(|at| tree.facts[*at].name.clone()).collect(),
        assumptions: asked.assumed.clone(),
    }
}

/// Which law answered.
pub(crate) fn law(pack: &LawPack) -> Law {
    Law { jurisdiction: pack.tree().jurisdiction.code.clone(), fingerprint: pack.fingerprint().to_owned() }
}

/// A value: amounts and counts as numbers, rates and what is not whole as text, dates in ISO 8601, options by
/// name.
pub(crate) fn value(tree: &Tree, value: &Value, ty: Type) -> Json {
    match (value, ty) {
        (Value::Number(number), Type::Money | Type::Count) => amount(number),
        (Value::Number(number), _) => {
            Json::from(format!("{} %", notation::exact(&(number * &Exact::from(100)))))
        }
        (Value::YesNo(yes), _) => Json::from(*yes),
        (Value::List(records), Type::List(record)) => {
            let fields = &tree.records[record].fields;
            let one = |entry: &Vec<Option<Value>>| -> Json {
                let known = fields.iter().zip(entry).filter_map(|(field, given)| {
                    Some((field.name.clone(), self::value(tree, given.as_ref()?, field.ty)))
                });
                Json::Object(known.collect::<Map<_, _>>())
            };
            records.iter().map(one).collect()
        }
        _ => Json::from(notation::value(tree, value, ty)),
    }
}

/// A whole number as a number, any other as text, so that no reader rounds it.
pub(crate) fn amount(number: &Exact) -> Json {
    number.to_i64().map_or_else(|| json!(notation::exact(number)), Json::from)
}

/// A value in words.
pub(crate) fn text_of(page: &Page<'_>, value: &Value, ty: Type) -> String {
    render::value(page.tree, value, ty, page.lang)
}

/// A citation.
pub(crate) fn cited(citation: &base::Citation, lang: Lang) -> Citation {
    Citation {
        instrument: render::instrument(citation, lang).to_owned(),
        checked: citation.checked.to_string(),
        confidence: citation.confidence.letter(),
        uncertain: citation.confidence.is_uncertain(),
    }
}

/// A tree of reasons.
pub(crate) fn why(page: &Page<'_>, reason: &Reason) -> Why {
    Why {
        kind: kind(page, reason),
        value: value(page.tree, &reason.value, reason.ty),
        text: text_of(page, &reason.value, reason.ty),
        because: reason.children.iter().map(|child| why(page, child)).collect(),
    }
}

fn kind(page: &Page<'_>, reason: &Reason) -> Kind {
    let (tree, lang) = (page.tree, page.lang);
    match &reason.kind {
        ReasonKind::Rule(rule) => applied(page, rule),
        ReasonKind::Fact(at, default) => {
            let fact = &tree.facts[*at];
            Kind::Fact { name: fact.name.clone(), means: lang.of(&fact.words).to_owned(), given: !default }
        }
        ReasonKind::Field { record, field, number } => {
            let record = &tree.records[*record];
            let field = &record.fields[*field];
            let means = lang.of(&field.words).to_owned();
            Kind::Field { record: record.name.clone(), number: *number, name: field.name.clone(), means }
        }
        ReasonKind::Cell { table, keys, citation, doubt, span } => {
            let table = &tree.tables[*table];
            let keys = keys.iter().zip(&table.keys).map(|(key, (kind, _))| notation::key_of(tree, key, kind));
            Kind::Cell {
                table: table.name.clone(),
                means: lang.of(&table.words).to_owned(),
                keys: keys.collect(),
                place: place(page.files, *span),
                citation: cited(citation, lang),
                doubt: doubt.as_ref().map(|doubt| lang.of(doubt).to_owned()),
            }
        }
        ReasonKind::Rounded { mode, step, exact } => {
            Kind::Rounded { how: mode.to_string(), to: notation::exact(step), exact: notation::exact(exact) }
        }
        ReasonKind::Calendar(citation) => Kind::Calendar { citation: cited(citation, lang) },
        ReasonKind::Again(item, _) => {
            let target = &tree.items[*item].target;
            Kind::Again { name: notation::target(tree, target), means: render::name(tree, target, lang) }
        }
    }
}

fn applied(page: &Page<'_>, rule: &RuleReason) -> Kind {
    let target = &page.tree.items[rule.item].target;
    Kind::Rule {
        name: notation::target(page.tree, target),
        means: render::name(page.tree, target, page.lang),
        provision: page.tree.provisions[rule.provision].path.clone(),
        place: place(page.files, rule.span),
        law: rule.span.text(page.files).trim_end().to_owned(),
        since: rule.from.map(|from| from.to_string()),
        citation: cited(&rule.citation, page.lang),
        exception: rule.exception,
        payment: rule.payment,
        doubts: rule.doubts.iter().map(|doubt| page.lang.of(doubt).to_owned()).collect(),
    }
}

fn place(files: &[SourceFile], span: Span) -> String {
    stops::at(files, span)
}

/// A fact of the vocabulary.
pub(crate) fn described(fact: &Described<'_>) -> Fact {
    let choice =
        |(name, means): &(&str, &str)| Choice { name: (*name).to_owned(), means: (*means).to_owned() };
    Fact {
        name: fact.name.to_owned(),
        means: fact.means.to_owned(),
        ty: fact.ty.clone(),
        options: fact.options.iter().map(choice).collect(),
        fields: fact.fields.iter().map(described).collect(),
        limits: fact.limits.clone().map(|(least, most)| [least, most]),
        default: fact.default.clone(),
        source: fact.source.to_owned(),
        example: fact.example.clone(),
    }
}

/// A rule as the law's files have it.
pub(crate) fn rule(page: &Page<'_>, target: &Target, clause: &Clause) -> Rule {
    Rule {
        target: notation::target(page.tree, target),
        holds: notation::validity(page.tree, clause),
        law: clause.span.text(page.files).trim_end().to_owned(),
        citation: cited(&clause.citation, page.lang),
        doubts: clause.doubts.iter().map(|doubt| page.lang.of(doubt).to_owned()).collect(),
    }
}

/// What stands in the way of an answer of these parts, or makes it uncertain.
pub(crate) fn standing(
    page: &Page<'_>,
    parts: &[Part<'_>],
    missing: &BTreeSet<usize>,
    stops: &[(usize, Stop)],
) -> Standing {
    let described_at = |at: &usize| described(&describe(page.tree, &page.tree.facts[*at], page.lang));
    let doubt = |it: doubts::Doubt| Doubt { about: it.about, why: it.why, touches: it.touches };
    let obstacle = |it: stops::Obstacle| Obstacle { says: it.says, place: it.place, parts: it.parts };
    Standing {
        complete: answer::is_whole(missing, stops),
        uncertain: doubts::gather(page.tree, parts, page.lang).into_iter().map(doubt).collect(),
        missing: missing.iter().map(described_at).collect(),
        outside: stops::gather(page, stops).into_iter().map(obstacle).collect(),
    }
}
