//! The desk that every row comes across: a person into the batch, or rejects with their reasons.

use super::Summary;
use super::batch::{Batch, KPJ, NAME, NPP, asked};
use super::field::{Field, FieldKind};
use super::heading::{Columns, Role};
use super::limit::{NAME_BYTES_MAX, NUMBER_BYTES_MAX};
use super::open::Opened;
use super::problem::Problem;
use super::reading::{self, Reading};
use super::refusal::Refusal;
use super::reject::Reject;
use super::repeat::Repeats;
use super::table::Table;

/// What is known of the columns of one file, and what was seen of its rows.
pub(super) struct Desk {
    nik: usize,
    npp: Option<usize>,
    texts: Vec<TextColumn>,
    facts: Vec<Fact>,
    headings: Vec<String>,
    repeats: Repeats,
    summary: Summary,
}

/// A column of names or numbers that are carried through.
#[derive(Clone, Copy)]
struct TextColumn {
    which: usize,
    column: usize,
    bytes_max: usize,
}

/// A field that the file has a column for.
struct Fact {
    field: usize,
    column: usize,
    required: bool,
    reading: Reading,
}

impl Desk {
    pub(super) fn new(opened: &Opened, fields: &[Field]) -> Desk {
        let columns = &opened.columns;
        let days_ahead = opened.body.days_ahead();
        let facts = fields.iter().enumerate().filter_map(|(number, field)| {
            let (column, required) = (columns.fact(number)?, field.required);
            let reading = Reading::new(&field.kind, days_ahead)?;
            Some(Fact { field: number, column, required, reading })
        });
        Desk {
            nik: columns.place(Role::Nik).unwrap_or_default(),
            npp: columns.place(Role::Npp),
            texts: texts(columns, fields),
            facts: facts.collect(),
            headings: headings(columns),
            repeats: Repeats::default(),
            summary: Summary::default(),
        }
    }

    /// Reads the row that the table stands on.
    #[inline]
    pub(super) fn receive(&mut self, table: &impl Table, batch: &mut Batch) {
        let before = batch.rejects().len();
        let cell = table.cell(self.nik).trimmed();
        if cell.text.is_empty() && is_blank(table) {
            self.summary.blank_rows += 1;
            return;
        }
        let nik = reading::nik(cell).unwrap_or_else(|problem| {
            let problem = if cell.text.is_empty() { Problem::Blank } else { problem };
            self.reject(batch, table, self.nik, problem);
            0
        });
        self.receive_texts(table, batch);
        self.receive_facts(table, batch);
        if batch.rejects().len() == before {
            self.refuse_repeat(table, batch, nik);
        }
        if batch.rejects().len() == before {
            batch.keep(nik, table.line());
            self.summary.people += 1;
        } else {
            batch.drop_row();
            self.summary.rejected_rows += 1;
        }
    }

    #[inline]
    fn receive_texts(&mut self, table: &impl Table, batch: &mut Batch) {
        for number in 0..self.texts.len() {
            let TextColumn { which, column, bytes_max } = self.texts[number];
            let text = table.cell(column).trimmed().text;
            match reading::text(text, bytes_max) {
                Ok(()) => batch.push_text(which, text),
                Err(problem) => self.reject(batch, table, column, problem),
            }
        }
    }

    #[inline]
    fn receive_facts(&mut self, table: &impl Table, batch: &mut Batch) {
        for number in 0..self.facts.len() {
            let fact = &mut self.facts[number];
            let cell = table.cell(fact.column).trimmed();
            match fact.reading.quick(cell) {
                Some(value) => batch.put(fact.field, Some(value)),
                None => self.receive_fact(number, table, batch),
            }
        }
    }

    /// A fact that is blank, wrong, or written in an unusual way.
    #[inline(never)]
    fn receive_fact(&mut self, number: usize, table: &impl Table, batch: &mut Batch) {
        let fact = &mut self.facts[number];
        let (field, column) = (fact.field, fact.column);
        let cell = table.cell(column).trimmed();
        let read = match cell.text {
            b"" | b"-" if fact.required => Err(Problem::Blank),
            b"" | b"-" => Ok(None),
            _ => fact.reading.read(cell).map(Some),
        };
        match read {
            Ok(value) => batch.put(field, value),
            Err(problem) => self.reject(batch, table, column, problem),
        }
    }

    #[inline]
    fn refuse_repeat(&mut self, table: &impl Table, batch: &mut Batch, nik: u64) {
        let npp = self.npp.map(|column| table.cell(column).trimmed().text);
        if self.repeats.is_repeat(nik, npp, table.line()) {
            self.reject(batch, table, self.nik, Problem::Repeated);
        }
    }

    /// What was read, or the refusal of a file that had nothing to read.
    pub(super) fn close(self) -> Result<Summary, Refusal> {
        if self.summary.people + self.summary.rejected_rows == 0 {
            return Err(Refusal::NoRows);
        }
        Ok(Summary { repeats_unseen_from: self.repeats.unseen_from(), ..self.summary })
    }

    #[cold]
    fn reject(&mut self, batch: &mut Batch, table: &impl Table, column: usize, problem: Problem) {
        self.summary.rejected_cells += 1;
        let heading = self.headings.get(column).cloned().unwrap_or_default();
        batch.reject(Reject::new(table.line(), heading, table.cell(column).text, problem));
    }
}

fn texts(columns: &Columns, fields: &[Field]) -> Vec<TextColumn> {
    let text =
        |(role, which, bytes_max)| columns.place(role).map(|column| TextColumn { which, column, bytes_max });
    let roles = [
        (Role::Name, NAME, NAME_BYTES_MAX),
        (Role::Kpj, KPJ, NUMBER_BYTES_MAX),
        (Role::Npp, NPP, NUMBER_BYTES_MAX),
    ];
    let asked = fields.iter().enumerate().filter_map(|(number, field)| match field.kind {
        FieldKind::Text(place) => Some((Role::Fact(number), asked(place), NAME_BYTES_MAX)),
        _ => None,
    });
    roles.into_iter().chain(asked).filter_map(text).collect()
}

fn headings(columns: &Columns) -> Vec<String> {
    (0..columns.width()).map(|column| columns.heading(column).to_owned()).collect()
}

#[cold]
fn is_blank(table: &impl Table) -> bool {
    (0..table.width()).all(|column| table.cell(column).text.trim_ascii().is_empty())
}
