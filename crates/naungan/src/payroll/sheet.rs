//! The rows of a sheet, read from its XML as it is unpacked.

use std::io::Read;

use base::limit::LINE_BYTES_MAX;
use quick_xml::events::BytesStart;

use super::limit::SHEET_COLUMNS_MAX;
use super::refusal::Refusal;
use super::strings::{Place, Strings};
use super::table::{Cell, Table};
use super::xml::{Part, Said, attribute};

/// Whole numbers up to here are exact in a workbook.
const WHOLE_MAX: f64 = 9_007_199_254_740_992.0;

/// A sheet from its beginning, one row at a time.
pub(super) struct SheetRows<'a, R> {
    part: Part<R>,
    strings: &'a Strings,
    /// The row read last, and whether the next call gives it once more.
    line: u64,
    again: bool,
    row: Row,
}

/// The cells of a row, in one text. Reused from row to row.
#[derive(Default)]
struct Row {
    text: Vec<u8>,
    places: Vec<Span>,
    /// The column that a cell without an address comes to.
    column: usize,
    open: Open,
}

/// Where a cell lies in the text of the row.
#[derive(Clone, Copy, Default)]
struct Span {
    start: usize,
    end: usize,
    is_number: bool,
}

/// The cell being read.
#[derive(Default)]
struct Open {
    kind: Kind,
    value: String,
    in_value: bool,
    place: Place,
}

/// What the value of a cell is, by its mark.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Kind {
    #[default]
    Number,
    Shared,
    YesNo,
    Text,
}

impl<'a, R: Read> SheetRows<'a, R> {
    pub(super) fn new(part: Part<R>, strings: &'a Strings) -> SheetRows<'a, R> {
        SheetRows { part, strings, line: 0, again: false, row: Row::default() }
    }

    /// Passes over the rows up to and with this one.
    pub(super) fn skip_to(&mut self, line: u64) -> Result<(), Refusal> {
        while self.line < line {
            if !self.advance()? {
                return Ok(());
            }
        }
        self.again = self.line > line;
        Ok(())
    }

    /// Reads to the end of the next row; `false` if there is none.
    fn read_row(&mut self) -> Result<bool, Refusal> {
        loop {
            match self.part.read()? {
                Said::Begin(element) if element.local_name().as_ref() == "row" => {
                    let number = attribute(&element, "r").and_then(|r| r.parse().ok());
                    self.line = number.unwrap_or(self.line.saturating_add(1));
                    self.row.clear();
                }
                Said::Begin(element) => self.row.enter(&element),
                Said::Text(text) => self.row.open.append(&text),
                Said::End(element) => match element.local_name().as_ref() {
                    "row" => return Ok(true),
                    "sheetData" => return Ok(false),
                    name => {
                        if let Err(why) = self.row.leave(name, self.strings) {
                            return Err(self.refusal(why));
                        }
                    }
                },
                Said::Over => {
                    let why = [
                        "lembar berakhir sebelum baris terakhirnya selesai",
                        "the sheet ends before its last row is closed",
                    ];
                    return Err(self.part.broken(why.map(str::to_owned)));
                }
                Said::Other => {}
            }
        }
    }

    fn refusal(&self, why: Unfit) -> Refusal {
        match why {
            Unfit::Long => Refusal::LongRow { row: self.line },
            Unfit::NoString => {
                let id = format!("baris {} merujuk ke teks yang tidak ada", self.line);
                self.part.broken([id, format!("row {} refers to a text that is not there", self.line)])
            }
        }
    }
}

impl<R: Read> Table for SheetRows<'_, R> {
    fn advance(&mut self) -> Result<bool, Refusal> {
        if std::mem::take(&mut self.again) {
            return Ok(true);
        }
        while self.read_row()? {
            if !self.row.places.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn line(&self) -> u64 {
        self.line
    }

    fn width(&self) -> usize {
        self.row.places.len()
    }

    fn cell(&self, column: usize) -> Cell<'_> {
        self.row.places.get(column).map_or(Cell::BLANK, |span| Cell {
            text: &self.row.text[span.start..span.end],
            is_number: span.is_number,
        })
    }
}

/// Why a cell cannot be taken in.
#[derive(Clone, Copy)]
enum Unfit {
    Long,
    NoString,
}

impl Row {
    fn clear(&mut self) {
        self.text.clear();
        self.places.clear();
        self.column = 0;
    }

