//! Memberships: begun, looked at month by month, changed, ended.

use anyhow::Result;
use axum::http::StatusCode;
use base::Day;
use schemars::JsonSchema;
use scheme::employers::PayerKind;
use scheme::id::{MembershipId, PayerId, PersonId};
use scheme::lines::Lines;
use scheme::memberships::Segment;
use scheme::refusal::Refusal;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use store::Unit;

use super::about::{About, Keyed};
use super::forms::{
    Changes, Date, FactReport, FactValue, FactsForm, KpjNumber, NikNumber, SegmentForm, Span,
    fact_report_example, pairs,
};
use super::list::{self, Part, part};
use super::replay::{once, reply};
use super::{approvals, body, reference};
use crate::actions::change_membership::{self, Changed};
use crate::actions::confirm_person::not_confirmed;
use crate::actions::enrol_member::{self, EnrolMember, Enrolled, Funded};
use crate::approvals::Change;
use crate::auth::{Deed, Of};
use crate::commands::membership::show::{self as months, Bill, OfMonth, Shown};
use crate::office::Desk;
use crate::registry::{members, payers, people, pots};
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;

pub(super) fn routes() -> Vec<Route> {
    let of = Of::Membership("membership");
    vec![
        Route::post("/api/v1/people/{person}/memberships", Deed::Enrol, enrol_own, || {
            About::new("memberships", "Enrol somebody who pays for herself")
                .takes::<OwnMembership>()
                .answers::<NewMembership>()
                .makes()
                .keyed(Keyed::May)
                .example(|| {
                    json!({ "segment": "self_employed", "started": "2026-01-20",
                            "facts": { "income": 2_000_000, "sector": "transport" } })
                })
        })
        .of(Of::Person("person")),
        Route::post("/api/v1/payers/{payer}/memberships", Deed::Enrol, enrol_with, || {
            About::new("memberships", "Enrol somebody whom an employer, a project or a platform pays for")
                .takes::<PaidMembership>()
                .answers::<NewMembership>()
                .makes()
                .keyed(Keyed::May)
                .example(|| {
                    json!({ "person": "5f0c6a…", "nik": "9931014107900001", "segment": "wage_earner",
                            "started": "2026-01-20", "facts": { "wage": 6_000_000 } })
                })
        })
        .of(Of::Payer("payer")),
        Route::get("/api/v1/memberships/{membership}", Deed::SeeMembership, show, || {
            About::new("memberships", "One membership, and the cover today").answers::<Membership>()
        })
        .of(of),
        Route::get("/api/v1/memberships/{membership}/months", Deed::SeeMembership, list_months, || {
            About::new("memberships", "Month by month: what was reported, owed and paid")
                .answers::<Part<MonthForm>>()
                .query(list::QUERY)
        })
        .of(of),
        Route::post("/api/v1/memberships/{membership}/changes", Deed::ChangeMembership, change, || {
            About::new(
                "memberships",
                "Something changes from a month on, such as the wage; its bills are made again",
            )
            .takes::<FactReport>()
            .answers::<Changes>()
            .keyed(Keyed::May)
            .example(fact_report_example)
        })
        .of(of),
        Route::post("/api/v1/memberships/{membership}/ends", Deed::ChangeMembership, end, || {
            About::new("memberships", "The last day of a membership; staff ask for it, and another decides")
                .takes::<End>()
                .answers::<Changes>()
                .or(202, "It waits for somebody else to approve it.", super::approvals::shape)
                .keyed(Keyed::May)
                .example(
                    || json!({ "day": "2026-01-31", "reason": "resigned", "note": "He wrote on 5 January" }),
                )
        })
        .of(of),
    ]
}

/// A membership of somebody who pays for herself.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct OwnMembership {
    /// `self_employed` or `migrant`.
    segment: SegmentForm,
    /// The first day.
    started: Date,
    /// A card number that was given before; a new one where there is none.
    #[serde(default)]
    kpj: Option<KpjNumber>,
    /// First facts, such as `income`.
    #[serde(default)]
    facts: FactsForm,
}

/// A membership that somebody else pays for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PaidMembership {
    /// The person: the reference that was answered when she was registered; staff may give the number.
    person: PersonNamed,
    /// The person's NIK: who is not of the institution has to know it.
    #[serde(default)]
    nik: Option<NikNumber>,
    segment: SegmentForm,
    /// The first day.
    started: Date,
    /// A card number that was given before; a new one where there is none.
    #[serde(default)]
    kpj: Option<KpjNumber>,
    /// First facts, such as `wage`.
    #[serde(default)]
    facts: FactsForm,
}

/// Whom somebody names.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
enum PersonNamed {
    Reference(String),
    Number(i64),
}

/// A membership that has begun.
#[derive(Serialize, JsonSchema)]
struct NewMembership {
    membership: i64,
    /// Who pays; a number of her own where she pays for herself.
    payer: i64,
    /// The card's number.
    kpj: String,
    programmes: Vec<Programme>,
    /// The first bill of who pays for herself.
    bill: Option<FirstBill>,
}

