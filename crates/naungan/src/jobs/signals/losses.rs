//! Lost jobs on the list of an office: signals that nobody has looked at, contests that wait, and what
//! employers have to bear.

use anyhow::Result;
use base::Day;
use scheme::claims::ClaimKind;
use scheme::id::MembershipId;
use store::Unit;
use store::queries::{advances, claims, dismissals, duty_months};

use super::{Found, MOST};
use crate::office::Desk;
use crate::views::jkp;

/// Looks at every claim of an office whose months go on, and at what was advanced for its employers.
pub(super) fn look(unit: &mut Unit<'_>, desk: &Desk<'_>, found: &mut Found) -> Result<()> {
    for claim in duty_months::of_branch(unit, ClaimKind::JkpCash.name(), found.branch, MOST)? {
        let Some(row) = claims::read(unit, claim)? else { continue };
        let of = (row.person.0, Some(MembershipId(claim)));
        let seen = jkp::signals(unit, desk, claim)?;
        let open = seen.iter().filter(|one| one.review.is_none()).count();
        if open > 0 {
            let facts = [("claim", claim.to_string()), ("signals", open.to_string())];
            found.add("job_loss", of, 0, row.notified, &facts);
        }
        let contests = dismissals::contests(unit, row.of_case)?;
        if let Some(first) = contests.iter().find(|one| one.state == "open") {
            let since: Day = first.known.day().unwrap_or(desk.today);
            let facts = [("contest", first.id.to_string()), ("since", since.to_string())];
            found.add("job_contest", of, 0, since, &facts);
        }
    }
    for (payer, open, since) in advances::of_branch(unit, found.branch, MOST)? {
        found.add("advance", (payer.0, None), open, since, &[("since", since.to_string())]);
    }
    Ok(())
}
