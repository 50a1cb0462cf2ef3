//! What an agent did in the field: a member enrolled, cash taken. Each act has a key made on the telephone,
//! and is answered taken, same, conflict or refused, in any order and any number of times.
//!
//! An act that cannot be taken is kept, sealed, with what stands against it: the telephone forgets it, and
//! somebody settles it here. Nothing of a refused act has happened, so the same again is tried again.

mod collect;
mod enrol;
mod settle;
#[cfg(test)]
mod tests;

use anyhow::{Result, anyhow};
use base::{Day, Moment};
use scheme::refusal::Refusal;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::Unit;
use store::queries::agents::Agent;
use store::queries::field_acts::{self, FieldAct};

use super::open_agent::at_work;
use crate::books;
use crate::office::{Desk, Office};

pub(crate) use collect::{Collect, Whose};
pub(crate) use enrol::Enrol;
pub(crate) use settle::{Settle, run as settle};

/// A longer key no telephone makes.
pub(crate) const KEY_CHARS_MAX: usize = 64;
/// So many acts are sent at once, at most.
pub(crate) const ACTS_MAX: usize = 200;

/// A day as it is kept.
mod written {
    use base::Day;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    // A serializer hands over a reference, however small a day is.
    #[allow(clippy::trivially_copy_pass_by_ref)]
    pub(super) fn serialize<S: Serializer>(day: &Day, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(day)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Day, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

/// What was done.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) enum Does {
    Enrol(Enrol),
    Collect(Collect),
}

impl Does {
    /// The word the store keeps.
    pub(crate) const fn word(&self) -> &'static str {
        match self {
            Does::Enrol(_) => "enrol",
            Does::Collect(_) => "collect",
        }
    }
}

/// An act as the telephone sends it.
#[derive(Clone, Debug)]
pub(crate) struct Act {
    /// Its name, which the telephone gives to no other.
    pub(crate) key: String,
    /// When it was done, by the telephone's clock.
    pub(crate) made: Moment,
    pub(crate) does: Does,
}

/// What stands against an act.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) enum Other {
    /// A member that is there.
    Member { membership: i64, since: String, sector: Option<String>, income: Option<i64> },
    /// A receipt that is there.
    Receipt {
        no: i64,
        amount: i64,
        #[serde(with = "written")]
        day: Day,
    },
    /// Another act under the same key.
    Act { no: i64, does: Does },
}

/// An act as it is kept.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) does: Does,
    /// Why it was not taken, in both languages.
    pub(crate) said: Option<[String; 2]>,
    pub(crate) other: Option<Other>,
    /// Why the branch has to look, for the branch alone.
    pub(crate) why: Option<String>,
    /// The receipt it came to.
    pub(crate) receipt: Option<i64>,
}

/// What an act came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Answered {
    /// Its number among the agent's.
    pub(crate) no: i64,
    /// `taken`, `same`, `conflict` or `refused`.
    pub(crate) answer: &'static str,
    /// The code of why it was not taken.
    pub(crate) code: Option<String>,
    pub(crate) membership: Option<i64>,
    pub(crate) kept: Kept,
    pub(crate) settled: Option<String>,
}

/// What taking an act came to, if nothing refused it.
enum Outcome {
    Taken { membership: i64, receipt: Option<i64> },
    Conflict { code: &'static str, said: [&'static str; 2], other: Option<Other>, why: Option<&'static str> },
}

/// Takes an act, or keeps it with what stands against it.
pub(crate) fn run(office: &mut Office, agent: i64, act: &Act) -> Result<Answered> {
    let done = office.unit(|unit, desk| attempt(unit, desk, agent, act));
    let error = match done {
        Ok(answered) => return Ok(answered),
        Err(error) => error,
    };
    let Some(refusal) = error.chain().find_map(|cause| cause.downcast_ref::<Refusal>()).cloned() else {
        return Err(error);
    };
    // Who is no agent any more hears so; what she sends is not kept.
    if matches!(refusal.code, "agent_ended" | "not_there") {
        return Err(error);
    }
    office.unit(|unit, desk| refused(unit, desk, agent, act, &refusal))
}

