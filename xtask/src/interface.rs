//! The interface: its committed document, and schemathesis run against a counter of invented people.

use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::codegen::Made;
use crate::house::{cargo, must, root};
use crate::python;

/// The version whose findings are known.
const SCHEMATHESIS: &str = "schemathesis==4.32.5";

/// What the program says of its own interface.
pub(crate) fn made() -> Result<Made> {
    let mut command = cargo(&["run", "--quiet", "--package", "naungan", "--", "api-document"]);
    let done = command.output().with_context(|| format!("could not start {command:?}"))?;
    ensure!(done.status.success(), "{command:?} ended with {}", done.status);
    Ok(Made { path: "crates/naungan/openapi.json", text: String::from_utf8(done.stdout)? })
}

/// Asks what the interface promises: the rules of HTTP, the examples of its page, and every address what its
/// document says, with the keys of a head of a branch and an administrator.
pub(crate) fn ask(examples: &str) -> Result<()> {
    must(cargo(&["build", "--quiet", "--package", "naungan"]))?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), Into::into);
    let python = python::with(&[SCHEMATHESIS], &[], &target)?;
    let mut ask = Command::new(&python);
    ask.arg(root().join("crates/naungan/tests/interface/ask.py"));
    ask.arg(target.join("debug/naungan")).arg(examples);
    must(ask)
}
