//! Lists of names: which columns they may have, what each line says, and how a line is kept.

use anyhow::{Context, Result};
use base::id::Sex;
use base::{Day, Nik};
use scheme::refusal::Refusal;
use serde::{Deserialize, Serialize};
use store::queries::person_lists::{self, UNCHECKED, line_context};

use super::rows::Fault;
use crate::office::Desk;
use crate::payroll::{self, Batch, Field, FieldKind, Lang, Payroll, Problem, Reject, TextPlace};
use crate::registry::people;

/// The most lines of a list; a campaign has several.
pub(crate) const LINES_MAX: usize = 100_000;

/// Rows in one filling.
const BATCH_ROWS: usize = 2_000;

/// Fields that become numbers, by their place among all.
const BIRTH: usize = 0;
const SEX: usize = 1;
const DECILE: usize = 4;
const DISABLED: usize = 5;

/// How much of a line could be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Read {
    /// All of it.
    #[default]
    Whole,
    /// Its number has not the form of a NIK.
    NoNik,
    /// An earlier line of the file has the same number.
    Again,
    /// Some other cell cannot be read.
    Broken,
}

/// A line as it was handed in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Named {
    /// Where it stands in the file.
    pub(crate) no: i64,
    /// Blank where it has not the form of a NIK.
    pub(crate) nik: String,
    pub(crate) name: String,
    pub(crate) birth: Option<String>,
    /// `female`, `male` or blank.
    pub(crate) sex: String,
    pub(crate) area: String,
    pub(crate) work: String,
    pub(crate) decile: Option<i64>,
    pub(crate) disabled: Option<bool>,
    pub(crate) read: Read,
    /// Cells that cannot be read.
    pub(crate) faults: Vec<Fault>,
}

impl Named {
    /// The number, where it has the form of one.
    pub(crate) fn nik(&self) -> Option<Nik> {
        self.nik.parse().ok()
    }

    /// When she was born, as the line says.
    pub(crate) fn born(&self) -> Option<Day> {
        self.birth.as_deref()?.parse().ok()
    }

    /// Her sex, as the line says.
    pub(crate) fn sex(&self) -> Option<Sex> {
        match self.sex.as_str() {
            "female" => Some(Sex::Female),
            "male" => Some(Sex::Male),
            _ => None,
        }
    }

    /// The line as it is kept, before anybody has looked at it.
    pub(crate) fn line(&self, desk: &Desk<'_>, list: i64) -> Result<person_lists::Line> {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Ok(person_lists::Line {
            list,
            no: self.no,
            verdict: UNCHECKED.to_owned(),
            look: self.nik().map(|nik| look(desk, nik).to_vec()),
            person: None,
            membership: None,
            area: some(&self.area),
            sex: some(&self.sex),
            work: some(&self.work),
            decile: self.decile,
            disabled: self.disabled,
            sealed: desk.keys.seal(&line_context(list, self.no), &serde_json::to_vec(self)?),
        })
    }

    /// What a line says.
    pub(crate) fn open(desk: &Desk<'_>, line: &person_lists::Line) -> Result<Named> {
        let plain = desk.keys.open(&line_context(line.list, line.no), &line.sealed)?;
        serde_json::from_slice(&plain).context("a line of a list is damaged")
    }
}

/// The hash under which a number is found again.
pub(crate) fn look(desk: &Desk<'_>, nik: Nik) -> [u8; 16] {
    desk.keys.look_up(store::queries::look_ups::Kind::Nik.word(), &nik.to_string())
}

/// Every line of a file, in order; what cannot be read of one is kept with it. A file that cannot be read as
/// a whole is refused.
pub(crate) fn read(bytes: Vec<u8>) -> Result<Vec<Named>> {
    let fields = fields();
    let opened = Payroll::from_bytes(bytes, &fields).map_err(|refusal| unread(&refusal))?;
    let mut batch = Batch::new(fields.len(), BATCH_ROWS);
    let mut all = Vec::new();
    let read = opened.each_batch(&mut batch, |batch| {
        all.extend((0..batch.len()).map(|at| named(batch, at)));
        rejected(batch.rejects(), &mut all);
        if all.len() > LINES_MAX { Err(too_many().into()) } else { Ok::<(), anyhow::Error>(()) }
    });
    read.map_err(|error| match error.downcast_ref::<payroll::Refusal>() {
        Some(refusal) => unread(refusal).into(),
        None => error,
    })?;
    all.sort_by_key(|one: &Named| one.no);
    Ok(all)
}

