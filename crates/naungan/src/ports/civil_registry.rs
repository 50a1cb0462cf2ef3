//! The civil registry: whether a NIK is the one of the person who gives it, and who has died.

pub(crate) mod deaths;

use base::id::Sex;
use base::{Day, Nik};
use scheme::people::name_key;

use crate::office::Desk;

/// Who can be asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum CivilRegistry {
    /// An invented registry of invented people.
    Simulated,
    /// Nobody: every question waits.
    None,
}

/// What is asked: whether this is so.
#[derive(Clone, Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) nik: Nik,
    pub(crate) name: &'a str,
    pub(crate) birth_date: Day,
    pub(crate) sex: Sex,
    pub(crate) today: Day,
}

/// What the registry says. It never says how the person is really called: that is not ours to learn by
/// guessing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Answer {
    /// All of it is so.
    Confirmed,
    /// Something differs: the name of the field.
    Different(&'static str),
    /// There is no such number.
    Unknown,
    /// The person has died.
    Dead,
    /// No answer, for now.
    Pending,
}

impl Answer {
    /// The word that is kept.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Answer::Confirmed => "confirmed",
            Answer::Different(_) => "different",
            Answer::Unknown => "unknown",
            Answer::Dead => "dead",
            Answer::Pending => "pending",
        }
    }

    /// What differs.
    pub(crate) fn told(self) -> Option<&'static str> {
        match self {
            Answer::Different(field) => Some(field),
            _ => None,
        }
    }
}

impl CivilRegistry {
    /// The registry that this institution can ask.
    pub(crate) fn of(desk: &Desk<'_>) -> CivilRegistry {
        if desk.institution.is_production() { CivilRegistry::None } else { CivilRegistry::Simulated }
    }

    /// Asks.
    pub(crate) fn ask(self, asked: &Asked<'_>) -> Answer {
        match self {
            CivilRegistry::Simulated => simulated(asked),
            CivilRegistry::None => Answer::Pending,
        }
    }
}

/// The last two digits of an invented NIK say what its registry answers, so that everything can be shown: 96
/// an outage, 97 nobody, 98 another name, 99 a person who has died.
fn simulated(asked: &Asked<'_>) -> Answer {
    if !asked.nik.is_invented() {
        return Answer::Pending;
    }
    match asked.nik.number() % 100 {
        96 => return Answer::Pending,
        97 => return Answer::Unknown,
        98 => return Answer::Different("name"),
        99 => return Answer::Dead,
        _ => {}
    }
    let born = asked.nik.birth_date(asked.today);
    if name_key(asked.name).is_empty() {
        Answer::Different("name")
    } else if born.is_some_and(|born| born != asked.birth_date) {
        Answer::Different("birth_date")
    } else if asked.nik.sex() != asked.sex {
        Answer::Different("sex")
    } else {
        Answer::Confirmed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invented_registry_answers_in_every_way() {
        let today = Day::parse("2026-05-20").expect("a day");
        let born = Day::parse("1990-01-05").expect("a day");
        let ask = |nik: &str, sex: Sex, born: Day| {
            let nik = nik.parse().expect("a NIK");
            let asked = Asked { nik, name: "Siti Contoh", birth_date: born, sex, today };
            CivilRegistry::Simulated.ask(&asked)
        };
        let other = Day::parse("1990-01-06").expect("a day");
        assert_eq!(ask("9901014501900001", Sex::Female, born), Answer::Confirmed);
        assert_eq!(ask("9901014501900001", Sex::Male, born), Answer::Different("sex"));
        assert_eq!(ask("9901014501900001", Sex::Female, other), Answer::Different("birth_date"));
        assert_eq!(ask("9901014501900096", Sex::Female, born), Answer::Pending);
        assert_eq!(ask("9901014501900097", Sex::Female, born), Answer::Unknown);
        assert_eq!(ask("9901014501900098", Sex::Female, born), Answer::Different("name"));
        assert_eq!(ask("9901014501900099", Sex::Female, born), Answer::Dead);
    }
}
