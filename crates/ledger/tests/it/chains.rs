//! Journals that are chained: what is posted verifies, and each kind of fault has its row.

use base::Moment;
use expect_test::{Expect, expect};
use ledger::export::{self, Verification};
use ledger::journal::follow;
use ledger::{Books, Chain, Entry, Head, Place, Posted, text};
use testing::Random;

use crate::chance;
use crate::{booked, booked_as, moment};

const ROWS: &str = "jkk 1100 | 1\njkk 4100 | -1";
const BACK: &str = "jkk 1100 | -1\njkk 4100 | 1";

fn reversal(journal: u16, seq: u64) -> Entry {
    booked_as("2026-05-03", "reversed", &format!("reverses {journal} {seq}\n{BACK}")).unwrap()
}

/// Entries of one journal, a second apart.
fn journal(number: u16, entries: impl IntoIterator<Item = Entry>) -> Vec<Posted> {
    let mut head = Head::start(number);
    let now = moment("2026-05-03T10:00:00.000000Z");
    let seconds = |at: usize| Moment::new(now.micros() + at as i64 * 1_000_000);
    entries.into_iter().enumerate().map(|(at, entry)| head.append(entry, seconds(at))).collect()
}

/// Reads entries as a store hands them out, and says what is wrong.
#[expect(clippy::needless_pass_by_value, reason = "the snapshot is made beside the call")]
fn check<'a>(posted: impl IntoIterator<Item = &'a Posted>, expected: Expect) {
    let mut books = Books::new();
    let mut shown = String::new();
    for row in posted {
        if let Err(fault) = books.next(row.place(), &row.text, &row.hash) {
            shown.push_str(&format!("{fault}\n"));
        }
    }
    for fault in books.finish() {
        shown.push_str(&format!("at the end: {fault}\n"));
    }
    expected.assert_eq(&shown);
}

