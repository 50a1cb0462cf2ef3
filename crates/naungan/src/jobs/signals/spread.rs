//! How wages are spread over an industry in a province: what a tenth of its people earn less than.

use std::collections::BTreeMap;

use anyhow::Result;
use base::Month;
use scheme::memberships::unpack;
use store::Unit;
use store::queries::signs;

/// Wages are counted in steps of so much, so that memory does not grow with people.
const STEP: i64 = 50_000;
/// All above are counted together: nobody looks for low wages there.
const STEPS_MAX: i64 = 400;
/// Of fewer people than this nothing is said.
const PEOPLE_MIN: u64 = 50;
/// Nor where fewer employers pay them: they would be compared with themselves.
const EMPLOYERS_MIN: u64 = 5;

/// The industry and the province.
type Cell = (String, String);

/// What is counted of a cell.
#[derive(Default)]
struct Count {
    people: u64,
    employers: u64,
    last: i64,
    steps: BTreeMap<i64, u64>,
}

/// The wage that a tenth earn less than, where enough people and employers are known.
#[derive(Default)]
pub(super) struct Spread {
    tenth: BTreeMap<Cell, i64>,
}

impl Spread {
    /// Reads every wage of a month once.
    pub(super) fn read(unit: &mut Unit<'_>, month: Month) -> Result<Spread> {
        let mut counts: BTreeMap<Cell, Count> = BTreeMap::new();
        signs::each_earner(unit, None, month, &mut |earner| {
            let Some(wage) = amount(earner.facts, "wage") else { return Ok(()) };
            let Some(industry) = value(earner.payer_facts, "industry") else { return Ok(()) };
            let count = counts.entry((industry.to_owned(), earner.province.to_owned())).or_default();
            count.people += 1;
            if count.last != earner.payer.0 {
                (count.last, count.employers) = (earner.payer.0, count.employers + 1);
            }
            *count.steps.entry((wage / STEP).min(STEPS_MAX)).or_default() += 1;
            Ok(())
        })?;
        let known = counts
            .into_iter()
            .filter(|(_, count)| count.people >= PEOPLE_MIN && count.employers >= EMPLOYERS_MIN);
        Ok(Spread { tenth: known.filter_map(|(cell, count)| Some((cell, count.tenth()?))).collect() })
    }

    /// The wage that a tenth of an industry's people in a province earn less than.
    pub(super) fn tenth(&self, payer_facts: &str, province: &str) -> Option<i64> {
        let industry = value(payer_facts, "industry")?;
        self.tenth.get(&(industry.to_owned(), province.to_owned())).copied()
    }
}

impl Count {
    fn tenth(&self) -> Option<i64> {
        let mut below = 0;
        let step = self.steps.iter().find(|(_, people)| {
            below += **people;
            below * 10 > self.people
        });
        step.map(|(step, _)| step * STEP)
    }
}

/// What packed facts say by a name.
pub(super) fn value<'f>(facts: &'f str, name: &str) -> Option<&'f str> {
    unpack(facts).find(|(known, _)| *known == name).map(|(_, value)| value)
}

/// The same as whole rupiah.
pub(super) fn amount(facts: &str, name: &str) -> Option<i64> {
    value(facts, name)?.replace('_', "").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenth_is_counted_from_below() {
        let steps = [(10, 9), (20, 2), (30, 89)].into_iter().collect();
        assert_eq!(Count { people: 100, employers: 9, last: 0, steps }.tenth(), Some(20 * STEP));
        assert_eq!(Count::default().tenth(), None);
    }

    #[test]
    fn facts_are_read_by_name() {
        assert_eq!(amount("age=3;wage=5_000_000", "wage"), Some(5_000_000));
        assert_eq!(amount("wage=much", "wage"), None);
    }
}
