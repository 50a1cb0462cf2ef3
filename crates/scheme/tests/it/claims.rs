//! Claims: events, heirs, papers, clocks, assessments and books, told as small tables of text.

#![allow(clippy::needless_raw_string_hashes, reason = "expect-test writes snapshots with hashes")]

mod before;
mod booked;
mod cared;
mod chance;
mod clock;
mod give_back;
mod grievances;
mod grounds;
mod letters;
mod machine;
mod opened;
mod pre_checked;
mod paid_monthly;
mod published;
mod screened;
mod successions;
mod studied;
mod whole;

use std::fmt::Write;
use std::sync::OnceLock;

use base::{Day, Month};
use rules::tree::Tree;
use scheme::accounts::{Account, Method};
use scheme::claims::{Contributed, Earlier, Insured, Kin, Record};
use scheme::events::{Case, Event, KnownCase, open};
use scheme::id::{MembershipId, PayerId, PersonId};
use scheme::law::{ClaimLaw, Law};
use scheme::lines::Lines;
use scheme::memberships::{Segment, Stretch};
use scheme::people::Relative;
use scheme::refusal::Refusal;

use crate::contributions::law;

/// The law of Indonesia, opened for claims.
pub(crate) fn claim_law() -> &'static ClaimLaw<'static> {
    static LAW: OnceLock<ClaimLaw<'static>> = OnceLock::new();
    LAW.get_or_init(|| ClaimLaw::new(law()).expect("the pack has every name"))
}

