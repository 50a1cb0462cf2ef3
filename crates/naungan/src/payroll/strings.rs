//! The texts that the cells of a workbook share, in one piece of memory.

use std::io::Read;

use super::limit::{STRINGS_BYTES_MAX, STRINGS_MAX};
use super::refusal::{Refusal, WorkbookFault};
use super::xml::{Part, Said};

/// Texts by their number, one after another.
#[derive(Default)]
pub(super) struct Strings {
    text: Vec<u8>,
    ends: Vec<u32>,
}

impl Strings {
    /// Reads the part of the workbook that holds them.
    pub(super) fn read<R: Read>(part: &mut Part<R>) -> Result<Strings, Refusal> {
        let mut strings = Strings::default();
        let mut place = Place::default();
        loop {
            match part.read()? {
                Said::Begin(element) => place.enter(element.local_name().as_ref()),
                Said::End(element) if element.local_name().as_ref() == "si" => strings.close()?,
                Said::End(element) => place.leave(element.local_name().as_ref()),
                Said::Text(text) if place.is_text() => strings.append(&text)?,
                Said::Over => return Ok(strings),
                Said::Text(_) | Said::Other => {}
            }
        }
    }

    /// The text of this number.
    pub(super) fn get(&self, number: usize) -> Option<&[u8]> {
        let end = *self.ends.get(number)? as usize;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        Some(&self.text[start..end])
    }

    fn append(&mut self, text: &str) -> Result<(), Refusal> {
        if self.text.len() + text.len() > STRINGS_BYTES_MAX {
            return Err(Refusal::Workbook(WorkbookFault::Large));
        }
        self.text.extend_from_slice(text.as_bytes());
        Ok(())
    }

    fn close(&mut self) -> Result<(), Refusal> {
        if self.ends.len() == STRINGS_MAX {
            return Err(Refusal::Workbook(WorkbookFault::Large));
        }
        self.ends.push(self.text.len() as u32);
        Ok(())
    }
}

/// Whether the text read belongs to the string, or tells how to pronounce it.
#[derive(Clone, Copy, Default)]
pub(super) struct Place {
    text: bool,
    phonetic: bool,
}

impl Place {
    pub(super) fn enter(&mut self, element: &str) {
        self.set(element, true);
    }

    pub(super) fn leave(&mut self, element: &str) {
        self.set(element, false);
    }

    pub(super) fn is_text(self) -> bool {
        self.text && !self.phonetic
    }

    fn set(&mut self, element: &str, within: bool) {
        match element {
            "t" => self.text = within,
            "rPh" => self.phonetic = within,
            _ => {}
        }
    }
}
