//! What a unit will need of many people, read before it is needed: see `store::ahead`.

use anyhow::Result;
use base::{Kpj, Nik};
use scheme::id::{MembershipId, PayerId, PersonId};
use scheme::people::name_key;
use store::Unit;
use store::ahead::{self, Wanted};
use store::queries::look_ups::Kind;

use crate::office::Desk;

/// For fewer than this it is quicker to ask when it is needed.
const MANY: usize = 4;

/// Numbers for one who is new: her own, her membership's, and that of the payer she may be herself.
const NUMBERS_OF_NEW: i64 = 3;

/// What will be needed, put together person by person.
#[derive(Default)]
pub(crate) struct Needed {
    wanted: Wanted,
    people: usize,
}

impl Needed {
    /// Somebody who may be new: looked for by number, name and card.
    pub(crate) fn somebody(&mut self, desk: &Desk<'_>, nik: Option<Nik>, name: &str, kpj: Option<Kpj>) {
        self.people += 1;
        self.wanted.numbers += NUMBERS_OF_NEW;
        if let Some(nik) = nik {
            self.held(desk, Kind::Nik, &nik.to_string());
        }
        self.sought(desk, Kind::Name, &name_key(name));
        if let Some(kpj) = kpj {
            self.held(desk, Kind::Kpj, &kpj.to_string());
        }
    }

    /// A card that somebody who is registered is going to have, and what goes with a new membership.
    pub(crate) fn card(&mut self, desk: &Desk<'_>, kpj: Kpj) {
        self.wanted.numbers += NUMBERS_OF_NEW - 1;
        self.held(desk, Kind::Kpj, &kpj.to_string());
    }

    /// Somebody who is registered.
    pub(crate) fn person(&mut self, person: PersonId) {
        self.people += 1;
        self.wanted.people.push(person);
    }

    /// A membership that may change.
    pub(crate) fn membership(&mut self, membership: MembershipId) {
        self.people += 1;
        self.wanted.memberships.push(membership);
    }

    /// Who pays.
    pub(crate) fn payer(&mut self, payer: PayerId) {
        self.wanted.payers.push(payer);
    }

    /// Reads all of it, if it is much.
    pub(crate) fn read(self, unit: &mut Unit<'_>) -> Result<()> {
        if self.people < MANY { Ok(()) } else { ahead::begin(unit, &self.wanted) }
    }

    fn sought(&mut self, desk: &Desk<'_>, kind: Kind, text: &str) {
        let hashes = desk.keys.look_ups(kind.word(), text);
        self.wanted.look_ups.extend(hashes.iter().map(|hash| (kind, hash.to_vec())));
    }

    fn held(&mut self, desk: &Desk<'_>, kind: Kind, text: &str) {
        self.sought(desk, kind, text);
        self.wanted.turns.push(desk.keys.look_up(kind.word(), text).to_vec());
    }
}
