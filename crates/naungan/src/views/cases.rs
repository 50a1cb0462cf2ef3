//! A case as people follow it: each claim with its papers, clock, amounts, hands and steps.

use std::collections::BTreeMap;

use anyhow::Result;
use rules::render::Lang;
use rules::tree::Tree;
use scheme::claims::moves::State;
use scheme::claims::{Bearer, Claim, GrantLine, Paper, Question, papers};
use scheme::events::{EventKind, Heirs, heirs};
use scheme::id::PersonId;
use scheme::law::ClaimLaw;
use scheme::refusal::Refusal;
use serde::Serialize;
use store::Unit;
use store::queries::{benefit_runs, cases, claims as rows, grants, letters, orders, payees};

use super::checks::{Paid, cite, paid};
use super::{letter, why};
use crate::actions::assess_claim;
use crate::actions::name_payee;
use crate::office::Desk;
use crate::pages::texts;
use crate::registry::claims::{self, Held, Life};
use crate::registry::people;

/// A case.
#[derive(Debug, Serialize)]
pub(crate) struct Story {
    pub(crate) number: i64,
    pub(crate) event: &'static str,
    pub(crate) name: String,
    pub(crate) day: String,
    pub(crate) reported: String,
    pub(crate) by_employer: bool,
    pub(crate) claims: Vec<Claimed>,
    pub(crate) heirs: Option<Inheritance>,
    /// Accounts that were named: the hand, and the account as it is shown.
    pub(crate) accounts: Vec<Named>,
}

/// A claim of a case.
#[derive(Debug, Serialize)]
pub(crate) struct Claimed {
    pub(crate) id: i64,
    pub(crate) kind: &'static str,
    pub(crate) name: String,
    pub(crate) state: &'static str,
    /// How the state is shown: one of the tags of the pages.
    pub(crate) tag: &'static str,
    pub(crate) papers: Vec<Asked>,
    pub(crate) complete: Option<String>,
    pub(crate) due: Option<String>,
    pub(crate) due_cite: String,
    /// Working days that the clock stood still.
    pub(crate) stopped: u32,
    pub(crate) stops: Vec<Stopped>,
    /// Whether the amounts are granted, or what the law says of it today.
    pub(crate) granted: bool,
    pub(crate) gross: Option<i64>,
    pub(crate) tax: i64,
    pub(crate) lines: Vec<Paid>,
    pub(crate) hands: Vec<Part>,
    /// The employer has to bear it, and not the fund.
    pub(crate) by_employer: bool,
    /// Why nothing can be said, or why it is not paid.
    pub(crate) no: Option<No>,
    pub(crate) rejected_under: Option<String>,
    pub(crate) orders: Vec<Ordered>,
    pub(crate) letters: Vec<Written>,
    /// Whether too much was paid, once.
    pub(crate) overpaid: bool,
    pub(crate) steps: Vec<Stepped>,
}

/// A letter about a claim.
#[derive(Debug, Serialize)]
pub(crate) struct Written {
    pub(crate) no: i64,
    pub(crate) day: String,
    /// What it says, in a word.
    pub(crate) outcome: String,
}

/// A paper of a claim.
#[derive(Debug, Serialize)]
pub(crate) struct Asked {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) why: String,
    pub(crate) giver: String,
    /// The law's name of who gives it; empty for one that an officer has asked for.
    pub(crate) from: String,
    pub(crate) cite: String,
    pub(crate) given: Option<String>,
}

/// A time in which the clock stood still.
#[derive(Debug, Serialize)]
pub(crate) struct Stopped {
    pub(crate) from: String,
    pub(crate) until: Option<String>,
    pub(crate) paper: String,
}

/// Why not.
#[derive(Debug, Serialize)]
pub(crate) struct No {
    pub(crate) text: String,
    pub(crate) cite: String,
}

/// Who gets how much.
#[derive(Debug, Serialize)]
pub(crate) struct Part {
    pub(crate) hand: String,
    pub(crate) name: String,
    pub(crate) amount: i64,
}

