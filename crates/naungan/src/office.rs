//! The institution at work: its database, its keys, its law and its clock, as every action needs them.

pub(crate) mod card;
pub(crate) mod clock;
pub(crate) mod code;
mod found;
mod keyring;
pub(crate) mod kept_law;
pub(crate) mod sandbox;

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use base::{Day, Moment};
use rules::LawPack;
use rules::tree::Tree;
use scheme::law::Law;
use scheme::lines::{SlotName, Slots};
use store::queries::institution::{self, Institution};
use store::queries::{acts, journals, laws, slots};
use store::{Address, Keys, Settings, Store, Trouble, Unit};

use crate::auth::openid::OpenId;
use crate::messages::mail::MailServer;

pub(crate) use clock::Clock;
pub(crate) use code::CODES;
pub(crate) use found::{Founding, context as sealed_context, found, institution_in};
pub(crate) use keyring::{Keyring, new_keys};

/// The institution at work.
pub(crate) struct Office {
    /// Where the database is.
    pub(crate) address: Address,
    /// The database.
    pub(crate) store: Store,
    /// What opens names and numbers.
    pub(crate) keys: Keys,
    /// The law in force here.
    pub(crate) pack: Arc<LawPack>,
    /// The law with what the institution has declared, as the scheme asks it.
    pub(crate) law: &'static Law<'static>,
    /// The institution's own row.
    pub(crate) institution: Institution,
    /// Short numbers of the law's lines.
    pub(crate) slots: Slots,
    /// What time it is.
    pub(crate) clock: Clock,
    /// Who is at work, for the record of acts.
    pub(crate) who: String,
    /// Where messages to people are put.
    pub(crate) outbox: PathBuf,
    /// The mail server that messages leave by, where there is one.
    pub(crate) mail: Option<Arc<MailServer>>,
    /// Where staff may sign in instead of here, where there is such a place.
    pub(crate) openid: Option<Arc<OpenId>>,
    card_key: Vec<u8>,
    code_key: Vec<u8>,
}

/// What an action needs beside the unit it works in.
pub(crate) struct Desk<'a> {
    /// What opens names and numbers.
    pub(crate) keys: &'a Keys,
    /// The law, as the scheme asks it.
    pub(crate) law: &'static Law<'static>,
    /// Its pack.
    pub(crate) pack: &'a LawPack,
    /// The fingerprint of the pack that decides.
    pub(crate) fingerprint: &'a str,
    /// The institution's own row.
    pub(crate) institution: &'a Institution,
    /// Short numbers of the law's lines.
    pub(crate) slots: &'a Slots,
    /// Who is at work.
    pub(crate) who: &'a str,
    /// What the numbers of cards are made with.
    pub(crate) card_key: &'a [u8],
    /// What payment codes are made with.
    pub(crate) code_key: &'a [u8],
    /// Today.
    pub(crate) today: Day,
    /// Now, the same throughout the unit.
    pub(crate) now: Moment,
}

impl Desk<'_> {
    /// The rules.
    pub(crate) fn tree(&self) -> &'static Tree {
        self.law.tree()
    }
}

impl Office {
    /// Opens the institution of a database.
    pub(crate) fn open(address: &Address, keys: Keys, pack: Arc<LawPack>, clock: Clock) -> Result<Office> {
        let mut store = Store::open(address)?;
        store.migrate()?;
        let read = store.look(|unit| {
            let Some(institution) = institution::read(unit)? else { return Ok(None) };
            Ok(Some((institution, institution::sealed_key(unit)?)))
        })?;
        let Some((institution, sealed)) = read else {
            bail!("there is no institution in {address} yet: found one with `naungan found NAME`");
        };
        if institution.is_production() {
            // What was answered has to outlive a power cut.
            store = Store::open_with(address, &Settings { durable: true, ..Settings::default() })?;
        }
        let key = keys.open(&found::context(), &sealed).context("these are not the keys of this database")?;
        let (card_key, code_key) = (code::key_for(&key, "card"), code::key_for(&key, "payment"));
        clock.learn(store.look(journals::heads)?.iter().filter_map(|head| head.known).max());
        clock.learn(store.look(acts::latest)?);
        let declared = store.look(|unit| laws::declared(unit, clock.now()))?;
        let law = law_for_good(kept_law::assuming(&pack, &declared)?)?;
        let slots = known_slots(&mut store, law)?;
        let who = std::env::var("USER").unwrap_or_else(|_| "unknown".to_owned());
        let outbox = crate::messages::outbox_of(address);
        let address = address.clone();
        Ok(Office {
            address,
            store,
            keys,
            pack,
            law,
            institution,
            slots,
            clock,
            who,
            outbox,
            mail: None,
            openid: None,
            card_key,
            code_key,
        })
    }

