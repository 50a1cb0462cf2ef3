//! Files that are made from others and committed, so that a change of what they say shows in the diff.

use anyhow::{Context, Result, ensure};

use crate::house::root;
use crate::{interface, payroll, picture, readme};

/// A file from the root, and what it must hold.
pub(crate) struct Made {
    pub(crate) path: &'static str,
    pub(crate) text: String,
}

/// Every generated file. Add yours here.
fn all() -> Result<Vec<Made>> {
    Ok(vec![payroll::made()?, picture::made()?, readme::made()?, interface::made()?])
}

pub(crate) fn write() -> Result<()> {
    for made in all()? {
        if differs(&made) {
            std::fs::write(root().join(made.path), &made.text)
                .with_context(|| format!("could not write {}", made.path))?;
            println!("wrote {}", made.path);
        }
    }
    Ok(())
}

pub(crate) fn check() -> Result<()> {
    let made = all()?;
    let stale: Vec<&str> = made.iter().filter(|made| differs(made)).map(|made| made.path).collect();
    ensure!(
        stale.is_empty(),
        "not what `cargo xtask codegen` writes: {}\nRun it and commit what it changes.",
        stale.join(", "),
    );
    println!("codegen: {} generated file(s), none differs", made.len());
    Ok(())
}

fn differs(made: &Made) -> bool {
    std::fs::read_to_string(root().join(made.path)).ok().as_ref() != Some(&made.text)
}
