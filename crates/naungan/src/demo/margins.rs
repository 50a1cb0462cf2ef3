//! The published margins and the declared assumptions, read from the tables beside the program.

use std::sync::OnceLock;

use super::choices::{Habit, OwnKind, Placement, RiskClass, Segment, Size};
use super::random::{Stream, scaled};
use super::table::{Quantiles, Weights, number, rows};

pub(super) const WEIGHTS: &str = include_str!("../../demo/weights.csv");
pub(super) const QUANTILES: &str = include_str!("../../demo/quantiles.csv");
pub(super) const PARAMETERS: &str = include_str!("../../demo/parameters.csv");
const AGES: &str = include_str!("../../demo/ages.csv");
const SEGMENTS: &str = include_str!("../../demo/segments.csv");
const MORTALITY: &str = include_str!("../../demo/mortality.csv");
pub(super) const PROVINCES: &str = include_str!("../../demo/provinces.csv");
const MINIMUM_WAGES: &str = include_str!("../../demo/minimum_wages.csv");
const INDUSTRIES: &str = include_str!("../../demo/industries.csv");

macro_rules! table {
    ($(#[$doc:meta])* $name:ident { $($field:ident),* $(,)? } of $kind:ty, $read:expr) => {
        $(#[$doc])*
        pub(super) struct $name {
            $(pub(super) $field: $kind,)*
        }

        impl $name {
            #[cfg(test)]
            pub(super) const FIELDS: &'static [&'static str] = &[$(stringify!($field)),*];

            fn read() -> $name {
                let read = $read;
                $name { $($field: read(stringify!($field)),)* }
            }
        }
    };
}

table! {
    /// Single numbers of `parameters.csv`.
    Parameters {
        men_wage_per_10000, women_wage_per_10000, wage_year, wage_round, own_income_mean, lowest_income,
        lowest_income_per_10000, own_jht_per_10000, partial_per_10000, not_jkn_per_10000,
        insured_death_per_10000, exits_per_10000_year, december_factor, retire_age, refill_per_10000,
        raise_january_per_10000, correction_per_million, correction_months_max, misspelt_per_10000,
        misspelt_months_max, duplicate_per_10000, unmerge_per_10000, own_stop_per_million,
        own_end_per_million, own_to_wage_per_million, own_income_change_per_million,
        platform_end_per_million, crew_per_10000, migrant_again_per_10000, married_per_10000,
        branch_per_10000, risk_change_per_million, forgets_per_10000, usual_due_day,
        partial_share_per_10000, late_days_max, relief_workers, relief_per_10000, promotion_per_million,
        start_first_day_per_10000, end_last_day_per_10000, own_pay_days, sponsor_pay_days,
        bill_after_due_days, run_day, growth_per_10000, list_lines_per_10000, riders_per_10000,
        agents_per_10000, trips_a_week, trip_put_aside,
    } of i64, |name: &str| {
        let row = rows(PARAMETERS).find(|row| row[0] == name);
        number(row.unwrap_or_else(|| panic!("parameters.csv lacks {name}"))[1])
    }
}

table! {
    /// The distributions of `quantiles.csv`.
    Spread {
        workers_micro, workers_small, workers_medium, workers_large, workers_project, group_budget,
        group_donor, project_months, tenure_months, gap_months, refill_months, death_report_days,
        leave_report_days, hire_report_days, wage_report_days, duplicate_days, pause_months,
        return_months, corrected_per_10000, children, wage_shape, promotion_per_10000, marriage_days,
        birth_gap_days, unmerge_days, merge_again_days, project_gap_months,
    } of Quantiles, |name: &str| Quantiles::of(QUANTILES, name)
}

/// The weights of `weights.csv`.
pub(super) struct Shares {
    pub(super) segment: Weights,
    pub(super) sex: Weights,
    pub(super) own: Weights,
    pub(super) platform: Weights,
    pub(super) size: Weights,
    pub(super) habit: [Weights; 4],
    pub(super) own_months: Weights,
    pub(super) budget_months: Weights,
    pub(super) donor_months: Weights,
    pub(super) leaving: Weights,
    pub(super) after_wage: Weights,
    pub(super) stop: Weights,
    pub(super) contract_months: Weights,
    pub(super) placement: Weights,
    pub(super) relief_industry: Weights,
    pub(super) province: Weights,
    pub(super) industry_wage: Weights,
    pub(super) industry_own: Weights,
}

/// The industries of the relief, by the names of the law's kind `industry`.
pub(super) const RELIEF_INDUSTRIES: [&str; 6] =
    ["food_drink_tobacco", "textile_apparel", "leather", "footwear", "toys", "furniture"];
/// How many months at once a self-employed member may pay.
pub(super) const OWN_MONTHS: [i32; 4] = [1, 3, 6, 12];
pub(super) const BUDGET_MONTHS: [i32; 2] = [6, 12];
pub(super) const DONOR_MONTHS: [i32; 3] = [3, 6, 12];
pub(super) const CONTRACT_MONTHS: [i32; 3] = [6, 12, 24];

impl Shares {
    fn read(provinces: &[Province], industries: &[Industry]) -> Shares {
        let of = |table: &str, options: &[&str]| Weights::of(WEIGHTS, table, options);
        let habit = |size: Size| of(&format!("habit_{}", size.name()), Habit::NAMES);
        Shares {
            segment: of("segment", Segment::NAMES),
            sex: of("sex", &["female", "male"]),
            own: of("self_employed", OwnKind::NAMES),
            platform: of("platform", &["first", "second", "third"]),
            size: of("size", Size::NAMES),
            habit: [Size::Micro, Size::Small, Size::Medium, Size::Large].map(habit),
            own_months: of("habit_own", &["monthly", "three_ahead", "six_ahead", "twelve_ahead"]),
            budget_months: of("term_budget", &["six", "twelve"]),
            donor_months: of("term_donor", &["three", "six", "twelve"]),
            leaving: of("leaving", &["resigned", "dismissed"]),
            after_wage: of("after_wage", &["other_employer", "self_employed", "nothing"]),
            stop: of("stop", &["forgets", "lapses", "comes_back"]),
            contract_months: of("contract_months", &["six", "twelve", "twenty_four"]),
            placement: of("placement", Placement::NAMES),
            relief_industry: of("relief_industry", &RELIEF_INDUSTRIES),
            province: Weights::new(provinces.iter().map(|province| province.members)),
            industry_wage: Weights::new(industries.iter().map(|one| one.employed * one.employees)),
            industry_own: Weights::new(industries.iter().map(|one| one.employed * (100 - one.employees))),
        }
    }
}

/// A province: how many members, what wages over the mean, its minimum wages by year.
pub(super) struct Province {
    pub(super) code: u8,
    pub(super) name: &'static str,
    pub(super) members: u64,
    wage_per_10000: i64,
    minimum: Vec<(i32, i64)>,
}

impl Province {
    /// The minimum wage of a year, or of the nearest year that is known.
    pub(super) fn minimum_wage(&self, year: i32) -> i64 {
        let (first, last) = (self.minimum[0].0, self.minimum[self.minimum.len() - 1].0);
        self.minimum[(year.clamp(first, last) - first) as usize].1
    }
}

/// An industry: how many work in it, how many of them for a wage, the mean wage and the usual risk.
pub(super) struct Industry {
    pub(super) name: &'static str,
    employed: u64,
    employees: u64,
    wage: i64,
    pub(super) risk: RiskClass,
}

/// Everything the generator may know.
pub(super) struct Margins {
    pub(super) parameters: Parameters,
    pub(super) spread: Spread,
    pub(super) shares: Shares,
    pub(super) provinces: Vec<Province>,
    pub(super) industries: Vec<Industry>,
    ages: Vec<(u64, Weights)>,
    mortality: Vec<[i64; 2]>,
}

impl Margins {
    /// The tables, read once.
    pub(super) fn get() -> &'static Margins {
        static MARGINS: OnceLock<Margins> = OnceLock::new();
        MARGINS.get_or_init(Margins::read)
    }

    fn read() -> Margins {
        let (provinces, industries) = (provinces(), industries());
        Margins {
            parameters: Parameters::read(),
            spread: Spread::read(),
            shares: Shares::read(&provinces, &industries),
            provinces,
            industries,
            ages: Segment::NAMES.iter().map(|segment| ages(segment)).collect(),
            mortality: mortality(),
        }
    }

    /// Where a province stands in the table, by the home ministry's code.
    pub(super) fn province(&self, code: u8) -> u8 {
        self.provinces.iter().position(|one| one.code == code).expect("a province of the table") as u8
    }

    /// Where an industry stands in the table.
    pub(super) fn industry(&self, name: &str) -> u8 {
        self.industries.iter().position(|one| one.name == name).expect("an industry of the table") as u8
    }

    /// The youngest age of a segment's members.
    pub(super) fn youngest(&self, segment: Segment) -> i32 {
        self.ages[segment as usize].0 as i32
    }

    /// A member's age in whole years.
    pub(super) fn age(&self, segment: Segment, stream: &mut Stream) -> u64 {
        let (youngest, weights) = &self.ages[segment as usize];
        youngest + weights.pick(stream) as u64
    }

    /// Deaths of members a year in ten thousand million: the population's rate times the insured factor.
    pub(super) fn deaths(&self, woman: bool, age: i32) -> i64 {
        let group = (age.max(15) / 5 - 3) as usize;
        let rates = self.mortality[group.min(self.mortality.len() - 1)];
        rates[usize::from(woman)] * self.parameters.insured_death_per_10000
    }

    /// A wage of a year: mean of the industry, distances of province and sex from it, the person's own
    /// place (in ten thousandths of the mean), and the growth of the province's minimum wage since.
    pub(super) fn wage(&self, industry: u8, province: u8, woman: bool, place: i64, year: i32) -> i64 {
        let (industry, province) =
            (&self.industries[usize::from(industry)], &self.provinces[usize::from(province)]);
        let own = &self.parameters;
        let sex = if woman { own.women_wage_per_10000 } else { own.men_wage_per_10000 };
        let now = i128::from(province.minimum_wage(year));
        let then = i128::from(province.minimum_wage(own.wage_year as i32));
        let wage = i128::from(industry.wage)
            * i128::from(province.wage_per_10000)
            * i128::from(sex)
            * i128::from(place)
            / 1_000_000_000_000
            * now
            / then;
        rounded(wage as i64, own.wage_round)
    }

    /// The declared income of a self-employed member.
    pub(super) fn income(&self, lowest: bool, stream: &mut Stream) -> i64 {
        let own = &self.parameters;
        let low = stream.chance(own.lowest_income_per_10000, 10_000);
        let place = self.spread.wage_shape.pick(stream);
        let income = rounded(own.own_income_mean * place / 10_000, own.wage_round);
        if lowest || low { own.lowest_income } else { income.max(own.lowest_income) }
    }
}

