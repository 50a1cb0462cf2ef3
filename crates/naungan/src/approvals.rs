//! Changes that two people have to want: who asks writes it down, another one looks at it and decides, and
//! only then it is done, by the same actions as everywhere, once.

mod before;
mod change;
mod table;

use anyhow::{Context, Result, anyhow, bail};
use rules::render::Lang;
use scheme::id::PayerId;
use scheme::refusal::Refusal;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::queries::approvals::{self, Approval};
use store::queries::{branches, contests, institution};
use store::{Unit, seal};

use crate::actions::book_line;
use crate::auth::{Caller, Deed, Of, may, owner};
use crate::office::{Desk, Office};
use crate::registry::people;
use crate::views::effects::{self, Effect};

pub(crate) use before::{Difference, differences, reported};
pub(crate) use change::{Change, LETTERS_MAX, whole};
pub(crate) use table::{About, Needs, TABLE, needs};

/// What somebody asks for, as it is kept: with what it would have done when it was asked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    pub(crate) change: Change,
    /// What was at stake then.
    pub(crate) amount: i64,
    /// The print of what was there and what would be.
    print: String,
}

/// What a change would do, as things are.
pub(crate) struct Seen {
    /// What is there and what would be.
    pub(crate) lines: Vec<Difference>,
    /// Bills that it would make or change, line by line.
    pub(crate) effects: Vec<Effect>,
    /// How much is at stake.
    pub(crate) amount: i64,
    print: String,
}

impl Seen {
    /// What a form carries, so that nothing else is asked for than was seen.
    pub(crate) fn print(&self) -> &str {
        &self.print
    }

    /// Whether it is still what was asked for.
    pub(crate) fn is_of(&self, request: &Request) -> bool {
        self.print == request.print
    }
}

/// Writes down what somebody asks for and has seen; gives its number.
pub(crate) fn ask(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (change, seen): (&Change, &Seen),
    branch: Option<i64>,
    maker: i64,
) -> Result<i64> {
    let id = institution::take_numbers(unit, 1)?;
    let request = Request { change: change.clone(), amount: seen.amount, print: seen.print.clone() };
    let row = Approval {
        id,
        what: change.word().to_owned(),
        subject: change.subject(),
        branch,
        sealed: desk.keys.seal(&context(id), serde_json::to_string(&request)?.as_bytes()),
        maker,
        made: desk.now,
        outcome: None,
        checker: None,
        decided: None,
        said: None,
    };
    approvals::add(unit, &row)?;
    if let Some(contest) = change.contest()
        && !contests::propose(unit, contest, Some(id))?
    {
        let en = "this objection is answered already";
        return Err(Refusal::new("answered_already", "keberatan ini sudah dijawab", en).into());
    }
    if let Some(line) = change.line() {
        book_line::ask(unit, desk, line, (Some(PayerId(change.subject())), maker))?;
    }
    Ok(id)
}

/// What an approval asks for.
pub(crate) fn opened(desk: &Desk<'_>, row: &Approval) -> Result<Request> {
    let text = desk.keys.open(&context(row.id), &row.sealed)?;
    serde_json::from_slice(&text).with_context(|| format!("approval {} is damaged", row.id))
}

/// What approvals are sealed under.
pub(crate) fn context(id: i64) -> String {
    seal::context("approval", "sealed", id)
}

/// Whether somebody answers for the office that an approval belongs to.
pub(crate) fn is_within(unit: &mut Unit<'_>, caller: &Caller, row: &Approval) -> Result<bool> {
    let Some(branch) = row.branch else { return Ok(false) };
    if caller.branch == Some(branch) {
        return Ok(true);
    }
    let province = branches::read(unit, branch)?.map(|branch| branch.province);
    Ok(province.is_some() && province == caller.province)
}

/// Whether everybody whom a change touches is somebody's to care for: who is merged with another is hers only
/// if the other is too. Who is not is answered as if there were nobody of that number.
pub(crate) fn reaches(
    unit: &mut Unit<'_>,
    caller: &Caller,
    deed: Deed,
    change: &Change,
) -> Result<Result<(), Refusal>> {
    let Some(other) = change.other() else { return Ok(Ok(())) };
    let owner = owner::find(unit, Of::Person(""), &other.to_string())?;
    if owner.is_some_and(|owner| may(caller, deed, &owner, true).is_some()) {
        return Ok(Ok(()));
    }
    Ok(Err(people::nobody(other)))
}

/// What became of an approval.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Came {
    /// It was done.
    Done,
    /// It was turned down.
    Refused,
    /// It was approved, and cannot be done any more; why.
    Failed(Refusal),
}

/// Does what is asked for, or turns it down. What cannot be done any more has failed, and says why.
pub(crate) fn decide(
    office: &mut Office,
    checker: &Caller,
    id: i64,
    approves: bool,
    said: &str,
) -> Result<Came> {
    let said = Some(said).filter(|said| !said.is_empty());
    if !approves {
        office.unit(|unit, desk| settle(unit, desk, checker, id, ("refused", said)).map(drop))?;
        return Ok(Came::Refused);
    }
    let done = office.unit(|unit, desk| {
        // The mark comes first: of two who approve in one moment, one finds that it is decided.
        let request = settle(unit, desk, checker, id, ("approved", said))?;
        let now = done_and_seen(unit, desk, &request.change, Lang::En)?;
        if now.is_of(&request) { Ok(()) } else { Err(stale().into()) }
    });
    let Err(error) = done else { return Ok(Came::Done) };
    let refusal = error.chain().find_map(|cause| cause.downcast_ref::<Refusal>()).cloned();
    let Some(refusal) = refusal.filter(|refusal| !is_about_deciding(refusal)) else { return Err(error) };
    let words = format!("{} / {}", refusal.id, refusal.en);
    office.unit(|unit, desk| settle(unit, desk, checker, id, ("failed", Some(&words))).map(drop))?;
    Ok(Came::Failed(refusal))
}

