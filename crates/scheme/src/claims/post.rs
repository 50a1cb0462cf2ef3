//! Decisions on claims as lines of the ledger, each in the fund of its programme.
//!
//! Savings come out of the member's own account, every other benefit is what the fund spends. What is late is
//! paid by the institution's own money. A line of a control account names the membership, or the payer.

use ledger::{Account, Fund, Holder, chart};

use super::change::Grant;
use crate::contributions::post::{Book, Unbooked};
use crate::law::{Law, SAVINGS};

/// The fund of the institution's own money: members do not pay for its delay.
pub const INSTITUTION: &str = "institution";

impl Book {
    /// A benefit that was approved, or a difference to what was: owed to the member or her heirs, and its tax
    /// to the state. A difference below nothing takes back what was granted and not paid yet; what was paid
    /// already is [`Book::overpaid`].
    pub fn granted(
        &mut self,
        law: &Law<'_>,
        programme: &str,
        member: Holder,
        grant: &Grant,
    ) -> Result<(), Unbooked> {
        let fund = Fund::new(law.fund_of(programme))?;
        self.add(spent(fund, programme), kept_by(programme, member), grant.gross());
        self.add(Account::new(fund, chart::TAX), None, -grant.tax());
        self.add(Account::new(fund, chart::PAYABLE), Some(member), -grant.net());
        Ok(())
    }

    /// The same where an employer has to bear it and the fund advances it: she owes it to the fund.
    pub fn advanced(
        &mut self,
        law: &Law<'_>,
        programme: &str,
        (member, employer): (Holder, Holder),
        grant: &Grant,
    ) -> Result<(), Unbooked> {
        let fund = Fund::new(law.fund_of(programme))?;
        self.add(Account::new(fund, chart::ADVANCED), Some(employer), grant.gross());
        self.add(Account::new(fund, chart::TAX), None, -grant.tax());
        self.add(Account::new(fund, chart::PAYABLE), Some(member), -grant.net());
        Ok(())
    }

    /// An employer who pays back what was advanced, into the fund's bank.
    pub fn refunded(
        &mut self,
        law: &Law<'_>,
        programme: &str,
        employer: Holder,
        amount: i64,
    ) -> Result<(), Unbooked> {
        let fund = Fund::new(law.fund_of(programme))?;
        self.add(Account::new(fund, chart::BANK), None, amount);
        self.add(Account::new(fund, chart::ADVANCED), Some(employer), -amount);
        Ok(())
    }

    /// Money that went out of the fund's bank for a benefit; below nothing for what a bank gave back.
    pub fn disbursed(
        &mut self,
        law: &Law<'_>,
        programme: &str,
        member: Holder,
        amount: i64,
    ) -> Result<(), Unbooked> {
        let fund = Fund::new(law.fund_of(programme))?;
        self.add(Account::new(fund, chart::PAYABLE), Some(member), amount);
        self.add(Account::new(fund, chart::BANK), None, -amount);
        Ok(())
    }

    /// Compensation for delay, which the institution owes and not the fund.
    pub fn delayed(&mut self, member: Holder, amount: i64) -> Result<(), Unbooked> {
        let own = Fund::new(INSTITUTION)?;
        self.add(Account::new(own, chart::DELAY), None, amount);
        self.add(Account::new(own, chart::PAYABLE), Some(member), -amount);
        Ok(())
    }

    /// Compensation that went out of the institution's own bank.
    pub fn compensated(&mut self, member: Holder, amount: i64) -> Result<(), Unbooked> {
        let own = Fund::new(INSTITUTION)?;
        self.add(Account::new(own, chart::PAYABLE), Some(member), amount);
        self.add(Account::new(own, chart::BANK), None, -amount);
        Ok(())
    }

    /// What turned out to have been paid too much, a difference below nothing: to be recovered from now on.
    pub fn overpaid(
        &mut self,
        law: &Law<'_>,
        programme: &str,
        member: Holder,
        difference: &Grant,
    ) -> Result<(), Unbooked> {
        let fund = Fund::new(law.fund_of(programme))?;
        self.add(spent(fund, programme), kept_by(programme, member), difference.gross());
        self.add(Account::new(fund, chart::TAX), None, -difference.tax());
        self.add(Account::new(fund, chart::OVERPAID), Some(member), -difference.net());
        Ok(())
    }

    /// What was kept back of a later payment of the same fund.
    pub fn kept_back(
        &mut self,
        law: &Law<'_>,
        programme: &str,
        member: Holder,
        amount: i64,
    ) -> Result<(), Unbooked> {
        let fund = Fund::new(law.fund_of(programme))?;
        self.add(Account::new(fund, chart::PAYABLE), Some(member), amount);
        self.add(Account::new(fund, chart::OVERPAID), Some(member), -amount);
        Ok(())
    }

    /// What was paid back by whoever got too much.
    pub fn paid_back(
        &mut self,
        law: &Law<'_>,
        programme: &str,
        member: Holder,
        amount: i64,
    ) -> Result<(), Unbooked> {
        let fund = Fund::new(law.fund_of(programme))?;
        self.add(Account::new(fund, chart::BANK), None, amount);
        self.add(Account::new(fund, chart::OVERPAID), Some(member), -amount);
        Ok(())
    }

    /// Tax that went to the state.
    pub fn remitted(&mut self, law: &Law<'_>, programme: &str, amount: i64) -> Result<(), Unbooked> {
        let fund = Fund::new(law.fund_of(programme))?;
        self.add(Account::new(fund, chart::TAX), None, amount);
        self.add(Account::new(fund, chart::BANK), None, -amount);
        Ok(())
    }
}

/// Where a benefit comes out of: the member's own savings, or what the fund spends.
fn spent(fund: Fund, programme: &str) -> Account {
    Account::new(fund, if programme == SAVINGS { chart::MEMBERS } else { chart::BENEFITS })
}

/// Savings are kept by membership, what the fund spends is nobody's.
fn kept_by(programme: &str, member: Holder) -> Option<Holder> {
    (programme == SAVINGS).then_some(member)
}
