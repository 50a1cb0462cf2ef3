//! Claims: listed, read, moved, with their papers and with where the money goes.

use anyhow::Result;
use axum::http::StatusCode;
use schemars::JsonSchema;
use scheme::claims::moves::Move;
use scheme::id::PersonId;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::queries::claim_desk::{self, Wanted as Looked};
use store::queries::claims::Claim;

use super::about::{About, Keyed};
use super::body;
use super::list::{self, Part, part};
use super::replay::{input, once, once_of, reply};
use crate::actions::hand_in_paper::{self, HandIn, PAPER_BYTES_MAX};
use crate::actions::move_claim::{self, Wanted};
use crate::actions::name_payee::{self, Payee};
use crate::actions::{approve_claim, assess_claim};
use crate::auth::{Deed, Of};
use crate::pages::claims::branches;
use crate::registry::people;
use crate::serve::ask::Ask;
use crate::serve::form::file_name;
use crate::serve::problem::{Problem, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::claim::{self, Seen};

/// What a paper is photographed or scanned as.
pub(super) const KINDS: &[&str] = &["application/pdf", "image/png", "image/jpeg"];

const LIST_QUERY: &[(&str, &str)] =
    &[list::QUERY[0], list::QUERY[1], ("state", "Only those in a state, such as `complete` or `assessed`")];

pub(super) const PAPER_QUERY: &[(&str, &str)] = &[
    ("paper", "The law's name of the paper, such as `death_certificate`"),
    ("name", "What the file is called"),
];

pub(super) fn routes() -> Vec<Route> {
    let of = Of::Claim("claim");
    let read = [
        Route::get("/api/v1/claims", Deed::ClaimList, all, || {
            About::new("claims", "Claims that the branch cares for, in the order they became known")
                .answers::<Part<ClaimRow>>()
                .query(LIST_QUERY)
        }),
        Route::get("/api/v1/people/{person}/claims", Deed::SeeClaims, of_person, || {
            About::new("claims", "Claims of somebody").answers::<Part<ClaimRow>>().query(list::QUERY)
        })
        .of(Of::Person("person")),
        Route::get("/api/v1/claims/{claim}", Deed::SeeClaims, show, || {
            About::new("claims", "A claim: papers, steps, the clock, what was granted, how its orders stand")
                .answers::<ClaimForm>()
        })
        .of(of),
        Route::get("/api/v1/claims/{claim}/papers/{file}", Deed::ReadPapers, open, || {
            About::new("claims", "A paper as it was handed in").kind("application/octet-stream")
        })
        .of(of),
    ];
    let change = [
        Route::post("/api/v1/claims/{claim}/moves", Deed::MoveClaims, moved, || {
            About::new("claims", "Assess, approve, reject, ask for a paper, send back, reopen, withdraw")
                .takes::<NewMove>()
                .answers::<ClaimForm>()
                .keyed(Keyed::May)
                .example(|| json!({ "move": "reject", "provision": "PP 44/2015 art. 34" }))
        })
        .of(of),
        Route::post("/api/v1/claims/{claim}/papers", Deed::HandInPapers, hand_in, || {
            About::new("claims", "Hand in a paper; every claim of the case that waits for it gets it")
                .answers::<HandedForm>()
                .query(PAPER_QUERY)
                .makes()
                .keyed(Keyed::May)
        })
        .of(of)
        .bodies(KINDS)
        .files(PAPER_BYTES_MAX),
        Route::post("/api/v1/claims/{claim}/payees", Deed::MoveClaims, name, || {
            About::new("claims", "Say where the money of a hand goes from now on")
                .takes::<NewPayee>()
                .answers::<PayeeForm>()
                .makes()
                .keyed(Keyed::May)
                .example(|| {
                    json!({ "hand": "member", "name": "Siti Contoh", "bank": "BMRIIDJA",
                            "account": "9900112233" })
                })
        })
        .of(of),
    ];
    [read.to_vec(), change.to_vec()].concat()
}

/// A claim in a list.
#[derive(Serialize, JsonSchema)]
struct ClaimRow {
    claim: i64,
    case: i64,
    person: i64,
    membership: i64,
    kind: String,
    state: String,
    notified: String,
}

impl From<Claim> for ClaimRow {
    fn from(row: Claim) -> ClaimRow {
        ClaimRow {
            claim: row.id,
            case: row.of_case,
            person: row.person.0,
            membership: row.membership.0,
            kind: row.kind,
            state: row.state,
            notified: row.notified.to_string(),
        }
    }
}

fn all(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (after, limit) = (list::number(ask)?.unwrap_or(0), list::limit(ask)?);
    let state = ask.query.get("state").to_owned();
    let states: Vec<&str> = if state.is_empty() { Vec::new() } else { vec![&state] };
    let branches = branches(ask)?;
    let most = i64::try_from(limit).unwrap_or(i64::MAX - 1) + 1;
    let wanted = Looked { branches: branches.as_deref(), states: &states, programme: None, after };
    let mut found = ask.office.look(|unit, _| claim_desk::list(unit, &wanted, most))?;
    let more = found.len() > limit;
    found.truncate(limit);
    ask.shows(Deed::ClaimList, found.iter().map(|claim| claim.person).collect())?;
    let next = found.last().filter(|_| more).map(|last| last.id.to_string());
    Ok(Reply::json(&Part { items: found.into_iter().map(ClaimRow::from).collect::<Vec<_>>(), next })?)
}

fn of_person(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let person = PersonId(ask.place("person")?);
    let mut all = ask.office.look(|unit, desk| {
        let mut all = Vec::new();
        for number in people::numbers(unit, person, desk.now)? {
            all.extend(store::queries::claims::of_person(unit, number)?);
        }
        Ok(all)
    })?;
    all.sort_by_key(|claim| claim.id);
    let forms = all.into_iter().map(ClaimRow::from).collect();
    Ok(Reply::json(&part(ask, forms, |one: &ClaimRow| format!("{:012}", one.claim))?)?)
}

/// A claim.
#[derive(Serialize, JsonSchema)]
struct ClaimForm {
    claim: i64,
    case: i64,
    person: i64,
    membership: i64,
    kind: String,
    state: String,
    /// The day of the event.
    on: String,
    notified: String,
    /// When papers were complete for the first time.
    complete: Option<String>,
    /// The last day to pay, by law; nothing before papers are complete.
    due: Option<String>,
    paid: Option<String>,
    /// The provision of a refusal.
    rejected_under: Option<String>,
    /// What was assessed and waits for a second person, or was agreed to; in whole rupiah before tax.
    assessed: Option<i64>,
    papers: Vec<PaperForm>,
    steps: Vec<StepForm>,
    grants: Vec<GrantForm>,
    orders: Vec<OrderForm>,
}

/// A paper of a claim.
#[derive(Serialize, JsonSchema)]
struct PaperForm {
    paper: String,
    /// The day it came; nothing where it is waited for.
    given: Option<String>,
    /// Its files.
    files: Vec<i64>,
}

/// What was done.
#[derive(Serialize, JsonSchema)]
struct StepForm {
    on: String,
    /// `claimant`, `officer`, `checker`, `head` or `program`.
    actor: String,
    act: String,
    /// The paper or the provision.
    value: Option<String>,
    amount: Option<i64>,
}

/// What was granted, the first time or as a difference.
#[derive(Serialize, JsonSchema)]
struct GrantForm {
    no: i64,
    on: String,
    gross: i64,
    tax: i64,
    /// The entry in the books, as `3-17`.
    entry: Option<String>,
}

/// A payment order.
#[derive(Serialize, JsonSchema)]
struct OrderForm {
    order: i64,
    hand: String,
    amount: i64,
    /// `waiting`, `sent`, `paid`, `rejected`, `returned` or `stopped`.
    state: String,
    run: Option<i64>,
}

impl From<&Seen> for ClaimForm {
    fn from(seen: &Seen) -> ClaimForm {
        let (row, claim) = (&seen.held.row, &seen.held.claim);
        let paper = |asked: &scheme::claims::Asked| PaperForm {
            paper: asked.paper.clone(),
            given: asked.given.map(|day| day.to_string()),
            files: seen.files.iter().filter(|file| file.paper == asked.paper).map(|file| file.id).collect(),
        };
        let step = |step: &store::queries::claims::Step| StepForm {
            on: step.day.to_string(),
            actor: step.actor.clone(),
            act: step.act.clone(),
            value: step.value.clone(),
            amount: step.amount,
        };
        let grant = |grant: &store::queries::grants::Grant| GrantForm {
            no: grant.no,
            on: grant.day.to_string(),
            gross: grant.gross,
            tax: grant.tax,
            entry: grant.place.map(|(journal, seq)| format!("{journal}-{seq}")),
        };
        let order = |order: &store::queries::orders::Order| OrderForm {
            order: order.id,
            hand: order.hand.clone(),
            amount: order.amount,
            state: order.state.clone(),
            run: order.run,
        };
        ClaimForm {
            claim: row.id,
            case: row.of_case,
            person: row.person.0,
            membership: row.membership.0,
            kind: row.kind.clone(),
            state: claim.state.name().to_owned(),
            on: seen.case.day.to_string(),
            notified: row.notified.to_string(),
            complete: claim.clock.complete.map(|day| day.to_string()),
            due: seen.due.as_ref().map(|due| due.day.to_string()),
            paid: claim.clock.paid.map(|day| day.to_string()),
            rejected_under: claim.rejected_under.clone(),
            assessed: claim.proposed.map(|proposed| proposed.amount),
            papers: claim.papers.iter().map(paper).collect(),
            steps: seen.steps.iter().map(step).collect(),
            grants: seen.grants.iter().map(grant).collect(),
            orders: seen.orders.iter().map(order).collect(),
        }
    }
}

fn form(ask: &mut Ask<'_>) -> Result<ClaimForm, Problem> {
    let number: i64 = ask.place("claim")?;
    let seen = ask.office.look(|unit, desk| claim::read(unit, desk, number))?;
    Ok(ClaimForm::from(&seen))
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    Ok(Reply::json(&form(ask)?)?)
}

/// What is done to a claim.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewMove {
    #[serde(rename = "move")]
    made: MoveForm,
    /// The paper that is asked for, by the law's name.
    #[serde(default)]
    #[schemars(length(max = 100))]
    paper: Option<String>,
    /// The provision of a rejection.
    #[serde(default)]
    #[schemars(length(max = 200))]
    provision: Option<String>,
}

