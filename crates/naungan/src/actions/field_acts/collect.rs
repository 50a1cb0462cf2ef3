//! Cash is taken in the field, for a card or for somebody who was enrolled there.

use anyhow::Result;
use base::{Day, Kpj};
use scheme::id::MembershipId;
use scheme::refusal::Refusal;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::Unit;
use store::queries::agents::Agent;
use store::queries::{agent_cash, field_acts};

use super::{Kept, Other, Outcome, open};
use crate::actions::take_cash::{self, TakeCash};
use crate::office::Desk;
use crate::registry::members;

/// Cash, for whom and when.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Collect {
    pub(crate) whose: Whose,
    pub(crate) amount: i64,
    #[serde(with = "super::written")]
    pub(crate) day: Day,
}

/// For whom.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) enum Whose {
    /// By the number of the card.
    Card(String),
    /// By the key of the act that enrolled her.
    Enrolment(String),
}

/// The enrolment has not come yet: it is taken as soon as that is.
pub(super) const WAITS: &str = "enrolment_missing";
/// The same cash was taken before, or twice as much.
pub(super) const TAKEN: &str = "taken_already";

/// Takes it, or says what stands against it; `is_another` where somebody has said that it is another payment.
pub(super) fn within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    agent: &Agent,
    asked: &Collect,
    is_another: bool,
) -> Result<Outcome> {
    let (amount, day) = (asked.amount, asked.day);
    if day < agent.opened {
        let id = format!("uang tunai tanggal {day} diterima sebelum Anda menjadi agen");
        let en = format!("cash of {day} was taken before you were an agent");
        return Err(Refusal::new("field_day", id, en).into());
    }
    let Some(membership) = whose(unit, desk, agent, &asked.whose)? else { return Ok(waits()) };
    let alike = agent_cash::alike(unit, agent.id, (membership, amount, day))?;
    if let Some(receipt) = alike.filter(|_| !is_another) {
        let other = Some(Other::Receipt { no: receipt.no, amount: receipt.amount, day: receipt.day });
        let said = [
            "uang sejumlah ini dari peserta ini sudah dicatat pada hari yang sama: apakah ini setoran lain?",
            "the same amount of this member was noted on the same day: is it another payment?",
        ];
        return Ok(Outcome::Conflict { code: TAKEN, said, other, why: None });
    }
    let taken = take_cash::within(unit, desk, &TakeCash { agent: agent.id, membership, amount, day })?;
    Ok(Outcome::Taken { membership: membership.0, receipt: Some(taken.receipt) })
}

fn waits() -> Outcome {
    let said = [
        "pendaftaran peserta ini belum sampai: uangnya dibukukan begitu pendaftaran itu diterima",
        "the enrolment of this member has not come yet: the money is booked as soon as that is taken",
    ];
    Outcome::Conflict { code: WAITS, said, other: None, why: None }
}

/// Takes what waited for an enrolment, by the hash of its key, now that it is there. What is refused keeps
/// waiting, with its reason.
pub(super) fn wake(unit: &mut Unit<'_>, desk: &Desk<'_>, agent: &Agent, enrolment: &[u8]) -> Result<()> {
    for row in field_acts::open(unit, agent.id, i64::MAX)? {
        let kept = open(desk, &row)?;
        let super::Does::Collect(asked) = &kept.does else { continue };
        let Whose::Enrolment(key) = &asked.whose else { continue };
        if row.told.as_deref() != Some(WAITS) || super::hash(key, "") != enrolment {
            continue;
        }
        let done = within(unit, desk, agent, asked, false);
        let (answer, told, subject, kept) = match done {
            Ok(Outcome::Taken { membership, receipt }) => {
                let kept = Kept { said: None, other: None, receipt, ..kept };
                ("taken", None, Some(membership), kept)
            }
            Ok(Outcome::Conflict { code, said, other, .. }) => {
                let kept = Kept { said: Some(said.map(str::to_owned)), other, ..kept };
                ("conflict", Some(code.to_owned()), None, kept)
            }
            // The cash is refused before anything of it is written.
            Err(error) => {
                let Some(refusal) = error.chain().find_map(|cause| cause.downcast_ref::<Refusal>()) else {
                    return Err(error);
                };
                let said = Some([refusal.id.clone(), refusal.en.clone()]);
                ("refused", Some(refusal.code.to_owned()), None, Kept { said, other: None, ..kept })
            }
        };
        let sealed = desk.keys.seal(&field_acts::context(row.agent, row.no), &serde_json::to_vec(&kept)?);
        let answer = answer.to_owned();
        field_acts::becomes(unit, &field_acts::FieldAct { answer, told, subject, sealed, ..row })?;
    }
    Ok(())
}

/// The membership; nothing while the act that enrols her has not come, or was not taken.
fn whose(unit: &mut Unit<'_>, desk: &Desk<'_>, agent: &Agent, whose: &Whose) -> Result<Option<MembershipId>> {
    match whose {
        Whose::Card(number) => {
            let figures: String = number.chars().filter(|letter| !" .-".contains(*letter)).collect();
            let found = match figures.parse::<Kpj>() {
                Ok(kpj) => members::by_kpj(unit, desk, kpj)?.first().copied(),
                Err(_) => None,
            };
            let id = "nomor kartu ini tidak dikenal: cocokkan dengan kartunya";
            let en = "nobody has a card of this number: compare the card";
            Ok(Some(found.ok_or_else(|| Refusal::new("card_unknown", id, en))?))
        }
        Whose::Enrolment(key) => {
            let hash = Sha256::digest(format!("field {key}\n").as_bytes());
            let act = field_acts::by_key(unit, agent.id, &hash)?;
            Ok(act.filter(|act| act.answer == "taken").and_then(|act| act.subject).map(MembershipId))
        }
    }
}
