//! A member's savings, as booked and as replayed from the first contribution.

use anyhow::Result;
use base::Month;
use schemars::JsonSchema;
use scheme::accounts::Method;
use scheme::id::MembershipId;
use serde::Serialize;

use super::about::About;
use super::list;
use crate::auth::{Deed, Of};
use crate::commands::account::{december, grown_in, read};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/memberships/{membership}/savings", Deed::SeeSavings, show, || {
            About::new("accounts", "Savings: contributions, growth, the balance, and the same reckoned again")
                .answers::<Savings>()
                .query(&[(
                    "until",
                    "As they stand at the end of this month; the present one where nothing is said",
                )])
        })
        .of(Of::Membership("membership")),
    ]
}

/// Savings of a membership, in rupiah.
#[derive(Serialize, JsonSchema)]
struct Savings {
    membership: i64,
    until: String,
    /// How growth is credited.
    crediting: String,
    contributions: Vec<Contribution>,
    growth: Vec<Growth>,
    paid_in: i64,
    balance: i64,
    replay: Replay,
}

/// A contribution that reached the account.
#[derive(Serialize, JsonSchema)]
struct Contribution {
    month: String,
    settled: String,
    amount: i64,
}

/// What the savings grew by in a year.
#[derive(Serialize, JsonSchema)]
struct Growth {
    year: i32,
    amount: i64,
}

/// The savings reckoned again from the first contribution, to the last year that is booked.
#[derive(Serialize, JsonSchema)]
struct Replay {
    until: Option<String>,
    years: Vec<Year>,
    replayed: i64,
    booked: i64,
    /// What the two differ by: nothing, if all is well.
    difference: i64,
}

/// A year of the replay.
#[derive(Serialize, JsonSchema)]
struct Year {
    until: String,
    paid_in: i64,
    growth: i64,
    booked: i64,
    balance: i64,
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let membership = MembershipId(ask.place("membership")?);
    let (law, today) = (ask.office.law, ask.office.today());
    let until: Option<Month> =
        list::given(ask, "until", "tulis bulan seperti 2026-05", "write a month such as 2026-05")?;
    let until = until.unwrap_or(today.month()).min(today.month());
    let crediting = ask.office.institution.crediting.clone();
    let method = Method::named(law, &crediting).map_err(anyhow::Error::from)?;
    let booked = ask.office.look(|unit, desk| read(unit, desk, membership, until))?;
    let is_over = |year: i32| december(year).is_some_and(|end| end <= until);
    // Growth is booked to the end of a year, so that is where the two can be compared.
    let last = booked.growth.iter().map(|(year, _)| *year).filter(|year| is_over(*year)).max();
    let last = last.and_then(december);
    let statement = match last {
        Some(last) => booked.account_at(method, last).statement(law, last)?,
        None => Vec::new(),
    };
    let (replayed, in_books) =
        (statement.last().map_or(0, |line| line.balance), last.map_or(0, |last| booked.balance(last)));
    let year = |line| Year { booked: grown_in(&booked, line), ..Year::from(line) };
    let form = Savings {
        membership: membership.0,
        until: until.to_string(),
        crediting,
        contributions: booked
            .saved
            .iter()
            .map(|saved| Contribution {
                month: saved.month.to_string(),
                settled: saved.settled.to_string(),
                amount: saved.amount,
            })
            .collect(),
        growth: booked
            .growth
            .iter()
            .filter(|(year, _)| is_over(*year))
            .map(|(year, amount)| Growth { year: *year, amount: *amount })
            .collect(),
        paid_in: booked.account(method).paid_in(until),
        balance: booked.balance(until),
        replay: Replay {
            until: last.map(|last| last.to_string()),
            years: statement.iter().map(year).collect(),
            replayed,
            booked: in_books,
            difference: replayed - in_books,
        },
    };
    Ok(Reply::json(&form)?)
}

impl From<&scheme::accounts::StatementLine> for Year {
    fn from(line: &scheme::accounts::StatementLine) -> Year {
        let (until, booked) = (line.until.to_string(), 0);
        Year { until, paid_in: line.paid_in, growth: line.growth, booked, balance: line.balance }
    }
}