/// A payment.
#[derive(Debug, Serialize)]
pub(crate) struct Ordered {
    pub(crate) hand: String,
    pub(crate) name: String,
    pub(crate) amount: i64,
    pub(crate) state: String,
    /// The day that a bank is to pay.
    pub(crate) day: Option<String>,
}

/// What was done.
#[derive(Debug, Serialize)]
pub(crate) struct Stepped {
    pub(crate) day: String,
    pub(crate) act: String,
    pub(crate) actor: String,
    pub(crate) paper: Option<String>,
    pub(crate) amount: Option<i64>,
    pub(crate) under: Option<String>,
    /// Which letter was written of it.
    pub(crate) letter: Option<i64>,
}

/// The heirs, in the order of the law.
#[derive(Debug, Serialize)]
pub(crate) struct Inheritance {
    pub(crate) class: String,
    pub(crate) cite: String,
    pub(crate) heirs: Vec<Inherits>,
}

/// One heir.
#[derive(Debug, Serialize)]
pub(crate) struct Inherits {
    /// Her number in the family.
    pub(crate) no: i64,
    pub(crate) hand: String,
    pub(crate) name: String,
    pub(crate) relation: String,
    pub(crate) minor: bool,
    pub(crate) guardian: Option<String>,
    /// All her parts together, as far as they can be said.
    pub(crate) amount: i64,
}

/// An account that money goes to.
#[derive(Debug, Serialize)]
pub(crate) struct Named {
    pub(crate) hand: String,
    pub(crate) name: String,
    pub(crate) bank: String,
    /// Its last figures.
    pub(crate) account: String,
}

/// What an option of a kind of the law is called.
pub(crate) fn option(tree: &Tree, kind: &str, name: &str, lang: Lang) -> String {
    let kind = tree.kinds.iter().find(|known| known.name == kind);
    let at = kind.and_then(|kind| kind.options.iter().position(|option| option == name));
    kind.zip(at).map_or(name, |(kind, at)| lang.of(&kind.words[at])).to_owned()
}

/// The cases of a person under all her numbers, the latest first.
pub(crate) fn of_person(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId) -> Result<Vec<cases::Case>> {
    let mut all = Vec::new();
    for number in people::numbers(unit, person, desk.now)? {
        all.extend(cases::of_person(unit, number)?);
    }
    all.sort_by_key(|case| std::cmp::Reverse(case.id));
    Ok(all)
}

/// The claims of a case, with those that go on as what the event has become.
pub(crate) fn claims_of(unit: &mut Unit<'_>, case: &cases::Case) -> Result<Vec<rows::Claim>> {
    let mut all = rows::of_person(unit, case.person)?;
    all.retain(|row| row.of_case == case.id || row.opened_by == case.id);
    Ok(all)
}

/// Reads a case.
pub(crate) fn read(unit: &mut Unit<'_>, desk: &Desk<'_>, number: i64, lang: Lang) -> Result<Story> {
    let (case, facts) = claims::reported(unit, desk, number)?;
    let kind: EventKind = case.kind.parse()?;
    let life = claims::life(unit, desk, case.person, None)?;
    let law = ClaimLaw::new(desk.law)?;
    let heirs = if kind.is_death() {
        life.ask(|record| heirs(&law, record, case.day, case.reported)).ok()
    } else {
        None
    };
    let names = Names::new(unit, desk, &case, &life, lang)?;
    let mut all = Vec::new();
    for row in claims_of(unit, &case)? {
        let held = claims::play(unit, row.id)?;
        let of = Of { case: &case, facts: &facts, life: &life, heirs: heirs.as_ref(), names: &names, lang };
        all.push(claimed(unit, desk, &of, &held)?);
    }
    let inheritance = heirs.map(|heirs| inheritance(desk, &life, &heirs, &all, lang));
    let accounts = accounts(unit, desk, &case, &names, inheritance.as_ref())?;
    Ok(Story {
        number,
        event: kind.name(),
        name: option(desk.tree(), "life_event", kind.name(), lang),
        day: case.day.to_string(),
        reported: case.reported.to_string(),
        by_employer: case.by_employer,
        claims: all,
        heirs: inheritance,
        accounts,
    })
}

