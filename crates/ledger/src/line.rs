//! One line of an entry: an account, an amount, and whose it is.

use crate::account::Account;
use crate::chart::SubLedger;
use crate::refusal::LineRefusal;

/// Whose line it is, in the sub-ledger of a control account.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Holder {
    /// One payer, by number.
    Payer(i64),
    /// One membership, by number.
    Membership(i64),
    /// Many; they stand in rows elsewhere, of which the line keeps a fingerprint.
    Rows {
        /// How many rows.
        count: u64,
        /// SHA-256 of the rows.
        hash: [u8; 32],
    },
}

impl Holder {
    fn is_of(self, kept_by: SubLedger) -> bool {
        match self {
            Holder::Payer(_) => kept_by == SubLedger::Payer,
            Holder::Membership(_) => kept_by == SubLedger::Membership,
            Holder::Rows { .. } => true,
        }
    }

    fn is_numbered(self) -> bool {
        match self {
            Holder::Payer(number) | Holder::Membership(number) => number > 0,
            Holder::Rows { count, .. } => count > 0,
        }
    }
}

/// One amount on one account.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Line {
    /// Where it is booked.
    pub account: Account,
    /// Whose it is, on a control account.
    pub holder: Option<Holder>,
    /// In the smallest coin: a debit is positive, a credit negative.
    pub amount: i64,
}

impl Line {
    /// A line of an account without a sub-ledger.
    pub const fn new(account: Account, amount: i64) -> Line {
        Line { account, holder: None, amount }
    }

    /// A line of a control account.
    pub const fn of(account: Account, holder: Holder, amount: i64) -> Line {
        Line { account, holder: Some(holder), amount }
    }

    /// Whether the line is right in itself.
    pub(crate) fn check(&self) -> Result<(), LineRefusal> {
        let account = self.account;
        let row = account.row().ok_or(LineRefusal::NoAccount(account.number))?;
        match account.other {
            None if row.due => return Err(LineRefusal::OtherMissing(account.number)),
            Some(_) if !row.due => return Err(LineRefusal::OtherUnwanted(account)),
            Some(other) if other == account.fund => return Err(LineRefusal::OtherOwn(other)),
            _ => {}
        }
        match (row.control, self.holder) {
            (Some(_), None) => return Err(LineRefusal::HolderMissing(account)),
            (None, Some(_)) => return Err(LineRefusal::HolderUnwanted(account)),
            (Some(kept_by), Some(holder)) if !holder.is_of(kept_by) => {
                return Err(LineRefusal::HolderKind(account));
            }
            (_, Some(holder)) if !holder.is_numbered() => return Err(LineRefusal::HolderNumber),
            _ => {}
        }
        if self.amount == 0 { Err(LineRefusal::Zero) } else { Ok(()) }
    }
}
