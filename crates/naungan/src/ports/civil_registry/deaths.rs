//! The table in which the civil registry gives notice of deaths: a line each, and a bad one stops no other.

use anyhow::Result;
use base::{Day, Nik};
use scheme::refusal::Refusal;

use crate::reports::csv::table;

/// A table of a day, of a country, is far below this.
pub(crate) const TABLE_BYTES_MAX: usize = 16 << 20;
/// The longest number of a notice.
pub(crate) const NUMBER_CHARS_MAX: usize = 60;
/// No name is longer.
pub(crate) const NAME_CHARS_MAX: usize = 200;

const HEADINGS: [&str; 5] = ["notice", "nik", "name", "died", "at_work"];

/// That somebody has died.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Notice {
    /// What the registry calls it; by that it is taken once.
    pub(crate) number: String,
    pub(crate) nik: Nik,
    pub(crate) name: String,
    pub(crate) died: Day,
    /// Whether it came of work; nothing where the registry does not know.
    pub(crate) at_work: Option<bool>,
}

/// The number of a line, and its notice.
pub(crate) type Line = (usize, Result<Notice, Refusal>);

/// A notice as it was written: what of it cannot be taken is said field by field.
pub(crate) struct Written<'w> {
    pub(crate) number: &'w str,
    pub(crate) nik: &'w str,
    pub(crate) name: &'w str,
    pub(crate) died: &'w str,
    pub(crate) at_work: &'w str,
}

impl Notice {
    /// Reads a notice.
    pub(crate) fn read(written: &Written<'_>) -> Result<Notice, Refusal> {
        let number = written.number.trim();
        let is_plain = number.bytes().all(|byte| byte.is_ascii_graphic());
        if number.is_empty() || number.len() > NUMBER_CHARS_MAX || !is_plain {
            return Err(unread(
                format!("nomor kabar: tulis 1 sampai {NUMBER_CHARS_MAX} huruf, angka atau tanda"),
                format!("the notice's number: write 1 to {NUMBER_CHARS_MAX} letters, digits or signs"),
            ));
        }
        let nik = written.nik.trim().parse::<Nik>().map_err(|_| {
            unread("NIK terdiri dari enam belas angka", "a NIK has sixteen digits, as on the card")
        })?;
        let name = written.name.trim();
        if !name.chars().any(char::is_alphabetic) || name.chars().count() > NAME_CHARS_MAX {
            return Err(unread("tulis namanya dengan huruf", "write the name with letters"));
        }
        let died = written.died.trim().parse::<Day>().map_err(|_| {
            unread("tulis tanggal meninggal seperti 2026-05-03", "write the day of death such as 2026-05-03")
        })?;
        let at_work = match written.at_work.trim().to_ascii_lowercase().as_str() {
            "" => None,
            "yes" | "ya" => Some(true),
            "no" | "tidak" => Some(false),
            _ => {
                let id = "karena kerja: tulis ya, tidak, atau kosongkan";
                return Err(unread(id, "of work: write yes, no, or leave it blank"));
            }
        };
        Ok(Notice { number: number.to_owned(), nik, name: name.to_owned(), died, at_work })
    }
}

/// The lines of a table with their numbers. Columns are known by their headings, in any order; others are
/// passed over, and `at_work` may be missing. No cell goes over a line, so a quotation mark that nobody has
/// closed stops none of the lines after it.
pub(crate) fn read(table: &[u8]) -> Result<Vec<Line>, Refusal> {
    let mut lines = (1..).zip(table.split(|byte| *byte == b'\n'));
    let headings = lines.next().map(|(_, line)| cells(line)).unwrap_or_default();
    let place = |name: &str| {
        let fits = |heading: &Vec<u8>| plain(heading).is_some_and(|text| text.eq_ignore_ascii_case(name));
        headings.iter().position(fits)
    };
    let [Some(number), Some(nik), Some(name), Some(died), at_work] = HEADINGS.map(place) else {
        let id = "tabel perlu kolom `notice`, `nik`, `name` dan `died`";
        let en = "the table needs the columns `notice`, `nik`, `name` and `died`";
        return Err(Refusal::new("notices_table", id, en));
    };
    let of = [Some(number), Some(nik), Some(name), Some(died), at_work];
    let full = lines.filter(|(_, line)| line.iter().any(|byte| !byte.is_ascii_whitespace()));
    Ok(full.map(|(no, line)| (no, notice(&cells(line), of))).collect())
}

/// The notice of a line, by the places of its columns.
fn notice(cells: &[Vec<u8>], of: [Option<usize>; 5]) -> Result<Notice, Refusal> {
    let cell = |at: Option<usize>| match at.and_then(|at| cells.get(at)) {
        Some(cell) => {
            plain(cell).ok_or_else(|| unread("baris ini bukan teks UTF-8", "the line is no UTF-8 text"))
        }
        None => Ok(""),
    };
    let [number, nik, name, died, at_work] = of.map(cell);
    Notice::read(&Written { number: number?, nik: nik?, name: name?, died: died?, at_work: at_work? })
}

