//! Kinds of claims: which benefit is asked for, and what follows from the kind alone.

use std::fmt;
use std::str::FromStr;

use base::Day;

/// What is claimed, by the law's names.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ClaimKind {
    /// Care, transport and wage of somebody hurt at work.
    JkkInjury,
    /// A part of the body or a function lost through work.
    JkkPartialDisability,
    /// Total permanent disability through work.
    JkkTotalDisability,
    /// Death through work.
    JkkDeath,
    /// Any other death.
    JkmDeath,
    /// Old-age savings at their age.
    JhtOldAge,
    /// Old-age savings after leaving work.
    JhtLeftWork,
    /// Old-age savings of somebody who leaves the country.
    JhtLeftCountry,
    /// Old-age savings on total disability.
    JhtDisability,
    /// Old-age savings, to the heirs.
    JhtDeath,
    /// A part of the savings while work goes on.
    JhtPart,
    /// Pension at old age.
    JpOldAge,
    /// Pension on total disability.
    JpDisability,
    /// Pension of the survivors.
    JpDeath,
    /// Cash after a dismissal.
    JkpCash,
}

/// One kind: the law's name, its benefit, and the facts it brings.
struct Row(ClaimKind, &'static str, &'static str, &'static [(&'static str, &'static str)]);

const TABLE: [Row; 15] = [
    Row(ClaimKind::JkkInjury, "jkk_injury", "jkk", &[("event_kind", "injury")]),
    Row(
        ClaimKind::JkkPartialDisability,
        "jkk_partial_disability",
        "jkk",
        &[("event_kind", "partial_disability")],
    ),
    Row(ClaimKind::JkkTotalDisability, "jkk_total_disability", "jkk", &[("event_kind", "total_disability")]),
    Row(ClaimKind::JkkDeath, "jkk_death", "jkk", &[("event_kind", "death")]),
    Row(ClaimKind::JkmDeath, "jkm_death", "jkm", &[]),
    Row(ClaimKind::JhtOldAge, "jht_old_age", "jht", &[("jht_cause", "reached_56")]),
    Row(ClaimKind::JhtLeftWork, "jht_left_work", "jht", &[]),
    Row(ClaimKind::JhtLeftCountry, "jht_left_country", "jht", &[("jht_cause", "left_indonesia")]),
    Row(ClaimKind::JhtDisability, "jht_disability", "jht", &[("jht_cause", "disabled")]),
    Row(ClaimKind::JhtDeath, "jht_death", "jht", &[("jht_cause", "died")]),
    Row(ClaimKind::JhtPart, "jht_part", "jht", &[]),
    Row(ClaimKind::JpOldAge, "jp_old_age", "jp", &[("jp_cause", "old_age")]),
    Row(ClaimKind::JpDisability, "jp_disability", "jp", &[("jp_cause", "disability")]),
    Row(ClaimKind::JpDeath, "jp_death", "jp", &[("jp_cause", "death")]),
    Row(ClaimKind::JkpCash, "jkp_cash", "jkp", &[]),
];

impl ClaimKind {
    /// All of them, in the order of programmes.
    pub const ALL: [ClaimKind; 15] = {
        let mut all = [ClaimKind::JkkInjury; 15];
        let mut at = 0;
        while at < all.len() {
            all[at] = TABLE[at].0;
            at += 1;
        }
        all
    };

    const fn row(self) -> &'static Row {
        &TABLE[self as usize]
    }

    /// The law's name.
    pub const fn name(self) -> &'static str {
        self.row().1
    }

    /// The law's name of the benefit, which is also that of the programme.
    pub const fn benefit(self) -> &'static str {
        self.row().2
    }

    /// The facts that follow from the kind alone.
    pub(crate) const fn given(self) -> &'static [(&'static str, &'static str)] {
        self.row().3
    }

    /// Whether it is paid once in a life.
    pub const fn is_once(self) -> bool {
        !matches!(
            self,
            ClaimKind::JkkInjury
                | ClaimKind::JkkPartialDisability
                | ClaimKind::JhtLeftWork
                | ClaimKind::JhtPart
                | ClaimKind::JkpCash
        )
    }

    /// Whether two claims of one person, each with the day of its event, ask for the same money: what is paid
    /// once in a life, the same benefit of a death, or of one day. A death at work is no other death too.
    pub fn is_same_right(self, day: Day, (other, its_day): (ClaimKind, Day)) -> bool {
        let same_benefit = self.benefit() == other.benefit();
        let of_one_death = self.is_of_heirs() && other.is_of_heirs();
        let grants_of_a_death = |kind| matches!(kind, ClaimKind::JkkDeath | ClaimKind::JkmDeath);
        (self.is_once() && self == other)
            || (same_benefit && (of_one_death || day == its_day))
            || (grants_of_a_death(self) && grants_of_a_death(other))
    }

    /// Whether heirs claim, and not the member.
    pub const fn is_of_heirs(self) -> bool {
        matches!(self, ClaimKind::JkkDeath | ClaimKind::JkmDeath | ClaimKind::JhtDeath | ClaimKind::JpDeath)
    }
}

impl fmt::Display for ClaimKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A text that is no kind of claim.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{0}` is no kind of claim, such as jkm_death or jht_left_work")]
pub struct NotAKind(String);

impl FromStr for ClaimKind {
    type Err = NotAKind;

    fn from_str(text: &str) -> Result<Self, NotAKind> {
        let known = ClaimKind::ALL.into_iter().find(|kind| kind.name() == text);
        known.ok_or_else(|| NotAKind(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::{ClaimKind, TABLE};

    #[test]
    fn each_kind_stands_at_its_own_place() {
        for (at, row) in TABLE.iter().enumerate() {
            assert_eq!(row.0 as usize, at);
            assert_eq!(row.1.parse(), Ok(ClaimKind::ALL[at]));
        }
    }
}