/// Those that enrol come first: cash is taken for members whom the same list enrols.
pub(crate) fn run_all(office: &mut Office, agent: i64, acts: &[Act]) -> Result<Vec<Answered>> {
    let mut answered: Vec<Option<Answered>> = vec![None; acts.len()];
    for first in [true, false] {
        for (at, act) in acts.iter().enumerate() {
            if matches!(act.does, Does::Enrol(_)) == first {
                answered[at] = Some(run(office, agent, act)?);
            }
        }
    }
    answered.into_iter().collect::<Option<_>>().ok_or_else(|| anyhow!("an act has no answer"))
}

/// The hash under which an act is found; another act under the same key has a name of its own.
fn named(act: &Act, is_other: bool) -> Result<Vec<u8>> {
    let content = if is_other { serde_json::to_string(&act.does)? } else { String::new() };
    Ok(hash(&act.key, &content))
}

/// The hash of a key, with what an act of that key says where it is another.
fn hash(key: &str, content: &str) -> Vec<u8> {
    Sha256::digest(format!("field {key}\n{content}").as_bytes()).to_vec()
}

/// Acts of one agent are taken one after the other.
fn held(unit: &mut Unit<'_>, desk: &Desk<'_>, agent: i64) -> Result<Agent> {
    let agent = at_work(unit, desk, agent)?;
    store::queries::journals::hold(unit, books::journal_of(agent.id))?;
    Ok(agent)
}

fn attempt(unit: &mut Unit<'_>, desk: &Desk<'_>, agent: i64, act: &Act) -> Result<Answered> {
    let agent = held(unit, desk, agent)?;
    let known = field_acts::by_key(unit, agent.id, &named(act, false)?)?;
    if let Some(row) = known {
        let kept = open(desk, &row)?;
        if kept.does != act.does {
            return other_content(unit, desk, &agent, act, (&row, &kept));
        }
        let is_open = row.settled.is_none() && row.answer != "taken";
        let tries_again = row.answer == "refused" || row.told.as_deref() == Some(collect::WAITS);
        if is_open && tries_again {
            let outcome = perform(unit, desk, &agent, &act.does)?;
            return written(unit, desk, Some(&row), (&agent, act, false), outcome);
        }
        return Ok(again(row, kept));
    }
    let outcome = perform(unit, desk, &agent, &act.does)?;
    written(unit, desk, None, (&agent, act, false), outcome)
}

/// Does it, as far as nothing stands against it.
fn perform(unit: &mut Unit<'_>, desk: &Desk<'_>, agent: &Agent, does: &Does) -> Result<Outcome> {
    match does {
        Does::Enrol(asked) => enrol::within(unit, desk, agent, asked),
        Does::Collect(asked) => collect::within(unit, desk, agent, asked, false),
    }
}

/// The same key with other content: both are shown, and somebody says which it is.
fn other_content(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    agent: &Agent,
    act: &Act,
    (first, kept): (&FieldAct, &Kept),
) -> Result<Answered> {
    if let Some(row) = field_acts::by_key(unit, agent.id, &named(act, true)?)? {
        let kept = open(desk, &row)?;
        return Ok(again(row, kept));
    }
    let outcome = Outcome::Conflict {
        code: "other_content",
        said: [
            "dengan kunci yang sama, telepon pernah mengirim hal lain: lihat keduanya, lalu pilih",
            "the telephone sent something else under the same key before: look at both, then choose",
        ],
        other: Some(Other::Act { no: first.no, does: kept.does.clone() }),
        why: None,
    };
    written(unit, desk, None, (agent, act, true), outcome)
}

