//! What a transcript cannot show: characters nobody sees, keys that are mislaid, the demo's advice.

use expect_test::expect;

use super::both;

const SELF_EMPLOYED: &str =
    "membership enrol 1 --segment self_employed --from 2026-01-05 --set income=2000000 --json";

#[test]
fn characters_that_nobody_sees_are_named_by_their_place() {
    both("simple-yearly", "2026-01-05", |office| {
        let today = "2026-01-05";
        let somebody = "--nik 9901010101900001 --name Budi --birth 1990-01-01 --sex male";
        office.does(today, &format!("person register {somebody}"));
        office.does(today, SELF_EMPLOYED);
        let lines = "11111111111,1000,2026-01-05,a\0b\n1111\u{1b}111111,1000,2026-01-05,c\n";
        office.file("bank.csv", &format!("code,amount,date,reference\n{lines}"));
        let said = office.says(today, "pay --file bank.csv");
        let expected = expect![[r"
            0 payments, 0
              line 2: column `reference`: letter 2 is the control character U+0000; write it without
              line 3: column `code`: letter 5 is the control character U+001B; write it without
            exit status 3
        "]];
        expected.assert_eq(&said);
        let said = office.says(today, "pay --payer 3 --amount 1000 --reference 'a\u{7}'");
        let expected = expect![[r"
            complaints: --reference: letter 2 is the control character U+0007; write it without
            exit status 1
        "]];
        expected.assert_eq(&said);
        let said = office.says(today, "pay --payer 3 --amount 1000 --channel 'bank\nsatu'");
        let expected = expect![[r"
            complaints: --channel: letter 5 is the control character U+000A; write it without
            exit status 1
        "]];
        expected.assert_eq(&said);
        office.does(today, "employer register --npp 99000001 --name PT --set risk_class=low");
        office.file("wages.csv", "NIK;Nama;Upah\n9901010202910002;Ci\u{8}tra;5000000\n");
        office.raw(today, "report wages.csv --employer 4 --month 2026-01");
        let expected = expect![[r#"
            row,column,value,problem,remedy
            2,Nama,Ci\u{8}tra,the text has characters that cannot be seen,type the text again
        "#]];
        expected.assert_eq(&office.text("wages.rejects.csv"));
    });
}

#[test]
fn nothing_is_founded_beside_an_institution_whose_keys_are_mislaid() {
    both("simple-yearly", "2026-01-05", |office| {
        let keys = office.directory().join("keys");
        std::fs::remove_file(&keys).expect("there are keys");
        let said = office.without_place(&office.raw("2026-01-06", "found Lagi"));
        let expected = expect![[r"
            complaints: … holds an institution already, Uji: name another --database
            exit status 1
        "]];
        expected.assert_eq(&said);
        assert!(!keys.exists(), "new keys were written");
    });
}

#[test]
fn what_was_done_is_told_to_programs() {
    super::unfounded("en", |office| {
        let founded = office.without_place(&office.does("2026-01-05", "found Uji --json"));
        let founded: serde_json::Value = serde_json::from_str(&founded).expect("JSON");
        assert_eq!(founded["institution"], "Uji");
        assert_eq!(founded["founded_on"], "2026-01-05");
        office.does(
            "2026-01-05",
            "person register --nik 9901010101900001 --name Budi --birth 1990-01-01 --sex male",
        );
        let payer = office.number("2026-01-05", SELF_EMPLOYED.trim_end_matches(" --json"), "payer");
        let paid = office.does("2026-01-05", &format!("pay --payer {payer} --amount 1000 --json"));
        let paid: serde_json::Value = serde_json::from_str(&paid).expect("JSON");
        let place = paid["entry"].as_str().expect("a place").to_owned();
        let entry = office.does("2026-01-05", &format!("ledger entry {place} --json"));
        let entry: serde_json::Value = serde_json::from_str(&entry).expect("JSON");
        assert_eq!(entry["entry"], place);
        assert_eq!(entry["kind"], "received");
        let lines = entry["lines"].as_array().expect("lines");
        let sum: i64 = lines.iter().filter_map(|line| line["amount"].as_i64()).sum();
        assert_eq!((sum, lines[0]["fund"].is_string()), (0, true), "{entry}");
    });
}

#[test]
fn the_demo_says_where_its_keys_are() {
    super::unfounded("en", |office| {
        let said = office.raw("2026-01-05", "demo --members 30 --months 1 --no-serve");
        let keys = format!("--keys '{}'", office.directory().join("keys").display());
        let next: Vec<&str> = said.lines().filter(|line| line.starts_with("  naungan ")).collect();
        assert!(next.len() >= 3 && next.iter().all(|line| line.contains(&keys)), "{said}");
    });
}
