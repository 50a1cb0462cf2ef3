//! What is wrong with a row, and what to do.

use base::id::NikFault;

use super::Lang::{self, En, Id};
use super::{Said, said};
use crate::payroll::problem::{DateFault, NumberFault, Problem, TextFault};

/// What is wrong with a row.
pub(in crate::payroll) fn problem(problem: &Problem, lang: Lang) -> Said {
    match (problem, lang) {
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
        (Problem::Text(fault), _) => text(*fault, lang),
        (Problem::Number(fault), _) => number(*fault, lang),
        (Problem::Unknown { known }, Id) => {
            said("kata ini tidak dikenal", format!("tulis salah satu: {known}"))
        }
        (Problem::Unknown { known }, En) => said("the word is not known", format!("write one of: {known}")),
        (Problem::Date(fault), _) => date(*fault, lang),
        (Problem::Unknowable { what }, Id) => {
            let remedy = "tambahkan kolomnya, atau beri nilai untuk semua dengan --set";
            said(format!("tidak diketahui: {}", what.id), remedy)
        }
        (Problem::Unknowable { what }, En) => {
            said(format!("not known: {}", what.en), "add its column, or give one value for all with --set")
        }
        (Problem::OutsideLaw { what }, Id) => said(what.id.clone(), "periksa bulan dan isi baris ini"),
        (Problem::OutsideLaw { what }, En) => {
            said(what.en.clone(), "check the month and the cells of the row")
        }
        (Problem::Refused { what, remedy }, Id) => said(what.id.clone(), remedy.id.clone()),
        (Problem::Refused { what, remedy }, En) => said(what.en.clone(), remedy.en.clone()),
        (Problem::NothingOwed, Id) => said(
            "segmen ini tidak mempunyai iuran pada bulan itu",
            "periksa segmennya, atau hitung bulan lain",
        ),
        (Problem::NothingOwed, En) => said(
            "people of this segment owe nothing in the month",
            "check the segment, or take another month",
        ),
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
        (NikFault::Province { code }, Id) => {
            format!("angka 1-2 dari NIK ialah {code:02}, bukan kode provinsi")
        }
        (NikFault::Province { code }, En) => {
            format!("digits 1 to 2 of the NIK are {code:02}, which is no province")
        }
        (NikFault::Birth { digits }, Id) => {
            format!(
                "angka 7-12 dari NIK ialah {digits:06}, bukan tanggal lahir (perempuan: tanggal ditambah 40)"
            )
        }
        (NikFault::Birth { digits }, En) => {
            format!(
                "digits 7 to 12 of the NIK are {digits:06}, which is no date of birth (a woman's day plus 40)"
            )
        }
        (NikFault::Serial, Id) => {
            "angka 13-16 dari NIK ialah 0000, padahal nomor urut mulai dari 0001".to_owned()
        }
        (NikFault::Serial, En) => "digits 13 to 16 of the NIK are 0000, but serials begin at 0001".to_owned(),
    };
    said(what, remedy)
}

fn text(fault: TextFault, lang: Lang) -> Said {
    match (fault, lang) {
        (TextFault::TooLong { max }, Id) => said(
            format!("teks lebih panjang dari {max} bita"),
            "singkatlah, atau periksa tanda kutip di baris ini",
        ),
        (TextFault::TooLong { max }, En) => said(
            format!("the text is longer than {max} bytes"),
            "shorten it, or check the quotation marks of the row",
        ),
        (TextFault::NotUtf8, Id) => said(
            "huruf tidak terbaca: teks ini bukan UTF-8",
            "simpan ulang berkas sebagai CSV UTF-8, atau ketik ulang hurufnya",
        ),
        (TextFault::NotUtf8, En) => said(
            "letters cannot be read: the text is not UTF-8",
            "save the file again as CSV UTF-8, or type the letters again",
        ),
        (TextFault::Control, Id) => said("teks memuat karakter yang tak terlihat", "ketik ulang teksnya"),
        (TextFault::Control, En) => {
            said("the text has characters that cannot be seen", "type the text again")
        }
        (TextFault::Formula, Id) => {
            said("lembar kerja akan menjalankan teks ini sebagai rumus", "hapus tanda di awal teks")
        }
        (TextFault::Formula, En) => {
            said("a spreadsheet would run the text as a formula", "remove the sign at its beginning")
        }
    }
}

