//! A member hears in time what her months will cost her: that her part is missing, that others bear less,
//! that the law's relief ends. Each is said once for a month.

use std::collections::HashMap;

use anyhow::Result;
use base::{Day, Month};
use rules::render::{Lang, day_text};
use scheme::facts::Months;
use scheme::id::{MembershipId, PersonId};
use scheme::memberships::Segment;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::rolls::{self, Roll};
use store::queries::{bills, cover_notices, month_shares};

use crate::books::correct::lines_of;
use crate::books::grouped;
use crate::messages::{self, Said};
use crate::office::Desk;
use crate::pages::templates::month_said;
use crate::registry::{self, members, people, shares};
use crate::views;

/// Her part of a shared month is missing.
pub(crate) const LACKING: &str = "month.lacking";
/// Others bear less of her months, or nothing any more.
pub(crate) const ENDING: &str = "cover.ending";
/// The law asks more of her.
pub(crate) const RELIEF: &str = "relief.ending";

/// What is said, in both languages.
type Words = [String; 2];

/// Tells whoever has a bill that others share, and has not paid her part; whether she was told.
pub(crate) fn lacking(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (membership, month): (MembershipId, Month),
) -> Result<bool> {
    let row = members::row(unit, membership)?;
    let mut others = shares::waiting(unit, row.payer)?;
    let (mut rest, mut part, mut due) = (0, 0, None);
    for bill in bills::open_of(unit, row.payer)?.into_iter().filter(|bill| bill.month == month) {
        let own = shares::own_rest(&mut others, month, bill.owed - bill.paid);
        part += bill.owed - bill.paid - own;
        (rest, due) = (rest + own, due.or(bill.due));
    }
    if rest <= 0 || part <= 0 {
        return Ok(false);
    }
    let said = |lang| {
        let (month, rest, part) = (month_said(month, lang), money(rest, lang), money(part, lang));
        let until = due.map(|due: Day| day_text(due, lang));
        match (lang, until) {
            (Lang::Id, Some(due)) => format!(
                "bagian Anda dari iuran {month} belum masuk: {rest}. Bayar paling lambat {due}; pihak lain \
                 menanggung {part} begitu bagian Anda lunas"
            ),
            (Lang::En, Some(due)) => format!(
                "your part of {month} is missing: {rest}. Pay it by {due}; others bear {part} as soon as \
                 yours is there"
            ),
            (Lang::Id, None) => format!("bagian Anda dari iuran {month} belum masuk: {rest}"),
            (Lang::En, None) => format!("your part of {month} is missing: {rest}"),
        }
    };
    tell(unit, desk, (membership, row.person), (LACKING, month), [said(Lang::Id), said(Lang::En)])
}

/// Tells whoever bears more of a month than of the one before, because others bear less; whether she was
/// told.
pub(crate) fn ending(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (membership, month): (MembershipId, Month),
) -> Result<bool> {
    let Some(last) = month.plus_months(-1) else { return Ok(false) };
    let row = members::row(unit, membership)?;
    let rolls = rolls::of_membership(unit, membership)?;
    let (Some(was), Some(is)) = (in_month(&rolls, last), in_month(&rolls, month)) else { return Ok(false) };
    // Where another pays as a whole, nothing is hers.
    if is.payer != row.payer || terms(unit, membership, (was, last))? == terms(unit, membership, (is, month))?
    {
        return Ok(false);
    }
    let before = own_part(unit, desk, (membership, row.payer), (was, last))?;
    let after = own_part(unit, desk, (membership, row.payer), (is, month))?;
    let Some((before, after)) = before.zip(after).filter(|(before, after)| after > before) else {
        return Ok(false);
    };
    let said = |lang| {
        let month = month_said(month, lang);
        let (before, after) = (money(before, lang), money(after, lang));
        match lang {
            Lang::Id => format!(
                "mulai {month} pihak lain menanggung lebih sedikit dari iuran Anda. Bagian Anda {after} \
                 sebulan, sebelumnya {before}"
            ),
            Lang::En => format!(
                "from {month} on others bear less of your contribution. Your part is {after} a month; until \
                 then it is {before}"
            ),
        }
    };
    tell(unit, desk, (membership, row.person), (ENDING, month), [said(Lang::Id), said(Lang::En)])
}

/// What the law asks of people with the same facts, in a month and the one before it.
pub(crate) type Prices = HashMap<String, Option<(i64, i64)>>;

