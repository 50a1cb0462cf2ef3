//! Vacancies and seekers as tables (CSV), as an officer or an exchange without JSON keeps them.

use std::io::Read;

use anyhow::{Context, Result, bail};
use base::Day;
use scheme::jobs::{Occupation, Seeker, Vacancy, Wages};
use scheme::refusal::Refusal;

use super::plain::plain;

/// The headings of vacancies; lists of skills are parted by semicolons.
pub const VACANCIES: [&str; 10] = [
    "id",
    "title",
    "employer",
    "occupation",
    "province",
    "wage_least",
    "wage_most",
    "skills",
    "posted",
    "until",
];
/// The headings of seekers.
pub const SEEKERS: [&str; 5] = ["id", "wishes", "skills", "province", "wage"];

/// A row of a table, and where it stands.
struct Row<'r, const N: usize> {
    cells: [&'r str; N],
    names: &'static [&'static str; N],
    line: u64,
}

/// Reads vacancies; a row that cannot be is told with its line and column.
pub fn vacancies<R: Read>(input: R) -> Result<Vec<Result<Vacancy, Refusal>>> {
    rows(input, &VACANCIES, |row| {
        let wages = match (row.maybe::<i64>(5)?, row.maybe::<i64>(6)?) {
            (Some(least), most) => {
                let wages = Wages::new(least, most.unwrap_or(least));
                Some(wages.map_err(|refusal| row.refuse(5, &refusal.id, &refusal.en))?)
            }
            (None, Some(_)) => return Err(row.refuse(5, "kosong", "it is empty")),
            (None, None) => None,
        };
        Ok(Vacancy {
            id: row.text(0)?,
            title: row.text(1)?,
            employer: row.text(2)?,
            occupation: row.maybe::<Occupation>(3)?,
            province: row.province(4)?,
            wages,
            skills: row.list(7),
            posted: row.maybe::<Day>(8)?.ok_or_else(|| row.refuse(8, "kosong", "it is empty"))?,
            until: row.maybe::<Day>(9)?,
        })
    })
}

/// Reads seekers.
pub fn seekers<R: Read>(input: R) -> Result<Vec<Result<Seeker, Refusal>>> {
    rows(input, &SEEKERS, |row| {
        let wishes = row.list(1).into_iter().map(|wish| {
            wish.parse::<Occupation>().map_err(|refusal| row.refuse(1, &refusal.id, &refusal.en))
        });
        Ok(Seeker {
            id: row.text(0)?,
            wishes: wishes.collect::<Result<_, _>>()?,
            skills: row.list(2),
            province: row.province(3)?,
            wage: match row.maybe::<i64>(4)? {
                Some(wage) if wage <= 0 => return Err(row.refuse(4, "bukan upah", "it is no wage")),
                wage => wage,
            },
        })
    })
}

/// The cells of vacancies, in the order of the headings.
pub fn cells(vacancy: &Vacancy) -> [String; VACANCIES.len()] {
    let wage = |of: fn(&Wages) -> i64| {
        vacancy.wages.as_ref().map_or_else(String::new, |wages| of(wages).to_string())
    };
    [
        vacancy.id.clone(),
        vacancy.title.clone(),
        vacancy.employer.clone(),
        vacancy.occupation.as_ref().map_or_else(String::new, Occupation::to_string),
        vacancy.province.map_or_else(String::new, |code| code.to_string()),
        wage(Wages::least),
        wage(Wages::most),
        vacancy.skills.join(";"),
        vacancy.posted.to_string(),
        vacancy.until.map_or_else(String::new, |until| until.to_string()),
    ]
}

fn rows<R: Read, T, const N: usize>(
    input: R,
    names: &'static [&'static str; N],
    read: impl Fn(&Row<'_, N>) -> Result<T, Refusal>,
) -> Result<Vec<Result<T, Refusal>>> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(input);
    let headings = reader.headers().context("could not read the table")?;
    if headings.iter().ne(names.iter().copied()) {
        let all = names.join(",");
        let id = format!("baris pertama harus {all}");
        bail!(Refusal::new("table_headings", id, format!("the first line has to be {all}")));
    }
    let mut all = Vec::new();
    for record in reader.records() {
        let record = record.context("could not read the table")?;
        let cells = std::array::from_fn(|at| record.get(at).unwrap_or_default());
        let line = record.position().map_or(0, csv::Position::line);
        all.push(read(&Row { cells, names, line }));
    }
    Ok(all)
}

impl<const N: usize> Row<'_, N> {
    fn text(&self, at: usize) -> Result<String, Refusal> {
        let text = plain(self.cells[at]);
        if text.is_empty() { Err(self.refuse(at, "kosong", "it is empty")) } else { Ok(text) }
    }

    fn list(&self, at: usize) -> Vec<String> {
        let parts = self.cells[at].split(';').map(plain);
        parts.filter(|part| !part.is_empty()).collect()
    }

    fn maybe<T: std::str::FromStr>(&self, at: usize) -> Result<Option<T>, Refusal> {
        let text = self.cells[at];
        if text.is_empty() {
            return Ok(None);
        }
        text.parse().map(Some).map_err(|_| self.refuse(at, "tidak dapat dibaca", "it cannot be read"))
    }

    fn province(&self, at: usize) -> Result<Option<u8>, Refusal> {
        let code = self.maybe::<u8>(at)?;
        if code.is_some_and(|code| !base::id::is_province(code)) {
            return Err(self.refuse(at, "bukan kode provinsi", "it is no code of a province"));
        }
        Ok(code)
    }

    fn refuse(&self, at: usize, id: &str, en: &str) -> Refusal {
        let (line, name) = (self.line, self.names[at]);
        let id = format!("baris {line}, kolom {name}: {id}");
        Refusal::new("vacancy", id, format!("line {line}, column {name}: {en}"))
    }
}
