//! One person of a wage report, and why somebody is left out.

use base::id::Sex;
use base::{Day, Kpj, Nik};
use rules::tree::Words;
use scheme::refusal::Refusal;

use crate::actions::enrol_member::KPJ_TAKEN;
use crate::payroll::{Problem, Reject};

/// What a row says.
pub(crate) struct Row {
    /// Where it stands in the file.
    pub(crate) line: u64,
    pub(crate) nik: Option<Nik>,
    pub(crate) name: String,
    pub(crate) kpj: Option<Kpj>,
    pub(crate) npp: String,
    pub(crate) birth: Option<Day>,
    pub(crate) sex: Option<Sex>,
    pub(crate) start: Option<Day>,
    /// Facts by the law's names.
    pub(crate) facts: Vec<(String, String)>,
}

impl Row {
    /// Leaves the row out: the column, what is wrong, what to do.
    pub(crate) fn refused(&self, column: &str, value: &str, what: Words, remedy: Words) -> Reject {
        let (column, value) = (column.to_owned(), value.to_owned());
        Reject { row: self.line, column, value, problem: Problem::Refused { what, remedy } }
    }

    /// Leaves the row out for what the register says.
    pub(crate) fn refused_by(&self, refusal: &Refusal) -> Reject {
        let remedy = match refusal.code {
            "nik_taken" | "duplicate_likely" => words(
                "cari dengan `naungan person find`; bila memang orang lain, daftarkan dengan --another",
                "look with `naungan person find`; if it is another person, register with --another",
            ),
            KPJ_TAKEN => words(
                "cocokkan KPJ dengan kartu, atau kosongkan sel ini",
                "compare the number with the card, or leave the cell empty",
            ),
            _ => words("perbaiki baris ini, lalu laporkan lagi", "mend the row, then report it again"),
        };
        let (id, en) = match &refusal.citation {
            Some(citation) => {
                let cited = rules::render::instrument(citation, rules::render::Lang::Id);
                (format!("{} ({cited})", refusal.id), refusal.to_string())
            }
            None => (refusal.id.clone(), refusal.en.clone()),
        };
        let kpj = self.kpj.filter(|_| refusal.code == KPJ_TAKEN);
        let (column, value) = match kpj {
            Some(kpj) => ("KPJ", kpj.masked()),
            None => ("NIK", self.nik.map(Nik::masked).unwrap_or_default()),
        };
        self.refused(column, &value, Words { id, en }, remedy)
    }
}

/// The same in both languages.
pub(crate) fn words(id: impl Into<String>, en: impl Into<String>) -> Words {
    Words { id: id.into(), en: en.into() }
}
