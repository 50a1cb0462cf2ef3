//! What a person reads: whole explanations in both languages, pinned word for word in `tests/law/explained`.
//!
//! `UPDATE_EXPECT=1` writes them; the change of a text is then read like any other change.

use std::fmt::Write as _;

use expect_test::{expect, expect_file};
use rules::LawPack;
use rules::explain;
use rules::facts::Facts;
use rules::reason::Reason;
use rules::render::{self, Lang};

use crate::packs;

/// One person's facts, a line each.
fn facts(pack: &LawPack, lines: &str) -> Facts {
    let mut facts = Facts::new(pack.tree());
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (name, value) = line.split_once(' ').expect("a fact and its value");
        facts.set(pack.tree(), name, value.trim()).unwrap_or_else(|fault| panic!("{fault:?}"));
    }
    facts
}

/// Compares both languages with the files of this name.
fn pinned(name: &str, say: impl Fn(Lang) -> String) {
    for (lang, ending) in [(Lang::Id, "id"), (Lang::En, "en")] {
        let path = packs::folder("explained").join(format!("{name}.{ending}.txt"));
        expect_file![path].assert_eq(&say(lang));
    }
}

fn picture(pack: &LawPack, reason: &Reason, lang: Lang) -> String {
    let lines = render::reason(pack.tree(), pack.files(), reason, lang);
    lines.iter().fold(String::new(), |text, line| text + &line.to_string() + "\n")
}

/// Every line that is owed, and every move.
fn contribution(pack: &LawPack, lines: &str, lang: Lang) -> String {
    let answer = explain::contribution(pack.tree(), &facts(pack, lines), true);
    assert!(answer.missing.is_empty() && answer.stops.is_empty(), "{:?} {:?}", answer.missing, answer.stops);
    let reasons = answer.lines.iter().chain(&answer.moves).filter_map(|line| line.reason.as_ref());
    reasons.map(|reason| picture(pack, reason, lang)).collect::<Vec<_>>().join("\n")
}

/// A benefit: why it is refused, or its conditions and every payment.
fn benefit(pack: &LawPack, name: &str, lines: &str, lang: Lang) -> String {
    let benefits = &pack.tree().jurisdiction.benefits;
    let at = benefits.iter().position(|benefit| benefit.name == name).expect("it is a benefit");
    let answer = explain::benefit(pack.tree(), &facts(pack, lines), at, true);
    assert!(answer.missing.is_empty() && answer.stops.is_empty(), "{:?} {:?}", answer.missing, answer.stops);
    let mut text = String::new();
    if let Some((_, words, reason)) = &answer.refusal {
        let _ = writeln!(text, "× {}", lang.of(words));
        text += &reason.iter().map(|reason| picture(pack, reason, lang)).collect::<String>();
    }
    let conditions = answer.conditions.iter().filter_map(|(_, reason)| reason.as_ref());
    let payments = answer.components.iter().flat_map(|component| &component.reasons);
    text + &conditions
        .chain(payments)
        .map(|reason| picture(pack, reason, lang))
        .collect::<Vec<_>>()
        .join("\n")
}

fn definition(pack: &LawPack, name: &str, lines: &str, lang: Lang) -> String {
    let item = pack.tree().names.definitions[name];
    let answer = explain::definition(pack.tree(), &facts(pack, lines), item, true);
    answer.reason.as_ref().map_or_else(String::new, |reason| picture(pack, reason, lang))
}

fn land(name: &str) -> LawPack {
    packs::read(packs::files(&packs::folder("good").join(name)))
}

/// Exceptions on top of a rule, each with the result it excepts, and a doubt that nobody can overlook.
#[test]
fn exceptions_and_doubts() {
    let pack = land("forms");
    let lines = "contribution_month 2021-01\n wage 1_000\n sector transport";
    pinned("exceptions", |lang| contribution(&pack, lines, lang));
}

#[test]
fn a_cell_with_a_doubt() {
    let pack = land("forms");
    let lines = "contribution_month 2024-01\n wage 1_250\n risk_class high";
    pinned("doubtful-cell", |lang| contribution(&pack, lines, lang));
}

