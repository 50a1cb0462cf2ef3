//! What a hospital's own program does: ask whether care is paid, report an accident, bill for care.

use axum::http::StatusCode;
use rules::render::Lang;
use schemars::JsonSchema;
use scheme::claims::care::{CareItem, Fare};
use scheme::events::EventKind;
use scheme::id::{PayerId, PersonId};
use scheme::refusal::Refusal;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::queries::{care_bills, claims, guarantees};

use super::about::{About, Keyed};
use super::body;
use super::forms::Date;
use super::list::{self, Part, part};
use super::replay::{once, reply};
use crate::actions::give_guarantee::{self, GiveGuarantee, Guaranteed};
use crate::actions::report_event::{self, ReportEvent};
use crate::actions::take_care_bill::{self, CareBill};
use crate::auth::Deed;
use crate::auth::members::Numbered;
use crate::pages::hospital::claim_of;
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;

/// More of them no hospital looks through.
const MOST: i64 = 10_000;

pub(super) fn routes() -> Vec<Route> {
    let does = Deed::GiveCare;
    vec![
        Route::get("/api/v1/hospital/guarantees", does, guaranteed, || {
            About::new("hospitals", "What the hospital was told of its patients, the earliest first")
                .answers::<Part<GuaranteeRow>>()
                .query(list::QUERY)
        }),
        Route::post("/api/v1/hospital/guarantees", does, guarantee, || {
            About::new("hospitals", "Whether care for a patient is paid, as things stand")
                .takes::<Patient>()
                .answers::<GuaranteeForm>()
                .makes()
                .keyed(Keyed::May)
                .example(|| json!({ "number": "9901014107900001", "on": "2026-02-20" }))
        }),
        Route::post("/api/v1/hospital/accidents", does, accident, || {
            About::new("hospitals", "Report an accident at work; the employer still has to report it herself")
                .takes::<NewAccident>()
                .answers::<AccidentForm>()
                .makes()
                .keyed(Keyed::May)
                .example(|| json!({ "number": "9901014107900001", "on": "2026-02-20", "cause": "accident" }))
        }),
        Route::get("/api/v1/hospital/bills", does, all, || {
            About::new("hospitals", "The hospital's bills for care, the earliest first")
                .answers::<Part<BillRow>>()
                .query(list::QUERY)
        }),
        Route::post("/api/v1/hospital/bills", does, bill, || {
            About::new("hospitals", "Bill for the care of an accident, item by item; a number is taken once")
                .takes::<NewBill>()
                .answers::<BillForm>()
                .makes()
                .keyed(Keyed::May)
                .example(example)
        }),
        Route::get("/api/v1/hospital/bills/{bill}", does, one, || {
            About::new("hospitals", "A bill with what is paid of each item").answers::<BillForm>()
        }),
    ]
}

fn example() -> serde_json::Value {
    json!({
        "number": "9901014107900001", "on": "2026-02-20", "bill": "RS/2026/1", "date": "2026-02-24",
        "items": [{ "item": "surgery", "day": "2026-02-20", "cost": 12_500_000 }],
        "fares": [{ "mode": "land", "cost": 350_000 }],
    })
}

/// A patient, and the day of the accident.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Patient {
    /// Her population number or the number on her card.
    #[schemars(length(min = 11, max = 30))]
    number: String,
    /// The day of the accident.
    on: Date,
}

/// What a hospital was told.
#[derive(Serialize, JsonSchema)]
struct GuaranteeRow {
    guarantee: i64,
    person: i64,
    /// The day of the accident.
    on: String,
    /// `full_guarantee`, `provisional_guarantee` or `no_guarantee`.
    answer: String,
}

/// What the hospital can count on.
#[derive(Serialize, JsonSchema)]
struct GuaranteeForm {
    guarantee: i64,
    /// `full_guarantee`, `provisional_guarantee` or `no_guarantee`.
    answer: String,
    says: String,
    /// Whether care is paid as things stand.
    secures: bool,
    covers: Vec<String>,
    leaves_out: Vec<String>,
    /// The best ward that is paid.
    ward: String,
    provision: Option<String>,
}

impl GuaranteeForm {
    fn of(given: &Guaranteed, lang: Lang) -> GuaranteeForm {
        let pick = |[id, en]: &[String; 2]| lang.pick(id, en).to_owned();
        GuaranteeForm {
            guarantee: given.guarantee,
            answer: given.answer.clone(),
            says: pick(&given.words),
            secures: given.secures,
            covers: given.covers.iter().map(pick).collect(),
            leaves_out: given.leaves_out.iter().map(pick).collect(),
            ward: pick(&given.ward),
            provision: given.provision.clone(),
        }
    }
}

/// The hospital that the program is of.
fn hospital(ask: &Ask<'_>) -> Result<PayerId, Problem> {
    ask.caller.payer.ok_or(Problem::Forbidden)
}

