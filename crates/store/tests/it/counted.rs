//! What employers bring and mean to pay, what the public page counts, and what a new key has to seal again.

use anyhow::Result;
use base::Month;
use scheme::id::{MembershipId, PayerId, PersonId};
use store::Unit;
use store::queries::accounts::{self, Account};
use store::queries::assessments::{self, Assessment};
use store::queries::branches::{self, Branch};
use store::queries::intents::{self, Intent};
use store::queries::links::{self, Link};
use store::queries::memberships::{self, Membership};
use store::queries::notes::{self, Note};
use store::queries::payers::{self, Payer};
use store::queries::people::{self, Identity};
use store::queries::rolls::{self, Roll};
use store::queries::sealed::{self, At, Table};
use store::queries::uploads::{self, Row, Upload};
use store::queries::{caseloads, coverage};
use testing::both;

use crate::{at, day, migrated, month, refusal, sure};

fn upload(id: i64, made: i64) -> Upload {
    Upload {
        id,
        payer: PayerId(4),
        month: month("2026-05"),
        name: "mei.csv".to_owned(),
        state: "checking".to_owned(),
        complete: id == 1,
        account: 5,
        told: None,
        made: at(made),
    }
}

fn row(no: i64, state: &str) -> Row {
    Row {
        upload: 1,
        no,
        state: state.to_owned(),
        unusual: (state == "changed").then(|| "twice as much".to_owned()),
        confirmed: false,
        membership: (state != "joins").then_some(MembershipId(no)),
        sealed: vec![0, 0, 0, 1, 7],
    }
}

#[test]
fn a_file_is_checked_row_by_row() {
    both(|address| {
        let mut store = migrated(address);
        let rows = [row(1, "same"), row(2, "changed"), row(3, "joins"), row(4, "changed")];
        sure(store.unit(|unit| {
            for (id, made) in [(1, 10), (2, 30), (3, 20)] {
                uploads::add(unit, &upload(id, made), &[1; 30])?;
            }
            let latest = uploads::of_payer(unit, PayerId(4), 2)?;
            assert_eq!(latest, [upload(2, 30), upload(3, 20)]);
            assert_eq!(uploads::before(unit, PayerId(4), None, 2)?, [upload(3, 20), upload(2, 30)]);
            assert_eq!(uploads::before(unit, PayerId(4), Some(2), 2)?, [upload(1, 10)]);
            assert_eq!(uploads::sealed(unit, 1)?, Some(vec![1; 30]));
            assert_eq!(uploads::sealed(unit, 9)?, None);
            uploads::add_rows(unit, &rows)?;
            uploads::add_rows(unit, &[Row { upload: 2, ..row(1, "leaves") }])?;
            uploads::set_state(unit, 1, "checked", Some("fine"))?;
            let checked =
                Upload { state: "checked".to_owned(), told: Some("fine".to_owned()), ..upload(1, 10) };
            assert_eq!(uploads::read(unit, 1)?, Some(checked));
            assert_eq!(uploads::rows(unit, 1, None, 0, 9)?, rows);
            assert_eq!(uploads::rows(unit, 1, None, 1, 2)?, rows[1..3]);
            assert_eq!(uploads::rows(unit, 1, Some("changed"), 2, 9)?, rows[3..]);
            let counts = uploads::counts(unit, 1)?;
            let counts: Vec<_> = counts.iter().map(|(state, count)| (state.as_str(), *count)).collect();
            assert_eq!(counts, [("changed", 2), ("joins", 1), ("same", 1)]);
            assert_eq!(uploads::confirm(unit, 1, Some(2))?, 1);
            assert_eq!(uploads::rows(unit, 1, None, 1, 1)?, [Row { confirmed: true, ..row(2, "changed") }]);
            assert_eq!([uploads::confirm(unit, 1, None)?, uploads::confirm(unit, 1, None)?], [3, 0]);
            assert_eq!(uploads::rows(unit, 2, None, 0, 9)?.iter().filter(|row| row.confirmed).count(), 0);
            Ok(())
        }));
        refusal(store.unit(|unit| uploads::add_rows(unit, &[row(1, "same")])));
    });
}

#[test]
fn what_is_meant_to_be_paid_is_open_until_it_is_paid_or_over() {
    both(|address| {
        let mut store = migrated(address);
        let intent = |id: i64, until: i64| Intent {
            id,
            payer: PayerId(4),
            amount: 16_800,
            months: 1,
            made: at(id),
            until: at(until),
            paid: None,
        };
        sure(store.unit(|unit| {
            [(1, 90), (2, 50), (3, 90)]
                .into_iter()
                .try_for_each(|(id, until)| intents::add(unit, &intent(id, until)))?;
            assert_eq!(
                intents::open_of(unit, PayerId(4), at(49))?,
                [intent(3, 90), intent(2, 50), intent(1, 90)]
            );
            assert_eq!(intents::open_of(unit, PayerId(4), at(50))?, [intent(3, 90), intent(1, 90)]);
            assert_eq!([intents::paid(unit, 3, at(60))?, intents::paid(unit, 3, at(70))?], [true, false]);
            assert_eq!(intents::open_of(unit, PayerId(4), at(50))?, [intent(1, 90)]);
            assert_eq!(intents::open_of(unit, PayerId(5), at(1))?, []);
            assert_eq!(intents::read(unit, 3)?, Some(Intent { paid: Some(at(60)), ..intent(3, 90) }));
            Ok(())
        }));
    });
}

