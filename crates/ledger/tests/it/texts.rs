//! One entry has one text, and no other text is an entry.

use expect_test::{Expect, expect};
use ledger::text;
use testing::Random;

use crate::chance;

/// A text with what is wrong in it; one that can be read is written the same.
#[expect(clippy::needless_pass_by_value, reason = "the snapshot is made beside the call")]
fn check(written: &str, expected: Expect) {
    let shown = match text::read(written) {
        Ok(read) => {
            assert_eq!(text::write(read.place, read.known, &read.entry), written);
            "read".to_owned()
        }
        Err(fault) => fault.to_string(),
    };
    expected.assert_eq(&shown);
}

const WHOLE: &str = "\
entry 3 17 2026-05-03 2026-05-03T10:00:00.000000Z reversed bank-41
about transfer of 3 May
reverses 5 2
line jkk 1200 rows 12 00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff 100
line jkk 1200 payer 17 -100
line jkk 2900:jkp -14
line jkk 5300 14
line jkp 1900:jkk 14
line jkp 4300 -14
end
";

#[test]
fn a_whole_text_is_read() {
    check(WHOLE, expect!["read"]);
}

/// What to change in the whole text, each so that it cannot be read.
const CASES: [(&str, &str); 32] = [
    ("entry", "Entry"),
    ("entry 3", "entry 03"),
    ("entry 3", "entry 65536"),
    (" 17", " 0"),
    (" 17 2026", "  17 2026"),
    ("2026-05-03 ", "2026-02-30 "),
    (".000000Z", "Z"),
    ("T10", "T24"),
    ("reversed", "refunding"),
    (" bank-41", ""),
    ("bank-41", "bank 41"),
    ("about transfer of 3 May", "about "),
    ("about transfer of 3 May", "about\ttransfer"),
    ("reverses 5 2", "reverses 5"),
    ("reverses 5 2\n", ""),
    ("reverses 5 2", "reverses 5 2\nreverses 5 2"),
    ("line jkk 1200", "line JKK 1200"),
    ("line jkk 1200", "line jkk 12"),
    ("rows 12", "rows -12"),
    ("00ff", "00FF"),
    ("payer 17", "payer +17"),
    ("payer 17", "payor 17"),
    (" -100", " -0100"),
    (" -100", " -0"),
    (" -100", " 99999999999999999999"),
    (" -100", " -100 "),
    (" -100", " -101"),
    ("line jkp 4300", "lone jkp 4300"),
    ("end\n", ""),
    ("end\n", "end"),
    ("end\n", "end\n\n"),
    ("\nend", "\r\nend"),
];

#[test]
fn every_other_text_is_refused_with_its_place() {
    let mut shown = String::new();
    for (from, to) in CASES {
        let damaged = WHOLE.replacen(from, to, 1);
        assert_ne!(damaged, WHOLE);
        shown.push_str(&format!("{to:?}: {}\n", text::read(&damaged).unwrap_err()));
    }
    expect![[r#"
        "Entry": line 1: expected `entry`
        "entry 03": line 1: expected the number of a journal
        "entry 65536": line 1: expected the number of a journal
        " 0": line 1: expected a number in the journal, from 1
        "  17 2026": line 1: expected a number in the journal, from 1
        "2026-02-30 ": line 1: expected a day such as 2026-05-03
        "Z": line 1: expected a moment such as 2026-05-03T10:00:00.000000Z
        "T24": line 1: expected a moment such as 2026-05-03T10:00:00.000000Z
        "refunding": line 1: expected a kind of entry such as assessed
        "": line 1: expected a key
        "bank 41": line 1: expected the end of the line
        "about ": line 2: what it is about is not 1 to 200 printable letters without space around them
        "about\ttransfer": line 2: expected `about`, `reverses`, `line` or `end`
        "reverses 5": line 3: expected a number in the journal, from 1
        "": line 1: it is a reversal and does not name what it reverses
        "reverses 5 2\nreverses 5 2": line 4: expected `about`, `reverses`, `line` or `end`
        "line JKK 1200": line 4: expected a fund such as jkk
        "line jkk 12": line 4: expected an account such as 1200 or 1900:jkk
        "rows -12": line 4: expected how many rows
        "00FF": line 4: expected 64 hexadecimal digits in lower case
        "payer +17": line 5: expected the number of the holder
        "payor 17": line 5: expected a holder or an amount in whole coins
        " -0100": line 5: expected a holder or an amount in whole coins
        " -0": line 5: expected a holder or an amount in whole coins
        " 99999999999999999999": line 5: expected a holder or an amount in whole coins
        " -100 ": line 5: expected the end of the line
        " -101": line 1: fund jkk does not balance: its lines sum to -1
        "lone jkp 4300": line 9: expected `line` or `end`
        "": line 10: expected a line up to `end`
        "end": line 10: expected a line feed at the end
        "end\n\n": line 11: expected nothing after `end`
        "\r\nend": line 9: expected a holder or an amount in whole coins
    "#]]
    .assert_eq(&shown);
    check("", expect!["line 1: expected a line up to `end`"]);
}

#[test]
fn what_is_written_is_read_and_what_is_read_is_written() {
    let mut random = Random::new(2);
    for posted in chance::books(&mut random, 400, 16) {
        let read = text::read(&posted.text).unwrap();
        assert_eq!((read.place, read.known), (posted.place(), posted.known));
        assert_eq!(read.entry, posted.entry);
        assert_eq!(text::write(read.place, read.known, &read.entry), posted.text);
    }
}

#[test]
fn a_text_with_a_letter_changed_is_refused_or_written_the_same() {
    let mut random = Random::new(3);
    let letters = "0123456789abz -:\n.\u{e9}";
    for posted in chance::books(&mut random, 200, 3) {
        for _ in 0..50 {
            let at = random.between(0, posted.text.chars().count() as i64 - 1) as usize;
            let letter = letters.chars().nth(random.between(0, letters.chars().count() as i64 - 1) as usize);
            let swap = |(place, old): (usize, char)| if place == at { letter.unwrap() } else { old };
            let damaged: String = posted.text.chars().enumerate().map(swap).collect();
            if let Ok(read) = text::read(&damaged) {
                assert_eq!(text::write(read.place, read.known, &read.entry), damaged);
            }
        }
    }
}
