//! Why an entry is refused. Variants stand in the order in which they are checked; the first holds.

use crate::account::{Account, Fund};
use crate::entry::{ABOUT_LETTERS_MAX, KEY_LETTERS_MAX, LINES_MAX};

/// Why something is not an entry, in order of precedence.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum EntryRefusal {
    /// The key is not a short printable word.
    #[error("the key is not one word of 1 to {KEY_LETTERS_MAX} printable ASCII letters")]
    Key,
    /// What the entry is about is not a short printable text.
    #[error("what it is about is not 1 to {ABOUT_LETTERS_MAX} printable letters without space around them")]
    About,
    /// A reversal without what it reverses.
    #[error("it is a reversal and does not name what it reverses")]
    Unnamed,
    /// Money that comes from nowhere.
    #[error("an entry has at least two lines")]
    FewLines,
    /// More than an entry may have.
    #[error("it has {lines} lines; an entry has at most {LINES_MAX}")]
    ManyLines {
        /// How many it has.
        lines: usize,
    },
    /// One line is wrong in itself; the first such line is named.
    #[error("line {number}: {refusal}")]
    Line {
        /// Counted from 1.
        number: usize,
        /// What is wrong with it.
        refusal: LineRefusal,
    },
    /// Together the debits, or the credits, are beyond what can be counted.
    #[error("the lines together are too large to be counted")]
    Large,
    /// A fund gets or loses money within the entry.
    #[error("fund {fund} does not balance: its lines sum to {sum}")]
    Unbalanced {
        /// The first such fund by name.
        fund: Fund,
        /// Its debits less its credits.
        sum: i128,
    },
    /// One fund says another owes it what the other does not say.
    #[error("what {fund} and {other} owe each other is not mirrored: the due lines sum to {sum}")]
    NotMirrored {
        /// The first of the two by name.
        fund: Fund,
        /// The second.
        other: Fund,
        /// What remains when both sides are added.
        sum: i128,
    },
}

/// Why a line is refused, in order of precedence.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum LineRefusal {
    /// The chart has no such account.
    #[error("the chart has no account {0}")]
    NoAccount(u16),
    /// What is due between funds, without the other fund.
    #[error("account {0} needs the other fund, such as {0}:jkk")]
    OtherMissing(u16),
    /// Another fund on an account that concerns one fund only.
    #[error("account {0} is not kept by another fund")]
    OtherUnwanted(Account),
    /// A fund that owes itself.
    #[error("fund {0} cannot owe itself")]
    OtherOwn(Fund),
    /// A control account without anybody.
    #[error("account {0} has a sub-ledger: say whose line it is")]
    HolderMissing(Account),
    /// Somebody on an account that has no sub-ledger.
    #[error("account {0} has no sub-ledger, so a line of it is nobody's")]
    HolderUnwanted(Account),
    /// A payer on an account of memberships, or the reverse.
    #[error("account {0} is kept by another kind of holder")]
    HolderKind(Account),
    /// Zero or less as the number of a payer or a membership, or no rows.
    #[error("the number of the holder, or of its rows, is not above zero")]
    HolderNumber,
    /// Nothing.
    #[error("the amount is zero")]
    Zero,
}
