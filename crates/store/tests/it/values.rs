//! Every kind of value goes in and comes out the same, nothing and the extremes among them.

use base::{Day, Moment, Month};
use store::{Row, Store, Trouble, Value};
use testing::both;

use crate::{make_kinds, open, refusal, sure};

const COLUMNS: &str = "a_bool, a_small, an_int, a_text, some_bytes, a_day, a_month, a_moment";

fn moment(text: &str) -> Moment {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

fn rows() -> Vec<[Value<'static>; 8]> {
    let first = Day::MIN;
    let leap = Day::parse("2024-02-29").unwrap_or(Day::MIN);
    vec![
        [Value::Null; 8],
        [
            Value::Bool(true),
            Value::Int(i16::MIN.into()),
            Value::Int(i64::MIN),
            Value::Text(""),
            Value::Bytes(&[]),
            Value::Day(first),
            Value::Month(Month::MIN),
            Value::Moment(Moment::start_of(Day::MIN)),
        ],
        [
            Value::Bool(false),
            Value::Int(i16::MAX.into()),
            Value::Int(i64::MAX),
            Value::Text("Siti Nurhalizá 👩‍🌾 '\"\\ \n\t$1 ?"),
            Value::Bytes(&[0, 255, 1, 0]),
            Value::Day(Day::MAX),
            Value::Month(Month::MAX),
            Value::Moment(Moment::end_of(Day::MAX)),
        ],
        [
            Value::Bool(true),
            Value::Int(0),
            Value::Int(-1),
            Value::Text("a"),
            Value::Bytes(&[0; 5000]),
            Value::Day(leap),
            Value::Month(leap.month()),
            Value::Moment(moment("2026-05-03T10:00:00.000001Z")),
        ],
    ]
}

fn same(row: &Row, values: &[Value<'_>; 8]) {
    assert_eq!(row.width(), 8);
    let read: [Value<'_>; 8] = [
        sure(row.opt_bool(0)).into(),
        sure(row.opt_int(1)).into(),
        sure(row.opt_int(2)).into(),
        sure(row.opt_text(3)).into(),
        sure(row.opt_bytes(4)).into(),
        sure(row.opt_day(5)).into(),
        sure(row.opt_month(6)).into(),
        sure(row.opt_moment(7)).into(),
    ];
    assert_eq!(&read, values);
}

#[test]
fn every_kind_comes_out_as_it_went_in() {
    both(|address| {
        let mut store = open(address);
        make_kinds(&mut store);
        sure(store.unit(|unit| {
            for (id, row) in rows().iter().enumerate() {
                let mut values = vec![Value::Int(id as i64)];
                values.extend_from_slice(row);
                let sql = format!("insert into kinds (id, {COLUMNS}) values ($1,$2,$3,$4,$5,$6,$7,$8,$9)");
                assert_eq!(unit.execute(&sql, &values)?, 1);
            }
            Ok(())
        }));
        let found =
            sure(store.look(|unit| unit.rows(&format!("select {COLUMNS} from kinds order by id"), &[])));
        assert_eq!(found.len(), rows().len());
        for (row, values) in found.iter().zip(&rows()) {
            same(row, values);
        }
        let mut at = 0;
        sure(store.look(|unit| {
            at = 0;
            unit.each(&format!("select {COLUMNS} from kinds order by id"), &[], &mut |row| {
                same(row, &rows()[at]);
                at += 1;
                Ok(())
            })
        }));
        assert_eq!(at, rows().len());
    });
}

#[test]
fn parameters_are_counted_by_their_number() {
    both(|address| {
        let mut store = open(address);
        make_kinds(&mut store);
        let sql = "insert into kinds (a_text, an_int, id, a_month) values ($3, $2, $1, $4)
                   on conflict (id) do update set an_int = kinds.an_int + $2 returning an_int, a_text";
        let month = Month::new(2026, 5).unwrap_or(Month::MIN);
        let values = [Value::Int(9), Value::Int(20), Value::Text("$7"), Value::Month(month)];
        let read = |store: &mut Store| {
            let row = sure(store.unit(|unit| unit.row(sql, &values)));
            row.map(|row| (sure(row.int(0)), sure(row.text(1)).to_owned()))
        };
        assert_eq!(read(&mut store), Some((20, "$7".to_owned())));
        assert_eq!(read(&mut store), Some((40, "$7".to_owned())));
        let within =
            "select count(*), sum(an_int) from kinds where a_month between $1 and $2 and a_text = $3";
        let values = [Value::Month(month), Value::Month(month), Value::Text("$7")];
        let row = sure(store.look(|unit| unit.row(within, &values)));
        let row = row.unwrap_or_else(|| panic!("no row"));
        assert_eq!((sure(row.int(0)), sure(row.int(1))), (1, 40));
    });
}

#[test]
fn a_sum_is_a_number_as_long_as_it_fits() {
    both(|address| {
        let mut store = open(address);
        make_kinds(&mut store);
        for value in [0, 1, -1, 9_999, 10_000, -10_000, 123_456_789_012, i64::MAX / 2, i64::MIN + 1] {
            sure(store.unit(|unit| {
                unit.execute("delete from kinds", &[])?;
                let sql = "insert into kinds (id, an_int) values (1, $1), (2, $2)";
                unit.execute(sql, &[Value::Int(value), Value::Int(0)])
            }));
            let sql = "select sum(an_int) from kinds having sum(an_int) = $1";
            let row = sure(store.look(|unit| unit.row(sql, &[Value::Int(value)])));
            assert_eq!(row.map(|row| sure(row.int(0))), Some(value));
        }
    });
}

#[test]
fn a_column_of_another_kind_is_an_error() {
    both(|address| {
        let mut store = open(address);
        make_kinds(&mut store);
        sure(store.unit(|unit| {
            let sql = "insert into kinds (id, a_text, some_bytes, a_day) values (7, 'x', $1, $2)";
            unit.execute(sql, &[Value::Bytes(&[1]), Value::Day(Day::MAX)])
        }));
        let sql = "select id, a_text, some_bytes, a_day, an_int from kinds";
        let row = sure(store.look(|unit| unit.row(sql, &[]))).unwrap_or_else(|| panic!("no row"));
        assert_eq!(refusal(row.int(1)), "column 1 does not hold a whole number");
        assert_eq!(refusal(row.text(0)), "column 0 does not hold a text");
        assert_eq!(refusal(row.bytes(0)), "column 0 does not hold bytes");
        assert_eq!(refusal(row.text(2)), "column 2 does not hold a text");
        assert_eq!(refusal(row.int(4)), "column 4 is null");
        assert_eq!(refusal(row.int(5)), "there is no column 5: the row has 5, counted from 0");
        assert_eq!(refusal(row.month(3)), "column 3 holds 2200-12-31, which is not the first of a month");
        assert!(row.bool(0).is_err() && row.day(1).is_err() && row.moment(1).is_err());
    });
}

#[test]
fn what_one_engine_cannot_keep_neither_keeps() {
    both(|address| {
        let mut store = open(address);
        make_kinds(&mut store);
        for (column, value) in [
            ("a_text", Value::Text("a\0b")),
            ("a_moment", Value::Moment(Moment::new(i64::MAX))),
            ("a_moment", Value::Moment(Moment::new(i64::MIN))),
        ] {
            let sql = format!("insert into kinds (id, {column}) values (1, $1)");
            assert!(store.unit(|unit| unit.execute(&sql, &[value])).is_err(), "{column}");
        }
        // Whoever wrote the character is told of it, and not of the statement.
        let text = refusal(store.look(|unit| unit.rows("select $1", &[Value::Text("a\0b")])));
        assert_eq!(text, "a text holds the character NUL: write it without");
        for (values, count) in [(vec![], 0), (vec![Value::Int(1), Value::Int(2)], 2)] {
            let text = refusal(store.look(|unit| unit.rows("select id from kinds where id = $1", &values)));
            assert!(text.starts_with("could not do `select id from kinds where id = $1`: "), "{text}");
            assert!(text.contains(&format!("{count} ")), "{text}");
        }
        let twice = "insert into kinds (id) values (1), (1)";
        let error = store.unit(|unit| unit.execute(twice, &[])).err();
        assert_eq!(error.map(|error| Trouble::of(&error)), Some(Trouble::Duplicate));
    });
}