pub(super) fn rounded(amount: i64, step: i64) -> i64 {
    ((amount + step / 2) / step * step).max(step)
}

fn provinces() -> Vec<Province> {
    let read = |row: Vec<&'static str>| {
        let wages = rows(MINIMUM_WAGES).filter(|wage| wage[0] == row[0]);
        let minimum: Vec<_> = wages.map(|wage| (number(wage[1]) as i32, number(wage[2]))).collect();
        assert!(minimum.windows(2).all(|pair| pair[0].0 + 1 == pair[1].0), "years of {} have gaps", row[1]);
        Province {
            code: number(row[0]) as u8,
            name: row[1],
            members: number(row[2]).unsigned_abs(),
            wage_per_10000: number(row[5]),
            minimum,
        }
    };
    rows(PROVINCES).map(read).collect()
}

fn industries() -> Vec<Industry> {
    let risk = |name: &str| RiskClass::ALL.iter().copied().find(|class| class.name() == name);
    let read = |row: Vec<&'static str>| Industry {
        name: row[0],
        employed: number(row[1]).unsigned_abs(),
        employees: number(row[4]).unsigned_abs(),
        wage: number(row[7]),
        risk: risk(row[10]).expect("a risk class of the law"),
    };
    rows(INDUSTRIES).map(read).collect()
}

/// The youngest age of a segment, and the weight of each year of age from there.
fn ages(segment: &str) -> (u64, Weights) {
    let row = rows(SEGMENTS).find(|row| row[0] == segment).expect("every segment has its ages");
    let (youngest, oldest) = (number(row[1]), number(row[2]));
    let groups: Vec<_> = rows(AGES).map(|row| [row[0], row[1], row[2]].map(number)).collect();
    let weight = |age: i64| {
        let group = groups.iter().find(|[from, to, _]| (*from..=*to).contains(&age));
        group.map_or(0, |[from, to, employed]| employed * 1000 / (to - from + 1)).unsigned_abs()
    };
    (youngest.unsigned_abs(), Weights::new((youngest..=oldest).map(weight)))
}

/// Men and women, in groups of five years from fifteen.
fn mortality() -> Vec<[i64; 2]> {
    rows(MORTALITY).map(|row| [number(row[1]), number(row[2])]).collect()
}

/// A place of a number of 64 bits in a table of so many rows.
pub(super) fn place(number: u64, rows: usize) -> usize {
    scaled(number, rows as u64) as usize
}
