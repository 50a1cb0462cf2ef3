//! What happened to somebody: looked at before anybody claims, reported once, and the cases that came of it.

use anyhow::Result;
use axum::http::StatusCode;
use rules::render;
use schemars::JsonSchema;
use scheme::claims::{Check, pre_check};
use scheme::events::{Event, EventKind};
use scheme::id::{MembershipId, PersonId};
use scheme::law::ClaimLaw;
use scheme::refusal::Refusal;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::queries::{cases, death_notices};

use super::about::{About, Keyed};
use super::body;
use super::forms::{Date, FactsForm, pairs};
use super::list::{self, Part, part};
use super::replay::{once, reply};
use crate::actions::register_person::Found;
use crate::actions::report_event::{self, AskedPaper, OpenedClaim, ReportEvent};
use crate::auth::{Deed, Of, Role};
use crate::registry::{claims, members, people};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

pub(super) fn routes() -> Vec<Route> {
    let of = Of::Person("person");
    vec![
        Route::post("/api/v1/people/{person}/pre-check", Deed::ReportEvents, check, || {
            About::new(
                "claims",
                "Every programme that could pay for an event, and what is in the way; nothing is kept",
            )
            .takes::<NewEvent>()
            .answers::<Checks>()
            .example(example)
        })
        .of(of),
        Route::post("/api/v1/people/{person}/events", Deed::ReportEvents, report, || {
            About::new("claims", "Report an event, once: it opens every claim that the law has for it")
                .takes::<NewEvent>()
                .answers::<ReportedForm>()
                .makes()
                .keyed(Keyed::May)
                .example(example)
        })
        .of(of),
        Route::post("/api/v1/memberships/{membership}/events", Deed::ReportEvents, report_worker, || {
            About::new(
                "claims",
                "The same by whoever pays for a membership: an accident, a death, a dismissal",
            )
            .takes::<NewEvent>()
            .answers::<ReportedForm>()
            .makes()
            .keyed(Keyed::May)
            .example(example)
        })
        .of(Of::Membership("membership")),
        Route::get("/api/v1/people/{person}/cases", Deed::SeeClaims, all, || {
            About::new("claims", "Events that were reported of somebody, each with its claims")
                .answers::<Part<CaseForm>>()
                .query(list::QUERY)
        })
        .of(of),
    ]
}

fn example() -> serde_json::Value {
    json!({ "kind": "work_accident", "on": "2026-01-20", "facts": { "land_fare": 150_000 } })
}

/// What happened, by the law's names.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum KindForm {
    WorkAccident,
    WorkImpairment,
    WorkDisability,
    OtherDisability,
    WorkDeath,
    OtherDeath,
    LostJob,
    LeftWork,
    LeftCountry,
    GrewOld,
    PartWanted,
}

impl From<KindForm> for EventKind {
    fn from(form: KindForm) -> EventKind {
        // Both are written in the order of the law's table.
        EventKind::ALL[form as usize]
    }
}

/// An event.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewEvent {
    kind: KindForm,
    /// The day it happened.
    on: Date,
    /// Whether the employer reports it, where an officer writes that down; an employer need not say so.
    #[serde(default)]
    by_employer: bool,
    /// What is known of it; what the register knows itself is refused.
    #[serde(default)]
    facts: FactsForm,
}

/// What would come of an event.
#[derive(Serialize, JsonSchema)]
struct Checks {
    programmes: Vec<CheckForm>,
}

/// A programme that could pay.
#[derive(Serialize, JsonSchema)]
struct CheckForm {
    /// The law's name of the claim.
    kind: String,
    name: String,
    /// In whole rupiah, before tax; nothing where that cannot be said yet.
    gross: Option<i64>,
    /// Whether nothing but papers is in the way.
    can_be_claimed: bool,
    /// The last day to claim.
    right_ends: Option<String>,
    blocks: Vec<BlockForm>,
}

/// What is in the way.
#[derive(Serialize, JsonSchema)]
struct BlockForm {
    code: String,
    says: String,
    provision: Option<String>,
    /// Who can mend it: `claimant`, `employer`, `doctor`, `labour_office`, `police`, `school`, `institution`,
    /// `time` or `nobody`.
    mender: String,
    /// Where at the counter: a name that stays the same for ever, such as `member/bills` or `claim/papers`.
    link: &'static str,
}

