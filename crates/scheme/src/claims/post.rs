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

/// An account of the chart, and whose line it is.
pub(crate) type Side = (u16, Option<Holder>);

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
        let from = (spent(programme), kept_by(programme, member));
        self.divided(law.fund_of(programme), from, (chart::PAYABLE, member), grant)
    }

    /// The same where an employer has to bear it and the fund advances it: she owes it to the fund.
    pub fn advanced(
        &mut self,
        law: &Law<'_>,
        programme: &str,
        (member, employer): (Holder, Holder),
        grant: &Grant,
    ) -> Result<(), Unbooked> {
        let from = (chart::ADVANCED, Some(employer));
        self.divided(law.fund_of(programme), from, (chart::PAYABLE, member), grant)
    }

    /// An employer who pays back what was advanced, into the fund's bank.
    pub fn refunded(
        &mut self,
        law: &Law<'_>,
        programme: &str,
        employer: Holder,
        amount: i64,
    ) -> Result<(), Unbooked> {
        let fund = law.fund_of(programme);
        self.moved(fund, (chart::BANK, None), (chart::ADVANCED, Some(employer)), amount)
    }

    /// Money that went out of the fund's bank for a benefit; below nothing for what a bank gave back.
    pub fn disbursed(
        &mut self,
        law: &Law<'_>,
        programme: &str,
        member: Holder,
        amount: i64,
    ) -> Result<(), Unbooked> {
        let fund = law.fund_of(programme);
        self.moved(fund, (chart::PAYABLE, Some(member)), (chart::BANK, None), amount)
    }

    /// Compensation for delay, which the institution owes and not the fund.
    pub fn delayed(&mut self, member: Holder, amount: i64) -> Result<(), Unbooked> {
        self.moved(INSTITUTION, (chart::DELAY, None), (chart::PAYABLE, Some(member)), amount)
    }

    /// Compensation that went out of the institution's own bank.
    pub fn compensated(&mut self, member: Holder, amount: i64) -> Result<(), Unbooked> {
        self.moved(INSTITUTION, (chart::PAYABLE, Some(member)), (chart::BANK, None), amount)
    }

    /// What turned out to have been paid too much, a difference below nothing: to be recovered from now on.
    pub fn overpaid(
        &mut self,
        law: &Law<'_>,
        programme: &str,
        member: Holder,
        difference: &Grant,
    ) -> Result<(), Unbooked> {
        let from = (spent(programme), kept_by(programme, member));
        self.divided(law.fund_of(programme), from, (chart::OVERPAID, member), difference)
    }

    /// The same where the fund advanced it for an employer: she no longer owes what the member gives back.
    pub fn overpaid_advanced(
        &mut self,
        law: &Law<'_>,
        programme: &str,
        (member, employer): (Holder, Holder),
        difference: &Grant,
    ) -> Result<(), Unbooked> {
        let from = (chart::ADVANCED, Some(employer));
        self.divided(law.fund_of(programme), from, (chart::OVERPAID, member), difference)
    }

    /// What was kept back of a later payment of the same fund.
    pub fn kept_back(
        &mut self,
        law: &Law<'_>,
        programme: &str,
        member: Holder,
        amount: i64,
    ) -> Result<(), Unbooked> {
        let fund = law.fund_of(programme);
        self.moved(fund, (chart::PAYABLE, Some(member)), (chart::OVERPAID, Some(member)), amount)
    }

    /// What was paid back by whoever got too much.
    pub fn paid_back(
        &mut self,
        law: &Law<'_>,
        programme: &str,
        member: Holder,
        amount: i64,
    ) -> Result<(), Unbooked> {
        let fund = law.fund_of(programme);
        self.moved(fund, (chart::BANK, None), (chart::OVERPAID, Some(member)), amount)
    }

    /// Tax that went to the state.
    pub fn remitted(&mut self, law: &Law<'_>, programme: &str, amount: i64) -> Result<(), Unbooked> {
        let fund = law.fund_of(programme);
        self.moved(fund, (chart::TAX, None), (chart::BANK, None), amount)
    }

    /// What one account of a fund gives to another.
    pub(crate) fn moved(&mut self, fund: &str, to: Side, from: Side, amount: i64) -> Result<(), Unbooked> {
        let fund = Fund::new(fund)?;
        self.add(Account::new(fund, to.0), to.1, amount);
        self.add(Account::new(fund, from.0), from.1, -amount);
        Ok(())
    }

    /// A benefit as its tax and the rest.
    fn divided(
        &mut self,
        fund: &str,
        from: Side,
        (rest, member): (u16, Holder),
        grant: &Grant,
    ) -> Result<(), Unbooked> {
        let fund = Fund::new(fund)?;
        self.add(Account::new(fund, from.0), from.1, grant.gross());
        self.add(Account::new(fund, chart::TAX), None, -grant.tax());
        self.add(Account::new(fund, rest), Some(member), -grant.net());
        Ok(())
    }
}

/// Where a benefit comes out of: the member's own savings, or what the fund spends.
fn spent(programme: &str) -> u16 {
    if programme == SAVINGS { chart::MEMBERS } else { chart::BENEFITS }
}

/// Savings are kept by membership, what the fund spends is nobody's.
fn kept_by(programme: &str, member: Holder) -> Option<Holder> {
    (programme == SAVINGS).then_some(member)
}