#[test]
fn what_is_known_later_has_the_later_moment() {
    let mut head = Head::start(3);
    let now = moment("2026-05-03T10:00:00.000000Z");
    let first = head.append(booked(ROWS).unwrap(), now);
    let second = head.append(booked(ROWS).unwrap(), Moment::new(now.micros() - 5_000_000));
    assert_eq!((first.seq, first.known), (1, now));
    assert_eq!((second.seq, second.known), (2, Moment::new(now.micros() + 1)));
    assert_eq!(first.hash, follow(&[0; 32], first.text.as_bytes()));
    assert_eq!(second.hash, follow(&first.hash, second.text.as_bytes()));
    assert_eq!(head, Head { journal: 3, seq: 2, hash: second.hash, known: Some(second.known) });
    expect![[r"
        entry 3 1 2026-05-03 2026-05-03T10:00:00.000000Z assessed key
        line jkk 1100 1
        line jkk 4100 -1
        end
        hash 9a046e6c029cae1bc4cd0ed29769df15986eaeb11648b97261f5922a58cf96ab
        entry 3 2 2026-05-03 2026-05-03T10:00:00.000001Z assessed key
        line jkk 1100 1
        line jkk 4100 -1
        end
        hash 399350ccb65a1ea54f29d4563fca7721e42af34aaf1eaec543a92e7ac9e3d69a
    "]]
    .assert_eq(&export_of(&[first, second]));
}

fn export_of(posted: &[Posted]) -> String {
    crate::export(posted)
}

#[test]
fn books_by_chance_are_in_order() {
    let mut random = Random::new(4);
    let posted = chance::books(&mut random, 600, 16);
    check(&posted, expect![""]);
    let mut by_journal: Vec<_> = posted.iter().collect();
    by_journal.sort_by_key(|row| row.place());
    check(by_journal, expect![""]);
}

#[test]
fn rows_that_are_missing_twice_or_changed() {
    let entry = || booked(ROWS).unwrap();
    let rows = journal(3, [entry(), entry(), entry(), entry()]);
    check(&rows, expect![""]);
    check(
        [&rows[0], &rows[2], &rows[3]],
        expect![[r"
        entry 3-2: it is not there: 3 stands in its place
    "]],
    );
    check(
        [&rows[0], &rows[1], &rows[1], &rows[2]],
        expect![[r"
        entry 3-3: it is not there: 2 stands in its place
    "]],
    );
    check(
        [&rows[1]],
        expect![[r"
        entry 3-1: it is not there: 2 stands in its place
    "]],
    );
    let changed = Posted { text: rows[1].text.replace("4100", "4200"), ..rows[1].clone() };
    check(
        [&rows[0], &changed, &rows[2]],
        expect![[r"
        entry 3-2: its fingerprint does not follow from the entry before and its text
    "]],
    );
    let mut hash = rows[1].hash;
    hash[31] ^= 1;
    let changed = Posted { hash, ..rows[1].clone() };
    check(
        [&rows[0], &changed, &rows[2]],
        expect![[r"
        entry 3-2: its fingerprint does not follow from the entry before and its text
    "]],
    );
    let elsewhere = Posted { journal: 16, ..rows[0].clone() };
    check(
        [&elsewhere],
        expect![[r"
        entry 16-1: there is no journal 16
    "]],
    );
}

/// A journal of one entry with a text of somebody who reckons fingerprints rightly.
fn forged(change: impl Fn(&str) -> String) -> Vec<Posted> {
    let mut rows = journal(3, [booked(ROWS).unwrap(), booked(ROWS).unwrap()]);
    rows[1].text = change(&rows[1].text);
    rows[1].hash = follow(&rows[0].hash, rows[1].text.as_bytes());
    rows
}

#[test]
fn texts_that_are_chained_and_wrong() {
    check(&forged(str::to_owned), expect![""]);
    check(
        &forged(|text| text.replace("end\n", "END\n")),
        expect![[r"
        entry 3-2: its text cannot be read: line 4: expected `line` or `end`
    "]],
    );
    check(
        &forged(|text| text.replace(" -1\n", " -2\n")),
        expect![[r"
        entry 3-2: its text is not an entry: line 1: fund jkk does not balance: its lines sum to -1
    "]],
    );
    check(
        &forged(|text| text.replace("entry 3 2", "entry 4 2")),
        expect![[r"
        entry 3-2: its text says that it stands at 4-2
    "]],
    );
    check(
        &forged(|text| text.replace("entry 3 2", "entry 3 1")),
        expect![[r"
        entry 3-2: its text says that it stands at 3-1
    "]],
    );
    check(
        &forged(|text| text.replace("10:00:01.000000Z", "10:00:00.000000Z")),
        expect![[r"
        entry 3-2: it became known at 2026-05-03T10:00:00.000000Z, which is not after the entry before
    "]],
    );
}

#[test]
fn an_export_of_somebody_who_books_wrongly() {
    let changes: [fn(&str) -> String; 4] = [
        |text| text.replace(" -1\n", " -2\n"),
        |text| text.replace("entry 3 2", "entry 4 2"),
        |text| text.replace("line", "lone"),
        |text| text.replace("entry 3 2", "entry 3 two"),
    ];
    let mut said = String::new();
    for change in changes {
        let export = crate::export(&forged(change));
        for fault in export::verify(export.split_inclusive('\n')).faults {
            said.push_str(&format!("{fault}\n"));
        }
    }
    expect![[r"
        line 6: entry 3-2: its text is not an entry: line 1: fund jkk does not balance: its lines sum to -1
        line 6: entry 3-2: its text says that it stands at 4-2
        line 6: entry 3-2: its text cannot be read: line 2: expected `about`, `reverses`, `line` or `end`
        line 6: entry 3-2: its text says that it stands nowhere
    "]]
    .assert_eq(&said);
}

#[test]
fn what_is_taken_back_is_there_once() {
    let entry = || booked(ROWS).unwrap();
    check(&journal(3, [entry(), reversal(3, 1)]), expect![""]);
    check(&journal(3, [entry(), reversal(3, 1), booked_as_again()]), expect![""]);
    check(
        &journal(3, [entry(), reversal(3, 2)]),
        expect![[r"
        entry 3-2: it takes back 3-2, which is not there
    "]],
    );
    check(
        &journal(3, [entry(), reversal(3, 9)]),
        expect![[r"
        entry 3-2: it takes back 3-9, which is not there
    "]],
    );
    check(
        &journal(3, [entry(), reversal(3, 1), reversal(3, 1)]),
        expect![[r"
        entry 3-3: it takes back 3-1, which was taken back before
    "]],
    );
    let other = booked("jkk 1100 | 1\njkk 4200 | -1").unwrap();
    check(
        &journal(3, [other.clone(), reversal(3, 1)]),
        expect![[r"
        entry 3-2: it takes back 3-1 with other lines
    "]],
    );
    // In another journal: it may come earlier or later, and is judged at the end.
    let apart = |first: Entry, backs: Vec<Entry>| [journal(5, backs), journal(3, [first])].concat();
    check(&apart(entry(), vec![reversal(3, 1)]), expect![""]);
    check(
        &apart(entry(), vec![reversal(3, 2)]),
        expect![[r"
        at the end: entry 5-1: it takes back 3-2, which is not there
    "]],
    );
    check(
        &apart(entry(), vec![reversal(77, 1)]),
        expect![[r"
        at the end: entry 5-1: it takes back 77-1, which is not there
    "]],
    );
    check(
        &apart(entry(), vec![reversal(3, 1), reversal(3, 1)]),
        expect![[r"
        at the end: entry 5-2: it takes back 3-1, which was taken back before
    "]],
    );
    check(
        &apart(other, vec![reversal(3, 1)]),
        expect![[r"
        at the end: entry 5-1: it takes back 3-1 with other lines
    "]],
    );
}

/// What was taken back is taken back, which books it again.
fn booked_as_again() -> Entry {
    booked_as("2026-05-03", "reversed", &format!("reverses 3 2\n{ROWS}")).unwrap()
}

#[test]
fn a_tail_that_was_cut_off_is_missed_where_a_head_was_noted() {
    let entry = || booked(ROWS).unwrap();
    let rows = journal(3, [entry(), entry(), entry()]);
    let head = |row: &Posted| Head { journal: 3, seq: row.seq, hash: row.hash, known: Some(row.known) };
    let with = |noted: Head, rows: &[Posted]| {
        let text = crate::export(rows);
        let mut verification = Verification::new();
        verification.expect(noted);
        for line in text.split_inclusive('\n') {
            verification.line(line.as_bytes());
        }
        let shown: Vec<_> = verification.finish().faults.iter().map(ToString::to_string).collect();
        shown.join("\n")
    };
    expect![""].assert_eq(&with(head(&rows[2]), &rows));
    expect![""].assert_eq(&with(head(&rows[1]), &rows));
    expect!["line 6: entry 3-2: it is not there: the journal was noted to go on to 3"]
        .assert_eq(&with(head(&rows[2]), &rows[..1]));
    expect!["line 1: entry 3-1: it is not there: the journal was noted to go on to 3"]
        .assert_eq(&with(head(&rows[2]), &[]));
    expect!["line 6: entry 3-2: its fingerprint is not the one that was noted"]
        .assert_eq(&with(Head { hash: [7; 32], ..head(&rows[1]) }, &rows));
}

#[test]
fn a_chain_stands_still_after_a_fault() {
    let rows = journal(3, [booked(ROWS).unwrap(), booked(ROWS).unwrap()]);
    let mut chain = Chain::new(3);
    assert!(chain.next(2, &rows[1].text, &rows[1].hash).is_err());
    assert!(chain.next(1, &rows[0].text, &rows[0].hash).is_ok());
    let read = chain.next(2, &rows[1].text, &rows[1].hash).unwrap();
    assert_eq!(read.place, Place { journal: 3, seq: 2 });
    assert_eq!(chain.head().hash, rows[1].hash);
}

#[test]
fn a_head_of_no_journal_is_not_forgotten() {
    let mut books = Books::new();
    books.expect(Head { journal: 16, seq: 4, ..Head::start(16) });
    let faults: Vec<_> = books.finish().iter().map(ToString::to_string).collect();
    assert_eq!(faults, ["entry 16-4: there is no journal 16"]);
}

#[test]
fn an_export_gives_back_what_was_posted() {
    let mut random = Random::new(5);
    let posted = chance::books(&mut random, 300, 16);
    let export = crate::export(&posted);
    let mut again = Vec::new();
    let verdict = export::verify_each(export.split_inclusive('\n'), |read| {
        again.push(text::write(read.place, read.known, &read.entry));
    });
    assert_eq!(verdict.faults, []);
    assert_eq!(verdict.entries, 300);
    assert_eq!(again, posted.iter().map(|row| row.text.clone()).collect::<Vec<_>>());
    for head in &verdict.heads {
        let last = posted.iter().rfind(|row| row.journal == head.journal).unwrap();
        assert_eq!((head.seq, head.hash), (last.seq, last.hash));
    }
}
