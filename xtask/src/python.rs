//! Packages of Python that checks need, each in a place of its own.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::house::must;

/// The Python that has these packages, where the next checkout finds it too: they are fetched once a machine
/// and version. `options` go to pip.
pub(crate) fn with(packages: &[&str], options: &[&str], target: &Path) -> Result<PathBuf> {
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache")));
    let place = cache.map_or_else(|| target.to_path_buf(), |cache| cache.join("naungan"));
    let place = place.join(packages.join("+").replace("==", "-"));
    let (python, whole) = (place.join("bin/python"), place.join("whole"));
    if !whole.exists() {
        let mut make = Command::new("python3");
        make.args(["-m", "venv", "--clear"]).arg(&place);
        must(make)?;
        let mut install = Command::new(&python);
        install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
        install.args(options).args(packages);
        must(install)?;
        std::fs::write(&whole, "").with_context(|| format!("could not write {}", whole.display()))?;
    }
    Ok(python)
}
