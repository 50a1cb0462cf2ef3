//! The figures of coverage, as the front page shows them: tables, and the same as pictures.

use std::collections::BTreeMap;

use anyhow::Result;
use base::Month;
use minijinja::{Value, context};
use rules::render::{self, Lang};
use rules::tree::Tree;
use store::Unit;
use store::queries::coverage::{self, Covered};

use super::employed;
use crate::books::grouped;
use crate::pages::prose::capital;
use crate::pages::templates::month_said;
use crate::pages::texts;
use crate::views::provinces::{self, Province};
use crate::views::published::{self, Count, Segments};

/// A chart shows so many months at most.
const MONTHS_MAX: usize = 36;
/// Shades of the map.
const SHADES: u32 = 5;

/// What was counted, as far as it may be published.
#[derive(Clone, Debug)]
pub(super) struct Figures {
    /// The month that is shown; none before the first was counted.
    pub(super) month: Option<Month>,
    segments: Segments,
    sexes: BTreeMap<String, Count>,
    provinces: BTreeMap<String, Count>,
    growth: Vec<(Month, Segments)>,
}

impl Figures {
    /// The month that is asked for, if it was counted, or else the last one.
    pub(super) fn read(unit: &mut Unit<'_>, wanted: Option<Month>) -> Result<Figures> {
        let growth = coverage::growth(unit)?;
        let known = |month: &Month| growth.iter().any(|(known, ..)| known == month);
        let month = wanted.filter(known).or_else(|| growth.last().map(|(month, ..)| *month));
        let rows = month.map(|month| coverage::month(unit, month)).transpose()?.unwrap_or_default();
        Ok(Figures::of(month, &rows, &growth))
    }

    pub(super) fn of(month: Option<Month>, rows: &[Covered], growth: &[(Month, String, i64)]) -> Figures {
        let by_month = growth.chunk_by(|one, next| one.0 == next.0).map(|of| {
            let people = of.iter().map(|(_, segment, people)| (segment.clone(), (*people, 0)));
            (of[0].0, Segments::of(&people.collect()))
        });
        Figures {
            month,
            segments: Segments::of(&published::by_segment(rows)),
            sexes: published::by_sex(rows),
            provinces: published::by_province(rows),
            growth: by_month.collect(),
        }
    }

    pub(super) fn total(&self) -> Count {
        self.segments.total
    }

    /// The months there are, the newest first, to choose from.
    pub(super) fn months(&self, lang: Lang) -> Vec<Value> {
        let option = |month: Month| context! { value => month.to_string(), text => month_said(month, lang) };
        self.growth.iter().rev().map(|(month, _)| option(*month)).collect()
    }

    /// Segment, people, of them sponsored.
    pub(super) fn segments(&self, tree: &Tree, lang: Lang) -> Vec<Value> {
        let rows = tree.jurisdiction.segments.iter().map(|segment| {
            let (people, sponsored) = self.segments.segment(&segment.name);
            let values = bar(&capital(lang.of(&segment.words)), people, lang);
            context! { sponsored => said(sponsored, lang), ..values }
        });
        rows.collect()
    }

    pub(super) fn sexes(&self, lang: Lang) -> Vec<Value> {
        let row = |key: &str, people: Count| bar(&texts::said(lang, key, &[]), people, lang);
        let of = |sex: &str| self.sexes.get(sex).copied().unwrap_or(Some(0));
        let mut rows = vec![row("front.female", of("female")), row("front.male", of("male"))];
        if of("") != Some(0) {
            rows.push(row("front.unknown", of("")));
        }
        rows
    }

    /// Formal and informal work: people protected, people who work, and the share.
    pub(super) fn kinds(&self, lang: Lang) -> Vec<Value> {
        let Segments { total, formal, informal, others, .. } = &self.segments;
        let row = |key: &str, people: Count, employed: Option<i64>| {
            context! {
                text => texts::said(lang, key, &[]),
                said => said(people, lang),
                employed => employed,
                share => people.zip(employed).map(|(people, all)| share(people, all, lang)),
            }
        };
        vec![
            row("front.formal", *formal, employed::of("all", "formal")),
            row("front.informal", *informal, employed::of("all", "informal")),
            row("front.migrants", *others, None),
            row("front.all", *total, employed::of("all", "all")),
        ]
    }

