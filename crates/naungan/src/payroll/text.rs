//! Every sentence of the payroll reader, in Indonesian and English, one above the other.

use std::borrow::Cow;

use base::id::NikFault;

use super::problem::Problem;
use super::refusal::Refusal;

/// The language of what people are told.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Lang {
    /// Indonesian.
    #[default]
    Id,
    /// English.
    En,
}

use Lang::{En, Id};

/// What is wrong with a cell and what to do, as clauses without a full stop.
pub(super) struct Said {
    pub(super) what: Cow<'static, str>,
    pub(super) remedy: Cow<'static, str>,
}

fn said(what: impl Into<Cow<'static, str>>, remedy: impl Into<Cow<'static, str>>) -> Said {
    Said { what: what.into(), remedy: remedy.into() }
}

/// Headings of the list of rejects.
pub(super) fn reject_headings(lang: Lang) -> [&'static str; 5] {
    match lang {
        Id => ["baris", "kolom", "nilai", "masalah", "perbaikan"],
        En => ["row", "column", "value", "problem", "remedy"],
    }
}

/// What is wrong with a cell.
pub(super) fn problem(problem: &Problem, lang: Lang) -> Said {
    match (problem, lang) {
        (Problem::Unknowable { what }, Id) => {
            said(format!("tidak diketahui: {}", what.id), "tambahkan kolomnya, atau beri nilai untuk semua dengan --set")
        }
        (Problem::Unknowable { what }, En) => {
            said(format!("not known: {}", what.en), "add its column, or give one value for all with --set")
        }
        (Problem::OutsideLaw { what }, Id) => said(what.id.clone(), "periksa bulan dan isi baris ini"),
        (Problem::OutsideLaw { what }, En) => said(what.en.clone(), "check the month and the cells of the row"),
        (Problem::NothingOwed, Id) => {
            said("segmen ini tidak mempunyai iuran pada bulan itu", "periksa segmennya, atau hitung bulan lain")
        }
        (Problem::NothingOwed, En) => {
            said("people of this segment owe nothing in the month", "check the segment, or take another month")
        }
        (Problem::Blank, Id) => said("sel ini kosong", "isilah; kolom ini wajib"),
        (Problem::Blank, En) => said("the cell is blank", "fill it in; the column is required"),
        (Problem::Nik(fault), _) => nik(*fault, lang),
        (Problem::NikRounded, Id) => said(
            "NIK tersimpan sebagai angka, dan lembar kerja hanya menyimpan 15 angka: angka ke-16 hilang",
            "ubah format kolom menjadi Teks, lalu ketik ulang NIK dari kartu",
        ),
        (Problem::NikRounded, En) => said(
            "the NIK is kept as a number, and spreadsheets keep 15 digits: the 16th is lost",
            "format the column as Text, then type the NIK again from the card",
        ),
        (Problem::Repeated, Id) => said(
            "NIK ini sudah ada di baris sebelumnya untuk pemberi kerja yang sama",
            "hapus salah satu; untuk pekerjaan pada pemberi kerja lain, isi kolom NPP",
        ),
        (Problem::Repeated, En) => said(
            "the NIK stands in an earlier row for the same employer",
            "delete one of them; for a job with another employer, fill in the NPP column",
        ),
        (Problem::TooLong { max }, Id) => {
            said(format!("teks lebih panjang dari {max} bita"), "singkatlah, atau periksa tanda kutip di baris ini")
        }
        (Problem::TooLong { max }, En) => {
            said(format!("the text is longer than {max} bytes"), "shorten it, or check the quotation marks of the row")
        }
        (Problem::NotUtf8, Id) => said(
            "huruf tidak terbaca: teks ini bukan UTF-8",
            "simpan ulang berkas sebagai CSV UTF-8, atau ketik ulang hurufnya",
        ),
        (Problem::NotUtf8, En) => said(
            "letters cannot be read: the text is not UTF-8",
            "save the file again as CSV UTF-8, or type the letters again",
        ),
        (Problem::Control, Id) => said("teks memuat karakter yang tak terlihat", "ketik ulang teksnya"),
        (Problem::Control, En) => said("the text has characters that cannot be seen", "type the text again"),
        (Problem::Formula, Id) => {
            said("lembar kerja akan menjalankan teks ini sebagai rumus", "hapus tanda di awal teks")
        }
        (Problem::Formula, En) => {
            said("a spreadsheet would run the text as a formula", "remove the sign at its beginning")
        }
        (Problem::NotAnAmount, Id) => said("ini bukan angka", "tulis dengan angka saja, misalnya 5729876"),
        (Problem::NotAnAmount, En) => said("it is not a number", "write digits only, such as 5729876"),
        (Problem::Exponent, Id) => said(
            "angka tersingkat dengan pangkat, sehingga angka di belakangnya hilang",
            "ubah format kolom menjadi Angka tanpa desimal, lalu simpan ulang",
        ),
        (Problem::Exponent, En) => said(
            "the number is shortened with an exponent, so its last digits are lost",
            "format the column as Number without decimals, then save again",
        ),
        (Problem::Fraction, Id) => said("angka memuat pecahan", "bulatkan ke satuan penuh, misalnya 5729876"),
        (Problem::Fraction, En) => said("the number has a fraction", "round it to a whole number, such as 5729876"),
        (Problem::Grouping, Id) => said(
            "titik dan koma tidak memisahkan tiap tiga angka, sehingga nilainya tidak pasti",
            "tulis dengan angka saja, misalnya 5729876",
        ),
        (Problem::Grouping, En) => said(
            "points and commas do not part every three digits, so the value is uncertain",
            "write digits only, such as 5729876",
        ),
        (Problem::Below { min, is_money }, Id) => {
            said(format!("nilai di bawah batas terkecil, {}", number(*min, *is_money, Id)), "periksa angkanya")
        }
        (Problem::Below { min, is_money }, En) => {
            said(format!("the value is below the least allowed, {}", number(*min, *is_money, En)), "check the number")
        }
        (Problem::Above { max, is_money }, Id) => {
            said(format!("nilai di atas batas terbesar, {}", number(*max, *is_money, Id)), "periksa banyaknya angka")
        }
        (Problem::Above { max, is_money }, En) => said(
            format!("the value is above the most allowed, {}", number(*max, *is_money, En)),
            "check the number of digits",
        ),
        (Problem::Unknown { known }, Id) => said("kata ini tidak dikenal", format!("tulis salah satu: {known}")),
        (Problem::Unknown { known }, En) => said("the word is not known", format!("write one of: {known}")),
        (Problem::NotADate, Id) => said("ini bukan tanggal", "tulis seperti 17-02-2026 atau 2026-02-17"),
        (Problem::NotADate, En) => said("it is not a date", "write it as 17-02-2026 or 2026-02-17"),
        (Problem::MonthFirst, Id) => {
            said("bulan ditulis sebelum tanggal", "tulis tanggal dahulu, seperti 17-02-2026, di seluruh kolom")
        }
        (Problem::MonthFirst, En) => {
            said("the month stands before the day", "write the day first, as in 17-02-2026, in the whole column")
        }
        (Problem::ShortYear, Id) => said("tahun hanya dua angka", "tulis tahun dengan empat angka, seperti 2026"),
        (Problem::ShortYear, En) => said("the year has two digits", "write the year with four digits, such as 2026"),
        (Problem::NoSuchDay, Id) => said("tanggal ini tidak ada di kalender", "periksa tanggal dan bulannya"),
        (Problem::NoSuchDay, En) => said("the calendar has no such day", "check the day and the month"),
        (Problem::OutsideCalendar, Id) => said("tahun di luar 1900 sampai 2200", "periksa tahunnya"),
        (Problem::OutsideCalendar, En) => said("the year is outside 1900 to 2200", "check the year"),
        (Problem::NotAMonth, Id) => said("ini bukan bulan", "tulis seperti 2026-02 atau Februari 2026"),
        (Problem::NotAMonth, En) => said("it is not a month", "write it as 2026-02 or February 2026"),
    }
}

