//! What happens in a story, as plain steps that can be written down and read again.

use std::fmt;

use anyhow::{Context, Result, bail};
use base::{Day, Month};
use scheme::employers::PayerKind;
use scheme::memberships::Segment;

/// Who pays, by the story's own numbers: a payer that was registered, or the member who pays for herself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Who {
    Payer(u32),
    Own(u32),
}

/// How much is paid: so many coins, or so many hundredths of what is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Amount {
    Coins(i64),
    Hundredths(i64),
}

/// Facts by the law's names.
pub(super) type Facts = Vec<(String, String)>;

/// One thing that happens. Whom it is about, it says by the story's own numbers: where these are not there
/// any more, because the step that made them was dropped, it does nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Step {
    Go(Day),
    Person { person: u32, born: Day },
    Twin { person: u32, of: u32 },
    Again { person: u32 },
    Payer { payer: u32, kind: PayerKind, facts: Facts },
    Enrol { member: u32, person: u32, segment: Segment, payer: Option<u32>, started: Day, facts: Facts },
    Report { member: u32, name: String, value: Option<String>, from: Month, until: Option<Month> },
    Firm { payer: u32, name: String, value: Option<String>, from: Month, until: Option<Month> },
    End { member: u32, day: Day },
    Reopen { member: u32 },
    Resume { member: u32, day: Day },
    Move { member: u32, new: u32, payer: u32, started: Day, facts: Facts },
    Sponsor { member: u32, payer: u32, from: Month, until: Option<Month> },
    Death { person: u32, day: Day },
    Alive { person: u32 },
    Birth { person: u32, day: Day },
    Merge { person: u32, into: u32 },
    Unmerge { person: u32 },
    Pay { who: Who, amount: Amount, day: Day, key: Option<u32> },
    Stray { day: Day },
    Refund { who: Who, amount: Option<i64> },
    Bounce { who: Who, payment: usize },
    Sweep,
    Declare { year: i32, rate: String },
    Month,
    Lapse,
    Penalties,
    Interest { year: i32 },
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Who::Payer(payer) => write!(f, "p{payer}"),
            Who::Own(member) => write!(f, "m{member}"),
        }
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Amount::Coins(coins) => write!(f, "{coins}"),
            Amount::Hundredths(part) => write!(f, "{part}%"),
        }
    }
}

/// A word for what may be missing.
fn or_dash(value: Option<&impl ToString>) -> String {
    value.map_or_else(|| "-".to_owned(), ToString::to_string)
}

fn pairs(facts: &Facts) -> String {
    let all: Vec<String> = facts.iter().map(|(name, value)| format!(" {name}={value}")).collect();
    all.concat()
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::Go(day) => write!(f, "go {day}"),
            Step::Person { person, born } => write!(f, "person {person} {born}"),
            Step::Twin { person, of } => write!(f, "twin {person} {of}"),
            Step::Again { person } => write!(f, "again {person}"),
            Step::Payer { payer, kind, facts } => write!(f, "payer {payer} {kind}{}", pairs(facts)),
            Step::Enrol { member, person, segment, payer, started, facts } => {
                let payer = or_dash(payer.as_ref());
                write!(f, "enrol {member} {person} {segment} {payer} {started}{}", pairs(facts))
            }
            Step::Report { member, name, value, from, until } => {
                let (value, until) = (or_dash(value.as_ref()), or_dash(until.as_ref()));
                write!(f, "report {member} {name} {value} {from} {until}")
            }
            Step::Firm { payer, name, value, from, until } => {
                let (value, until) = (or_dash(value.as_ref()), or_dash(until.as_ref()));
                write!(f, "firm {payer} {name} {value} {from} {until}")
            }
            Step::End { member, day } => write!(f, "end {member} {day}"),
            Step::Reopen { member } => write!(f, "reopen {member}"),
            Step::Resume { member, day } => write!(f, "resume {member} {day}"),
            Step::Move { member, new, payer, started, facts } => {
                write!(f, "move {member} {new} {payer} {started}{}", pairs(facts))
            }
            Step::Sponsor { member, payer, from, until } => {
                write!(f, "sponsor {member} {payer} {from} {}", or_dash(until.as_ref()))
            }
            Step::Death { person, day } => write!(f, "death {person} {day}"),
            Step::Alive { person } => write!(f, "alive {person}"),
            Step::Birth { person, day } => write!(f, "birth {person} {day}"),
            Step::Merge { person, into } => write!(f, "merge {person} {into}"),
            Step::Unmerge { person } => write!(f, "unmerge {person}"),
            Step::Pay { who, amount, day, key } => {
                write!(f, "pay {who} {amount} {day} {}", or_dash(key.as_ref()))
            }
            Step::Stray { day } => write!(f, "stray {day}"),
            Step::Refund { who, amount } => write!(f, "refund {who} {}", or_dash(amount.as_ref())),
            Step::Bounce { who, payment } => write!(f, "bounce {who} {payment}"),
            Step::Sweep => f.write_str("sweep"),
            Step::Declare { year, rate } => write!(f, "declare {year} {rate}"),
            Step::Month => f.write_str("month"),
            Step::Lapse => f.write_str("lapse"),
            Step::Penalties => f.write_str("penalties"),
            Step::Interest { year } => write!(f, "interest {year}"),
        }
    }
}