/// What hands are called.
struct Names {
    member: String,
    relatives: BTreeMap<i64, String>,
    by_law: BTreeMap<String, String>,
}

impl Names {
    fn new(
        unit: &mut Unit<'_>,
        desk: &Desk<'_>,
        case: &cases::Case,
        life: &Life,
        lang: Lang,
    ) -> Result<Names> {
        let member = people::load(unit, desk, case.person)?.identity().name.clone();
        let kinds = desk.tree().kinds.iter().filter(|kind| kind.name == "payee");
        let options = kinds.flat_map(|kind| kind.options.iter().zip(&kind.words));
        let by_law = options.map(|(name, words)| (name.clone(), lang.of(words).to_owned())).collect();
        let relatives = life.family.iter().map(|related| (related.no, related.name().to_owned())).collect();
        Ok(Names { member, relatives, by_law })
    }

    fn of(&self, hand: &str) -> String {
        let no = hand.strip_prefix("relative ").and_then(|no| no.parse::<i64>().ok());
        let known = match no {
            Some(no) => self.relatives.get(&no),
            None if hand == "member" => Some(&self.member),
            None => self.by_law.get(hand),
        };
        known.cloned().unwrap_or_else(|| hand.to_owned())
    }
}

/// What every claim of a case is read with.
struct Of<'a> {
    case: &'a cases::Case,
    facts: &'a [(String, String)],
    life: &'a Life,
    heirs: Option<&'a Heirs>,
    names: &'a Names,
    lang: Lang,
}

fn claimed(unit: &mut Unit<'_>, desk: &Desk<'_>, of: &Of<'_>, held: &Held) -> Result<Claimed> {
    let law = ClaimLaw::new(desk.law)?;
    let lang = of.lang;
    let claim = &held.claim;
    let segment = held.row.segment.parse()?;
    let due = claim.clock.due(&law, (held.kind, segment), desk.today)?;
    let asked = asked_papers(&law, of, held)?;
    let words = |paper: &str| match asked.iter().find(|known| known.name == paper) {
        Some(known) => lang.of(&known.words).to_owned(),
        None => option(desk.tree(), "paper", paper, lang),
    };
    let waits = claim.clock.stops.iter().map(|stop| Stopped {
        from: stop.from.to_string(),
        until: stop.until.map(|day| day.to_string()),
        paper: words(&stop.paper),
    });
    let written = letters::of_claim(unit, held.row.id)?;
    let steps = rows::steps(unit, held.row.id)?.into_iter().map(|step| {
        let is_paper = matches!(step.act.as_str(), "give" | "ask_again");
        Stepped {
            letter: letter::at_step(&written, &step),
            day: step.day.to_string(),
            paper: step.value.as_deref().filter(|_| is_paper).map(&words),
            under: step
                .value
                .as_deref()
                .filter(|_| !is_paper)
                .map(|kept| why::ground(desk.tree(), kept, lang)),
            act: step.act,
            actor: step.actor,
            amount: step.amount,
        }
    });
    let shown = Claimed {
        id: held.row.id,
        kind: held.kind.name(),
        name: lang.of(law.kind_words(held.kind)).to_owned(),
        state: claim.state.name(),
        tag: tag(claim.state),
        papers: papers_of(claim, &asked, &words, lang),
        complete: claim.clock.complete.map(|day| day.to_string()),
        stopped: due.as_ref().map_or(0, |due| due.stopped),
        due_cite: cite(due.as_ref().and_then(|due| due.citation.as_ref()), lang),
        due: due.map(|due| due.day.to_string()),
        stops: waits.collect(),
        granted: false,
        gross: None,
        tax: 0,
        lines: Vec::new(),
        hands: Vec::new(),
        by_employer: false,
        no: None,
        rejected_under: claim.rejected_under.as_deref().map(|kept| why::ground(desk.tree(), kept, lang)),
        orders: ordered(unit, of, held)?,
        overpaid: !grants::recoveries_of(unit, held.row.id)?.is_empty(),
        letters: written.iter().rev().map(|letter| Written::of(letter, lang)).collect(),
        steps: steps.collect(),
    };
    amounts(unit, desk, of, held, shown)
}

