//! What employers say too late: wages of the past are corrected, and whole files come months afterwards.

use anyhow::{Context, Result, ensure};
use base::{Moment, Month};
use scheme::id::PayerId;
use scheme::memberships::{Segment, unpack};
use store::queries::{memberships, rolls, uploads};

use super::{Year, refused};
use crate::actions::change_membership::{self, Changed};
use crate::actions::receive_payment::{self, ForWhom, ReceivePayment};
use crate::actions::report_file::{self, Brought};
use crate::jobs::{self, take_upload::Sum};
use crate::office::Office;
use crate::registry::{claims, members, people};

/// One in so many claims is of somebody whose wage is corrected afterwards.
const CORRECTED_ONE_IN: usize = 4;
/// A file comes so many months late.
const MONTHS_LATE: i32 = 2;

impl Year<'_> {
    /// The wages of some whose claims were decided the month before turn out to be others; what comes on top
    /// is paid at once.
    pub(super) fn correct(&mut self, office: &mut Office) -> Result<()> {
        let fresh = std::mem::take(&mut self.fresh);
        for (at, claim) in fresh.into_iter().enumerate().filter(|(at, _)| at.is_multiple_of(CORRECTED_ONE_IN))
        {
            let Some((person, asked)) = corrected(office, claim, at)? else { continue };
            let bills = match change_membership::change(office, &asked) {
                Ok(bills) => bills,
                Err(error) => {
                    let code = refused(error)?;
                    self.count(&format!("wage not corrected: {code}"));
                    continue;
                }
            };
            self.count("wages corrected");
            self.touched.insert(person);
            for bill in bills {
                pays(office, bill.payer, bill.owed)?;
            }
        }
        Ok(())
    }

    /// An employer of somebody who claims brings a file of a month that was billed long ago.
    pub(super) fn late_file(&mut self, office: &mut Office) -> Result<()> {
        let Some(month) = office.today().month().plus_months(-MONTHS_LATE) else { return Ok(()) };
        let Some(claim) = self.decided.values().flatten().max().copied() else { return Ok(()) };
        let Some((payer, text, of)) = office.look(|unit, desk| {
            let held = claims::play(unit, claim)?;
            let Some(row) = memberships::read(unit, held.row.membership)? else { return Ok(None) };
            if row.segment != Segment::WageEarner.name() {
                return Ok(None);
            }
            let (mut text, mut of) = ("NIK,Nama,Upah\n".to_owned(), Vec::new());
            for roll in rolls::of_payer_in(unit, row.payer, month)? {
                let Some(wage) = wage_in(&roll.facts) else { continue };
                let person = members::row(unit, roll.membership)?.person;
                let known = people::load(unit, desk, person)?;
                let identity = known.identity();
                text.push_str(&format!("{},{},{}\n", identity.nik, identity.name, wage + wage / 20));
                of.push(person.0);
            }
            Ok((!of.is_empty()).then_some((row.payer, text, of)))
        })?
        else {
            return Ok(());
        };
        let sum = self.file_taken(office, (payer, month), text)?;
        self.count("late files taken");
        self.counts("wages of late files", usize::try_from(sum.changed)?);
        self.touched.extend(of);
        sum.bills.iter().try_for_each(|bill| pays(office, payer, bill.owed))
    }

    fn file_taken(
        &mut self,
        office: &mut Office,
        (payer, month): (PayerId, Month),
        text: String,
    ) -> Result<Sum> {
        let account = self.officer;
        let brought = Brought {
            payer,
            month,
            name: "upah.csv".to_owned(),
            bytes: text.into_bytes(),
            complete: false,
            account,
            by_staff: false,
        };
        let id = office.unit(|unit, desk| report_file::bring(unit, desk, &brought))?;
        while jobs::one(office)? {}
        office.unit(|unit, desk| report_file::accept(unit, desk, id, account))?;
        while jobs::one(office)? {}
        let upload = office.look(|unit, _| uploads::read(unit, id))?.context("no upload")?;
        ensure!(upload.state == "taken", "a late file is {}", upload.state);
        Ok(serde_json::from_str(&upload.told.context("nothing is told of a file")?)?)
    }
}

/// The wage of the month before the last, some tenth more or less, of whoever a claim is of.
fn corrected(office: &mut Office, claim: i64, at: usize) -> Result<Option<(i64, Changed)>> {
    office.look(|unit, desk| {
        let row = claims::play(unit, claim)?.row;
        let month = desk.today.month().plus_months(-2).context("a month")?;
        let whole = members::whole(unit, row.person)?;
        let known = whole.membership(row.membership)?;
        let wage = known.history.value("wage", month, Moment::EVER);
        let Some(wage) = wage.and_then(number) else { return Ok(None) };
        let tenth = if at.is_multiple_of(2 * CORRECTED_ONE_IN) { wage / 10 } else { -wage / 10 };
        let name = "wage".to_owned();
        let (value, membership) = (Some((wage + tenth).to_string()), row.membership);
        Ok(Some((row.person.0, Changed { membership, name, value, from: month, until: None })))
    })
}

fn wage_in(facts: &str) -> Option<i64> {
    unpack(facts).find(|(name, _)| *name == "wage").and_then(|(_, wage)| number(wage))
}

/// As the law's notation writes it.
fn number(wage: &str) -> Option<i64> {
    wage.replace('_', "").parse().ok()
}

/// What comes on top is paid on the same day.
fn pays(office: &mut Office, payer: PayerId, amount: i64) -> Result<()> {
    if amount <= 0 {
        return Ok(());
    }
    office.unit(|unit, desk| {
        let asked = ReceivePayment {
            for_whom: ForWhom::Payer(payer),
            amount,
            day: desk.today,
            channel: "bank".to_owned(),
            reference: String::new(),
        };
        receive_payment::within(unit, desk, &asked).map(drop)
    })
}
