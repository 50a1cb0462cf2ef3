//! Keys: everything sealed again, found again, and the old key gone.

use expect_test::expect;

use super::both;

const DAY: &str = "2026-03-02";

#[test]
fn a_new_key_seals_everything_and_the_old_one_is_retired() {
    both("simple-yearly", DAY, |office| {
        let register =
            "person register --nik 9971064203920001 --name 'Siti Rahma' --birth 1992-03-02 --sex female";
        let person = office.number(DAY, register, "person");
        office.does(
            DAY,
            &format!("person relative add {person} --relation spouse --name Joko --from 2015-06-01"),
        );
        office.does(DAY, "employer register --npp AE000001 --name 'PT Kunci' --set risk_class=low");
        let enrol = format!(
            "membership enrol {person} --segment self_employed --from 2026-03-02 --set income=1000000"
        );
        office.does(DAY, &enrol);
        let old = office.text("keys");
        expect![[r#"
            key 1  seals  identity 1, institution 1, membership 1, payer 1, relative 1
        "#]]
        .assert_eq(&office.says(DAY, "keys status"));
        expect![[r#"
            5 rows are sealed again with key 2; then `naungan keys retire`
        "#]]
        .assert_eq(&office.says(DAY, "keys rotate"));
        expect![[r#"
            key 1  only opens
            key 2  seals       identity 1, institution 1, membership 1, payer 1, relative 1
        "#]]
        .assert_eq(&office.says(DAY, "keys status"));
        // A rotation that was stopped before its first batch: only the keys are new.
        let turned = office.text("keys");
        let third = "3 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n";
        office.file("keys", &format!("{turned}{third}"));
        expect![[r#"
            complaints: 5 rows are still sealed with an old key: `naungan keys rotate` first
            exit status 1
        "#]]
        .assert_eq(&office.says(DAY, "keys retire"));
        expect![[r#"
            5 rows are sealed again with key 3; then `naungan keys retire`
        "#]]
        .assert_eq(&office.says(DAY, "keys rotate"));
        expect![[r#"
            2 old keys are gone; key 3 stays
        "#]]
        .assert_eq(&office.says(DAY, "keys retire"));
        assert_eq!(office.text("keys"), third);
        expect![[r#"
            1  9971********0001  Siti Rahma  1992-03-02
        "#]]
        .assert_eq(&office.says(DAY, "person find --nik 9971064203920001 --name 'siti rahma'"));
        expect![[r#"
            2  AE000001  employer  PT Kunci
        "#]]
        .assert_eq(&office.says(DAY, "employer find --npp ae000001 --name 'Kunci PT'"));
        // Each word of a name has its hash under the new key too.
        expect![[r#"
            1  9971********0001  Siti Rahma  1992-03-02
        "#]]
        .assert_eq(&office.says(DAY, "person find --name rahma"));
        expect![[r#"
            2  AE000001  employer  PT Kunci
        "#]]
        .assert_eq(&office.says(DAY, "employer find --name kunci"));
        office.does(DAY, &format!("person show {person} --full"));
        office.file("keys", &old);
        let refused = office.says(DAY, "keys status");
        assert!(refused.contains("it is sealed with key 3, which is not among the keys"), "{refused}");
        assert!(office.directory().join("keys").is_file());
    });
}
