//! States of a grievance and the moves between them: one table, with who may make each.

use std::fmt;

use crate::claims::moves::Actor;
use crate::refusal::Refusal;

/// Where a grievance is, by the law's names.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Level {
    /// The unit that each branch has for it.
    ComplaintUnit,
    /// Somebody between the two.
    Mediation,
    /// The district court.
    Court,
}

/// How a grievance stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum State {
    /// It has come.
    Open,
    /// Somebody looks at it.
    InHand,
    /// Nobody answered in time: it lies with the head of the branch.
    Overdue,
    /// There is an answer.
    Answered,
    /// The claimant is content.
    Accepted,
    /// Taken back.
    Withdrawn,
}

/// What can happen to a grievance.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Move {
    /// Somebody begins to look at it.
    Take,
    /// It is answered.
    Answer,
    /// The last day has passed.
    Escalate,
    /// The claimant is content with the answer.
    Accept,
    /// She is not, or there is none: it goes where the law says.
    GoOn,
    /// Taken back.
    Withdraw,
}

use Actor::{Claimant, Head, Officer, Program};
use State::{Accepted, Answered, InHand, Open, Overdue, Withdrawn};

/// One move: from which states, to which, by whom.
struct Row {
    of: Move,
    from: &'static [State],
    to: State,
    by: &'static [Actor],
}

const TABLE: [Row; 6] = [
    Row { of: Move::Take, from: &[Open], to: InHand, by: &[Officer, Head] },
    Row { of: Move::Answer, from: &[InHand, Overdue], to: Answered, by: &[Officer, Head] },
    Row { of: Move::Escalate, from: &[Open, InHand], to: Overdue, by: &[Program] },
    Row { of: Move::Accept, from: &[Answered], to: Accepted, by: &[Claimant] },
    Row { of: Move::GoOn, from: &[Answered, Overdue], to: Open, by: &[Claimant] },
    Row { of: Move::Withdraw, from: &[Open, InHand, Overdue, Answered], to: Withdrawn, by: &[Claimant] },
];

impl Level {
    /// Where each grievance begins.
    pub const FIRST: Level = Level::ComplaintUnit;

    /// All of them, lowest first.
    pub const ALL: [Level; 3] = [Level::ComplaintUnit, Level::Mediation, Level::Court];

    /// The law's name.
    pub const fn name(self) -> &'static str {
        match self {
            Level::ComplaintUnit => "complaint_unit",
            Level::Mediation => "mediation",
            Level::Court => "court",
        }
    }

    /// The level of this name.
    pub fn named(name: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.name() == name)
    }
}

impl State {
    /// All states, in the order of a grievance's life.
    pub const ALL: [State; 6] = [Open, InHand, Overdue, Answered, Accepted, Withdrawn];

    /// The word by which it is kept.
    pub const fn name(self) -> &'static str {
        self.words().0
    }

    /// The state of this name.
    pub fn named(name: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether somebody has to answer.
    pub const fn waits(self) -> bool {
        matches!(self, Open | InHand | Overdue)
    }

    const fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Open => ("open", "baru", "new"),
            InHand => ("in_hand", "sedang diperiksa", "being looked at"),
            Overdue => ("overdue", "lewat waktu", "overdue"),
            Answered => ("answered", "sudah dijawab", "answered"),
            Accepted => ("accepted", "diterima pemohon", "accepted"),
            Withdrawn => ("withdrawn", "dicabut pemohon", "withdrawn"),
        }
    }

    /// The state after a move; a move that the table does not have is refused, in words.
    pub fn after(self, made: Move, by: Actor) -> Result<State, Refusal> {
        let row = &TABLE[made as usize];
        let (_, made_id, made_en) = made.words();
        if !row.from.contains(&self) {
            let (_, id, en) = self.words();
            let id = format!("pengaduan {id}: tidak dapat {made_id}");
            let en = format!("the grievance is {en}: it cannot be {made_en}");
            return Err(Refusal::new("grievance_state", id, en));
        }
        if !row.by.contains(&by) {
            let (_, by_id, by_en) = by.words();
            let id = format!("pengaduan tidak dapat {made_id} oleh {by_id}");
            let en = format!("the grievance cannot be {made_en} by {by_en}");
            return Err(Refusal::new("grievance_actor", id, en));
        }
        Ok(row.to)
    }
}

impl Move {
    /// All moves, in the order of the table.
    pub const ALL: [Move; 6] = {
        let mut all = [Move::Take; 6];
        let mut at = 0;
        while at < all.len() {
            all[at] = TABLE[at].of;
            at += 1;
        }
        all
    };

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
            Move::Take => ("take", "diambil untuk diperiksa", "taken in hand"),
            Move::Answer => ("answer", "dijawab", "answered"),
            Move::Escalate => ("escalate", "dinyatakan lewat waktu", "called overdue"),
            Move::Accept => ("accept", "dinyatakan selesai", "called settled"),
            Move::GoOn => ("go_on", "diteruskan", "taken further"),
            Move::Withdraw => ("withdraw", "dicabut", "withdrawn"),
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

shown!(Level, State, Move);

#[cfg(test)]
mod tests {
    use super::{Level, Move, State, TABLE};

    #[test]
    fn each_move_stands_at_its_own_place_and_has_its_own_word() {
        for (at, row) in TABLE.iter().enumerate() {
            assert_eq!(row.of as usize, at);
            assert_eq!(Move::named(row.of.name()), Some(row.of));
        }
        assert!(State::ALL.into_iter().all(|state| State::named(state.name()) == Some(state)));
        assert!(Level::ALL.into_iter().all(|level| Level::named(level.name()) == Some(level)));
    }
}