fn nik(fault: NikFault, lang: Lang) -> Said {
    let remedy = match lang {
        Id => "cocokkan dengan kartu; 16 angka tanpa spasi dan titik",
        En => "compare it with the card; 16 digits without spaces or points",
    };
    let what = match (fault, lang) {
        (NikFault::Length { found }, Id) => format!("NIK terdiri atas 16 angka, ini {found}"),
        (NikFault::Length { found }, En) => format!("a NIK has 16 digits, this has {found}"),
        (NikFault::NotADigit { position }, Id) => format!("karakter ke-{position} dari NIK bukan angka"),
        (NikFault::NotADigit { position }, En) => format!("character {position} of the NIK is no digit"),
        (NikFault::Province { code }, Id) => format!("angka 1-2 dari NIK ialah {code:02}, bukan kode provinsi"),
        (NikFault::Province { code }, En) => format!("digits 1 to 2 of the NIK are {code:02}, which is no province"),
        (NikFault::Birth { digits }, Id) => {
            format!("angka 7-12 dari NIK ialah {digits:06}, bukan tanggal lahir (perempuan: tanggal ditambah 40)")
        }
        (NikFault::Birth { digits }, En) => {
            format!("digits 7 to 12 of the NIK are {digits:06}, which is no date of birth (a woman's day plus 40)")
        }
        (NikFault::Serial, Id) => "angka 13-16 dari NIK ialah 0000, padahal nomor urut mulai dari 0001".to_owned(),
        (NikFault::Serial, En) => "digits 13 to 16 of the NIK are 0000, but serials begin at 0001".to_owned(),
    };
    said(what, remedy)
}

