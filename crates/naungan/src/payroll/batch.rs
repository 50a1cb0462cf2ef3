//! People in columns: what one filling of the reader holds.

use super::field::TextPlace;
use super::reject::Reject;

/// Rows that could be read, as columns of numbers, and cells that could not.
///
/// All columns have the length [`Batch::len`]. One batch is used for the whole file; its memory is fixed by
/// the number of fields and of rows, save for the texts, which have limits of their own.
pub struct Batch {
    len: usize,
    capacity: usize,
    niks: Vec<u64>,
    lines: Vec<u64>,
    facts: Vec<Facts>,
    /// Names, KPJs, NPPs, and texts that the caller asks for.
    texts: [Texts; 5],
    rejects: Vec<Reject>,
}

/// The places of the texts.
pub(super) const NAME: usize = 0;
pub(super) const KPJ: usize = 1;
pub(super) const NPP: usize = 2;

/// The place of a text that the caller asks for.
pub(super) const fn asked(place: TextPlace) -> usize {
    match place {
        TextPlace::First => 3,
        TextPlace::Second => 4,
    }
}

/// The values of one field, written up to the row that is being read.
struct Facts {
    values: Vec<i64>,
    present: Vec<bool>,
}

/// A text for each row, in one piece of memory.
#[derive(Default)]
struct Texts {
    bytes: Vec<u8>,
    ends: Vec<u32>,
}

impl Batch {
    /// Room for so many rows of so many fields; 8,192 rows are a good number.
    pub fn new(fields: usize, rows: usize) -> Batch {
        let rows = rows.max(1);
        let facts = || Facts { values: vec![0; rows], present: vec![false; rows] };
        Batch {
            len: 0,
            capacity: rows,
            niks: vec![0; rows],
            lines: vec![0; rows],
            facts: std::iter::repeat_with(facts).take(fields).collect(),
            texts: Default::default(),
            rejects: Vec::new(),
        }
    }

    /// How many people there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none; there may be rejects all the same.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The population number of each, checked.
    pub fn niks(&self) -> &[u64] {
        &self.niks[..self.len]
    }

    /// The row of each in the file, counted from 1 as a person sees it, heading included.
    pub fn lines(&self) -> &[u64] {
        &self.lines[..self.len]
    }

    /// The values of a field; 0 where it is absent.
    pub fn values(&self, field: usize) -> &[i64] {
        &self.facts[field].values[..self.len]
    }

    /// Where a field has a value: false for a blank cell, and everywhere if the file lacks the column.
    pub fn present(&self, field: usize) -> &[bool] {
        &self.facts[field].present[..self.len]
    }

    /// A person's name as it stands in the file, without spaces around it; empty if there is none.
    ///
    /// It is UTF-8 without control characters save line breaks and tabs, and does not begin like a formula.
    pub fn name(&self, row: usize) -> &[u8] {
        self.texts[NAME].get(row)
    }

    /// A person's KPJ as it stands in the file, unchecked but for what holds of names; empty if there is
    /// none.
    pub fn kpj(&self, row: usize) -> &[u8] {
        self.texts[KPJ].get(row)
    }

    /// The employer's NPP as it stands in the file, unchecked but for what holds of names; empty if there is
    /// none.
    pub fn npp(&self, row: usize) -> &[u8] {
        self.texts[NPP].get(row)
    }

    /// A text that was asked for, checked as names are; empty if there is none.
    pub fn text(&self, place: TextPlace, row: usize) -> &[u8] {
        self.texts[asked(place)].get(row)
    }

    /// The cells that could not be read, in the order of the file.
    pub fn rejects(&self) -> &[Reject] {
        &self.rejects
    }

    /// Forgets the rows and keeps the memory.
    pub fn clear(&mut self) {
        self.len = 0;
        self.texts.iter_mut().for_each(|texts| texts.truncate(0));
        self.rejects.clear();
    }

    /// Whether it is time to hand it over.
    pub(super) fn is_full(&self) -> bool {
        self.len == self.capacity || self.rejects.len() >= self.capacity
    }

    /// Whether there is nothing to hand over.
    pub(super) fn is_bare(&self) -> bool {
        self.len == 0 && self.rejects.is_empty()
    }

    /// Writes a fact of the row being read.
    #[inline]
    pub(super) fn put(&mut self, field: usize, value: Option<i64>) {
        let row = self.len;
        let facts = &mut self.facts[field];
        facts.values[row] = value.unwrap_or(0);
        facts.present[row] = value.is_some();
    }

    /// Writes a text of the row being read, into its place.
    #[inline]
    pub(super) fn push_text(&mut self, which: usize, text: &[u8]) {
        self.texts[which].push(text);
    }

    pub(super) fn reject(&mut self, reject: Reject) {
        self.rejects.push(reject);
    }

    /// Keeps the row being read.
    #[inline]
    pub(super) fn keep(&mut self, nik: u64, line: u64) {
        self.niks[self.len] = nik;
        self.lines[self.len] = line;
        self.len += 1;
    }

    /// Drops the row being read; its facts are written over by the next.
    pub(super) fn drop_row(&mut self) {
        self.texts.iter_mut().for_each(|texts| texts.truncate(self.len));
    }
}

impl Texts {
    #[inline]
    fn push(&mut self, text: &[u8]) {
        self.bytes.extend_from_slice(text);
        self.ends.push(self.bytes.len() as u32);
    }

    fn get(&self, row: usize) -> &[u8] {
        match self.ends.get(row) {
            Some(end) => &self.bytes[self.start(row)..*end as usize],
            None => b"",
        }
    }

    fn truncate(&mut self, rows: usize) {
        self.ends.truncate(rows);
        self.bytes.truncate(self.start(rows));
    }

    fn start(&self, row: usize) -> usize {
        row.checked_sub(1).map_or(0, |before| self.ends.get(before).map_or(0, |end| *end as usize))
    }
}