    fn province(&self, code: &str) -> Count {
        self.provinces.get(code).copied().unwrap_or(Some(0))
    }

    fn most(&self) -> i64 {
        provinces::all().iter().filter_map(|province| self.province(province.code)).max().unwrap_or(0)
    }

    /// The tiles: every shade has twice as many people as the one below.
    pub(super) fn map(&self, lang: Lang) -> Vec<Value> {
        let most = self.most();
        let tile = |province: &Province| {
            let people = self.province(province.code);
            let (column, row) = province.place;
            context! {
                shade => people.filter(|people| *people > 0).map_or(0, |people| shade(people, most)),
                zero => people == Some(0),
                said => said(people, lang),
                name => province.name,
                letters => province.letters,
                column => column,
                row => row,
            }
        };
        provinces::all().iter().map(tile).collect()
    }

    /// What each shade says.
    pub(super) fn legend(&self, lang: Lang) -> Vec<String> {
        let said = |number: i64| grouped(number.unsigned_abs(), lang);
        let bounds: Vec<i64> = (1..SHADES).map(|below| self.most() >> (SHADES - below)).collect();
        let first = bounds.first().copied().unwrap_or(0);
        let lowest = texts::said(lang, "front.up_to", &[("most", &said(first))]);
        let ends = bounds.iter().skip(1).copied().chain([self.most()]);
        let others = bounds.iter().zip(ends).map(|(below, most)| {
            texts::said(lang, "front.between", &[("least", &said(below + 1)), ("most", &said(most))])
        });
        std::iter::once(lowest).chain(others).collect()
    }

    /// Province, people, people who work there, the share; those without a province last.
    pub(super) fn provinces(&self, lang: Lang) -> Vec<Value> {
        let row = |name: &str, people: Count, employed: Option<i64>| {
            let share = people.zip(employed).map(|(people, all)| share(people, all, lang));
            context! { text => name, said => said(people, lang), employed => employed, share => share }
        };
        let of = |province: &Province| {
            row(province.name, self.province(province.code), employed::of(province.code, "all"))
        };
        let mut rows: Vec<Value> = provinces::all().iter().map(of).collect();
        if self.province("") != Some(0) {
            rows.push(row(&texts::said(lang, "front.unknown", &[]), self.province(""), None));
        }
        rows
    }

    /// Lines of the last months, with a table of the same.
    pub(super) fn growth(&self, lang: Lang) -> Value {
        let first = self.growth.len().saturating_sub(MONTHS_MAX);
        let months = &self.growth[first..];
        let of =
            |count: fn(&Segments) -> Count| months.iter().map(|(_, of)| count(of)).collect::<Vec<Count>>();
        let every = of(|of| of.total);
        let (formal, informal) = (of(|of| of.formal), of(|of| of.informal));
        let most = every.iter().flatten().copied().max().unwrap_or(0).max(1);
        let table: Vec<Vec<String>> = months
            .iter()
            .rev()
            .map(|(month, of)| {
                let counts = [of.total, of.formal, of.informal].map(|count| said(count, lang));
                std::iter::once(month_said(*month, lang)).chain(counts).collect()
            })
            .collect();
        let ends = [months.first(), months.last()];
        let labels: Vec<String> =
            ends.into_iter().flatten().map(|(month, _)| month_said(*month, lang)).collect();
        let series = [("front.all", every), ("front.formal", formal), ("front.informal", informal)];
        let series =
            series.map(|(key, values)| context! { name => texts::said(lang, key, &[]), values => values });
        context! {
            series => series.to_vec(),
            labels => labels,
            most => most,
            most_said => grouped(most.unsigned_abs(), lang),
            table => table,
        }
    }
}

