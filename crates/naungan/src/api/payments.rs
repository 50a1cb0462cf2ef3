//! Payments: taken from a bank or an agent, and listed.

use anyhow::Result;
use axum::http::StatusCode;
use schemars::JsonSchema;
use scheme::id::PayerId;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::queries::payments;

use super::about::{About, Keyed};
use super::body;
use super::forms::Date;
use super::list::{self, Part, part};
use super::replay::{once_with_key, reply};
use crate::actions::receive_payment::{self, ForWhom, ReceivePayment, Received};
use crate::auth::{Deed, Of};
use crate::office::code;
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/api/v1/payments", Deed::TakePayments, take, || {
            About::new("payments", "Take a payment: any amount, for a payment code or to a payer's credit")
                .takes::<NewPayment>()
                .answers::<Taken>()
                .makes()
                .keyed(Keyed::Must)
                .example(|| {
                    json!({ "code": "00000000000", "amount": 168_000, "channel": "bank", "reference": "R-1" })
                })
        }),
        Route::get("/api/v1/payers/{payer}/payments", Deed::SeeBills, all, || {
            About::new("payments", "Every payment of a payer, in their order")
                .answers::<Part<PaymentForm>>()
                .query(list::QUERY)
        })
        .of(Of::Payer("payer")),
    ]
}

/// A payment as a bank or an agent reports it: for a payment code, or for a payer by number.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewPayment {
    /// The payment code of a bill: eleven digits.
    #[serde(default)]
    #[schemars(regex(pattern = r"^[0-9]{11}$"))]
    code: Option<String>,
    /// The payer, who pays ahead without a bill.
    #[serde(default)]
    payer: Option<i64>,
    /// In whole rupiah.
    #[schemars(range(min = 1))]
    amount: i64,
    /// The day it was paid; today where there is none.
    #[serde(default)]
    paid_on: Option<Date>,
    /// By which way it came, such as `bank`.
    #[schemars(length(min = 1, max = 40))]
    channel: String,
    /// What the bank or the agent calls it.
    #[serde(default)]
    #[schemars(length(max = 100))]
    reference: String,
}

/// A payment that was taken.
#[derive(Serialize, JsonSchema)]
struct Taken {
    payer: i64,
    /// The payment's number among those of the payer.
    payment: i64,
    /// Months that got money.
    months: Vec<OfMonth>,
    /// What remains to the payer's credit.
    credit: i64,
    /// The entry in the books, as `3-17`.
    entry: String,
    /// Grace was over: the membership ended with the last month that was paid.
    lapsed: bool,
}

/// What a month got.
#[derive(Serialize, JsonSchema)]
struct OfMonth {
    month: String,
    amount: i64,
}

impl From<&Received> for Taken {
    fn from(received: &Received) -> Taken {
        let month = |(month, amount): &(String, i64)| OfMonth { month: month.clone(), amount: *amount };
        Taken {
            payer: received.payer,
            payment: received.payment,
            months: received.months.iter().map(month).collect(),
            credit: received.credit,
            entry: received.entry.clone(),
            lapsed: received.lapsed,
        }
    }
}

/// No channel's name is longer, and no reference.
const CHANNEL_CHARS_MAX: usize = 40;
const REFERENCE_CHARS_MAX: usize = 100;

fn take(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let form: NewPayment = body::read(ask)?;
    let asked = ReceivePayment {
        for_whom: for_whom(&form)?,
        amount: form.amount,
        day: form.paid_on.map_or_else(|| ask.office.today(), |day| day.0),
        channel: short("/channel", form.channel, 1, CHANNEL_CHARS_MAX)?,
        reference: short("/reference", form.reference, 0, REFERENCE_CHARS_MAX)?,
    };
    let done = once_with_key(ask, |unit, desk| receive_payment::within(unit, desk, &asked))?;
    reply(&Taken::from(&done.answer), StatusCode::CREATED, done.is_new)
}

fn short(place: &str, text: String, least: usize, most: usize) -> Result<String, Problem> {
    if (least..=most).contains(&text.chars().count()) {
        return Ok(text);
    }
    let said =
        words(format!("tulis {least} sampai {most} huruf"), format!("write {least} to {most} letters"));
    Err(Problem::Fields(vec![(place.to_owned(), said)]))
}

fn for_whom(form: &NewPayment) -> Result<ForWhom, Problem> {
    match (&form.code, form.payer) {
        (Some(text), None) => code::read(text).map(ForWhom::Code).ok_or_else(|| {
            let said = words("kode iuran terdiri dari sebelas angka", "a payment code has eleven digits");
            Problem::Fields(vec![("/code".to_owned(), said)])
        }),
        (None, Some(payer)) => Ok(ForWhom::Payer(PayerId(payer))),
        _ => {
            let said =
                words("isi kode iuran, atau nomor pembayar", "give a payment code, or a payer's number");
            Err(Problem::Fields(vec![("/code".to_owned(), said)]))
        }
    }
}

/// A payment.
#[derive(Serialize, JsonSchema)]
struct PaymentForm {
    payment: i64,
    amount: i64,
    paid_on: String,
    known: String,
    channel: String,
    reference: String,
    entry: String,
    /// The day on which it was taken back.
    reversed: Option<String>,
}

fn all(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id = PayerId(ask.place("payer")?);
    let all = ask.office.look(|unit, _| payments::of(unit, id))?;
    let form = |payment: payments::Payment| PaymentForm {
        payment: payment.id,
        amount: payment.amount,
        paid_on: payment.paid.to_string(),
        known: payment.known.to_string(),
        channel: payment.channel,
        reference: payment.reference,
        entry: format!("{}-{}", payment.journal, payment.seq),
        reversed: payment.reversed.map(|day| day.to_string()),
    };
    let mut forms: Vec<PaymentForm> = all.into_iter().map(form).collect();
    forms.sort_by_key(|payment| payment.payment);
    Ok(Reply::json(&part(ask, forms, |one| format!("{:012}", one.payment))?)?)
}