/// A move that somebody makes.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum MoveForm {
    Assess,
    Approve,
    Reject,
    AskAgain,
    SendBack,
    Reopen,
    Close,
    Withdraw,
}

/// No provision's name is longer, and no paper's.
const PROVISION_CHARS_MAX: usize = 200;
const PAPER_CHARS_MAX: usize = 100;

fn moved(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let given: NewMove = body::read(ask)?;
    let (claim, account): (i64, _) = (ask.place("claim")?, ask.caller.account);
    let lacks = |field: &str, id: &str, en: &str| Problem::Fields(vec![(field.to_owned(), words(id, en))]);
    let fits = |text: &Option<String>, most| {
        text.clone().filter(|text| (1..=most).contains(&text.trim().chars().count()))
    };
    let wanted = match given.made {
        MoveForm::AskAgain => {
            let paper = fits(&given.paper, PAPER_CHARS_MAX);
            let none = || lacks("/paper", "sebut dokumennya", "name the paper");
            Some(Wanted::Ask(paper.ok_or_else(none)?))
        }
        MoveForm::Reject => {
            let provision = fits(&given.provision, PROVISION_CHARS_MAX);
            let none = || lacks("/provision", "sebut pasalnya", "name the provision");
            Some(Wanted::Reject(provision.ok_or_else(none)?))
        }
        MoveForm::SendBack => Some(Wanted::Make(Move::SendBack)),
        MoveForm::Reopen => Some(Wanted::Make(Move::Reopen)),
        MoveForm::Close => Some(Wanted::Make(Move::Close)),
        MoveForm::Withdraw => Some(Wanted::Make(Move::Withdraw)),
        MoveForm::Assess | MoveForm::Approve => None,
    };
    let done = once(ask, |unit, desk| {
        match (&wanted, given.made) {
            (Some(wanted), _) => drop(move_claim::within(unit, desk, claim, account, wanted)?),
            (None, MoveForm::Approve) => drop(approve_claim::within(unit, desk, claim, account)?),
            (None, _) => drop(assess_claim::within(unit, desk, claim, account)?),
        }
        Ok(())
    })?;
    reply(&form(ask)?, StatusCode::OK, done.is_new)
}