/// The steps of a text, one a line.
pub(super) fn read(text: &str) -> Result<Vec<Step>> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| Step::read(line).with_context(|| format!("could not read the step `{line}`"))).collect()
}

/// The words of a step, taken one after another.
struct Words<'a>(std::str::SplitWhitespace<'a>);

impl<'a> Words<'a> {
    fn word(&mut self) -> Result<&'a str> {
        self.0.next().context("a word is missing")
    }

    fn take<T: std::str::FromStr>(&mut self) -> Result<T> {
        let word = self.word()?;
        word.parse().ok().with_context(|| format!("`{word}` is not what stands here"))
    }

    fn maybe<T: std::str::FromStr>(&mut self) -> Result<Option<T>> {
        match self.word()? {
            "-" => Ok(None),
            word => word.parse().map(Some).ok().with_context(|| format!("`{word}` is not what stands here")),
        }
    }

    fn who(&mut self) -> Result<Who> {
        let word = self.word()?;
        match word.split_at_checked(1) {
            Some(("p", number)) => Ok(Who::Payer(number.parse()?)),
            Some(("m", number)) => Ok(Who::Own(number.parse()?)),
            _ => bail!("`{word}` is nobody who pays"),
        }
    }

    fn amount(&mut self) -> Result<Amount> {
        let word = self.word()?;
        Ok(match word.strip_suffix('%') {
            Some(part) => Amount::Hundredths(part.parse()?),
            None => Amount::Coins(word.parse()?),
        })
    }

    fn facts(&mut self) -> Result<Facts> {
        let pair = |word: &str| {
            let (name, value) = word.split_once('=').with_context(|| format!("`{word}` has no value"))?;
            Ok((name.to_owned(), value.to_owned()))
        };
        self.0.by_ref().map(pair).collect()
    }
}

impl Step {
    fn read(line: &str) -> Result<Step> {
        let mut of = Words(line.split_whitespace());
        let kind = of.word()?;
        let step = match kind {
            "go" => Step::Go(of.take()?),
            "person" => Step::Person { person: of.take()?, born: of.take()? },
            "twin" => Step::Twin { person: of.take()?, of: of.take()? },
            "again" => Step::Again { person: of.take()? },
            "payer" => Step::Payer { payer: of.take()?, kind: of.take()?, facts: of.facts()? },
            "death" => Step::Death { person: of.take()?, day: of.take()? },
            "alive" => Step::Alive { person: of.take()? },
            "birth" => Step::Birth { person: of.take()?, day: of.take()? },
            "merge" => Step::Merge { person: of.take()?, into: of.take()? },
            "unmerge" => Step::Unmerge { person: of.take()? },
            "pay" => Step::Pay { who: of.who()?, amount: of.amount()?, day: of.take()?, key: of.maybe()? },
            "stray" => Step::Stray { day: of.take()? },
            "refund" => Step::Refund { who: of.who()?, amount: of.maybe()? },
            "bounce" => Step::Bounce { who: of.who()?, payment: of.take()? },
            "sweep" => Step::Sweep,
            "declare" => Step::Declare { year: of.take()?, rate: of.take()? },
            "month" => Step::Month,
            "lapse" => Step::Lapse,
            "penalties" => Step::Penalties,
            "interest" => Step::Interest { year: of.take()? },
            _ => Step::of_member(kind, &mut of)?,
        };
        if let Some(word) = of.0.next() {
            bail!("`{word}` is one word too many");
        }
        Ok(step)
    }

    fn of_member(kind: &str, of: &mut Words<'_>) -> Result<Step> {
        Ok(match kind {
            "enrol" => Step::Enrol {
                member: of.take()?,
                person: of.take()?,
                segment: of.take()?,
                payer: of.maybe()?,
                started: of.take()?,
                facts: of.facts()?,
            },
            "report" | "firm" => {
                let (number, name) = (of.take()?, of.take()?);
                let (value, from, until) = (of.maybe()?, of.take()?, of.maybe()?);
                if kind == "firm" {
                    Step::Firm { payer: number, name, value, from, until }
                } else {
                    Step::Report { member: number, name, value, from, until }
                }
            }
            "end" => Step::End { member: of.take()?, day: of.take()? },
            "reopen" => Step::Reopen { member: of.take()? },
            "resume" => Step::Resume { member: of.take()?, day: of.take()? },
            "move" => Step::Move {
                member: of.take()?,
                new: of.take()?,
                payer: of.take()?,
                started: of.take()?,
                facts: of.facts()?,
            },
            "sponsor" => {
                Step::Sponsor { member: of.take()?, payer: of.take()?, from: of.take()?, until: of.maybe()? }
            }
            _ => bail!("there is no step `{kind}`"),
        })
    }
}
