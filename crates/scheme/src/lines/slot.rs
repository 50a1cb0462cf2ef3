//! The name of what an amount is for: a programme's part, a penalty, or money handed between funds.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// What stands for a payer where the amount is a penalty.
pub const PENALTY: &str = "penalty";

/// The payer that nobody sends a bill: it pays into the fund by a way of its own.
pub const STATE: &str = "state";

/// `jkk.employer`, `jht.worker`, `jkp.state`; `jkk.penalty`; `jkp<jkk` for what jkk hands to jkp.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SlotName(Arc<str>);

/// A slot's name, taken apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Slot<'a> {
    /// What a payer owes for a programme.
    Part {
        /// The programme.
        programme: &'a str,
        /// Who bears it.
        payer: &'a str,
    },
    /// A penalty for being late with a programme.
    Penalty {
        /// The programme.
        programme: &'a str,
    },
    /// Money of one fund handed to a programme.
    Move {
        /// The programme that gets it.
        to: &'a str,
        /// The fund it leaves.
        from: &'a str,
    },
}

impl SlotName {
    /// What a payer owes for a programme.
    pub fn part(programme: &str, payer: &str) -> Self {
        Self(format!("{programme}.{payer}").into())
    }

    /// The penalty for a programme.
    pub fn penalty(programme: &str) -> Self {
        Self::part(programme, PENALTY)
    }

    /// Money of a fund handed to a programme.
    pub fn moved(to: &str, from: &str) -> Self {
        Self(format!("{to}<{from}").into())
    }

    /// The name itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name, taken apart.
    pub fn read(&self) -> Slot<'_> {
        match self.0.split_once('.') {
            Some((programme, PENALTY)) => Slot::Penalty { programme },
            Some((programme, payer)) => Slot::Part { programme, payer },
            None => {
                let (to, from) = self.0.split_once('<').unwrap_or((&self.0, ""));
                Slot::Move { to, from }
            }
        }
    }

    /// The programme that the money is for.
    pub fn programme(&self) -> &str {
        match self.read() {
            Slot::Part { programme, .. } | Slot::Penalty { programme } => programme,
            Slot::Move { to, .. } => to,
        }
    }

    /// Whether it stands on a bill.
    pub fn is_billed(&self) -> bool {
        match self.read() {
            Slot::Part { payer, .. } => payer != STATE,
            Slot::Penalty { .. } => true,
            Slot::Move { .. } => false,
        }
    }
}

/// A text that names no slot.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{0}` is not a slot such as `jkk.employer`, `jkk.penalty` or `jkp<jkk`")]
pub struct NotASlot(pub String);

impl FromStr for SlotName {
    type Err = NotASlot;

    fn from_str(text: &str) -> Result<Self, NotASlot> {
        let name = |name: &str| {
            let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
            !name.is_empty() && name.bytes().all(plain)
        };
        match text.split_once(['.', '<']) {
            Some((one, other)) if name(one) && name(other) => Ok(Self(text.into())),
            _ => Err(NotASlot(text.to_owned())),
        }
    }
}

impl fmt::Display for SlotName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SlotName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
