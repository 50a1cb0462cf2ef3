//! The life of one place in the institution: who takes it, and what becomes of them, month by month.

use std::ops::Range;

use base::{Kpj, Money};

use super::choices::{OwnKind, Placement, Segment};
use super::employer::{NEVER, NOBODY, PayerIndex};
use super::event::{Event, Happening, Membership, MembershipIndex, Paying};
use super::founding::Seat;
use super::margins::{CONTRACT_MONTHS, Margins, OWN_MONTHS};
use super::person::{FOUR_YEARS, Identity, PersonIndex, Traits, day};
use super::plan::Plan;
use super::random::{Purpose, Stream};

/// Somebody in a life: her stream, her traits, and whose second record it is.
pub(super) struct Somebody {
    pub(super) identity: Identity,
    pub(super) traits: Traits,
    pub(super) original: Option<u8>,
}

/// A membership as a life keeps it.
#[derive(Clone, Copy)]
pub(super) struct Spell {
    /// Which of the life's people.
    pub(super) person: u8,
    pub(super) segment: Segment,
    pub(super) own: OwnKind,
    /// The payer or sponsor, or nobody.
    pub(super) link: u32,
    /// Month of the start, after the first month.
    pub(super) start: i32,
    pub(super) started: i32,
    registered: i32,
    /// The day the institution last heard of it: nothing is heard out of order.
    pub(super) heard: i32,
    /// Last month of a migrant's contract.
    pub(super) ends: i32,
    /// Whether it fills the seat; a mover's next membership does not.
    pub(super) holds_seat: bool,
    pub(super) amount: i64,
    /// What promotions have made of the wage, in ten thousandths.
    pub(super) promoted: i64,
    pub(super) active: bool,
    /// The month in which somebody who stopped paying begins again.
    pub(super) quiet_until: i32,
    pub(super) comes_back: bool,
    /// How many months a self-employed member pays at once.
    pub(super) term: i32,
}

/// Months that a self-employed member does not pay when they are due.
#[derive(Clone, Copy)]
pub(super) struct Pause {
    pub(super) spell: u8,
    /// The months, after the first month.
    pub(super) months: (i32, i32),
    /// Paid when the pause ends, or never.
    pub(super) paid_later: bool,
}

/// A membership that is going to begin.
#[derive(Clone, Copy)]
pub(super) struct Start {
    pub(super) month: i32,
    /// Somebody of the life, or the next newcomer.
    pub(super) person: Option<u8>,
    pub(super) segment: Segment,
    pub(super) link: u32,
    pub(super) own: OwnKind,
    /// Not heard of before this day has passed.
    pub(super) after: i32,
    pub(super) holds_seat: bool,
}

/// One place's life, played anew whenever it is asked for; it keeps its room for the next.
pub(super) struct Life<'a> {
    pub(super) plan: &'a Plan,
    pub(super) seat: u32,
    pub(super) place: Seat,
    pub(super) people: Vec<Somebody>,
    pub(super) spells: Vec<Spell>,
    pub(super) pauses: Vec<Pause>,
    pub(super) waiting: Vec<Start>,
    pub(super) events: Vec<Event>,
    pub(super) newcomers: u8,
    hears: Range<i32>,
}

/// More memberships than this no life has; who would begin another stays out.
const SPELLS_MAX: usize = 15;