    fn enter(&mut self, element: &BytesStart<'_>) {
        match element.local_name().as_ref() {
            "c" => {
                if let Some(column) = attribute(element, "r").and_then(|r| column(&r)) {
                    self.column = column;
                }
                self.open.begin(attribute(element, "t").as_deref());
            }
            "v" => self.open.in_value = true,
            name => self.open.place.enter(name),
        }
    }

    fn leave(&mut self, element: &str, strings: &Strings) -> Result<(), Unfit> {
        match element {
            "c" => self.close(strings)?,
            "v" => self.open.in_value = false,
            name => self.open.place.leave(name),
        }
        Ok(())
    }

    fn close(&mut self, strings: &Strings) -> Result<(), Unfit> {
        let column = self.column;
        self.column += 1;
        let start = self.text.len();
        let is_number = self.open.write(strings, &mut self.text)?;
        if self.text.len() > LINE_BYTES_MAX {
            return Err(Unfit::Long);
        }
        if self.text.len() > start && column < SHEET_COLUMNS_MAX {
            let width = self.places.len().max(column + 1);
            self.places.resize(width, Span::default());
            self.places[column] = Span { start, end: self.text.len(), is_number };
        }
        Ok(())
    }
}

impl Open {
    fn begin(&mut self, mark: Option<&str>) {
        self.value.clear();
        self.in_value = false;
        self.place = Place::default();
        self.kind = match mark {
            None | Some("n") => Kind::Number,
            Some("s") => Kind::Shared,
            Some("b") => Kind::YesNo,
            Some(_) => Kind::Text,
        };
    }

    /// Takes the text if it is part of the value; one that is too long is cut where the row refuses it.
    fn append(&mut self, text: &str) {
        if (self.in_value || self.place.is_text()) && self.value.len() <= LINE_BYTES_MAX {
            self.value.push_str(text);
        }
    }

    /// Writes the value as a person sees it, and says whether it was a number.
    fn write(&self, strings: &Strings, text: &mut Vec<u8>) -> Result<bool, Unfit> {
        let value = self.value.trim();
        match self.kind {
            Kind::Text => text.extend_from_slice(self.value.as_bytes()),
            Kind::Number => return Ok(write_number(value, text)),
            Kind::YesNo => text.extend_from_slice(if value == "1" { b"true" } else { b"false" }),
            Kind::Shared if value.is_empty() => {}
            Kind::Shared => {
                let string = value.parse().ok().and_then(|number| strings.get(number));
                text.extend_from_slice(string.ok_or(Unfit::NoString)?);
            }
        }
        Ok(false)
    }
}

/// Writes a number without an exponent; what is no number stays text.
fn write_number(value: &str, text: &mut Vec<u8>) -> bool {
    let Some(number) = value.parse::<f64>().ok().filter(|number| number.is_finite()) else {
        text.extend_from_slice(value.as_bytes());
        return false;
    };
    if number.fract() == 0.0 && number.abs() <= WHOLE_MAX {
        text.extend_from_slice((number as i64).to_string().as_bytes());
    } else {
        text.extend_from_slice(number.to_string().as_bytes());
    }
    true
}

/// The column of an address such as `AB12`, counted from 0.
fn column(address: &str) -> Option<usize> {
    let letters = address.bytes().take_while(u8::is_ascii_alphabetic);
    let number = letters.fold(0_usize, |number, letter| {
        let digit = usize::from(letter.to_ascii_uppercase() - b'A') + 1;
        number.saturating_mul(26).saturating_add(digit)
    });
    number.checked_sub(1)
}
