//! `naungan`, the program people run.

use std::process::ExitCode;

fn main() -> ExitCode {
    naungan::commands::run()
}