fn check(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let form: NewEvent = body::read(ask)?;
    let (person, today) = (PersonId(ask.place("person")?), ask.office.today());
    let facts = pairs(&form.facts);
    let event = Event {
        kind: form.kind.into(),
        day: form.on.0,
        reported: today,
        by_employer: form.by_employer,
        facts: &facts,
    };
    let lang = ask.lang;
    let programmes = ask.office.look(|unit, desk| {
        let law = ClaimLaw::new(desk.law)?;
        let life = claims::life(unit, desk, person, None)?;
        let known = claims::cases_of(unit, desk, person)?;
        let known: Vec<_> = known.iter().map(claims::KnownCase::told).collect();
        let checks = life.ask(|record| pre_check(&law, record, &event, &known, &[]))?;
        Ok(checks.iter().map(|check| told(&law, check, lang)).collect())
    })?;
    Ok(Reply::json(&Checks { programmes })?)
}

fn told(law: &ClaimLaw<'_>, check: &Check, lang: render::Lang) -> CheckForm {
    let blocks = check.blocks.iter().map(|block| {
        let cited = block.cause.citation.as_ref();
        BlockForm {
            code: block.cause.code.to_owned(),
            says: lang.pick(&block.cause.id, &block.cause.en).to_owned(),
            provision: cited.map(|cited| render::instrument(cited, lang).to_owned()),
            mender: block.mender.name().to_owned(),
            link: block.link,
        }
    });
    CheckForm {
        kind: check.kind.name().to_owned(),
        name: lang.of(law.kind_words(check.kind)).to_owned(),
        gross: check.gross,
        can_be_claimed: check.can_be_claimed(),
        right_ends: check.right_ends.as_ref().map(|(day, _)| day.to_string()),
        blocks: blocks.collect(),
    }
}

/// What came of a report.
#[derive(Serialize, JsonSchema)]
struct ReportedForm {
    /// Nothing where the event opens no claim.
    case: Option<i64>,
    claims: Vec<OpenedForm>,
    not_opened: Vec<NotOpenedForm>,
    /// What somebody should look at, such as an heir who also paid the contributions.
    findings: Vec<LookAt>,
}

/// What somebody should look at; it stops nothing.
#[derive(Serialize, JsonSchema)]
struct LookAt {
    code: String,
    says: String,
}

/// A claim that was opened, or goes on as what the event has become.
#[derive(Serialize, JsonSchema)]
struct OpenedForm {
    claim: i64,
    kind: String,
    goes_on: bool,
    right_ends: Option<String>,
    papers: Vec<PaperAsked>,
}

/// A paper that is asked for.
#[derive(Serialize, JsonSchema)]
struct PaperAsked {
    /// The law's name.
    paper: String,
    name: String,
    why: String,
    from: String,
}

/// What pays nothing for the event, or not yet.
#[derive(Serialize, JsonSchema)]
struct NotOpenedForm {
    kind: String,
    code: String,
    says: String,
}

/// What is kept with the key: heirs and their names are not in it.
#[derive(Clone, Serialize, Deserialize)]
struct Kept {
    case: Option<i64>,
    claims: Vec<OpenedClaim>,
    not_opened: Vec<(String, Found)>,
    #[serde(default)]
    findings: Vec<Found>,
}

fn report(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let person = PersonId(ask.place("person")?);
    reported(ask, person)
}

fn report_worker(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let membership = MembershipId(ask.place("membership")?);
    let person = ask.office.look(|unit, _| Ok(members::row(unit, membership)?.person))?;
    reported(ask, person)
}

/// What an employer tells of a worker; the rest is for the worker to claim.
const BY_EMPLOYERS: [EventKind; 4] =
    [EventKind::WorkAccident, EventKind::WorkDeath, EventKind::OtherDeath, EventKind::LostJob];

