//! Somebody wants to give: it is written down with a code and a QR; nothing is booked until the money comes.

use anyhow::{Context, Result};
use base::{Moment, Money};
use scheme::id::PayerId;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::givings::{self, Giving};
use store::queries::institution;
use store::queries::intents::{self, Intent};
use store::queries::pledges::{self, Pledge};

use super::open_campaign::must_be_open;
use super::open_pot::{self, OpenPot};
use super::want_payment::GOOD_MICROS;
use crate::books::gift::{giver, taken};
use crate::jobs;
use crate::office::{Desk, Office, code};
use crate::registry::{self, pots};

/// What the law calls the money of whoever gives without signing in.
pub(crate) const SOURCE: &str = "individual";

/// Longer names are no names.
const NAME_CHARS_MAX: usize = 80;

/// A gift that somebody wants to give.
#[derive(Clone, Debug)]
pub(crate) struct WantGift {
    pub(crate) campaign: i64,
    pub(crate) amount: i64,
    /// Who gives, where she says so.
    pub(crate) name: Option<String>,
    /// Whether she wants to stand on the wall.
    pub(crate) shown: bool,
}

/// Writes it down; gives its number.
pub(crate) fn run(office: &mut Office, asked: &WantGift) -> Result<i64> {
    office.unit(|unit, desk| within(unit, desk, asked))
}

/// The same within a unit that does more. All who give so to a campaign share a pot.
pub(crate) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &WantGift) -> Result<i64> {
    must_be_an_amount(asked.amount)?;
    let name = asked.name.as_deref().map(named).transpose()?.flatten();
    must_be_open(&pots::campaign(unit, asked.campaign)?)?;
    pots::must_be_open(desk, SOURCE)?;
    let of = OpenPot {
        campaign: asked.campaign,
        donor: None,
        name: None,
        source: SOURCE.to_owned(),
        decree: None,
        shown: false,
    };
    let pot = open_pot::within(unit, desk, &of)?;
    let code = code::code(desk.code_key, institution::take_codes(unit, 1)?);
    let id = intend(unit, desk, pot, asked.amount)?;
    let sealed = name.as_ref().map(|name| desk.keys.seal(&giver(id), name.as_bytes()));
    let shown = asked.shown && name.is_some();
    givings::add(unit, &Giving { id, pot, code, sealed, shown, gift: None })?;
    Ok(id)
}

/// A promise is to be paid by a QR; gives the number of what is open and can be paid still, or of a new one.
pub(crate) fn of_pledge(unit: &mut Unit<'_>, desk: &Desk<'_>, pledge: &Pledge) -> Result<i64> {
    let Pledge { pot, code, .. } = *pledge;
    let open = pledges::read(unit, pledge.id)?.map_or(0, |pledge| pledge.open());
    if open == 0 {
        let (id, en) = ("janji donasi ini sudah tidak terbuka", "this pledge is not open any more");
        return Err(Refusal::new("pledge_closed", id, en).into());
    }
    for one in givings::by_code(unit, code)?.into_iter().filter(|one| one.gift.is_none()) {
        let intent = intents::read(unit, one.id)?.context("a giving without an amount")?;
        if intent.amount == open && desk.now <= intent.until {
            return Ok(one.id);
        }
    }
    let id = intend(unit, desk, pot, open)?;
    givings::add(unit, &Giving { id, pot, code, sealed: None, shown: false, gift: None })?;
    Ok(id)
}

/// What is given under a code is to be paid by a QR; gives the number of what can be paid. A code stands for
/// one gift: a QR that has run out is good again.
pub(crate) fn under(unit: &mut Unit<'_>, desk: &Desk<'_>, code: i64) -> Result<i64> {
    if let Some(pledge) = pledges::by_code(unit, code)? {
        return of_pledge(unit, desk, &pledge);
    }
    let Some(giving) = givings::by_code(unit, code)?.pop() else {
        let id = format!("tidak ada donasi dengan kode {code:011}");
        return Err(registry::not_there(id, format!("no gift has the code {code:011}")).into());
    };
    if giving.gift.is_some() {
        return Err(taken(&giving).into());
    }
    intents::good_until(unit, giving.id, Moment::new(desk.now.micros() + GOOD_MICROS))?;
    Ok(giving.id)
}

fn intend(unit: &mut Unit<'_>, desk: &Desk<'_>, pot: PayerId, amount: i64) -> Result<i64> {
    let id = jobs::number(desk);
    let until = Moment::new(desk.now.micros() + GOOD_MICROS);
    intents::add(unit, &Intent { id, payer: pot, amount, months: 0, made: desk.now, until, paid: None })?;
    Ok(id)
}

fn must_be_an_amount(amount: i64) -> Result<(), Refusal> {
    if amount > 0 && Money::new(amount).is_plausible() {
        return Ok(());
    }
    let id = format!("{amount} bukan jumlah yang didonasikan orang");
    Err(Refusal::new("no_amount", id, format!("{amount} is no amount that somebody gives")))
}

/// A name that everybody may read: letters, so that it carries no address and no number. Nothing where it is
/// blank.
fn named(text: &str) -> Result<Option<String>, Refusal> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Ok(None);
    }
    let is_of_names = |letter: char| letter.is_alphabetic() || " .,'’-&()".contains(letter);
    let has_letters = name.chars().any(char::is_alphabetic);
    if name.chars().count() <= NAME_CHARS_MAX && has_letters && name.chars().all(is_of_names) {
        return Ok(Some(name));
    }
    let id = format!("nama terdiri dari huruf, paling banyak {NAME_CHARS_MAX}, tanpa angka dan tautan");
    let en = format!("a name has letters, {NAME_CHARS_MAX} at most, no digits and no links");
    Err(Refusal::new("giver_name", id, en))
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn a_name_on_the_wall_is_a_name() {
        let long = "a".repeat(81);
        for (given, expected) in [
            ("  Ibu   Rekaan ", Some(Some("Ibu Rekaan"))),
            ("Keluarga D’Souza & Co. (Alm.)", Some(Some("Keluarga D’Souza & Co. (Alm.)"))),
            ("", Some(None)),
            (" \t", Some(None)),
            ("...", None),
            ("Pinjaman 0812", None),
            ("https://contoh.id", None),
            ("<b>Ani</b>", None),
            ("Ani\u{0}", None),
            ("Ani\u{202e}", None),
            (long.as_str(), None),
        ] {
            let told = named(given).ok();
            assert_eq!(told.as_ref().map(Option::as_deref), expected, "{given:?}");
        }
    }
}
