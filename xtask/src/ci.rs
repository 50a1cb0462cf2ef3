//! What every change must pass: formatting, clippy without warnings, and the tests.

use anyhow::Result;

use crate::house::{cargo, must};
use crate::test;

pub(crate) fn run() -> Result<()> {
    must(cargo(&["fmt", "--all", "--check"]))?;
    must(cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))?;
    test::run()
}
