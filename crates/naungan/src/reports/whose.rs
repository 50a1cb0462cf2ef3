//! Who has rows taken, and what they may hear of people who are not theirs.

use std::cell::Cell;

use anyhow::Result;
use scheme::id::PayerId;
use scheme::refusal::Refusal;

use super::check::Known;
use super::row::{Row, words};
use super::rows::Kept;
use super::take::{Done, Taken};
use crate::actions::confirm_person;
use crate::office::Office;

/// Who has rows taken.
pub(crate) enum Whose<'k> {
    /// The operator, who has the keys of the institution and sees everything.
    Operator { dry_run: bool },
    /// Somebody at the counter, who tries: compared with the payer's own roll. Whoever is not on it is tried
    /// as somebody new, and nobody is looked up.
    Trial(&'k Known),
    /// The same, to be kept: who is not on the roll is confirmed before she joins.
    Counter(Gate<'k>),
}

/// How somebody at the counter comes to people who are not hers.
pub(crate) struct Gate<'k> {
    pub(crate) known: &'k Known,
    account: i64,
    /// How many more may be named in vain.
    left: Cell<usize>,
}

impl Whose<'_> {
    /// To be kept, for somebody at the counter.
    pub(crate) fn counter<'k>(
        office: &mut Office,
        (payer, known): (PayerId, &'k Known),
        rows: usize,
        account: i64,
    ) -> Result<Whose<'k>> {
        let people = rows + known.len();
        let left = office.look(|unit, desk| confirm_person::left(unit, desk, payer, people))?;
        Ok(Whose::Counter(Gate { known, account, left: Cell::new(left) }))
    }

    /// Whether nothing is kept.
    pub(super) fn is_dry(&self) -> bool {
        matches!(self, Whose::Operator { dry_run: true } | Whose::Trial(_))
    }

    /// How many more may be named in vain; a unit that is not kept counts nobody.
    pub(super) fn left(&self) -> usize {
        match self {
            Whose::Counter(gate) => gate.left.get(),
            Whose::Operator { .. } | Whose::Trial(_) => 0,
        }
    }

    /// So many it is again.
    pub(super) fn set_left(&self, left: usize) {
        if let Whose::Counter(gate) = self {
            gate.left.set(left);
        }
    }

    /// The roll, for who sees no more than that.
    pub(super) fn roll(&self) -> Option<&Known> {
        match self {
            Whose::Operator { .. } => None,
            Whose::Trial(known) => Some(known),
            Whose::Counter(gate) => Some(gate.known),
        }
    }

    /// What is said of a row that the register refused.
    pub(super) fn refused(&self, row: &Row, refusal: &Refusal) -> Taken {
        match self {
            // It was tried before as if nobody else were there: what is in the way now is somebody else.
            Whose::Counter(gate) if !gate.known.is_own(row) => gate.not(row, refusal.code),
            _ => Taken::Refused(row.refused_by(refusal)),
        }
    }

    /// Leaves people who could not be confirmed for the branch.
    pub(super) fn park(&self, office: &mut Office, payer: PayerId, rows: &[Row], done: &Done) -> Result<()> {
        let Whose::Counter(gate) = self else { return Ok(()) };
        let unconfirmed = rows.iter().zip(&done.taken).filter_map(|(row, taken)| match taken {
            Taken::Unconfirmed(_, why) => Some((Kept::of(row), *why)),
            _ => None,
        });
        let unconfirmed: Vec<(Kept, &str)> = unconfirmed.collect();
        if unconfirmed.is_empty() {
            return Ok(());
        }
        let said: Vec<(&Kept, &str)> = unconfirmed.iter().map(|(kept, why)| (kept, *why)).collect();
        confirm_person::park(office, payer, gate.account, &said)
    }
}

impl Gate<'_> {
    /// Whether too many were named in vain.
    pub(super) fn is_closed(&self) -> bool {
        self.left.get() == 0
    }

    /// The one no: the same whether the number is somebody else's or nobody's.
    pub(super) fn not(&self, row: &Row, why: &'static str) -> Taken {
        self.left.set(self.left.get().saturating_sub(1));
        let what = words(
            "data orang ini tidak dapat dipastikan dari sini",
            "the particulars of this person cannot be confirmed from here",
        );
        let remedy = words(
            "cocokkan NIK, nama dan tanggal lahir dengan kartu, lalu laporkan lagi; bila sudah benar, kantor \
             cabang memeriksanya",
            "compare NIK, name and date of birth with the card, then report again; if they are right, the \
             branch looks into it",
        );
        let nik = row.nik.map(base::Nik::masked).unwrap_or_default();
        Taken::Unconfirmed(row.refused("NIK", &nik, what, remedy), why)
    }
}
