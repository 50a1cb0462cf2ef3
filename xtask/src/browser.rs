//! The stories in a browser: Chromium, two libraries of Node, the program as it was built, and a teller.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::house::{cargo, must, program, root};
use crate::test::install;

/// Programs that stories need, and Debian's packages that have them.
const PROGRAMS: [(&str, &str); 3] = [("chromium", "chromium"), ("node", "nodejs"), ("npm", "npm")];

/// Letters of the same shape on every machine, for pictures that do not change by themselves.
const FONTS: &str = "fonts-dejavu-core";

/// Where the stories stand.
const STORIES: &str = "crates/naungan/tests/browser";

/// What says which libraries, in which versions.
const LISTS: [&str; 2] = ["package.json", "package-lock.json"];

/// Plays the stories of these names, or all of them.
pub(crate) fn run(stories: &[&str]) -> Result<()> {
    let missing = PROGRAMS.iter().filter(|(name, _)| !is_there(name)).map(|(_, package)| *package);
    let wanted: Vec<&str> = missing.chain([FONTS]).collect();
    install(&wanted)?;
    must(cargo(&["build", "--package", "naungan"]))?;
    let built = built();
    let modules = built.join("browser");
    libraries(&modules)?;
    let script = format!("{STORIES}/run.js");
    let mut node = program("node", &[&script]);
    node.args(stories);
    node.env("NAUNGAN", built.join("debug").join("naungan")).env("NAUNGAN_BROWSER_MODULES", &modules);
    must(node)
}

/// Whether a program of this name can be started: it may come from elsewhere than Debian.
fn is_there(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(name).is_file())
}

/// The folder that cargo builds into.
fn built() -> PathBuf {
    let named = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    named.map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// Installs the libraries outside the repository; where they are there already, nobody is asked for anything.
fn libraries(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("could not make {}", folder.display()))?;
    let done = folder.join("done");
    let wanted = lists(&root().join(STORIES))?;
    if fs::read_to_string(&done).is_ok_and(|done| done == wanted) {
        return Ok(());
    }
    for name in LISTS {
        let from = root().join(STORIES).join(name);
        fs::copy(&from, folder.join(name)).with_context(|| format!("could not copy {}", from.display()))?;
    }
    let words = ["ci", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"];
    let mut npm = program("npm", &words);
    npm.current_dir(folder);
    must(npm)?;
    fs::write(&done, wanted).with_context(|| format!("could not write {}", done.display()))
}

/// The lists, one after the other.
fn lists(folder: &Path) -> Result<String> {
    let read = |name| fs::read_to_string(folder.join(name)).with_context(|| format!("could not read {name}"));
    LISTS.into_iter().map(read).collect()
}