/// What came of a paper.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub(super) struct HandedForm {
    file: i64,
    claims: Vec<GotForm>,
}

/// A claim that got it, with what is missing still.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
struct GotForm {
    claim: i64,
    missing: Vec<String>,
}

fn hand_in(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let claim = ask.place("claim")?;
    taken(ask, claim)
}

/// Takes the paper that the question names, for a claim; asked again with its key it is taken once.
pub(super) fn taken(ask: &mut Ask<'_>, claim: i64) -> Result<Reply, Problem> {
    use sha2::{Digest, Sha256};

    let paper = ask.query.get("paper").to_owned();
    if paper.is_empty() {
        let said = words("sebut dokumennya", "name the paper");
        return Err(Problem::Fields(vec![("?paper".to_owned(), said)]));
    }
    let name = Some(file_name(ask.query.get("name"))).filter(|name| !name.is_empty());
    let (name, bytes) = (name.unwrap_or_else(|| paper.clone()), std::mem::take(&mut ask.body));
    let account = Some(ask.caller.account);
    let print = crate::hex::of(&Sha256::digest(&bytes));
    let asked = format!("{}\n{paper} {name}\n{print}", ask.path);
    let given = HandIn { claim, paper: &paper, name: &name, bytes: &bytes, account };
    let done = once_of(ask, &asked, |unit, desk| {
        let got = hand_in_paper::within(unit, desk, &given)?;
        let claims = got.claims.into_iter().map(|(claim, missing)| GotForm { claim, missing });
        Ok(HandedForm { file: got.file, claims: claims.collect() })
    })?;
    let place = format!("/api/v1/claims/{claim}/papers/{}", done.answer.file);
    Ok(reply(&done.answer, StatusCode::CREATED, done.is_new)?.with("location", place))
}