/// Who has the number; looking her up is written down.
fn patient(ask: &mut Ask<'_>, number: &str) -> Result<PersonId, Problem> {
    let Some(read) = Numbered::read(number) else {
        let said = words("tulis NIK atau nomor kartu (KPJ)", "write a NIK or a card number (KPJ)");
        return Err(Problem::Fields(vec![("/number".to_owned(), said)]));
    };
    let found = ask.office.look(|unit, desk| read.person(unit, desk))?;
    let person = found.ok_or_else(|| {
        let id = "tidak ada peserta dengan nomor itu";
        Refusal::new("no_patient", id, "there is no member of that number")
    })?;
    ask.shows(Deed::GiveCare, vec![person])?;
    Ok(person)
}

fn guaranteed(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let hospital = hospital(ask)?;
    let mut all = ask.office.look(|unit, _| guarantees::of_hospital(unit, hospital, MOST))?;
    all.sort_by_key(|one| one.id);
    ask.shows(Deed::GiveCare, all.iter().map(|one| one.person).collect())?;
    let rows = all.into_iter().map(|one| GuaranteeRow {
        guarantee: one.id,
        person: one.person.0,
        on: one.day.to_string(),
        answer: one.answer,
    });
    Ok(Reply::json(&part(ask, rows.collect(), |one: &GuaranteeRow| format!("{:012}", one.guarantee))?)?)
}

fn guarantee(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let hospital = hospital(ask)?;
    let asked: Patient = body::read(ask)?;
    let person = patient(ask, &asked.number)?;
    let account = Some(ask.caller.account);
    let asked = GiveGuarantee { person, hospital, day: asked.on.0, account };
    let done = once(ask, |unit, desk| give_guarantee::within(unit, desk, &asked))?;
    let form = GuaranteeForm::of(&done.answer, ask.lang);
    Ok(reply(&form, StatusCode::CREATED, done.is_new)?
        .with("location", "/api/v1/hospital/guarantees".to_owned()))
}

/// An accident that a hospital tells of.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewAccident {
    /// Her population number or the number on her card.
    #[schemars(length(min = 11, max = 30))]
    number: String,
    /// The day it happened.
    on: Date,
    cause: Cause,
}

/// What it was, as whoever is no employer tells it.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Cause {
    Accident,
    Disease,
    Violence,
}

impl Cause {
    /// The law's name.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Cause::Accident => "accident",
            Cause::Disease => "disease",
            Cause::Violence => "violence",
        }
    }
}

/// What came of the report.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
struct AccidentForm {
    /// Nothing where she is not insured for it.
    case: Option<i64>,
    claims: Vec<i64>,
}

fn accident(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    hospital(ask)?;
    let asked: NewAccident = body::read(ask)?;
    let person = patient(ask, &asked.number)?;
    let asked = ReportEvent {
        person,
        kind: EventKind::WorkAccident,
        day: asked.on.0,
        by_employer: false,
        account: Some(ask.caller.account),
        facts: vec![("event_cause".to_owned(), asked.cause.name().to_owned())],
    };
    let done = once(ask, |unit, desk| {
        let reported = report_event::within(unit, desk, &asked)?;
        let claims = reported.claims.iter().map(|claim| claim.claim).collect();
        Ok(AccidentForm { case: reported.case, claims })
    })?;
    Ok(reply(&done.answer, StatusCode::CREATED, done.is_new)?
        .with("location", "/api/v1/hospital/bills".to_owned()))
}

/// A bill for care.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewBill {
    /// The patient's population number or the number on her card.
    #[schemars(length(min = 11, max = 30))]
    number: String,
    /// The day of the accident, which has to be reported.
    on: Date,
    /// The hospital's own number of the bill.
    #[schemars(length(min = 1, max = 60))]
    bill: String,
    /// The day of the bill.
    date: Date,
    #[serde(default)]
    items: Vec<NewItem>,
    #[serde(default)]
    fares: Vec<NewFare>,
}

/// An item of care.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewItem {
    /// The law's name, such as `surgery` or `ward`.
    #[schemars(length(min = 1, max = 100))]
    item: String,
    day: Date,
    /// In whole rupiah.
    #[schemars(range(min = 0))]
    cost: i64,
    /// What the same costs in the first class, where a better ward was taken.
    #[serde(default)]
    #[schemars(range(min = 0))]
    class_one: Option<i64>,
}

/// A trip to the hospital.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewFare {
    mode: Mode,
    /// In whole rupiah.
    #[schemars(range(min = 0))]
    cost: i64,
}

/// A way of travelling.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Mode {
    Land,
    Sea,
    Air,
}

impl Mode {
    /// The law's name.
    const fn name(self) -> &'static str {
        match self {
            Mode::Land => "land",
            Mode::Sea => "sea",
            Mode::Air => "air",
        }
    }
}

/// A bill in a list.
#[derive(Serialize, JsonSchema)]
struct BillRow {
    bill: i64,
    claim: i64,
    /// The hospital's own number.
    number: String,
    date: String,
    billed: i64,
    paid: i64,
    /// `taken`, `granted` or `refused`.
    state: String,
}