/// `Rp 5.729.876` in Indonesian, `Rp 5,729,876` in English.
fn number(value: i64, is_money: bool, lang: Lang) -> String {
    let mark = if lang == Id { '.' } else { ',' };
    let digits = value.unsigned_abs().to_string();
    let mut grouped = String::from(if is_money { "Rp " } else { "" });
    if value < 0 {
        grouped.push('-');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(mark);
        }
        grouped.push(digit);
    }
    grouped
}

/// Why a file is refused and what to do, in sentences.
pub(super) fn refusal(refusal: &Refusal, lang: Lang) -> String {
    match (refusal, lang) {
        (Refusal::Missing { path }, Id) => format!("Tidak ada berkas {path}. Periksa nama dan foldernya."),
        (Refusal::Missing { path }, En) => format!("There is no file {path}. Check its name and folder."),
        (Refusal::Folder { path }, Id) => format!("{path} adalah folder. Sebutkan berkas upah di dalamnya."),
        (Refusal::Folder { path }, En) => format!("{path} is a folder. Name the payroll file within it."),
        (Refusal::Unreadable { cause }, Id) => format!(
            "Berkas tidak dapat dibaca: {cause}. Periksa izin berkas, dan apakah cakramnya masih terhubung."
        ),
        (Refusal::Unreadable { cause }, En) => format!(
            "The file cannot be read: {cause}. Check its permissions, and that its disk is still connected."
        ),
        (Refusal::Empty, Id) => "Berkas kosong. Ekspor ulang, dengan satu baris judul dan satu baris per orang.".into(),
        (Refusal::Empty, En) => "The file is empty. Export it again, with a heading and one row per person.".into(),
        (Refusal::OldWorkbook, Id) => concat!(
            "Berkas adalah buku kerja Excel lama (.xls) atau berkata sandi. ",
            "Simpan sebagai .xlsx tanpa kata sandi, atau sebagai CSV UTF-8."
        )
        .into(),
        (Refusal::OldWorkbook, En) => concat!(
            "The file is an old Excel workbook (.xls), or one with a password. ",
            "Save it as .xlsx without a password, or as CSV UTF-8."
        )
        .into(),
        (Refusal::Foreign { what: [what, _] }, Id) => {
            format!("Berkas adalah {what}, bukan daftar upah. Simpan daftarnya sebagai .xlsx atau CSV UTF-8.")
        }
        (Refusal::Foreign { what: [_, what] }, En) => {
            format!("The file is {what}, not a payroll. Save the payroll as .xlsx or CSV UTF-8.")
        }
        (Refusal::Utf16, Id) => concat!(
            "Teks berkas berkode UTF-16 (dua bita per huruf). ",
            "Di Excel pilih Simpan Sebagai, CSV UTF-8; di Notepad pilih Simpan Sebagai, Pengodean UTF-8."
        )
        .into(),
        (Refusal::Utf16, En) => concat!(
            "The text of the file is UTF-16 (two bytes a letter). ",
            "In Excel choose Save As, CSV UTF-8; in Notepad choose Save As, Encoding UTF-8."
        )
        .into(),
        (Refusal::Binary { byte }, Id) => {
            format!("Berkas bukan teks: bita {byte} bernilai nol. Simpan daftar upah sebagai .xlsx atau CSV UTF-8.")
        }
        (Refusal::Binary { byte }, En) => {
            format!("The file is not text: byte {byte} is zero. Save the payroll as .xlsx or CSV UTF-8.")
        }
        (Refusal::CutArchive, Id) => concat!(
            "Buku kerja terpotong: bagian akhirnya, yang mendaftar isinya, tidak ada. ",
            "Salin atau unduh ulang berkasnya."
        )
        .into(),
        (Refusal::CutArchive, En) => concat!(
            "The workbook is cut off: its end, which lists what is in it, is missing. ",
            "Copy or download the file again."
        )
        .into(),
        (Refusal::OtherArchive, Id) => {
            "Berkas adalah arsip ZIP tanpa buku kerja di dalamnya. Buka arsipnya, lalu pilih daftar upahnya.".into()
        }
        (Refusal::OtherArchive, En) => {
            "The file is a ZIP archive without a workbook in it. Unpack it, then name the payroll.".into()
        }
        (Refusal::LargeWorkbook, Id) => {
            "Buku kerja memuat lebih dari 64 MiB teks. Simpan sebagai CSV UTF-8, yang boleh sebesar apa pun.".into()
        }
        (Refusal::LargeWorkbook, En) => {
            "The workbook has more than 64 MiB of text. Save it as CSV UTF-8, which may have any size.".into()
        }
        (Refusal::BrokenWorkbook { part, why }, Id) => format!(
            "Buku kerja rusak di {part}: {why}. Buka di Excel lalu simpan ulang, atau simpan sebagai CSV UTF-8."
        ),
        (Refusal::BrokenWorkbook { part, why }, En) => format!(
            "The workbook is broken at {part}: {why}. Open it in Excel and save it again, or save it as CSV UTF-8."
        ),
        (Refusal::NotUtf8 { row, byte }, Id) => format!(
            "Baris {row} bukan UTF-8: bita {byte} berasal dari pengodean lain, seperti Windows-1252. \
             Di Excel pilih Simpan Sebagai, CSV UTF-8."
        ),
        (Refusal::NotUtf8 { row, byte }, En) => format!(
            "Row {row} is not UTF-8: byte {byte} is from another encoding, such as Windows-1252. \
             In Excel choose Save As, CSV UTF-8."
        ),
        (Refusal::NoHeading { found, expected }, Id) => format!(
            "Tidak ada baris judul yang dikenal dalam {rows} baris pertama. Yang ada: {}. Yang dicari: {}.",
            listed(found, "tidak ada"),
            listed(expected, "tidak ada"),
            rows = super::limit::HEADING_ROWS_MAX,
        ),
        (Refusal::NoHeading { found, expected }, En) => format!(
            "None of the first {rows} rows is a known heading. Found: {}. Looked for: {}.",
            listed(found, "nothing"),
            listed(expected, "nothing"),
            rows = super::limit::HEADING_ROWS_MAX,
        ),
        (Refusal::TwoColumns { fact, first, second }, Id) => {
            format!("Kolom \"{first}\" dan \"{second}\" sama-sama berarti {fact}. Hapus atau ganti judul salah satunya.")
        }
        (Refusal::TwoColumns { fact, first, second }, En) => {
            format!("The columns \"{first}\" and \"{second}\" both mean {fact}. Remove or rename one of them.")
        }
        (Refusal::NoColumn { row, missing, found }, Id) => format!(
            "Baris judul {row} tidak memuat kolom {}. Yang ada: {}. Tambahkan kolomnya atau ganti judulnya.",
            missing.join("; "),
            listed(found, "tidak ada"),
        ),
        (Refusal::NoColumn { row, missing, found }, En) => format!(
            "The heading in row {row} has no column {}. Found: {}. Add the column or rename one.",
            missing.join("; "),
            listed(found, "nothing"),
        ),
        (Refusal::LongRow { row }, Id) => {
            format!("Baris {row} lebih panjang dari 1 MiB. Satu baris untuk satu orang; periksa akhir barisnya.")
        }
        (Refusal::LongRow { row }, En) => {
            format!("Row {row} is longer than 1 MiB. One row is for one person; check where its line ends.")
        }
        (Refusal::LongQuote { row }, Id) => {
            format!("Tanda kutip yang dibuka di baris {row} tidak ditutup sepanjang 1 MiB. Tutup atau hapus tandanya.")
        }
        (Refusal::LongQuote { row }, En) => {
            format!("The quotation mark opened in row {row} is not closed for 1 MiB. Close it or remove it.")
        }
        (Refusal::CutQuote { row }, Id) => format!(
            "Berkas berakhir di dalam tanda kutip yang dibuka di baris {row}. \
             Berkas terpotong: salin atau unduh ulang; atau tutup tandanya."
        ),
        (Refusal::CutQuote { row }, En) => format!(
            "The file ends within the quotation mark opened in row {row}. \
             It is cut off: copy or download it again; or close the mark."
        ),
        (Refusal::NoRows, Id) => "Di bawah baris judul tidak ada baris. Isi satu baris untuk setiap orang.".into(),
        (Refusal::NoRows, En) => "There is no row under the heading. Fill in one row for each person.".into(),
    }
}

/// Headings found, at most a dozen; `none` if there are none.
fn listed(headings: &[String], none: &str) -> String {
    let shown: Vec<String> = headings
        .iter()
        .filter(|heading| !heading.is_empty())
        .take(12)
        .map(|heading| heading.chars().filter(|letter| !letter.is_control()).take(60).collect())
        .collect();
    if shown.is_empty() { none.to_owned() } else { shown.join(", ") }
}
