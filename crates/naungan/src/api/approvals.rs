//! Changes that two people have to want: asked for here, decided by another one at the counter.

use anyhow::Context;
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::queries::approvals as rows;

use super::about::{About, Keyed};
use super::body;
use super::forms::{Date, NikNumber};
use super::replay::{input, key, once_of, reply};
use crate::actions::once::known;
use crate::approvals::{self, About as Whom, Change, Needs, TABLE};
use crate::auth::{Deed, Of};
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/api/v1/people/{person}/approvals", Deed::AskApproval, ask_for, || {
            about().example(|| json!({ "change": "merge", "into": 12, "reason": "One person, two cards" }))
        })
        .of(Of::Person("person")),
        Route::post("/api/v1/payers/{payer}/approvals", Deed::AskApproval, ask_for, || {
            about().example(|| json!({ "change": "refund", "amount": 100_000, "reason": "Paid twice" }))
        })
        .of(Of::Payer("payer")),
        Route::post("/api/v1/memberships/{membership}/approvals", Deed::AskApproval, ask_for, || {
            about().example(|| {
                json!({ "change": "end", "day": "2026-01-31", "end_reason": "resigned",
                        "reason": "The employer is gone" })
            })
        })
        .of(Of::Membership("membership")),
        Route::get("/api/v1/approvals/{approval}", Deed::AskApproval, show, || {
            About::new("approvals", "What has become of it: for who asked, and for who may decide")
                .answers::<ApprovalForm>()
        }),
    ]
}

fn about() -> About {
    About::new("approvals", "Ask for a change that somebody else has to approve")
        .takes::<Asked>()
        .answers::<ApprovalForm>()
        .later()
        .keyed(Keyed::May)
}

/// A change, and what it takes: the others stay away.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Asked {
    change: ChangeName,
    /// Why: who decides reads it.
    #[schemars(length(min = 1, max = 1000))]
    reason: String,
    /// Of `merge`: the person whose number stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    into: Option<i64>,
    /// Of `identity`: the right NIK.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nik: Option<NikNumber>,
    /// Of `identity`: the right day of birth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    birth: Option<Date>,
    /// Of `refund`: how much, in rupiah; all of it where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    amount: Option<i64>,
    /// Of `take_back`: the payment's number among those of the payer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    payment: Option<i64>,
    /// Of `close`, `take_back` and `end`: the day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    day: Option<Date>,
    /// Of `end`: the law's word, such as `resigned`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    end_reason: Option<String>,
}

/// What is changed: of people `merge`, `unmerge`, `identity`; of payers `refund`, `close`, `take_back`; of
/// memberships `end`.
#[derive(Clone, Copy, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum ChangeName {
    Merge,
    Unmerge,
    Identity,
    Refund,
    Close,
    TakeBack,
    End,
}

/// A change that somebody asks for.
#[derive(Serialize, JsonSchema)]
struct ApprovalForm {
    approval: i64,
    change: String,
    /// The person, payer or membership.
    subject: i64,
    /// `waiting`, `approved`, `refused`, `withdrawn` or `failed`.
    state: String,
    asked_at: String,
    decided_at: Option<String>,
    /// What was said of it.
    said: Option<String>,
    /// Where the other one decides.
    page: String,
}

impl From<rows::Approval> for ApprovalForm {
    fn from(row: rows::Approval) -> ApprovalForm {
        ApprovalForm {
            approval: row.id,
            change: row.what,
            subject: row.subject,
            state: row.outcome.unwrap_or_else(|| "waiting".to_owned()),
            asked_at: row.made.to_string(),
            decided_at: row.decided.map(|at| at.to_string()),
            said: row.said,
            page: format!("/approvals/{}", row.id),
        }
    }
}

