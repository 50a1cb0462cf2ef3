//! Rows of an uploaded report as they are kept, sealed: what each says, and what is wrong with it.

use anyhow::{Context, Result};
use base::id::Sex;
use rules::tree::Words;
use serde::{Deserialize, Serialize};
use store::queries::uploads::{self, row_context};

use super::row::Row;
use crate::actions::register_person::RegisterPerson;
use crate::office::Desk;
use crate::payroll::{Lang, Reject};
use crate::registry::people;

/// What a row says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// Where it stands in the file; 0 for who is missing from it.
    pub(crate) line: u64,
    pub(crate) nik: String,
    pub(crate) name: String,
    pub(crate) kpj: String,
    pub(crate) npp: String,
    pub(crate) birth: String,
    pub(crate) sex: String,
    pub(crate) start: String,
    /// Facts by the law's names, as reported.
    pub(crate) facts: Vec<(String, String)>,
    /// What was known before of those that differ.
    pub(crate) before: Vec<(String, String)>,
    /// Why it is refused; several cells of a row may be.
    pub(crate) faults: Vec<Fault>,
}

impl From<&RegisterPerson> for Kept {
    fn from(asked: &RegisterPerson) -> Kept {
        Kept {
            nik: asked.nik.to_string(),
            name: asked.name.clone(),
            birth: asked.birth_date.to_string(),
            sex: people::sex_word(asked.sex).to_owned(),
            ..Kept::default()
        }
    }
}

/// A cell that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Fault {
    pub(crate) column: String,
    pub(crate) value: String,
    /// What is wrong, in Indonesian and English.
    pub(crate) what: [String; 2],
    /// What to do.
    pub(crate) remedy: [String; 2],
}

impl From<&Reject> for Fault {
    fn from(reject: &Reject) -> Fault {
        Fault {
            column: reject.column.clone(),
            value: reject.value.clone(),
            what: [reject.what(Lang::Id), reject.what(Lang::En)],
            remedy: [reject.remedy(Lang::Id), reject.remedy(Lang::En)],
        }
    }
}

impl Fault {
    /// Something of the row as a whole.
    pub(crate) fn of_row(what: &Words, remedy: &Words) -> Fault {
        let both = |words: &Words| [words.id.clone(), words.en.clone()];
        Fault { column: String::new(), value: String::new(), what: both(what), remedy: both(remedy) }
    }
}

impl Kept {
    /// What a row of the file says.
    pub(crate) fn of(row: &Row) -> Kept {
        Kept {
            line: row.line,
            nik: row.nik.map(|nik| nik.to_string()).unwrap_or_default(),
            name: row.name.clone(),
            kpj: row.kpj.map(|kpj| kpj.to_string()).unwrap_or_default(),
            npp: row.npp.clone(),
            birth: row.birth.map(|day| day.to_string()).unwrap_or_default(),
            sex: row.sex.map(crate::registry::people::sex_word).unwrap_or_default().to_owned(),
            start: row.start.map(|day| day.to_string()).unwrap_or_default(),
            facts: row.facts.clone(),
            before: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// The row again, to be taken.
    pub(crate) fn row(&self) -> Row {
        let sex = match self.sex.as_str() {
            "female" => Some(Sex::Female),
            "male" => Some(Sex::Male),
            _ => None,
        };
        Row {
            line: self.line,
            nik: self.nik.parse().ok(),
            name: self.name.clone(),
            kpj: self.kpj.parse().ok(),
            npp: self.npp.clone(),
            birth: self.birth.parse().ok(),
            sex,
            start: self.start.parse().ok(),
            facts: self.facts.clone(),
        }
    }

    /// Sealed for its place.
    pub(crate) fn seal(&self, desk: &Desk<'_>, upload: i64, no: i64) -> Result<Vec<u8>> {
        Ok(desk.keys.seal(&row_context(upload, no), &serde_json::to_vec(self)?))
    }

    /// What a row of an upload says.
    pub(crate) fn open(desk: &Desk<'_>, row: &uploads::Row) -> Result<Kept> {
        let plain = desk.keys.open(&row_context(row.upload, row.no), &row.sealed)?;
        serde_json::from_slice(&plain).context("a row of an upload is damaged")
    }
}
