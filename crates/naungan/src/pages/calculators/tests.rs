//! The calculators say what the law's own examples say, whatever way a case is written into an address.

use rules::LawPack;
use rules::example::{Example, Expectation};
use rules::explain;
use rules::facts::Facts;
use rules::render::{self, Lang};
use rules::tree::{Target, Tree};
use rules::value::{Type, Value};

use super::answer::{self, Answer};
use super::asked::Sheet;
use super::{Wanted, list_values};
use crate::notation;
use crate::pages::templates;
use crate::serve::form::Form;

fn pack() -> LawPack {
    crate::law::pack(None).expect("the law")
}

/// An example's facts as the fields of a form.
fn filled(tree: &Tree, facts: &Facts) -> Form {
    let mut form = Form::default();
    for (at, fact) in tree.facts.iter().enumerate() {
        let Some(value) = facts.get(at) else { continue };
        match (value, fact.ty) {
            (Value::List(records), Type::List(record)) => {
                let fields = &tree.records[record].fields;
                for (number, entry) in records.iter().enumerate() {
                    for (field, given) in fields.iter().zip(entry) {
                        let Some(given) = given else { continue };
                        let name = format!("{}-{}-{}", fact.name, number + 1, field.name);
                        form.add(&name, notation::value(tree, given, field.ty));
                    }
                }
            }
            _ => form.add(&fact.name, notation::value(tree, value, fact.ty)),
        }
    }
    form
}

fn worked_out(pack: &LawPack, wanted: Wanted, facts: &Facts) -> Answer {
    let form = filled(pack.tree(), facts);
    let mut sheet = Sheet::read(pack.tree(), wanted, &form, Lang::En);
    answer::of(pack, &mut sheet)
}

fn segment_of(tree: &Tree, facts: &Facts) -> Option<usize> {
    let at = tree.names.facts.get("segment")?;
    let Some(Value::Option(option)) = facts.get(*at) else { return None };
    let name = tree.options(tree.facts[*at].ty).get(usize::from(*option))?;
    tree.jurisdiction.segments.iter().position(|segment| segment.name == *name)
}

