//! What the two engines do differently beyond types: how work begins, how rows are held, what went wrong.

use std::fmt;

use ::postgres::error::SqlState;
use rusqlite::ErrorCode;

/// Which program keeps the database.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Engine {
    /// The embedded default.
    Sqlite,
    /// A server.
    Postgres,
}

/// What a unit of work may do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Access {
    Read,
    Write,
}

impl Engine {
    /// How a unit begins. On SQLite the one writer is chosen at once; a look sees one state to its end.
    pub(crate) fn begin(self, access: Access) -> &'static str {
        match (self, access) {
            (Engine::Sqlite, Access::Read) => "begin deferred",
            (Engine::Sqlite, Access::Write) => "begin immediate",
            (Engine::Postgres, Access::Read) => "begin isolation level repeatable read read only",
            (Engine::Postgres, Access::Write) => "begin isolation level read committed",
        }
    }

    /// At the end of a `select`: holds the rows until the unit ends. On SQLite it is the only writer anyway.
    pub fn for_update(&self) -> &'static str {
        self.only_postgres(" for update")
    }

    /// As `for_update`, passing over rows that others hold: how workers claim from one list.
    pub fn for_update_skip_locked(&self) -> &'static str {
        self.only_postgres(" for update skip locked")
    }

    /// At the end of a `select`: others may read the rows but not change them until the unit ends.
    pub fn for_share(&self) -> &'static str {
        self.only_postgres(" for share")
    }

    /// A statement after which no other unit begins a run until this one ends; none is needed on SQLite.
    pub fn hold_new_runs(&self) -> Option<&'static str> {
        match self {
            Engine::Sqlite => None,
            Engine::Postgres => Some("lock table chunk in exclusive mode"),
        }
    }

    /// A statement after which no other unit begins a run until this one ends, while many like it go on; none
    /// is needed on SQLite.
    pub fn hold_off_runs(&self) -> Option<&'static str> {
        match self {
            Engine::Sqlite => None,
            Engine::Postgres => Some("lock table chunk in row share mode"),
        }
    }

    /// Statements after which an empty table of the unit's own is there, with the columns of another: for
    /// rows that are compared with what is kept before they join it.
    pub(crate) fn scratch(self, name: &str, like: &str) -> String {
        match self {
            Engine::Sqlite => format!(
                "create temp table if not exists {name} as select * from {like} where false;
                 delete from {name};"
            ),
            Engine::Postgres => format!(
                "create temp table if not exists {name} on commit delete rows as
                     select * from {like} where false;
                 delete from {name};"
            ),
        }
    }

    /// A statement after which no other program migrates until the unit ends.
    pub(crate) fn hold_migration(self) -> Option<&'static str> {
        match self {
            Engine::Sqlite => None,
            // The number is ours alone: the first letters of the name.
            Engine::Postgres => Some("select pg_advisory_xact_lock(7958534018)"),
        }
    }

    /// A statement that gives a row if the table `$1` is there.
    pub(crate) fn table(self) -> &'static str {
        match self {
            Engine::Sqlite => "select name from sqlite_master where type = 'table' and name = $1",
            Engine::Postgres => {
                "select table_name::text from information_schema.tables \
                 where table_schema = current_schema() and table_name = $1"
            }
        }
    }

    fn only_postgres(self, text: &'static str) -> &'static str {
        match self {
            Engine::Sqlite => "",
            Engine::Postgres => text,
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Engine::Sqlite => "SQLite",
            Engine::Postgres => "PostgreSQL",
        })
    }
}

/// What kind of fault it was, whichever engine met it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// Others were in the way: the same work can be tried again.
    Conflict,
    /// The connection is gone; what was not committed is undone.
    Lost,
    /// No room is left on the disk.
    Full,
    /// A row with this key is there already.
    Duplicate,
    /// Another rule of the schema was broken.
    Refused,
    /// Anything else.
    Other,
}

impl Trouble {
    /// The kind of a fault, wherever it stands in the chain.
    pub fn of(error: &anyhow::Error) -> Trouble {
        let known = error.chain().find_map(|cause| {
            let passed = cause.downcast_ref().map(|PassedOver(trouble)| *trouble);
            passed.or_else(|| cause.downcast_ref().map(|fault: &Fault| fault.trouble))
        });
        known.unwrap_or(Trouble::Other)
    }

