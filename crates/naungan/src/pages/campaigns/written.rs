//! What a form says of a campaign: read into its rule, with what is wrong beside each field.

use scheme::refusal::Refusal;
use scheme::solidarity::campaign::{Criterion, First, Rule, Step};
use serde_json::{Value as Json, json};

use crate::serve::ask::Ask;
use crate::serve::form::Form;
use crate::serve::problem::{Words, words};

/// Areas or occupations of one campaign, and the letters of one: more is a list of names, not a rule.
const NAMED_MAX: usize = 40;
const LETTERS_MAX: usize = 60;
/// Lines of steps: no campaign pays for so many months.
const STEPS_MAX: usize = 60;

/// What stands wrong, beside which field.
pub(super) type Wrong = Vec<(&'static str, Words)>;

/// Everything a form holds, as it was written; it comes back so.
pub(super) const FIELDS: [&str; 12] = [
    "name", "told", "province", "donor", "areas", "works", "decile", "who", "disabled", "months", "places",
    "steps",
];
/// Fields that are ticked more than once.
pub(super) const TICKED: [&str; 2] = ["sources", "programmes"];
/// Who comes first, second and third.
pub(super) const ORDER: [&str; 3] = ["first", "second", "third"];

/// What was ticked in a field.
pub(super) fn ticked(form: &Form, name: &str) -> Vec<String> {
    form.fields().filter(|(field, _)| *field == name).map(|(_, value)| value.to_owned()).collect()
}

/// A form's values, for the page on which they are shown again.
pub(super) fn given(form: &Form) -> Json {
    let mut all = serde_json::Map::new();
    for name in FIELDS.into_iter().chain(ORDER) {
        all.insert(name.to_owned(), json!(form.get(name)));
    }
    for name in TICKED {
        all.insert(name.to_owned(), json!(ticked(form, name)));
    }
    Json::Object(all)
}

/// The same of a rule that there is, to be changed.
pub(super) fn of_rule(rule: &Rule) -> Json {
    let (mut areas, mut works) = (Vec::new(), Vec::new());
    let (mut decile, mut who, mut disabled) = (String::new(), "", "");
    for one in &rule.criteria {
        match one {
            Criterion::Area(area) => areas.push(area.clone()),
            Criterion::Work(work) => works.push(work.clone()),
            Criterion::DecileMost(most) => decile = most.to_string(),
            Criterion::Women => who = "women",
            Criterion::Men => who = "men",
            Criterion::Disabled => disabled = "yes",
        }
    }
    let steps: Vec<String> = rule.steps.iter().map(|step| format!("{} {}", step.month, step.share)).collect();
    let order = |at: usize| rule.order.get(at).map_or("", |first| first.word());
    json!({
        "sources": rule.sources, "programmes": rule.programmes, "areas": areas.join(", "),
        "works": works.join(", "), "decile": decile, "who": who, "disabled": disabled,
        "months": rule.months.to_string(), "places": rule.places.map(|most| most.to_string()),
        "first": order(0), "second": order(1), "third": order(2), "steps": steps.join("\n"),
    })
}

/// Reads the rule, one part after the other, so that each refusal stands beside its own field.
pub(super) fn rule(ask: &Ask<'_>) -> (Rule, Wrong) {
    let form = &ask.form;
    let mut wrong = Wrong::new();
    let mut rule = Rule {
        sources: ticked(form, "sources"),
        programmes: ticked(form, "programmes"),
        months: form.get("months").parse().unwrap_or(0),
        ..Rule::default()
    };
    refused(&mut wrong, "months", rule.check());
    // What is wrong with months is not said again of what comes after.
    let months = if wrong.is_empty() { rule.months } else { 0 };
    for (field, of) in [("areas", Criterion::Area as fn(String) -> Criterion), ("works", Criterion::Work)] {
        rule.criteria.extend(named(form.get(field), field, &mut wrong).into_iter().map(of));
    }
    match (form.get("decile"), form.get("decile").parse::<u8>()) {
        ("", _) => {}
        (_, Ok(most)) if (1..=10).contains(&most) => rule.criteria.push(Criterion::DecileMost(most)),
        _ => wrong.push(("decile", words("Pilih desil 1 sampai 10.", "Choose a decile from 1 to 10."))),
    }
    match form.get("who") {
        "women" => rule.criteria.push(Criterion::Women),
        "men" => rule.criteria.push(Criterion::Men),
        _ => {}
    }
    rule.criteria.extend((form.get("disabled") == "yes").then_some(Criterion::Disabled));
    let places = form.get("places");
    if !places.is_empty() {
        rule.places = places.parse().ok().filter(|places| *places > 0);
        if rule.places.is_none() {
            wrong.push(("places", words("Tulis jumlah pekerja.", "Write a number of workers.")));
        }
    }
    rule.order = order(form, &mut wrong);
    rule.steps = steps(form.get("steps"), &mut wrong);
    if months > 0 && !wrong.iter().any(|(field, _)| *field == "steps") {
        let only = Rule { months, steps: rule.steps.clone(), ..Rule::default() };
        refused(&mut wrong, "steps", only.check());
    }
    (rule, wrong)
}

fn refused(wrong: &mut Wrong, field: &'static str, done: Result<(), Refusal>) {
    wrong.extend(done.err().map(|refusal| (field, words(refusal.id, refusal.en))));
}

/// Areas or occupations, parted by commas or lines.
fn named(text: &str, field: &'static str, wrong: &mut Wrong) -> Vec<String> {
    let all: Vec<String> =
        text.split([',', '\n']).map(str::trim).filter(|one| !one.is_empty()).map(str::to_owned).collect();
    if all.len() > NAMED_MAX || all.iter().any(|one| one.chars().count() > LETTERS_MAX) {
        let id = format!("Paling banyak {NAMED_MAX}, masing-masing {LETTERS_MAX} huruf.");
        wrong.push((field, words(id, format!("At most {NAMED_MAX}, of {LETTERS_MAX} letters each."))));
        return Vec::new();
    }
    all
}

/// Who comes first, then, and last: each once, with nobody left out in between.
fn order(form: &Form, wrong: &mut Wrong) -> Vec<First> {
    let known = [First::Poorer, First::Disabled, First::Women];
    let mut order: Vec<First> = Vec::new();
    for field in ORDER {
        let Some(first) = known.into_iter().find(|first| first.word() == form.get(field)) else { continue };
        if order.contains(&first) {
            wrong.push((field, words("Ini sudah dipilih di atas.", "This is chosen above already.")));
        } else {
            order.push(first);
        }
    }
    order
}

/// Steps as they are written: a month and a share on each line.
fn steps(text: &str, wrong: &mut Wrong) -> Vec<Step> {
    let mut steps = Vec::new();
    for (at, line) in (1..).zip(text.lines().map(str::trim).filter(|line| !line.is_empty())) {
        let read = Rule::parse(&format!("step {line}")).map(|rule| rule.steps);
        match read {
            Ok(mut read) if at <= STEPS_MAX => steps.append(&mut read),
            _ => {
                let id = format!("Baris {at}: tulis bulan dan bagian, seperti `7 50%` atau `7 1/2`.");
                let en = format!("Line {at}: write a month and a share, such as `7 50%` or `7 1/2`.");
                wrong.push(("steps", words(id, en)));
                return Vec::new();
            }
        }
    }
    steps
}