/// The benefits that an example is about.
fn benefits_of(tree: &Tree, example: &Example) -> Vec<usize> {
    let of = |expectation: &Expectation| match expectation {
        Expectation::Component { item, .. } => match tree.items[*item].target {
            Target::Component { benefit, .. } => Some(benefit),
            _ => None,
        },
        Expectation::BenefitTotal(benefit, _)
        | Expectation::Refused(benefit, _)
        | Expectation::Accepted(benefit) => Some(*benefit),
        _ => None,
    };
    let mut found: Vec<usize> =
        example.expectations.iter().filter_map(|(expectation, _)| of(expectation)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[test]
fn every_published_example_comes_out_to_the_rupiah() {
    let pack = pack();
    let tree = pack.tree();
    let (mut contributions, mut benefits) = (0, 0);
    for example in pack.examples().iter().filter(|example| example.assumptions.is_empty()) {
        let money = |amount: &base::Exact| render::money(tree, amount, Lang::En);
        if let Some(segment) = segment_of(tree, &example.facts) {
            let owed = explain::contribution(tree, &example.facts, false);
            if owed.missing.is_empty() && owed.stops.is_empty() {
                let answer = worked_out(&pack, Wanted::Contribution(segment), &example.facts);
                let amounts: Vec<String> = owed.lines.iter().map(|line| money(&line.amount)).collect();
                let shown: Vec<&str> = answer.lines.iter().map(|line| line[2].as_str()).collect();
                assert_eq!(shown, amounts, "{}", example.title);
                assert!(answer.whole, "{}", example.title);
                contributions += 1;
            }
        }
        for benefit in benefits_of(tree, example) {
            let paid = explain::benefit(tree, &example.facts, benefit, false);
            let answer = worked_out(&pack, Wanted::Benefit(benefit), &example.facts);
            assert_eq!(answer.refused.is_some(), paid.refusal.is_some(), "{}", example.title);
            if paid.refusal.is_none() {
                let total = paid.components.iter().map(explain::Component::total).sum();
                assert_eq!(answer.total, money(&total), "{}", example.title);
            }
            benefits += 1;
        }
    }
    assert!(contributions > 50 && benefits > 50, "{contributions} contributions, {benefits} benefits");
}

/// A year that nobody has modelled is refused in the reader's language, with the provision by its title.
#[test]
fn a_year_outside_the_law_is_told_in_one_language() {
    let pack = pack();
    let at = |name: &str| pack.tree().jurisdiction.segments.iter().position(|it| it.name == name);
    let wanted = Wanted::Contribution(at("wage_earner").expect("a segment"));
    let mut form = Form::default();
    for (name, value) in [
        ("contribution_month", "2099-03"),
        ("risk_class", "low"),
        ("wage", "5000000"),
        ("birth_date", "1990-05-17"),
        ("registration_date", "2020-01-01"),
    ] {
        form.add(name, value.to_owned());
    }
    let mut sheet = Sheet::read(pack.tree(), wanted, &form, Lang::Id);
    let outside = answer::of(&pack, &mut sheet).outside.join("\n");
    assert!(outside.contains("1 Maret 2099 di luar masa yang dimodelkan, 1 Juli 2015 sampai"), "{outside}");
    assert!(outside.contains("(Pasal ") && !outside.contains(".md"), "{outside}");
}

#[test]
fn amounts_are_read_as_people_write_them() {
    let pack = pack();
    let wanted = Wanted::Contribution(0);
    let answers: Vec<String> = ["5000000", "5.000.000", "5,000,000", "Rp 5.000.000", "Rp5_000_000"]
        .iter()
        .map(|wage| {
            let mut form = Form::default();
            for (name, value) in [
                ("contribution_month", "2026-05"),
                ("risk_class", "very_low"),
                ("birth_date", "1990-01-01"),
                ("registration_date", "2020-01-01"),
                ("wage", wage),
            ] {
                form.add(name, value.to_owned());
            }
            let mut sheet = Sheet::read(pack.tree(), wanted, &form, Lang::En);
            let answer = answer::of(&pack, &mut sheet);
            assert!(answer.whole, "{wage}: {:?}", sheet.errors);
            answer.total
        })
        .collect();
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
}

#[test]
fn what_is_wrong_or_lacking_stands_beside_its_field() {
    let pack = pack();
    let mut form = Form::default();
    form.add("wage", "<b>much</b>".to_owned());
    form.add("nobody_knows_this", "1".to_owned());
    let mut sheet = Sheet::read(pack.tree(), Wanted::Contribution(0), &form, Lang::En);
    let answer = answer::of(&pack, &mut sheet);
    assert!(!answer.whole);
    let fields: Vec<&str> = sheet.errors.iter().map(super::asked::Wrong::field).collect();
    assert!(fields.contains(&"wage") && fields.contains(&"contribution_month"), "{fields:?}");
    let values = super::values(&pack, &sheet, &answer, "");
    let html = templates::fill("public/calculator.html", framed(Lang::En, values)).expect("a page");
    assert!(!html.contains("<b>much"), "what was typed is escaped");
    assert!(html.contains("id=\"wage-error\""));
}

#[test]
fn every_calculator_has_a_page_in_both_languages() {
    let pack = pack();
    let tree = pack.tree();
    for lang in [Lang::Id, Lang::En] {
        let html = templates::fill("public/calculators.html", framed(lang, list_values(tree, lang)));
        assert!(!html.expect("a page").contains('⟨'));
        let segments = (0..tree.jurisdiction.segments.len()).map(Wanted::Contribution);
        for wanted in segments.chain((0..tree.jurisdiction.benefits.len()).map(Wanted::Benefit)) {
            let mut sheet = Sheet::read(tree, wanted, &Form::default(), lang);
            sheet.begin_with("2026-05-01".parse().expect("a day"));
            let answer = answer::of(&pack, &mut sheet);
            assert!(sheet.errors.is_empty(), "nothing is wrong before anything was sent");
            let values = super::values(&pack, &sheet, &answer, "");
            let html = templates::fill("public/calculator.html", framed(lang, values)).expect("a page");
            assert!(!html.contains('⟨'), "{wanted:?} lacks a text");
        }
    }
}

fn framed(lang: Lang, values: minijinja::Value) -> minijinja::Value {
    minijinja::context! { ..values, ..templates::framed(lang) }
}
