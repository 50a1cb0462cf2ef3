//! A hospital's pages: whether care for a patient is paid, an accident that nobody has reported yet, bills
//! for care item by item, and how each stands.

use anyhow::Result;
use axum::http::StatusCode;
use base::Day;
use minijinja::{Value, context};
use rules::render;
use scheme::claims::ClaimKind;
use scheme::claims::care::{CareItem, Fare};
use scheme::claims::moves::State;
use scheme::events::EventKind;
use scheme::id::{PayerId, PersonId};
use scheme::refusal::Refusal;
use serde_json::json;
use store::Unit;
use store::queries::{care_bills, cases, claims as claim_rows, guarantees};

use super::questions::wrong;
use super::{form_page, page, texts};
use crate::actions::give_guarantee::{self, GiveGuarantee, Guaranteed};
use crate::actions::report_event::{self, ReportEvent};
use crate::actions::take_care_bill::{self, CareBill};
use crate::auth::Deed;
use crate::auth::members::Numbered;
use crate::jobs;
use crate::office::Desk;
use crate::registry::{payers, people};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::cases::option;

/// Rows of a page.
const SHOWN: i64 = 100;
/// Items and trips on the form of a bill.
const ITEMS: usize = 8;
const FARES: usize = 2;
/// What an accident can be, by the law's names.
const CAUSES: [&str; 3] = ["accident", "disease", "violence"];
/// Ways of travelling, by the law's names.
const MODES: [&str; 3] = ["land", "sea", "air"];

pub(super) fn routes() -> Vec<Route> {
    let page = |path, does| Route::page(path, Deed::GiveCare, does);
    let form = |path, does| Route::form(path, Deed::GiveCare, does);
    vec![
        page("/hospital", front),
        form("/hospital/guarantee", guarantee),
        page("/hospital/accident", ask_accident),
        form("/hospital/accident", accident),
        page("/hospital/bills", bills),
        page("/hospital/bills/new", ask_bill),
        form("/hospital/bills/new", bill),
        page("/hospital/bills/{bill}", one_bill),
    ]
}

/// The hospital that whoever asks acts for.
fn hospital(ask: &Ask<'_>) -> Result<PayerId, Problem> {
    ask.caller.payer.ok_or(Problem::Forbidden)
}

fn status(errors: &[Value]) -> StatusCode {
    if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
}

/// The name of a request: what is pressed twice is asked once.
fn request(ask: &mut Ask<'_>) -> Result<String, Problem> {
    let given = ask.form.get("request").to_owned();
    if given.parse::<i64>().is_ok() {
        return Ok(given);
    }
    Ok(ask.office.look(|_, desk| Ok(jobs::number(desk)))?.to_string())
}

fn front(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    front_page(ask, &[])
}

fn front_page(ask: &mut Ask<'_>, errors: &[Value]) -> Result<Reply, Problem> {
    let (hospital, lang) = (hospital(ask)?, ask.lang);
    let request = ask.office.look(|_, desk| Ok(jobs::number(desk)))?.to_string();
    let (name, given, people) = ask.office.look(|unit, desk| {
        let name = payers::load(unit, desk, hospital)?.payer.name;
        let (mut shown, mut people) = (Vec::new(), Vec::new());
        for one in guarantees::of_hospital(unit, hospital, SHOWN)? {
            people.push(one.person);
            let patient = people::load(unit, desk, one.person)?.identity().name.clone();
            shown.push(json!({
                "id": one.id, "name": patient, "day": one.day.to_string(), "answer": one.answer,
                "text": option(desk.tree(), "guarantee", &one.answer, lang),
            }));
        }
        Ok((name, shown, people))
    })?;
    ask.shows(Deed::GiveCare, people)?;
    let form = &ask.form;
    let asked = json!({ "number": form.get("number"), "day": form.get("day") });
    let values = context! { name, given, asked, request, errors };
    Ok(form_page(ask, "hospital/front.html", values)?.status(status(errors)))
}

