//! Double entry: funds that never mix, entries that balance, journals that are chained.
//!
//! Nothing here reads a clock or a file. [`Entry::balanced`] is the only way to make an entry, and
//! [`Head::append`] the only way to post one.

pub mod account;
pub mod chart;
pub mod line;
pub mod kind;
pub mod entry;
pub mod refusal;
pub mod reverse;

pub mod text;

pub mod journal;
pub mod chain;
pub mod books;
pub mod export;

pub mod balance;
pub mod statement;
pub mod hledger;

pub use account::{Account, Fund, NotAFund, NotAnAccount};
pub use balance::{Balances, Trial, TrialRow};
pub use books::Books;
pub use chain::{Chain, Fault, Wrong};
pub use chart::{ChartRow, Class, Side, SubLedger};
pub use entry::{Entry, LINES_MAX, Place};
pub use journal::{Head, JOURNALS, Posted};
pub use kind::{Kind, NotAKind};
pub use line::{Holder, Line};
pub use refusal::{EntryRefusal, LineRefusal};
pub use statement::{Holders, Movement, Statement};
pub use text::{TextFault, Unread, Written};