/// The law with some values assumed, for ever: a test is short.
pub(crate) fn assuming(assumed: &[&str]) -> &'static ClaimLaw<'static> {
    let pack = crate::contributions::pack();
    let assumed: Vec<_> = assumed.iter().map(|text| pack.assumption(text).expect("an assumption")).collect();
    let tree: &'static Tree = Box::leak(Box::new(pack.assuming(&assumed)));
    let law: &'static Law<'static> = Box::leak(Box::new(Law::new(tree).expect("every name")));
    Box::leak(Box::new(ClaimLaw::new(law).expect("every name")))
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

pub(crate) fn month(text: &str) -> Month {
    text.parse().expect("a month")
}

/// A life in lines:
///
/// ```text
/// born 1980-05-01
/// is NAME VALUE                                   a fact about the person
/// died DAY
/// member 7 wage_earner 2018-01-01 [2026-04-30] NAME=VALUE,…   a membership, payer 100 + number
/// wage 7 2019-01 4_000_000                        a wage from a month on
/// closed 7 DAY                                    its payer closed
/// paid 7 2024-05 2026-04 [DAY]                    months assessed, and settled on the 10th of the next
/// owed 7 2026-01 2026-02                          months assessed, and not settled
/// kin RELATION NAME BORN FROM [pays|married|works|self|UNTIL]…
/// saved METHOD 2019-01 2023-12 285_000
/// pension SAVED
/// had KIND DAY AMOUNT [PART]
/// ```
#[derive(Debug, Default)]
pub(crate) struct Life {
    facts: Vec<(String, String)>,
    died: Option<Day>,
    spells: Vec<Spell>,
    relatives: Vec<(Relative, Vec<String>)>,
    savings: Option<Account>,
    pension: i64,
    earlier: Vec<Earlier>,
}

#[derive(Debug)]
struct Spell {
    number: i64,
    segment: Segment,
    started: Day,
    ended: Option<Day>,
    closed: Option<Day>,
    timeline: Vec<Stretch>,
    months: Vec<Contributed>,
}

impl Life {
    pub(crate) fn new(text: &str) -> Life {
        let mut life = Life::default();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let words: Vec<&str> = line.split_whitespace().collect();
            life.line(words[0], &words[1..]);
        }
        life
    }

    fn line(&mut self, verb: &str, words: &[&str]) {
        match verb {
            "born" => self.facts.push(("birth_date".into(), words[0].into())),
            "is" => self.facts.push((words[0].into(), words[1].into())),
            "died" => self.died = Some(day(words[0])),
            "member" => self.member(words),
            "wage" => self.wage(words),
            "closed" => self.spell(words[0]).closed = Some(day(words[1])),
            "paid" => self.months(words, true),
            "owed" => self.months(words, false),
            "kin" => self.kin(words),
            "saved" => self.saved(words),
            "pension" => self.pension = number(words[0]),
            "had" => self.earlier.push(Earlier {
                kind: words[0].parse().expect("a kind"),
                paid: day(words[1]),
                gross: number(words[2]),
                part: words.get(3).map(|part| (*part).to_owned()),
            }),
            _ => panic!("no such line: {verb}"),
        }
    }

    fn spell(&mut self, number: &str) -> &mut Spell {
        let number: i64 = number.parse().expect("a number");
        self.spells.iter_mut().find(|spell| spell.number == number).expect("a membership")
    }

    fn member(&mut self, words: &[&str]) {
        let mut facts = vec![("registration_date".to_owned(), words[2].to_owned())];
        let given = words.last().filter(|word| word.contains('=')).copied().unwrap_or_default();
        facts.extend(given.split(',').filter_map(|pair| {
            pair.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()))
        }));
        let ended = words.get(3).filter(|word| !word.contains('=')).map(|word| day(word));
        let started = day(words[2]);
        let until = ended.and_then(|ended| ended.month().next());
        let number = words[0].parse().expect("a number");
        let stretch = Stretch { from: started.month(), until, payer: PayerId(100 + number), facts };
        self.spells.push(Spell {
            number,
            segment: words[1].parse().expect("a segment"),
            started,
            ended,
            closed: None,
            timeline: vec![stretch],
            months: Vec::new(),
        });
    }

    fn wage(&mut self, words: &[&str]) {
        let spell = self.spell(words[0]);
        let from = month(words[1]);
        let mut next = spell.timeline.last().expect("a stretch").clone();
        spell.timeline.last_mut().expect("a stretch").until = Some(from);
        next.from = from;
        next.facts.retain(|(name, _)| name != "wage");
        next.facts.push(("wage".to_owned(), words[2].to_owned()));
        spell.timeline.push(next);
    }

    fn months(&mut self, words: &[&str], settled: bool) {
        let spell = self.spell(words[0]);
        let segment = law().segment(spell.segment.name()).expect("a segment");
        let lines: Lines = segment.slots().iter().map(|slot| (slot, 1)).collect();
        let (mut at, last) = (month(words[1]), month(words[2]));
        while at <= last {
            let settled = settled.then(|| at.next().expect("a month").day(10));
            spell.months.push(Contributed { month: at, lines: lines.clone(), settled });
            at = at.next().expect("a month");
        }
    }

    fn kin(&mut self, words: &[&str]) {
        let relative = Relative {
            of: PersonId(1),
            relation: words[0].to_owned(),
            name: words[1].to_owned(),
            birth_date: Some(day(words[2])),
            from: day(words[3]),
            until: words.get(4).and_then(|word| word.parse().ok()),
        };
        self.relatives.push((relative, words[4..].iter().map(|word| (*word).to_owned()).collect()));
    }

    fn saved(&mut self, words: &[&str]) {
        let method = Method::named(law(), words[0]).expect("a method");
        let (mut at, last) = (month(words[1]), month(words[2]));
        let mut account = Account::new(method);
        while at <= last {
            account.contributions.push((at, number(words[3])));
            at = at.next().expect("a month");
        }
        self.savings = Some(account);
    }

    /// Asks something of the life as a record.
    pub(crate) fn ask<T>(&self, question: impl FnOnce(&Record<'_>) -> T) -> T {
        let spells: Vec<Insured<'_>> = self
            .spells
            .iter()
            .map(|spell| Insured {
                membership: MembershipId(spell.number),
                segment: spell.segment,
                payer: PayerId(100 + spell.number),
                started: spell.started,
                ended: spell.ended,
                payer_closed: spell.closed,
                timeline: &spell.timeline,
                months: &spell.months,
            })
            .collect();
        let family: Vec<Kin<'_>> = self
            .relatives
            .iter()
            .map(|(relative, marks)| {
                let marked = |mark: &str| marks.iter().any(|known| known == mark);
                let person = marked("self").then_some(PersonId(1));
                let guardian = marks.iter().find_map(|mark| mark.strip_prefix("guardian="));
                let (pays, married, works) = (marked("pays"), marked("married"), marked("works"));
                Kin { relative, person, pays, married, works, guardian }
            })
            .collect();
        question(&Record {
            person: PersonId(1),
            facts: &self.facts,
            died: self.died,
            spells: &spells,
            family: &family,
            savings: self.savings.as_ref(),
            pension_savings: self.pension,
            earlier: &self.earlier,
        })
    }
}