fn reported(ask: &mut Ask<'_>, person: PersonId) -> Result<Reply, Problem> {
    let form: NewEvent = body::read(ask)?;
    if ask.caller.role == Role::Member && EventKind::from(form.kind).is_death() {
        let id = "kematian dilaporkan oleh keluarga, pemberi kerja atau petugas, bukan oleh orangnya sendiri";
        let en = "a death is told by the family, the employer or an officer, not by the person";
        return Err(Refusal::new("own_death", id, en).into());
    }
    // Who pays for a membership: an employer, and a platform for those on its roll.
    let pays = matches!(ask.caller.role, Role::Employer | Role::Platform);
    if pays && !BY_EMPLOYERS.contains(&form.kind.into()) {
        let id = "ini diklaim oleh pekerja sendiri, bukan dilaporkan pemberi kerja";
        let en = "the worker claims this herself; an employer does not report it";
        return Err(Refusal::new("own_right", id, en).into());
    }
    let asked = ReportEvent {
        person,
        kind: form.kind.into(),
        day: form.on.0,
        by_employer: form.by_employer || pays,
        account: Some(ask.caller.account),
        facts: pairs(&form.facts),
    };
    let done = once(ask, |unit, desk| {
        let reported = report_event::within(unit, desk, &asked)?;
        let report_event::Reported { case, claims, not_opened, findings, .. } = reported;
        Ok(Kept { case, claims, not_opened, findings })
    })?;
    let place = format!("/api/v1/people/{person}/cases");
    let form = said_of(done.answer, ask.lang);
    Ok(reply(&form, StatusCode::CREATED, done.is_new)?.with("location", place))
}

/// What came of it, in the reader's language.
fn said_of(kept: Kept, lang: render::Lang) -> ReportedForm {
    let paper = |paper: AskedPaper| {
        let pick = |[id, en]: [String; 2]| lang.pick(&id, &en).to_owned();
        PaperAsked {
            paper: paper.name,
            name: pick(paper.words),
            why: pick(paper.why),
            from: pick(paper.giver),
        }
    };
    let claim = |claim: OpenedClaim| OpenedForm {
        claim: claim.claim,
        kind: claim.kind,
        goes_on: claim.goes_on,
        right_ends: claim.right_ends,
        papers: claim.papers.into_iter().map(paper).collect(),
    };
    let Kept { case, claims, not_opened, findings } = kept;
    let no = |(kind, why): (String, Found)| NotOpenedForm {
        kind,
        says: lang.pick(&why.id, &why.en).to_owned(),
        code: why.code,
    };
    ReportedForm {
        case,
        claims: claims.into_iter().map(claim).collect(),
        not_opened: not_opened.into_iter().map(no).collect(),
        findings: findings
            .into_iter()
            .map(|one| LookAt { says: lang.pick(&one.id, &one.en).to_owned(), code: one.code })
            .collect(),
    }
}

/// An event with its claims.
#[derive(Serialize, JsonSchema)]
struct CaseForm {
    case: i64,
    kind: String,
    on: String,
    reported: String,
    by_employer: bool,
    /// Whether the civil registry told it.
    by_registry: bool,
    claims: Vec<i64>,
}

fn all(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let person = PersonId(ask.place("person")?);
    let mut forms = ask.office.look(|unit, desk| {
        let mut all = Vec::new();
        for number in people::numbers(unit, person, desk.now)? {
            let claims = store::queries::claims::of_person(unit, number)?;
            for case in cases::of_person(unit, number)? {
                let mine =
                    claims.iter().filter(|claim| claim.of_case == case.id || claim.opened_by == case.id);
                all.push(CaseForm {
                    case: case.id,
                    kind: case.kind,
                    on: case.day.to_string(),
                    reported: case.reported.to_string(),
                    by_employer: case.by_employer,
                    by_registry: death_notices::opened(unit, case.id)?,
                    claims: mine.map(|claim| claim.id).collect(),
                });
            }
        }
        Ok(all)
    })?;
    forms.sort_by_key(|case| case.case);
    Ok(Reply::json(&part(ask, forms, |one| format!("{:012}", one.case))?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_of_events_are_those_of_the_law() {
        for kind in EventKind::ALL {
            let form: KindForm = serde_json::from_value(json!(kind.name())).expect("a form");
            assert_eq!(EventKind::from(form), kind);
        }
    }
}
