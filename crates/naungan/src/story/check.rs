//! What has to hold after every step, whoever did what.

mod against_model;
mod register;
mod then;

use anyhow::{Context, Result, bail, ensure};
use store::queries::payments;

use super::play::Teller;
use crate::books::checks;

/// Looks at everything.
pub(super) fn all(teller: &mut Teller) -> Result<()> {
    ensure!(
        teller.model.unsaid.is_empty(),
        "accepted, though the law cannot say what is owed: {:?}",
        teller.model.unsaid
    );
    against_model::money(teller)?;
    against_model::growth(teller)?;
    register::roll(teller)?;
    register::months(teller)?;
    payments(teller)?;
    then::replay(teller)?;
    books(teller)
}

/// Chains, balances, sub-ledgers, fingerprints: what `verify` looks at, which holds the trial balance too.
fn books(teller: &mut Teller) -> Result<()> {
    let verdict = checks::verify(&mut teller.office).context("could not verify")?;
    if let Some(fault) = verdict.faults.first() {
        bail!("verify finds {} faults: {fault}", verdict.faults.len());
    }
    Ok(())
}

/// Every coin that came in is in a bill, to somebody's credit, or was paid back.
fn payments(teller: &mut Teller) -> Result<()> {
    for who in teller.model.everybody() {
        let Some(id) = teller.model.payer_id(who) else { continue };
        let id = scheme::id::PayerId(id);
        let (paid, given, credit) = teller.office.look(|unit, _| {
            let all = payments::of(unit, id)?;
            let stayed = all.iter().filter(|payment| payment.reversed.is_none());
            let paid: i64 = stayed.map(|payment| payment.amount).sum();
            let given: i64 =
                payments::allocations(unit, id)?.iter().map(|allocation| allocation.amount).sum();
            let credit = store::queries::payers::read(unit, id)?.context("a payer is gone")?.credit;
            Ok((paid, given, credit))
        })?;
        let refunded = teller.model.refunded.get(&who).copied().unwrap_or(0);
        ensure!(
            paid == given + credit + refunded,
            "{who} paid {paid}; bills have {given}, the credit is {credit}, {refunded} were paid back"
        );
        let said = teller.model.paid_by(who);
        ensure!(paid == said, "{who} paid {said}, and the payments come to {paid}");
    }
    Ok(())
}
