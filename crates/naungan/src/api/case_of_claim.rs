//! The case that a claim belongs to, as the family sees it, and what a member or an heir does in her own:
//! hand in a paper, say where her part of the money goes.

use anyhow::Result;
use axum::http::StatusCode;
use schemars::JsonSchema;
use scheme::claims::moves::State;
use serde::Serialize;
use serde_json::json;
use store::queries::cases::{self as rows, Case};

use super::about::{About, Keyed};
use super::body;
use super::claims::{HandedForm, KINDS, NewPayee, PAPER_QUERY, PayeeForm, taken};
use super::replay::{once, reply};
use crate::actions::hand_in_paper::PAPER_BYTES_MAX;
use crate::actions::name_payee;
use crate::auth::{Deed, claims as logins};
use crate::pages::letters::shown_of;
use crate::registry::{claims, heirs, people};
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::cases::{self, Claimed, Inheritance, Story};

/// Who may is for the case to say: the member herself, and those of the family who get something by it.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/claims/{claim}/case", Deed::SeeLetters, show, || {
            About::new("claims", "The case of a claim: every claim of it, and the heirs in the law's order")
                .answers::<CaseStory>()
        }),
        Route::post("/api/v1/cases/{case}/papers", Deed::ActAsHeir, hand_in, || {
            About::new(
                "claims",
                "Hand in a paper in one's own case, or in that of somebody whose heir one is",
            )
            .answers::<HandedForm>()
            .query(PAPER_QUERY)
            .makes()
            .keyed(Keyed::May)
        })
        .bodies(KINDS)
        .files(PAPER_BYTES_MAX),
        Route::post("/api/v1/cases/{case}/payees", Deed::ActAsHeir, name, || {
            About::new("claims", "Say where one's own part of the money goes, or a child's for whom one acts")
                .takes::<NewPayee>()
                .answers::<PayeeForm>()
                .makes()
                .keyed(Keyed::May)
                .example(|| {
                    json!({ "hand": "relative 1", "name": "Siti Contoh", "bank": "BMRIIDJA",
                            "account": "9900112233" })
                })
        }),
    ]
}

/// A case.
#[derive(Serialize, JsonSchema)]
struct CaseStory {
    case: i64,
    /// What happened, by the law's name.
    kind: &'static str,
    on: String,
    reported: String,
    by_employer: bool,
    claims: Vec<OfCase>,
    /// Of a death; nothing where the law cannot name them yet.
    heirs: Option<HeirsForm>,
    /// Accounts that were named, with their last figures.
    accounts: Vec<AccountForm>,
}

/// A claim of a case.
#[derive(Serialize, JsonSchema)]
struct OfCase {
    claim: i64,
    kind: &'static str,
    state: &'static str,
    /// In whole rupiah before tax, as it was granted, or as the law says today.
    gross: Option<i64>,
    tax: i64,
    /// Whether the amount was granted.
    granted: bool,
    /// The last day to pay, by law.
    due: Option<String>,
    /// Why nothing is paid, or nothing can be said yet.
    why_not: Option<String>,
    missing: Vec<MissingPaper>,
}

/// A paper that has not come.
#[derive(Serialize, JsonSchema)]
struct MissingPaper {
    /// The law's name.
    paper: String,
    name: String,
    why: String,
    from: String,
    provision: String,
}

/// The heirs, in the order of the law.
#[derive(Serialize, JsonSchema)]
struct HeirsForm {
    /// Of which class they are.
    class: String,
    provision: String,
    heirs: Vec<HeirForm>,
}

/// An heir.
#[derive(Serialize, JsonSchema)]
struct HeirForm {
    /// What her account is named by.
    hand: String,
    name: String,
    relation: String,
    minor: bool,
    /// Who acts for a minor; nothing is paid to one for whom nobody does.
    guardian: Option<String>,
    /// All her parts together, in whole rupiah, as far as they can be said.
    amount: i64,
}

/// An account that money goes to.
#[derive(Serialize, JsonSchema)]
struct AccountForm {
    hand: String,
    name: String,
    bank: String,
    account: String,
}

