//! Read models: what commands, pages and the interface show, without a word on how it looks.

pub(crate) mod care_bill;
pub(crate) mod cases;
pub(crate) mod checks;
pub(crate) mod claim;
pub(crate) mod claim_signals;
pub(crate) mod effects;
pub(crate) mod jkp;
pub(crate) mod later;
pub(crate) mod letter;
pub(crate) mod membership;
pub(crate) mod owed;
pub(crate) mod payer;
pub(crate) mod payments;
pub(crate) mod penalty;
pub(crate) mod pensions;
pub(crate) mod price;
pub(crate) mod progress;
pub(crate) mod provinces;
pub(crate) mod provision;
pub(crate) mod published;
pub(crate) mod readings;
pub(crate) mod reasons;
pub(crate) mod recovery;
pub(crate) mod warnings;
pub(crate) mod why;
