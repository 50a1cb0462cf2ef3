//! Invented people, stories and databases; only ever a dev-dependency.
