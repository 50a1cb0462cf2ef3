//! Either side says that a dismissal, or a signal about it, is not so; somebody at a branch answers.

use anyhow::Result;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::dismissals::{self, Contest, Review};
use store::queries::institution;

use super::pay_benefits::staff;
use super::report_dismissal::{Side, tell_employer};
use crate::auth::claims::telephone;
use crate::messages::{self, Said};
use crate::office::Desk;
use crate::registry::{self, claims, not_there};

/// Enough to say what is wrong.
pub(crate) const LETTERS_MAX: usize = 1_000;
/// What a contest of the dismissal itself is about.
pub(crate) const DISMISSAL: &str = "dismissal";

pub(super) fn legible(text: &str) -> Result<&str, Refusal> {
    let text = text.trim();
    let odd = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t');
    if text.is_empty() || text.chars().count() > LETTERS_MAX || text.contains(odd) {
        let id = format!("tulis apa yang tidak benar, sampai {LETTERS_MAX} huruf");
        let en = format!("write what is not so, up to {LETTERS_MAX} letters");
        return Err(Refusal::new("contest_text", id, en));
    }
    Ok(text)
}

/// Says that something of a case is not so. One that is open stays the only one of its side and matter.
pub(crate) fn contest(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (of_case, about, side): (i64, &str, Side),
    text: &str,
    account: Option<i64>,
) -> Result<i64> {
    let text = legible(text)?;
    let (case, _) = claims::reported(unit, desk, of_case)?;
    let there = dismissals::contests(unit, of_case)?;
    let same = |one: &&Contest| one.about == about && one.said_by == side.name() && one.state == "open";
    if let Some(open) = there.iter().find(same) {
        return Ok(open.id);
    }
    let id = institution::take_numbers(unit, 1)?;
    let one = Contest {
        id,
        of_case,
        about: about.to_owned(),
        said_by: side.name().to_owned(),
        sealed: desk.keys.seal(&dismissals::context(id), text.as_bytes()),
        account,
        state: "open".to_owned(),
        answered: None,
        answer: None,
        known: desk.now,
    };
    dismissals::contest(unit, &one)?;
    registry::note(unit, desk, "dismissal contested", case.person.0)?;
    Ok(id)
}

/// Answers a contest; both sides hear of it. What follows for the claim is a move of its own.
pub(crate) fn answer(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (id, is_upheld): (i64, bool),
    text: &str,
    account: i64,
) -> Result<()> {
    let who = staff(unit, account)?;
    let text = legible(text)?;
    let one = dismissals::contested(unit, id)?
        .ok_or_else(|| not_there(format!("tidak ada sanggahan {id}"), format!("there is no contest {id}")))?;
    let (case, _) = claims::reported(unit, desk, one.of_case)?;
    who.is_not_of(case.person)?;
    let state = if is_upheld { "upheld" } else { "refused" };
    if !dismissals::answer(unit, id, state, (account, desk.now), text)? {
        let words = ("sanggahan ini sudah dijawab", "this contest has its answer");
        return Err(Refusal::new("contest_answered", words.0, words.1).into());
    }
    registry::note(unit, desk, "contest of a dismissal answered", case.person.0)?;
    let name = &desk.institution.name;
    let said = format!("{name}: jawaban atas sanggahan: {text}\n{name}: answer to the contest: {text}");
    if let Some(address) = telephone(unit, desk, case.person)? {
        let text = said.clone();
        messages::say(unit, desk, &Said { person: Some(case.person), account: None, address, text })?;
    }
    match dismissals::read(unit, one.of_case)?.filter(|_| one.about == DISMISSAL) {
        Some(dismissal) => tell_employer(unit, desk, dismissal.payer, &said),
        None => Ok(()),
    }
}

/// Somebody has looked at a signal about a claim: it is cleared, or it stands. It decides nothing by itself.
pub(crate) fn review(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (claim, code): (i64, &str),
    (is_cleared, text): (bool, &str),
    account: i64,
) -> Result<()> {
    let who = staff(unit, account)?;
    let held = claims::hold(unit, claim)?;
    who.is_not_of(held.row.person)?;
    let answer = legible(text)?.to_owned();
    let before = dismissals::reviews(unit, claim)?;
    let no = before.iter().filter(|one| one.code == code).count() as i64 + 1;
    let state = if is_cleared { "cleared" } else { "upheld" }.to_owned();
    let (code, account, known) = (code.to_owned(), Some(account), desk.now);
    dismissals::review(unit, &Review { claim, code, no, state, answer, account, known })?;
    registry::note(unit, desk, "signal about a claim looked at", held.row.person.0)
}