fn open(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (claim, file): (i64, i64) = (ask.place("claim")?, ask.place("file")?);
    let found = ask.office.look(|unit, desk| {
        let all = store::queries::papers::of(unit, claim)?;
        let Some(paper) = all.into_iter().find(|paper| paper.id == file) else { return Ok(None) };
        Ok(Some((paper.form, hand_in_paper::open(unit, desk, file)?.1)))
    })?;
    let (form, bytes) = found.ok_or(Problem::NotFound)?;
    Ok(Reply::file("application/octet-stream", &format!("{file}.{form}"), bytes))
}

/// Where the money of a hand goes.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPayee {
    /// `member`, `relative 1` by the number in the family, or the law's name, such as `burial_arranger`.
    #[schemars(length(min = 1, max = 100))]
    hand: String,
    /// Whose account it is.
    #[schemars(length(min = 1, max = 140))]
    name: String,
    /// The bank: its BIC or its code of three to seven digits.
    #[schemars(length(min = 1, max = 11))]
    bank: String,
    #[schemars(length(min = 1, max = 34))]
    account: String,
}

/// A payee that was named.
#[derive(Serialize, JsonSchema)]
pub(super) struct PayeeForm {
    pub(super) case: i64,
    pub(super) hand: String,
    pub(super) payee: i64,
}

/// No name is longer.
const NAME_CHARS_MAX: usize = 140;

impl NewPayee {
    /// The hand, and the account as it is kept.
    pub(super) fn read(self) -> Result<(String, Payee), Problem> {
        if self.name.chars().count() > NAME_CHARS_MAX {
            let said = words("paling banyak 140 huruf", "at most 140 letters");
            return Err(Problem::Fields(vec![("/name".to_owned(), said)]));
        }
        let (bank, account) = (self.bank.parse()?, self.account.parse()?);
        Ok((self.hand, Payee { name: self.name, bank, account, address: None }))
    }
}

fn name(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let given: NewPayee = body::read(ask)?;
    let (claim, account): (i64, _) = (ask.place("claim")?, ask.caller.account);
    let (hand, payee) = given.read()?;
    let case = ask.office.look(|unit, _| Ok(crate::registry::claims::play(unit, claim)?.row.of_case))?;
    let input = input(ask);
    let done =
        once_of(ask, &input, |unit, desk| name_payee::within(unit, desk, (case, &hand), &payee, account))?;
    let form = PayeeForm { case, hand, payee: done.answer };
    let place = format!("/api/v1/claims/{claim}");
    Ok(reply(&form, StatusCode::CREATED, done.is_new)?.with("location", place))
}
