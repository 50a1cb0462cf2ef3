//! Payrolls as workbooks.

use expect_test::expect;
use naungan::payroll::{Refusal, WorkbookFault};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, XlsxError};

use super::refusals::{workbook_of, workbook_with};
use super::{check, facts, read};

/// A workbook such as an employer keeps: a cover sheet, a title, numbers as numbers, dates as dates.
fn usual() -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().write(0, 0, "Petunjuk pengisian")?;
    let sheet = workbook.add_worksheet();
    sheet.write(0, 0, "DAFTAR UPAH FEBRUARI 2026")?;
    for (column, heading) in
        ["No", "NIK", "Nama TK", "Upah", "Tgl Lahir", "WNA", "Risk", "Bulan"].iter().enumerate()
    {
        sheet.write(2, column as u16, *heading)?;
    }
    let date = Format::new().set_num_format("dd/mm/yyyy");
    for (row, name) in (3..).zip(["Siti Rahma", "Budi & Ani", "José"]) {
        sheet.write(row, 0, row - 2)?.write(row, 1, format!("997106420392{row:04}"))?.write(row, 2, name)?;
        sheet.write(row, 3, 5_729_876 + row)?;
        sheet.write_with_format(row, 4, &ExcelDateTime::from_ymd(1992, 3, 2)?, &date)?;
        sheet.write(row, 5, row == 4)?.write(row, 6, 1)?.write(row, 7, "2026-02")?;
    }
    workbook.save_to_buffer()
}

#[test]
fn a_usual_workbook() {
    check(
        usual().expect("memory takes every file"),
        expect![[r#"
        ignored: No
        4 9971064203920003 Siti Rahma: wage 5729879 risk_class 0 foreigner 0 birth_date 8096 month 24313
        5 9971064203920004 Budi & Ani: wage 5729880 risk_class 0 foreigner 1 birth_date 8096 month 24313
        6 9971064203920005 José: wage 5729881 risk_class 0 foreigner 0 birth_date 8096 month 24313
        people 3
    "#]],
    );
}

#[test]
fn numbers_that_a_workbook_spoils() -> Result<(), XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write(0, 0, "NIK")?.write(0, 1, "Upah")?.write(0, 2, "Tanggal Lahir")?;
    sheet.write(1, 0, 9_971_064_203_920_002_i64)?.write(1, 1, 5_729_876)?;
    sheet.write(2, 0, "9971064203920002")?.write(2, 1, 5.729)?;
    sheet.write(3, 0, "9971064203920003")?.write(3, 1, 5_729_876.5)?;
    sheet.write(5, 0, "9971064203920004")?.write(5, 1, "5.729.876")?.write(5, 2, 33_666)?;
    sheet.write(6, 0, "9971064203920005")?.write(6, 1, 1e300)?.write(6, 2, 33_666.75)?;
    sheet.write(7, 0, "9971064203920006")?.write(7, 1, 1)?.write(7, 2, 59)?;
    sheet.write(8, 0, "9971064203920007")?.write(8, 1, 1)?.write(8, 2, 20_260_217)?;
    check(
        workbook.save_to_buffer()?,
        expect![[r#"
            6 9971064203920004: wage 5729876 birth_date 8097
            2 NIK `9971064203920002`
                the NIK is kept as a number, and spreadsheets keep 15 digits: the 16th is lost;
                format the column as Text, then type the NIK again from the card
            3 Upah `5.729`
                the number has a fraction; round it to a whole number, such as 5729876
            4 Upah `5729876.5`
                the number has a fraction; round it to a whole number, such as 5729876
            7 Upah `1000000000000000000000000000000000000000…`
                the value is above the most allowed, Rp 1,000,000,000,000; check the number of digits
            8 Tanggal Lahir `59`
                it is not a date; write it as 17-02-2026 or 2026-02-17
            9 Tanggal Lahir `20260217`
                the year is outside 1900 to 2200; check the year
            people 1, rejected rows 6
        "#]],
    );
    Ok(())
}

#[test]
fn other_programs_write_workbooks_otherwise() {
    let heading = "<row><c t=\"inlineStr\"><is><t>NIK</t></is></c><c t=\"str\"><v>Upah</v></c>\
        <c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c></row>";
    let strings = "<x:sst xmlns:x=\"x\"><x:si><x:r><x:t>Tanggal </x:t></x:r><x:r><x:t>Lahir</x:t></x:r>\
        <x:rPh><x:t>rahaL</x:t></x:rPh></x:si><x:si><x:t>Na&#109;a</x:t></x:si>\
        <x:si><x:t>Siti &lt;Ani&gt; &amp; <![CDATA[Budi]]></x:t></x:si></x:sst>";
    let rows = "<row r=\"7\"><c r=\"A7\" t=\"str\"><v>9971064203920001</v></c>\
        <c r=\"B7\"><v>5.729876E6</v></c><c r=\"C7\"><v>32204</v></c><c r=\"D7\" t=\"s\"><v>2</v></c></row>\
        <row r=\"8\"/><row r=\"9\"><c r=\"D9\"/></row>\
        <row r=\"10\"><c r=\"A10\" t=\"str\"><v>9971064203920002</v></c><c r=\"B10\" t=\"e\"><v>#N/A</v></c>\
        <c r=\"C10\" t=\"d\"><v>1992-03-02T00:00:00</v></c></row>";
    let sheet = format!("<sheetData>{heading}{rows}</sheetData>");
    check(
        workbook_of(strings, &sheet),
        expect![[r#"
            7 9971064203920001 Siti <Ani> & Budi: wage 5729876 birth_date 6635
            10 Upah `#N/A`
                it is not a number; write digits only, such as 5729876
            people 1, rejected rows 1
        "#]],
    );
    check(
        workbook_with("<workbookPr date1904=\"1\"/>", strings, &sheet),
        expect![[r#"
            7 9971064203920001 Siti <Ani> & Budi: wage 5729876 birth_date 8097
            10 Upah `#N/A`
                it is not a number; write digits only, such as 5729876
            people 1, rejected rows 1
        "#]],
    );
}

#[test]
fn a_workbook_cut_off_anywhere_is_refused_or_complete() {
    let whole = usual().expect("memory takes every file");
    let complete = read(&whole, &facts(), naungan::payroll::Lang::En);
    for length in (0..whole.len()).step_by(37) {
        let cut = read(&whole[..length], &facts(), naungan::payroll::Lang::En);
        let expected = if length == 0 { Refusal::Empty } else { Refusal::Workbook(WorkbookFault::Cut) };
        let is_refused = matches!(&cut, Err(refusal) if *refusal == expected || length < 4);
        assert!(is_refused || cut == complete, "{length} bytes: {cut:?}");
    }
}
