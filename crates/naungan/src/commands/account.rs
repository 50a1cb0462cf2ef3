//! `naungan account`.

use anyhow::{Result, bail};
use clap::Args;

use super::{Cli, Outcome};

#[derive(Args, Debug)]
pub(crate) struct Arguments {}

pub(crate) fn run(_: &Cli, _: &Arguments) -> Result<Outcome> {
    bail!("being written")
}
