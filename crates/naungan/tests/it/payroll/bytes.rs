//! Strange bytes: nothing makes the reader panic.

use naungan::payroll::read_all;

use super::facts;
use super::refusals::workbook_of;

/// A sequence of numbers that looks random and is always the same.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below as u64) as usize
    }
}

/// Changes, doubles and removes bytes; favours those that mean something.
fn spoiled(payroll: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = payroll.to_vec();
    for _ in 0..=dice.roll(8) {
        let at = dice.roll(bytes.len());
        match dice.roll(4) {
            0 => bytes[at] = dice.roll(256) as u8,
            1 => bytes[at] = b"\"\n\r;,\t#\0<>&/'= -.RpE9"[dice.roll(21)],
            2 => bytes.extend_from_within(at..),
            _ => bytes.truncate(at.max(1)),
        }
    }
    bytes
}

#[test]
fn spoiled_text_never_panics() {
    let payroll = "\u{feff}# x\r\nNIK;Nama;Upah;Tanggal Lahir;Bulan;WNA;Risk;NPP\r\n\
        9971064203920001;\"Siti \"\"Ani\"\"\";Rp 5.729.876,-;17 Feb 1992;2026-02;ya;I;25012345\r\n\
        9971064203920002;José;5,729,876.00;17/02/1992;Februari 2026;T;II;25012345\r\n";
    let mut dice = Dice(0x9971);
    for _ in 0..10_000 {
        let _ = read_all(&spoiled(payroll.as_bytes(), &mut dice), &facts());
    }
}

#[test]
fn spoiled_workbooks_never_panic() {
    let strings = "<sst><si><t>NIK</t></si><si><r><t>Upah</t></r></si><si><t>9971064203920001</t></si></sst>";
    let sheet = "<sheetData>\
        <row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>\
        <row r=\"2\"><c r=\"A2\" t=\"s\"><v>2</v></c><c r=\"B2\"><v>5.7E6</v></c></row></sheetData>";
    let mut dice = Dice(0x9971);
    for _ in 0..1_000 {
        let _ = read_all(&workbook_of(&lossy(strings, &mut dice), &lossy(sheet, &mut dice)), &facts());
    }
    let whole = workbook_of(strings, sheet);
    for _ in 0..1_000 {
        let _ = read_all(&spoiled(&whole, &mut dice), &facts());
    }
}

fn lossy(text: &str, dice: &mut Dice) -> String {
    String::from_utf8_lossy(&spoiled(text.as_bytes(), dice)).into_owned()
}
