//! Which columns a wage report may have, and what its cells say in the law's notation.

use base::id::Sex;
use base::{Day, Month, Nik};
use rules::tree::Tree;
use rules::value::Type;
use scheme::law::SegmentLaw;

use super::row::Row;
use crate::assess;
use crate::payroll::{Batch, Field, FieldKind, Payroll, Refusal};

/// The fields, and what each is.
pub(crate) struct Columns {
    pub(crate) fields: Vec<Field>,
    roles: Vec<Role>,
}

#[derive(Clone, Copy)]
enum Role {
    Sex,
    Birth,
    Start,
    /// A fact that what is owed rests on.
    Fact(usize),
}

const BIRTH: &str = "birth_date";
const START: &str = "start_date";
const SEX: &str = "sex";

impl Columns {
    /// Facts that what is owed in the segment rests on, and what new hires are registered with.
    pub(crate) fn of(tree: &Tree, segment: &SegmentLaw) -> Columns {
        let (fields, facts) = assess::fields(tree);
        let owed: Vec<&str> = segment.fact_names(tree).collect();
        let mut columns = Columns { fields: Vec::new(), roles: Vec::new() };
        for (field, fact) in fields.into_iter().zip(facts) {
            let role = match field.name.as_str() {
                BIRTH => Role::Birth,
                START => Role::Start,
                SEX => continue,
                name if owed.contains(&name) => Role::Fact(fact),
                _ => continue,
            };
            columns.add(field, role);
        }
        let sexes = [("female", 0), ("perempuan", 0), ("wanita", 0), ("p", 0), ("f", 0)].into_iter();
        let sexes = sexes.chain([("male", 1), ("laki-laki", 1), ("pria", 1), ("l", 1), ("m", 1)]);
        let sexes = FieldKind::Options(sexes.map(|(word, code)| (word.to_owned(), code)).collect());
        columns.add_missing(SEX, sexes, Role::Sex);
        columns.add_missing(BIRTH, FieldKind::Date, Role::Birth);
        columns.add_missing(START, FieldKind::Date, Role::Start);
        columns
    }

    fn add(&mut self, field: Field, role: Role) {
        self.fields.push(field);
        self.roles.push(role);
    }

    fn add_missing(&mut self, name: &str, kind: FieldKind, role: Role) {
        if self.fields.iter().all(|field| field.name != name) {
            self.add(Field { name: name.to_owned(), kind, headings: Vec::new(), required: false }, role);
        }
    }

    /// Whether a column of the name says an amount.
    pub(crate) fn has_amount(&self, name: &str) -> bool {
        self.fields.iter().any(|field| field.name == name && matches!(field.kind, FieldKind::Money { .. }))
    }

    /// Opens a report. One without any amount, where what is owed rests on one, changes nobody's
    /// contribution: it is refused with the columns it needs.
    pub(crate) fn open(
        &self,
        open: impl Fn(&[Field]) -> Result<Payroll, Refusal>,
        needed: &[String],
    ) -> Result<Payroll, Refusal> {
        let payroll = open(&self.fields)?;
        let is_amount = |field: &Field| matches!(field.kind, FieldKind::Money { .. });
        let mut amounts = self.fields.iter().enumerate().filter(|(_, field)| is_amount(field));
        if needed.is_empty() || amounts.any(|(at, _)| payroll.has(at)) {
            return Ok(payroll);
        }
        let required = |field: &Field| is_amount(field) && needed.contains(&field.name);
        let fields = self.fields.iter().map(|field| Field { required: required(field), ..field.clone() });
        open(&fields.collect::<Vec<_>>())
    }

    /// A row of a batch.
    pub(crate) fn row(&self, tree: &Tree, batch: &Batch, at: usize) -> Row {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let mut row = Row {
            line: batch.lines()[at],
            nik: Nik::from_number(batch.niks()[at]).ok(),
            name: text(batch.name(at)),
            kpj: text(batch.kpj(at)).parse().ok(),
            npp: text(batch.npp(at)),
            birth: None,
            sex: None,
            start: None,
            facts: Vec::new(),
        };
        for (field, role) in self.roles.iter().enumerate().filter(|(field, _)| batch.present(*field)[at]) {
            let value = batch.values(field)[at];
            match role {
                Role::Sex => row.sex = Some(if value == 0 { Sex::Female } else { Sex::Male }),
                Role::Birth => row.birth = day(value),
                Role::Start => row.start = day(value),
                Role::Fact(fact) => {
                    let fact = &tree.facts[*fact];
                    if let Some(said) = said(tree, fact.ty, value) {
                        row.facts.push((fact.name.clone(), said));
                    }
                }
            }
        }
        row
    }
}

fn day(value: i64) -> Option<Day> {
    Day::from_epoch_days(i32::try_from(value).ok()?)
}

/// A cell's number as the law writes it.
fn said(tree: &Tree, ty: Type, value: i64) -> Option<String> {
    Some(match ty {
        Type::YesNo => if value == 0 { "no" } else { "yes" }.to_owned(),
        Type::Day => day(value)?.to_string(),
        Type::Month => Month::from_index(i32::try_from(value).ok()?)?.to_string(),
        Type::Kind(_) => tree.options(ty).get(usize::try_from(value).ok()?)?.clone(),
        _ => value.to_string(),
    })
}