/// Writes down what an act came to, in the place of what it came to before.
fn written(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    before: Option<&FieldAct>,
    (agent, act, is_other): (&Agent, &Act, bool),
    outcome: Outcome,
) -> Result<Answered> {
    let empty = Kept { does: act.does.clone(), said: None, other: None, why: None, receipt: None };
    let (answer, told, membership, kept) = match outcome {
        Outcome::Taken { membership, receipt } => {
            ("taken", None, Some(membership), Kept { receipt, ..empty })
        }
        Outcome::Conflict { code, said, other, why } => {
            let (said, why) = (Some(said.map(str::to_owned)), why.map(str::to_owned));
            ("conflict", Some(code.to_owned()), None, Kept { said, other, why, ..empty })
        }
    };
    let row = put(unit, desk, before, (agent.id, act, is_other), (answer, told, membership, &kept))?;
    if let (Does::Enrol(_), "taken") = (&act.does, answer) {
        collect::wake(unit, desk, agent, &row.key)?;
    }
    Ok(fresh(row, kept))
}

type Came<'a> = (&'a str, Option<String>, Option<i64>, &'a Kept);

fn put(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    before: Option<&FieldAct>,
    (agent, act, is_other): (i64, &Act, bool),
    (answer, told, subject, kept): Came<'_>,
) -> Result<FieldAct> {
    let no = before.map_or_else(|| field_acts::next_number(unit, agent), |before| Ok(before.no))?;
    let row = FieldAct {
        agent,
        no,
        key: named(act, is_other)?,
        kind: act.does.word().to_owned(),
        made: act.made,
        answer: answer.to_owned(),
        told,
        subject,
        sealed: desk.keys.seal(&field_acts::context(agent, no), &serde_json::to_vec(kept)?),
        known: desk.now,
        settled: None,
    };
    match before {
        Some(_) => field_acts::becomes(unit, &row)?,
        None => field_acts::add(unit, &row)?,
    }
    Ok(row)
}

/// Keeps what the law, or the register, refused.
fn refused(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    agent: i64,
    act: &Act,
    refusal: &Refusal,
) -> Result<Answered> {
    let agent = held(unit, desk, agent)?;
    let before = field_acts::by_key(unit, agent.id, &named(act, false)?)?;
    // Somebody settled it between this try and its end: what was taken stays taken.
    if let Some(row) = before.as_ref().filter(|row| row.answer == "taken" || row.settled.is_some()) {
        let kept = open(desk, row)?;
        return Ok(again(row.clone(), kept));
    }
    let said = Some([refusal.id.clone(), refusal.en.clone()]);
    let kept = Kept { does: act.does.clone(), said, other: None, why: None, receipt: None };
    let came = ("refused", Some(refusal.code.to_owned()), None, &kept);
    let row = put(unit, desk, before.as_ref(), (agent.id, act, false), came)?;
    Ok(fresh(row, kept))
}

/// An act as it was opened from its row.
pub(crate) fn open(desk: &Desk<'_>, row: &FieldAct) -> Result<Kept> {
    let plain = desk.keys.open(&field_acts::context(row.agent, row.no), &row.sealed)?;
    Ok(serde_json::from_slice(&plain)?)
}

fn word(answer: &str) -> &'static str {
    match answer {
        "taken" => "taken",
        "conflict" => "conflict",
        _ => "refused",
    }
}

/// What came of it just now.
pub(crate) fn fresh(row: FieldAct, kept: Kept) -> Answered {
    let answer = word(&row.answer);
    Answered { no: row.no, answer, code: row.told, membership: row.subject, kept, settled: row.settled }
}

/// What came of it before: taken, or settled, is the same again.
fn again(row: FieldAct, kept: Kept) -> Answered {
    let is_done = row.answer == "taken" || row.settled.is_some();
    let answered = fresh(row, kept);
    if is_done { Answered { answer: "same", ..answered } } else { answered }
}
