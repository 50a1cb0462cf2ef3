//! The yardstick: the same rules as a loop somebody wrote by hand, in plain 64-bit integers.
//!
//! Its numbers come out of the pack, so that no amount of law stands in Rust; what it knows is the shape of
//! the rules.

use base::{Day, Exact};
use rules::LawPack;
use rules::tree::Table;

use crate::people::{SelfEmployed, WageEarners};

/// Rates are parts of this.
const PARTS: i64 = 1_000_000;

/// The numbers of one month, as the loop wants them.
pub(crate) struct Numbers {
    jkk: [i64; 5],
    jkm: i64,
    jht: [i64; 2],
    jp: [i64; 2],
    jp_ceiling: i64,
    jkp_state: i64,
    jkp_from_jkk: i64,
    jkp_ceiling: i64,
    jkp_entry_age: i64,
    pension_ages: Vec<(i64, i64)>,
    bpu_basis: Vec<(i64, i64)>,
    bpu_jkk: i64,
    bpu_jkm: i64,
    bpu_jht: i64,
    bpu_relief: i64,
    month: i64,
}

impl Numbers {
    /// The numbers in force on the first day of a month.
    pub(crate) fn of(pack: &LawPack, day: Day) -> Self {
        let rows = |name: &str| rows(pack, name, day);
        let one = |name: &str| rows(name)[0].1;
        let jkk = rows("jkk_rate");
        Self {
            jkk: std::array::from_fn(|at| jkk[at].1),
            jkm: one("jkm_rate"),
            jht: [one("jht_employer_rate"), one("jht_worker_rate")],
            jp: [one("jp_employer_rate"), one("jp_worker_rate")],
            jp_ceiling: one("jp_wage_ceiling"),
            jkp_state: one("jkp_state_rate"),
            jkp_from_jkk: one("jkp_rate_from_jkk"),
            jkp_ceiling: one("jkp_wage_ceiling"),
            jkp_entry_age: one("jkp_entry_age"),
            pension_ages: rows("pension_age_by_birth"),
            bpu_basis: rows("declared_basis"),
            bpu_jkk: one("bpu_jkk_rate"),
            bpu_jkm: one("bpu_jkm"),
            bpu_jht: one("bpu_jht_rate"),
            bpu_relief: one("bpu_relief_share"),
            month: i64::from(day.month().index()),
        }
    }
}

/// Key and value of each row in force; rates in parts, everything else whole.
fn rows(pack: &LawPack, name: &str, day: Day) -> Vec<(i64, i64)> {
    let tree = pack.tree();
    let table: &Table = &tree.tables[tree.names.tables[name]];
    let scale = Exact::from(if table.unit == rules::value::Type::Rate { PARTS } else { 1 });
    let number = |value: &rules::value::Value| value.number().cloned().unwrap_or_else(Exact::zero);
    let version = table.on(Some(day)).expect("the month is within the law");
    let row = |row: &rules::tree::Row| {
        let key = row.keys.first().and_then(|key| number(key).to_i64()).unwrap_or(0);
        (key, (&number(&row.value) * &scale).to_i64().expect("a whole number of parts"))
    };
    version.rows.iter().map(row).collect()
}

fn share(amount: i64, parts: i64) -> i64 {
    (amount * parts + PARTS / 2) / PARTS
}

/// The value of the greatest bound not above the key.
fn bracket(rows: &[(i64, i64)], key: i64) -> i64 {
    rows[rows.partition_point(|(bound, _)| *bound <= key).saturating_sub(1)].1
}

/// All lines of wage earners who are in every programme.
pub(crate) fn wage_earners(numbers: &Numbers, people: &WageEarners, out: &mut [&mut [i64]]) {
    let [jkk, jkm, jht_employer, jht_worker, jp_employer, jp_worker, state, from_jkk] = out else { return };
    for at in 0..people.wage.len() {
        let wage = people.wage[at];
        jkk[at] = share(wage, numbers.jkk[people.risk_class[at] as usize]);
        jkm[at] = share(wage, numbers.jkm);
        jht_employer[at] = share(wage, numbers.jht[0]);
        jht_worker[at] = share(wage, numbers.jht[1]);
        let pensionable = wage.min(numbers.jp_ceiling);
        jp_employer[at] = share(pensionable, numbers.jp[0]);
        jp_worker[at] = share(pensionable, numbers.jp[1]);
        let insured = wage.min(numbers.jkp_ceiling);
        state[at] = share(insured, numbers.jkp_state);
        from_jkk[at] = share(insured, numbers.jkp_from_jkk);
    }
}

/// The same with the ages that end the pension contribution and open the job-loss programme.
pub(crate) fn wage_earners_of_all_ages(numbers: &Numbers, people: &WageEarners, out: &mut [&mut [i64]]) {
    let [jkk, jkm, jht_employer, jht_worker, jp_employer, jp_worker, state, from_jkk] = out else { return };
    for at in 0..people.wage.len() {
        let wage = people.wage[at];
        jkk[at] = share(wage, numbers.jkk[people.risk_class[at] as usize]);
        jkm[at] = share(wage, numbers.jkm);
        jht_employer[at] = share(wage, numbers.jht[0]);
        jht_worker[at] = share(wage, numbers.jht[1]);
        let (birth_month, birth_day) = civil(people.birth_date[at]);
        let pension_month = birth_month + 12 * bracket(&numbers.pension_ages, birth_month / 12);
        let pensionable = if numbers.month <= pension_month { wage.min(numbers.jp_ceiling) } else { 0 };
        jp_employer[at] = share(pensionable, numbers.jp[0]);
        jp_worker[at] = share(pensionable, numbers.jp[1]);
        let (month, day) = civil(people.registration_date[at]);
        let is_last = civil(people.registration_date[at] + 1).1 == 1;
        let age = (month - birth_month - i64::from(day < birth_day && !is_last)) / 12;
        let young = age < numbers.jkp_entry_age && numbers.month <= pension_month;
        let insured = if young { wage.min(numbers.jkp_ceiling) } else { 0 };
        state[at] = share(insured, numbers.jkp_state);
        from_jkk[at] = share(insured, numbers.jkp_from_jkk);
    }
}

/// Month number and day of the month.
fn civil(day: i64) -> (i64, i64) {
    let n = day + 719_468;
    let (era, of_era) = (n / 146_097, n % 146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    ((era * 400 + year) * 12 + month + 2, of_year - (153 * month + 2) / 5 + 1)
}

/// All lines of self-employed workers who chose JHT and pay for themselves.
pub(crate) fn self_employed(numbers: &Numbers, people: &SelfEmployed, out: &mut [&mut [i64]]) {
    let [jkk, jkm, jht] = out else { return };
    for at in 0..people.income.len() {
        let basis = bracket(&numbers.bpu_basis, people.income[at]);
        let (injury, death) = (share(basis, numbers.bpu_jkk), numbers.bpu_jkm);
        let relief = people.sector[at] == 0;
        jkk[at] = if relief { share(injury, numbers.bpu_relief) } else { injury };
        jkm[at] = if relief { share(death, numbers.bpu_relief) } else { death };
        jht[at] = share(basis, numbers.bpu_jht);
    }
}
