//! Facts as they were given: read, then taken one by one.

use anyhow::{Result, bail};
use rules::facts::{FactFault, Facts};
use rules::render::Lang;
use rules::tree::{Fact, Tree};
use rules::value::Type;

use super::refused;
use crate::text::{self, fill};

/// One fact and what was given for it.
pub(super) struct GivenFact {
    pub(super) name: String,
    pub(super) value: Given,
}

/// A text, or the records of a list.
pub(super) enum Given {
    Text(String),
    Records(Vec<Record>),
}

/// Fields and their texts.
pub(super) type Record = Vec<(String, String)>;

/// Facts of the command line: `wage=10000000`; a list comes one record at a time.
pub(super) fn spoken(tree: &Tree, given: &[String], lang: Lang) -> Result<Vec<GivenFact>> {
    let mut facts: Vec<GivenFact> = Vec::new();
    for pair in given {
        let Some((name, text)) = pair.split_once('=') else {
            bail!("{}", fill(text::of(lang).not_a_pair, &[("text", pair)]));
        };
        let name = name.trim();
        let before = facts.iter_mut().find(|fact| fact.name == name);
        match before {
            Some(GivenFact { value: Given::Records(records), .. }) => records.extend(record(text)),
            Some(_) => bail!("{}", fill(text::of(lang).given_twice, &[("name", name)])),
            None => facts.push(GivenFact { name: name.to_owned(), value: value(tree, name, text) }),
        }
    }
    Ok(facts)
}

fn value(tree: &Tree, name: &str, text: &str) -> Given {
    let is_list = |at: &usize| matches!(tree.facts[*at].ty, Type::List(_));
    match tree.names.facts.get(name).filter(|at| is_list(at)) {
        Some(_) => Given::Records(record(text).into_iter().collect()),
        None => Given::Text(text.to_owned()),
    }
}

/// A record: `birth_date=2010-05-01 university_years=4`, or as the law's examples have it,
/// `birth_date 2010-05-01, university_years 4`; `none` is no record.
fn record(text: &str) -> Option<Record> {
    let text = text.trim();
    if text == "none" {
        return None;
    }
    if !text.contains('=') {
        let fields = text.split(',').map(|field| field.trim().split_once(' ').unwrap_or((field.trim(), "")));
        return Some(fields.map(|(field, text)| (field.to_owned(), text.trim().to_owned())).collect());
    }
    Some(fields(text))
}

/// A piece with `=` begins a field; any other belongs to the value before it, as in `50 %` or `1,000,000`.
fn fields(text: &str) -> Record {
    let mut record = Record::new();
    for word in text.split_whitespace() {
        for (at, piece) in word.split(',').enumerate() {
            match (piece.split_once('='), record.last_mut()) {
                (Some((field, value)), _) => record.push((field.to_owned(), value.to_owned())),
                (None, Some((_, value))) if !piece.is_empty() => {
                    value.push(if at == 0 { ' ' } else { ',' });
                    value.push_str(piece);
                }
                (None, None) if !piece.is_empty() => record.push((piece.to_owned(), String::new())),
                (None, _) => {}
            }
        }
    }
    record
}

/// The facts taken, and a message for each that cannot be.
pub(super) fn facts(tree: &Tree, given: Vec<GivenFact>, lang: Lang) -> (Facts, Vec<String>) {
    let mut facts = Facts::new(tree);
    let mut faults = Vec::new();
    for fact in given {
        if let Err(fault) = take(tree, &mut facts, &fact) {
            faults.push(refused::fact(tree, &fact.name, &fault, lang));
        }
    }
    (facts, faults)
}

/// The same for whoever sent them by name: each name that cannot be, with the words in both languages.
pub(super) fn sent(tree: &Tree, given: &[GivenFact]) -> Result<Facts, Vec<(String, [String; 2])>> {
    let mut facts = Facts::new(tree);
    let mut faults = Vec::new();
    for fact in given {
        if let Err(fault) = take(tree, &mut facts, fact) {
            let said = [Lang::Id, Lang::En].map(|lang| refused::fact(tree, &fact.name, &fault, lang));
            faults.push((fact.name.clone(), said));
        }
    }
    if faults.is_empty() { Ok(facts) } else { Err(faults) }
}

fn take(tree: &Tree, facts: &mut Facts, given: &GivenFact) -> Result<(), FactFault> {
    let declared = &tree.facts[rules::facts::find(tree, &given.name)?];
    match &given.value {
        Given::Text(text) => {
            whole(tree, declared, text)?;
            facts.set(tree, &given.name, text)
        }
        Given::Records(records) => {
            for (field, text) in records.iter().flatten() {
                field_of(tree, declared, field).map_or(Ok(()), |field| whole(tree, field, text))?;
            }
            facts.set_list(tree, &given.name, records)
        }
    }
}

fn field_of<'a>(tree: &'a Tree, list: &Fact, name: &str) -> Option<&'a Fact> {
    let Type::List(record) = list.ty else { return None };
    tree.records[record].fields.iter().find(|field| field.name == name)
}

/// `750.000` is three quarters of a million to one reader, seven hundred and fifty to another.
fn whole(tree: &Tree, fact: &Fact, text: &str) -> Result<(), FactFault> {
    let counted = fact.ty == Type::Count || (fact.ty == Type::Money && tree.jurisdiction.decimals == 0);
    if counted && text.contains('.') { Err(refused::point(&fact.name, text.trim())) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::record;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let record = record(text).unwrap_or_default();
        let pairs: Vec<_> = record.iter().map(|(field, value)| (field.as_str(), value.as_str())).collect();
        assert_eq!(pairs, expected);
    }

    #[test]
    fn records_are_read_in_both_forms() {
        check(
            "birth_date=2010-05-01 university_years=4",
            &[("birth_date", "2010-05-01"), ("university_years", "4")],
        );
        check(
            "birth_date=2010-05-01,university_years=4",
            &[("birth_date", "2010-05-01"), ("university_years", "4")],
        );
        check(
            "birth_date 2010-05-01, university_years 4",
            &[("birth_date", "2010-05-01"), ("university_years", "4")],
        );
        check("cost=1,000,000, date=2026-01-01", &[("cost", "1,000,000"), ("date", "2026-01-01")]);
        check("part=one_ear function_lost=50 %", &[("part", "one_ear"), ("function_lost", "50 %")]);
        check("birth_date", &[("birth_date", "")]);
        check("none", &[]);
    }
}
