//! Papers of claims, as files.

use anyhow::Result;
use base::Moment;

use crate::{Unit, Value, seal};

/// A paper that was handed in, without what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// Number.
    pub id: i64,
    /// Of which claim.
    pub claim: i64,
    /// Which paper, by the law's name.
    pub paper: String,
    /// `pdf`, `png` or `jpeg`.
    pub form: String,
    /// How many bytes it has.
    pub size: i64,
    /// Who handed it in: the actor's word.
    pub given_by: String,
    /// Who took it.
    pub account: Option<i64>,
    /// When.
    pub known: Moment,
}

/// What a paper is sealed under.
pub fn context(id: i64) -> String {
    seal::context("claim_paper", "sealed", id)
}

/// Adds a paper, with what it was called and what is in it.
pub fn add(unit: &mut Unit<'_>, paper: &Paper, sealed: &[u8]) -> Result<()> {
    unit.execute(
        "insert into claim_paper (id, claim, paper, form, size, given_by, account, sealed, known_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            Value::Int(paper.id),
            Value::Int(paper.claim),
            Value::Text(&paper.paper),
            Value::Text(&paper.form),
            Value::Int(paper.size),
            Value::Text(&paper.given_by),
            paper.account.into(),
            Value::Bytes(sealed),
            Value::Moment(paper.known),
        ],
    )?;
    Ok(())
}

/// The papers of a claim, in the order they came.
pub fn of(unit: &mut Unit<'_>, claim: i64) -> Result<Vec<Paper>> {
    let rows = unit.rows(
        "select id, claim, paper, form, size, given_by, account, known_at from claim_paper
         where claim = $1 order by id",
        &[Value::Int(claim)],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Paper {
                id: row.int(0)?,
                claim: row.int(1)?,
                paper: row.text(2)?.to_owned(),
                form: row.text(3)?.to_owned(),
                size: row.int(4)?,
                given_by: row.text(5)?.to_owned(),
                account: row.opt_int(6)?,
                known: row.moment(7)?,
            })
        })
        .collect()
}

/// The claim of a paper, and what is in it.
pub fn sealed(unit: &mut Unit<'_>, id: i64) -> Result<Option<(i64, Vec<u8>)>> {
    let row = unit.row("select claim, sealed from claim_paper where id = $1", &[Value::Int(id)])?;
    row.map(|row| Ok((row.int(0)?, row.bytes(1)?.to_vec()))).transpose()
}
