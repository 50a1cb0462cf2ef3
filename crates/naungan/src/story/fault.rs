//! Faults that are made on purpose, to see that the story-teller finds them.

use std::cell::Cell;

/// What goes wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fault {
    /// A coin is lost when credit is given to bills.
    DropsACoin,
    /// A bill in the payer's favour is never released.
    ForgetsToRelease,
    /// What is released is not added to the credit, in the rows and in the books alike.
    KeepsWhatIsReleased,
    /// The newest month is paid first.
    PaysTheNewestFirst,
    /// A month counts as settled while a part of it is open.
    SettlesTooSoon,
    /// Months after a death are left on the roll.
    BillsTheDead,
}

thread_local! {
    static MADE: Cell<Option<Fault>> = const { Cell::new(None) };
}

/// Whether this fault is being made.
pub(crate) fn is_made(fault: Fault) -> bool {
    MADE.get() == Some(fault)
}

/// Makes a fault while something is done.
pub(super) fn made<T>(fault: Fault, during: impl FnOnce() -> T) -> T {
    MADE.set(Some(fault));
    let outcome = during();
    MADE.set(None);
    outcome
}