/// Something of it has changed since it was asked: whoever asked has to see that first.
pub(crate) fn stale() -> Refusal {
    Refusal::new(
        "stale",
        "keadaannya berubah sejak diminta: lihat akibatnya sekarang dan minta lagi",
        "things have changed since it was asked: look at what it would do now and ask again",
    )
}

/// Refusals of the decision itself, which leave the approval as it is.
const OF_DECIDING: [&str; 3] = ["own_request", "decided_already", "not_yours"];

fn is_about_deciding(refusal: &Refusal) -> bool {
    OF_DECIDING.contains(&refusal.code)
}

/// Marks an approval, once, by somebody else than who asked.
fn settle(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    checker: &Caller,
    id: i64,
    (outcome, said): (&str, Option<&str>),
) -> Result<Request> {
    let there = approvals::read(unit, id)?;
    let row = there.ok_or_else(|| {
        crate::registry::not_there(
            format!("tidak ada permintaan bernomor {id}"),
            format!("there is no request {id}"),
        )
    })?;
    if !is_within(unit, checker, &row)? {
        let en = format!("request {id} belongs to another branch");
        return Err(Refusal::new("not_yours", format!("permintaan {id} milik cabang lain"), en).into());
    }
    if row.maker == checker.account {
        let words = "yang meminta tidak boleh memutuskan: mintalah orang lain";
        return Err(Refusal::new("own_request", words, "who asked may not decide: ask somebody else").into());
    }
    if !approvals::decide(unit, id, outcome, checker.account, desk.now, said)? {
        let en = format!("request {id} is decided already");
        return Err(Refusal::new("decided_already", format!("permintaan {id} sudah diputuskan"), en).into());
    }
    let request = opened(desk, &row)?;
    if outcome != "approved" {
        let_go(unit, desk, &request, checker.account)?;
    } else if reaches(unit, checker, Deed::Approve, &request.change)?.is_err() {
        let id = "orang yang satu lagi milik cabang lain: hanya yang berwenang atas keduanya yang memutuskan";
        let en = "the other person is another branch's: only who answers for both decides";
        return Err(Refusal::new("not_yours", id, en).into());
    }
    Ok(request)
}

/// The contested month or the bank's line that waited for it waits for somebody again.
fn let_go(unit: &mut Unit<'_>, desk: &Desk<'_>, request: &Request, by: i64) -> Result<()> {
    if let Some(line) = request.change.line() {
        book_line::ask(unit, desk, line, (None, by))?;
    }
    if let Some(contest) = request.change.contest() {
        contests::propose(unit, contest, None)?;
    }
    Ok(())
}

/// Takes one's own request back, while it waits.
pub(crate) fn withdraw(unit: &mut Unit<'_>, desk: &Desk<'_>, maker: i64, id: i64) -> Result<bool> {
    let Some(row) = approvals::read(unit, id)?.filter(|row| row.maker == maker) else { return Ok(false) };
    let is_waiting = approvals::decide(unit, id, "withdrawn", maker, desk.now, None)?;
    if is_waiting {
        let_go(unit, desk, &opened(desk, &row)?, maker)?;
    }
    Ok(is_waiting)
}

/// What a change would do; or why it cannot be done. Nothing of it stays.
pub(crate) fn tried(office: &mut Office, change: &Change, lang: Lang) -> Result<Result<Seen, Refusal>> {
    let mut came = None;
    let undone: Result<()> = office.unit(|unit, desk| {
        came = Some(done_and_seen(unit, desk, change, lang)?);
        Err(anyhow!("only tried"))
    });
    match (came, undone) {
        (Some(seen), _) => Ok(Ok(seen)),
        (None, Ok(())) => bail!("a trial came to nothing"),
        (None, Err(error)) => {
            let refusal = error.chain().find_map(|cause| cause.downcast_ref::<Refusal>()).cloned();
            refusal.map(Err).ok_or(error)
        }
    }
}

/// Does it, and says what it did.
fn done_and_seen(unit: &mut Unit<'_>, desk: &Desk<'_>, change: &Change, lang: Lang) -> Result<Seen> {
    let lines = differences(unit, desk, change)?;
    let moved = before::stake(unit, change)?;
    let bills = change.apply(unit, desk)?;
    let effects = effects::read(unit, desk, &bills, change.membership(), lang)?;
    let amount = bills.iter().fold(moved, |sum, bill| sum + bill.owed.abs());
    let mut text = String::new();
    for line in &lines {
        text.push_str(&format!("{}\t{}\t{}\n", line.name, line.before, line.after));
    }
    for bill in &bills {
        text.push_str(&format!("{}\t{}\t{}\n", bill.payer, bill.month, bill.owed));
    }
    let print = crate::hex::of(&Sha256::digest(text.as_bytes()));
    Ok(Seen { lines, effects, amount, print })
}

#[cfg(test)]
mod tests;
