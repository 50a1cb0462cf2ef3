//! Benefits in the books: granted in the fund of their programme, paid, given back by a bank.

use anyhow::{Context, Result, ensure};
use base::Month;
use ledger::{Holder, Kind, Place};
use scheme::accounts::{Account, Method};
use scheme::claims::Grant;
use scheme::contributions::post::{Book, Heading};
use scheme::id::{MembershipId, PayerId};
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::grants::Withdrawal;

use crate::commands::account::Booked;
use crate::office::Desk;

/// Posts an entry of a claim in the journal of its membership; nothing where nothing has an amount.
pub(crate) fn post(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    membership: MembershipId,
    (kind, key, about): (Kind, &str, &str),
    book: Book,
) -> Result<Option<Place>> {
    let heading = Heading { day: desk.today, key, about: Some(about) };
    let entry = book.entry(kind, heading).with_context(|| format!("could not book {key}"))?;
    let Some(entry) = entry else { return Ok(None) };
    let journal = super::journal_of(membership.0);
    Ok(Some(super::post(unit, journal, entry, desk.now)?.place()))
}

/// What is granted, or the difference to what was: what turns out to be too much, and is paid, has to come
/// back.
pub(crate) fn granted(
    desk: &Desk<'_>,
    book: &mut Book,
    programme: &str,
    (membership, employer): (MembershipId, Option<PayerId>),
    grant: &Grant,
) -> Result<()> {
    let member = Holder::Membership(membership.0);
    match employer {
        None if grant.net() < 0 => book.overpaid(desk.law, programme, member, grant)?,
        // She owes less, and the member gives it back.
        Some(payer) if grant.net() < 0 => {
            book.overpaid_advanced(desk.law, programme, (member, Holder::Payer(payer.0)), grant)?;
        }
        Some(payer) => book.advanced(desk.law, programme, (member, Holder::Payer(payer.0)), grant)?,
        None => book.granted(desk.law, programme, member, grant)?,
    }
    Ok(())
}

/// Takes an amount out of savings: of each membership what it has, its growth up to now booked before it, and
/// all of it in the account of the one that the claim rests on. What is left of the amount is that one's too.
pub(crate) fn withdrawn(
    desk: &Desk<'_>,
    book: &mut Book,
    accounts: &[(MembershipId, Booked)],
    (membership, amount): (MembershipId, i64),
    (claim, no): (i64, i64),
) -> Result<Vec<Withdrawal>> {
    let month = desk.today.month();
    let method = Method::named(desk.law, &desk.institution.crediting)?;
    let row = |membership, amount, growth, whole| Withdrawal {
        membership,
        claim,
        no,
        day: desk.today,
        amount,
        growth,
        whole,
    };
    if amount <= 0 {
        return Ok(vec![row(membership, amount, 0, false)]);
    }
    if accounts.iter().any(|(_, booked)| booked.waits(month)) {
        let id = "bulan ini sudah ada saldo JHT yang diambil: sisanya diketahui bulan depan";
        let en = "savings were taken this month already: what is left is known next month";
        return Err(Refusal::new("savings_taken", id, en).into());
    }
    let (mut rest, mut rows) = (amount, Vec::new());
    for (one, booked) in accounts {
        let balance = balance(desk, &booked.account(method), month)?;
        let taken = balance.min(rest).max(0);
        if taken == 0 {
            continue;
        }
        let growth = balance - booked.balance(month);
        rows.push(row(*one, taken, growth, taken == balance));
        rest -= taken;
    }
    if rest != 0 {
        // Each account is rounded for itself; all of them together were rounded once.
        ensure!(rest.abs() <= i64::try_from(accounts.len())?, "the savings of claim {claim} lack {rest}");
        match rows.iter_mut().find(|row| row.membership == membership) {
            Some(row) => {
                row.amount += rest;
                row.growth += rest;
            }
            None => rows.push(row(membership, rest, rest, false)),
        }
    }
    for row in &rows {
        book.grown(desk.law, Holder::Membership(row.membership.0), row.growth)?;
        if row.membership != membership {
            book.grown(desk.law, Holder::Membership(row.membership.0), -row.amount)?;
            book.grown(desk.law, Holder::Membership(membership.0), row.amount)?;
        }
    }
    Ok(rows)
}

/// What there is to be taken by now.
pub(crate) fn there(desk: &Desk<'_>, accounts: &[(MembershipId, Booked)]) -> Result<i64> {
    let method = Method::named(desk.law, &desk.institution.crediting)?;
    let month = desk.today.month();
    let there = accounts.iter().map(|(_, booked)| {
        Ok((balance(desk, &booked.account(method), month)? - booked.taken_in(month)).max(0))
    });
    there.sum()
}

fn balance(desk: &Desk<'_>, account: &Account, month: Month) -> Result<i64> {
    if account.contributions.is_empty() {
        return Ok(0);
    }
    Ok(account.balance_at(desk.law, month)?)
}
