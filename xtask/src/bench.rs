//! Our figures, then the same month in a peer, one after the other on the same machine.

use std::process::Command;

use anyhow::Result;

use crate::house::{cargo, must, program};

pub(crate) fn run() -> Result<()> {
    println!("naungan");
    must(ours())?;
    println!("\nopenfisca (what is compared: peers/openfisca/README.md)");
    must(openfisca())
}

fn ours() -> Command {
    cargo(&["bench", "-p", "naungan", "--bench", "figures"])
}

fn openfisca() -> Command {
    program("peers/openfisca/run.sh", &[])
}