/// A bill with its items.
#[derive(Serialize, JsonSchema)]
struct BillForm {
    #[serde(flatten)]
    bill: BillRow,
    /// What whoever decided on it has said.
    said: Option<String>,
    items: Vec<ItemForm>,
}

/// An item with what is paid of it.
#[derive(Serialize, JsonSchema)]
struct ItemForm {
    /// `care` or `fare`.
    kind: String,
    item: String,
    day: Option<String>,
    cost: i64,
    paid: i64,
    /// The law's name: `all_of_it`, `better_ward`, `not_on_list` …; of a fare its way of travelling.
    verdict: String,
}

impl From<care_bills::CareBill> for BillRow {
    fn from(row: care_bills::CareBill) -> BillRow {
        BillRow {
            bill: row.id,
            claim: row.claim,
            number: row.number,
            date: row.day.to_string(),
            billed: row.billed,
            paid: row.paid,
            state: row.state,
        }
    }
}

/// What care and trips cost; nothing costs less than nothing, or more than the books can hold.
fn rows(asked: &NewBill) -> Result<(Vec<CareItem>, Vec<Fare>), Problem> {
    let fits = |cost: i64| (0..=base::limit::MONEY_MAX).contains(&cost);
    let fault = |place: String| {
        let said = words("tulis rupiah tanpa sen", "write whole rupiah");
        Problem::Fields(vec![(place, said)])
    };
    let items = asked.items.iter().enumerate().map(|(at, one)| {
        if !fits(one.cost) || !one.class_one.is_none_or(fits) {
            return Err(fault(format!("/items/{at}/cost")));
        }
        let (item, day) = (one.item.clone(), one.day.0);
        Ok(CareItem { item, day, cost: one.cost, class_one: one.class_one })
    });
    let fares = asked.fares.iter().enumerate().map(|(at, one)| {
        if fits(one.cost) {
            Ok(Fare { mode: one.mode.name().to_owned(), cost: one.cost })
        } else {
            Err(fault(format!("/fares/{at}/cost")))
        }
    });
    Ok((items.collect::<Result<_, _>>()?, fares.collect::<Result<_, _>>()?))
}

fn bill(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let hospital = hospital(ask)?;
    let asked: NewBill = body::read(ask)?;
    let (items, fares) = rows(&asked)?;
    let (person, on) = (patient(ask, &asked.number)?, asked.on.0);
    let claim = ask.office.look(|unit, desk| claim_of(unit, desk, person, on))?.ok_or_else(|| {
        let id = format!("belum ada laporan kecelakaan kerja pada {on}");
        Refusal::new("no_care_claim", id, format!("no accident at work on {on} is reported"))
    })?;
    let (number, day, account) = (asked.bill, asked.date.0, Some(ask.caller.account));
    let asked = CareBill { claim, hospital, number, day, items, fares, account };
    let done = once(ask, |unit, desk| Ok(take_care_bill::within(unit, desk, &asked)?.bill))?;
    let form = form(ask, done.answer)?;
    let place = format!("/api/v1/hospital/bills/{}", done.answer);
    Ok(reply(&form, StatusCode::CREATED, done.is_new)?.with("location", place))
}

fn all(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let hospital = hospital(ask)?;
    let (mut all, people) = ask.office.look(|unit, _| {
        let all = care_bills::of_hospital(unit, hospital, MOST)?;
        let mut people = Vec::new();
        for bill in &all {
            people.extend(claims::read(unit, bill.claim)?.map(|claim| claim.person));
        }
        Ok((all, people))
    })?;
    all.sort_by_key(|one| one.id);
    ask.shows(Deed::GiveCare, people)?;
    let rows = all.into_iter().map(BillRow::from).collect();
    Ok(Reply::json(&part(ask, rows, |one: &BillRow| format!("{:012}", one.bill))?)?)
}

/// A bill of the hospital's own; looking at it is written down.
fn form(ask: &mut Ask<'_>, id: i64) -> Result<BillForm, Problem> {
    let hospital = hospital(ask)?;
    let found = ask.office.look(|unit, _| {
        let Some(bill) = care_bills::read(unit, id)?.filter(|bill| bill.hospital == hospital) else {
            return Ok(None);
        };
        let person = claims::read(unit, bill.claim)?.map(|claim| claim.person);
        Ok(Some((bill, person, care_bills::items(unit, id)?)))
    })?;
    let (mut bill, person, items) = found.ok_or(Problem::NotFound)?;
    ask.shows(Deed::GiveCare, person.into_iter().collect())?;
    let items = items.into_iter().map(|item| ItemForm {
        kind: item.kind,
        item: item.item,
        day: item.day.map(|day| day.to_string()),
        cost: item.cost,
        paid: item.paid,
        verdict: item.verdict,
    });
    Ok(BillForm { said: bill.said.take(), bill: BillRow::from(bill), items: items.collect() })
}

fn one(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id = ask.place("bill")?;
    Ok(Reply::json(&form(ask, id)?)?)
}
