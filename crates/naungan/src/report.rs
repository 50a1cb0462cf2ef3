//! What commands have in common when they speak: colour, language, tables of text.

use std::io::IsTerminal;

/// Whether the reader of complaints is a terminal that wants colour.
pub fn colour() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}
