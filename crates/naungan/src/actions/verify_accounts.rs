//! Banks are asked whose the accounts are that money will go to, and their answers are kept, before pay day.

use anyhow::Result;
use scheme::id::PersonId;
use scheme::people::name_key;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::account_checks::{self, Check};
use store::queries::{claim_settings, claims, orders, payees};

use super::name_payee::{self, Payee};
use super::pay_benefits::pays;
use crate::auth::Role;
use crate::nearest::changes;
use crate::office::{Desk, Office};
use crate::registry;

/// An account that a bank is asked about.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// The payee's number, by which the answer is known.
    pub(crate) payee: i64,
    pub(crate) whose: Payee,
    /// On whose insurance the claim rests.
    pub(crate) person: PersonId,
}

/// A bank's answer: whether there is such an account, and in whose name.
#[derive(Clone, Debug)]
pub(crate) struct Answered {
    pub(crate) payee: i64,
    pub(crate) name: Option<String>,
}

/// What came of answers: how many accounts are as they were said, in another name, or not there; and numbers
/// that nobody asked about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Heard {
    pub(crate) same: i64,
    pub(crate) other: Vec<i64>,
    pub(crate) unknown: Vec<i64>,
    pub(crate) strangers: Vec<i64>,
}

/// Asks about every account that an order waits for and no bank has spoken of. Asked again, those that were
/// not answered are asked once more.
pub(crate) fn ask(office: &mut Office, account: i64) -> Result<Vec<Asked>> {
    office.unit(|unit, desk| ask_within(unit, desk, account))
}

/// The same within a unit that does more.
pub(crate) fn ask_within(unit: &mut Unit<'_>, desk: &Desk<'_>, account: i64) -> Result<Vec<Asked>> {
    pays(unit, account)?;
    let mut asked: Vec<Asked> = Vec::new();
    for order in orders::waiting(unit, None, i64::MAX)? {
        let Some(claim) = claims::read(unit, order.claim)? else { continue };
        let Some(row) = payees::of_hand(unit, claim.of_case, &order.hand)? else { continue };
        let known = asked.iter().any(|one| one.payee == row.id);
        let check = account_checks::of(unit, row.id)?;
        if known || check.as_ref().is_some_and(|check| check.verdict.is_some()) {
            continue;
        }
        account_checks::ask(unit, row.id, desk.now.after(check.map(|check| check.asked)))?;
        asked.push(Asked { payee: row.id, whose: name_payee::open(desk, &row)?, person: claim.person });
    }
    registry::note(unit, desk, "accounts asked about", 0)?;
    Ok(asked)
}

/// Hears what banks say; the same again changes nothing.
pub(crate) fn hear(office: &mut Office, answers: &[Answered], account: i64) -> Result<Heard> {
    office.unit(|unit, desk| hear_within(unit, desk, answers, account))
}

/// The same within a unit that does more.
pub(crate) fn hear_within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    answers: &[Answered],
    account: i64,
) -> Result<Heard> {
    pays(unit, account)?;
    let mut heard = Heard::default();
    for answer in answers {
        let row = payees::read(unit, answer.payee)?;
        let Some(row) = row else {
            heard.strangers.push(answer.payee);
            continue;
        };
        let whose = name_payee::open(desk, &row)?;
        let verdict = verdict(&whose.name, answer.name.as_deref());
        if !account_checks::hear(unit, row.id, verdict, desk.now)? {
            heard.strangers.push(answer.payee);
            continue;
        }
        match verdict {
            SAME => heard.same += 1,
            OTHER => heard.other.push(row.id),
            _ => heard.unknown.push(row.id),
        }
    }
    heard.is_ours()?;
    registry::note(unit, desk, "accounts answered", 0)?;
    Ok(heard)
}

/// Strangers that a refusal names.
const NAMED_MAX: usize = 20;

