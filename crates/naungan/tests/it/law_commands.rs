//! `naungan law …` as people see it.

use std::fs;
use std::path::{Path, PathBuf};

use expect_test::{Expect, expect, expect_file};

use crate::program::{check, check_seen, root, run};

#[test]
fn a_provision_on_a_day() {
    check_seen(
        "--lang en law show pp-45-2015/29 --on 2026-02-17",
        &expect_file!["seen/a_provision_on_a_day.txt"],
    );
}

#[test]
fn a_provision_with_all_its_versions() {
    check_seen("law show pp-37-2021/21", &expect_file!["seen/a_provision_with_all_its_versions.txt"]);
}

#[test]
fn a_provision_by_its_file() {
    check_seen(
        "law show law/id/pp-44-2015-work-injury-and-death/16-wage-earner-rates.md --on 2026-02",
        &expect_file!["seen/a_provision_by_its_file.txt"],
    );
}

#[test]
fn a_provision_before_it_was_in_force() {
    check(
        "--lang en law show pp-37-2021/21 --on 2020-01-01",
        &expect![[r#"
            Articles 21–22 · Job loss: the cash
            pp-37-2021/21 · PP 37/2021 art. 22; PP 6/2025 · checked 20 November 2026 · B (two sources)

              │ Cash is paid every month for at most six months, as a share of the last wage reported, counted
              │ up to 5,000,000. Until 6 February 2025: 45 % in the first three months and 25 % in the next
              │ three. From 7 February 2025: 60 % in every month.

            In force on 1 January 2020:

            jkp_cash_rate – rate of the cash benefit (rate)
              (not yet, or no longer, in force)

            jkp_cash_wage_cap – wage cap of the cash benefit (money)
              (not yet, or no longer, in force)

            jkp_cash_months – months of cash (count)
              (not yet, or no longer, in force)

            Law: id · fingerprint …
        "#]],
    );
}

#[test]
fn a_provision_nobody_wrote() {
    check_seen("--lang en law show pp-45-2015/92", &expect_file!["seen/a_provision_nobody_wrote.txt"]);
}

#[test]
fn a_provision_as_json() {
    check_seen(
        "--lang en law show pp-44-2015/16 --on 2026-02-17 --json",
        &expect_file!["seen/a_provision_as_json.txt"],
    );
}

#[test]
fn two_days_around_a_new_ceiling() {
    check(
        "law diff 2026-02-28 2026-03-31",
        &expect![[r#"
    Perbedaan antara 2026-02-28 dan 2026-03-31

    Nilai
      pp-45-2015/29
        jp_wage_ceiling from 2026-03: 10_547_400 → 11_086_300 · surat B/1226/022026 tanggal 2026-02-25 (B)
"#]],
    );
}

#[test]
fn two_days_in_the_other_order() {
    check(
        "--lang en law diff 2026-03-31 2026-02-28",
        &expect![[r#"
        What differs between 2026-02-28 and 2026-03-31

        Values
          pp-45-2015/29
            jp_wage_ceiling from 2026-03: 10_547_400 → 11_086_300 · letter B/1226/022026 of 2026-02-25 (B)
    "#]],
    );
}

#[test]
fn two_days_around_new_rules() {
    check_seen(
        "--lang en law diff 2025-02-06 2025-02-07",
        &expect_file!["seen/two_days_around_new_rules.txt"],
    );
}

#[test]
fn two_days_without_a_change() {
    check(
        "law diff 2026-04-01 2026-04-30",
        &expect![[r#"
        Perbedaan antara 2026-04-01 dan 2026-04-30

        Tidak ada perbedaan.
    "#]],
    );
}

#[test]
fn a_day_beyond_what_is_known() {
    check_seen(
        "--lang en law diff 2027-12-01 2028-01-01",
        &expect_file!["seen/a_day_beyond_what_is_known.txt"],
    );
}

#[test]
fn the_same_folder_twice() {
    check(
        "law diff law/id law/id",
        &expect![[r#"
        Perbedaan antara law/id (…) dan law/id (…)

        Tidak ada perbedaan.
    "#]],
    );
}

#[test]
fn a_folder_that_is_none() {
    check_seen("law diff law/id nowhere", &expect_file!["seen/a_folder_that_is_none.txt"]);
}

#[test]
fn facts_by_a_word() {
    check(
        "law facts jkp_longest",
        &expect![[r#"
        jkp_longest_run – bulan iuran berturut-turut sebelum PHK
            bilangan bulat, dari 0 sampai 900
            Sumber: contribution ledger
    "#]],
    );
}

#[test]
fn facts_of_a_list() {
    check(
        "--lang en law facts children",
        &expect![[r#"
            children – children put forward, in the family's order
                a list of child
                  birth_date                  date of birth; a day, such as 2026-02-17
                  kindergarten_primary_years  years still ahead in kindergarten and primary; a whole number
                  lower_secondary_years       years still ahead in lower secondary; a whole number
                  upper_secondary_years       years still ahead in upper secondary; a whole number
                  university_years            years still ahead at university or in training; a whole number
                  married                     married; yes or no
                  work                        the child's work; no_work, wage_work, own_work, internship
                  wage_work_months            months in a row registered as a wage earner; a whole number
                If not given: none
                Source: family card

            school_claimed – asks for children's scholarships
                yes or no
                If not given: no
                Source: the claim

            drawn_by – survivor who draws the pension
                one of the options
                  widowed          widow or widower
                  orphaned         children
                  bereaved_parent  parent
                Source: claims record
        "#]],
    );
}

#[test]
fn facts_with_a_word_nobody_uses() {
    check(
        "--lang en law facts zzz",
        &expect![[r#"
        No fact has the word `zzz`; `naungan law facts` without a word shows them all.
        exit status 1
    "#]],
    );
}

#[test]
fn a_fact_as_json() {
    check(
        "--lang en law facts handedness --json",
        &expect![[r#"
        [
          {
            "name": "handedness",
            "means": "dominant hand",
            "type": "handedness",
            "options": [
              {
                "name": "right_handed",
                "means": "right-handed"
              },
              {
                "name": "left_handed",
                "means": "left-handed"
              }
            ],
            "default": "right_handed",
            "source": "doctor's statement",
            "example": "handedness=right_handed"
          }
        ]
    "#]],
    );
}

fn check_change(name: &str, file: &str, change: (&str, &str), expected: &Expect) {
    expected.assert_eq(&changed(name, file, change));
}

/// Copies the Indonesian pack, changes one text of one file, and compares the packs.
fn changed(name: &str, file: &str, (before, after): (&str, &str)) -> String {
    let copy = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    copy_folder(&root().join("law/id"), &copy);
    let path = copy.join(file);
    let text = fs::read_to_string(&path).expect("the file is there");
    assert!(text.contains(before), "{file} has changed: it no longer has `{before}`");
    fs::write(&path, text.replacen(before, after, 1)).expect("the copy can be changed");
    let shown = run(&format!("--lang en law diff law/id '{}'", copy.display()));
    shown.replace(&copy.display().to_string(), "COPY")
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("the folder is there") {
        let entry = entry.expect("the folder can be listed");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a file can be copied");
        }
    }
}

const CEILING: &str = "pp-45-2015-pension/29-wage-ceiling.md";

#[test]
fn a_new_row_of_next_march() {
    let row = "| 2027-03 | 11_652_800 | annual letter 2027 | 2027-02-26 | C | |\n";
    let after = format!("{row}\n```rule\nfrom 2015-07, by contribution month\njp_wage is money:");
    let before = "\n```rule\nfrom 2015-07, by contribution month\njp_wage is money:";
    check_change(
        "new_row",
        CEILING,
        (before, &after),
        &expect![[r#"
        What differs between law/id (…) and COPY (…)

        Values
          pp-45-2015/29
            jp_wage_ceiling from 2027-03: – → 11_652_800 · annual letter 2027 (C)
    "#]],
    );
}

#[test]
fn one_number_changed() {
    check_change(
        "one_number",
        CEILING,
        ("| 11_086_300 |", "| 11_086_400 |"),
        &expect![[r#"
        What differs between law/id (…) and COPY (…)

        Values
          pp-45-2015/29
            jp_wage_ceiling from 2026-03: 11_086_300 → 11_086_400 · letter B/1226/022026 of 2026-02-25 (B)
    "#]],
    );
}

#[test]
fn only_the_day_of_checking_changed() {
    let before = "letter B/1226/022026 of 2026-02-25      | 2026-11-20";
    check_change(
        "checked",
        CEILING,
        (before, &before.replace("2026-11-20", "2026-12-01")),
        &expect![[r#"
            What differs between law/id (…) and COPY (…)

            Values
              pp-45-2015/29
                jp_wage_ceiling from 2026-03: 11_086_300
                  − letter B/1226/022026 of 2026-02-25 (B), checked 2026-11-20
                  + letter B/1226/022026 of 2026-02-25 (B), checked 2026-12-01
        "#]],
    );
}

#[test]
fn one_rule_changed() {
    check_change(
        "one_rule",
        CEILING,
        ("lesser of wage and", "greater of wage and"),
        &expect![[r#"
        What differs between law/id (…) and COPY (…)

        Rules

          jp_wage · pp-45-2015/29
          − from 2015-07, by contribution_month · PP 45/2015 art. 29 (B)
          −   jp_wage is money:
          −       lesser of wage and jp_wage_ceiling
          + from 2015-07, by contribution_month · PP 45/2015 art. 29 (B)
          +   jp_wage is money:
          +       greater of wage and jp_wage_ceiling
    "#]],
    );
}

#[test]
fn one_rule_from_another_day() {
    let change = ("from 2025-02-07, by claim complete date", "from 2025-03-01, by claim complete date");
    check_change(
        "another_day",
        "permenaker-2-2025-job-loss/13-monthly-duty.md",
        change,
        &expect![[r#"
        What differs between law/id (…) and COPY (…)

        Rules

          jkp_pay_by · permenaker-2-2025/13
          − from 2025-02-07, by claim_complete_date · Permenaker 2/2025 art. 13 (A)
          −   jkp_pay_by is date:
          −       claim_complete_date plus jkp_payment_days working days
          + from 2025-03, by claim_complete_date · Permenaker 2/2025 art. 13 (A)
          +   jkp_pay_by is date:
          +       claim_complete_date plus jkp_payment_days working days
    "#]],
    );
}

#[test]
fn one_fact_changed() {
    check_change(
        "one_fact",
        "facts.md",
        ("0 .. 900 ", "0 .. 901 "),
        &expect![[r#"
        What differs between law/id (…) and COPY (…)

        Vocabulary, calendar and heads of provisions
          fact jht_membership_months
          − count · 0 .. 900 · lama kepesertaan JHT dalam bulan, semua pemberi kerja dijumlah / months of
            JHT membership, all employers added up · membership record
          + count · 0 .. 901 · lama kepesertaan JHT dalam bulan, semua pemberi kerja dijumlah / months of
            JHT membership, all employers added up · membership record
    "#]],
    );
}

#[test]
fn only_prose_changed() {
    check_change(
        "prose",
        "coverage.md",
        ("honest", "open"),
        &expect![[r#"
        What differs between law/id (…) and COPY (…)

        No value, rule or word of the vocabulary differs; only prose or examples do.
    "#]],
    );
}

#[test]
fn a_broken_pack_is_said_to_be_broken() {
    let shown = changed("broken", CEILING, ("11_086_300", "eleven"));
    let first: Vec<&str> = shown.lines().take(6).collect();
    expect![[r#"
        complaints:
        error[bad-value]: `eleven` is not a number
          --> COPY/pp-45-2015-pension/29-wage-ceiling.md:26:13
           |
        26 | | 2026-03 | eleven | letter B/1226/022026 of 2026-02-25      | 2026-11-20 | B      |       |
           |             ^^^^^^ does not fit"#]]
    .assert_eq(&first.join("\n"));
    assert!(shown.ends_with("exit status 1\n"));
}
