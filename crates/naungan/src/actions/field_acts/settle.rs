//! What of the field could not be taken at once is settled: taken after all, or dropped.

use anyhow::Result;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::field_acts::{self, FieldAct};

use super::{Answered, Does, Kept, Outcome, collect, enrol, fresh, held, open};
use crate::office::{Desk, Office};
use crate::registry;

/// What somebody decides.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settle {
    pub(crate) agent: i64,
    /// Which act of hers.
    pub(crate) no: i64,
    /// It holds as the agent said it; else it is dropped.
    pub(crate) takes: bool,
    /// Whether the branch decides, and not the agent herself.
    pub(crate) by_branch: bool,
    pub(crate) account: Option<i64>,
}

/// Settles it.
pub(crate) fn run(office: &mut Office, asked: &Settle) -> Result<Answered> {
    office.unit(|unit, desk| within(unit, desk, asked))
}

fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &Settle) -> Result<Answered> {
    let agent = held(unit, desk, asked.agent)?;
    let row = field_acts::read(unit, agent.id, asked.no)?.ok_or_else(|| {
        let no = asked.no;
        registry::not_there(format!("tidak ada tindakan {no}"), format!("there is no act {no}"))
    })?;
    let code = row.told.clone().unwrap_or_default();
    refuse_settled(&row)?;
    if code == enrol::NOT_CONFIRMED && asked.takes && !asked.by_branch {
        let id = "kantor cabang yang mencocokkan kartunya; Anda dapat membatalkannya";
        let en = "the branch compares the card; you may drop it";
        return Err(Refusal::new("branch_settles", id, en).into());
    }
    let kept = open(desk, &row)?;
    if !asked.takes {
        return closed(unit, desk, asked, (row, kept), "dropped");
    }
    let outcome = match &kept.does {
        Does::Enrol(one) => enrol::after_all(unit, desk, &agent, (one, &code))?,
        Does::Collect(one) => collect::within(unit, desk, &agent, one, code == collect::TAKEN)?,
    };
    let (row, kept) = match outcome {
        Outcome::Taken { membership, receipt } => {
            let (answer, subject) = ("taken".to_owned(), Some(membership));
            (FieldAct { answer, subject, told: None, ..row }, Kept { receipt, ..kept })
        }
        // Something else stands against it now: it goes on waiting.
        Outcome::Conflict { code, said, other, why } => {
            let (said, why) = (Some(said.map(str::to_owned)), why.map(str::to_owned));
            let kept = Kept { said, other, why, ..kept };
            let row = FieldAct { answer: "conflict".to_owned(), told: Some(code.to_owned()), ..row };
            let row = kept_again(unit, desk, row, &kept)?;
            return Ok(fresh(row, kept));
        }
    };
    let row = kept_again(unit, desk, row, &kept)?;
    if matches!(kept.does, Does::Enrol(_)) {
        collect::wake(unit, desk, &agent, &row.key)?;
    }
    closed(unit, desk, asked, (row, kept), "taken")
}

fn refuse_settled(row: &FieldAct) -> Result<(), Refusal> {
    if row.settled.is_none() && row.answer != "taken" {
        return Ok(());
    }
    let (id, en) = ("tindakan ini sudah diselesaikan", "this act is settled already");
    Err(Refusal::new("settled_already", id, en))
}

fn kept_again(unit: &mut Unit<'_>, desk: &Desk<'_>, row: FieldAct, kept: &Kept) -> Result<FieldAct> {
    let sealed = desk.keys.seal(&field_acts::context(row.agent, row.no), &serde_json::to_vec(kept)?);
    let row = FieldAct { sealed, ..row };
    field_acts::becomes(unit, &row)?;
    Ok(row)
}

fn closed(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    asked: &Settle,
    (row, kept): (FieldAct, Kept),
    how: &str,
) -> Result<Answered> {
    field_acts::settle(unit, (row.agent, row.no), how, asked.account, desk.now)?;
    registry::note(unit, desk, "act of the field settled", row.agent)?;
    Ok(fresh(FieldAct { settled: Some(how.to_owned()), ..row }, kept))
}