impl Heard {
    /// Refuses answers of which none is about an account that was asked about: they are another's.
    fn is_ours(&self) -> Result<(), Refusal> {
        if self.strangers.is_empty() || self.same > 0 || !self.other.is_empty() || !self.unknown.is_empty() {
            return Ok(());
        }
        let named: Vec<String> = self.strangers.iter().take(NAMED_MAX).map(i64::to_string).collect();
        let named = named.join(", ");
        let id = format!("tidak pernah ditanyakan ke bank: {named}");
        Err(Refusal::new("answer_unknown", id, format!("no bank was asked about {named}")))
    }
}

const SAME: &str = "same";
const OTHER: &str = "other";
const UNKNOWN: &str = "unknown";

/// Letters in which a bank's name of somebody may differ: a slip, not another person.
const SLIPS_MAX: usize = 2;

/// Banks cut names short and leave out titles: every word of the shorter name has to be in the longer one.
fn verdict(said: &str, found: Option<&str>) -> &'static str {
    let Some(found) = found else { return UNKNOWN };
    let (said, found) = (name_key(said), name_key(found));
    let words = |name: &str| name.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let (mut few, mut many) = (words(&said), words(&found));
    if few.len() > many.len() {
        std::mem::swap(&mut few, &mut many);
    }
    let within = !few.is_empty() && few.iter().all(|word| many.contains(word));
    let alike = !found.is_empty() && changes(&said, &found) <= SLIPS_MAX;
    if within || alike { SAME } else { OTHER }
}

/// Why money does not go to an account yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Doubt {
    /// The bank has not been asked, or has not answered.
    NotVerified,
    /// It is somebody else's.
    AnotherName,
    /// The bank knows no such account.
    NoSuchAccount,
}

/// What stands against an account. One that no bank has spoken of is in doubt where the institution wants to
/// know first.
pub(crate) fn doubt(unit: &mut Unit<'_>, payee: i64) -> Result<Option<Doubt>> {
    let check: Option<Check> = account_checks::of(unit, payee)?;
    Ok(match check.and_then(|check| check.verdict).as_deref() {
        Some(SAME) => None,
        Some(OTHER) => Some(Doubt::AnotherName),
        Some(_) => Some(Doubt::NoSuchAccount),
        None => is_required(unit)?.then_some(Doubt::NotVerified),
    })
}

const REQUIRED: &str = "accounts_verified_first";

/// Whether the institution wants to know first.
pub(crate) fn is_required(unit: &mut Unit<'_>) -> Result<bool> {
    Ok(claim_settings::get(unit, REQUIRED)?.unwrap_or(0) != 0)
}

/// Whether accounts have to be verified before anything is paid; set by a head or an administrator.
pub(crate) fn require(office: &mut Office, is_required: bool, account: i64) -> Result<()> {
    office.unit(|unit, desk| require_within(unit, desk, is_required, account))
}

/// The same within a unit that does more.
pub(crate) fn require_within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    is_required: bool,
    account: i64,
) -> Result<()> {
    let who = super::move_claim::by(unit, account)?;
    if !matches!(who.role, Role::Head | Role::Administrator) {
        let id = "ditetapkan kepala cabang atau administrator";
        let en = "this is set by a head or an administrator";
        return Err(Refusal::new("limit_refused", id, en).into());
    }
    claim_settings::set(unit, (REQUIRED, i64::from(is_required)), Some(account), desk.now)?;
    registry::note(unit, desk, "accounts verified first", 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_as_banks_write_them() {
        let check = |said: &str, found: Option<&str>, expected: &str| {
            assert_eq!(verdict(said, found), expected, "{said} and {found:?}");
        };
        check("Siti Rahmawati", Some("SITI RAHMAWATI"), SAME);
        check("Siti Rahmawati", Some("SITI RAHMAWATY"), SAME);
        check("Siti Nur Rahmawati", Some("SITI RAHMAWATI"), SAME);
        check("Siti", Some("SITI RAHMAWATI, S.E."), SAME);
        check("Siti Rahmawati", Some("BUDI SANTOSO"), OTHER);
        check("Siti Rahmawati", Some(""), OTHER);
        check("Siti Rahmawati", None, UNKNOWN);
    }
}
