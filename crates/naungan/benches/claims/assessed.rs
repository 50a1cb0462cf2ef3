//! Claims assessed in batch on one core: everything that is decided of a death, by the law itself.

use std::hint::black_box;
use std::time::Instant;

use anyhow::{Context, Result};
use base::{Day, Month};
use scheme::claims::{Contributed, Insured, Kin, Question, Record, assess};
use scheme::events::heirs;
use scheme::id::{MembershipId, PayerId, PersonId};
use scheme::law::{ClaimLaw, Law};
use scheme::lines::{Lines, SlotName};
use scheme::memberships::{Segment, Stretch};
use scheme::people::Relative;

/// Assesses death claims of so many people and prints the rate.
pub(crate) fn figures(claims: i64) -> Result<()> {
    let start = Instant::now();
    let pack = naungan::law::pack(None)?;
    let opened = start.elapsed().as_secs_f64();
    let law = Law::new(pack.tree())?;
    let law = ClaimLaw::new(&law)?;
    let day = |text: &str| Day::parse(text).context("a day");
    let (from, died) = (Month::parse("2019-01")?, day("2026-03-10")?);
    let mut lines = Lines::new();
    for programme in ["jkk", "jkm"] {
        lines.add(&SlotName::part(programme, "employer"), 10_000);
    }
    let mut months = Vec::new();
    let mut month = Some(from);
    while let Some(now) = month.filter(|now| *now <= died.month()) {
        months.push(Contributed { month: now, lines: lines.clone(), settled: Some(now.day(10)) });
        month = now.next();
    }
    let facts = vec![("wage".to_owned(), "5000000".to_owned())];
    let stretch = Stretch { payer: PayerId(2), from, until: None, facts };
    let spell = Insured {
        membership: MembershipId(3),
        segment: Segment::WageEarner,
        payer: PayerId(2),
        started: from.first_day(),
        ended: None,
        payer_closed: None,
        timeline: std::slice::from_ref(&stretch),
        months: &months,
    };
    let wife = Relative {
        of: PersonId(1),
        relation: "spouse".to_owned(),
        name: "Siti".to_owned(),
        birth_date: Some(day("1987-01-01")?),
        from: day("2010-01-01")?,
        until: None,
    };
    let kin =
        Kin { relative: &wife, person: None, pays: false, married: false, works: false, guardian: None };
    let facts = vec![("birth_date".to_owned(), "1985-05-01".to_owned())];
    let record = Record {
        person: PersonId(1),
        facts: &facts,
        died: Some(died),
        spells: std::slice::from_ref(&spell),
        family: std::slice::from_ref(&kin),
        savings: None,
        pension_savings: 0,
        earlier: &[],
    };
    let mut sum = 0;
    let start = Instant::now();
    for number in 0..claims {
        let kind = if number % 2 == 0 { "jkm_death" } else { "jkk_death" };
        let filed = day("2026-03-12")?;
        let asked =
            Question { kind: kind.parse()?, event: died, filed, decided: filed, pay_day: filed, facts: &[] };
        let heirs = heirs(&law, &record, died, filed)?;
        let found = assess(&law, &record, &asked, Some(&heirs))?;
        sum += black_box(found).gross();
    }
    let seconds = start.elapsed().as_secs_f64();
    println!("{claims} death claims assessed with every reason, one core, heirs found anew for each");
    println!("  naungan {:>40.2} s  {:>9.0} claims/s, {sum} in all", seconds, claims as f64 / seconds);
    println!("  the law opened once {opened:>28.3} s");
    Ok(())
}
