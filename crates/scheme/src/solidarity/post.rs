//! Solidarity as lines of the ledger, all in the fund where money is on its way; commission is the
//! institution's own.
//!
//! Amounts below nothing take back. The holder of a line is a pot, a platform, an agent, or a member's own
//! payer.

use ledger::{Holder, chart};

use crate::claims::post::INSTITUTION;
use crate::contributions::post::{Book, COLLECTION, Unbooked};

impl Book {
    /// A donor's promise to a pot; below nothing where it falls away.
    pub fn pledged(&mut self, pot: Holder, amount: i64) -> Result<(), Unbooked> {
        self.moved(COLLECTION, (chart::PLEDGES, Some(pot)), (chart::PLEDGED, Some(pot)), amount)
    }

    /// Money that keeps a promise: what [`Book::received`] books is no longer promised.
    pub fn kept(&mut self, pot: Holder, amount: i64) -> Result<(), Unbooked> {
        self.pledged(pot, amount.saturating_neg())
    }

    /// A pot's credit set aside for months of workers; below nothing for what is freed, or readied for a run.
    pub fn reserved(&mut self, pot: Holder, amount: i64) -> Result<(), Unbooked> {
        self.moved(COLLECTION, (chart::CREDIT, Some(pot)), (chart::RESERVED, Some(pot)), amount)
    }

    /// A pot's part of a shared month, to the credit of the worker's own payer.
    pub fn parted(&mut self, pot: Holder, worker: Holder, amount: i64) -> Result<(), Unbooked> {
        self.moved(COLLECTION, (chart::RESERVED, Some(pot)), (chart::CREDIT, Some(worker)), amount)
    }

    /// What trips of a batch put aside: a claim on the platform, owed to the members in the rows.
    pub fn accrued(&mut self, platform: Holder, members: Holder, amount: i64) -> Result<(), Unbooked> {
        let with = (chart::WITH_PLATFORMS, Some(platform));
        self.moved(COLLECTION, with, (chart::ACCRUED, Some(members)), amount)
    }

    /// What a platform hands over of what it put aside.
    pub fn settled(&mut self, platform: Holder, amount: i64) -> Result<(), Unbooked> {
        let with = (chart::WITH_PLATFORMS, Some(platform));
        self.moved(COLLECTION, (chart::BANK, None), with, amount)
    }

    /// A rider's line of a settlement, to the credit of her own payer.
    pub fn credited(&mut self, member: Holder, payer: Holder, amount: i64) -> Result<(), Unbooked> {
        let accrued = (chart::ACCRUED, Some(member));
        self.moved(COLLECTION, accrued, (chart::CREDIT, Some(payer)), amount)
    }

    /// Cash that an agent took for a member's own payer.
    pub fn taken_in_cash(&mut self, agent: Holder, payer: Holder, amount: i64) -> Result<(), Unbooked> {
        self.moved(COLLECTION, (chart::CASH, Some(agent)), (chart::CREDIT, Some(payer)), amount)
    }

    /// Cash that an agent brought to the bank.
    pub fn handed_over(&mut self, agent: Holder, amount: i64) -> Result<(), Unbooked> {
        self.moved(COLLECTION, (chart::BANK, None), (chart::CASH, Some(agent)), amount)
    }

    /// Commission of an agent.
    pub fn earned(&mut self, agent: Holder, amount: i64) -> Result<(), Unbooked> {
        let due = (chart::COMMISSION_DUE, Some(agent));
        self.moved(INSTITUTION, (chart::COMMISSION, None), due, amount)
    }

    /// Commission that was paid out.
    pub fn commission_paid(&mut self, agent: Holder, amount: i64) -> Result<(), Unbooked> {
        let due = (chart::COMMISSION_DUE, Some(agent));
        self.moved(INSTITUTION, due, (chart::BANK, None), amount)
    }
}