/// A value as it is sealed with a key: its number comes first.
fn sealed_with(key: u8, text: &str) -> Vec<u8> {
    [&[0, 0, 0, key], text.as_bytes()].concat()
}

/// One row in each of the tables whose key is not just a number, and an account with and one without a second
/// factor.
fn fill(unit: &mut Unit<'_>) -> Result<()> {
    for (id, second) in [(1, None), (2, Some(sealed_with(1, "second")))] {
        let account = Account {
            id,
            role: "officer".to_owned(),
            person: None,
            payer: None,
            branch: None,
            province: None,
            sealed: sealed_with(1, "account"),
            password: None,
            second,
            failures: 0,
            locked_until: None,
            ended: None,
            known: at(1),
        };
        accounts::add(unit, &account)?;
    }
    let sealed = sealed_with(1, "row");
    let rows = [2, 1, 3].map(|no| Row { sealed: sealed.clone(), ..row(no, "same") });
    uploads::add_rows(unit, &rows)?;
    for (subject, written, account) in [(1, 20, 5), (1, 10, 6), (1, 10, 5), (2, 5, 5)] {
        let (kind, sealed) = ("note".to_owned(), sealed_with(1, "note"));
        notes::add(unit, &Note { subject, at: at(written), account, kind, sealed, again: None })?;
    }
    Ok(())
}

/// Every place of a table, two a page; each row is sealed with key 2 on the way.
fn turn(unit: &mut Unit<'_>, table: Table) -> Result<Vec<(i64, i64, i64)>> {
    let (mut places, mut after) = (Vec::new(), At::START);
    loop {
        let page = sealed::page(unit, table, after, 2)?;
        let Some((last, _)) = page.last() else { return Ok(places) };
        after = *last;
        for (at, value) in page {
            let rest = String::from_utf8(value[4..].to_vec())?;
            sealed::put(unit, table, at, &sealed_with(2, &rest))?;
            places.push((at.subject, at.no, at.known.micros()));
        }
    }
}

#[test]
fn a_new_key_finds_every_sealed_row_once() {
    both(|address| {
        let mut store = migrated(address);
        sure(store.unit(fill));
        for (table, expected) in [
            (Table::Account, &[(1, -1, 0), (2, -1, 0)][..]),
            (Table::SecondFactor, &[(2, -1, 0)]),
            (Table::UploadRow, &[(1, 1, 0), (1, 2, 0), (1, 3, 0)]),
            (Table::Note, &[(1, 5, 10), (1, 6, 10), (1, 5, 20), (2, 5, 5)]),
            (Table::Message, &[]),
        ] {
            assert_eq!(sure(store.unit(|unit| turn(unit, table))), expected, "{table:?}");
        }
        for table in Table::ALL {
            let by_key = sure(store.look(|unit| sealed::by_key(unit, table)));
            assert!(by_key.iter().all(|(key, _)| *key == 2), "{table:?}: {by_key:?}");
            sure(store.unit(|unit| turn(unit, table)));
        }
        let second = sure(store.look(|unit| accounts::read(unit, 2))).and_then(|account| account.second);
        assert_eq!(second, Some(sealed_with(2, "second")));
    });
}

/// Columns that are classed as sealed and are not drafts are all among those a new key turns.
#[test]
fn no_sealed_column_is_forgotten_by_a_new_key() {
    let mut table = "";
    for line in include_str!("../../privacy.toml").lines() {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            table = name;
        } else if let Some(column) = line.strip_suffix(" = \"sealed\"") {
            let known = Table::ALL.iter().any(|known| known.place() == (table, column));
            assert!(known || table == "draft", "{table}.{column}");
        }
    }
}

