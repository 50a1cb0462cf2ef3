//! Payers from their rows.

use anyhow::{Context, Result};
use base::{Moment, Npp};
use scheme::employers::{Payer, PayerKind};
use scheme::facts::{History, Subject};
use scheme::id::PayerId;
use scheme::memberships::{pack, payer_timeline};
use scheme::refusal::Refusal;
use store::queries::look_ups::{self, Kind};
use store::queries::{payers, rolls, turns};
use store::{Unit, seal};

use super::history;
use crate::office::Desk;

/// There is nobody of this number who pays.
pub(crate) fn nobody(id: PayerId) -> Refusal {
    super::not_there(format!("tidak ada pembayar {id}"), format!("there is no payer {id}"))
}

/// A payer with what is known of it and the money it has to its credit.
pub(crate) struct Known {
    /// Who it is.
    pub(crate) payer: Payer,
    /// Facts.
    pub(crate) history: History,
}

/// A payer by number.
pub(crate) fn load(unit: &mut Unit<'_>, desk: &Desk<'_>, id: PayerId) -> Result<Known> {
    let row = payers::read(unit, id)?.ok_or_else(|| nobody(id))?;
    let history = history(unit, Subject::Payer(id))?;
    let kind = PayerKind::ALL.into_iter().find(|kind| kind.name() == row.kind);
    let kind = kind.with_context(|| format!("payer {id} is of an unknown kind, {}", row.kind))?;
    let opened = row.sealed.as_ref().map(|sealed| desk.keys.open(&context(id), sealed)).transpose()?;
    let text = String::from_utf8(opened.unwrap_or_default())?;
    let (npp, name) = text.split_once('\n').unwrap_or(("", ""));
    let payer = Payer {
        id,
        kind,
        npp: (!npp.is_empty()).then(|| npp.parse::<Npp>()).transpose()?,
        name: name.to_owned(),
        parent: row.parent,
        province: row.province.parse().ok(),
        registered: row.opened,
        closed: history.last("ended", desk.now).and_then(|day| day.parse().ok()),
    };
    Ok(Known { payer, history })
}

/// Writes a new payer.
pub(crate) fn add(unit: &mut Unit<'_>, desk: &Desk<'_>, payer: &Payer) -> Result<()> {
    let npp = payer.npp.map(|npp| npp.to_string()).unwrap_or_default();
    let named = !npp.is_empty() || !payer.name.is_empty();
    let row = payers::Payer {
        id: payer.id,
        kind: payer.kind.name().to_owned(),
        parent: payer.parent,
        sealed: named
            .then(|| desk.keys.seal(&context(payer.id), format!("{npp}\n{}", payer.name).as_bytes())),
        province: payer.province.map(|code| code.to_string()).unwrap_or_default(),
        opened: payer.registered,
        credit: 0,
        known: desk.now,
    };
    payers::add(unit, &row)?;
    if !npp.is_empty() {
        look_ups::add(unit, Kind::Npp, &desk.keys.look_up(Kind::Npp.word(), &npp), payer.id.0)?;
    }
    if !payer.name.is_empty() {
        let name = scheme::people::name_key(&payer.name);
        look_ups::add(unit, Kind::PayerName, &desk.keys.look_up(Kind::PayerName.word(), &name), payer.id.0)?;
        super::add_words(unit, desk, Kind::PayerWord, &name, payer.id.0)?;
    }
    Ok(())
}

/// Keeps others from registering anybody under an NPP until the unit ends.
pub(crate) fn hold_npp(unit: &mut Unit<'_>, desk: &Desk<'_>, npp: &str) -> Result<()> {
    turns::hold(unit, &desk.keys.look_up(Kind::Npp.word(), npp))
}

/// The payer that holds an NPP.
pub(crate) fn by_npp(unit: &mut Unit<'_>, desk: &Desk<'_>, npp: &str) -> Result<Option<PayerId>> {
    let hashes = desk.keys.look_ups(Kind::Npp.word(), &npp.trim().to_ascii_uppercase());
    Ok(look_ups::find(unit, Kind::Npp, &hashes, 1)?.first().copied().map(PayerId))
}

/// Payers that have words of a name: those of that very name first, then who has the most of the words. For
/// whoever looks among the payers of some branches those come first, since of a common name only so many are
/// read of all.
pub(crate) fn by_words(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    name: &str,
    branches: Option<&[i64]>,
) -> Result<Vec<PayerId>> {
    let key = scheme::people::name_key(name);
    let hashes = desk.keys.look_ups(Kind::PayerName.word(), &key);
    let named = look_ups::find(unit, Kind::PayerName, &hashes, look_ups::MOST)?;
    let others = match branches {
        Some(branches) => super::by_words_at(unit, desk, branches, (Kind::PayerWord, &key))?,
        None => super::by_words(unit, desk, Kind::PayerWord, &key)?,
    };
    Ok(super::named_first(named, others, branches).into_iter().map(PayerId).collect())
}

/// Makes the payer's own stretches of the roll anew.
pub(crate) fn refresh_roll(unit: &mut Unit<'_>, payer: PayerId, history: &History) -> Result<()> {
    let stretches: Vec<_> = payer_timeline(history, Moment::EVER)
        .into_iter()
        .map(|stretch| rolls::Own { from: stretch.from, until: stretch.until, facts: pack(&stretch.facts) })
        .collect();
    rolls::replace_payer(unit, payer, &stretches)
}

/// What a payer's name and number are sealed under.
pub(crate) fn context(payer: PayerId) -> String {
    seal::context("payer", "sealed", payer.0)
}