    /// What the engine itself says less plainly.
    fn sentence(self) -> Option<&'static str> {
        match self {
            Trouble::Lost => Some("the connection to the database was lost"),
            Trouble::Full => Some("the disk is full"),
            _ => None,
        }
    }
}

/// A statement failed, and the work went on as if it had not. Nothing of such work is kept.
#[derive(Debug, thiserror::Error)]
#[error("a statement of the work failed, and the work went on")]
pub(crate) struct PassedOver(pub(crate) Trouble);

/// What an engine said, without the names of its driver's own layers and without values of the row: a detail
/// such as `Key (nik)=(…)` has no place in a log.
#[derive(Debug, thiserror::Error)]
#[error("{text}")]
pub(crate) struct Fault {
    trouble: Trouble,
    text: String,
}

impl From<::postgres::Error> for Fault {
    fn from(error: ::postgres::Error) -> Fault {
        let text = match (error.as_db_error(), std::error::Error::source(&error)) {
            (Some(said), _) => said.message().to_owned(),
            (None, Some(cause)) => format!("{error}: {cause}"),
            (None, None) => error.to_string(),
        };
        Fault { trouble: of_postgres(&error), text }
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Fault {
        Fault { trouble: of_sqlite(&error), text: error.to_string() }
    }
}

impl From<std::io::Error> for Fault {
    /// The driver wraps what goes wrong in a copy into an error of input and output.
    fn from(error: std::io::Error) -> Fault {
        match error.downcast::<::postgres::Error>() {
            Ok(error) => error.into(),
            Err(error) => Fault { trouble: Trouble::Lost, text: error.to_string() },
        }
    }
}

/// The engine's word, with a plain sentence in front of it where we have one.
pub(crate) fn plain(error: impl Into<Fault>) -> anyhow::Error {
    let fault = error.into();
    match fault.trouble.sentence() {
        Some(sentence) => anyhow::Error::new(fault).context(sentence),
        None => fault.into(),
    }
}

fn of_postgres(error: &::postgres::Error) -> Trouble {
    let Some(state) = error.code() else {
        let io = std::error::Error::source(error).is_some_and(<dyn std::error::Error>::is::<std::io::Error>);
        return if error.is_closed() || io { Trouble::Lost } else { Trouble::Other };
    };
    let crossed = *state == SqlState::T_R_SERIALIZATION_FAILURE || *state == SqlState::T_R_DEADLOCK_DETECTED;
    if crossed || (*state == SqlState::UNIQUE_VIOLATION && is_of_one_moment(error)) {
        Trouble::Conflict
    } else if *state == SqlState::UNIQUE_VIOLATION {
        Trouble::Duplicate
    } else if *state == SqlState::DISK_FULL {
        Trouble::Full
    } else if matches!(state.code(), "57P01" | "57P02" | "57P03") || state.code().starts_with("08") {
        Trouble::Lost
    } else if state.code().starts_with("23") {
        Trouble::Refused
    } else {
        Trouble::Other
    }
}

/// Two who looked at somebody in one moment are in each other's way, and nothing is wrong with either.
fn is_of_one_moment(error: &::postgres::Error) -> bool {
    error.as_db_error().and_then(|error| error.constraint()) == Some("reading_pkey")
}

fn of_sqlite(error: &rusqlite::Error) -> Trouble {
    use rusqlite::ffi::{SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID, SQLITE_CONSTRAINT_UNIQUE};

    let Some(error) = error.sqlite_error() else { return Trouble::Other };
    match (error.code, error.extended_code) {
        (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => Trouble::Conflict,
        (ErrorCode::DiskFull, _) => Trouble::Full,
        (_, SQLITE_CONSTRAINT_PRIMARYKEY | SQLITE_CONSTRAINT_UNIQUE | SQLITE_CONSTRAINT_ROWID) => {
            Trouble::Duplicate
        }
        (ErrorCode::ConstraintViolation, _) => Trouble::Refused,
        _ => Trouble::Other,
    }
}
