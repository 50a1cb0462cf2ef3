//! Every reason for which a whole file is refused, word for word.

use std::io::{Cursor, Write};
use std::path::Path;

use expect_test::{Expect, expect};
use naungan::payroll::{Batch, Lang, Payroll, Refusal, read_all};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{facts, wrapped};

/// Refuses the bytes with this text, in Indonesian and in English.
fn refused(payroll: impl AsRef<[u8]>, expected: Expect) {
    said(read_all(payroll.as_ref(), &facts()).map(|_| ()), expected);
}

fn said(read: Result<(), Refusal>, expected: Expect) {
    let said = match read {
        Ok(()) => "read".to_owned(),
        Err(refusal) => [Lang::Id, Lang::En].map(|lang| wrapped(&refusal.text(lang), "")).concat(),
    };
    expected.assert_eq(&said);
}

#[test]
fn files_that_are_not_there() {
    let open = |path: &str| Payroll::open(Path::new(path), &facts()).map(|_| ());
    said(
        open("tidak-ada/upah.csv"),
        expect![[r#"
        Tidak ada berkas tidak-ada/upah.csv. Periksa nama dan foldernya.
        There is no file tidak-ada/upah.csv. Check its name and folder.
    "#]],
    );
    said(
        open("."),
        expect![[r#"
        . adalah folder. Sebutkan berkas upah di dalamnya.
        . is a folder. Name the payroll file within it.
    "#]],
    );
}

#[test]
fn nothing_in_it() {
    refused(
        "",
        expect![[r#"
        Berkas kosong. Ekspor ulang, dengan satu baris judul dan satu baris per orang.
        The file is empty. Export it again, with a heading and one row per person.
    "#]],
    );
    refused(
        "\u{feff}",
        expect![[r#"
        Berkas kosong. Ekspor ulang, dengan satu baris judul dan satu baris per orang.
        The file is empty. Export it again, with a heading and one row per person.
    "#]],
    );
    refused(
        "\n \r\n",
        expect![[r#"
        Berkas kosong. Ekspor ulang, dengan satu baris judul dan satu baris per orang.
        The file is empty. Export it again, with a heading and one row per person.
    "#]],
    );
    refused(
        "nik,upah\n",
        expect![[r#"
        Di bawah baris judul tidak ada baris. Isi satu baris untuk setiap orang.
        There is no row under the heading. Fill in one row for each person.
    "#]],
    );
    refused(
        "nik,upah\n# belum ada\n,\n",
        expect![[r#"
        Di bawah baris judul tidak ada baris. Isi satu baris untuk setiap orang.
        There is no row under the heading. Fill in one row for each person.
    "#]],
    );
}

#[test]
fn something_else() {
    refused(
        b"%PDF-1.7 ...",
        expect![[r#"
            Berkas adalah dokumen PDF, bukan daftar upah. Simpan daftarnya sebagai .xlsx atau CSV
            UTF-8.
            The file is a PDF document, not a payroll. Save the payroll as .xlsx or CSV UTF-8.
        "#]],
    );
    refused(
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1....",
        expect![[r#"
            Berkas adalah buku kerja Excel lama (.xls) atau berkata sandi. Simpan sebagai .xlsx
            tanpa kata sandi, atau sebagai CSV UTF-8.
            The file is an old Excel workbook (.xls), or one with a password. Save it as .xlsx
            without a password, or as CSV UTF-8.
        "#]],
    );
    refused(
        "<HTML><table><tr><td>NIK</td></tr></table>",
        expect![[r#"
            Berkas adalah halaman web, bukan daftar upah. Simpan daftarnya sebagai .xlsx atau CSV
            UTF-8.
            The file is a web page, not a payroll. Save the payroll as .xlsx or CSV UTF-8.
        "#]],
    );
    refused(
        "[{\"nik\": 1}]",
        expect![[r#"
            Berkas adalah dokumen JSON, bukan daftar upah. Simpan daftarnya sebagai .xlsx atau
            CSV UTF-8.
            The file is a JSON document, not a payroll. Save the payroll as .xlsx or CSV UTF-8.
        "#]],
    );
    refused(
        b"nik,upah\n99\x0071064203920001,1\n",
        expect![[r#"
            Berkas bukan teks: bita 12 bernilai nol. Simpan daftar upah sebagai .xlsx atau CSV
            UTF-8.
            The file is not text: byte 12 is zero. Save the payroll as .xlsx or CSV UTF-8.
        "#]],
    );
}

#[test]
fn other_encodings() {
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    refused(
        wide("\u{feff}nik,upah\n9971064203920001,1\n"),
        expect![[r#"
            Teks berkas berkode UTF-16 (dua bita per huruf). Di Excel pilih Simpan Sebagai, CSV
            UTF-8; di Notepad pilih Simpan Sebagai, Pengodean UTF-8.
            The text of the file is UTF-16 (two bytes a letter). In Excel choose Save As, CSV
            UTF-8; in Notepad choose Save As, Encoding UTF-8.
        "#]],
    );
    refused(
        wide("nik,upah\n9971064203920001,1\n"),
        expect![[r#"
            Teks berkas berkode UTF-16 (dua bita per huruf). Di Excel pilih Simpan Sebagai, CSV
            UTF-8; di Notepad pilih Simpan Sebagai, Pengodean UTF-8.
            The text of the file is UTF-16 (two bytes a letter). In Excel choose Save As, CSV
            UTF-8; in Notepad choose Save As, Encoding UTF-8.
        "#]],
    );
    refused(
        b"nik,pr\xE9nom,upah\n9971064203920001,x,1\n",
        expect![[r#"
            Baris 1 bukan UTF-8: bita 7 berasal dari pengodean lain, seperti Windows-1252. Di
            Excel pilih Simpan Sebagai, CSV UTF-8.
            Row 1 is not UTF-8: byte 7 is from another encoding, such as Windows-1252. In Excel
            choose Save As, CSV UTF-8.
        "#]],
    );
    refused(
        b"\xEF\xBB\xBFjudul\npr\xE9nom,gaji pokok\nx,1\n",
        expect![[r#"
            Baris 2 bukan UTF-8: bita 12 berasal dari pengodean lain, seperti Windows-1252. Di
            Excel pilih Simpan Sebagai, CSV UTF-8.
            Row 2 is not UTF-8: byte 12 is from another encoding, such as Windows-1252. In Excel
            choose Save As, CSV UTF-8.
        "#]],
    );
}

#[test]
fn headings_that_are_not_understood() {
    refused(
        "a,b,c\n1,2,3\n",
        expect![[r#"
            Tidak ada baris judul yang dikenal dalam 20 baris pertama. Yang ada: a, b, c. Yang
            dicari: nik, nama, wage (upah, gaji).
            None of the first 20 rows is a known heading. Found: a, b, c. Looked for: nik, nama,
            wage (upah, gaji).
        "#]],
    );
    refused(
        "9971064203920001,Siti,5729876\n",
        expect![[r#"
            Tidak ada baris judul yang dikenal dalam 20 baris pertama. Yang ada:
            9971064203920001, Siti, 5729876. Yang dicari: nik, nama, wage (upah, gaji).
            None of the first 20 rows is a known heading. Found: 9971064203920001, Siti, 5729876.
            Looked for: nik, nama, wage (upah, gaji).
        "#]],
    );
    refused(
        "nik,nama\n9971064203920001,Siti\n",
        expect![[r#"
            Judul di baris 1 tidak memuat kolom wage (upah, gaji). Yang ada: nik, nama. Tambahkan
            kolomnya atau ganti judulnya.
            The heading in row 1 has no column wage (upah, gaji). Found: nik, nama. Add the
            column or rename one.
        "#]],
    );
    refused(
        "nama,upah\nSiti,5729876\n",
        expect![[r#"
            Judul di baris 1 tidak memuat kolom nik. Yang ada: nama, upah. Tambahkan kolomnya
            atau ganti judulnya.
            The heading in row 1 has no column nik. Found: nama, upah. Add the column or rename
            one.
        "#]],
    );
    refused(
        "nik,upah,gaji\n9971064203920001,1,2\n",
        expect![[r#"
        Kolom "upah" dan "gaji" sama-sama berarti wage. Hapus atau ganti judul salah satunya.
        The columns "upah" and "gaji" both mean wage. Remove or rename one of them.
    "#]],
    );
    refused(
        "# nik,upah\n",
        expect![[r#"
            Tidak ada baris judul yang dikenal dalam 20 baris pertama. Yang ada: tidak ada. Yang
            dicari: nik, nama, wage (upah, gaji).
            None of the first 20 rows is a known heading. Found: nothing. Looked for: nik, nama,
            wage (upah, gaji).
        "#]],
    );
}

#[test]
fn cut_off_and_without_end() {
    refused(
        "nik,nama,upah\n9971064203920001,Siti,1\n9971064203920002,\"Budi,2\n",
        expect![[r#"
            Berkas berakhir di dalam tanda kutip yang dibuka di baris 3. Berkas terpotong: salin
            atau unduh ulang; atau tutup tandanya.
            The file ends within the quotation mark opened in row 3. It is cut off: copy or
            download it again; or close the mark.
        "#]],
    );
    refused(
        "nik,\"nama,upah\n9971064203920001,Siti,1\n",
        expect![[r#"
            Tidak ada baris judul yang dikenal dalam 20 baris pertama. Yang ada: nik,"nama,upah.
            Yang dicari: nik, nama, wage (upah, gaji).
            None of the first 20 rows is a known heading. Found: nik,"nama,upah. Looked for: nik,
            nama, wage (upah, gaji).
        "#]],
    );
    let endless = "x".repeat(2 << 20);
    refused(
        &endless,
        expect![[r#"
            Baris 1 lebih panjang dari 1 MiB. Satu baris untuk satu orang; periksa akhir
            barisnya.
            Row 1 is longer than 1 MiB. One row is for one person; check where its line ends.
        "#]],
    );
    refused(
        format!("nik,upah\n9971064203920001,1\n{endless}\n"),
        expect![[r#"
            Baris 3 lebih panjang dari 1 MiB. Satu baris untuk satu orang; periksa akhir
            barisnya.
            Row 3 is longer than 1 MiB. One row is for one person; check where its line ends.
        "#]],
    );
    refused(
        format!("nik,upah\n9971064203920001,1\n#{endless}\n"),
        expect![[r#"
            Baris 3 lebih panjang dari 1 MiB. Satu baris untuk satu orang; periksa akhir
            barisnya.
            Row 3 is longer than 1 MiB. One row is for one person; check where its line ends.
        "#]],
    );
    refused(
        format!("nik,upah\n9971064203920001,1\n9971064203920002,\"{endless}\n"),
        expect![[r#"
            Tanda kutip yang dibuka di baris 3 tidak ditutup sepanjang 1 MiB. Tutup atau hapus
            tandanya.
            The quotation mark opened in row 3 is not closed for 1 MiB. Close it or remove it.
        "#]],
    );
}

#[test]
fn a_row_without_end_is_refused_before_it_is_read() {
    let mut payroll = b"nik,upah\n9971064203920001,1\n".to_vec();
    payroll.resize(64 << 20, b'7');
    let payroll = Payroll::from_bytes(payroll, &facts()).expect("it has a heading");
    let progress = payroll.progress();
    let read = payroll.each_batch(&mut Batch::new(facts().len(), 8), |_| Ok::<(), Refusal>(()));
    assert_eq!(read, Err(Refusal::LongRow { row: 3 }));
    assert!(progress.bytes_read() < 2 << 20, "{} bytes were read", progress.bytes_read());
}

#[test]
fn archives_that_are_no_workbooks() {
    refused(
        archive(&[("upah.csv", "nik,upah\n")]),
        expect![[r#"
            Berkas adalah arsip ZIP tanpa buku kerja di dalamnya. Buka arsipnya, lalu pilih
            daftar upahnya.
            The file is a ZIP archive without a workbook in it. Unpack it, then name the payroll.
        "#]],
    );
    let open_document =
        [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", "<x/>")];
    refused(
        archive(&open_document),
        expect![[r#"
            Berkas adalah lembar kerja OpenDocument, bukan daftar upah. Simpan daftarnya sebagai
            .xlsx atau CSV UTF-8.
            The file is an OpenDocument spreadsheet, not a payroll. Save the payroll as .xlsx or
            CSV UTF-8.
        "#]],
    );
    refused(
        archive(&[("xl/workbook.bin", "")]),
        expect![[r#"
            Berkas adalah buku kerja Excel biner (.xlsb), bukan daftar upah. Simpan daftarnya
            sebagai .xlsx atau CSV UTF-8.
            The file is a binary Excel workbook (.xlsb), not a payroll. Save the payroll as .xlsx
            or CSV UTF-8.
        "#]],
    );
    refused(
        b"PK\x03\x04 and no more",
        expect![[r#"
            Buku kerja terpotong: bagian akhirnya, yang mendaftar isinya, tidak ada. Salin atau
            unduh ulang berkasnya.
            The workbook is cut off: its end, which lists what is in it, is missing. Copy or
            download the file again.
        "#]],
    );
}

#[test]
fn workbooks_that_are_broken() {
    refused(
        archive(&[("xl/workbook.xml", "<workbook/>")]),
        expect![[r#"
            Buku kerja rusak di xl/_rels/workbook.xml.rels (bagian ini tidak ada). Buka di Excel
            lalu simpan ulang, atau simpan sebagai CSV UTF-8.
            The workbook is broken at xl/_rels/workbook.xml.rels (the part is missing). Open it
            in Excel and save it again, or save it as CSV UTF-8.
        "#]],
    );
    refused(
        workbook("<row><c><v>1</v></c></row>"),
        expect![[r#"
            Buku kerja rusak di Upah (lembar berakhir sebelum baris terakhirnya selesai). Buka di
            Excel lalu simpan ulang, atau simpan sebagai CSV UTF-8.
            The workbook is broken at Upah (the sheet ends before its last row is closed). Open
            it in Excel and save it again, or save it as CSV UTF-8.
        "#]],
    );
    refused(
        workbook("<sheetData><row><c t=\"s\"><v>7</v></c></row></sheetData>"),
        expect![[r#"
            Buku kerja rusak di Upah (baris 1 merujuk ke teks yang tidak ada). Buka di Excel lalu
            simpan ulang, atau simpan sebagai CSV UTF-8.
            The workbook is broken at Upah (row 1 refers to a text that is not there). Open it in
            Excel and save it again, or save it as CSV UTF-8.
        "#]],
    );
    refused(
        workbook("<sheetData><row><c><v>1</v></c></row></sheetData>"),
        expect![[r#"
            Tidak ada baris judul yang dikenal dalam 20 baris pertama. Yang ada: 1. Yang dicari:
            nik, nama, wage (upah, gaji).
            None of the first 20 rows is a known heading. Found: 1. Looked for: nik, nama, wage
            (upah, gaji).
        "#]],
    );
    refused(
        workbook(&format!("<sheetData><row><c><v>{}</v></c></row>", "7".repeat(2 << 20))),
        expect![[r#"
            Buku kerja rusak di Upah (salah satu teksnya lebih dari 1 MiB). Buka di Excel lalu
            simpan ulang, atau simpan sebagai CSV UTF-8.
            The workbook is broken at Upah (I/O error: one of its texts is longer than 1 MiB).
            Open it in Excel and save it again, or save it as CSV UTF-8.
        "#]],
    );
    let cells = format!("<c><v>{}</v></c>", "x".repeat(900 << 10)).repeat(2);
    refused(
        workbook(&format!("<sheetData><row>{cells}</row></sheetData>")),
        expect![[r#"
            Baris 1 lebih panjang dari 1 MiB. Satu baris untuk satu orang; periksa akhir
            barisnya.
            Row 1 is longer than 1 MiB. One row is for one person; check where its line ends.
        "#]],
    );
}

#[test]
fn a_workbook_with_endless_text_is_refused() {
    let string = format!("<si><t>{}</t></si>", "x".repeat(1 << 19));
    let strings = format!("<sst uniqueCount=\"99999999999999999\">{}</sst>", string.repeat(130));
    refused(
        workbook_of(&strings, "<sheetData/>"),
        expect![[r#"
            Buku kerja memuat lebih dari 64 MiB teks. Simpan sebagai CSV UTF-8, yang boleh
            sebesar apa pun.
            The workbook has more than 64 MiB of text. Save it as CSV UTF-8, which may have any
            size.
        "#]],
    );
}

/// A ZIP archive of these parts.
fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).expect("memory takes every file");
        archive.write_all(text.as_bytes()).expect("memory takes every file");
    }
    archive.finish().expect("memory takes every file").into_inner()
}

fn workbook(sheet: &str) -> Vec<u8> {
    workbook_of("<sst/>", sheet)
}

/// The smallest workbook that has these shared strings and this sheet.
pub(super) fn workbook_of(strings: &str, sheet: &str) -> Vec<u8> {
    workbook_with("<workbookPr/>", strings, sheet)
}

/// The same with properties of the workbook.
pub(super) fn workbook_with(properties: &str, strings: &str, sheet: &str) -> Vec<u8> {
    archive(&[
        (
            "xl/workbook.xml",
            &format!("<workbook>{properties}<sheets><sheet name=\"Upah\" r:id=\"r1\"/></sheets></workbook>"),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id=\"r1\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
        ),
        ("xl/sharedStrings.xml", strings),
        ("xl/worksheets/sheet1.xml", &format!("<worksheet>{sheet}</worksheet>")),
    ])
}
