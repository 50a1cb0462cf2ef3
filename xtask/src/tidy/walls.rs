//! Which crate may import which, and why each outside crate is here.

use super::Complaint;
use crate::house::File;

/// Servers and chance for tests: nothing that is built for people depends on it.
const TESTING: &str = "testing";

/// Our crates and which of ours each may import. A new arrow is a page in `docs/decisions/` first.
const WALLS: [(&str, &[&str]); 9] = [
    ("base", &[]),
    ("rules", &["base"]),
    ("ledger", &["base", "testing"]),
    ("print", &["base"]),
    ("scheme", &["base", "ledger", "rules", "testing"]),
    ("store", &["base", "ledger", "scheme", "testing"]),
    ("naungan", &["base", "ledger", "print", "rules", "scheme", "store", "testing"]),
    ("testing", &[]),
    ("xtask", &[]),
];

pub(super) fn check(file: &File) -> Vec<Complaint> {
    if file.path == "Cargo.toml" {
        return reasons(file);
    }
    let folder = file.path.strip_suffix("/Cargo.toml");
    let name =
        folder.and_then(|folder| folder.strip_prefix("crates/").or((folder == "xtask").then_some("xtask")));
    let Some(name) = name else { return Vec::new() };
    match WALLS.iter().find(|(ours, _)| *ours == name) {
        Some((_, allowed)) => imports(file, name, allowed),
        None => vec![Complaint::new(
            file,
            1,
            "a crate without walls: say in xtask/src/tidy/walls.rs what it may import",
        )],
    }
}

fn imports(file: &File, name: &str, allowed: &[&str]) -> Vec<Complaint> {
    let mut found = Vec::new();
    for Dependency { line: number, name: key, is_dev } in dependencies(file) {
        let key = key.strip_prefix("naungan-").unwrap_or(&key);
        let ours = WALLS.iter().any(|(ours, _)| *ours == key);
        if ours && !allowed.contains(&key) {
            let wall = if allowed.is_empty() { "none of ours".to_owned() } else { allowed.join(", ") };
            found.push(Complaint::new(file, number, format!("{name} may not import {key}, only {wall}")));
        } else if key == TESTING && !is_dev {
            found.push(Complaint::new(file, number, format!("{key} is for tests: under [dev-dependencies]")));
        }
    }
    found
}

/// A line that asks for another crate.
struct Dependency {
    line: usize,
    name: String,
    /// Whether tests alone ask for it.
    is_dev: bool,
}

/// Each dependency of any kind.
fn dependencies(file: &File) -> Vec<Dependency> {
    let mut found = Vec::new();
    let (mut inside, mut is_dev) = (false, false);
    for (line, text) in file.lines() {
        if let Some(section) = section(text) {
            let (before, last) = section.rsplit_once('.').unwrap_or(("", section));
            inside = last.ends_with("dependencies");
            is_dev = [before, last].iter().any(|part| part.ends_with("dev-dependencies"));
            if before.ends_with("dependencies") {
                found.push(Dependency { line, name: last.to_owned(), is_dev });
            }
        } else if inside && let Some(key) = key(text) {
            found.push(Dependency { line, name: key.to_owned(), is_dev });
        }
    }
    found
}

/// Each line of the table of versions stands under a comment; lines that belong together may share one.
fn reasons(file: &File) -> Vec<Complaint> {
    let mut found = Vec::new();
    let (mut inside, mut explained) = (false, false);
    for (number, line) in file.lines() {
        if let Some(section) = section(line) {
            inside = section == "workspace.dependencies";
        } else if line.trim_start().starts_with('#') {
            explained = true;
        } else if line.trim().is_empty() {
            explained = false;
        } else if inside
            && !explained
            && let Some(key) = key(line)
        {
            found.push(Complaint::new(file, number, format!("say in a comment above it why {key} is here")));
        }
    }
    found
}

fn section(line: &str) -> Option<&str> {
    line.trim().strip_prefix('[')?.strip_suffix(']')
}

/// `name` of `name = …` or `name.workspace = …`.
fn key(line: &str) -> Option<&str> {
    let key = line.split_once('=')?.0.trim();
    let key = key.split('.').next()?;
    let named = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    (!line.starts_with(' ') && !key.is_empty() && key.chars().all(named)).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::super::tests::file;
    use super::check;

    fn complaints(path: &str, text: &str) -> Vec<String> {
        check(&file(path, text)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn rules_may_import_base_and_not_the_program() {
        let text =
            "[dependencies]\nbase.workspace = true\nsha2 = \"1\"\n\n[dev-dependencies]\nnaungan = \"1\"\n";
        let expected = "crates/rules/Cargo.toml:6: rules may not import naungan, only base";
        assert_eq!(complaints("crates/rules/Cargo.toml", text), [expected]);
    }

    #[test]
    fn a_renamed_crate_of_ours_is_still_ours() {
        let text = "[dependencies]\nnaungan-rules = { path = \"../rules\" }\n";
        let expected = "crates/base/Cargo.toml:2: base may not import rules, only none of ours";
        assert_eq!(complaints("crates/base/Cargo.toml", text), [expected]);
        let table = "[target.'cfg(unix)'.dependencies.base]\nworkspace = true\n";
        assert_eq!(complaints("xtask/Cargo.toml", table).len(), 1);
    }

    #[test]
    fn a_new_crate_needs_walls() {
        assert_eq!(complaints("crates/lab/Cargo.toml", "[dependencies]\n").len(), 1);
    }

    #[test]
    fn what_is_for_tests_is_a_dependency_of_tests() {
        let expected = "crates/store/Cargo.toml:2: testing is for tests: under [dev-dependencies]";
        for section in ["dependencies", "build-dependencies", "target.'cfg(unix)'.dependencies"] {
            let text = format!("[{section}]\ntesting.workspace = true\n");
            assert_eq!(complaints("crates/store/Cargo.toml", &text), [expected], "{section}");
        }
        let table = "[dependencies.testing]\nworkspace = true\n";
        assert_eq!(complaints("crates/store/Cargo.toml", table).len(), 1);
        for text in ["[dev-dependencies]\ntesting.workspace = true\n", "[dev-dependencies.testing]\n"] {
            assert_eq!(complaints("crates/store/Cargo.toml", text), [""; 0]);
            assert_eq!(complaints("crates/rules/Cargo.toml", text).len(), 1);
        }
    }

    #[test]
    fn every_version_has_a_reason() {
        let text =
            "# One.\n[workspace.dependencies]\nbase = \"1\"\n\n# Days.\njiff = \"0.2\"\n\nrand = \"1\"\n";
        assert_eq!(
            complaints("Cargo.toml", text),
            ["Cargo.toml:8: say in a comment above it why rand is here"]
        );
    }
}
