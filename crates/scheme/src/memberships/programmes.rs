//! Which programmes a membership is in: a duty, a choice, or closed, and by which article.

use base::{Citation, Month};
use rules::tree::{Target, Tree};

use super::Segment;
use super::ask::{Asked, Question};

/// What a programme is for a member.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Duty {
    /// The member is in it.
    Mandatory,
    /// The member may choose it.
    Voluntary,
    /// The member cannot be in it.
    NotOpen,
    /// The law cannot say before it knows more.
    Unclear,
}

/// A programme, as the law has it for one member and month.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Programme {
    /// The law's name of it.
    pub name: String,
    /// What it is for this member.
    pub duty: Duty,
    /// The provision that says so.
    pub citation: Option<Citation>,
}

/// The programmes that somebody with these facts may be in; the facts hold segment and month.
///
/// The law says it by a definition such as `jht_membership` (mandatory, voluntary, not open) or
/// `jkp_eligible` (yes, no); a programme without either is a duty where the segment owes something for it.
pub(crate) fn programmes(
    tree: &Tree,
    (segment, month): (Segment, Month),
    question: &Question<'_>,
) -> Vec<Programme> {
    let names = tree.jurisdiction.programmes.iter().map(|programme| programme.name.as_str()).enumerate();
    names.filter_map(|(at, name)| programme(tree, (segment, month), question, (at, name))).collect()
}

/// The same for a membership as it stands in a month, from the facts of its stretch.
pub fn programmes_of(
    tree: &Tree,
    segment: Segment,
    month: Month,
    facts: &[(String, String)],
) -> Vec<Programme> {
    let mut question = Question::new(tree);
    for (name, value) in facts {
        question.put_kept(name, value);
    }
    question.put_kept("segment", segment.name());
    question.put_kept("contribution_month", &month.to_string());
    programmes(tree, (segment, month), &question)
}

fn programme(
    tree: &Tree,
    (segment, month): (Segment, Month),
    question: &Question<'_>,
    (at, name): (usize, &str),
) -> Option<Programme> {
    let said = |duty, citation| Some(Programme { name: name.to_owned(), duty, citation });
    let asked = [format!("{name}_membership"), format!("{name}_eligible")];
    let known = asked.iter().find_map(|asked| tree.names.definitions.get(asked).map(|item| (asked, *item)));
    let Some((asked, item)) = known else {
        let item = owed(tree, segment, at)?;
        return said(Duty::Mandatory, in_force(tree, item, month));
    };
    match question.ask(asked) {
        Asked::Answer(answer) => {
            let duty = match (answer.option.as_deref(), answer.yes) {
                (Some("mandatory"), _) | (_, Some(true)) => Duty::Mandatory,
                (Some("voluntary"), _) => Duty::Voluntary,
                _ => Duty::NotOpen,
            };
            said(duty, answer.citation)
        }
        Asked::Missing(_) => said(Duty::Unclear, in_force(tree, item, month)),
        // The law speaks of others only, such as wage earners.
        Asked::Outside(_) | Asked::Unknown => said(Duty::NotOpen, in_force(tree, item, month)),
    }
}

/// What a segment owes for a programme, if anything.
fn owed(tree: &Tree, wanted: Segment, of: usize) -> Option<usize> {
    let segment = tree.jurisdiction.segments.iter().position(|segment| segment.name == wanted.name())?;
    let is_it = |target: &Target| match *target {
        Target::Line { segment: whose, programme, .. } => (whose, programme) == (segment, of),
        _ => false,
    };
    tree.items.iter().position(|item| is_it(&item.target))
}

/// The provision that an item rests on in a month.
fn in_force(tree: &Tree, item: usize, month: Month) -> Option<Citation> {
    let mut clauses = tree.items[item].clauses.iter();
    clauses.find(|clause| clause.is_in_force_on(month.first_day())).map(|clause| clause.citation.clone())
}
