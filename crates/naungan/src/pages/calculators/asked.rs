//! What a calculator asks: a field for each fact of the law that the answer rests on, and what was filled in.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use base::Day;
use rules::facts::{FactFault, Facts};
use rules::render::{self, Lang};
use rules::tree::{Fact, Tree};
use rules::value::Type;
use serde::Serialize;

use super::Wanted;
use crate::describe::describe;
use crate::pages::prose::capital;
use crate::pages::texts;
use crate::serve::form::Form;

/// A list on a page is never longer; a longer one is for the command line.
const RECORDS_MAX: usize = 24;
/// More of what was typed is not kept.
const TYPED_CHARS_MAX: usize = 200;

/// A case as it was filled in.
pub(super) struct Sheet<'a> {
    pub(super) tree: &'a Tree,
    pub(super) lang: Lang,
    pub(super) wanted: Wanted,
    /// The facts that may be asked for.
    may: Vec<usize>,
    pub(super) facts: Facts,
    /// What was typed, by the field's name.
    typed: Vec<(String, String)>,
    pub(super) errors: Vec<Wrong>,
    /// Whether anything was sent at all.
    pub(super) is_sent: bool,
    /// Facts that the answer still lacks.
    pub(super) lacks: BTreeSet<usize>,
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Wrong {
    field: String,
    text: String,
}

#[cfg(test)]
impl Wrong {
    pub(super) fn field(&self) -> &str {
        &self.field
    }
}

/// A field of the form.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Field {
    name: String,
    label: String,
    /// `money`, `count`, `rate`, `date`, `month`, `choose` or `records`.
    kind: &'static str,
    value: String,
    hint: String,
    options: Vec<Choice>,
    /// Whether the case needs it.
    needed: bool,
    /// Whether nothing may be chosen.
    blank: bool,
    /// The records of a list, each with its fields.
    records: Vec<Vec<Field>>,
}

#[derive(Clone, Debug, Serialize)]
struct Choice {
    value: String,
    text: String,
}

impl<'a> Sheet<'a> {
    /// Reads what was sent; names that the answer does not rest on are left alone.
    pub(super) fn read(tree: &'a Tree, wanted: Wanted, query: &Form, lang: Lang) -> Self {
        let may = wanted.facts(tree);
        let cut = |text: &str| text.chars().take(TYPED_CHARS_MAX).collect::<String>();
        let typed: Vec<(String, String)> = query
            .fields()
            .filter(|(name, _)| may.iter().any(|at| is_of(name, &tree.facts[*at].name)))
            .map(|(name, value)| (name.to_owned(), cut(value.trim())))
            .collect();
        let is_sent = !typed.is_empty();
        let mut sheet = Sheet {
            tree,
            lang,
            wanted,
            may,
            facts: Facts::new(tree),
            typed,
            errors: Vec::new(),
            is_sent,
            lacks: BTreeSet::new(),
        };
        for at in sheet.may.clone() {
            sheet.take(at);
        }
        if let Wanted::Contribution(segment) = wanted {
            let name = &tree.jurisdiction.segments[segment].name;
            // The address names a segment of this law.
            let _ = sheet.facts.set(tree, "segment", name);
        }
        sheet
    }

    /// Takes one fact.
    fn take(&mut self, at: usize) {
        let fact = &self.tree.facts[at];
        if let Type::List(record) = fact.ty {
            self.take_records(fact, record);
            return;
        }
        let given = self.typed_of(&fact.name).to_owned();
        if given.is_empty() {
            return;
        }
        if let Err(fault) = self.facts.set(self.tree, &fact.name, &plain(&given, fact.ty)) {
            self.wrong(fact.name.clone(), fact.ty, &fault);
        }
    }

    /// Says what is wrong with a field, and what would do.
    fn wrong(&mut self, field: String, ty: Type, fault: &FactFault) {
        let key = format!("calc.write_{}", kind(ty));
        let problem = self.lang.of(&fault.words).replace('`', "\u{201d}");
        let text = format!("{problem}. {}", texts::said(self.lang, &key, &[]));
        self.errors.push(Wrong { field, text });
    }