/// Tells whoever pays for herself when the law of a month asks more of the same facts than that of the month
/// before, as when a relief ends; whether she was told. `prices` are those that were asked for already.
pub(crate) fn relief_ending(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (membership, month): (MembershipId, Month),
    facts: &str,
    prices: &mut Prices,
) -> Result<bool> {
    let Some(last) = month.plus_months(-1) else { return Ok(false) };
    let known = prices.entry(facts.to_owned()).or_insert_with(|| {
        let price = |month| lines_of(desk, Segment::SelfEmployed.name(), facts, "", month).ok();
        let (before, after) = (price(last)?.billed(), price(month)?.billed());
        (after > before).then_some((before, after))
    });
    let Some((before, after)) = *known else { return Ok(false) };
    let row = members::row(unit, membership)?;
    let rolls = rolls::of_membership(unit, membership)?;
    let (Some(was), Some(is)) = (in_month(&rolls, last), in_month(&rolls, month)) else { return Ok(false) };
    let now = terms(unit, membership, (is, month))?;
    if terms(unit, membership, (was, last))? != now {
        // Others bear less from that month on too: she has heard what it comes to.
        return Ok(false);
    }
    let mut parts = Some((before, after));
    if !now.is_empty() {
        let before = own_part(unit, desk, (membership, row.payer), (was, last))?;
        parts = before.zip(own_part(unit, desk, (membership, row.payer), (is, month))?);
    }
    let Some((before, after)) = parts.filter(|(before, after)| after > before) else { return Ok(false) };
    let said = |lang| {
        let month = month_said(month, lang);
        let (before, after) = (money(before, lang), money(after, lang));
        match lang {
            Lang::Id => format!(
                "keringanan iuran berakhir. Mulai {month} iuran Anda {after} sebulan, sebelumnya {before}"
            ),
            Lang::En => format!(
                "the relief of contributions ends. From {month} on you pay {after} a month; until then it is \
                 {before}"
            ),
        }
    };
    tell(unit, desk, (membership, row.person), (RELIEF, month), [said(Lang::Id), said(Lang::En)])
}

fn in_month(rolls: &[Roll], month: Month) -> Option<&Roll> {
    rolls.iter().find(|roll| Months { from: roll.from, until: roll.until }.contains(month))
}

/// Who else bears a month, and which share of it; nothing where nobody does.
fn terms(
    unit: &mut Unit<'_>,
    membership: MembershipId,
    (roll, month): (&Roll, Month),
) -> Result<Vec<(i64, String)>> {
    if !shares::is_own(unit, roll.payer)? {
        return Ok(vec![(roll.payer.0, "1/1".to_owned())]);
    }
    let all = month_shares::of_membership(unit, membership)?;
    let alive = shares::alive(unit, membership)?;
    let mut terms = Vec::new();
    for row in alive.iter().filter(|row| row.month == month) {
        let share = shares::of_pot(&all, row.pot, month).map(|one| one.share.clone());
        terms.push((row.pot.0, share.unwrap_or_default()));
    }
    terms.sort_unstable();
    Ok(terms)
}

/// What she bears of a month herself; nothing where the law has no answer for it yet.
fn own_part(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (membership, own): (MembershipId, scheme::id::PayerId),
    (roll, month): (&Roll, Month),
) -> Result<Option<i64>> {
    if roll.payer != own {
        return Ok(Some(0));
    }
    let shown = match views::shares::of_membership(unit, desk, membership) {
        Err(error) if error.downcast_ref::<Refusal>().is_some() => return Ok(None),
        shown => shown?,
    };
    if let Some(one) = shown.iter().find(|one| one.month == month.to_string()) {
        return Ok(Some(one.worker));
    }
    Ok(lines_of(desk, &roll.segment, &roll.facts, "", month).ok().map(|lines| lines.billed()))
}

fn money(amount: i64, lang: Lang) -> String {
    format!("Rp{}", grouped(amount, lang))
}

/// By message, once; what she pays herself she always hears of.
fn tell(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (membership, person): (MembershipId, PersonId),
    about: (&str, Month),
    [id, en]: Words,
) -> Result<bool> {
    if !cover_notices::add(unit, membership, about, desk.now)? {
        return Ok(false);
    }
    if let Some(address) = people::load(unit, desk, person)?.identity().phone.clone() {
        let name = &desk.institution.name;
        let text = format!("{name}: {id}.\n{name}: {en}.");
        messages::say(unit, desk, &Said { person: Some(person), account: None, address, text })?;
    }
    registry::note(unit, desk, "member told of months ahead", membership.0)?;
    Ok(true)
}
