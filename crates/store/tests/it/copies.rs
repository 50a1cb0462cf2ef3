//! Many rows at once.

use base::{Day, Moment, Month};
use store::{Kind, Trouble, Value};
use testing::{Random, both};

use crate::{make_kinds, number, open, refusal, sure};

const COLUMNS: [(&str, Kind); 9] = [
    ("id", Kind::Int),
    ("a_bool", Kind::Bool),
    ("a_small", Kind::Small),
    ("an_int", Kind::Int),
    ("a_text", Kind::Text),
    ("some_bytes", Kind::Bytes),
    ("a_day", Kind::Day),
    ("a_month", Kind::Month),
    ("a_moment", Kind::Moment),
];

#[test]
fn a_hundred_thousand_rows_arrive_as_they_left() {
    both(|address| {
        let mut store = open(address);
        make_kinds(&mut store);
        let rows = 100_003;
        let text = "a text of some length, of which a part is taken";
        let values = |id: i64| {
            let mut random = Random::new(id as u64);
            let maybe = |value: Value<'static>, yes: bool| if yes { value } else { Value::Null };
            let month = Month::from_index(24_000 + random.below(300) as i32).unwrap_or(Month::MIN);
            let day = month.first_day().plus_days(random.below(28) as i32).unwrap_or(Day::MIN);
            [
                Value::Int(id),
                Value::Bool(random.chance(500)),
                Value::Int(random.between(i16::MIN.into(), i16::MAX.into())),
                maybe(Value::Int(random.between(i64::MIN, i64::MAX)), random.chance(900)),
                Value::Text(&text[..random.below(text.len() as u64) as usize]),
                maybe(Value::Bytes(&text.as_bytes()[..16]), random.chance(100)),
                Value::Day(day),
                maybe(Value::Month(month), random.chance(700)),
                Value::Moment(Moment::new(random.between(0, 1 << 50))),
            ]
        };
        let added = sure(store.unit(|unit| {
            let mut copy = unit.copy("kinds", &COLUMNS)?;
            for id in 0..rows {
                copy.row(&values(id))?;
            }
            copy.finish()
        }));
        assert_eq!(added, rows as u64);
        let names = COLUMNS.map(|(name, _)| name).join(", ");
        let mut id = 0;
        sure(store.look(|unit| {
            id = 0;
            unit.each(&format!("select {names} from kinds order by id"), &[], &mut |row| {
                let read: [Value<'_>; 9] = [
                    row.int(0)?.into(),
                    row.bool(1)?.into(),
                    row.int(2)?.into(),
                    row.opt_int(3)?.into(),
                    row.text(4)?.into(),
                    row.opt_bytes(5)?.into(),
                    row.day(6)?.into(),
                    row.opt_month(7)?.into(),
                    row.moment(8)?.into(),
                ];
                assert_eq!(read, values(id));
                id += 1;
                Ok(())
            })
        }));
        assert_eq!(id, rows);
    });
}

#[test]
fn a_value_of_another_kind_is_refused_and_names_its_column() {
    both(|address| {
        let mut store = open(address);
        make_kinds(&mut store);
        let mut refuse = |value: Value<'_>| {
            refusal(store.unit(|unit| {
                let mut copy = unit.copy("kinds", &[("id", Kind::Int), ("a_small", Kind::Small)])?;
                copy.row(&[Value::Int(1), value])?;
                copy.finish()
            }))
        };
        assert_eq!(
            refuse(Value::Int(40_000)),
            "could not add to kinds.a_small: 40000 is too large for a small number"
        );
        assert_eq!(
            refuse(Value::Text("1")),
            "could not add to kinds.a_small: a value of another kind than Small was given"
        );
        assert_eq!(number(&mut store, "select count(*) from kinds"), 0);
    });
}

#[test]
fn a_copy_that_is_not_finished_is_not_kept() {
    both(|address| {
        let mut store = open(address);
        make_kinds(&mut store);
        let outcome = store.unit(|unit| {
            unit.execute("insert into kinds (id) values (1)", &[])?;
            let mut copy = unit.copy("kinds", &[("id", Kind::Int)])?;
            copy.row(&[Value::Int(2)])
        });
        assert!(outcome.is_err());
        assert_eq!(number(&mut store, "select count(*) from kinds"), 0);
    });
}

#[test]
fn a_key_that_is_there_twice_ends_a_copy() {
    both(|address| {
        let mut store = open(address);
        make_kinds(&mut store);
        let outcome = store.unit(|unit| {
            let mut copy = unit.copy("kinds", &[("id", Kind::Int)])?;
            for id in (0..70_000).chain([69_999]).chain(0..70_000) {
                copy.row(&[Value::Int(id)])?;
            }
            copy.finish()
        });
        let error = outcome.err().unwrap_or_else(|| panic!("it should have been refused"));
        assert_eq!(Trouble::of(&error), Trouble::Duplicate, "{error:#}");
        assert_eq!(number(&mut store, "select count(*) from kinds"), 0);
        let outcome = store.unit(|unit| unit.copy("nowhere", &[("id", Kind::Int)]).map(drop));
        let text = refusal(outcome);
        assert!(text.starts_with("could not begin to add rows to nowhere: "), "{text}");
        let empty = sure(store.unit(|unit| unit.copy("kinds", &[("id", Kind::Int)])?.finish()));
        assert_eq!(empty, 0);
    });
}
