//! Remembers: one door to SQLite and PostgreSQL.