fn number(fault: NumberFault, lang: Lang) -> Said {
    match (fault, lang) {
        (NumberFault::NotANumber, Id) => said("ini bukan angka", "tulis dengan angka saja, misalnya 5729876"),
        (NumberFault::NotANumber, En) => said("it is not a number", "write digits only, such as 5729876"),
        (NumberFault::Exponent, Id) => said(
            "angka tersingkat dengan pangkat, sehingga angka di belakangnya hilang",
            "ubah format kolom menjadi Angka tanpa desimal, lalu simpan ulang",
        ),
        (NumberFault::Exponent, En) => said(
            "the number is shortened with an exponent, so its last digits are lost",
            "format the column as Number without decimals, then save again",
        ),
        (NumberFault::Fraction, Id) => {
            said("angka memuat pecahan", "bulatkan ke satuan penuh, misalnya 5729876")
        }
        (NumberFault::Fraction, En) => {
            said("the number has a fraction", "round it to a whole number, such as 5729876")
        }
        (NumberFault::Grouping, Id) => said(
            "titik dan koma tidak memisahkan tiap tiga angka, sehingga nilainya tidak pasti",
            "tulis dengan angka saja, misalnya 5729876",
        ),
        (NumberFault::Grouping, En) => said(
            "points and commas do not part every three digits, so the value is uncertain",
            "write digits only, such as 5729876",
        ),
        (NumberFault::Below { min, is_money }, Id) => {
            said(format!("nilai di bawah batas terkecil, {}", shown(min, is_money, Id)), "periksa angkanya")
        }
        (NumberFault::Below { min, is_money }, En) => said(
            format!("the value is below the least allowed, {}", shown(min, is_money, En)),
            "check the number",
        ),
        (NumberFault::Above { max, is_money }, Id) => said(
            format!("nilai di atas batas terbesar, {}", shown(max, is_money, Id)),
            "periksa banyaknya angka",
        ),
        (NumberFault::Above { max, is_money }, En) => said(
            format!("the value is above the most allowed, {}", shown(max, is_money, En)),
            "check the number of digits",
        ),
    }
}

/// `Rp 5.729.876` in Indonesian, `Rp 5,729,876` in English.
fn shown(value: i64, is_money: bool, lang: Lang) -> String {
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

fn date(fault: DateFault, lang: Lang) -> Said {
    match (fault, lang) {
        (DateFault::NotADate, Id) => said("ini bukan tanggal", "tulis seperti 17-02-2026 atau 2026-02-17"),
        (DateFault::NotADate, En) => said("it is not a date", "write it as 17-02-2026 or 2026-02-17"),
        (DateFault::NotAMonth, Id) => said("ini bukan bulan", "tulis seperti 2026-02 atau Februari 2026"),
        (DateFault::NotAMonth, En) => said("it is not a month", "write it as 2026-02 or February 2026"),
        (DateFault::MonthFirst, Id) => said(
            "bulan ditulis sebelum tanggal",
            "tulis tanggal dahulu, seperti 17-02-2026, di seluruh kolom",
        ),
        (DateFault::MonthFirst, En) => said(
            "the month stands before the day",
            "write the day first, as in 17-02-2026, in the whole column",
        ),
        (DateFault::ShortYear, Id) => {
            said("tahun hanya dua angka", "tulis tahun dengan empat angka, seperti 2026")
        }
        (DateFault::ShortYear, En) => {
            said("the year has two digits", "write the year with four digits, such as 2026")
        }
        (DateFault::NoSuchDay, Id) => {
            said("tanggal ini tidak ada di kalender", "periksa tanggal dan bulannya")
        }
        (DateFault::NoSuchDay, En) => said("the calendar has no such day", "check the day and the month"),
        (DateFault::OutsideCalendar, Id) => said("tahun di luar 1900 sampai 2200", "periksa tahunnya"),
        (DateFault::OutsideCalendar, En) => said("the year is outside 1900 to 2200", "check the year"),
    }
}
