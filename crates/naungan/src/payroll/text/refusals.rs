//! Why a whole file is refused, and what to do.

use super::Lang::{self, En, Id};
use crate::payroll::limit::HEADING_ROWS_MAX;
use crate::payroll::refusal::{Refusal, WorkbookFault};

/// Where it is wrong and what to do, in sentences.
pub(in crate::payroll) fn refusal(refusal: &Refusal, lang: Lang) -> String {
    match lang {
        Id => indonesian(refusal),
        En => english(refusal),
    }
}

fn indonesian(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Missing { path } => format!("Tidak ada berkas {path}. Periksa nama dan foldernya."),
        Refusal::Folder { path } => format!("{path} adalah folder. Sebutkan berkas upah di dalamnya."),
        Refusal::Unreadable { cause } => {
            format!(
                "Berkas tidak dapat dibaca: {cause}. Periksa izinnya, dan apakah cakramnya masih terhubung."
            )
        }
        Refusal::Empty => {
            "Berkas kosong. Ekspor ulang, dengan satu baris judul dan satu baris per orang.".into()
        }
        Refusal::Foreign { what: [what, _] } => {
            format!("Berkas adalah {what}, bukan daftar upah. Simpan daftarnya sebagai .xlsx atau CSV UTF-8.")
        }
        Refusal::Utf16 => {
            "Teks berkas berkode UTF-16 (dua bita per huruf). Di Excel pilih Simpan Sebagai, CSV \
             UTF-8; di Notepad pilih Simpan Sebagai, Pengodean UTF-8."
                .into()
        }
        Refusal::Binary { byte } => {
            format!(
                "Berkas bukan teks: bita {byte} bernilai nol. Simpan daftar upah sebagai .xlsx atau CSV \
                 UTF-8."
            )
        }
        Refusal::Workbook(fault) => workbook(fault, Id),
        Refusal::NotUtf8 { row, byte } => format!(
            "Baris {row} bukan UTF-8: bita {byte} berasal dari pengodean lain, seperti Windows-1252. Di \
             Excel pilih Simpan Sebagai, CSV UTF-8."
        ),
        Refusal::NoHeading { found, expected } => format!(
            "Tidak ada baris judul yang dikenal dalam {HEADING_ROWS_MAX} baris pertama. Yang ada: {}. Yang \
             dicari: {}.",
            listed(found, Id),
            listed(expected, Id),
        ),
        Refusal::TwoColumns { fact, first, second } => format!(
            "Kolom \"{first}\" dan \"{second}\" sama-sama berarti {fact}. Hapus atau ganti judul salah \
             satunya."
        ),
        Refusal::NoColumn { row, missing, found } => format!(
            "Judul di baris {row} tidak memuat kolom {}. Yang ada: {}. Tambahkan kolomnya atau ganti \
             judulnya.",
            missing.join("; "),
            listed(found, Id),
        ),
        Refusal::LongRow { row } => {
            format!(
                "Baris {row} lebih panjang dari 1 MiB. Satu baris untuk satu orang; periksa akhir barisnya."
            )
        }
        Refusal::LongQuote { row } => {
            format!(
                "Tanda kutip yang dibuka di baris {row} tidak ditutup sepanjang 1 MiB. Tutup atau hapus \
                 tandanya."
            )
        }
        Refusal::CutQuote { row } => format!(
            "Berkas berakhir di dalam tanda kutip yang dibuka di baris {row}. Berkas terpotong: salin atau \
             unduh ulang; atau tutup tandanya."
        ),
        Refusal::NoRows => "Di bawah baris judul tidak ada baris. Isi satu baris untuk setiap orang.".into(),
    }
}

