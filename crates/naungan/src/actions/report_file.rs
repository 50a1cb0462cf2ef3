//! An employer brings a file with the wages of a month: it is checked, then taken or dropped.

use anyhow::Result;
use base::Month;
use scheme::id::PayerId;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::runs;
use store::queries::uploads::{self, Upload};

use crate::jobs::{self, check_upload, take_upload};
use crate::office::Desk;
use crate::reports::take::Employer;

/// The largest file, in bytes.
pub(crate) const FILE_BYTES_MAX: usize = 10_000_000;

/// A file.
pub(crate) struct Brought {
    pub(crate) payer: PayerId,
    pub(crate) month: Month,
    /// What it is called.
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    /// It names everybody: who is missing has left.
    pub(crate) complete: bool,
    /// Who brings it.
    pub(crate) account: i64,
    /// An officer does, for the employer.
    pub(crate) by_staff: bool,
}

/// Keeps a file, to be checked later; gives its number.
pub(crate) fn bring(unit: &mut Unit<'_>, desk: &Desk<'_>, brought: &Brought) -> Result<i64> {
    // The institution ends nobody's membership without a second person's word.
    if brought.complete && brought.by_staff {
        let id = "petugas hanya melaporkan perubahan: yang berhenti diakhiri oleh pemberi kerja sendiri, \
                  atau satu per satu dengan persetujuan";
        let en = "an officer reports changes only: who has left is ended by the employer, or one by one \
                  with an approval";
        return Err(Refusal::new("ends_need_approval", id, en).into());
    }
    if brought.by_staff {
        not_billed(unit, brought.payer, brought.month)?;
    }
    // Who reports no wages is told so now.
    Employer::load(unit, desk, brought.payer, brought.month)?;
    let id = jobs::number(desk);
    let of = (Some(brought.account), Some(brought.payer));
    let job = jobs::later(unit, desk, check_upload::KIND, &id.to_string(), of)?;
    let upload = Upload {
        id,
        payer: brought.payer,
        month: brought.month,
        name: brought.name.clone(),
        state: "checking".to_owned(),
        complete: brought.complete,
        account: brought.account,
        told: Some(job.to_string()),
        made: desk.now,
    };
    uploads::add(unit, &upload, &desk.keys.seal(&check_upload::context(id), &brought.bytes))?;
    Ok(id)
}

/// The institution changes what was billed only with a second person's word.
pub(crate) fn not_billed(unit: &mut Unit<'_>, payer: PayerId, month: Month) -> Result<()> {
    if !runs::is_through_with(unit, month, payer)? {
        return Ok(());
    }
    let id = format!("{month} sudah ditagih: petugas meminta persetujuan untuk mengubah upahnya");
    let en = format!("{month} was billed: an officer asks for an approval to change a wage of it");
    Err(Refusal::new("second_person", id, en).into())
}

/// Asks for the good rows to be taken; asked twice, they are taken once.
pub(crate) fn accept(unit: &mut Unit<'_>, desk: &Desk<'_>, id: i64, account: i64) -> Result<()> {
    let Some(now) = uploads::read(unit, id)? else { return Err(gone(id).into()) };
    match now.state.as_str() {
        "checked" => {
            let of = (Some(account), Some(now.payer));
            let job = jobs::later(unit, desk, take_upload::KIND, &id.to_string(), of)?;
            uploads::set_state(unit, id, "taking", Some(&job.to_string()))
        }
        "taking" | "taken" => Ok(()),
        _ => Err(not_checked().into()),
    }
}

/// Nothing of it is taken; what has been taken stays.
pub(crate) fn leave(unit: &mut Unit<'_>, id: i64) -> Result<()> {
    let Some(now) = uploads::read(unit, id)? else { return Err(gone(id).into()) };
    match now.state.as_str() {
        "checked" | "failed" => {
            uploads::remove_rows(unit, id)?;
            uploads::set_state(unit, id, "dropped", None)
        }
        "dropped" => Ok(()),
        _ => Err(not_checked().into()),
    }
}

fn gone(id: i64) -> Refusal {
    crate::registry::not_there(format!("tidak ada berkas {id}"), format!("there is no file {id}"))
}

fn not_checked() -> Refusal {
    let id = "berkas ini tidak sedang menunggu keputusan: lihat keadaannya";
    Refusal::new("file_not_checked", id, "the file does not wait for a decision: look how far it is")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trial::{Trial, month};

    fn brought(trial: &mut Trial, payer: PayerId, of: &str, by_staff: bool) -> Result<i64, &'static str> {
        let bytes = b"NIK,Nama,Upah\n".to_vec();
        let (month, name) = (month(of), "upah.csv".to_owned());
        let asked = Brought { payer, month, name, bytes, complete: false, account: 1, by_staff };
        trial
            .office
            .unit(|unit, desk| bring(unit, desk, &asked))
            .map_err(|error| error.downcast_ref::<Refusal>().unwrap_or_else(|| panic!("{error:?}")).code)
    }

    #[test]
    fn staff_change_no_month_alone_that_was_billed() {
        testing::both(|address| {
            let mut trial = Trial::begin(address, "2025-03-03");
            let (payer, other) = (trial.employer("large"), trial.employer("large"));
            trial.hire(payer, 6_000_000);
            assert!(brought(&mut trial, payer, "2025-03", true).is_ok(), "not billed yet");
            trial.clock.advance("2025-04-02".parse().expect("a day"));
            trial.run("2025-03");
            let files = |trial: &mut Trial| {
                let all = trial.office.look(|unit, _| uploads::of_payer(unit, payer, 9));
                all.expect("a look").len()
            };
            let before = files(&mut trial);
            assert_eq!(brought(&mut trial, payer, "2025-03", true), Err("second_person"));
            assert_eq!(files(&mut trial), before, "the whole month is refused, and nothing of it kept");
            assert!(brought(&mut trial, payer, "2025-04", true).is_ok(), "the next month is open");
            assert!(brought(&mut trial, payer, "2025-03", false).is_ok(), "an employer corrects her own");
            let through = trial.office.look(|unit, _| Ok(not_billed(unit, other, month("2025-03")).is_ok()));
            assert!(!through.expect("a look"), "the run went through every payer");
        });
    }
}
