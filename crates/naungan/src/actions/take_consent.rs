//! A member allows a platform something, or no longer does.

use anyhow::{Context, Result};
use base::Day;
use scheme::employers::PayerKind;
use scheme::id::{MembershipId, PayerId};
use scheme::refusal::Refusal;
use scheme::solidarity::consent::{self, Consent, Purpose};
use store::Unit;
use store::queries::consents as rows;

use crate::office::Desk;
use crate::registry::{self, members, payers, refresh};

/// What she allows.
#[derive(Clone, Debug)]
pub(crate) struct TakeConsent {
    pub(crate) membership: MembershipId,
    pub(crate) platform: PayerId,
    pub(crate) purpose: Purpose,
    /// How much of each trip.
    pub(crate) amount: Option<i64>,
    /// The first day; today where none is said.
    pub(crate) from: Option<Day>,
    /// By which way she said so.
    pub(crate) how: String,
    pub(crate) account: Option<i64>,
}

/// Writes it down.
pub(crate) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &TakeConsent) -> Result<()> {
    let (membership, platform, purpose) = (asked.membership, asked.platform, asked.purpose);
    must_be_platform(unit, desk, platform)?;
    let row = members::row(unit, membership)?;
    let from = asked.from.unwrap_or(desk.today);
    let known = desk.now.after(rows::hold(unit, membership)?);
    refuse_withdrawn(unit, asked, from)?;
    let given = Consent { purpose, from, until: None, amount: asked.amount, known };
    consent::give(&given, row.started)?;
    add(unit, (membership, platform), &given, &asked.how, asked.account)?;
    registry::note(unit, desk, "consent given", membership.0)?;
    if purpose == Purpose::PutAside {
        on_her_own(unit, desk, membership, platform, from)?;
    }
    Ok(())
}

/// By which way a member says so herself.
pub(crate) const HERSELF: &str = "member";

/// What she took back herself only she allows again, and nobody for days on which it was taken back.
fn refuse_withdrawn(unit: &mut Unit<'_>, asked: &TakeConsent, from: Day) -> Result<()> {
    let all = rows::of(unit, asked.membership, asked.platform)?;
    let same = all.iter().filter(|row| row.purpose == asked.purpose.name());
    let Some(last) = same.max_by_key(|row| row.known) else { return Ok(()) };
    let Some(until) = last.until else { return Ok(()) };
    if last.how == HERSELF && asked.how != HERSELF {
        let id = format!("peserta sendiri mencabutnya pada {until}: hanya ia yang dapat mengizinkannya lagi");
        let en = format!("she took it back herself on {until}: only she can allow it again");
        return Err(Refusal::new("consent_withdrawn", id, en).into());
    }
    if from < until {
        let id = format!("izin ini dicabut pada {until}: mulailah dari hari itu atau sesudahnya");
        let en = format!("it was taken back on {until}: let it begin on that day or later");
        return Err(Refusal::new("consent_before", id, en).into());
    }
    Ok(())
}

/// What a member has allowed a platform, as the scheme takes it.
pub(crate) fn given(
    unit: &mut Unit<'_>,
    (membership, platform): (MembershipId, PayerId),
) -> Result<Vec<Consent>> {
    rows::of(unit, membership, platform)?.iter().map(read).collect()
}

/// A row, read.
pub(crate) fn read(row: &rows::Consent) -> Result<Consent> {
    let purpose = Purpose::parse(&row.purpose).context("a consent's purpose is damaged")?;
    Ok(Consent { purpose, from: row.from, until: row.until, amount: row.amount, known: row.known })
}

/// Only a platform puts aside what trips bring.
pub(crate) fn must_be_platform(unit: &mut Unit<'_>, desk: &Desk<'_>, payer: PayerId) -> Result<()> {
    let known = payers::load(unit, desk, payer)?.payer;
    if known.kind == PayerKind::Platform && known.closed.is_none() {
        return Ok(());
    }
    let id = format!("pembayar {payer} bukan platform yang masih berjalan");
    Err(Refusal::new("no_platform", id, format!("payer {payer} is no platform that still runs")).into())
}

/// Adds a row.
pub(super) fn add(
    unit: &mut Unit<'_>,
    (membership, platform): (MembershipId, PayerId),
    one: &Consent,
    how: &str,
    account: Option<i64>,
) -> Result<()> {
    let row = rows::Consent {
        membership,
        platform,
        purpose: one.purpose.name().to_owned(),
        known: one.known,
        from: one.from,
        until: one.until,
        amount: one.amount,
        how: how.to_owned(),
        account,
    };
    rows::add(unit, &row)
}

/// Where the platform has handed on her own money month by month, she pays herself from now on.
fn on_her_own(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    membership: MembershipId,
    platform: PayerId,
    from: Day,
) -> Result<()> {
    let person = members::row(unit, membership)?.person;
    registry::people::hold(unit, desk, person)?;
    let whole = members::whole(unit, person)?;
    let covered = whole.membership(membership)?.covered();
    let month = from.month().max(desk.today.month());
    let Some(facts) = consent::pays_herself(&covered, platform, month, desk.now) else { return Ok(()) };
    registry::add_facts(unit, &facts)?;
    refresh::person(unit, desk, person)?;
    Ok(())
}