fn of_case(claim: Claimed) -> OfCase {
    let waits = claim.state == State::Notified.name();
    let missing = claim.papers.into_iter().filter(|paper| waits && paper.given.is_none());
    OfCase {
        claim: claim.id,
        kind: claim.kind,
        state: claim.state,
        gross: claim.gross,
        tax: claim.tax,
        granted: claim.granted,
        due: claim.due,
        why_not: claim.no.map(|no| no.text),
        missing: missing
            .map(|paper| MissingPaper {
                paper: paper.name,
                name: paper.text,
                why: paper.why,
                from: paper.giver,
                provision: paper.cite,
            })
            .collect(),
    }
}

impl From<Inheritance> for HeirsForm {
    fn from(all: Inheritance) -> HeirsForm {
        let heirs = all.heirs.into_iter().map(|heir| HeirForm {
            hand: heir.hand,
            name: heir.name,
            relation: heir.relation,
            minor: heir.minor,
            guardian: heir.guardian,
            amount: heir.amount,
        });
        HeirsForm { class: all.class, provision: all.cite, heirs: heirs.collect() }
    }
}

impl From<Story> for CaseStory {
    fn from(story: Story) -> CaseStory {
        let account = |one: cases::Named| AccountForm {
            hand: one.hand,
            name: one.name,
            bank: one.bank,
            account: one.account,
        };
        CaseStory {
            case: story.number,
            kind: story.event,
            on: story.day,
            reported: story.reported,
            by_employer: story.by_employer,
            claims: story.claims.into_iter().map(of_case).collect(),
            heirs: story.heirs.map(HeirsForm::from),
            accounts: story.accounts.into_iter().map(account).collect(),
        }
    }
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (claim, lang): (i64, _) = (ask.place("claim")?, ask.lang);
    shown_of(ask, Deed::SeeLetters, claim)?;
    let story = ask.office.look(|unit, desk| {
        let case = claims::play(unit, claim)?.row.of_case;
        cases::read(unit, desk, case, lang)
    })?;
    Ok(Reply::json(&CaseStory::from(story))?)
}

/// The case of the address, if it is the caller's own or she gets something by it.
fn own(ask: &mut Ask<'_>) -> Result<Case, Problem> {
    let (number, caller) = (ask.place("case")?, ask.caller.clone());
    let found = ask.office.look(|unit, desk| {
        let Some(case) = rows::read(unit, number)? else { return Ok(None) };
        if let Some(person) = caller.person {
            let is_hers = people::numbers(unit, person, desk.now)?.contains(&case.person);
            if is_hers && !logins::sees(unit, desk, person)?.is_claim() {
                return Ok(Some(case));
            }
        }
        Ok(heirs::gets(unit, desk, caller.account, &case)?.map(|_| case))
    })?;
    let case = found.ok_or(Problem::NotFound)?;
    ask.shows(Deed::ActAsHeir, vec![case.person])?;
    Ok(case)
}

fn hand_in(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let case = own(ask)?;
    let paper = ask.query.get("paper").to_owned();
    let waits = ask.office.look(|unit, _| {
        for row in cases::claims_of(unit, &case)? {
            let held = claims::play(unit, row.id)?;
            if held.claim.papers.iter().any(|asked| asked.paper == paper) {
                return Ok(Some(row.id));
            }
        }
        Ok(None)
    })?;
    let none = || {
        let said = words("tidak diminta dalam perkara ini", "no claim of this case asks for it");
        Problem::Fields(vec![("?paper".to_owned(), said)])
    };
    taken(ask, waits.ok_or_else(none)?)
}

fn name(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let case = own(ask)?.id;
    let given: NewPayee = body::read(ask)?;
    let ((hand, payee), account) = (given.read()?, ask.caller.account);
    let device = if ask.session.is_some() { Some(ask.device()?) } else { None };
    let who = (account, device.as_deref());
    let done = once(ask, |unit, desk| name_payee::own_within(unit, desk, (case, &hand), &payee, who))?;
    let form = PayeeForm { case, hand, payee: done.answer };
    reply(&form, StatusCode::CREATED, done.is_new)
}