    /// Another office of the same institution, for another worker, with a connection of its own.
    pub(crate) fn beside(&self) -> Result<Office> {
        Ok(Office {
            address: self.address.clone(),
            store: Store::open_with(&self.address, &self.settings())?,
            keys: self.keys.clone(),
            pack: Arc::clone(&self.pack),
            law: self.law,
            institution: self.institution.clone(),
            slots: self.slots.clone(),
            clock: self.clock.clone(),
            who: self.who.clone(),
            outbox: self.outbox.clone(),
            mail: self.mail.clone(),
            openid: self.openid.clone(),
            card_key: self.card_key.clone(),
            code_key: self.code_key.clone(),
        })
    }

    fn settings(&self) -> Settings {
        Settings { durable: self.institution.is_production(), ..Settings::default() }
    }

    /// One unit of work, whole or not at all.
    pub(crate) fn unit<T>(
        &mut self,
        mut work: impl FnMut(&mut Unit<'_>, &Desk<'_>) -> Result<T>,
    ) -> Result<T> {
        let (store, desk) = self.parts();
        match store.unit(|unit| work(unit, &desk)) {
            // Somebody else has just written the same, such as a request under one key: now it is there to be
            // seen.
            Err(error) if Trouble::of(&error) == Trouble::Duplicate => store.unit(|unit| work(unit, &desk)),
            done => done,
        }
    }

    /// A look that changes nothing.
    pub(crate) fn look<T>(
        &mut self,
        mut work: impl FnMut(&mut Unit<'_>, &Desk<'_>) -> Result<T>,
    ) -> Result<T> {
        let (store, desk) = self.parts();
        store.look(|unit| work(unit, &desk))
    }

    /// The database, and all else.
    pub(crate) fn parts(&mut self) -> (&mut Store, Desk<'_>) {
        let desk = Desk {
            keys: &self.keys,
            law: self.law,
            pack: &self.pack,
            fingerprint: self.pack.fingerprint(),
            institution: &self.institution,
            slots: &self.slots,
            who: &self.who,
            card_key: &self.card_key,
            code_key: &self.code_key,
            today: self.clock.today(),
            now: self.clock.now(),
        };
        (&mut self.store, desk)
    }

    /// Today.
    pub(crate) fn today(&self) -> Day {
        self.clock.today()
    }

    /// Now.
    pub(crate) fn now(&self) -> Moment {
        self.clock.now()
    }

    /// Reads the law again after the institution has declared something.
    pub(crate) fn read_law_again(&mut self) -> Result<()> {
        let now = self.now();
        self.read_law_as_of(now)
    }

    /// The law of a run with what the institution had declared when it was opened, so that every worker has
    /// the same, also one whose own law is another by now.
    pub(crate) fn take_law(&mut self, fingerprint: &str, known: Moment) -> Result<()> {
        if self.pack.fingerprint() != fingerprint {
            self.pack = Arc::new(self.store.look(|unit| kept_law::read(unit, fingerprint))?);
        }
        self.read_law_as_of(known)
    }

    fn read_law_as_of(&mut self, known: Moment) -> Result<()> {
        let declared = self.store.look(|unit| laws::declared(unit, known))?;
        self.law = law_for_good(kept_law::assuming(&self.pack, &declared)?)?;
        Ok(())
    }
}

/// The law is read once or twice in a program's life and needed until its end, by every worker.
pub(crate) fn law_for_good(tree: Tree) -> Result<&'static Law<'static>> {
    let tree: &'static Tree = Box::leak(Box::new(tree));
    Ok(Box::leak(Box::new(Law::new(tree)?)))
}

/// The numbers of the law's lines; a name that is new gets the next.
fn known_slots(store: &mut Store, law: &Law<'_>) -> Result<Slots> {
    let rows = store.look(slots::all)?;
    if law.slots().iter().all(|slot| rows.iter().any(|(_, name)| name == slot.as_str())) {
        return in_order(&rows);
    }
    let kept = store.unit(|unit| {
        let mut rows = slots::all(unit)?;
        for slot in law.slots() {
            if rows.iter().all(|(_, name)| name != slot.as_str()) {
                let no = u16::try_from(rows.len()).context("there are too many kinds of lines")?;
                slots::add(unit, no, slot.as_str())?;
                rows.push((no, slot.as_str().to_owned()));
            }
        }
        in_order(&rows)
    });
    match kept {
        // Another program of this law was a moment earlier.
        Err(error) if Trouble::of(&error) == Trouble::Duplicate => in_order(&store.look(slots::all)?),
        kept => kept,
    }
}

fn in_order(rows: &[(u16, String)]) -> Result<Slots> {
    let names = rows.iter().map(|(_, name)| Ok(name.parse::<SlotName>()?));
    Ok(Slots::read(names.collect::<Result<Vec<_>>>()?))
}
