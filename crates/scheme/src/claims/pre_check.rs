//! Before anybody claims: which programmes pay for an event, what stands in the way, and who can mend it.

use std::collections::BTreeSet;

use base::{Citation, Day};
use rules::explain;

use super::assess::{Bearer, Condition, bearer, conditions, in_programme};
use super::menders::{Mender, of_condition, of_fact};
use super::papers::{self, Paper};
use super::told::{self, Question};
use super::{ClaimKind, Record, assess};
use crate::events::{
    Event, Heirs, KnownCase, heirs, is_new, may_be_reported, once, opened_by, question, reported,
};
use crate::law::ClaimLaw;
use crate::refusal::Refusal;

/// A programme that could pay for an event.
#[derive(Clone, Debug)]
pub struct Check {
    /// What could be claimed.
    pub kind: ClaimKind,
    /// What it comes to before tax, where that can be said already.
    pub gross: Option<i64>,
    /// Who bears it.
    pub bearer: Bearer,
    /// Everything that stands in the way, papers last.
    pub blocks: Vec<Block>,
    /// The last day to claim, where the right ends.
    pub right_ends: Option<(Day, Option<Citation>)>,
}

/// Something that stands in the way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    /// What, with its provision.
    pub cause: Refusal,
    /// Who can mend it.
    pub mender: Mender,
    /// Where: a key of the counter's for the link.
    pub link: &'static str,
}

impl Check {
    /// Nothing more is to be said of it.
    fn only(kind: ClaimKind, block: Block) -> Check {
        Check { kind, gross: None, bearer: Bearer::Fund, blocks: vec![block], right_ends: None }
    }

    /// Whether nothing but papers is in the way.
    pub fn can_be_claimed(&self) -> bool {
        self.blocks.iter().all(|block| block.cause.code == PAPER)
    }
}

/// The code of a paper that is not there yet.
const PAPER: &str = "paper_missing";

/// Looks at an event that happened, or might: every programme that the law opens for it, in their order. What
/// is claimed already in `known` cases is not to be had again.
pub fn pre_check(
    law: &ClaimLaw<'_>,
    record: &Record<'_>,
    event: &Event<'_>,
    known: &[KnownCase<'_>],
    held: &[String],
) -> Result<Vec<Check>, Refusal> {
    may_be_reported(law, event.facts)?;
    let heirs =
        if event.kind.is_death() { Some(heirs(law, record, event.day, event.reported)?) } else { None };
    let facts = reported(event);
    let kinds = opened_by(law, event.kind)?;
    kinds
        .into_iter()
        .map(|kind| match claimed(law, kind, event, known) {
            Err(cause) => Ok(Check::only(kind, Block { cause, mender: Mender::Nobody, link: "claim/ask" })),
            Ok(()) => check(law, record, &question(kind, event, &facts), heirs.as_ref(), held),
        })
        .collect()
}

fn claimed(
    law: &ClaimLaw<'_>,
    kind: ClaimKind,
    event: &Event<'_>,
    known: &[KnownCase<'_>],
) -> Result<(), Refusal> {
    is_new(event, known).and_then(|()| once(law, kind, known))
}

fn check(
    law: &ClaimLaw<'_>,
    record: &Record<'_>,
    asked: &Question<'_>,
    heirs: Option<&Heirs>,
    held: &[String],
) -> Result<Check, Refusal> {
    let kind = asked.kind;
    if let Err(cause) = in_programme(law, record, asked) {
        return Ok(Check::only(kind, Block { cause, mender: Mender::Nobody, link: "member/programmes" }));
    }
    let mut check = Check { kind, gross: None, bearer: Bearer::Fund, blocks: Vec::new(), right_ends: None };
    let facts = match told::facts(law, record, asked) {
        Ok(facts) => facts,
        Err(cause) => {
            check.blocks.push(Block { cause, mender: Mender::Institution, link: "claim/ask" });
            return Ok(check);
        }
    };
    check.bearer = bearer(law, &facts)?;
    check.right_ends = law.day(law.rules.right_ends, &facts)?;
    let conditions = conditions(law, &facts, asked);
    let mut missing: BTreeSet<usize> =
        conditions.iter().flat_map(|condition| condition.missing.iter().copied()).collect();
    check.blocks.extend(conditions.into_iter().filter_map(failed));
    // Amounts ask for facts of their own, once the conditions hold.
    let benefit = explain::benefit(law.law().tree(), &facts, law.benefit(kind), false);
    missing.extend(benefit.missing);
    check.blocks.extend(missing.into_iter().map(|fact| unknown(law, fact)));
    check.blocks.extend(heirs.into_iter().flat_map(without_guardian));
    match assess(law, record, asked, heirs) {
        Ok(found) if found.is_payable() && found.lines.is_empty() => check.blocks.push(nothing(law, kind)),
        Ok(found) => check.gross = Some(found.gross()).filter(|_| found.is_payable()),
        Err(cause) if cause.code == "facts_missing" => {}
        Err(cause) => check.blocks.push(Block { cause, mender: Mender::Institution, link: "claim/ask" }),
    }
    let papers = papers::asked(law, record, asked, heirs, held)?;
    check.blocks.extend(papers.iter().map(paper));
    Ok(check)
}

fn failed(condition: Condition) -> Option<Block> {
    let (mender, link) = of_condition(&condition.name);
    condition.refusal.map(|cause| Block { cause, mender, link })
}

fn unknown(law: &ClaimLaw<'_>, fact: usize) -> Block {
    let fact = &law.law().tree().facts[fact];
    let (mender, link) = of_fact(&fact.source);
    let id = format!("belum diketahui: {}", fact.words.id);
    let cause = Refusal::new("facts_missing", id, format!("not known yet: {}", fact.words.en));
    Block { cause, mender, link }
}

/// Every condition holds, and there is nobody or nothing to pay: a pension that leaves no survivor.
fn nothing(law: &ClaimLaw<'_>, kind: ClaimKind) -> Block {
    let words = law.kind_words(kind);
    let id = format!("{}: tidak ada yang dibayarkan untuk keadaan ini", words.id);
    let cause = Refusal::new("nothing_owed", id, format!("{}: nothing is paid in this case", words.en));
    Block { cause, mender: Mender::Nobody, link: "claim/law" }
}

fn paper(paper: &Paper) -> Block {
    let mender = Mender::of_paper(&paper.from);
    let id = format!("{} ({})", paper.words.id, paper.why.id);
    let en = format!("{} ({})", paper.words.en, paper.why.en);
    let cause = Refusal::new(PAPER, id, en).under(paper.citation.as_ref());
    Block { cause, mender, link: "claim/papers" }
}

/// Minors for whom nobody is known to act.
fn without_guardian(heirs: &Heirs) -> Vec<Block> {
    let alone = heirs.entitled.iter().filter(|heir| heir.needs_guardian && heir.guardian.is_none());
    alone
        .map(|heir| {
            let id = format!("belum ada wali untuk {}", heir.name);
            let cause = Refusal::new("guardian_missing", id, format!("nobody acts for {} yet", heir.name));
            Block { cause, mender: Mender::Claimant, link: "member/family" }
        })
        .collect()
}
