//! A workbook: the ZIP archive, its sheets, and the texts they share.
//!
//! Parts are read as they come and never held whole, save for the shared texts, which have a limit of their
//! own. That limit, and a leash on hostile archives, is why this is not left to a library for workbooks.

use std::collections::HashMap;

use zip::ZipArchive;
use zip::read::ZipFile;

use super::limit::SHEETS_MAX;
use super::refusal::{Refusal, WorkbookFault};
use super::sheet::SheetRows;
use super::source::Counted;
use super::strings::Strings;
use super::xml::{Meter, Part, Said, attribute, broken, unreadable};

/// Days between the calendar that begins in 1904 and the usual one, which begins in 1900.
const DAYS_1904: i64 = 1462;

/// A workbook whose sheets are still to be read.
pub(super) struct Book {
    archive: ZipArchive<Counted>,
    strings: Strings,
    sheets: Vec<Sheet>,
    days_ahead: i64,
    meter: Meter,
}

/// One sheet of it.
struct Sheet {
    name: String,
    part: String,
}

/// A part of the archive, unpacked while it is read.
type Unpacked<'a> = ZipFile<'a, Counted>;

impl Book {
    /// Reads all but the sheets.
    pub(super) fn open(source: Counted) -> Result<Book, Refusal> {
        let meter = Meter::of(source.progress().bytes_total());
        let mut archive = ZipArchive::new(source).map_err(|_| Refusal::Workbook(WorkbookFault::Cut))?;
        let Some(main) = main_part(&archive) else { return Err(not_a_workbook(&archive)) };
        let folder = main.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let targets = targets(&mut archive, &folder, &meter)?;
        let mut book = Book { archive, strings: Strings::default(), sheets: vec![], days_ahead: 0, meter };
        book.read_main(&main, &targets)?;
        book.read_strings(&folder)?;
        Ok(book)
    }

    /// How many sheets are worth looking at.
    pub(super) fn sheets(&self) -> usize {
        self.sheets.len().min(SHEETS_MAX)
    }

    /// How many days its numbers for dates are behind the usual ones.
    pub(super) fn days_ahead(&self) -> i64 {
        self.days_ahead
    }

    /// The rows of a sheet from its beginning.
    pub(super) fn rows(&mut self, sheet: usize) -> Result<SheetRows<'_, Unpacked<'_>>, Refusal> {
        let sheet = &self.sheets[sheet];
        let part = part(&mut self.archive, &sheet.part)?;
        Ok(SheetRows::new(Part::new(part, &sheet.name, &self.meter), &self.strings))
    }

    fn read_main(&mut self, main: &str, targets: &HashMap<String, String>) -> Result<(), Refusal> {
        let mut main = Part::new(part(&mut self.archive, main)?, main, &self.meter);
        loop {
            let element = match main.read()? {
                Said::Begin(element) => element,
                Said::Over => return Ok(()),
                _ => continue,
            };
            match element.local_name().as_ref() {
                "workbookPr" => {
                    let is_1904 = attribute(&element, "date1904").is_some_and(|v| v == "1" || v == "true");
                    self.days_ahead = if is_1904 { DAYS_1904 } else { 0 };
                }
                "sheet" => {
                    let name = attribute(&element, "name").unwrap_or_default().into_owned();
                    let target = attribute(&element, "id").and_then(|id| targets.get(&*id).cloned());
                    self.sheets.extend(target.map(|part| Sheet { name, part }));
                }
                _ => {}
            }
        }
    }

    fn read_strings(&mut self, folder: &str) -> Result<(), Refusal> {
        let name = format!("{folder}sharedStrings.xml");
        if found(&self.archive, &name).is_some() {
            let mut part = Part::new(part(&mut self.archive, &name)?, &name, &self.meter);
            self.strings = Strings::read(&mut part)?;
        }
        Ok(())
    }
}

/// `xl/workbook.xml`, or whatever another program calls it.
fn main_part(archive: &ZipArchive<Counted>) -> Option<String> {
    let named =
        |name: &str| name.rsplit('/').next().is_some_and(|last| last.eq_ignore_ascii_case("workbook.xml"));
    archive.file_names().flatten().map(|name| name.replace('\\', "/")).find(|name| named(name))
}

fn not_a_workbook(archive: &ZipArchive<Counted>) -> Refusal {
    let has = |part: &str| archive.file_names().flatten().any(|name| name == part);
    if has("content.xml") && has("mimetype") {
        return Refusal::Foreign { what: ["lembar kerja OpenDocument", "an OpenDocument spreadsheet"] };
    }
    if has("xl/workbook.bin") {
        return Refusal::Foreign {
            what: ["buku kerja Excel biner (.xlsb)", "a binary Excel workbook (.xlsb)"],
        };
    }
    Refusal::Workbook(WorkbookFault::None)
}

/// Which part each relationship of the workbook names.
fn targets(
    archive: &mut ZipArchive<Counted>,
    folder: &str,
    meter: &Meter,
) -> Result<HashMap<String, String>, Refusal> {
    let name = format!("{folder}_rels/workbook.xml.rels");
    let mut part = Part::new(part(archive, &name)?, &name, meter);
    let mut targets = HashMap::new();
    loop {
        match part.read()? {
            Said::Begin(element) => {
                let (id, target) = (attribute(&element, "Id"), attribute(&element, "Target"));
                if let (Some(id), Some(target)) = (id, target) {
                    targets.insert(id.into_owned(), absolute(folder, &target));
                }
            }
            Said::Over => return Ok(targets),
            _ => {}
        }
    }
}

fn absolute(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    match target.strip_prefix('/') {
        Some(whole) => whole.to_owned(),
        None => format!("{folder}{}", target.trim_start_matches("./")),
    }
}

/// Where a part stands, by its name in any capitals.
fn found(archive: &ZipArchive<Counted>, name: &str) -> Option<usize> {
    let same = |other: &str| other.replace('\\', "/").eq_ignore_ascii_case(name);
    archive
        .index_for_name(name)
        .or_else(|| archive.file_names().position(|other| other.is_ok_and(|other| same(&other))))
}

fn part<'a>(archive: &'a mut ZipArchive<Counted>, name: &str) -> Result<Unpacked<'a>, Refusal> {
    let place = found(archive, name)
        .ok_or_else(|| broken(name, ["bagian ini tidak ada", "the part is missing"].map(str::to_owned)))?;
    archive.by_index(place).map_err(|error| broken(name, unreadable(&error)))
}
