//! The same invented people on every machine: one number a person, from splitmix64.
//! `peers/openfisca/people.py` makes the same ones.

const SEED: u64 = 2026;

/// The number of a person.
pub(crate) fn number(person: u64) -> u64 {
    let mut z = (SEED + person).wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Wage earners, a column a fact.
pub(crate) struct WageEarners {
    /// Rupiah a month.
    pub(crate) wage: Vec<i64>,
    /// 0 very low … 4 very high.
    pub(crate) risk_class: Vec<i64>,
    /// Days since 1970: births from 1950 to 2004.
    pub(crate) birth_date: Vec<i64>,
    /// Days since 1970: registrations from 2015 to 2025.
    pub(crate) registration_date: Vec<i64>,
}

/// Self-employed workers, a column a fact.
pub(crate) struct SelfEmployed {
    /// Rupiah a month.
    pub(crate) income: Vec<i64>,
    /// 0 transport, 1 other: the order of the law's kind.
    pub(crate) sector: Vec<i64>,
}

const BIRTHS: (i64, u64) = (-7305, 20_000);
const REGISTRATIONS: (i64, u64) = (16_700, 3_600);

/// The first half of `people`.
pub(crate) fn wage_earners(people: usize) -> WageEarners {
    let numbers = || (0..people - people / 2).map(|person| number(person as u64));
    WageEarners {
        wage: numbers().map(|x| 1_000_000 + (x % 29_000_000) as i64).collect(),
        risk_class: numbers().map(|x| ((x >> 40) % 5) as i64).collect(),
        birth_date: numbers().map(|x| BIRTHS.0 + ((x >> 20) % BIRTHS.1) as i64).collect(),
        registration_date: numbers()
            .map(|x| REGISTRATIONS.0 + ((x >> 10) % REGISTRATIONS.1) as i64)
            .collect(),
    }
}

/// The second half of `people`.
pub(crate) fn self_employed(people: usize) -> SelfEmployed {
    let numbers = || (people - people / 2..people).map(|person| number(person as u64));
    SelfEmployed {
        income: numbers().map(|x| (x % 25_000_000) as i64).collect(),
        sector: numbers().map(|x| i64::from((x >> 50) & 1 == 0)).collect(),
    }
}
