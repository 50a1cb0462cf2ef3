//! Steps of the schema, taken at the start: each once, in order, all that are missing or none.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};
use base::Moment;

use crate::{Engine, Store, Unit, Value};

/// A step from one schema to the next. What was published is never changed: a change is a further step.
#[derive(Clone, Copy)]
pub(crate) struct Step {
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

/// In order, counted from 1.
pub(crate) const STEPS: &[Step] = &[
    Step {
        name: "institution",
        sqlite: include_str!("../migrations/sqlite/0001-institution.sql"),
        postgres: include_str!("../migrations/postgres/0001-institution.sql"),
    },
    Step {
        name: "counter",
        sqlite: include_str!("../migrations/sqlite/0002-counter.sql"),
        postgres: include_str!("../migrations/postgres/0002-counter.sql"),
    },
    Step {
        name: "claims",
        sqlite: include_str!("../migrations/sqlite/0003-claims.sql"),
        postgres: include_str!("../migrations/postgres/0003-claims.sql"),
    },
    Step {
        name: "instalments",
        sqlite: include_str!("../migrations/sqlite/0004-instalments.sql"),
        postgres: include_str!("../migrations/postgres/0004-instalments.sql"),
    },
    Step {
        name: "letters",
        sqlite: include_str!("../migrations/sqlite/0005-letters.sql"),
        postgres: include_str!("../migrations/postgres/0005-letters.sql"),
    },
    Step {
        name: "jobs",
        sqlite: include_str!("../migrations/sqlite/0006-jobs.sql"),
        postgres: include_str!("../migrations/postgres/0006-jobs.sql"),
    },
    Step {
        name: "doors",
        sqlite: include_str!("../migrations/sqlite/0007-doors.sql"),
        postgres: include_str!("../migrations/postgres/0007-doors.sql"),
    },
    Step {
        name: "accounts",
        sqlite: include_str!("../migrations/sqlite/0008-accounts.sql"),
        postgres: include_str!("../migrations/postgres/0008-accounts.sql"),
    },
    Step {
        name: "devices",
        sqlite: include_str!("../migrations/sqlite/0009-devices.sql"),
        postgres: include_str!("../migrations/postgres/0009-devices.sql"),
    },
    Step {
        name: "words",
        sqlite: include_str!("../migrations/sqlite/0010-words.sql"),
        postgres: include_str!("../migrations/postgres/0010-words.sql"),
    },
    Step {
        name: "recovery",
        sqlite: include_str!("../migrations/sqlite/0011-recovery.sql"),
        postgres: include_str!("../migrations/postgres/0011-recovery.sql"),
    },
    Step {
        name: "findings",
        sqlite: include_str!("../migrations/sqlite/0012-findings.sql"),
        postgres: include_str!("../migrations/postgres/0012-findings.sql"),
    },
    Step {
        name: "solidarity",
        sqlite: include_str!("../migrations/sqlite/0013-solidarity.sql"),
        postgres: include_str!("../migrations/postgres/0013-solidarity.sql"),
    },
    Step {
        name: "notices",
        sqlite: include_str!("../migrations/sqlite/0014-notices.sql"),
        postgres: include_str!("../migrations/postgres/0014-notices.sql"),
    },
    Step {
        name: "looks",
        sqlite: include_str!("../migrations/sqlite/0015-looks.sql"),
        postgres: include_str!("../migrations/postgres/0015-looks.sql"),
    },
    Step {
        name: "collected",
        sqlite: include_str!("../migrations/sqlite/0016-collected.sql"),
        postgres: include_str!("../migrations/postgres/0016-collected.sql"),
    },
    Step {
        name: "givings",
        sqlite: include_str!("../migrations/sqlite/0017-givings.sql"),
        postgres: include_str!("../migrations/postgres/0017-givings.sql"),
    },
    Step {
        name: "shares",
        sqlite: include_str!("../migrations/sqlite/0018-shares.sql"),
        postgres: include_str!("../migrations/postgres/0018-shares.sql"),
    },
    Step {
        name: "field",
        sqlite: include_str!("../migrations/sqlite/0019-field.sql"),
        postgres: include_str!("../migrations/postgres/0019-field.sql"),
    },
    Step {
        name: "pairs",
        sqlite: include_str!("../migrations/sqlite/0020-pairs.sql"),
        postgres: include_str!("../migrations/postgres/0020-pairs.sql"),
    },
    Step {
        name: "carried",
        sqlite: include_str!("../migrations/sqlite/0021-carried.sql"),
        postgres: include_str!("../migrations/postgres/0021-carried.sql"),
    },
    Step {
        name: "kept",
        sqlite: include_str!("../migrations/sqlite/0022-kept.sql"),
        postgres: include_str!("../migrations/postgres/0022-kept.sql"),
    },
];

/// The whole schema as it stands after every step.
pub fn schema(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => include_str!("../schema/sqlite.sql"),
        Engine::Postgres => include_str!("../schema/postgres.sql"),
    }
}