/// The third payment under the old law, the fourth under the new.
#[test]
fn payments_across_a_change_of_law() {
    let pack = land("forms");
    let lines = "event_date 2024-10-10\n payment_date 2024-11-07\n months_in_24 24\n wage 4_000";
    pinned("payments", |lang| benefit(&pack, "dole", lines, lang));
}

#[test]
fn a_refusal() {
    let pack = land("forms");
    let lines = "event_date 2024-10-10\n payment_date 2025-06-01\n months_in_24 24\n wage 4_000";
    pinned("refusal", |lang| benefit(&pack, "dole", lines, lang));
}

/// Records of a list, a branch taken, the least amount.
#[test]
fn heirs_and_pupils() {
    let pack = land("forms");
    let lines = "event_date 2020-05-05\n wage 10_000\n heirs relation child, birth_date 2010-02-03\n \
                 pupils birth_date 2010-02-03, school primary, years 3";
    pinned("heirs", |lang| benefit(&pack, "death", lines, lang));
}

/// The calendar of working days rests on a list of holidays from memory, and says so.
#[test]
fn a_working_day() {
    let pack = land("forms");
    pinned("working-day", |lang| definition(&pack, "third_working_day", "event_date 2026-01-01", lang));
}

/// Rounding to the odd five sen, and a reason that stands further up.
#[test]
fn rounding_to_the_odd() {
    let pack = land("my");
    let lines = "contribution_month 2026-06\n wage 6_500\n birth_date 1990-01-01";
    pinned("malaysia", |lang| contribution(&pack, lines, lang));
}

/// The README's person: a courier under the relief of 2026.
#[test]
fn a_courier_in_indonesia() {
    let pack = packs::indonesia();
    let lines = "segment self_employed\n contribution_month 2026-02\n income 2_000_000\n sector transport\n \
                 registration_date 2025-01-10\n birth_date 1995-05-05";
    pinned("courier", |lang| contribution(&pack, lines, lang));
}

/// What is uncertain is known to be so, all the way up.
#[test]
fn doubt_rises() {
    let pack = land("forms");
    let uncertain = |lines: &str| {
        let answer = explain::contribution(pack.tree(), &facts(&pack, lines), true);
        let reasons = answer.lines.iter().chain(&answer.moves).filter_map(|line| line.reason.as_ref());
        reasons.map(Reason::is_uncertain).collect::<Vec<_>>()
    };
    assert_eq!(uncertain("contribution_month 2023-12\n wage 1_000"), [false; 4]);
    // The injury contribution of the employer, and what is handed over from it.
    assert_eq!(uncertain("contribution_month 2024-01\n wage 1_000"), [true, false, false, true]);
    assert_eq!(uncertain("contribution_month 2021-01\n wage 1_000"), [true, false, false, true]);
    assert_eq!(uncertain("contribution_month 2021-01\n wage 400"), [false; 4]);
}

/// A question outside the law says what is wrong in both languages.
#[test]
fn what_lies_outside() {
    let pack = land("forms");
    let say = |name: &str, lines: &str| {
        let item = pack.tree().names.definitions[name];
        let answer = explain::definition(pack.tree(), &facts(&pack, lines), item, false);
        let stop = answer.value.expect_err("there is no answer");
        format!("{} / {}\n", render::stop(&stop, Lang::Id), render::stop(&stop, Lang::En))
    };
    let before =
        explain::contribution(pack.tree(), &facts(&pack, "contribution_month 2014-12\n wage 1"), false);
    let before = before.stops.first().map(|(_, stop)| render::stop(stop, Lang::En)).unwrap_or_default();
    let text = [
        say("youngest_months", "event_date 2020-05-05"),
        say("youngest_months", "event_date 2019-05-05"),
        say("density", "event_date 2020-05-01\n birth_date 2020-05-05\n months_paid 1"),
        say("due", "contribution_month 2200-12"),
        say("two_weeks_before", ""),
        before,
    ];
    expect![[r"
        daftar kosong / the list is empty
        tidak ada aturan untuk keadaan ini / no rule applies in this case
        pembagian dengan nol / division by zero
        tanggal di luar jangkauan / a date out of range
        ada fakta yang belum diketahui / a fact is not known
        1 December 2014 is outside the time that is modelled, 1 January 2015 to 31 December 2029"]]
    .assert_eq(&text.concat());
}