fn fields() -> Vec<Field> {
    let sexes = [("female", 0), ("perempuan", 0), ("wanita", 0), ("p", 0), ("f", 0)].into_iter();
    let sexes = sexes.chain([("male", 1), ("laki-laki", 1), ("pria", 1), ("l", 1), ("m", 1)]);
    let sexes = FieldKind::Options(sexes.map(|(word, code)| (word.to_owned(), code)).collect());
    let field = |name: &str, kind, headings: &[&str]| Field {
        name: name.to_owned(),
        kind,
        headings: headings.iter().map(|&heading| heading.to_owned()).collect(),
        required: false,
    };
    let areas = ["wilayah", "kode wilayah", "desa", "kelurahan", "desa/kelurahan", "kecamatan", "village"];
    let deciles = ["desil", "desil kesejahteraan", "desil dtks", "desil dtsen"];
    let disabled = ["disabilitas", "penyandang disabilitas", "difabel", "disability"];
    vec![
        field("birth_date", FieldKind::Date, &[]),
        field("sex", sexes, &[]),
        field("area", FieldKind::Text(TextPlace::First), &areas),
        field("occupation", FieldKind::Text(TextPlace::Second), &[]),
        field("decile", FieldKind::Count { min: 1, max: 10 }, &deciles),
        field("disabled", FieldKind::YesNo, &disabled),
    ]
}

fn named(batch: &Batch, at: usize) -> Named {
    let text = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let value = |field: usize| batch.present(field)[at].then(|| batch.values(field)[at]);
    let sex = value(SEX).map(|code| if code == 0 { Sex::Female } else { Sex::Male });
    let day = |days: i64| Day::from_epoch_days(i32::try_from(days).ok()?);
    Named {
        no: i64::try_from(batch.lines()[at]).unwrap_or(i64::MAX),
        nik: Nik::from_number(batch.niks()[at]).map(|nik| nik.to_string()).unwrap_or_default(),
        name: text(batch.name(at)),
        birth: value(BIRTH).and_then(day).map(|day| day.to_string()),
        sex: sex.map(people::sex_word).unwrap_or_default().to_owned(),
        area: text(batch.text(TextPlace::First, at)),
        work: text(batch.text(TextPlace::Second, at)),
        decile: value(DECILE),
        disabled: value(DISABLED).map(|code| code == 1),
        read: Read::Whole,
        faults: Vec::new(),
    }
}

/// Lines that could not be read, each with all that is wrong with it.
fn rejected(rejects: &[Reject], all: &mut Vec<Named>) {
    for some in rejects.chunk_by(|one, other| one.row == other.row) {
        let is_of_nik = |problem: &Problem| {
            // No other column has to be filled.
            matches!(problem, Problem::Nik(_) | Problem::NikRounded | Problem::Blank)
        };
        let again = some.iter().find(|reject| reject.problem == Problem::Repeated);
        let read = match again {
            Some(_) => Read::Again,
            None if some.iter().any(|reject| is_of_nik(&reject.problem)) => Read::NoNik,
            None => Read::Broken,
        };
        all.push(Named {
            no: i64::try_from(some[0].row).unwrap_or(i64::MAX),
            nik: again.map(|reject| reject.value.clone()).unwrap_or_default(),
            read,
            faults: some.iter().map(Fault::from).collect(),
            ..Named::default()
        });
    }
}

fn unread(refusal: &payroll::Refusal) -> Refusal {
    Refusal::new("list_unread", refusal.text(Lang::Id), refusal.text(Lang::En))
}

fn too_many() -> Refusal {
    let id = format!("lebih dari {LINES_MAX} baris: bagi menjadi beberapa daftar");
    Refusal::new("list_long", id, format!("more than {LINES_MAX} lines: divide it into several lists"))
}