/// A programme, and whether one has to join.
#[derive(Serialize, JsonSchema)]
struct Programme {
    programme: String,
    /// `mandatory`, `voluntary`, `not_open` or `unclear`.
    duty: String,
    provision: Option<String>,
}

/// A bill to pay.
#[derive(Serialize, JsonSchema)]
struct FirstBill {
    code: String,
    owed: i64,
}

fn enrol_own(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let form: OwnMembership = body::read(ask)?;
    let asked = EnrolMember {
        person: PersonId(ask.place("person")?),
        segment: form.segment.into(),
        payer: None,
        started: form.started.0,
        kpj: form.kpj.map(|kpj| kpj.0),
        facts: pairs(&form.facts),
    };
    let done = once(ask, |unit, desk| enrol_member::within(unit, desk, &asked))?;
    begun(ask, done.answer, done.is_new)
}

fn enrol_with(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let form: PaidMembership = body::read(ask)?;
    let payer = PayerId(ask.place("payer")?);
    let (by_staff, caller) = (ask.caller.role.is_staff(), ask.caller.clone());
    let done = once(ask, |unit, desk| {
        let person = match &form.person {
            PersonNamed::Reference(token) => reference::read(desk, &caller, token)?,
            PersonNamed::Number(number) if by_staff => PersonId(*number),
            PersonNamed::Number(_) => return Err(not_confirmed().into()),
        };
        if !by_staff {
            is_known_to(unit, desk, person, form.nik)?;
        }
        let kind = payers::load(unit, desk, payer)?.payer.kind;
        pots::must_reserve(unit, payer)?;
        let asked = EnrolMember {
            person,
            segment: form.segment.into(),
            payer: (!kind.is_funder()).then_some(payer),
            started: form.started.0,
            kpj: form.kpj.map(|kpj| kpj.0),
            facts: pairs(&form.facts),
        };
        let funded_by = if kind == PayerKind::Platform { "platform" } else { "donor" };
        let funded = kind.is_funder().then_some(Funded { funder: payer, counts_as: funded_by, until: None });
        enrol_member::within_funded(unit, desk, &asked, funded).map(|(enrolled, _)| enrolled)
    })?;
    begun(ask, done.answer, done.is_new)
}

/// Whoever acts for a payer knows whom she enrols: a number alone, tried one after the other, opens nothing.
fn is_known_to(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId, nik: Option<NikNumber>) -> Result<()> {
    let Some(nik) = nik else { return Err(not_confirmed().into()) };
    let holders = people::by_nik(unit, desk, nik.0)?;
    if holders.iter().any(|holder| holder.id == person) { Ok(()) } else { Err(not_confirmed().into()) }
}

fn begun(ask: &mut Ask<'_>, enrolled: Enrolled, is_new: bool) -> Result<Reply, Problem> {
    let id = MembershipId(enrolled.membership);
    // The number of the card is kept sealed, and not with the answer.
    let kpj = ask.office.look(|unit, desk| {
        let row = members::row(unit, id)?;
        members::kpj(desk, &row)
    })?;
    let programme = |(programme, duty, provision)| Programme { programme, duty, provision };
    let form = NewMembership {
        membership: enrolled.membership,
        payer: enrolled.payer,
        kpj: kpj.to_string(),
        programmes: enrolled.programmes.into_iter().map(programme).collect(),
        bill: enrolled.bill.map(|(code, owed)| FirstBill { code, owed }),
    };
    let place = format!("/api/v1/memberships/{id}");
    Ok(reply(&form, StatusCode::CREATED, is_new)?.with("location", place))
}

/// A membership.
#[derive(Serialize, JsonSchema)]
struct Membership {
    membership: i64,
    /// What the caller calls the person.
    reference: String,
    /// The person's number; not for who pays for her.
    person: Option<i64>,
    segment: String,
    payer: i64,
    started: Option<String>,
    ended: Option<String>,
    covered_today: bool,
    covered_until: Option<String>,
    /// The last month paid, of who pays for herself.
    last_paid_month: Option<String>,
    /// Until when arrears can be paid.
    arrears_can_be_paid_until: Option<String>,
    /// Months of cover.
    covered: Vec<Span>,
}

/// A month of a membership.
#[derive(Serialize, JsonSchema)]
struct MonthForm {
    month: String,
    /// Who pays for it.
    payer: i64,
    facts: BTreeMap<String, String>,
    /// By programme and payer, such as `jht.worker`, in rupiah.
    lines: BTreeMap<String, i64>,
    /// What is billed of them.
    owed: i64,
    /// `none`, `open` or `settled`.
    bill: String,
    settled: Option<String>,
}

