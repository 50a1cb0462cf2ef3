//! States of a claim and the moves between them: one table, with who may make each.

use std::fmt;

use crate::refusal::Refusal;

/// Where a claim stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum State {
    /// It is known, and papers are missing.
    Notified,
    /// Every paper is there.
    Complete,
    /// The law has answered.
    Assessed,
    /// A second person has agreed.
    Approved,
    /// The money has gone out.
    Paid,
    /// Nothing is left to do.
    Closed,
    /// Refused, with an article.
    Rejected,
    /// The refusal or the amount is contested.
    Appealed,
    /// It is looked at again, after it was decided.
    Reopened,
    /// Taken back by whoever claimed.
    Withdrawn,
}

/// What can happen to a claim.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Move {
    /// The last paper has come.
    Complete,
    /// A paper that was taken is asked for again.
    AskAgain,
    /// The law is asked.
    Assess,
    /// It is refused.
    Reject,
    /// A second person agrees.
    Approve,
    /// A second person does not agree: it is assessed again.
    SendBack,
    /// The money goes out.
    Pay,
    /// The bank gave the money back.
    Return,
    /// The last payment is made, or the time to contest is over.
    Close,
    /// The decision is contested.
    Appeal,
    /// The decision stands.
    Uphold,
    /// The decision falls: it is looked at again.
    Grant,
    /// Facts or law have changed.
    Reopen,
    /// Taken back.
    Withdraw,
}

/// Who makes a move.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Actor {
    /// The member or her heirs.
    Claimant,
    /// Whoever looks after the claim.
    Officer,
    /// A second person.
    Checker,
    /// The head of the branch.
    Head,
    /// The institution's own program.
    Program,
}

use Actor::{Checker, Claimant, Head, Officer, Program};
use State::{Appealed, Approved, Assessed, Closed, Complete, Notified, Paid, Rejected, Reopened, Withdrawn};

/// One move: from which states, to which, by whom.
struct Row {
    of: Move,
    from: &'static [State],
    to: State,
    by: &'static [Actor],
}

const TABLE: [Row; 14] = [
    Row { of: Move::Complete, from: &[Notified], to: Complete, by: &[Officer, Program] },
    Row { of: Move::AskAgain, from: &[Complete, Assessed, Reopened], to: Notified, by: &[Officer, Checker] },
    Row { of: Move::Assess, from: &[Complete, Reopened], to: Assessed, by: &[Officer, Program] },
    Row { of: Move::Reject, from: &[Complete, Assessed, Reopened], to: Rejected, by: &[Checker, Head] },
    Row { of: Move::Approve, from: &[Assessed], to: Approved, by: &[Checker, Head] },
    Row { of: Move::SendBack, from: &[Assessed, Approved], to: Complete, by: &[Checker, Head] },
    Row { of: Move::Pay, from: &[Approved], to: Paid, by: &[Program] },
    Row { of: Move::Return, from: &[Paid, Closed], to: Approved, by: &[Program] },
    Row { of: Move::Close, from: &[Paid, Rejected], to: Closed, by: &[Officer, Program] },
    Row { of: Move::Appeal, from: &[Rejected, Paid, Closed], to: Appealed, by: &[Claimant, Officer] },
    // The program does when the claimant takes back what she contested.
    Row { of: Move::Uphold, from: &[Appealed], to: Closed, by: &[Head, Program] },
    Row { of: Move::Grant, from: &[Appealed], to: Reopened, by: &[Head] },
    Row {
        of: Move::Reopen,
        from: &[Paid, Closed, Rejected, Withdrawn],
        to: Reopened,
        by: &[Officer, Head, Program],
    },
    Row { of: Move::Withdraw, from: &[Notified, Complete, Assessed], to: Withdrawn, by: &[Claimant] },
];

impl State {
    /// All states, in the order of a claim's life.
    pub const ALL: [State; 10] =
        [Notified, Complete, Assessed, Approved, Paid, Closed, Rejected, Appealed, Reopened, Withdrawn];