fn english(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Missing { path } => format!("There is no file {path}. Check its name and folder."),
        Refusal::Folder { path } => format!("{path} is a folder. Name the payroll file within it."),
        Refusal::Unreadable { cause } => {
            format!(
                "The file cannot be read: {cause}. Check its permissions, and that its disk is still \
                 connected."
            )
        }
        Refusal::Empty => "The file is empty. Export it again, with a heading and one row per person.".into(),
        Refusal::Foreign { what: [_, what] } => {
            format!("The file is {what}, not a payroll. Save the payroll as .xlsx or CSV UTF-8.")
        }
        Refusal::Utf16 => {
            "The text of the file is UTF-16 (two bytes a letter). In Excel choose Save As, CSV \
             UTF-8; in Notepad choose Save As, Encoding UTF-8."
                .into()
        }
        Refusal::Binary { byte } => {
            format!("The file is not text: byte {byte} is zero. Save the payroll as .xlsx or CSV UTF-8.")
        }
        Refusal::Workbook(fault) => workbook(fault, En),
        Refusal::NotUtf8 { row, byte } => format!(
            "Row {row} is not UTF-8: byte {byte} is from another encoding, such as Windows-1252. In Excel \
             choose Save As, CSV UTF-8."
        ),
        Refusal::NoHeading { found, expected } => format!(
            "None of the first {HEADING_ROWS_MAX} rows is a known heading. Found: {}. Looked for: {}.",
            listed(found, En),
            listed(expected, En),
        ),
        Refusal::TwoColumns { fact, first, second } => {
            format!(
                "The columns \"{first}\" and \"{second}\" both mean {fact}. Remove or rename one of them."
            )
        }
        Refusal::NoColumn { row, missing, found } => format!(
            "The heading in row {row} has no column {}. Found: {}. Add the column or rename one.",
            missing.join("; "),
            listed(found, En),
        ),
        Refusal::LongRow { row } => {
            format!("Row {row} is longer than 1 MiB. One row is for one person; check where its line ends.")
        }
        Refusal::LongQuote { row } => {
            format!("The quotation mark opened in row {row} is not closed for 1 MiB. Close it or remove it.")
        }
        Refusal::CutQuote { row } => format!(
            "The file ends within the quotation mark opened in row {row}. It is cut off: copy or download it \
             again; or close the mark."
        ),
        Refusal::NoRows => "There is no row under the heading. Fill in one row for each person.".into(),
    }
}

fn workbook(fault: &WorkbookFault, lang: Lang) -> String {
    match (fault, lang) {
        (WorkbookFault::Old, Id) => {
            "Berkas adalah buku kerja Excel lama (.xls) atau berkata sandi. Simpan sebagai \
             .xlsx tanpa kata sandi, atau sebagai CSV UTF-8."
                .into()
        }
        (WorkbookFault::Old, En) => {
            "The file is an old Excel workbook (.xls), or one with a password. Save it as \
             .xlsx without a password, or as CSV UTF-8."
                .into()
        }
        (WorkbookFault::Cut, Id) => {
            "Buku kerja terpotong: bagian akhirnya, yang mendaftar isinya, tidak ada. Salin \
             atau unduh ulang berkasnya."
                .into()
        }
        (WorkbookFault::Cut, En) => {
            "The workbook is cut off: its end, which lists what is in it, is missing. Copy \
             or download the file again."
                .into()
        }
        (WorkbookFault::None, Id) => {
            "Berkas adalah arsip ZIP tanpa buku kerja di dalamnya. Buka arsipnya, lalu pilih daftar upahnya."
                .into()
        }
        (WorkbookFault::None, En) => {
            "The file is a ZIP archive without a workbook in it. Unpack it, then name the payroll.".into()
        }
        (WorkbookFault::Large, Id) => {
            "Buku kerja memuat lebih dari 64 MiB teks. Simpan sebagai CSV UTF-8, yang boleh sebesar apa pun."
                .into()
        }
        (WorkbookFault::Large, En) => {
            "The workbook has more than 64 MiB of text. Save it as CSV UTF-8, which may have any size.".into()
        }
        (WorkbookFault::Broken { part, why }, Id) => format!(
            "Buku kerja rusak di {part} ({}). Buka di Excel lalu simpan ulang, atau simpan sebagai CSV \
             UTF-8.",
            why[0]
        ),
        (WorkbookFault::Broken { part, why }, En) => format!(
            "The workbook is broken at {part} ({}). Open it in Excel and save it again, or save it as CSV \
             UTF-8.",
            why[1]
        ),
    }
}

/// Headings found, at most a dozen.
fn listed(headings: &[String], lang: Lang) -> String {
    let shown: Vec<String> = headings
        .iter()
        .filter(|heading| !heading.is_empty())
        .take(12)
        .map(|heading| heading.chars().filter(|letter| !letter.is_control()).take(60).collect())
        .collect();
    match (shown.is_empty(), lang) {
        (false, _) => shown.join(", "),
        (true, Id) => "tidak ada".to_owned(),
        (true, En) => "nothing".to_owned(),
    }
}
