//! Rows that are left out, and the list of them.

use std::fs;

use expect_test::{Expect, expect};
use naungan::payroll::{Batch, Lang, Payroll, Refusal, RejectWriter};

use super::{check, facts, read};

#[test]
fn bad_rows_do_not_stop_good_ones_and_every_bad_cell_is_named() {
    check(
        "nik,nama,upah,wna\n\
         9971064203920001,Siti,5729876,ya\n\
         9971064203920002,=Budi,1.5,mungkin\n\
         99,Ani,,\n\
         9971064203920003,Citra,5729876,\n",
        expect![[r#"
            2 9971064203920001 Siti: wage 5729876 foreigner 1
            5 9971064203920003 Citra: wage 5729876
            3 nama `=Budi`
                a spreadsheet would run the text as a formula; remove the sign at its beginning
            3 upah `1.5`
                the number has a fraction; round it to a whole number, such as 5729876
            3 wna `mungkin`
                the word is not known; write one of: ya, tidak
            4 nik `99`
                a NIK has 16 digits, this has 2; compare it with the card; 16 digits without spaces
                or points
            4 upah ``
                the cell is blank; fill it in; the column is required
            people 2, rejected rows 2
        "#]],
    );
}

#[test]
fn rows_are_numbered_as_an_editor_numbers_lines() {
    check(
        "# catatan\r\nnik,nama,upah\r\n\r\n9971064203920001,\"Siti\r\nRahma\",1\r\n# catatan\r\n\
         ,,\r\n9971064203920002,Ani,x\r\n9971064203920003,Budi,1",
        expect![[r#"
            4 9971064203920001 Siti\r\nRahma: wage 1
            9 9971064203920003 Budi: wage 1
            8 upah `x`
                it is not a number; write digits only, such as 5729876
            people 2, rejected rows 1, blank rows 1
        "#]],
    );
}

#[test]
fn a_row_may_be_shorter_or_longer_than_the_heading() {
    check(
        "nik,nama,upah\n9971064203920001,Siti\n9971064203920002\n9971064203920003,Ani,1,2,3\n",
        expect![[r#"
            4 9971064203920003 Ani: wage 1
            2 upah ``
                the cell is blank; fill it in; the column is required
            3 upah ``
                the cell is blank; fill it in; the column is required
            people 1, rejected rows 2
        "#]],
    );
}

#[test]
fn long_values_are_shortened_and_strange_ones_escaped() {
    check(
        format!("nik,upah\n9971064203920001,{}\n9971064203920002,a\u{1b}[31m\tb\n", "7".repeat(60)),
        expect![[r#"
            2 upah `7777777777777777777777777777777777777777…`
                the value is above the most allowed, Rp 1,000,000,000,000; check the number of digits
            3 upah `a\u{1b}[31m\tb`
                it is not a number; write digits only, such as 5729876
            rejected rows 2
        "#]],
    );
}

/// The same as [`check`], told in Indonesian.
fn check_in_indonesian(payroll: &str, expected: Expect) {
    let out = read(payroll.as_bytes(), &facts(), Lang::Id);
    expected.assert_eq(&out.unwrap_or_else(|refusal| refusal.text(Lang::Id)));
}

#[test]
fn problems_of_people_are_said_in_indonesian_too() {
    check_in_indonesian(
        "nik;nama;upah\n\
         99;=x;1\n\
         0071064203920001;a\u{1};1\n\
         9971064213920001;;1\n\
         9971064203920000;;1\n\
         997106420392000x;;\n\
         9,97E+15;;1\n\
         9971064203920001;;1\n\
         9971064203920001;;1\n",
        expect![[r#"
            8 9971064203920001: wage 1
            2 nik `99`
                NIK terdiri atas 16 angka, ini 2; cocokkan dengan kartu; 16 angka tanpa spasi dan
                titik
            2 nama `=x`
                lembar kerja akan menjalankan teks ini sebagai rumus; hapus tanda di awal teks
            3 nik `0071064203920001`
                angka 1-2 dari NIK ialah 00, bukan kode provinsi; cocokkan dengan kartu; 16 angka
                tanpa spasi dan titik
            3 nama `a\u{1}`
                teks memuat karakter yang tak terlihat; ketik ulang teksnya
            4 nik `9971064213920001`
                angka 7-12 dari NIK ialah 421392, bukan tanggal lahir (perempuan: tanggal ditambah
                40); cocokkan dengan kartu; 16 angka tanpa spasi dan titik
            5 nik `9971064203920000`
                angka 13-16 dari NIK ialah 0000, padahal nomor urut mulai dari 0001; cocokkan dengan
                kartu; 16 angka tanpa spasi dan titik
            6 nik `997106420392000x`
                karakter ke-16 dari NIK bukan angka; cocokkan dengan kartu; 16 angka tanpa spasi dan
                titik
            6 upah ``
                sel ini kosong; isilah; kolom ini wajib
            7 nik `9,97E+15`
                NIK tersimpan sebagai angka, dan lembar kerja hanya menyimpan 15 angka: angka ke-16
                hilang; ubah format kolom menjadi Teks, lalu ketik ulang NIK dari kartu
            9 nik `9971064203920001`
                NIK ini sudah ada di baris sebelumnya untuk pemberi kerja yang sama; hapus salah
                satu; untuk pekerjaan pada pemberi kerja lain, isi kolom NPP
            people 1, rejected rows 7
        "#]],
    );
}

#[test]
fn problems_of_facts_are_said_in_indonesian_too() {
    check_in_indonesian(
        "nik;upah;risk class;wna;tanggal lahir;bulan;children\n\
         9971064203920001;1.5;III;2;02/17/2026;2026-13;31\n\
         9971064203920002;x;;;30-02-2026;;-1\n\
         9971064203920003;5,7E+6;;;x;;\n\
         9971064203920004;5729.876;;;17-02-26;;\n\
         9971064203920005;1;;;17-02-1899;;\n",
        expect![[r#"
            2 upah `1.5`
                angka memuat pecahan; bulatkan ke satuan penuh, misalnya 5729876
            2 risk class `III`
                kata ini tidak dikenal; tulis salah satu: very_low, low
            2 wna `2`
                kata ini tidak dikenal; tulis salah satu: ya, tidak
            2 tanggal lahir `02/17/2026`
                bulan ditulis sebelum tanggal; tulis tanggal dahulu, seperti 17-02-2026, di seluruh
                kolom
            2 bulan `2026-13`
                ini bukan bulan; tulis seperti 2026-02 atau Februari 2026
            2 children `31`
                nilai di atas batas terbesar, 30; periksa banyaknya angka
            3 upah `x`
                ini bukan angka; tulis dengan angka saja, misalnya 5729876
            3 tanggal lahir `30-02-2026`
                tanggal ini tidak ada di kalender; periksa tanggal dan bulannya
            3 children `-1`
                nilai di bawah batas terkecil, 0; periksa angkanya
            4 upah `5,7E+6`
                angka tersingkat dengan pangkat, sehingga angka di belakangnya hilang; ubah format
                kolom menjadi Angka tanpa desimal, lalu simpan ulang
            4 tanggal lahir `x`
                ini bukan tanggal; tulis seperti 17-02-2026 atau 2026-02-17
            5 upah `5729.876`
                titik dan koma tidak memisahkan tiap tiga angka, sehingga nilainya tidak pasti; tulis
                dengan angka saja, misalnya 5729876
            5 tanggal lahir `17-02-26`
                tahun hanya dua angka; tulis tahun dengan empat angka, seperti 2026
            6 tanggal lahir `17-02-1899`
                tahun di luar 1900 sampai 2200; periksa tahunnya
            rejected rows 5
        "#]],
    );
}

#[test]
fn the_list_comes_into_being_with_the_first_reject() {
    let path = std::env::temp_dir().join(format!("naungan-rejects-{}.csv", std::process::id()));
    let written = |payroll: &str, lang: Lang| {
        let mut writer = RejectWriter::new(path.clone(), lang);
        let payroll = Payroll::from_bytes(payroll.into(), &facts()).expect("it has a heading");
        let read = payroll.each_batch(&mut Batch::new(facts().len(), 3), |batch| {
            for reject in batch.rejects() {
                writer.write(reject).expect("the temporary folder takes files");
            }
            Ok::<(), Refusal>(())
        });
        read.expect("it has rows");
        let file = writer.finish().expect("the temporary folder takes files");
        file.map(|file| {
            let text = fs::read_to_string(&file).expect("it has just been written");
            fs::remove_file(file).expect("it has just been written");
            text
        })
    };
    assert_eq!(written("nik,upah\n9971064203920001,1\n", Lang::Id), None);
    assert!(!path.exists(), "nothing was rejected, so nothing was written");
    let bad = "nik,nama,upah\n9971064203920001,\"=1+\"\"1\"\"\",-5\n";
    expect![[r#"
        baris,kolom,nilai,masalah,perbaikan
        2,nama,"'=1+""1""",lembar kerja akan menjalankan teks ini sebagai rumus,hapus tanda di awal teks
        2,upah,-5,"nilai di bawah batas terkecil, Rp 1",periksa angkanya
    "#]]
    .assert_eq(&written(bad, Lang::Id).unwrap_or_default());
    expect![[r#"
        row,column,value,problem,remedy
        2,nama,"'=1+""1""",a spreadsheet would run the text as a formula,remove the sign at its beginning
        2,upah,-5,"the value is below the least allowed, Rp 1",check the number
    "#]]
    .assert_eq(&written(bad, Lang::En).unwrap_or_default());
}
