//! Lines as a few bytes for a row of a store: the number of each slot and its amount, both short when small.

use std::collections::HashMap;

use base::limit::MONEY_MAX;

use super::{Lines, SlotName};

/// The register of slots: a name has one small number, for ever. It only grows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slots {
    names: Vec<SlotName>,
    numbers: HashMap<SlotName, u32>,
}

/// Bytes that are no lines of this register.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unreadable {
    /// They end in the middle of a number, or a number is too long.
    #[error("the bytes of an assessment end too soon or are damaged")]
    Broken,
    /// No slot has this number.
    #[error("no slot has the number {0}")]
    NoSlot(u64),
    /// One slot twice.
    #[error("the slot number {0} stands twice in one assessment")]
    Twice(u64),
    /// An amount that nobody can owe.
    #[error("an amount of {0} is beyond what is counted")]
    TooMuch(i64),
}

impl Slots {
    /// Nothing is registered yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The register as it was kept, in the order of numbers from 0; a name that stands twice keeps its first.
    pub fn read(names: impl IntoIterator<Item = SlotName>) -> Self {
        let mut slots = Self::new();
        for name in names {
            let next = slots.names.len() as u32;
            slots.numbers.entry(name.clone()).or_insert(next);
            slots.names.push(name);
        }
        slots
    }

    /// The number of a slot; a name that is new gets the next.
    pub fn number(&mut self, slot: &SlotName) -> u32 {
        if let Some(number) = self.numbers.get(slot) {
            return *number;
        }
        let number = self.names.len() as u32;
        self.names.push(slot.clone());
        self.numbers.insert(slot.clone(), number);
        number
    }

    /// The names, in the order of their numbers.
    pub fn names(&self) -> &[SlotName] {
        &self.names
    }
}

impl Lines {
    /// The lines as bytes; slots that are new to the register are entered into it.
    pub fn pack(&self, slots: &mut Slots) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.0.len() * 5);
        for (slot, amount) in self.iter() {
            pack_line(slots.number(slot), amount, &mut bytes);
        }
        bytes
    }

    /// The lines that were packed. Bytes from outside never bring it down.
    pub fn unpack(bytes: &[u8], slots: &Slots) -> Result<Lines, Unreadable> {
        let mut lines = Lines(Vec::new());
        let mut rest = bytes;
        while !rest.is_empty() {
            let number = take(&mut rest)?;
            let zigzag = take(&mut rest)?;
            let amount = (zigzag >> 1) as i64 ^ -((zigzag & 1) as i64);
            let name = usize::try_from(number).ok().and_then(|at| slots.names.get(at));
            let name = name.ok_or(Unreadable::NoSlot(number))?;
            if amount.unsigned_abs() > MONEY_MAX.unsigned_abs() {
                return Err(Unreadable::TooMuch(amount));
            }
            match lines.0.binary_search_by(|(known, _)| known.cmp(name)) {
                Ok(_) => return Err(Unreadable::Twice(number)),
                Err(at) if amount != 0 => lines.0.insert(at, (name.clone(), amount)),
                Err(_) => {}
            }
        }
        Ok(lines)
    }
}

/// Appends one line: the slot's number, then the amount with its sign in the lowest bit.
pub(crate) fn pack_line(number: u32, amount: i64, bytes: &mut Vec<u8>) {
    put(u64::from(number), bytes);
    put(((amount << 1) ^ (amount >> 63)) as u64, bytes);
}

/// Seven bits a byte, the lowest first; the eighth says that more follow.
fn put(mut number: u64, bytes: &mut Vec<u8>) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn take(bytes: &mut &[u8]) -> Result<u64, Unreadable> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first().ok_or(Unreadable::Broken)?;
        *bytes = rest;
        // The tenth byte has room for one bit only.
        if shift == 63 && *byte > 1 {
            return Err(Unreadable::Broken);
        }
        number |= u64::from(byte & 0x7F) << shift;
        if byte & 0x80 == 0 {
            return Ok(number);
        }
    }
    Err(Unreadable::Broken)
}
