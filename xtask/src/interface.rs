//! The interface: its committed document, and schemathesis run against a counter of invented people.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::codegen::Made;
use crate::house::{cargo, must, root};

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
    let python = installed(&target)?;
    let mut ask = Command::new(&python);
    ask.arg(root().join("crates/naungan/tests/interface/ask.py"));
    ask.arg(target.join("debug/naungan")).arg(examples);
    must(ask)
}

/// Schemathesis, where the next checkout finds it too: it is fetched once a machine and version.
fn installed(target: &Path) -> Result<PathBuf> {
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache")));
    let place = cache.map_or_else(|| target.to_path_buf(), |cache| cache.join("naungan"));
    let place = place.join(SCHEMATHESIS.replace("==", "-"));
    let (python, whole) = (place.join("bin/python"), place.join("whole"));
    if !whole.exists() {
        let mut make = Command::new("python3");
        make.args(["-m", "venv", "--clear"]).arg(&place);
        must(make)?;
        let mut install = Command::new(&python);
        install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", SCHEMATHESIS]);
        must(install)?;
        std::fs::write(&whole, "").with_context(|| format!("could not write {}", whole.display()))?;
    }
    Ok(python)
}
