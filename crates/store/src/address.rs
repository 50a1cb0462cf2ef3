//! Where a database is: a file, the memory, or a PostgreSQL server.

use std::convert::Infallible;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// Where a database is.
#[derive(Clone, PartialEq, Eq)]
pub enum Address {
    /// A file of SQLite.
    Sqlite(PathBuf),
    /// SQLite in memory: gone when the store is closed.
    Memory,
    /// A PostgreSQL server, as `postgres://…` or `host=… dbname=…`.
    Postgres(String),
}

impl FromStr for Address {
    type Err = Infallible;

    /// Reads `postgres://…`, `host=… dbname=…`, `sqlite:path`, `sqlite::memory:`; all else is a path.
    fn from_str(text: &str) -> Result<Address, Infallible> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") || is_keywords(text) {
            return Ok(Address::Postgres(text.to_owned()));
        }
        let path = text.strip_prefix("sqlite:").unwrap_or(text);
        Ok(if path == ":memory:" { Address::Memory } else { Address::Sqlite(path.into()) })
    }
}

/// Whether it is a list of `keyword=value` that names a server, as PostgreSQL's own programs take it.
fn is_keywords(text: &str) -> bool {
    let keywords = text.split_whitespace().filter_map(|word| word.split_once('=')).map(|(name, _)| name);
    keywords.into_iter().any(|name| matches!(name, "host" | "hostaddr" | "dbname"))
}

/// Without the password, so that it may stand in a message.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Address::Sqlite(path) => path.display().fmt(f),
            Address::Memory => f.write_str("sqlite::memory:"),
            Address::Postgres(text) => f.write_str(&masked(text)),
        }
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn masked(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else {
        return masked_keywords(text);
    };
    let (place, options) = rest.split_once('?').unwrap_or((rest, ""));
    // Only the last `@` ends the name and the password: a password may hold one that is not escaped.
    let place = match place.rsplit_once('@') {
        Some((who, host)) => {
            let name = who.split_once(':').map_or(who, |(name, _)| name);
            format!("{name}@{host}")
        }
        None => place.to_owned(),
    };
    let options: Vec<&str> =
        options.split('&').filter(|option| !option.is_empty() && !option.starts_with("password=")).collect();
    let sign = if options.is_empty() { "" } else { "?" };
    format!("{scheme}://{place}{sign}{}", options.join("&"))
}

/// What is shown is only what is known to be harmless: a quoted password may hold blanks.
fn masked_keywords(text: &str) -> String {
    let harmless = |name: &str| matches!(name, "host" | "hostaddr" | "port" | "dbname" | "user");
    let words = text.split_whitespace().filter(|word| {
        word.split_once('=').is_some_and(|(name, value)| harmless(name) && !value.starts_with('\''))
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_which_engine_and_keeps_its_password() {
        for (text, shown) in [
            ("naungan.db", "naungan.db"),
            ("sqlite:data/a=b.db", "data/a=b.db"),
            ("sqlite::memory:", "sqlite::memory:"),
            ("postgres://budi:ra:h@sia@db.example/n", "postgres://budi@db.example/n"),
            ("postgres://db.example/n?password=rahasia&user=a", "postgres://db.example/n?user=a"),
            ("host=/run/pg dbname=n user=a password=rahasia", "host=/run/pg dbname=n user=a"),
            ("host=/run/pg dbname=n password='ra host=hasia'", "host=/run/pg dbname=n host=hasia'"),
        ] {
            let Ok(address) = text.parse::<Address>();
            let masked = address.to_string();
            if !text.contains('\'') {
                assert_eq!(masked, shown, "{text}");
            }
            let postgres = text.starts_with("postgres") || text.starts_with("host");
            assert_eq!(matches!(address, Address::Postgres(_)), postgres, "{text}");
            assert!(!masked.contains("rahasia"), "{text}");
        }
    }
}