/// The patient of a number, and the day of the accident; or what is wrong.
fn patient(ask: &mut Ask<'_>) -> Result<Result<(PersonId, Day), Vec<Value>>, Problem> {
    let mut errors = Vec::new();
    let number = Numbered::read(ask.form.get("number"));
    if number.is_none() {
        errors.push(wrong(ask, "number", "death.number_unread"));
    }
    let day = ask.form.get("day").parse::<Day>().ok();
    match day {
        None => errors.push(wrong(ask, "day", "report.day_missing")),
        Some(day) if day > ask.office.today() => errors.push(wrong(ask, "day", "report.day_ahead")),
        Some(_) => {}
    }
    let (Some(number), Some(day), true) = (number, day, errors.is_empty()) else { return Ok(Err(errors)) };
    match ask.office.look(|unit, desk| number.person(unit, desk))? {
        Some(person) => Ok(Ok((person, day))),
        None => Ok(Err(vec![wrong(ask, "number", "hospital.nobody")])),
    }
}

/// Whether care is paid, at once.
fn guarantee(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let hospital = hospital(ask)?;
    let (person, day) = match patient(ask)? {
        Ok(patient) => patient,
        Err(errors) => return front_page(ask, &errors),
    };
    let (request, account, lang) = (request(ask)?, Some(ask.caller.account), ask.lang);
    ask.shows(Deed::GiveCare, vec![person])?;
    let asked = GiveGuarantee { person, hospital, day, account };
    let given = give_guarantee::run(ask.office, &asked, Some(&format!("hospital {hospital} {request}")));
    let given: Guaranteed = match refused(ask, given)? {
        Ok(given) => given,
        Err(error) => return front_page(ask, &[error]),
    };
    let name = ask.office.look(|unit, desk| Ok(people::load(unit, desk, person)?.identity().name.clone()))?;
    let pick = |[id, en]: &[String; 2]| lang.pick(id, en).to_owned();
    let all = |words: &[[String; 2]]| words.iter().map(pick).collect::<Vec<_>>();
    let provision = given.provision.as_deref();
    let provision = provision.map(|of| render::named(ask.office.law.tree(), of, lang).to_owned());
    let values = context! {
        id => given.guarantee, name, day => day.to_string(), secures => given.secures, answer => given.answer,
        text => pick(&given.words), ward => pick(&given.ward), covers => all(&given.covers),
        leaves_out => all(&given.leaves_out), provision,
    };
    page(ask, "hospital/guarantee.html", values)
}

/// A lawful no, to be shown with the form.
fn refused<T>(ask: &Ask<'_>, done: Result<T>) -> Result<Result<T, Value>, Problem> {
    match done {
        Ok(done) => Ok(Ok(done)),
        Err(error) => match error.chain().find_map(|cause| cause.downcast_ref::<Refusal>()) {
            Some(refusal) => Ok(Err(context! { field => "", text => ask.pick(&refusal.id, &refusal.en) })),
            None => Err(error.into()),
        },
    }
}

fn accident_page(ask: &mut Ask<'_>, errors: &[Value]) -> Result<Reply, Problem> {
    let (tree, lang) = (ask.office.law.tree(), ask.lang);
    let causes: Vec<Value> = CAUSES
        .iter()
        .map(|cause| context! { value => *cause, text => option(tree, "event_cause", cause, lang) })
        .collect();
    let form = &ask.form;
    let given = json!({ "number": form.get("number"), "day": form.get("day"), "cause": form.get("cause") });
    let done = ask.query.get("done") == "report";
    let values = context! { causes, given, done, errors };
    Ok(form_page(ask, "hospital/accident.html", values)?.status(status(errors)))
}

fn ask_accident(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    accident_page(ask, &[])
}

/// A hospital tells of an accident: that does not free the employer of reporting it.
fn accident(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let hospital = hospital(ask)?;
    let cause = ask.form.get("cause").to_owned();
    let read = patient(ask)?;
    if !CAUSES.contains(&cause.as_str()) {
        let mut errors = read.err().unwrap_or_default();
        errors.push(wrong(ask, "cause", "report.choose"));
        return accident_page(ask, &errors);
    }
    let (person, day) = match read {
        Ok(patient) => patient,
        Err(errors) => return accident_page(ask, &errors),
    };
    ask.shows(Deed::GiveCare, vec![person])?;
    let asked = ReportEvent {
        person,
        kind: EventKind::WorkAccident,
        day,
        by_employer: false,
        account: Some(ask.caller.account),
        facts: vec![("event_cause".to_owned(), cause)],
    };
    let done = report_event::run(ask.office, &asked, Some(&format!("hospital {hospital} {person} {day}")));
    match refused(ask, done)? {
        Ok(reported) if reported.case.is_some() => Ok(Reply::see("/hospital/accident?done=report")),
        Ok(_) => {
            let errors = vec![wrong(ask, "", "hospital.not_insured")];
            accident_page(ask, &errors)
        }
        Err(error) => accident_page(ask, &[error]),
    }
}

