//! Who takes the place of somebody who refused, died or was covered meanwhile.

use super::choose::{Candidate, Rule};

/// The next of those who wait, in their order: whoever meets a quota that would else fall short, the first
/// quota first; else the first. An index of `waiting`, or nothing where nobody waits.
pub fn next(rule: &Rule, stay: &[Candidate], waiting: &[Candidate], places: usize) -> Option<usize> {
    let short = rule.quotas.iter().filter(|quota| {
        let have = stay.iter().filter(|one| quota.who.holds(one)).count();
        have < quota.of_places(places)
    });
    let fits = |one: &&Candidate| rule.admits(one);
    for quota in short {
        let found = waiting.iter().position(|one| fits(&one) && quota.who.holds(one));
        if found.is_some() {
            return found;
        }
    }
    waiting.iter().position(|one| fits(&one))
}
