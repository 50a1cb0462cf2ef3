//! Whatever byte of an export is changed, it is found, and the entry it belongs to is named.

use expect_test::expect;
use ledger::export::{self, Verdict};
use ledger::{Place, Posted};
use testing::Random;

use crate::chance;

fn verify(bytes: &[u8]) -> Verdict {
    export::verify(bytes.split_inclusive(|byte| *byte == b'\n'))
}

/// For each byte of an export, the entry it belongs to and the line at which that begins.
fn owners(posted: &[Posted]) -> Vec<(Place, u64)> {
    let mut owners = Vec::new();
    let mut first = 1;
    for row in posted {
        let text = crate::export(std::slice::from_ref(row));
        owners.extend(std::iter::repeat_n((row.place(), first), text.len()));
        first += text.lines().count() as u64;
    }
    owners
}

#[test]
fn one_byte_changed_anywhere_is_found_and_its_entry_named() {
    let mut random = Random::new(6);
    let posted = chance::books(&mut random, 14, 3);
    let mut bytes = crate::export(&posted).into_bytes();
    assert_eq!(verify(&bytes).faults, []);
    for (at, (place, line)) in owners(&posted).into_iter().enumerate() {
        let whole = bytes[at];
        for other in [whole ^ 1, whole ^ 0x20, b'\n', b'9', 0xFF] {
            if other == whole {
                continue;
            }
            bytes[at] = other;
            let verdict = verify(&bytes);
            let first = verdict.faults.first().expect("a fault");
            assert_eq!((first.place, first.line), (Some(place), line), "byte {at} to {other}: {first}");
        }
        bytes[at] = whole;
    }
}

#[test]
fn an_entry_left_out_or_moved_is_found() {
    let mut random = Random::new(7);
    let posted = chance::books(&mut random, 60, 4);
    for at in 0..posted.len() {
        let mut rows = posted.clone();
        let gone = rows.remove(at);
        let faults = verify(crate::export(&rows).as_bytes()).faults;
        let last = posted.iter().all(|row| row.journal != gone.journal || row.seq <= gone.seq);
        let named = faults.iter().any(|fault| fault.place == Some(gone.place()));
        assert!(named || last, "{}", gone.text);
    }
}

#[test]
fn what_is_no_export_is_said_once() {
    let faults = |text: &str| {
        let faults = verify(text.as_bytes()).faults;
        faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    expect![""].assert_eq(&faults(""));
    expect!["line 1: expected `end` and `hash` after the entry"]
        .assert_eq(&faults("dear auditor\nhere are\nthe books\n"));
    expect!["line 1: expected `end` and `hash` after the entry"].assert_eq(&faults("\n"));
    expect!["line 1: expected `hash` and 64 hexadecimal digits in lower case"]
        .assert_eq(&faults("hash 00\nhash 00\n"));
    expect!["line 1: there is no journal 16"]
        .assert_eq(&faults(&format!("entry 16 1 x\nhash {}\n", "0".repeat(64))));
    expect!["line 1: entry 1-1: its fingerprint does not follow from the entry before and its text"]
        .assert_eq(&faults(&format!("entry 1 1 x\nhash {}\n", "0".repeat(64))));
    let endless = "line jkk 1100 1\n".repeat(30_000);
    expect!["line 1: expected `end` and `hash` after the entry"].assert_eq(&faults(&endless));
}