    /// The word by which it is kept.
    pub const fn name(self) -> &'static str {
        self.words().0
    }

    /// The state's name, then its words in Indonesian and English.
    const fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Notified => ("notified", "menunggu dokumen", "waiting for papers"),
            Complete => ("complete", "lengkap", "complete"),
            Assessed => ("assessed", "sudah dihitung", "assessed"),
            Approved => ("approved", "disetujui", "approved"),
            Paid => ("paid", "dibayar", "paid"),
            Closed => ("closed", "selesai", "closed"),
            Rejected => ("rejected", "ditolak", "rejected"),
            Appealed => ("appealed", "dalam keberatan", "under appeal"),
            Reopened => ("reopened", "dibuka kembali", "reopened"),
            Withdrawn => ("withdrawn", "dicabut pemohon", "withdrawn"),
        }
    }

    /// The state of this name.
    pub fn named(name: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether money of this claim may still go out without a move that says so.
    pub const fn is_open(self) -> bool {
        !matches!(self, Closed | Rejected | Withdrawn)
    }

    /// The state after a move; a move that the table does not have is refused, in words.
    pub fn after(self, made: Move, by: Actor) -> Result<State, Refusal> {
        let row = made.row();
        if !row.from.contains(&self) {
            let (_, id, en) = self.words();
            let (_, move_id, move_en) = made.words();
            let id = format!("klaim {id}: tidak dapat {move_id}");
            return Err(Refusal::new(
                "claim_state",
                id,
                format!("the claim is {en}: it cannot be {move_en}"),
            ));
        }
        if !row.by.contains(&by) {
            let (_, move_id, move_en) = made.words();
            let id = format!("klaim tidak dapat {move_id} oleh {}", by.words().1);
            let en = format!("the claim cannot be {move_en} by {}", by.words().2);
            return Err(Refusal::new("claim_actor", id, en));
        }
        Ok(row.to)
    }
}

impl Move {
    /// All moves, in the order of the table.
    pub const ALL: [Move; 14] = {
        let mut all = [Move::Complete; 14];
        let mut at = 0;
        while at < all.len() {
            all[at] = TABLE[at].of;
            at += 1;
        }
        all
    };

    const fn row(self) -> &'static Row {
        &TABLE[self as usize]
    }

    /// The word by which it is kept.
    pub const fn name(self) -> &'static str {
        self.words().0
    }

    /// The move of this name.
    pub fn named(name: &str) -> Option<Move> {
        Move::ALL.into_iter().find(|made| made.name() == name)
    }

    const fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Move::Complete => ("complete", "dinyatakan lengkap", "declared complete"),
            Move::AskAgain => ("ask_again", "dimintai dokumen lagi", "asked for a paper again"),
            Move::Assess => ("assess", "dihitung", "assessed"),
            Move::Reject => ("reject", "ditolak", "rejected"),
            Move::Approve => ("approve", "disetujui", "approved"),
            Move::SendBack => ("send_back", "dikembalikan untuk dihitung ulang", "sent back"),
            Move::Pay => ("pay", "dibayar", "paid"),
            Move::Return => ("return", "dicatat uangnya kembali dari bank", "returned by the bank"),
            Move::Close => ("close", "ditutup", "closed"),
            Move::Appeal => ("appeal", "diajukan keberatan", "appealed"),
            Move::Uphold => ("uphold", "dikuatkan putusannya", "upheld"),
            Move::Grant => ("grant", "dikabulkan keberatannya", "granted on appeal"),
            Move::Reopen => ("reopen", "dibuka kembali", "reopened"),
            Move::Withdraw => ("withdraw", "dicabut", "withdrawn"),
        }
    }
}

impl Actor {
    /// All actors.
    pub const ALL: [Actor; 5] = [Claimant, Officer, Checker, Head, Program];

    /// The word by which it is kept.
    pub const fn name(self) -> &'static str {
        self.words().0
    }

    /// The actor of this name.
    pub fn named(name: &str) -> Option<Actor> {
        Actor::ALL.into_iter().find(|actor| actor.name() == name)
    }

    pub(crate) const fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Claimant => ("claimant", "pemohon", "the claimant"),
            Officer => ("officer", "petugas", "an officer"),
            Checker => ("checker", "pemeriksa kedua", "a checker"),
            Head => ("head", "kepala cabang", "a head of branch"),
            Program => ("program", "sistem", "the program"),
        }
    }
}

macro_rules! shown {
    ($($shown:ty),*) => {$(
        impl fmt::Display for $shown {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.name())
            }
        }
    )*};
}

shown!(State, Move, Actor);

#[cfg(test)]
mod tests {
    use super::{Actor, Move, State, TABLE};

    #[test]
    fn each_move_stands_at_its_own_place_and_has_its_own_word() {
        for (at, row) in TABLE.iter().enumerate() {
            assert_eq!(row.of as usize, at);
            assert_eq!(Move::named(row.of.name()), Some(row.of));
        }
        for state in State::ALL {
            assert_eq!(State::named(state.name()), Some(state));
        }
        for actor in Actor::ALL {
            assert_eq!(Actor::named(actor.name()), Some(actor));
        }
    }
}