impl<'a> Life<'a> {
    pub(super) fn new(plan: &'a Plan) -> Life<'a> {
        Life {
            plan,
            seat: 0,
            place: Seat::of(plan.seed, 0),
            people: Vec::new(),
            spells: Vec::new(),
            pauses: Vec::new(),
            waiting: Vec::new(),
            events: Vec::new(),
            newcomers: 0,
            hears: 0..0,
        }
    }

    /// Plays a seat through the month `until`; what is heard on the days of `hears` becomes events.
    pub(super) fn play(&mut self, seat: u32, until: i32, hears: Range<i32>) {
        (self.seat, self.place, self.hears) = (seat, Seat::of(self.plan.seed, seat), hears);
        self.people.clear();
        self.spells.clear();
        self.pauses.clear();
        self.waiting.clear();
        self.newcomers = 0;
        self.founder();
        for month in 0..=until {
            self.starts(month);
            for spell in 0..self.spells.len() {
                let now = &self.spells[spell];
                if now.active && (now.start < month || now.start == 0) {
                    self.step(spell, month);
                }
            }
        }
    }

    pub(super) fn is_heard(&self, known: i32) -> bool {
        self.hears.contains(&known)
    }

    pub(super) fn tell(&mut self, known: i32, what: Happening) {
        if self.is_heard(known) {
            self.events.push(Event { day: day(known), what });
        }
    }

    pub(super) fn person_index(&self, person: u8) -> PersonIndex {
        PersonIndex(self.plan.index(self.seat, person, |extra| extra.people))
    }

    pub(super) fn membership_index(&self, spell: usize) -> MembershipIndex {
        MembershipIndex(self.plan.index(self.seat, spell as u8, |extra| extra.spells))
    }

    /// A stream for a membership, and a month or a use.
    pub(super) fn stream(&self, purpose: Purpose, spell: usize, month: i32) -> Stream {
        let membership = u64::from(self.seat) << 8 | spell as u64;
        Stream::of(self.plan.seed, purpose, membership, month.unsigned_abs().into())
    }

    pub(super) fn add(&mut self, identity: Identity, original: Option<u8>) -> u8 {
        let traits = identity.traits(self.plan.seed, self.plan.first_day(identity.joined));
        self.people.push(Somebody { identity, traits, original });
        self.people.len() as u8 - 1
    }

    fn founder(&mut self) {
        let place = self.place;
        let identity =
            Identity { seat: self.seat, generation: 0, segment: place.segment, joined: 0, duplicate: false };
        let person = self.add(identity, None);
        let first = self.plan.first_day(0);
        let link = self.plan.links[self.seat as usize];
        let start = Start {
            month: 0,
            person: Some(person),
            segment: place.segment,
            link,
            own: place.own,
            after: first,
            holds_seat: true,
        };
        let mut stream = self.stream(Purpose::Start, 0, 0);
        let tenure = Margins::get().spread.tenure_months.pick(&mut stream) as i32 * 30;
        let grown = self.people[0].traits.born + Margins::get().youngest(place.segment) * FOUR_YEARS / 4;
        let registered = if place.segment == Segment::Migrant { first } else { (first - tenure).max(grown) };
        self.begin(start, person, (first, registered.min(first), first));
    }

    /// A membership begins: on a day, registered on a day, heard of on a day.
    pub(super) fn begin(&mut self, start: Start, person: u8, days: (i32, i32, i32)) {
        let amount = self.amount(&start, person);
        let ways = self.ways(self.spells.len());
        let months = CONTRACT_MONTHS[ways.contract];
        self.spells.push(Spell {
            person,
            segment: start.segment,
            own: start.own,
            link: start.link,
            start: start.month,
            started: days.0,
            registered: days.1,
            heard: days.2,
            ends: if start.segment == Segment::Migrant { start.month + months - 1 } else { NEVER },
            holds_seat: start.holds_seat,
            amount,
            promoted: 10_000,
            active: true,
            quiet_until: 0,
            comes_back: false,
            term: if start.own == OwnKind::Alone { OWN_MONTHS[ways.months_at_once] } else { 1 },
        });
    }

    pub(super) fn is_full(&self) -> bool {
        self.spells.len() >= SPELLS_MAX
    }

    fn amount(&self, start: &Start, person: u8) -> i64 {
        match start.segment {
            Segment::WageEarner | Segment::Construction => self.wage(start.link, person, start.month),
            Segment::SelfEmployed => {
                let mut stream = self.stream(Purpose::Habit, self.spells.len(), 1);
                Margins::get().income(start.own != OwnKind::Alone, &mut stream)
            }
            Segment::Migrant => 0,
        }
    }

    pub(super) fn wage(&self, firm: u32, person: u8, month: i32) -> i64 {
        let firm = &self.plan.firms[firm as usize];
        let traits = &self.people[usize::from(person)].traits;
        // Before the employer's month of the year, last year's wage still holds.
        let early = self.plan.month_number(month) < firm.raise_month;
        let year = (self.plan.first.index() + month) / 12 - i32::from(early);
        Margins::get().wage(firm.industry, firm.province, traits.woman, traits.place, year)
    }

    fn ways(&self, spell: usize) -> Ways {
        let margins = Margins::get();
        let mut stream = self.stream(Purpose::Habit, spell, 0);
        Ways {
            months_at_once: margins.shares.own_months.pick(&mut stream),
            contract: margins.shares.contract_months.pick(&mut stream),
            placement: Placement::ALL[margins.shares.placement.pick(&mut stream)],
            jht: stream.chance(margins.parameters.own_jht_per_10000, 10_000),
            jkn: !stream.chance(margins.parameters.not_jkn_per_10000, 10_000),
        }
    }

    /// The membership as it is registered; what changes later is not in it.
    pub(super) fn membership(&self, spell: usize) -> Membership {
        let now = &self.spells[spell];
        let ways = self.ways(spell);
        let sponsored = matches!(now.own, OwnKind::PublicBudget | OwnKind::Donor);
        let own = now.segment == Segment::SelfEmployed;
        let payer = PayerIndex(now.link);
        let industry = Margins::get().industries[usize::from(self.place.industry)].name;
        let amount = self.amount_at_start(spell);
        Membership {
            index: self.membership_index(spell),
            person: self.person_index(now.person),
            segment: now.segment,
            paying: match now.link {
                NOBODY => Paying::Own,
                _ if own && sponsored => Paying::Sponsor(payer),
                _ => Paying::Payer(payer),
            },
            kpj: kpj(self.seat, spell),
            started: day(now.started),
            registered: day(now.registered),
            amount: Money::new(amount),
            transport: own && (now.own == OwnKind::Platform || industry == "transport"),
            funded_by: (own && sponsored).then(|| now.own.name()),
            jht_chosen: own && now.own == OwnKind::Alone && ways.jht,
            jkn_member: ways.jkn,
            contract: (now.segment == Segment::Migrant)
                .then(|| (CONTRACT_MONTHS[ways.contract].unsigned_abs(), ways.placement)),
        }
    }

    /// A life that was played on may know another amount by now.
    fn amount_at_start(&self, spell: usize) -> i64 {
        let now = &self.spells[spell];
        match now.segment {
            Segment::WageEarner | Segment::Construction => self.wage(now.link, now.person, now.start),
            Segment::SelfEmployed => {
                let mut stream = self.stream(Purpose::Habit, spell, 1);
                Margins::get().income(now.own != OwnKind::Alone, &mut stream)
            }
            Segment::Migrant => 0,
        }
    }
}

/// How a member does things, drawn with the membership.
struct Ways {
    months_at_once: usize,
    contract: usize,
    placement: Placement,
    jht: bool,
    jkn: bool,
}

/// 99 and nine digits; sixteen for each seat, scattered.
fn kpj(seat: u32, spell: usize) -> Kpj {
    let number = (u64::from(seat) * 16 + spell as u64) * 700_000_001 % 1_000_000_000;
    Kpj::check(format!("99{number:09}").as_bytes()).expect("eleven digits make a KPJ")
}
