//! Transcripts: what is typed on which day, and what is seen; the texts beside this file are checked whole.
//!
//! `2026-03-02 $ command` is run on that day, `write name` makes a file of the lines after it that begin
//! with `|`, `read name` shows one; `{code}` is the payment code that was seen last. Whatever stands four
//! spaces in is what was seen.

use std::path::Path;

use expect_test::expect_file;

use super::{Institution, unfounded};

/// A transcript in a language, in an institution that was founded on a day, unless it tells of that itself.
fn check(lang: &'static str, founded: Option<&str>, transcript: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/register").join(transcript);
    let told = std::fs::read_to_string(&file).expect("the transcript can be read");
    unfounded(lang, |office| {
        if let Some(day) = founded {
            office.does(day, "found Uji --crediting simple-yearly");
        }
        expect_file![&file].assert_eq(&told_again(office, &told));
    });
}

fn told_again(office: &Institution, told: &str) -> String {
    let lines: Vec<&str> = told.lines().filter(|line| !line.starts_with("    ")).collect();
    let mut again = String::new();
    let mut code = String::new();
    for (at, line) in lines.iter().enumerate() {
        again.push_str(&format!("{line}\n"));
        let seen = if let Some((day, command)) = line.split_once(" $ ") {
            let raw = office.raw(day, &command.replace("{code}", &code));
            code = last_code(&raw).unwrap_or(code);
            super::without_chance(&office.without_place(&raw))
        } else if let Some(name) = line.strip_prefix("write ") {
            let text = lines[at + 1..].iter().map_while(|line| line.strip_prefix("| "));
            let text: String = text.map(|line| format!("{line}\n")).collect();
            office.file(name, &text.replace("{code}", &code));
            continue;
        } else if let Some(name) = line.strip_prefix("read ") {
            office.text(name)
        } else {
            continue;
        };
        let seen = seen.lines().filter(|line| !line.trim().is_empty());
        again.extend(seen.map(|line| format!("    {}\n", line.trim_end())));
    }
    again
}

/// The last payment code that was seen.
fn last_code(text: &str) -> Option<String> {
    let mut digits = text.split(|letter: char| !letter.is_ascii_digit()).filter(|word| word.len() == 11);
    digits.next_back().map(str::to_owned)
}

#[test]
fn a_small_institution_speaks_indonesian() {
    check("id", None, "bahasa.txt");
}

#[test]
fn a_published_life_comes_out_as_published() {
    check("en", Some("2025-12-10"), "lives.txt");
}

#[test]
fn a_person_is_registered_once_and_found() {
    check("en", Some("2026-03-02"), "people.txt");
}

#[test]
fn months_of_two_numbers_come_together_and_apart() {
    check("en", Some("2026-03-02"), "merge.txt");
}

#[test]
fn a_membership_changes_and_is_replayed_as_it_was_known() {
    check("en", Some("2026-03-02"), "changes.txt");
}

#[test]
fn who_is_sponsored_costs_nothing_and_the_sponsor_is_paid_back() {
    check("en", Some("2026-03-02"), "sponsored.txt");
}

#[test]
fn a_wage_report_is_taken_row_by_row() {
    check("en", Some("2026-03-02"), "reports.txt");
}

#[test]
fn what_could_be_taken_wrongly_is_refused_with_what_to_do() {
    check("en", Some("2026-01-05"), "mended.txt");
    check("id", Some("2026-01-05"), "dibenahi.txt");
}

#[test]
fn a_run_that_cannot_go_on_locks_nobody_out() {
    check("en", Some("2025-01-05"), "stuck.txt");
}

#[test]
fn money_that_comes_late_or_bounces() {
    check("en", Some("2026-01-05"), "late.txt");
}

#[test]
fn a_gift_is_followed_to_the_months_it_paid_for_and_what_is_left_goes_back() {
    check("en", Some("2026-03-02"), "gifts.txt");
}

#[test]
fn a_pot_bears_a_part_of_months_and_waits_for_the_worker() {
    check("en", Some("2026-05-04"), "shared.txt");
}