fn number(text: &str) -> i64 {
    text.replace('_', "").parse().expect("a number")
}

/// Facts in words: `termination dismissal; wage 5_000_000`.
pub(crate) fn facts(text: &str) -> Vec<(String, String)> {
    let pairs = text.split(';').filter_map(|pair| pair.trim().split_once(' '));
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// An event in words: `other_death 2026-03-10 reported 2026-03-20 by_employer; termination dismissal`.
pub(crate) fn opened(
    law: &ClaimLaw<'_>,
    life: &Life,
    event: &str,
    known: &[KnownCase<'_>],
) -> Result<Case, Refusal> {
    let (head, rest) = event.split_once(';').unwrap_or((event, ""));
    let words: Vec<&str> = head.split_whitespace().collect();
    let facts = facts(rest);
    let event = Event {
        kind: words[0].parse().expect("an event"),
        day: day(words[1]),
        reported: words.get(3).map_or_else(|| day(words[1]), |word| day(word)),
        by_employer: words.contains(&"by_employer"),
        facts: &facts,
    };
    life.ask(|record| open(law, record, &event, known, &[]))
}

/// A refusal as a person reads it, with its code.
pub(crate) fn refused(refusal: &Refusal) -> String {
    format!("{}: {refusal}", refusal.code)
}

/// The text in lines that a page has room for; what follows of a line is set in.
pub(crate) fn wrapped(text: &str) -> String {
    let mut wide = String::new();
    for line in text.lines() {
        let mut used = 0;
        for word in line.split_inclusive(' ') {
            if used > 0 && used + word.trim_end().len() > 80 {
                wide.truncate(wide.trim_end().len());
                wide.push_str("\n    ");
                used = 4;
            }
            wide.push_str(word);
            used += word.len();
        }
        wide.truncate(wide.trim_end_matches(' ').len());
        wide.push('\n');
    }
    wide
}

/// A case in lines.
pub(crate) fn shown(case: &Result<Case, Refusal>) -> String {
    let case = match case {
        Ok(case) => case,
        Err(refusal) => return wrapped(&refused(refusal)),
    };
    let mut text = String::new();
    for claim in &case.claims {
        let papers: Vec<&str> = claim.papers.iter().map(|paper| paper.name.as_str()).collect();
        let ends = claim.right_ends.as_ref().map(|(day, _)| format!(", until {day}")).unwrap_or_default();
        writeln!(text, "{}{ends}, borne by {:?}: {}", claim.kind, claim.bearer, papers.join(" "))
            .expect("text");
    }
    for told in &case.not_opened {
        writeln!(text, "not {}: {}", told.kind, refused(&told.refusal)).expect("text");
    }
    if let Some(heirs) = &case.heirs {
        let to = [&heirs.grant_to, &heirs.funeral_to, &heirs.savings_to].map(|payee| payee.name.as_str());
        writeln!(text, "{}: {}", heirs.class, to.join(" ")).expect("text");
        for heir in &heirs.entitled {
            let guardian = match (&heir.guardian, heir.needs_guardian) {
                (Some(guardian), _) => format!(", for whom {guardian} acts"),
                (None, true) => ", for whom nobody acts yet".to_owned(),
                (None, false) => String::new(),
            };
            writeln!(text, "  {} {}{guardian}", heir.relation, heir.name).expect("text");
        }
    }
    for finding in &case.findings {
        writeln!(text, "look: {}", finding.code).expect("text");
    }
    wrapped(&text)
}
