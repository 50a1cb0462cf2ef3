//! Families: who is related to a person, from when to when.

use base::Day;
use rules::tree::Tree;

use super::{Finding, name_key};
use crate::id::PersonId;
use crate::refusal::Refusal;

/// Somebody related to a person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Relative {
    /// Whose relative.
    pub of: PersonId,
    /// The law's name of the relation: `spouse`, `son_or_daughter` …
    pub relation: String,
    /// The relative's name.
    pub name: String,
    /// The relative's date of birth, where it is known.
    pub birth_date: Option<Day>,
    /// The first day: of the marriage, of life, of adoption.
    pub from: Day,
    /// The first day it is no longer so: divorce, death.
    pub until: Option<Day>,
}

impl Relative {
    fn lasts(&self, from: Day, until: Option<Day>) -> bool {
        self.until.is_none_or(|end| from < end) && until.is_none_or(|end| self.from < end)
    }
}

/// The law's word for husband and wife.
const SPOUSE: &str = "spouse";

/// Adds a relative. A second marriage beside a first is a finding: it can be lawful, and has to be looked at.
pub fn add_relative(tree: &Tree, new: &Relative, family: &[Relative]) -> Result<Vec<Finding>, Refusal> {
    is_relation(tree, &new.relation)?;
    if !new.name.chars().any(char::is_alphabetic) {
        return Err(Refusal::new("name_missing", "nama belum diisi", "the name is missing"));
    }
    if new.until.is_some_and(|until| until <= new.from) {
        return Err(ends_first(new.from));
    }
    if let Some(birth) = new.birth_date.filter(|birth| *birth > new.from) {
        let id = format!("hubungan sejak {} mendahului tanggal lahir {birth}", new.from);
        let en = format!("related since {}, before the date of birth, {birth}", new.from);
        return Err(Refusal::new("relation_before_birth", id, en));
    }
    let mut together = family.iter().filter(|other| {
        other.of == new.of && other.relation == new.relation && other.lasts(new.from, new.until)
    });
    let same =
        |other: &Relative| name_key(&other.name) == name_key(&new.name) && other.birth_date == new.birth_date;
    if together.clone().any(same) {
        let (id, en) = ("anggota keluarga ini sudah tercatat", "this relative is written down already");
        return Err(Refusal::new("relative_known", id, en));
    }
    let beside = together.next().filter(|_| new.relation == SPOUSE);
    Ok(beside.map(|_| beside_another()).into_iter().collect())
}

/// Ends a relation on the first day it is no longer so.
pub fn end_relation(relative: &Relative, until: Day) -> Result<Relative, Refusal> {
    if until <= relative.from {
        return Err(ends_first(relative.from));
    }
    Ok(Relative { until: Some(until), ..relative.clone() })
}

fn is_relation(tree: &Tree, relation: &str) -> Result<(), Refusal> {
    let kind = tree.names.kinds.get("relation").map(|kind| &tree.kinds[*kind].options);
    match kind {
        Some(options) if !options.iter().any(|option| option == relation) => {
            let options = options.join(", ");
            let id = format!("hubungan `{relation}` bukan salah satu dari {options}");
            Err(Refusal::new(
                "relation_unknown",
                id,
                format!("the relation `{relation}` is not one of {options}"),
            ))
        }
        _ => Ok(()),
    }
}

fn ends_first(from: Day) -> Refusal {
    let id = format!("hubungan berakhir sebelum dimulai pada {from}");
    Refusal::new("relation_ends_first", id, format!("the relation ends before it begins on {from}"))
}

fn beside_another() -> Finding {
    let id = "sudah ada pasangan lain pada waktu yang sama; periksa buku nikah dan izin pengadilan";
    let en = "there is another spouse at the same time; look at the marriage book and the leave of the court";
    Finding::new("spouse_beside_another", id, en)
}
