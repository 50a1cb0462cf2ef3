//! Somebody pays for a self-employed member for some months.

use base::{Moment, Month};
use rules::tree::Tree;

use super::change::taken;
use super::{Covered, Segment};
use crate::employers::{Payer, Report};
use crate::facts::{Fact, Subject};
use crate::id::{MembershipId, PayerId};
use crate::refusal::Refusal;

/// What the law calls it when nobody else pays.
const OWN_MEANS: &str = "own_means";

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Sponsor<'a> {
    /// Who pays.
    pub funder: &'a Payer,
    /// What the law calls the source of the money: `platform`, `donor`, `public_budget`.
    pub funded_by: &'a str,
    /// The first month.
    pub from: Month,
    /// The first month the member pays again herself.
    pub until: Option<Month>,
    /// When it becomes known.
    pub known: Moment,
}

/// Lets a sponsor or a platform pay for a self-employed member.
pub fn sponsor(tree: &Tree, of: &Covered<'_>, asked: &Sponsor<'_>) -> Result<[Fact; 2], Refusal> {
    let Sponsor { funder, funded_by, from, until, known } = *asked;
    if of.segment != Segment::SelfEmployed {
        return Err(misfit(of.segment));
    }
    if !funder.kind.is_funder() {
        let id = format!("pembayar {} berjenis {}, bukan penyandang dana", funder.id, funder.kind);
        let en = format!("payer {} is of the kind {}, not one who pays for others", funder.id, funder.kind);
        return Err(Refusal::new("payer_misfit", id, en));
    }
    super::enrol::must_be_open(funder.id, funder.closed.filter(|closed| closed.month() < from))?;
    let report = Report { name: "funded_by", value: Some(funded_by), from, until, known };
    let funded_by = taken(tree, of, &report)?;
    let value = Some(funder.id.to_string());
    Ok([Fact { name: "funder".to_owned(), value, ..funded_by.clone() }, funded_by])
}

/// Says what a month that several pay is funded by; the bill stays the member's own.
pub fn share(
    tree: &Tree,
    of: &Covered<'_>,
    funded_by: &str,
    month: Month,
    known: Moment,
) -> Result<[Fact; 2], Refusal> {
    if of.segment != Segment::SelfEmployed {
        return Err(misfit(of.segment));
    }
    let report =
        Report { name: "funded_by", value: Some(funded_by), from: month, until: month.next(), known };
    let funded_by = taken(tree, of, &report)?;
    let value = Some(of.payer.to_string());
    Ok([Fact { name: "funder".to_owned(), value, ..funded_by.clone() }, funded_by])
}

fn misfit(segment: Segment) -> Refusal {
    let id = format!("hanya iuran pekerja bukan penerima upah yang ditanggung pihak lain, bukan {segment}");
    let en = format!("only the self-employed are paid for by others, not {segment}");
    Refusal::new("sponsor_misfit", id, en)
}

/// Lets a member pay herself again in months that somebody else was to pay.
///
/// What was said of a longer time stays said; this lies over it. It may be said of months without cover: an
/// end may be taken back, and then nobody else pays.
pub fn on_her_own(
    (membership, payer): (MembershipId, PayerId),
    (from, until): (Month, Option<Month>),
    known: Moment,
) -> [Fact; 2] {
    let subject = Subject::Membership(membership);
    let fact = |name: &str, value: &str| Fact { until, ..Fact::since(subject, name, value, from, known) };
    [fact("funder", &payer.to_string()), fact("funded_by", OWN_MEANS)]
}
