//! Finding the heading, the delimiter and the columns.

use expect_test::expect;

use super::check;

#[test]
fn the_delimiter_is_the_one_that_makes_sense_of_the_heading() {
    check(
        "nik,nama,upah\n9971064203920001,Siti Rahma,5729876\n",
        expect![[r#"
        2 9971064203920001 Siti Rahma: wage 5729876
        people 1
    "#]],
    );
    check(
        "nik;nama;upah\n9971064203920001;Rahma, Siti;5729876\n",
        expect![[r#"
        2 9971064203920001 Rahma, Siti: wage 5729876
        people 1
    "#]],
    );
    check(
        "nik\tnama\tupah\n9971064203920001\tRahma; Siti\t5729876\n",
        expect![[r#"
        2 9971064203920001 Rahma; Siti: wage 5729876
        people 1
    "#]],
    );
}

#[test]
fn capitals_spaces_points_and_brackets_make_no_difference() {
    check(
        "No. KTP;NAMA_TENAGA_KERJA;Upah Sebulan (Rp)\n9971064203920001;Siti;5729876\n",
        expect![[r#"
        2 9971064203920001 Siti: wage 5729876
        people 1
    "#]],
    );
    check(
        "Nomor Induk Kependudukan,Full Name,Monthly Salary\n9971064203920001,Siti,5729876\n",
        expect![[r#"
        2 9971064203920001 Siti: wage 5729876
        people 1
    "#]],
    );
    check(
        "N I K,Gaji*\n9971064203920001,5729876\n",
        expect![[r#"
        2 9971064203920001: wage 5729876
        people 1
    "#]],
    );
}

#[test]
fn columns_stand_in_any_order_and_unknown_ones_are_named() {
    check(
        "Cabang;Upah;Tgl Lahir;NIK;NPP;Catatan;KPJ;Nama;Kelompok Risiko;WNA\n\
         Bogor;5729876;17-02-1992;9971064203920001;25012345;;26012345678;S;II;tidak\n",
        expect![[r#"
            ignored: Cabang, Catatan
            2 9971064203920001 S 26012345678 25012345: wage 5729876 risk_class 1 foreigner 0 birth_date 8082
            people 1
        "#]],
    );
}

#[test]
fn the_heading_may_stand_below_a_title_and_comments() {
    check(
        "# ekspor 2026-03-01\nDaftar upah, Februari 2026\n;;\n\nNIK;Nama;Upah\n\
         9971064203920001;Siti;5729876\n",
        expect![[r#"
            6 9971064203920001 Siti: wage 5729876
            people 1
        "#]],
    );
}

#[test]
fn a_heading_on_two_lines_is_one_heading() {
    check(
        "NIK,\"Upah\nSebulan\"\n9971064203920001,5729876\n",
        expect![[r#"
        3 9971064203920001: wage 5729876
        people 1
    "#]],
    );
}

#[test]
fn of_two_columns_for_one_fact_the_one_with_its_own_name_counts() {
    check(
        "nik,upah,wage\n9971064203920001,1,5729876\n",
        expect![[r#"
        ignored: upah
        2 9971064203920001: wage 5729876
        people 1
    "#]],
    );
    check(
        "nik,wage,gaji\n9971064203920001,5729876,1\n",
        expect![[r#"
        ignored: gaji
        2 9971064203920001: wage 5729876
        people 1
    "#]],
    );
}
