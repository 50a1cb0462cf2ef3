//! The verifier in Python, which shares no line with ours, comes to the same.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use expect_test::expect;
use ledger::{Balances, Posted};
use testing::Random;

use crate::chance;
use crate::{booked, booked_as, day};

/// An export in a file of its own that goes when the test ends.
struct Export(PathBuf);

impl Export {
    fn new(name: &str, text: &[u8]) -> Export {
        let path = std::env::temp_dir().join(format!("naungan-{}-{name}.export", std::process::id()));
        std::fs::write(&path, text).unwrap();
        Export(path)
    }

    fn verify(&self) -> Output {
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../peers/verify/verify.py");
        Command::new("python3").arg(program).arg(&self.0).output().expect("python3 is installed")
    }
}

impl Drop for Export {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn faults(name: &str, posted: &[Posted]) -> String {
    let output = Export::new(name, crate::export(posted).as_bytes()).verify();
    assert_eq!(output.status.code(), Some(1));
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn both_find_the_books_in_order_and_the_same_balances() {
    let posted = chance::books(&mut Random::new(10), 800, 16);
    let output = Export::new("order", crate::export(&posted).as_bytes()).verify();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(output.status.code(), Some(0));
    let mut balances = Balances::until(day("2026-12-31"));
    for row in &posted {
        balances.add(&row.entry);
    }
    assert_eq!(String::from_utf8(output.stdout).unwrap(), balances.trial().to_csv());
}

#[test]
fn both_find_a_changed_byte() {
    let mut random = Random::new(11);
    let posted = chance::books(&mut random, 40, 4);
    let whole = crate::export(&posted).into_bytes();
    for number in 0..25 {
        let mut bytes = whole.clone();
        let at = random.between(0, bytes.len() as i64 - 1) as usize;
        bytes[at] ^= 1 << random.between(0, 6);
        let ours = ledger::export::verify(bytes.split_inclusive(|byte| *byte == b'\n')).faults;
        let output = Export::new(&format!("byte-{number}"), &bytes).verify();
        assert_eq!(output.status.code(), Some(1), "byte {at}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.starts_with(&format!("line {}: ", ours[0].line)), "byte {at}: {said} / {}", ours[0]);
    }
}

#[test]
fn it_judges_what_fingerprints_cannot_show() {
    let rows = "jkk 1100 | 1\njkk 4100 | -1";
    let back = "reverses 0 1\njkk 1100 | -1\njkk 4100 | 1";
    let twice =
        [booked(rows), booked_as("2026-05-03", "reversed", back), booked_as("2026-05-03", "reversed", back)];
    let mut head = ledger::Head::start(0);
    let now = crate::moment("2026-05-03T10:00:00Z");
    let posted = twice.map(|entry| head.append(entry.unwrap(), now));
    expect![[r"
        line 12: entry 0-3 reverses (0, 1), which was reversed before
    "]]
    .assert_eq(&faults("twice", &posted));

    // Somebody who reckons fingerprints rightly and books wrongly.
    let forge = |from: &str, to: &str| {
        let text = posted[0].text.replace(from, to);
        let hash = ledger::journal::follow(&[0; 32], text.as_bytes());
        [Posted { text, hash, ..posted[0].clone() }]
    };
    expect![[r"
        line 1: entry 0-1: jkk does not balance: 1
    "]]
    .assert_eq(&faults("fund", &forge("jkk 4100", "jkm 4100")));
    expect![[r"
        line 1: entry 0-1: ('jkk', 'jkm') does not balance: -1
    "]]
    .assert_eq(&faults("mirror", &forge("jkk 4100", "jkk 2900:jkm")));
    expect![[r"
        line 1: entry 0-1: jkk does not balance: -1
    "]]
    .assert_eq(&faults("amount", &forge(" -1\n", " -2\n")));
}