fn bills(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let hospital = hospital(ask)?;
    let (shown, people) = ask.office.look(|unit, desk| {
        let (mut shown, mut people) = (Vec::new(), Vec::new());
        for bill in care_bills::of_hospital(unit, hospital, SHOWN)? {
            let Some(claim) = claim_rows::read(unit, bill.claim)? else { continue };
            people.push(claim.person);
            let name = people::load(unit, desk, claim.person)?.identity().name.clone();
            shown.push(json!({
                "id": bill.id, "number": bill.number, "name": name, "day": bill.day.to_string(),
                "billed": bill.billed, "paid": bill.paid, "state": bill.state,
            }));
        }
        Ok((shown, people))
    })?;
    ask.shows(Deed::GiveCare, people)?;
    page(ask, "hospital/bills.html", context! { bills => shown })
}

/// The claim for an injury of that day that a bill can rest on.
pub(crate) fn claim_of(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    person: PersonId,
    day: Day,
) -> Result<Option<i64>> {
    for number in people::numbers(unit, person, desk.now)? {
        for row in claim_rows::of_person(unit, number)? {
            let kind: ClaimKind = row.kind.parse()?;
            let case = cases::read(unit, row.of_case)?;
            let is_over = [State::Rejected, State::Withdrawn].iter().any(|state| state.name() == row.state);
            if kind.benefit() == "jkk" && !is_over && case.is_some_and(|case| case.day == day) {
                return Ok(Some(row.id));
            }
        }
    }
    Ok(None)
}

fn bill_page(ask: &mut Ask<'_>, errors: &[Value]) -> Result<Reply, Problem> {
    let request = request(ask)?;
    let (tree, lang) = (ask.office.law.tree(), ask.lang);
    let options = |kind: &str| -> Vec<Value> {
        let found = tree.kinds.iter().find(|known| known.name == kind);
        let all = found.into_iter().flat_map(|kind| kind.options.iter().zip(&kind.words));
        all.map(|(name, words)| context! { value => name, text => lang.of(words) }).collect()
    };
    let (kinds, modes) = (options("care_item"), options("travel_mode"));
    let form = &ask.form;
    let row = |prefix: &str, at: usize, names: &[&str]| {
        let cell = |name: &&str| ((*name).to_owned(), json!(form.get(&format!("{prefix}_{name}_{at}"))));
        names.iter().map(cell).collect::<serde_json::Map<_, _>>()
    };
    let items: Vec<_> = (1..=ITEMS).map(|at| row("item", at, &["kind", "day", "cost", "class"])).collect();
    let fares: Vec<_> = (1..=FARES).map(|at| row("fare", at, &["mode", "cost"])).collect();
    let given = json!({
        "number": form.get("number"), "day": form.get("day"), "bill": form.get("bill"),
        "date": form.get("date"),
    });
    let values = context! {
        kinds, modes, items => Value::from_serialize(&items), fares => Value::from_serialize(&fares), given,
        request, errors,
    };
    Ok(form_page(ask, "hospital/bill_new.html", values)?.status(status(errors)))
}

fn ask_bill(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    bill_page(ask, &[])
}

/// Whole rupiah as people write them; nothing for what is none.
fn rupiah(text: &str) -> Option<i64> {
    let digits: String =
        text.trim_start_matches("Rp").chars().filter(|letter| !matches!(letter, ' ' | '.')).collect();
    digits.parse().ok().filter(|amount| *amount >= 0)
}