/// Whom the address is about.
fn subject(ask: &Ask<'_>) -> Result<(Whom, i64), Problem> {
    let places = [(Whom::Person, "person"), (Whom::Payer, "payer"), (Whom::Membership, "membership")];
    let found = places.into_iter().find(|(_, name)| ask.places.contains_key(*name));
    let (whom, name) = found.ok_or(Problem::NotFound)?;
    Ok((whom, ask.place(name)?))
}

fn ask_for(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let form: Asked = body::read(ask)?;
    let (whom, subject) = subject(ask)?;
    let given = serde_json::to_value(&form).map_err(anyhow::Error::from)?;
    let text = |name: &str| match &given[name] {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    };
    let what = text("change");
    let row = TABLE.iter().find(|row| row.what == what && row.about == whom).ok_or_else(|| {
        let may: Vec<&str> = TABLE.iter().filter(|row| row.about == whom).map(|row| row.what).collect();
        let may = may.join(", ");
        fault("/change", &format!("pilih: {may}"), &format!("choose: {may}"))
    })?;
    nothing_else(row, &given)?;
    let change = Change::read(row, subject, &text).map_err(|wrong| {
        Problem::Fields(wrong.into_iter().map(|(field, words)| (format!("/{field}"), words)).collect())
    })?;
    asked(ask, &change)
}

fn fault(place: &str, id: &str, en: &str) -> Problem {
    Problem::Fields(vec![(place.to_owned(), words(id, en))])
}

fn nothing_else(row: &Needs, given: &Value) -> Result<(), Problem> {
    let known = |name: &str| {
        matches!(name, "change" | "reason") || row.fields.iter().any(|(field, _)| *field == name)
    };
    let other = given.as_object().into_iter().flatten().find(|(name, _)| !known(name));
    other.map_or(Ok(()), |(name, _)| {
        Err(fault(
            &format!("/{name}"),
            "tidak untuk perubahan ini: hapus",
            "not of this change: leave it out",
        ))
    })
}

/// Writes a change down for somebody else to decide. What cannot be done now is said at once.
pub(super) fn asked(ask: &mut Ask<'_>, change: &Change) -> Result<Reply, Problem> {
    let (key, input) = (key(ask)?, input(ask));
    let before = ask.office.look(|unit, desk| known::<i64>(unit, desk, key.as_deref(), &input))?;
    // What was asked before may have been done since.
    let seen = match before {
        None => {
            let caller = ask.caller.clone();
            let reached =
                ask.office.look(|unit, _| approvals::reaches(unit, &caller, Deed::AskApproval, change))?;
            reached.map_err(Problem::from)?;
            Some(approvals::tried(ask.office, change, ask.lang)?.map_err(Problem::from)?)
        }
        Some(_) => None,
    };
    let branch = ask.grant.owner.branch.or(ask.caller.branch);
    let maker = ask.caller.account;
    let done = once_of(ask, &input, |unit, desk| {
        let seen = seen.as_ref().context("an answer that was kept is gone")?;
        approvals::ask(unit, desk, (change, seen), branch, maker)
    })?;
    let id = done.answer;
    let row = ask.office.look(|unit, _| rows::read(unit, id))?.ok_or(Problem::NotFound)?;
    let place = format!("/api/v1/approvals/{id}");
    Ok(reply(&ApprovalForm::from(row), StatusCode::ACCEPTED, done.is_new)?.with("location", place))
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (id, caller): (i64, _) = (ask.place("approval")?, ask.caller.clone());
    let found = ask.office.look(|unit, _| {
        let Some(row) = rows::read(unit, id)? else { return Ok(None) };
        let is_there = row.maker == caller.account || approvals::is_within(unit, &caller, &row)?;
        Ok(Some(row).filter(|_| is_there))
    })?;
    Ok(Reply::json(&ApprovalForm::from(found.ok_or(Problem::NotFound)?))?)
}

/// The form of the answer, for addresses that may come to one.
pub(super) fn shape(forms: &mut schemars::SchemaGenerator) -> schemars::Schema {
    forms.subschema_for::<ApprovalForm>()
}
