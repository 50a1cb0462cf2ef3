//! The receipt of a payment: with the payer's name for who may see it, without for who only has the code.

use anyhow::Result;
use print::{Receipt, ReceiptLine};
use scheme::employers::PayerKind;
use scheme::id::PayerId;
use store::Unit;
use store::queries::bills::{self, Bill};
use store::queries::payments::{self, Allocation, Payment};

use super::{file, qr, sheet};
use crate::office::{Desk, code};
use crate::pages::texts;
use crate::registry::{payers, people};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;

/// A payment with the bills it went to.
struct Paid {
    payment: Payment,
    parts: Vec<(Allocation, Bill)>,
    code: Option<i64>,
}

/// Who paid, by name and number.
type Payer = (String, String);

pub(super) fn by_code(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (text, number): (String, i64) = (ask.place("code")?, ask.place("payment")?);
    let code = code::read(&text).ok_or(Problem::NotFound)?;
    let paid = ask.office.look(|unit, _| {
        let Some((payer, _)) = bills::by_code(unit, code)? else { return Ok(None) };
        Ok(read(unit, payer, number)?.map(|paid| Paid { code: Some(code), ..paid }))
    })?;
    printed(ask, &paid.ok_or(Problem::NotFound)?, (String::new(), String::new()))
}

pub(super) fn of_payer(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (payer, number) = (PayerId(ask.place("payer")?), ask.place("payment")?);
    let found = ask.office.look(|unit, desk| {
        let Some(paid) = read(unit, payer, number)? else { return Ok(None) };
        Ok(Some((paid, named(unit, desk, payer)?)))
    })?;
    let (paid, payer) = found.ok_or(Problem::NotFound)?;
    printed(ask, &paid, payer)
}

fn read(unit: &mut Unit<'_>, payer: PayerId, number: i64) -> Result<Option<Paid>> {
    let all = payments::of(unit, payer)?;
    let Some(payment) = all.into_iter().find(|payment| payment.id == number) else { return Ok(None) };
    let mut parts = Vec::new();
    for part in payments::allocations(unit, payer)? {
        if (part.journal, part.seq) == (payment.journal, payment.seq) {
            let bills = bills::of_month(unit, payer, part.month)?;
            parts.extend(bills.into_iter().find(|bill| bill.no == part.no).map(|bill| (part, bill)));
        }
    }
    let code = parts.first().map(|(_, bill)| bill.code);
    Ok(Some(Paid { payment, parts, code }))
}

/// Who pays for herself is called by her own name.
fn named(unit: &mut Unit<'_>, desk: &Desk<'_>, id: PayerId) -> Result<Payer> {
    let known = payers::load(unit, desk, id)?.payer;
    let number = known.npp.map(|npp| npp.to_string()).unwrap_or_default();
    if known.kind != PayerKind::Own {
        return Ok((known.name, number));
    }
    let owner = crate::auth::owner::find(unit, crate::auth::Of::Payer("payer"), &id.to_string())?;
    match owner.and_then(|owner| owner.person()) {
        Some(person) => Ok((people::load(unit, desk, person)?.identity().name.clone(), number)),
        None => Ok((known.name, number)),
    }
}

fn printed(ask: &mut Ask<'_>, paid: &Paid, (payer, payer_number): Payer) -> Result<Reply, Problem> {
    let Paid { payment, parts, code } = paid;
    let said = |key: &str| texts::said(ask.lang, key, &[]);
    let lines = parts.iter().map(|(part, bill)| {
        let key = match (bill.kind.as_str(), bill.no) {
            ("penalty", _) => "employer.kind_penalty",
            (_, 0) => "employer.kind_contribution",
            _ => "employer.kind_correction",
        };
        ReceiptLine { text: said(key), month: part.month, amount: part.amount }
    });
    let lines: Vec<ReceiptLine> = lines.collect();
    let number = format!("{}-{}", payment.payer, payment.id);
    // Whoever has the code may look at the receipt; without any bill there is no code.
    let address = code.map(|code| {
        let code = crate::office::code::shown(code);
        format!("{}/receipt/{code}/{}", ask.settings.public, payment.id)
    });
    let receipt = Receipt {
        sheet: sheet(ask, address.as_deref().unwrap_or_default()),
        payer,
        payer_number,
        paid_on: payment.paid,
        channel: crate::pages::words::channel(&payment.channel, ask.lang),
        code: code.map(crate::office::code::shown).unwrap_or_default(),
        amount: payment.amount,
        left: payment.amount - lines.iter().map(|line| line.amount).sum::<i64>(),
        lines,
        reversed: payment.reversed,
        qr: address.as_deref().map(qr).transpose()?,
        number: number.clone(),
    };
    Ok(file(&format!("{}-{number}.pdf", ask.pick("kuitansi", "receipt")), print::receipt(&receipt)?))
}
