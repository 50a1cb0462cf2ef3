//! Accounts verified before pay day, for programs: asked, answered, and whether that comes first.

use anyhow::Result;
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::about::{About, Keyed};
use super::body;
use super::replay::{once, reply};
use crate::actions::verify_accounts::{self, Answered};
use crate::auth::Deed;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

/// A day's answers of a large run; larger ones go through the command.
const BODY_BYTES_MAX: usize = 16 << 20;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/api/v1/benefits/accounts/ask", Deed::TakeBankFile, ask_bank, || {
            About::new(
                "benefits",
                "Accounts that orders wait for and no bank has spoken of, to ask banks about",
            )
            .answers::<AskedAccounts>()
        }),
        Route::post("/api/v1/benefits/accounts/answers", Deed::PayBenefits, hear, || {
            About::new("benefits", "What banks say of accounts; the same again changes nothing")
                .takes::<AccountAnswers>()
                .answers::<HeardAccounts>()
                .keyed(Keyed::May)
                .example(|| json!({ "answers": [{ "payee": 7001, "name": "SITI CONTOH" }] }))
        })
        .files(BODY_BYTES_MAX),
        Route::post("/api/v1/benefits/accounts/require", Deed::PayBenefits, require, || {
            About::new("benefits", "Whether an account is verified before anything is paid to it")
                .takes::<AccountRule>()
                .answers::<AccountRule>()
                .keyed(Keyed::May)
                .example(|| json!({ "required": true }))
        }),
    ]
}

/// Accounts that a bank is asked about.
#[derive(Serialize, JsonSchema)]
struct AskedAccounts {
    accounts: Vec<AskedAccount>,
}

/// An account that a bank is asked about.
#[derive(Serialize, JsonSchema)]
struct AskedAccount {
    /// The number by which the answer is known.
    payee: i64,
    bank: String,
    account: String,
    name: String,
}

fn ask_bank(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let asked = verify_accounts::ask(ask.office, ask.caller.account)?;
    ask.shows(Deed::TakeBankFile, asked.iter().map(|one| one.person).collect())?;
    let accounts = asked.into_iter().map(|one| AskedAccount {
        payee: one.payee,
        bank: one.whose.bank.to_string(),
        account: one.whose.account.to_string(),
        name: one.whose.name,
    });
    Ok(Reply::json(&AskedAccounts { accounts: accounts.collect() })?)
}

/// What banks say.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AccountAnswers {
    #[schemars(length(max = 100_000))]
    answers: Vec<AccountAnswer>,
}

/// What a bank says of an account.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AccountAnswer {
    payee: i64,
    /// The name the bank knows; nothing where it knows no such account.
    #[serde(default)]
    #[schemars(length(max = 140))]
    name: Option<String>,
}

/// What came of it: how many are as they were said, and which are not.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
struct HeardAccounts {
    same: i64,
    /// In another name.
    other: Vec<i64>,
    /// Not known to the bank.
    unknown: Vec<i64>,
    /// Never asked about.
    strangers: Vec<i64>,
}

fn hear(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (given, account): (AccountAnswers, _) = (body::read(ask)?, ask.caller.account);
    let answers = given.answers.into_iter().map(|one| {
        let name = one.name.filter(|name| !name.trim().is_empty());
        Answered { payee: one.payee, name }
    });
    let answers: Vec<Answered> = answers.collect();
    let done = once(ask, |unit, desk| {
        let heard = verify_accounts::hear_within(unit, desk, &answers, account)?;
        let verify_accounts::Heard { same, other, unknown, strangers } = heard;
        Ok(HeardAccounts { same, other, unknown, strangers })
    })?;
    reply(&done.answer, StatusCode::OK, done.is_new)
}

/// Whether accounts are verified first.
#[derive(Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AccountRule {
    required: bool,
}

fn require(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (given, account): (AccountRule, _) = (body::read(ask)?, ask.caller.account);
    let done = once(ask, |unit, desk| {
        verify_accounts::require_within(unit, desk, given.required, account)?;
        Ok(given)
    })?;
    reply(&done.answer, StatusCode::OK, done.is_new)
}
