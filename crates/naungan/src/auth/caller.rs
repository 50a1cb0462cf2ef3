//! Who asks.

use base::Moment;
use scheme::id::{PayerId, PersonId};
use store::queries::readings::Reading;

use super::owner::Owner;
use super::table::{Role, Scope};

/// No reason has to be longer.
const WHY_CHARS_MAX: usize = 200;

/// Somebody at the counter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Caller {
    pub(crate) role: Role,
    /// The account, or the program of a partner; 0 for visitors.
    pub(crate) account: i64,
    /// What is shown and written down.
    pub(crate) name: String,
    pub(crate) person: Option<PersonId>,
    pub(crate) payer: Option<PayerId>,
    pub(crate) branch: Option<i64>,
    pub(crate) province: Option<String>,
}

impl Caller {
    /// Somebody nobody knows.
    pub(crate) fn visitor() -> Caller {
        Caller {
            role: Role::Visitor,
            account: 0,
            name: String::new(),
            person: None,
            payer: None,
            branch: None,
            province: None,
        }
    }

    /// A look at somebody's data, as it is written down.
    pub(crate) fn looks(&self, person: PersonId, at: Moment, why: &str, place: &str) -> Reading {
        Reading {
            person,
            at,
            account: self.account,
            who: self.name.clone(),
            role: self.role.word().to_owned(),
            why: why.chars().filter(|letter| !letter.is_control()).take(WHY_CHARS_MAX).collect(),
            place: place.to_owned(),
        }
    }

    /// As it stands in the record of acts.
    pub(crate) fn who(&self) -> String {
        match self.role {
            Role::Visitor => "visitor".to_owned(),
            role => format!("{role} {}", self.account),
        }
    }
}

/// What the table allowed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Grant {
    pub(crate) scope: Scope,
    pub(crate) owner: Owner,
}