/// Where the steps are written down; there before the first.
fn steps_table(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => {
            "create table schema_step (
                no integer primary key,
                name text not null,
                taken_at integer not null
            ) strict"
        }
        Engine::Postgres => {
            "create table schema_step (
                no smallint primary key,
                name text not null,
                taken_at timestamptz not null
            )"
        }
    }
}

/// The names of the steps that were missing and are taken now.
pub(crate) fn take_steps(store: &mut Store, steps: &[Step]) -> Result<Vec<String>> {
    // At nearly every start there is nothing to do, and then nobody need wait.
    let taken = store.look(taken_steps).context("could not look at the database's schema")?;
    refuse_newer(&taken, steps)?;
    if taken.len() == steps.len() {
        return Ok(Vec::new());
    }
    store.unit(|unit| {
        if let Some(hold) = unit.engine().hold_migration() {
            unit.execute(hold, &[])?;
        }
        let taken = taken_steps(unit)?;
        refuse_newer(&taken, steps)?;
        if taken.is_empty() {
            unit.script(steps_table(unit.engine()))?;
        }
        let mut names = Vec::new();
        for (number, step) in steps.iter().enumerate().skip(taken.len()) {
            take(unit, number + 1, step)
                .with_context(|| format!("could not take step {} `{}`", number + 1, step.name))?;
            names.push(step.name.to_owned());
        }
        Ok(names)
    })
}

fn take(unit: &mut Unit<'_>, number: usize, step: &Step) -> Result<()> {
    unit.script(match unit.engine() {
        Engine::Sqlite => step.sqlite,
        Engine::Postgres => step.postgres,
    })?;
    unit.execute(
        "insert into schema_step (no, name, taken_at) values ($1, $2, $3)",
        &[(number as i64).into(), step.name.into(), Value::Moment(now())],
    )?;
    Ok(())
}

/// The names of the steps the database has taken, from the first.
fn taken_steps(unit: &mut Unit<'_>) -> Result<Vec<String>> {
    let engine = unit.engine();
    if unit.row(engine.table(), &[Value::Text("schema_step")])?.is_none() {
        return Ok(Vec::new());
    }
    let mut names = Vec::new();
    for row in unit.rows("select no, name from schema_step order by no", &[])? {
        names.push(row.text(1)?.to_owned());
        ensure!(row.int(0)? == names.len() as i64, "the list of steps in the database has a gap");
    }
    Ok(names)
}

fn refuse_newer(taken: &[String], steps: &[Step]) -> Result<()> {
    if let Some(last) = taken.last() {
        let known = steps.last().map_or("none", |step| step.name);
        ensure!(
            taken.len() <= steps.len(),
            "the database is at step {} `{last}`, this program knows steps up to {} `{known}`: \
             start the program that took the step, or a newer one",
            taken.len(),
            steps.len()
        );
    }
    for (number, (taken, step)) in taken.iter().zip(steps).enumerate() {
        ensure!(
            taken == step.name,
            "step {} of the database is `{taken}`, this program's is `{}`: \
             it is the database of another program",
            number + 1,
            step.name
        );
    }
    Ok(())
}

/// The one place of the store that reads the clock: when a step was taken is for people to know.
fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment::new(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}