/// A bar of a count, and how it is read; one that is left out has no length.
fn bar(text: &str, people: Count, lang: Lang) -> Value {
    let (value, hidden) = (people.unwrap_or(0), people.is_none());
    context! { text => text, value => value, hidden => hidden, said => said(people, lang) }
}

/// A count in words.
fn said(people: Count, lang: Lang) -> String {
    let count = people.map(|people| grouped(people.unsigned_abs(), lang));
    count.unwrap_or_else(|| texts::said(lang, "front.left_out", &[]))
}

/// 1 to 5: above a half, a quarter, an eighth, a sixteenth of the most, or less.
fn shade(people: i64, most: i64) -> u32 {
    (1..SHADES).filter(|below| people > most >> (SHADES - below)).count() as u32 + 1
}

/// Below a tenth of a percent, in hundredths, a share is told as less than that.
const SMALL: i128 = 10;

/// A share with two digits after the point, cut off and never rounded up; a few are never nobody.
fn share(people: i64, all: i64, lang: Lang) -> String {
    let parts = i128::from(people) * 10_000 / i128::from(all.max(1));
    if people > 0 && parts < SMALL {
        let least = lang.pick("0,1", "0.1");
        return texts::said(lang, "front.small", &[("least", least)]);
    }
    let hundredths = base::Exact::from(i64::try_from(parts).unwrap_or(i64::MAX));
    let text = hundredths.checked_div(&base::Exact::from(100)).unwrap_or_else(base::Exact::zero);
    format!("{} %", render::number_text(&text, lang))
}

/// Figures of a month that never was.
#[cfg(test)]
pub(super) fn invented() -> Figures {
    let month = "2026-05".parse().expect("a month");
    let row = |segment: &str, province: &str, sex: &str, people: i64| Covered {
        segment: segment.to_owned(),
        province: province.to_owned(),
        sex: sex.to_owned(),
        sponsored: people == 7,
        people,
    };
    let rows = vec![
        row("wage_earner", "32", "male", 160),
        row("wage_earner", "31", "female", 80),
        row("self_employed", "", "female", 7),
        row("migrant", "35", "", 1),
    ];
    let growth = [("wage_earner", 240), ("self_employed", 7), ("migrant", 1)];
    let growth = growth.map(|(segment, people)| (month, segment.to_owned(), people));
    Figures::of(Some(month), &rows, &growth)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_shades_agree_with_the_rows() {
        let figures = invented();
        assert_eq!(figures.total(), Some(248));
        // One migrant and seven who pay for themselves are left out, and with them who would tell of them.
        let told = [figures.segments.formal, figures.segments.informal, figures.segments.others];
        assert_eq!(told, [None; 3]);
        assert_eq!(["32", "31", "35", ""].map(|code| figures.province(code)), [Some(160), None, None, None]);
        // What is said of a month is the same wherever it is said.
        assert_eq!(figures.growth[0].1.total, figures.segments.total);
        assert_eq!(figures.most(), 160);
        assert_eq!(
            [1, 10, 11, 20, 21, 40, 41, 80, 81, 160].map(|people| shade(people, 160)),
            [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
        );
        assert_eq!(figures.map(Lang::Id).len(), 38);
        assert_eq!(figures.provinces(Lang::En).len(), 39, "and those without a province");
        assert_eq!(figures.legend(Lang::En).len(), 5);
        assert_eq!(share(1, 3, Lang::En), "33.33 %");
        let few = [0, 1, 999, 1_000].map(|people| share(people, 1_000_000, Lang::Id));
        assert_eq!(few, ["0 %", "< 0,1 %", "< 0,1 %", "0,1 %"]);
        assert_eq!(figures.legend(Lang::Id), ["sampai 10", "11–20", "21–40", "41–80", "81–160"]);
        // Nobody is not the same as a count that is left out, on the map and in words.
        let nobody = |code: &str| figures.province(code) == Some(0);
        assert!(nobody("11") && !nobody("35"));
        assert_ne!(said(Some(0), Lang::Id), said(None, Lang::Id));
    }
}