/// The rows of the form that are filled in; or what is wrong.
fn rows(ask: &Ask<'_>) -> Result<(Vec<CareItem>, Vec<Fare>), Vec<Value>> {
    let (mut items, mut fares, mut errors) = (Vec::new(), Vec::new(), Vec::new());
    for at in 1..=ITEMS {
        let get = |name: &str| ask.form.get(&format!("item_{name}_{at}"));
        let (kind, day, cost, class) = (get("kind"), get("day"), get("cost"), get("class"));
        if [kind, day, cost, class].iter().all(|cell| cell.is_empty()) {
            continue;
        }
        let class_one = rupiah(class);
        let is_class = class.is_empty() || class_one.is_some();
        match (day.parse::<Day>(), rupiah(cost)) {
            (Ok(day), Some(cost)) if !kind.is_empty() && is_class => {
                items.push(CareItem { item: kind.to_owned(), day, cost, class_one });
            }
            _ => errors.push(context! {
                field => format!("item_kind_{at}"),
                text => texts::said(ask.lang, "hospital.item_wrong", &[("row", &at.to_string())]),
            }),
        }
    }
    for at in 1..=FARES {
        let get = |name: &str| ask.form.get(&format!("fare_{name}_{at}"));
        let (mode, cost) = (get("mode"), get("cost"));
        if mode.is_empty() && cost.is_empty() {
            continue;
        }
        match rupiah(cost) {
            Some(cost) if MODES.contains(&mode) => fares.push(Fare { mode: mode.to_owned(), cost }),
            _ => errors.push(context! {
                field => format!("fare_mode_{at}"),
                text => texts::said(ask.lang, "hospital.fare_wrong", &[("row", &at.to_string())]),
            }),
        }
    }
    if errors.is_empty() && items.is_empty() && fares.is_empty() {
        errors.push(wrong(ask, "item_kind_1", "hospital.no_items"));
    }
    if errors.is_empty() { Ok((items, fares)) } else { Err(errors) }
}

fn bill(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let hospital = hospital(ask)?;
    let (mut errors, mut patient_of) = (Vec::new(), None);
    match patient(ask)? {
        Ok(patient) => patient_of = Some(patient),
        Err(wrong) => errors.extend(wrong),
    }
    let number = ask.form.get("bill").to_owned();
    if number.is_empty() {
        errors.push(wrong(ask, "bill", "hospital.bill_missing"));
    }
    let date = ask.form.get("date").parse::<Day>().ok();
    if date.is_none() {
        errors.push(wrong(ask, "date", "report.day_missing"));
    }
    let rows = rows(ask).map_err(|wrong| errors.extend(wrong));
    let (Some((person, day)), Some(date), Ok((items, fares)), true) =
        (patient_of, date, rows, errors.is_empty())
    else {
        return bill_page(ask, &errors);
    };
    ask.shows(Deed::GiveCare, vec![person])?;
    let Some(claim) = ask.office.look(|unit, desk| claim_of(unit, desk, person, day))? else {
        let errors = vec![wrong(ask, "day", "hospital.no_claim")];
        return bill_page(ask, &errors);
    };
    let (request, account) = (request(ask)?, Some(ask.caller.account));
    let asked = CareBill { claim, hospital, number, day: date, items, fares, account };
    let taken = take_care_bill::run(ask.office, &asked, Some(&format!("hospital bill {hospital} {request}")));
    match refused(ask, taken)? {
        Ok(taken) => Ok(Reply::see(&format!("/hospital/bills/{}", taken.bill))),
        Err(error) => bill_page(ask, &[error]),
    }
}

/// A bill, item by item, with what is paid of each and why.
fn one_bill(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (hospital, id, lang) = (hospital(ask)?, ask.place::<i64>("bill")?, ask.lang);
    let found = ask.office.look(|unit, desk| {
        let Some(bill) = care_bills::read(unit, id)?.filter(|bill| bill.hospital == hospital) else {
            return Ok(None);
        };
        let Some(claim) = claim_rows::read(unit, bill.claim)? else { return Ok(None) };
        let name = people::load(unit, desk, claim.person)?.identity().name.clone();
        let tree = desk.tree();
        let items = care_bills::items(unit, id)?.into_iter().map(|item| {
            let (kind, verdict) = match item.kind.as_str() {
                "care" => ("care_item", option(tree, "care_verdict", &item.verdict, lang)),
                _ => ("travel_mode", texts::said(lang, "hospital.fare", &[])),
            };
            json!({
                "text": option(tree, kind, &item.item, lang), "day": item.day.map(|day| day.to_string()),
                "cost": item.cost, "paid": item.paid, "verdict": verdict,
            })
        });
        let items: Vec<_> = items.collect();
        Ok(Some((bill, claim.person, name, items)))
    })?;
    let (bill, person, name, items) = found.ok_or(Problem::NotFound)?;
    ask.shows(Deed::GiveCare, vec![person])?;
    let bill = json!({
        "number": bill.number, "day": bill.day.to_string(), "billed": bill.billed, "paid": bill.paid,
        "state": bill.state, "said": bill.said,
    });
    page(ask, "hospital/bill.html", context! { bill, name, items => Value::from_serialize(&items) })
}
