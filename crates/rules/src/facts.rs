//! What is known about one person: named values, checked when they come in.

use std::sync::Arc;

use base::Exact;

use crate::check::{near, smallest};
use crate::tree::{Fact, Tree, Words};
use crate::value::{self, Entry, Type, Value};

/// Facts by index; absent ones are asked for only when a rule needs them.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    values: Vec<Option<Value>>,
}

/// A fact that cannot be taken, in both languages: which one, what is wrong, what would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactFault {
    /// The name given.
    pub name: String,
    /// What is wrong and what would do.
    pub words: Words,
}

impl Facts {
    /// No facts yet.
    pub fn new(tree: &Tree) -> Self {
        Self { values: vec![None; tree.facts.len()] }
    }

    /// A fact by index.
    pub fn get(&self, fact: usize) -> Option<&Value> {
        self.values[fact].as_ref()
    }

    /// Puts a value that is known to fit, such as one of a column.
    pub fn put(&mut self, fact: usize, value: Option<Value>) {
        self.values[fact] = value;
    }

    /// Takes a fact as people write it: `wage`, `10_000_000`.
    pub fn set(&mut self, tree: &Tree, name: &str, text: &str) -> Result<(), FactFault> {
        let at = find(tree, name)?;
        let fact = &tree.facts[at];
        if let Type::List(record) = fact.ty {
            return self.add(tree, at, record, text);
        }
        self.values[at] = Some(read(tree, fact, text)?);
        Ok(())
    }

    /// Adds a record: `birth_date 2001-05-01, university_years 4`; `none` makes the list empty.
    fn add(&mut self, tree: &Tree, at: usize, record: usize, text: &str) -> Result<(), FactFault> {
        let name = &tree.facts[at].name;
        let mut list = match &self.values[at] {
            Some(Value::List(list)) => list.as_ref().clone(),
            _ => Vec::new(),
        };
        if text.trim() != "none" {
            let pairs = text
                .split(',')
                .map(|field| field.trim().split_once([' ', '=', ':']).unwrap_or((field.trim(), "")));
            list.push(entry(tree, name, record, pairs)?);
        }
        if list.len() > base::limit::LIST_RECORDS_MAX {
            return Err(fault(name, "terlalu banyak baris", "too many records"));
        }
        self.values[at] = Some(Value::List(Arc::new(list)));
        Ok(())
    }

    /// Takes a whole list of records, each as pairs of field and text.
    pub fn set_list(
        &mut self,
        tree: &Tree,
        name: &str,
        records: &[Vec<(String, String)>],
    ) -> Result<(), FactFault> {
        let at = find(tree, name)?;
        let Type::List(record) = tree.facts[at].ty else {
            return Err(fault(name, "bukan daftar", "not a list"));
        };
        if records.len() > base::limit::LIST_RECORDS_MAX {
            return Err(fault(name, "terlalu banyak baris", "too many records"));
        }
        let list = records
            .iter()
            .map(|fields| {
                entry(tree, name, record, fields.iter().map(|(field, text)| (field.as_str(), text.as_str())))
            })
            .collect::<Result<Vec<_>, _>>()?;
        self.values[at] = Some(Value::List(Arc::new(list)));
        Ok(())
    }
}

/// Index of a fact by name; a name that is not known is answered with the nearest that is.
pub fn find(tree: &Tree, name: &str) -> Result<usize, FactFault> {
    tree.names.facts.get(name).copied().ok_or_else(|| {
        let names = tree.facts.iter().map(|fact| fact.name.as_str());
        let part = |known: &&str| known.contains(name) || name.contains(known);
        let near = near(name, names.clone()).or_else(|| names.filter(part).min_by_key(|known| known.len()));
        let hint = |words: &str| near.map(|near| format!("; {words} `{near}`?")).unwrap_or_default();
        fault(
            name,
            &format!("tidak ada fakta dengan nama ini{} (lihat `naungan law facts`)", hint("maksudnya")),
            &format!("there is no fact of this name{} (see `naungan law facts`)", hint("did you mean")),
        )
    })
}

fn fault(name: &str, id: &str, en: &str) -> FactFault {
    FactFault { name: name.to_owned(), words: Words { id: id.to_owned(), en: en.to_owned() } }
}

fn entry<'a>(
    tree: &Tree,
    list: &str,
    record: usize,
    fields: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<Entry, FactFault> {
    let record = &tree.records[record];
    let mut entry: Entry = record.fields.iter().map(|field| field.default.clone()).collect();
    for (name, text) in fields {
        let Some(at) = record.fields.iter().position(|field| field.name == name) else {
            let known = record.fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>().join(", ");
            return Err(fault(
                &format!("{list}.{name}"),
                &format!("tidak dikenal; yang ada: {known}"),
                &format!("not known; the fields are {known}"),
            ));
        };
        entry[at] = Some(read(tree, &record.fields[at], text)?);
    }
    Ok(entry)
}

/// A value within its limits: money in whole coins, counts whole.
fn read(tree: &Tree, fact: &Fact, text: &str) -> Result<Value, FactFault> {
    let value = value::parse(text, fact.ty, tree.options(fact.ty)).map_err(|problem| {
        let id = format!("`{}` tidak dapat dibaca sebagai {}", text.trim(), type_words(tree, fact.ty).id);
        fault(&fact.name, &id, &problem)
    })?;
    let Some(number) = value.number() else { return Ok(value) };
    let step = if fact.ty == Type::Money { smallest(tree) } else { Exact::one() };
    let whole = fact.ty == Type::Rate || number.checked_div(&step).is_some_and(|parts| parts.is_whole());
    if !whole {
        return Err(fault(
            &fact.name,
            &format!("`{}` harus bilangan bulat", text.trim()),
            &format!("`{}` has to be whole", text.trim()),
        ));
    }
    within(fact, number, text)?;
    Ok(value)
}

fn within(fact: &Fact, number: &Exact, text: &str) -> Result<(), FactFault> {
    let Some((least, most)) = &fact.limits else { return Ok(()) };
    if number >= least && number <= most {
        return Ok(());
    }
    let text = text.trim();
    Err(fault(
        &fact.name,
        &format!("`{text}` di luar batas {least} sampai {most}"),
        &format!("`{text}` is outside the limits {least} to {most}"),
    ))
}

/// What a type is called.
pub fn type_words(tree: &Tree, ty: Type) -> Words {
    let (id, en) = match ty {
        Type::Money => ("jumlah uang".to_owned(), "an amount of money".to_owned()),
        Type::Rate => ("persentase".to_owned(), "a rate in percent".to_owned()),
        Type::Count => ("bilangan bulat".to_owned(), "a whole number".to_owned()),
        Type::YesNo => ("ya atau tidak".to_owned(), "yes or no".to_owned()),
        Type::Day => ("tanggal, seperti 2026-02-17".to_owned(), "a day, such as 2026-02-17".to_owned()),
        Type::Month => ("bulan, seperti 2026-02".to_owned(), "a month, such as 2026-02".to_owned()),
        Type::Kind(kind) => {
            let options = tree.kinds[kind].options.join(", ");
            (format!("salah satu dari {options}"), format!("one of {options}"))
        }
        Type::List(record) => {
            let name = &tree.records[record].name;
            (format!("daftar {name}"), format!("a list of {name}"))
        }
    };
    Words { id, en }
}
