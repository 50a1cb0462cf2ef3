//! Where providers tell of payments, signed as the national open-API standard has it.
//!
//! Answers are the standard's: seven digits, the status, the service and the case. Which of them are how
//! well known stands in docs/reference/payments.md.

use anyhow::{Context, Result, bail};
use axum::http::StatusCode;
use base::Money;
use scheme::refusal::Refusal;
use serde_json::{Value, json};

use crate::actions::once::KEY_TAKEN;
use crate::actions::take_notice::{self, AMOUNT_DIFFERS, Notice, NoticeOf};
use crate::auth::Deed;
use crate::control;
use crate::jobs;
use crate::office::{Office, code};
use crate::ports::provider::{Partner, Provider};
use crate::ports::snap::{self, Fault, Sent, Signs};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

/// Where a provider tells of payments.
pub(crate) const PATH: &str = "/callbacks/payments";
/// A notice is a few hundred bytes.
const BODY_BYTES_MAX: usize = 16_384;
/// The service of the standard: the notice of a payment by QR.
const SERVICE: &str = "52";
/// The standard's longest reference.
const REFERENCE_MAX: usize = 64;
/// The state of a payment that has come.
const COME: &str = "00";
/// What the provider was given of ours: the number of a QR, or else a payment code.
const INTENT: &str = "originalPartnerReferenceNo";
const CODE: &str = "additionalInfo.paymentCode";

pub(super) fn routes() -> Vec<Route> {
    vec![Route::form(PATH, Deed::Callback, told).files(BODY_BYTES_MAX)]
}

fn told(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let heading = |name: &str| ask.header(name).unwrap_or_default().to_owned();
    let sent = Sent {
        method: ask.method.as_str().to_owned(),
        path: ask.path.clone(),
        token: heading("authorization").trim_start_matches("Bearer ").to_owned(),
        timestamp: heading("x-timestamp"),
        signature: heading("x-signature"),
        partner: heading("x-partner-id"),
        external: heading("x-external-id"),
        body: ask.body.clone(),
    };
    let Said { status, case, message } = take(ask.office, &sent)?;
    let told = json!({
        "responseCode": format!("{}{SERVICE}{case}", status.as_u16()),
        "responseMessage": message,
    });
    Ok(Reply::json(&told)?.status(status))
}

/// What is answered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Said {
    pub(crate) status: StatusCode,
    pub(crate) case: &'static str,
    pub(crate) message: String,
}

impl Said {
    fn new(status: StatusCode, case: &'static str, message: impl Into<String>) -> Said {
        Said { status, case, message: message.into() }
    }

    fn successful() -> Said {
        Said::new(StatusCode::OK, "00", "Successful")
    }
}

/// Checks who tells, reads what, and books it once.
pub(crate) fn take(office: &mut Office, sent: &Sent) -> Result<Said> {
    let partner = office.look(|_, desk| Ok(Provider::of(desk).partner().cloned()))?;
    match partner {
        Some(partner) => take_from(office, &partner, sent),
        None => Ok(unsigned(Fault::Unauthorised)),
    }
}

/// The same, from a partner that is known.
fn take_from(office: &mut Office, partner: &Partner, sent: &Sent) -> Result<Said> {
    if let Err(fault) = snap::check(sent, partner, office.now()) {
        return Ok(unsigned(fault));
    }
    let notice = match read(&sent.body) {
        Ok(Some(notice)) => notice,
        Ok(None) => return Ok(Said::successful()),
        Err(wrong) => return Ok(wrong.said()),
    };
    // An external number is used once a day by a partner, on the day that was signed: the same again gets the
    // same answer, whenever midnight is.
    let key = format!("{} {} {}", sent.partner, snap::day_of(sent), sent.external);
    sent.partner.clone_into(&mut office.who);
    match take_notice::run(office, &notice, &sent.partner, &key) {
        Ok(_) => Ok(Said::successful()),
        Err(error) => refused(error),
    }
}

fn unsigned(fault: Fault) -> Said {
    match fault {
        Fault::Heading(name) => Wrong::Missing(name).said(),
        Fault::Unauthorised => Said::new(StatusCode::UNAUTHORIZED, "00", "Unauthorized. Signature"),
        Fault::Stale => Said::new(StatusCode::UNAUTHORIZED, "00", "Unauthorized. Timestamp"),
    }
}

