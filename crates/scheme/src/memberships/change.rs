//! A report of a member: a wage, an income, a choice.

use rules::tree::Tree;

use super::Covered;
use crate::employers::Report;
use crate::facts::{Fact, Months, Subject};
use crate::refusal::Refusal;

/// Takes a report, if it speaks of a month that the membership covers, and of what is owed for it.
pub fn change(tree: &Tree, of: &Covered<'_>, asked: &Report<'_>) -> Result<Fact, Refusal> {
    let fact = taken(tree, of, asked)?;
    super::rests_on::contribution(tree, of.segment, asked.name)?;
    Ok(fact)
}

/// Takes what an act of the institution says of a membership, such as who pays.
pub(super) fn taken(tree: &Tree, of: &Covered<'_>, asked: &Report<'_>) -> Result<Fact, Refusal> {
    let fact = crate::employers::report_taken(tree, Subject::Membership(of.membership), asked)?;
    let months = Months { from: fact.from, until: fact.until };
    if of.first_in(months).is_none() {
        let id = format!("kepesertaan {} tidak berjalan pada {months}", of.membership);
        let en = format!("membership {} covers no month of {months}", of.membership);
        return Err(Refusal::new("month_not_covered", id, en));
    }
    Ok(fact)
}
