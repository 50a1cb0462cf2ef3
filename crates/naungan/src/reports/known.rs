//! What is known of many people whom a list names: read for all of them together.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use base::{Day, Month, Nik};
use scheme::facts::{Fact, History, Subject};
use scheme::id::{MembershipId, PersonId};
use scheme::memberships::Segment;
use scheme::people::Identity;
use scheme::solidarity::list::{Cover, NikState};
use store::Unit;
use store::queries::look_ups::{self, Kind};
use store::queries::people as rows;
use store::queries::rolls::{self, Covered};
use store::queries::{facts, links};

use super::names::Named;
use super::take::is_one_of;
use crate::office::Desk;
use crate::ports::civil_registry::{Answer, Asked, CivilRegistry};
use crate::registry::people;

/// What was found of somebody whom a line names.
pub(crate) struct Found {
    pub(crate) nik: NikState,
    pub(crate) is_alive: bool,
    pub(crate) born: Option<Day>,
    pub(crate) cover: Cover,
    /// Who she is, where the institution knows her under that name.
    pub(crate) person: Option<PersonId>,
    /// Her self-employed membership on the roll of the month.
    pub(crate) membership: Option<MembershipId>,
}

/// What was found of each.
pub(crate) struct Known {
    pub(crate) found: Vec<Found>,
}

/// Who has, or once had, some number.
struct Holders {
    by_hash: BTreeMap<[u8; 16], Vec<PersonId>>,
    /// Every identity, the latest last.
    identities: BTreeMap<PersonId, Vec<Identity>>,
}

/// People who have died, and the cover of all others.
#[derive(Default)]
pub(crate) struct Lives {
    /// Of every number, the one that stays.
    stays: BTreeMap<PersonId, PersonId>,
    died: BTreeSet<PersonId>,
    cover: BTreeMap<PersonId, Vec<Covered>>,
}

impl Known {
    /// Looks everybody up, in a few statements for all.
    pub(crate) fn of(unit: &mut Unit<'_>, desk: &Desk<'_>, named: &[&Named], month: Month) -> Result<Known> {
        let holders = Holders::load(unit, desk, named)?;
        let who: Vec<Option<PersonId>> =
            named.iter().map(|one| one.nik().and_then(|nik| holders.of(desk, nik))).collect();
        let persons: Vec<PersonId> =
            who.iter().copied().flatten().collect::<BTreeSet<_>>().into_iter().collect();
        let lives = Lives::load(unit, desk, &persons, month)?;
        let found = named.iter().zip(who).map(|(one, who)| found(desk, one, who, &holders, &lives));
        Ok(Known { found: found.collect() })
    }
}

impl Holders {
    fn load(unit: &mut Unit<'_>, desk: &Desk<'_>, named: &[&Named]) -> Result<Holders> {
        let niks = named.iter().filter_map(|one| one.nik());
        let hashes: BTreeSet<[u8; 16]> = niks.flat_map(|nik| hashes(desk, nik)).collect();
        let hashes: Vec<[u8; 16]> = hashes.into_iter().collect();
        let mut by_hash: BTreeMap<[u8; 16], Vec<PersonId>> = BTreeMap::new();
        for (hash, person) in look_ups::of_many(unit, Kind::Nik, &hashes)? {
            by_hash.entry(hash).or_default().push(PersonId(person));
        }
        let persons: BTreeSet<PersonId> = by_hash.values().flatten().copied().collect();
        let persons: Vec<PersonId> = persons.into_iter().collect();
        let mut found = rows::identities_of_many(unit, &persons)?;
        found.sort_by_key(|(person, row)| (*person, row.known));
        found.dedup_by_key(|(person, row)| (*person, row.known));
        let mut identities: BTreeMap<PersonId, Vec<Identity>> = BTreeMap::new();
        for (person, row) in &found {
            let one = people::open(desk, *person, row)
                .with_context(|| format!("could not open person {person}"))?;
            identities.entry(*person).or_default().push(one);
        }
        Ok(Holders { by_hash, identities })
    }

    /// Who has a number now; a number that was corrected since is nobody's any more.
    fn of(&self, desk: &Desk<'_>, nik: Nik) -> Option<PersonId> {
        let once = hashes(desk, nik).into_iter().filter_map(|hash| self.by_hash.get(&hash)).flatten();
        once.copied().filter(|person| self.identity(*person).is_some_and(|one| one.nik == nik)).min()
    }

    fn identity(&self, person: PersonId) -> Option<&Identity> {
        self.identities.get(&person)?.last()
    }

    /// Whether a line speaks of the person who has its number; a slip of the hand is forgiven.
    fn is_same(&self, person: PersonId, named: &Named) -> bool {
        let all = self.identities.get(&person).map(Vec::as_slice).unwrap_or_default();
        let Some(latest) = all.last() else { return false };
        is_one_of(all.iter().map(|one| one.name.as_str()), &named.name)
            && named.born().is_none_or(|born| born == latest.birth_date)
            && named.sex().is_none_or(|sex| sex == latest.sex)
    }
}