#[test]
fn who_is_protected_is_counted_once_from_what_stands_assessed() {
    both(|address| {
        let mut store = migrated(address);
        let may = month("2026-05");
        let rows = sure(store.unit(|unit| {
            for (id, kind, province) in [(1, "employer", "31"), (2, "own", ""), (3, "sponsor", "32")] {
                payers::add(unit, &payer(id, kind, province))?;
            }
            // The second has two jobs, the fourth is the fifth under another number.
            for (id, person, segment) in
                [(11, 1, "pu"), (12, 2, "bpu"), (13, 2, "pu"), (14, 3, "pu"), (15, 4, "bpu"), (16, 5, "bpu")]
            {
                memberships::add(unit, &membership(id, person, segment))?;
            }
            for (person, sex) in [(1, "male"), (2, "female"), (3, "male"), (5, "female")] {
                people::identify(unit, PersonId(person), &identity(1, "other"))?;
                people::identify(unit, PersonId(person), &identity(2, sex))?;
            }
            links::add(unit, &link(4, Some(5), 3))?;
            links::add(unit, &link(1, Some(2), 3))?;
            links::add(unit, &link(1, None, 4))?;
            // What the third owed was taken back; a sponsor took over what the second owed herself.
            for (payer, membership, no, owed) in [
                (1, 11, 0, 90),
                (2, 12, 0, 20),
                (2, 12, 1, -20),
                (3, 12, 0, 20),
                (1, 13, 0, 90),
                (1, 14, 0, 90),
                (1, 14, 1, -90),
                (2, 15, 0, 20),
                (2, 16, 0, 20),
            ] {
                assessments::add(unit, &assessment(may, payer, membership, no, owed))?;
            }
            coverage::count_month(unit, may, "pmi")?;
            coverage::count_month(unit, may, "pmi")?;
            assert_eq!(coverage::totals(unit)?, [(may, 3)]);
            assert_eq!(coverage::growth(unit)?, [(may, "bpu".to_owned(), 2), (may, "pu".to_owned(), 1)]);
            coverage::month(unit, may)
        }));
        let said: Vec<(&str, &str, &str, bool, i64)> = rows
            .iter()
            .map(|row| (&*row.segment, &*row.province, &*row.sex, row.sponsored, row.people))
            .collect();
        assert_eq!(
            said,
            [
                ("bpu", "", "female", false, 1),
                ("bpu", "32", "female", true, 1),
                ("pu", "31", "male", false, 1),
            ]
        );
    });
}

#[test]
fn who_pays_once_counts_while_she_is_on_the_roll_where_her_branch_is() {
    both(|address| {
        let mut store = migrated(address);
        let [march, may] = ["2026-03", "2026-05"].map(month);
        let rows = sure(store.unit(|unit| {
            let (name, province) = ("Cabang".to_owned(), "33".to_owned());
            branches::add(unit, &Branch { id: 90, name, province, closed: None })?;
            // Who goes on, one whose work has ended, one whose money was given back, one who pays each month.
            for (at, segment, until, owed) in
                [(1, "pmi", None, 370), (2, "pmi", Some(may), 370), (3, "pmi", None, 0), (4, "bpu", None, 20)]
            {
                payers::add(unit, &payer(at, "own", ""))?;
                memberships::add(unit, &membership(10 + at, at, segment))?;
                people::identify(unit, PersonId(at), &identity(1, "male"))?;
                let (payer, membership) = (PayerId(at), MembershipId(10 + at));
                let segment = segment.to_owned();
                rolls::add(
                    unit,
                    &Roll { payer, membership, from: march, until, segment, facts: String::new() },
                )?;
                assessments::add(unit, &assessment(march, at, 10 + at, 0, 370))?;
                assessments::add(unit, &assessment(march, at, 10 + at, 1, owed - 370))?;
                caseloads::assign(unit, at, 90, crate::at(1))?;
            }
            for month in [march, may] {
                coverage::count_month(unit, month, "pmi")?;
            }
            Ok([coverage::month(unit, march)?, coverage::month(unit, may)?])
        }));
        let said = rows.each_ref().map(|rows| {
            let row = |row: &coverage::Covered| (row.segment.clone(), row.province.clone(), row.people);
            rows.iter().map(row).collect::<Vec<_>>()
        });
        let row = |segment: &str, people| (segment.to_owned(), "33".to_owned(), people);
        assert_eq!(said, [vec![row("bpu", 1), row("pmi", 2)], vec![row("pmi", 1)]]);
    });
}

fn payer(id: i64, kind: &str, province: &str) -> Payer {
    Payer {
        id: PayerId(id),
        kind: kind.to_owned(),
        parent: None,
        sealed: None,
        province: province.to_owned(),
        opened: day("2026-01-01"),
        credit: 0,
        known: at(1),
    }
}

fn membership(id: i64, person: i64, segment: &str) -> Membership {
    Membership {
        id: MembershipId(id),
        person: PersonId(person),
        payer: PayerId(1),
        segment: segment.to_owned(),
        sealed: vec![1],
        started: day("2026-01-01"),
        known: at(1),
    }
}

fn identity(known: i64, sex: &str) -> Identity {
    Identity { known: at(known), sealed: vec![1], born: day("1990-01-01"), sex: sex.to_owned() }
}

fn link(person: i64, into: Option<i64>, known: i64) -> Link {
    Link { person: PersonId(person), into: into.map(PersonId), known: at(known), reason: "same".to_owned() }
}

fn assessment(month: Month, payer: i64, membership: i64, no: i64, owed: i64) -> Assessment {
    let (payer, membership) = (PayerId(payer), MembershipId(membership));
    Assessment { month, payer, membership, no, run: 0, owed, lines: vec![0] }
}