impl Written {
    fn of(letter: &letters::Letter, lang: Lang) -> Written {
        let outcome = texts::said(lang, &format!("letters.outcome.{}", letter.kind), &[]);
        Written { no: letter.no, day: letter.day.to_string(), outcome }
    }
}

/// How a state looks.
const fn tag(state: State) -> &'static str {
    match state {
        State::Notified => "todo",
        State::Complete | State::Assessed | State::Reopened | State::Appealed => "running",
        State::Approved => "approved",
        State::Paid | State::Closed => "paid",
        State::Rejected => "refused",
        State::Withdrawn => "ended",
    }
}

/// The papers as the law asks for them today: an officer may have asked for others.
fn asked_papers(law: &ClaimLaw<'_>, of: &Of<'_>, held: &Held) -> Result<Vec<Paper>> {
    let today = held.row.notified;
    let (event, facts) = (of.case.day, of.facts);
    let question = Question { kind: held.kind, event, filed: today, decided: today, pay_day: today, facts };
    Ok(of.life.ask(|record| papers::asked(law, record, &question, of.heirs, &[]))?)
}

fn papers_of(claim: &Claim, asked: &[Paper], words: &dyn Fn(&str) -> String, lang: Lang) -> Vec<Asked> {
    let shown = claim.papers.iter().map(|paper| {
        let by_law = asked.iter().find(|known| known.name == paper.paper);
        let said = |pick: fn(&Paper) -> &rules::tree::Words| {
            by_law.map(|known| lang.of(pick(known)).to_owned()).unwrap_or_default()
        };
        Asked {
            name: paper.paper.clone(),
            text: words(&paper.paper),
            why: said(|paper| &paper.why),
            giver: said(|paper| &paper.giver),
            from: by_law.map(|known| known.from.clone()).unwrap_or_default(),
            cite: cite(by_law.and_then(|known| known.citation.as_ref()), lang),
            given: paper.given.map(|day| day.to_string()),
        }
    });
    shown.collect()
}

/// What was granted; before that, what the law says today.
fn amounts(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    of: &Of<'_>,
    held: &Held,
    mut shown: Claimed,
) -> Result<Claimed> {
    if matches!(held.claim.state, State::Withdrawn) {
        return Ok(shown);
    }
    let granted = grants::of(unit, held.row.id)?;
    let found = match assess_claim::found(unit, desk, held) {
        Ok(found) => found.assessment,
        Err(error) => match error.chain().find_map(|cause| cause.downcast_ref::<Refusal>()) {
            Some(refusal) => {
                shown.no = granted.is_empty().then(|| no(refusal, of.lang));
                return Ok(with_granted(shown, &granted));
            }
            None => return Err(error),
        },
    };
    if held.claim.state == State::Rejected || !found.is_payable() {
        shown.no = found.refusal.as_ref().map(|refusal| no(refusal, of.lang));
        return Ok(with_granted(shown, &granted));
    }
    shown.by_employer = found.bearer == Bearer::Employer;
    if shown.by_employer {
        shown.no = found.refusal.as_ref().map(|refusal| no(refusal, of.lang));
    }
    shown.gross = Some(found.gross());
    shown.tax = found.tax;
    shown.lines = found.lines.iter().map(|line| paid(desk, line, of.lang)).collect();
    shown.hands = hands(desk, of, held, &found.lines)?;
    Ok(with_granted(shown, &granted))
}

/// What was granted stands, whatever the law would say today.
fn with_granted(mut shown: Claimed, granted: &[grants::Grant]) -> Claimed {
    if granted.is_empty() {
        return shown;
    }
    shown.granted = true;
    shown.gross = Some(granted.iter().map(|grant| grant.gross).sum());
    shown.tax = granted.iter().map(|grant| grant.tax).sum();
    let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
    for (component, amount) in granted.iter().flat_map(|grant| &grant.lines) {
        *sums.entry(component).or_default() += amount;
    }
    for line in &mut shown.lines {
        if let Some(amount) = sums.get(line.component.as_str()).filter(|_| line.amount.is_some()) {
            line.amount = Some(*amount);
        }
    }
    if !shown.orders.is_empty() {
        shown.hands.clear();
    }
    shown
}