    /// Takes a list: a record counts if a field is filled in that nothing is assumed of.
    fn take_records(&mut self, fact: &Fact, record: usize) {
        let fields = &self.tree.records[record].fields;
        let mut records = Vec::new();
        for number in 1..=RECORDS_MAX {
            let name = |field: &Fact| format!("{}-{number}-{}", fact.name, field.name);
            let is_given =
                fields.iter().any(|field| field.default.is_none() && !self.typed_of(&name(field)).is_empty());
            if !is_given {
                continue;
            }
            let filled = fields.iter().filter(|field| !self.typed_of(&name(field)).is_empty());
            let pairs: Vec<(String, String)> = filled
                .map(|field| (field.name.clone(), plain(self.typed_of(&name(field)), field.ty)))
                .collect();
            let mut alone = Facts::new(self.tree);
            match alone.set_list(self.tree, &fact.name, std::slice::from_ref(&pairs)) {
                Ok(()) => records.push(pairs),
                Err(fault) => {
                    let of = fault.name.rsplit('.').next().unwrap_or_default();
                    let known = fields.iter().find(|field| field.name == of).or(fields.first());
                    let field = known.map_or_else(|| fact.name.clone(), &name);
                    self.wrong(field, known.map_or(fact.ty, |field| field.ty), &fault);
                }
            }
        }
        if !records.is_empty()
            && let Err(fault) = self.facts.set_list(self.tree, &fact.name, &records)
        {
            self.wrong(fact.name.clone(), fact.ty, &fault);
        }
    }

    /// A case that nobody has filled in yet begins with today where a date chooses the law.
    pub(super) fn begin_with(&mut self, today: Day) {
        for at in rules::selectors(self.tree, self.wanted.items(self.tree)) {
            let fact = &self.tree.facts[at];
            let value = match fact.ty {
                Type::Month => today.month().to_string(),
                Type::Day => today.to_string(),
                _ => continue,
            };
            if self.may.contains(&at) && fact.default.is_none() {
                self.typed.push((fact.name.clone(), value));
                self.take(at);
            }
        }
    }

    /// Something the institution knows, unless the case says otherwise.
    pub(super) fn unless_given(&mut self, name: &str, value: &str) {
        let Some(at) = self.tree.names.facts.get(name).copied() else { return };
        if self.may.contains(&at) && self.typed_of(name).is_empty() {
            self.typed.push((name.to_owned(), value.to_owned()));
            self.take(at);
        }
    }

    /// Notes what the answer lacks; once something was sent, it is said beside the field.
    pub(super) fn lacking(&mut self, missing: &BTreeSet<usize>) {
        self.lacks.extend(missing);
        if !self.is_sent {
            return;
        }
        for at in missing {
            let name = &self.tree.facts[*at].name;
            if self.errors.iter().all(|wrong| !is_of(&wrong.field, name)) {
                let text = texts::said(
                    self.lang,
                    "calc.needed",
                    &[("means", self.lang.of(&self.tree.facts[*at].words))],
                );
                let field = match self.tree.facts[*at].ty {
                    Type::List(record) => {
                        format!("{name}-1-{}", self.tree.records[record].fields[0].name)
                    }
                    _ => name.clone(),
                };
                self.errors.push(Wrong { field, text });
            }
        }
    }

    pub(super) fn status(&self) -> StatusCode {
        if self.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
    }

    /// The form: what is needed for this case, and apart from it what is assumed unless it is said.
    pub(super) fn fields(&self) -> Fields {
        let mut fields = Fields { needed: Vec::new(), assumed: Vec::new(), is_open: false };
        for at in &self.may {
            let fact = &self.tree.facts[*at];
            // What was asked once stays on the page, filled in or not.
            let is_asked = self.typed.iter().any(|(name, _)| is_of(name, &fact.name));
            match &fact.default {
                None if is_asked || self.lacks.contains(at) => fields.needed.push(self.field(fact)),
                None => {}
                Some(_) => {
                    let is_wrong = self.errors.iter().any(|wrong| is_of(&wrong.field, &fact.name));
                    fields.is_open |= is_wrong || self.says_otherwise(*at);
                    fields.assumed.push(self.field(fact));
                }
            }
        }
        fields
    }