/// The cells of one line.
fn cells(line: &[u8]) -> Vec<Vec<u8>> {
    let mut reader =
        ::csv::ReaderBuilder::new().has_headers(false).flexible(true).buffer_capacity(256).from_reader(line);
    let record = reader.byte_records().next().and_then(Result::ok).unwrap_or_default();
    record.iter().map(<[u8]>::to_vec).collect()
}

/// A cell as text, without blanks around it, a mark at the beginning of the file, or the apostrophe that
/// keeps a spreadsheet from reading a number.
fn plain(cell: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(cell).ok()?;
    Some(text.trim_start_matches('\u{feff}').trim().trim_start_matches('\''))
}

/// Notices as the registry writes them.
pub(crate) fn written(notices: &[Notice]) -> Result<Vec<u8>> {
    let at_work = |notice: &Notice| match notice.at_work {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    };
    let row = |notice: &Notice| {
        let (number, nik) = (notice.number.clone(), notice.nik.to_string());
        vec![number, nik, notice.name.clone(), notice.died.to_string(), at_work(notice).to_owned()]
    };
    table(&HEADINGS, notices.iter().map(row))
}

fn unread(id: impl Into<String>, en: impl Into<String>) -> Refusal {
    Refusal::new("notice_unread", id, en)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(table: &[u8], expected: &str) {
        let said = match read(table) {
            Ok(lines) => lines.iter().map(told).collect(),
            Err(refusal) => refusal.en,
        };
        assert_eq!(said, expected);
    }

    fn told((line, notice): &Line) -> String {
        match notice {
            Ok(Notice { number, nik, name, died, at_work }) => {
                format!("{line}: {number} {nik} {name} {died} {at_work:?};")
            }
            Err(refusal) => format!("{line}: {};", refusal.en),
        }
    }

    const HEAD: &str = "notice,nik,name,died,at_work\n";
    const GOOD: &str = "KM-1,9901014501900001,Siti Contoh,2026-05-03,no\n";

    #[test]
    fn a_bad_line_stops_no_other() {
        let good = "2: KM-1 9901014501900001 Siti Contoh 2026-05-03 Some(false);";
        check(format!("{HEAD}{GOOD}").as_bytes(), good);
        for (bad, why) in [
            (
                ",9901014501900001,Siti,2026-05-03,",
                "the notice's number: write 1 to 60 letters, digits or signs",
            ),
            (
                "K M,9901014501900001,Siti,2026-05-03,",
                "the notice's number: write 1 to 60 letters, digits or signs",
            ),
            ("KM-2,99010145,Siti,2026-05-03,", "a NIK has sixteen digits, as on the card"),
            ("KM-2,9901014501900001,12,2026-05-03,", "write the name with letters"),
            ("KM-2,9901014501900001,Siti,3 Mei,", "write the day of death such as 2026-05-03"),
            ("KM-2,9901014501900001,Siti,2026-05-03,mungkin", "of work: write yes, no, or leave it blank"),
            ("KM-2,9901014501900001,\"Siti,2026-05-03,", "write the day of death such as 2026-05-03"),
            ("KM-2", "a NIK has sixteen digits, as on the card"),
        ] {
            let after = good.replace("2: ", "3: ");
            check(format!("{HEAD}{bad}\n{GOOD}").as_bytes(), &format!("2: {why};{after}"));
        }
        let bytes = [HEAD.as_bytes(), b"KM-2,\xff\xfe,Siti,2026-05-03,\n", GOOD.as_bytes()].concat();
        check(&bytes, &format!("2: the line is no UTF-8 text;{}", good.replace("2: ", "3: ")));
    }

    #[test]
    fn columns_are_known_by_their_headings() {
        let table = "\u{feff}Died,NIK,akta,Name,notice\n2026-05-03,'9901014501900001,x,Siti,'KM-9\n";
        check(table.as_bytes(), "2: KM-9 9901014501900001 Siti 2026-05-03 None;");
        check(b"notice,nik,name\n", "the table needs the columns `notice`, `nik`, `name` and `died`");
        check(b"", "the table needs the columns `notice`, `nik`, `name` and `died`");
    }

    #[test]
    fn what_is_written_is_read() {
        let notices = read(format!("{HEAD}\n{GOOD}\r\n").as_bytes()).expect("a table");
        let notices: Vec<Notice> = notices.into_iter().filter_map(|(_, notice)| notice.ok()).collect();
        let again = read(&written(&notices).expect("it is written")).expect("a table");
        assert_eq!(again, vec![(2, Ok(notices[0].clone()))]);
    }
}
