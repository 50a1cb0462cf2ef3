//! What the cells of each kind may hold.

use expect_test::{Expect, expect};
use naungan::payroll::Lang;

use super::check;

/// A row for each value of one column; the values of text cells have no semicolon.
fn check_column(heading: &str, values: &[&str], expected: Expect) {
    let row = |(number, value): (usize, &&str)| format!("997106420392{:04};{value}\n", number + 1);
    let rows: Vec<String> = values.iter().enumerate().map(row).collect();
    check(format!("nik;{heading}\n{}", rows.concat()), expected);
}

/// The same, where a wage stands beside the column.
fn check_beside_wage(heading: &str, values: &[&str], expected: Expect) {
    let values: Vec<String> = values.iter().map(|value| format!("1;{value}")).collect();
    check_column(
        &format!("upah;{heading}"),
        &values.iter().map(String::as_str).collect::<Vec<_>>(),
        expected,
    );
}

#[test]
fn amounts_that_are_read() {
    check_column(
        "upah",
        &[
            "5729876",
            "5.729.876",
            "5,729,876",
            "5 729 876",
            "5\u{a0}729\u{a0}876",
            "5.729.876,00",
            "5,729,876.00",
            "5729876.00",
            "5729876,0",
            "Rp 5.729.876",
            "Rp5.729.876,-",
            "Rp. 5.729.876,--",
            "rp5729876",
            "IDR 5,729,876.00",
            "  5729876  ",
            "5.729",
            "05729876",
            "1",
            "1.000.000.000.000",
        ],
        expect![[r#"
            2 9971064203920001: wage 5729876
            3 9971064203920002: wage 5729876
            4 9971064203920003: wage 5729876
            5 9971064203920004: wage 5729876
            6 9971064203920005: wage 5729876
            7 9971064203920006: wage 5729876
            8 9971064203920007: wage 5729876
            9 9971064203920008: wage 5729876
            10 9971064203920009: wage 5729876
            11 9971064203920010: wage 5729876
            12 9971064203920011: wage 5729876
            13 9971064203920012: wage 5729876
            14 9971064203920013: wage 5729876
            15 9971064203920014: wage 5729876
            16 9971064203920015: wage 5729876
            17 9971064203920016: wage 5729
            18 9971064203920017: wage 5729876
            19 9971064203920018: wage 1
            20 9971064203920019: wage 1000000000000
            people 19
        "#]],
    );
}

#[test]
fn amounts_with_fractions_or_uncertain_marks() {
    check_column(
        "upah",
        &[
            "5.729,5",
            "1.5",
            "5,729,876.50",
            "5.72.9876",
            "5729.876",
            "0.500",
            "5.729,876",
            "1.234.56",
            "5,729.876,00",
            "5 72 9876",
        ],
        expect![[r#"
            2 upah `5.729,5`
                the number has a fraction; round it to a whole number, such as 5729876
            3 upah `1.5`
                the number has a fraction; round it to a whole number, such as 5729876
            4 upah `5,729,876.50`
                the number has a fraction; round it to a whole number, such as 5729876
            5 upah `5.72.9876`
                points and commas do not part every three digits, so the value is uncertain; write
                digits only, such as 5729876
            6 upah `5729.876`
                points and commas do not part every three digits, so the value is uncertain; write
                digits only, such as 5729876
            7 upah `0.500`
                points and commas do not part every three digits, so the value is uncertain; write
                digits only, such as 5729876
            8 upah `5.729,876`
                points and commas do not part every three digits, so the value is uncertain; write
                digits only, such as 5729876
            9 upah `1.234.56`
                points and commas do not part every three digits, so the value is uncertain; write
                digits only, such as 5729876
            10 upah `5,729.876,00`
                points and commas do not part every three digits, so the value is uncertain; write
                digits only, such as 5729876
            11 upah `5 72 9876`
                points and commas do not part every three digits, so the value is uncertain; write
                digits only, such as 5729876
            rejected rows 10
        "#]],
    );
}

#[test]
fn amounts_outside_the_limits() {
    check_column(
        "upah",
        &[
            "-5729876",
            "(5.729.876)",
            "Rp -5.729.876",
            "0",
            "1.000.000.000.001",
            "99999999999999999999999999999999999999999999",
        ],
        expect![[r#"
            2 upah `-5729876`
                the value is below the least allowed, Rp 1; check the number
            3 upah `(5.729.876)`
                the value is below the least allowed, Rp 1; check the number
            4 upah `Rp -5.729.876`
                the value is below the least allowed, Rp 1; check the number
            5 upah `0`
                the value is below the least allowed, Rp 1; check the number
            6 upah `1.000.000.000.001`
                the value is above the most allowed, Rp 1,000,000,000,000; check the number of digits
            7 upah `9999999999999999999999999999999999999999…`
                the value is above the most allowed, Rp 1,000,000,000,000; check the number of digits
            rejected rows 6
        "#]],
    );
}

#[test]
fn amounts_that_are_none() {
    check_column(
        "upah",
        &["", "-", "5,73E+06", "lima juta", "5 juta", "Rp", "#N/A", "12/2026", "５７２"],
        expect![[r#"
            2 upah ``
                the cell is blank; fill it in; the column is required
            3 upah `-`
                the cell is blank; fill it in; the column is required
            4 upah `5,73E+06`
                the number is shortened with an exponent, so its last digits are lost; format the
                column as Number without decimals, then save again
            5 upah `lima juta`
                it is not a number; write digits only, such as 5729876
            6 upah `5 juta`
                it is not a number; write digits only, such as 5729876
            7 upah `Rp`
                it is not a number; write digits only, such as 5729876
            8 upah `#N/A`
                it is not a number; write digits only, such as 5729876
            9 upah `12/2026`
                it is not a number; write digits only, such as 5729876
            10 upah `５７２`
                it is not a number; write digits only, such as 5729876
            rejected rows 9
        "#]],
    );
}

#[test]
fn counts() {
    check_beside_wage(
        "children",
        &["0", "30", "31", "-1", "2.0", "2.5", "dua", ""],
        expect![[r#"
            2 9971064203920001: wage 1 children 0
            3 9971064203920002: wage 1 children 30
            6 9971064203920005: wage 1 children 2
            9 9971064203920008: wage 1
            4 children `31`
                the value is above the most allowed, 30; check the number of digits
            5 children `-1`
                the value is below the least allowed, 0; check the number
            7 children `2.5`
                the number has a fraction; round it to a whole number, such as 5729876
            8 children `dua`
                it is not a number; write digits only, such as 5729876
            people 4, rejected rows 4
        "#]],
    );
}

#[test]
fn options_in_every_spelling() {
    check_beside_wage(
        "risk class",
        &["I", "i", "1", "very_low", "Very Low", "sangat rendah", "SANGAT-RENDAH", "II", "2", "low", "", "-"],
        expect![[r#"
            2 9971064203920001: wage 1 risk_class 0
            3 9971064203920002: wage 1 risk_class 0
            4 9971064203920003: wage 1 risk_class 0
            5 9971064203920004: wage 1 risk_class 0
            6 9971064203920005: wage 1 risk_class 0
            7 9971064203920006: wage 1 risk_class 0
            8 9971064203920007: wage 1 risk_class 0
            9 9971064203920008: wage 1 risk_class 1
            10 9971064203920009: wage 1 risk_class 1
            11 9971064203920010: wage 1 risk_class 1
            12 9971064203920011: wage 1
            13 9971064203920012: wage 1
            people 12
        "#]],
    );
    check_beside_wage(
        "risk class",
        &["III", "0", "rendah sekali", "I/II"],
        expect![[r#"
            2 risk class `III`
                the word is not known; write one of: very_low, low
            3 risk class `0`
                the word is not known; write one of: very_low, low
            4 risk class `rendah sekali`
                the word is not known; write one of: very_low, low
            5 risk class `I/II`
                the word is not known; write one of: very_low, low
            rejected rows 4
        "#]],
    );
}

#[test]
fn yes_and_no() {
    check_beside_wage(
        "wna",
        &["ya", "Tidak", "Y", "T", "n", "YES", "no", "true", "FALSE", "1", "0", "", "mungkin", "2"],
        expect![[r#"
            2 9971064203920001: wage 1 foreigner 1
            3 9971064203920002: wage 1 foreigner 0
            4 9971064203920003: wage 1 foreigner 1
            5 9971064203920004: wage 1 foreigner 0
            6 9971064203920005: wage 1 foreigner 0
            7 9971064203920006: wage 1 foreigner 1
            8 9971064203920007: wage 1 foreigner 0
            9 9971064203920008: wage 1 foreigner 1
            10 9971064203920009: wage 1 foreigner 0
            11 9971064203920010: wage 1 foreigner 1
            12 9971064203920011: wage 1 foreigner 0
            13 9971064203920012: wage 1
            14 wna `mungkin`
                the word is not known; write one of: ya, tidak
            15 wna `2`
                the word is not known; write one of: ya, tidak
            people 12, rejected rows 2
        "#]],
    );
}

#[test]
fn dates_that_are_read() {
    check_beside_wage(
        "tanggal lahir",
        &[
            "2026-02-17",
            "17-02-2026",
            "17/02/2026",
            "17.02.2026",
            "7/2/2026",
            "17 Februari 2026",
            "17 Feb 2026",
            "17-Feb-2026",
            "17 february 2026",
            "17 Agt 2026",
            "1 Mei 2026",
            "2026/02/17",
            "2026-02-17 00:00:00",
            "2026-02-17T00:00:00.000Z",
            "02/03/2026",
            "29-02-2024",
            "1970-01-01",
            "1900-01-01",
            "31-12-2200",
        ],
        expect![[r#"
            2 9971064203920001: wage 1 birth_date 20501
            3 9971064203920002: wage 1 birth_date 20501
            4 9971064203920003: wage 1 birth_date 20501
            5 9971064203920004: wage 1 birth_date 20501
            6 9971064203920005: wage 1 birth_date 20491
            7 9971064203920006: wage 1 birth_date 20501
            8 9971064203920007: wage 1 birth_date 20501
            9 9971064203920008: wage 1 birth_date 20501
            10 9971064203920009: wage 1 birth_date 20501
            11 9971064203920010: wage 1 birth_date 20682
            12 9971064203920011: wage 1 birth_date 20574
            13 9971064203920012: wage 1 birth_date 20501
            14 9971064203920013: wage 1 birth_date 20501
            15 9971064203920014: wage 1 birth_date 20501
            16 9971064203920015: wage 1 birth_date 20514
            17 9971064203920016: wage 1 birth_date 19782
            18 9971064203920017: wage 1 birth_date 0
            19 9971064203920018: wage 1 birth_date -25567
            20 9971064203920019: wage 1 birth_date 84370
            people 19
        "#]],
    );
}

#[test]
fn dates_that_are_refused() {
    check_beside_wage(
        "tanggal lahir",
        &[
            "02/17/2026",
            "Feb 17 2026",
            "17-02-26",
            "30-02-2026",
            "29-02-2023",
            "31-04-2026",
            "00-01-2026",
            "17-13-2026",
            "32-01-2026",
            "17-02-1899",
            "2201-01-01",
            "46070",
            "17 Febuari 2026",
            "2026-02-17 08:30:00",
            "kemarin",
            "17-02",
            "1-2-3-4",
        ],
        expect![[r#"
            2 tanggal lahir `02/17/2026`
                the month stands before the day; write the day first, as in 17-02-2026, in the whole
                column
            3 tanggal lahir `Feb 17 2026`
                the month stands before the day; write the day first, as in 17-02-2026, in the whole
                column
            4 tanggal lahir `17-02-26`
                the year has two digits; write the year with four digits, such as 2026
            5 tanggal lahir `30-02-2026`
                the calendar has no such day; check the day and the month
            6 tanggal lahir `29-02-2023`
                the calendar has no such day; check the day and the month
            7 tanggal lahir `31-04-2026`
                the calendar has no such day; check the day and the month
            8 tanggal lahir `00-01-2026`
                the calendar has no such day; check the day and the month
            9 tanggal lahir `17-13-2026`
                the calendar has no such day; check the day and the month
            10 tanggal lahir `32-01-2026`
                the calendar has no such day; check the day and the month
            11 tanggal lahir `17-02-1899`
                the year is outside 1900 to 2200; check the year
            12 tanggal lahir `2201-01-01`
                the year is outside 1900 to 2200; check the year
            13 tanggal lahir `46070`
                it is not a date; write it as 17-02-2026 or 2026-02-17
            14 tanggal lahir `17 Febuari 2026`
                it is not a date; write it as 17-02-2026 or 2026-02-17
            15 tanggal lahir `2026-02-17 08:30:00`
                it is not a date; write it as 17-02-2026 or 2026-02-17
            16 tanggal lahir `kemarin`
                it is not a date; write it as 17-02-2026 or 2026-02-17
            17 tanggal lahir `17-02`
                it is not a date; write it as 17-02-2026 or 2026-02-17
            18 tanggal lahir `1-2-3-4`
                it is not a date; write it as 17-02-2026 or 2026-02-17
            rejected rows 17
        "#]],
    );
}

#[test]
fn months() {
    check_beside_wage(
        "bulan",
        &[
            "2026-02",
            "02-2026",
            "2/2026",
            "Februari 2026",
            "feb-2026",
            "17-02-2026",
            "2026-13",
            "2026",
            "202602",
            "02-26",
            "1899-12",
            "Februari",
        ],
        expect![[r#"
            2 9971064203920001: wage 1 month 24313
            3 9971064203920002: wage 1 month 24313
            4 9971064203920003: wage 1 month 24313
            5 9971064203920004: wage 1 month 24313
            6 9971064203920005: wage 1 month 24313
            7 9971064203920006: wage 1 month 24313
            8 bulan `2026-13`
                it is not a month; write it as 2026-02 or February 2026
            9 bulan `2026`
                it is not a month; write it as 2026-02 or February 2026
            10 bulan `202602`
                it is not a month; write it as 2026-02 or February 2026
            11 bulan `02-26`
                the year has two digits; write the year with four digits, such as 2026
            12 bulan `1899-12`
                the year is outside 1900 to 2200; check the year
            13 bulan `Februari`
                it is not a month; write it as 2026-02 or February 2026
            people 6, rejected rows 6
        "#]],
    );
}

#[test]
fn population_numbers() {
    let niks = [
        "9971064203920001",
        "'9971064203920002",
        "\"=\"\"9971064203920003\"\"\"",
        " 9971064203920004 ",
        "997106420392000",
        "99710642039200055",
        "9971064203920O01",
        "99.7106.420392.0001",
        "9,97106E+15",
        "0071064203920001",
        "9971064213920001",
        "9971067203920001",
        "9971064203920000",
        "",
    ];
    let rows: Vec<String> = niks.iter().map(|nik| format!("{nik};5729876\n")).collect();
    check(
        format!("nik;upah\n{}", rows.concat()),
        expect![[r#"
            2 9971064203920001: wage 5729876
            3 9971064203920002: wage 5729876
            4 9971064203920003: wage 5729876
            5 9971064203920004: wage 5729876
            6 nik `997106420392000`
                a NIK has 16 digits, this has 15; compare it with the card; 16 digits without spaces
                or points
            7 nik `99710642039200055`
                a NIK has 16 digits, this has 17; compare it with the card; 16 digits without spaces
                or points
            8 nik `9971064203920O01`
                character 14 of the NIK is no digit; compare it with the card; 16 digits without
                spaces or points
            9 nik `99.7106.420392.0001`
                a NIK has 16 digits, this has 19; compare it with the card; 16 digits without spaces
                or points
            10 nik `9,97106E+15`
                the NIK is kept as a number, and spreadsheets keep 15 digits: the 16th is lost;
                format the column as Text, then type the NIK again from the card
            11 nik `0071064203920001`
                digits 1 to 2 of the NIK are 00, which is no province; compare it with the card; 16
                digits without spaces or points
            12 nik `9971064213920001`
                digits 7 to 12 of the NIK are 421392, which is no date of birth (a woman's day plus
                40); compare it with the card; 16 digits without spaces or points
            13 nik `9971067203920001`
                digits 7 to 12 of the NIK are 720392, which is no date of birth (a woman's day plus
                40); compare it with the card; 16 digits without spaces or points
            14 nik `9971064203920000`
                digits 13 to 16 of the NIK are 0000, but serials begin at 0001; compare it with the
                card; 16 digits without spaces or points
            15 nik ``
                the cell is blank; fill it in; the column is required
            people 4, rejected rows 10
        "#]],
    );
}

#[test]
fn names() {
    let names = [
        "Siti Rahma".to_owned(),
        "  Siti  ".to_owned(),
        "\"Siti \"\"Ani\"\" Rahma\"".to_owned(),
        "\"Rahma, Siti\"".to_owned(),
        "\"Siti\nRahma\"".to_owned(),
        "José Müller".to_owned(),
        "-".to_owned(),
        String::new(),
        "=HYPERLINK(0)".to_owned(),
        "@SUM(A1)".to_owned(),
        "-1+2".to_owned(),
        "Siti\u{1}".to_owned(),
        "Siti\u{7f}".to_owned(),
        "x".repeat(201),
    ];
    let rows =
        names.iter().enumerate().map(|(number, name)| format!("997106420392{:04},{name},1\n", number + 1));
    check(
        format!("nik,nama,upah\n{}", rows.collect::<String>()),
        expect![[r#"
            2 9971064203920001 Siti Rahma: wage 1
            3 9971064203920002 Siti: wage 1
            4 9971064203920003 Siti \"Ani\" Rahma: wage 1
            5 9971064203920004 Rahma, Siti: wage 1
            6 9971064203920005 Siti\nRahma: wage 1
            8 9971064203920006 José Müller: wage 1
            9 9971064203920007 -: wage 1
            10 9971064203920008: wage 1
            11 nama `=HYPERLINK(0)`
                a spreadsheet would run the text as a formula; remove the sign at its beginning
            12 nama `@SUM(A1)`
                a spreadsheet would run the text as a formula; remove the sign at its beginning
            13 nama `-1+2`
                a spreadsheet would run the text as a formula; remove the sign at its beginning
            14 nama `Siti\u{1}`
                the text has characters that cannot be seen; type the text again
            15 nama `Siti\u{7f}`
                the text has characters that cannot be seen; type the text again
            16 nama `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…`
                the text is longer than 200 bytes; shorten it, or check the quotation marks of the
                row
            people 8, rejected rows 6
        "#]],
    );
}

#[test]
fn a_name_of_two_hundred_bytes_is_not_too_long() {
    let name = "x".repeat(200);
    let out = super::read(
        format!("nik,nama,upah\n9971064203920001,{name},1\n").as_bytes(),
        &super::facts(),
        Lang::En,
    );
    assert_eq!(out, Ok(format!("2 9971064203920001 {name}: wage 1\npeople 1\n")));
}

#[test]
fn a_name_of_another_encoding_leaves_out_its_row_only() {
    check(
        b"nik,nama,upah\n9971064203920001,Jos\xE9,1\n9971064203920002,Siti,1\n",
        expect![[r#"
            3 9971064203920002 Siti: wage 1
            2 nama `Jos\xE9`
                letters cannot be read: the text is not UTF-8; save the file again as CSV UTF-8, or
                type the letters again
            people 1, rejected rows 1
        "#]],
    );
}

#[test]
fn a_person_stands_once_for_each_employer() {
    check(
        "nik;npp;upah\n9971064203920001;25012345;1\n9971064203920002;25012345;1\n\
         9971064203920001;25012346;1\n9971064203920001;25012345;1\n",
        expect![[r#"
            2 9971064203920001 25012345: wage 1
            3 9971064203920002 25012345: wage 1
            4 9971064203920001 25012346: wage 1
            5 nik `9971064203920001`
                the NIK stands in an earlier row for the same employer; delete one of them; for a job
                with another employer, fill in the NPP column
            people 3, rejected rows 1
        "#]],
    );
    check(
        "nik;upah\n9971064203920001;1\n9971064203920001;2\n9971064203920001;3\n",
        expect![[r#"
            2 9971064203920001: wage 1
            3 nik `9971064203920001`
                the NIK stands in an earlier row for the same employer; delete one of them; for a job
                with another employer, fill in the NPP column
            4 nik `9971064203920001`
                the NIK stands in an earlier row for the same employer; delete one of them; for a job
                with another employer, fill in the NPP column
            people 1, rejected rows 2
        "#]],
    );
}