fn read(ask: &mut Ask<'_>) -> Result<Shown, Problem> {
    let id = MembershipId(ask.place("membership")?);
    Ok(ask.office.look(|unit, desk| months::read(unit, desk, id))?)
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let shown = read(ask)?;
    let day = |day: Option<Day>| day.map(|day| day.to_string());
    let paid = shown.cover.paid;
    let span = |from: base::Month, until: Option<base::Month>| Span {
        from: from.to_string(),
        until: until.map(|until| until.to_string()),
    };
    let form = Membership {
        membership: shown.row.id.0,
        reference: ask.office.look(|_, desk| Ok(reference::of(desk, &ask.caller, shown.row.person)))?,
        person: ask.caller.payer.is_none().then_some(shown.row.person.0),
        segment: Segment::name(shown.segment).to_owned(),
        payer: shown.row.payer.0,
        started: day(shown.spell.map(|spell| spell.started)),
        ended: day(shown.spell.and_then(|spell| spell.ended)),
        covered_today: shown.cover.today,
        covered_until: day(shown.cover.until),
        last_paid_month: paid.map(|(month, _)| month.to_string()),
        arrears_can_be_paid_until: day(paid.map(|(_, until)| until)),
        covered: shown.stretches.iter().map(|stretch| span(stretch.from, stretch.until)).collect(),
    };
    Ok(Reply::json(&form)?)
}

fn list_months(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let shown = read(ask)?;
    let forms = shown.months.iter().map(|of| month_form(&shown, of)).collect();
    Ok(Reply::json(&part(ask, forms, |one: &MonthForm| one.month.clone())?)?)
}

fn month_form(shown: &Shown, of: &OfMonth) -> MonthForm {
    let stretch = &shown.stretches[of.stretch];
    let (bill, settled) = match of.bill {
        Bill::None => ("none", None),
        Bill::Open => ("open", None),
        Bill::Settled(day) => ("settled", Some(day.to_string())),
    };
    MonthForm {
        month: of.month.to_string(),
        payer: stretch.payer.0,
        facts: stretch.facts.iter().cloned().collect(),
        lines: by_slot(&of.lines),
        owed: of.lines.billed(),
        bill: bill.to_owned(),
        settled,
    }
}

fn by_slot(lines: &Lines) -> BTreeMap<String, i64> {
    lines.iter().map(|(slot, amount)| (slot.to_string(), amount)).collect()
}

/// Who works at a branch asks another for such a change, and does not make it alone around the pages.
fn second_person(ask: &Ask<'_>) -> Result<(), Problem> {
    if !ask.caller.role.is_staff() {
        return Ok(());
    }
    let words = "perubahan ini memerlukan orang kedua: ajukan lewat halaman kepesertaan";
    let en = "a second person has to want this: ask for it on the page of the membership";
    Err(Problem::Refused(Refusal::new("second_person", words, en)))
}

fn change(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    second_person(ask)?;
    let form: FactReport = body::read(ask)?;
    let asked = Changed {
        membership: MembershipId(ask.place("membership")?),
        name: form.name,
        value: form.value.as_ref().map(FactValue::text),
        from: form.from.0,
        until: form.until.map(|month| month.0),
    };
    let done =
        once(ask, |unit, desk| Ok(Changes::from(change_membership::change_months(unit, desk, &asked)?)))?;
    reply(&done.answer, StatusCode::OK, done.is_new)
}

/// The end of a membership.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct End {
    /// The last day; its month is still covered.
    day: Date,
    reason: EndReason,
    /// Why, for who decides: staff have to say it.
    #[serde(default)]
    #[schemars(length(max = 1000))]
    note: String,
}

/// Why it ends.
#[derive(Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum EndReason {
    Resigned,
    Dismissed,
    ContractEnded,
    Retired,
    Moved,
    LeftIndonesia,
    Other,
}

impl EndReason {
    const fn word(self) -> &'static str {
        match self {
            EndReason::Resigned => "resigned",
            EndReason::Dismissed => "dismissed",
            EndReason::ContractEnded => "contract_ended",
            EndReason::Retired => "retired",
            EndReason::Moved => "moved",
            EndReason::LeftIndonesia => "left_indonesia",
            EndReason::Other => "other",
        }
    }
}

fn end(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let form: End = body::read(ask)?;
    let membership = MembershipId(ask.place("membership")?);
    if ask.caller.role.is_staff() {
        if form.note.trim().is_empty() {
            let said = words("tulis alasannya", "say why");
            return Err(Problem::Fields(vec![("/note".to_owned(), said)]));
        }
        let (day, end_reason) = (form.day.0.to_string(), form.reason.word().to_owned());
        let change = Change::End { membership: membership.0, day, end_reason, reason: form.note };
        return approvals::asked(ask, &change);
    }
    let done = once(ask, |unit, desk| {
        let bills = change_membership::end_within(unit, desk, membership, form.day.0, form.reason.word())?;
        Ok(Changes::from(bills))
    })?;
    reply(&done.answer, StatusCode::OK, done.is_new)
}