fn no(refusal: &Refusal, lang: Lang) -> No {
    No { text: lang.pick(&refusal.id, &refusal.en).to_owned(), cite: cite(refusal.citation.as_ref(), lang) }
}

/// Which hand gets how much, before tax, of what the law would pay today.
fn hands(desk: &Desk<'_>, of: &Of<'_>, held: &Held, lines: &[GrantLine]) -> Result<Vec<Part>> {
    let law = ClaimLaw::new(desk.law)?;
    let mut all: BTreeMap<String, i64> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.in_kind.is_none() && !line.stays_in_the_fund()) {
        match (line.payee.as_deref(), of.heirs) {
            (Some("the_heirs"), Some(heirs)) => {
                let places = heirs.hands(held.kind, line);
                let parts = Heirs::parts(&law, line.total(), places.len(), of.case.day)?;
                for (place, part) in places.into_iter().zip(parts) {
                    let hand = format!("relative {}", of.life.family[place].no);
                    *all.entry(hand).or_default() += part;
                }
            }
            (None | Some("the_member"), _) => *all.entry("member".to_owned()).or_default() += line.total(),
            (Some(other), _) => *all.entry(other.to_owned()).or_default() += line.total(),
        }
    }
    let named = all.into_iter().filter(|(_, amount)| *amount != 0);
    Ok(named.map(|(hand, amount)| Part { name: of.names.of(&hand), hand, amount }).collect())
}

fn ordered(unit: &mut Unit<'_>, of: &Of<'_>, held: &Held) -> Result<Vec<Ordered>> {
    let mut all = Vec::new();
    for order in orders::of_claim(unit, held.row.id)? {
        let run = order.run.map(|run| benefit_runs::read(unit, run)).transpose()?.flatten();
        all.push(Ordered {
            name: of.names.of(&order.hand),
            hand: order.hand,
            amount: order.amount,
            state: order.state,
            day: run.map(|run| run.day.to_string()),
        });
    }
    Ok(all)
}

fn inheritance(desk: &Desk<'_>, life: &Life, heirs: &Heirs, all: &[Claimed], lang: Lang) -> Inheritance {
    let inherits = heirs.entitled.iter().map(|heir| {
        let no = life.family[heir.place].no;
        let hand = format!("relative {no}");
        let parts = all.iter().flat_map(|claim| {
            let waiting = claim.hands.iter().map(|part| (&part.hand, part.amount));
            let valid = claim
                .orders
                .iter()
                .filter(|order| !matches!(order.state.as_str(), "rejected" | "returned" | "stopped"));
            waiting.chain(valid.map(|order| (&order.hand, order.amount)))
        });
        Inherits {
            no,
            amount: parts.filter(|(of, _)| **of == hand).map(|(_, amount)| amount).sum(),
            hand,
            name: heir.name.clone(),
            relation: option(desk.tree(), "relation", &heir.relation, lang),
            minor: heir.needs_guardian,
            guardian: heir.guardian.clone(),
        }
    });
    Inheritance {
        class: lang.of(&heirs.words).to_owned(),
        cite: cite(heirs.citation.as_ref(), lang),
        heirs: inherits.collect(),
    }
}

/// Where the money of the case goes, hand by hand.
fn accounts(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    case: &cases::Case,
    names: &Names,
    heirs: Option<&Inheritance>,
) -> Result<Vec<Named>> {
    let relatives = heirs.into_iter().flat_map(|all| all.heirs.iter().map(|heir| heir.hand.clone()));
    let mut all = Vec::new();
    for hand in ["member".to_owned(), "burial_arranger".to_owned()].into_iter().chain(relatives) {
        let Some(row) = payees::of_hand(unit, case.id, &hand)? else { continue };
        let payee = name_payee::open(desk, &row)?;
        let account = payee.account.to_string();
        let last = account.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
        let name = if payee.name.is_empty() { names.of(&hand) } else { payee.name };
        all.push(Named {
            hand,
            name,
            bank: payee.bank.to_string(),
            account: format!("•••{}", &account[last..]),
        });
    }
    Ok(all)
}