    fn field(&self, fact: &Fact) -> Field {
        let mut field = self.one(fact, fact.name.clone());
        if let Type::List(record) = fact.ty {
            let fields = &self.tree.records[record].fields;
            let last = (1..=RECORDS_MAX)
                .rev()
                .find(|number| {
                    let of = format!("{}-{number}-", fact.name);
                    self.typed.iter().any(|(name, text)| {
                        let is_needed =
                            fields.iter().any(|field| field.default.is_none() && name.ends_with(&field.name));
                        name.starts_with(&of) && is_needed && !text.is_empty()
                    })
                })
                .unwrap_or(0);
            field.records = (1..=(last + 1).min(RECORDS_MAX))
                .map(|number| {
                    let name = |of: &Fact| format!("{}-{number}-{}", fact.name, of.name);
                    let of_record = |of: &Fact| {
                        let one = self.one(of, name(of));
                        // A record that is left empty does not count.
                        Field { needed: one.needed && number <= last.max(usize::from(field.needed)), ..one }
                    };
                    fields.iter().map(of_record).collect()
                })
                .collect();
        }
        field
    }

    fn one(&self, fact: &Fact, name: String) -> Field {
        let described = describe(self.tree, fact, self.lang);
        let mut options: Vec<Choice> = described
            .options
            .iter()
            .map(|(value, text)| Choice { value: (*value).to_owned(), text: (*text).to_owned() })
            .collect();
        if fact.ty == Type::YesNo {
            options = [("yes", "calc.yes"), ("no", "calc.no")]
                .map(|(value, key)| Choice {
                    value: value.to_owned(),
                    text: texts::said(self.lang, key, &[]),
                })
                .to_vec();
        }
        let typed = self.typed_of(&name).to_owned();
        let value = match (&described.default, options.is_empty()) {
            (Some(default), false) if typed.is_empty() => default.clone(),
            _ => typed,
        };
        Field {
            label: capital(described.means),
            kind: kind(fact.ty),
            hint: self.hint(fact),
            value,
            options,
            needed: fact.default.is_none(),
            blank: fact.default.is_none(),
            records: Vec::new(),
            name,
        }
    }

    /// How it is written, and what is assumed without it.
    fn hint(&self, fact: &Fact) -> String {
        let how = match fact.ty {
            Type::Month => texts::said(self.lang, "calc.as_month", &[]),
            Type::Day => texts::said(self.lang, "calc.as_day", &[]),
            _ => String::new(),
        };
        let default =
            fact.default.as_ref().filter(|_| matches!(fact.ty, Type::Money | Type::Count | Type::Rate));
        match default {
            Some(value) => {
                let value = render::value(self.tree, value, fact.ty, self.lang);
                texts::said(self.lang, "calc.if_empty", &[("value", &value)])
            }
            None => how,
        }
    }

    /// Whether the case says something else than what is assumed.
    fn says_otherwise(&self, at: usize) -> bool {
        self.facts.get(at).is_some_and(|value| self.tree.facts[at].default.as_ref() != Some(value))
    }

    fn typed_of(&self, name: &str) -> &str {
        self.typed.iter().find(|(known, _)| known == name).map_or("", |(_, text)| text.as_str())
    }
}

/// The fields of a form, in two groups.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Fields {
    needed: Vec<Field>,
    assumed: Vec<Field>,
    /// Whether something in the second group was said, or is wrong.
    is_open: bool,
}

/// Whether a field is a fact's own, or stands in one of its records.
fn is_of(field: &str, fact: &str) -> bool {
    field.strip_prefix(fact).is_some_and(|rest| {
        rest.is_empty()
            || rest.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    })
}

fn kind(ty: Type) -> &'static str {
    match ty {
        Type::Money => "money",
        Type::Count => "count",
        Type::Rate => "rate",
        Type::Day => "date",
        Type::Month => "month",
        Type::YesNo | Type::Kind(_) => "choose",
        Type::List(_) => "records",
    }
}

/// An amount as people of either language write it: `Rp 5.000.000`, `5,000,000`.
fn plain(given: &str, ty: Type) -> String {
    if !matches!(ty, Type::Money | Type::Count) {
        return given.to_owned();
    }
    let digits = given.trim().trim_start_matches("Rp").trim_start_matches('.').trim();
    let parts: Vec<&str> = digits.split(['.', ',', ' ', '\u{a0}', '_']).collect();
    let is_grouped = parts.len() > 1
        && (1..=3).contains(&parts[0].len())
        && parts[1..].iter().all(|part| part.len() == 3)
        && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    if is_grouped { parts.concat() } else { digits.to_owned() }
}