fn hashes(desk: &Desk<'_>, nik: Nik) -> Vec<[u8; 16]> {
    desk.keys.look_ups(Kind::Nik.word(), &nik.to_string())
}

impl Lives {
    /// Reads them, in a few statements for all.
    pub(crate) fn load(
        unit: &mut Unit<'_>,
        desk: &Desk<'_>,
        persons: &[PersonId],
        month: Month,
    ) -> Result<Lives> {
        let mut stays: BTreeMap<PersonId, PersonId> = persons.iter().map(|one| (*one, *one)).collect();
        // Few were merged; of them the other numbers count too.
        for linked in links::linked_of_many(unit, persons)? {
            let numbers = people::numbers(unit, linked, desk.now)?;
            stays.extend(numbers.iter().map(|number| (*number, numbers[0])));
        }
        let all: Vec<PersonId> = stays.keys().copied().collect();
        let mut lives = Lives { stays, ..Lives::default() };
        let mut told: BTreeMap<PersonId, Vec<Fact>> = BTreeMap::new();
        for fact in facts::of_many(unit, "died", &all)? {
            if let Subject::Person(person) = fact.subject {
                told.entry(lives.stays[&person]).or_default().push(fact);
            }
        }
        for (person, facts) in told {
            if History::new(facts).last("died", desk.now).is_some() {
                lives.died.insert(person);
            }
        }
        for covered in rolls::cover_of_many(unit, &all, month)? {
            lives.cover.entry(lives.stays[&covered.person]).or_default().push(covered);
        }
        Ok(lives)
    }

    /// Whether she has died.
    pub(crate) fn has_died(&self, person: PersonId) -> bool {
        self.stays.get(&person).is_some_and(|stays| self.died.contains(stays))
    }

    /// The cover she has in the month, and her own membership on its roll.
    pub(crate) fn cover(&self, person: PersonId) -> (Cover, Option<MembershipId>) {
        let stays = self.stays.get(&person).unwrap_or(&person);
        let all = self.cover.get(stays).map(Vec::as_slice).unwrap_or_default();
        let own = all.iter().find(|one| one.segment == Segment::SelfEmployed.name());
        let is_paid = |one: &Covered| match one.segment.as_str() {
            "self_employed" | "migrant" if one.own == one.payer => Cover::ByOwnMeans,
            "self_employed" | "migrant" => Cover::ByOtherFunder,
            _ => Cover::ByEmployer,
        };
        // An employer comes before a funder, a funder before her own means, as the law has its reasons.
        let cover = all.iter().map(is_paid).min().unwrap_or(Cover::None);
        (cover, own.map(|one| one.membership))
    }
}

/// What a line comes to before the law is asked. Everybody is asked of the civil registry, known or not.
fn found(desk: &Desk<'_>, named: &Named, who: Option<PersonId>, holders: &Holders, lives: &Lives) -> Found {
    let nobody = Found {
        nik: NikState::BadlyFormed,
        is_alive: true,
        born: None,
        cover: Cover::None,
        person: None,
        membership: None,
    };
    let Some(nik) = named.nik() else { return nobody };
    let told = ask(desk, named, nik);
    let born = named.born().or_else(|| nik.birth_date(desk.today));
    let Some(person) = who else {
        let (nik, is_alive) = match told {
            Answer::Confirmed => (NikState::Confirmed, true),
            Answer::Pending => (NikState::Unchecked, true),
            Answer::Different(_) => (NikState::OtherPerson, true),
            Answer::Unknown => (NikState::Unknown, true),
            Answer::Dead => (NikState::Confirmed, false),
        };
        return Found { nik, is_alive, born, ..nobody };
    };
    if !holders.is_same(person, named) {
        // While the civil registry has not answered, somebody else's number is said to be what a number is
        // that nobody has: the list's owner would learn which are known.
        let nik = if told == Answer::Pending { NikState::Unchecked } else { NikState::OtherPerson };
        return Found { nik, born, ..nobody };
    }
    let (cover, membership) = lives.cover(person);
    let born = holders.identity(person).map(|one| one.birth_date).or(born);
    let is_alive = told != Answer::Dead && !lives.has_died(person);
    Found { nik: NikState::Confirmed, is_alive, born, cover, person: Some(person), membership }
}

fn ask(desk: &Desk<'_>, named: &Named, nik: Nik) -> Answer {
    CivilRegistry::of(desk).ask(&Asked {
        nik,
        name: &named.name,
        birth_date: named.born().or(nik.birth_date(desk.today)).unwrap_or(desk.today),
        sex: named.sex().unwrap_or(nik.sex()),
        today: desk.today,
    })
}
