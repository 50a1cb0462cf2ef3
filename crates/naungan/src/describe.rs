//! What a fact is, said to whoever has to give it.

use base::Exact;
use rules::facts::type_words;
use rules::render::{self, Lang};
use rules::tree::{Fact, Tree};
use rules::value::{Type, Value};

use crate::notation;

/// A fact in the reader's language.
pub(crate) struct Described<'a> {
    pub(crate) name: &'a str,
    pub(crate) means: &'a str,
    /// The type as `facts.md` names it.
    pub(crate) ty: String,
    /// The type in words.
    pub(crate) form: String,
    /// Options with their meaning.
    pub(crate) options: Vec<(&'a str, &'a str)>,
    /// Fields of a list's records.
    pub(crate) fields: Vec<Described<'a>>,
    pub(crate) limits: Option<(String, String)>,
    /// As the law's files write it.
    pub(crate) default: Option<String>,
    pub(crate) source: &'a str,
    /// How to give it on the command line.
    pub(crate) example: String,
}

/// Describes a fact, or a field of a record.
pub(crate) fn describe<'a>(tree: &'a Tree, fact: &'a Fact, lang: Lang) -> Described<'a> {
    let shown = |number: &Exact| render::value(tree, &Value::Number(number.clone()), fact.ty, lang);
    Described {
        name: &fact.name,
        means: lang.of(&fact.words),
        ty: notation::type_name(tree, fact.ty),
        form: lang.of(&form(tree, fact.ty)).to_owned(),
        options: options(tree, fact.ty, lang),
        fields: fields(tree, fact.ty).iter().map(|field| describe(tree, field, lang)).collect(),
        limits: fact.limits.as_ref().map(|(least, most)| (shown(least), shown(most))),
        default: fact.default.as_ref().map(|value| notation::value(tree, value, fact.ty)),
        source: &fact.source,
        example: format!("{}={}", fact.name, example(tree, fact, lang)),
    }
}

/// The type in words; the options of a kind are told apart from it.
fn form(tree: &Tree, ty: Type) -> rules::tree::Words {
    match ty {
        Type::Kind(_) => {
            rules::tree::Words { id: "salah satu pilihan".into(), en: "one of the options".into() }
        }
        _ => type_words(tree, ty),
    }
}

fn options(tree: &Tree, ty: Type, lang: Lang) -> Vec<(&str, &str)> {
    let Type::Kind(kind) = ty else { return Vec::new() };
    let kind = &tree.kinds[kind];
    kind.options.iter().zip(&kind.words).map(|(option, words)| (option.as_str(), lang.of(words))).collect()
}

fn fields(tree: &Tree, ty: Type) -> &[Fact] {
    if let Type::List(record) = ty { &tree.records[record].fields } else { &[] }
}

/// A value that would be taken.
fn example(tree: &Tree, fact: &Fact, lang: Lang) -> String {
    match fact.ty {
        Type::Money => notation::grouped(&within(fact, 5_000_000)),
        Type::Count => notation::grouped(&within(fact, 12)),
        Type::Rate => "50%".to_owned(),
        Type::YesNo => lang.pick("ya", "yes").to_owned(),
        Type::Day => "2026-02-17".to_owned(),
        Type::Month => "2026-02".to_owned(),
        Type::Kind(kind) => tree.kinds[kind].options[0].clone(),
        Type::List(record) => format!("'{}'", record_example(tree, record, lang)),
    }
}

/// The fields that a record cannot do without, or else its first.
fn record_example(tree: &Tree, record: usize, lang: Lang) -> String {
    let fields = &tree.records[record].fields;
    let needed: Vec<&Fact> = fields.iter().filter(|field| field.default.is_none()).collect();
    let shown = if needed.is_empty() { fields.iter().take(1).collect() } else { needed };
    let pairs = shown.into_iter().map(|field| format!("{}={}", field.name, example(tree, field, lang)));
    pairs.collect::<Vec<_>>().join(" ")
}

fn within(fact: &Fact, usual: i64) -> Exact {
    let usual = Exact::from(usual);
    match &fact.limits {
        Some((least, most)) => usual.max(least.clone()).min(most.clone()),
        None => usual,
    }
}
