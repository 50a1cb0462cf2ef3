//! A move: one membership ends the day before another begins, and both are kept.

use rules::tree::Tree;

use super::{Covered, End, Enrol, Enrolled, Stretch, end, enrol};
use crate::facts::{Fact, History};
use crate::refusal::Refusal;

/// What is written down.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Moved {
    /// The end of the one.
    pub ended: [Fact; 2],
    /// The beginning of the other.
    pub enrolled: Enrolled,
}

/// Moves a member: `old`, which is among the others of the new one, ends the day before that begins.
///
/// Where only one of the two can cover a month, the new one has to begin with a month.
pub fn move_to(tree: &Tree, old: &Covered<'_>, history: &History, new: &Enrol<'_>) -> Result<Moved, Refusal> {
    if old.segment == new.segment && old.payer == new.payer.id {
        let id = format!("kepesertaan {} sudah pada pembayar {}", old.membership, old.payer);
        let en = format!("membership {} is with payer {} already", old.membership, old.payer);
        return Err(Refusal::new("same_payer", id, en));
    }
    let Some(day) = new.started.plus_days(-1) else {
        let (id, en) = ("tanggal di luar kalender", "the day is outside the calendar");
        return Err(Refusal::new("before_start", id, en));
    };
    let asked = End { membership: old.membership, day, reason: "moved", known: new.known };
    let ended = end(tree, history, &asked)?;
    let cut = cut(old.timeline, day.month().next());
    let mut others = new.others.to_vec();
    for other in others.iter_mut().filter(|other| other.membership == old.membership) {
        other.timeline = &cut;
    }
    let enrolled = enrol(tree, &Enrol { others: &others, ..new.clone() })?;
    Ok(Moved { ended, enrolled })
}

/// A timeline up to, but not with, a month.
fn cut(timeline: &[Stretch], until: Option<base::Month>) -> Vec<Stretch> {
    let Some(end) = until else { return timeline.to_vec() };
    let before = timeline.iter().filter(|stretch| stretch.from < end);
    before
        .map(|stretch| Stretch {
            until: Some(stretch.until.map_or(end, |until| until.min(end))),
            ..stretch.clone()
        })
        .collect()
}