/// A no of ours in the words of the standard; a broken machine stays one.
fn refused(error: anyhow::Error) -> Result<Said> {
    let refusal = error.chain().find_map(|cause| cause.downcast_ref::<Refusal>());
    let Some(refusal) = refusal else { return Err(error) };
    let message = refusal.en.clone();
    Ok(match refusal.code {
        KEY_TAKEN => Said::new(StatusCode::CONFLICT, "00", "Conflict"),
        "not_there" | "no_code" => Said::new(StatusCode::NOT_FOUND, "01", "Transaction Not Found"),
        AMOUNT_DIFFERS => Said::new(StatusCode::NOT_FOUND, "13", "Invalid Amount"),
        _ => Said::new(StatusCode::FORBIDDEN, "15", message),
    })
}

/// What is wrong with a body.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Wrong {
    /// It is no JSON that says something.
    Body,
    /// A field that has to be there is not.
    Missing(&'static str),
    /// A field is not of its form.
    Form(&'static str),
}

impl Wrong {
    fn said(self) -> Said {
        let (case, message) = match self {
            Wrong::Body => ("00", "Bad Request".to_owned()),
            Wrong::Form(name) => ("01", format!("Invalid Field Format {name}")),
            Wrong::Missing(name) => ("02", format!("Invalid Mandatory Field {name}")),
        };
        Said::new(StatusCode::BAD_REQUEST, case, message)
    }
}

/// A text of the body, if it is there.
fn text<'b>(body: &'b Value, name: &'static str) -> Result<Option<&'b str>, Wrong> {
    let last = name.rsplit('.').next().unwrap_or(name);
    match body.get(last) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if text.is_empty() => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(Wrong::Form(name)),
    }
}

fn must<'b>(body: &'b Value, name: &'static str) -> Result<&'b str, Wrong> {
    text(body, name)?.ok_or(Wrong::Missing(name))
}

/// Reads a notice; nothing where it tells of no money yet; or what is not as it should be.
fn read(body: &[u8]) -> Result<Option<Notice>, Wrong> {
    let body: Value = serde_json::from_slice(body).map_err(|_| Wrong::Body)?;
    if !body.is_object() {
        return Err(Wrong::Body);
    }
    if must(&body, "latestTransactionStatus")? != COME {
        return Ok(None);
    }
    let reference = must(&body, "originalReferenceNo")?.to_owned();
    if reference.len() > REFERENCE_MAX || control::first(&reference).is_some() {
        return Err(Wrong::Form("originalReferenceNo"));
    }
    let amount = body.get("amount").ok_or(Wrong::Missing("amount"))?;
    let (value, currency) = (must(amount, "amount.value")?, must(amount, "amount.currency")?);
    let amount = rupiah(value, currency).ok_or(Wrong::Form("amount"))?;
    let code = body.get("additionalInfo").map_or(Ok(None), |beside| text(beside, CODE))?;
    let of = match (text(&body, INTENT)?, code) {
        (Some(intent), _) => NoticeOf::Intent(intent.parse().map_err(|_| Wrong::Form(INTENT))?),
        (None, Some(code)) => NoticeOf::Code(code::read(code).ok_or(Wrong::Form(CODE))?),
        (None, None) => return Err(Wrong::Missing(INTENT)),
    };
    Ok(Some(Notice { of, amount, reference }))
}

/// `10000.00` rupiah.
fn rupiah(value: &str, currency: &str) -> Option<i64> {
    let whole = value.strip_suffix(".00")?;
    let plain = !whole.is_empty() && whole.bytes().all(|digit| digit.is_ascii_digit());
    let read: i64 = whole.parse().ok()?;
    (plain && currency == "IDR" && read > 0 && Money::new(read).is_plausible()).then_some(read)
}

/// What the simulated provider sends when an intent is paid: the same that a real one would.
pub(crate) fn played(office: &mut Office, intent: i64, amount: i64) -> Result<Sent> {
    office.look(|_, desk| {
        let provider = Provider::of(desk);
        let partner = provider.partner().filter(|_| provider.is_simulated());
        let Partner { id, signs } = partner.context("nobody plays a provider here")?.clone();
        let Signs::Secret { token, secret } = signs else { bail!("a played provider signs with a secret") };
        let body = json!({
            "originalReferenceNo": format!("SIM{}", jobs::number(desk)),
            "originalPartnerReferenceNo": intent.to_string(),
            "latestTransactionStatus": COME,
            "amount": { "value": format!("{amount}.00"), "currency": "IDR" },
        });
        let mut sent = Sent {
            method: "POST".to_owned(),
            path: PATH.to_owned(),
            token,
            timestamp: snap::written(desk.now),
            signature: String::new(),
            partner: id,
            external: jobs::number(desk).to_string(),
            body: serde_json::to_vec(&body)?,
        };
        sent.signature = snap::signature(&secret, &sent)?;
        Ok(sent)
    })
}

#[cfg(test)]
mod tests;
