//! The steps of the schema, its whole text and the classes of its columns say the same.

use std::collections::{BTreeMap, BTreeSet};

use store::{Engine, Store, Value, schema};
use testing::both;

use crate::{number, open, refusal, sure};

const PRIVACY: &str = include_str!("../../privacy.toml");
const CLASSES: [&str; 7] = ["public", "internal", "personal", "sealed", "hashed", "identifying", "secret"];

/// What PostgreSQL knows of its tables, one line a column, index and rule.
const CATALOGUE: &str = "
    select concat_ws(' ', 'column', table_name, column_name, data_type, is_nullable, column_default,
        is_identity, is_generated, generation_expression)
    from information_schema.columns where table_schema = 'public'
    union all select concat_ws(' ', 'index', indexdef) from pg_indexes where schemaname = 'public'
    union all select concat_ws(' ', 'rule', conrelid::regclass, conname, pg_get_constraintdef(oid))
    from pg_constraint where connamespace = 'public'::regnamespace
    union all select concat_ws(' ', 'table', relname, relkind, reloptions, pg_get_partkeydef(oid))
    from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'S')
    union all select concat_ws(' ', 'trigger', tgrelid::regclass, pg_get_triggerdef(oid))
    from pg_trigger where not tgisinternal
    order by 1";

fn catalogue(store: &mut Store) -> Vec<String> {
    let sql = match store.engine() {
        Engine::Sqlite => "select sql from sqlite_master where sql is not null order by type, name",
        Engine::Postgres => CATALOGUE,
    };
    let rows = sure(store.look(|unit| unit.rows(sql, &[])));
    rows.iter().map(|row| normal(sure(row.text(0)))).collect()
}

/// Without comments and the blanks between words.
fn normal(sql: &str) -> String {
    let code = sql.lines().map(|line| line.split("--").next().unwrap_or(""));
    code.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

fn columns(store: &mut Store) -> BTreeSet<(String, String)> {
    let sql = match store.engine() {
        Engine::Sqlite => {
            "select t.name, c.name from sqlite_master t, pragma_table_info(t.name) c
             where t.type = 'table' and t.name not like 'sqlite_%'"
        }
        Engine::Postgres => {
            "select table_name::text, column_name::text from information_schema.columns
             where table_schema = 'public'"
        }
    };
    let rows = sure(store.look(|unit| unit.rows(sql, &[])));
    rows.iter().map(|row| (sure(row.text(0)).to_owned(), sure(row.text(1)).to_owned())).collect()
}

#[test]
fn steps_equal_schema() {
    let found = |store: &mut Store| (columns(store), catalogue(store));
    both(|address| {
        let mut steps = open(address);
        sure(steps.migrate());
        let taken = found(&mut steps);
        sure(steps.unit(|unit| match unit.engine() {
            Engine::Postgres => unit.script("drop schema public cascade; create schema public"),
            Engine::Sqlite => Ok(()),
        }));
        let other = testing::sqlite::scratch();
        let mut whole = match steps.engine() {
            Engine::Sqlite => open(&other.address()),
            Engine::Postgres => steps,
        };
        let text = schema(whole.engine());
        sure(whole.unit(|unit| unit.script(text)));
        let whole = found(&mut whole);
        assert_eq!(taken.0, whole.0);
        for (taken, whole) in taken.1.iter().zip(&whole.1) {
            assert_eq!(taken, whole);
        }
        assert_eq!(taken.1.len(), whole.1.len());
    });
}

/// The file is `[table]` and `column = "class"`, nothing else.
fn privacy() -> BTreeMap<(String, String), String> {
    let mut classes = BTreeMap::new();
    let mut table = String::new();
    for line in PRIVACY.lines().map(str::trim) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            name.clone_into(&mut table);
            continue;
        }
        let Some((column, class)) = line.split_once('=') else { panic!("`{line}` says nothing") };
        let class = class.split('#').next().unwrap_or("").trim().trim_matches('"').to_owned();
        assert!(CLASSES.contains(&class.as_str()), "`{line}`: no such class");
        let before = classes.insert((table.clone(), column.trim().to_owned()), class);
        assert_eq!(before, None, "`{line}` stands twice");
    }
    classes
}

#[test]
fn every_column_has_a_class_and_none_identifies_unsealed() {
    both(|address| {
        let mut store = open(address);
        sure(store.migrate());
        let classes = privacy();
        let named: BTreeSet<_> = classes.keys().cloned().collect();
        let there = columns(&mut store);
        let missing: Vec<_> = there.difference(&named).collect();
        assert!(missing.is_empty(), "without a class: {missing:?}");
        let gone: Vec<_> = named.difference(&there).collect();
        assert!(gone.is_empty(), "not in the database: {gone:?}");
        for ((table, column), class) in &classes {
            assert_ne!(class, "identifying", "{table}.{column} is stored unsealed");
        }
    });
}

#[test]
fn every_table_of_the_schema_is_known_with_its_columns() {
    both(|address| {
        let mut store = open(address);
        sure(store.migrate());
        let known = store::tables().into_iter().flat_map(|table| {
            let name = table.name;
            table.columns.into_iter().map(move |(column, _)| (name.clone(), column))
        });
        assert_eq!(known.collect::<BTreeSet<_>>(), columns(&mut store));
    });
}

#[test]
fn steps_are_taken_once() {
    both(|address| {
        let mut store = open(address);
        let taken = sure(store.migrate());
        assert_eq!(taken.first().map(String::as_str), Some("institution"));
        assert_eq!(sure(store.migrate()), [""; 0]);
        assert_eq!(sure(open(address).migrate()), [""; 0]);
        assert_eq!(number(&mut store, "select count(*) from schema_step"), taken.len() as i64);
    });
}

#[test]
fn a_newer_database_and_that_of_another_program_are_refused() {
    both(|address| {
        let mut store = open(address);
        let taken = sure(store.migrate());
        let (steps, last) = (taken.len() as i64, taken.last().cloned().unwrap_or_default());
        sure(store.unit(|unit| {
            let moment = Value::Moment(base::Moment::new(0));
            let sql = "insert into schema_step (no, name, taken_at) values ($1, 'tomorrow', $2)";
            unit.execute(sql, &[Value::Int(steps + 1), moment])
        }));
        assert_eq!(
            refusal(store.migrate()),
            format!(
                "the database is at step {} `tomorrow`, this program knows steps up to {steps} \
                 `{last}`: start the program that took the step, or a newer one",
                steps + 1
            )
        );
        sure(store.unit(|unit| {
            unit.execute("delete from schema_step where no > 1", &[])?;
            unit.execute("update schema_step set name = 'library'", &[])
        }));
        assert_eq!(
            refusal(store.migrate()),
            "step 1 of the database is `library`, this program's is `institution`: \
             it is the database of another program"
        );
    });
}

#[test]
fn two_that_start_at_once_take_each_step_once() {
    both(|address| {
        let taken: usize = std::thread::scope(|scope| {
            let starts: Vec<_> =
                (0..4).map(|_| scope.spawn(|| sure(open(address).migrate()).len())).collect();
            starts.into_iter().map(|start| start.join().unwrap_or_else(|_| panic!("a start"))).sum()
        });
        assert_eq!(number(&mut open(address), "select count(*) from schema_step"), taken as i64);
    });
}
