//! Steps drawn by chance: the same seed tells the same story.

use base::{Day, Month};
use scheme::employers::PayerKind;
use scheme::memberships::Segment;
use testing::Random;

use super::plan::{Amount, Facts, Step, Who};

/// What the story has so far, as far as its teller has to know to go on.
struct Draw {
    random: Random,
    steps: Vec<Step>,
    today: Day,
    persons: u32,
    payers: Vec<PayerKind>,
    members: Vec<(Segment, Option<u32>)>,
    keys: u32,
    /// Who may be dead, merged or ended, so that it can be taken back.
    dead: Vec<u32>,
    merged: Vec<u32>,
    /// Who paid, once for each payment.
    paid: Vec<Who>,
    ended: Vec<u32>,
}

/// Steps from a seed.
pub(super) fn draw(seed: u64, count: usize) -> Vec<Step> {
    let mut random = Random::new(seed);
    let month =
        Month::new(2025, 1).map(|first| first.plus_months(random.between(0, 9) as i32).unwrap_or(first));
    let today = month.map_or(Day::MIN, |month| month.day(random.between(1, 28) as u32));
    let (steps, payers, members) = (Vec::new(), Vec::new(), Vec::new());
    let mut draw = Draw {
        random,
        steps,
        today,
        persons: 0,
        payers,
        members,
        keys: 0,
        dead: Vec::new(),
        merged: Vec::new(),
        paid: Vec::new(),
        ended: Vec::new(),
    };
    draw.found();
    while draw.steps.len() < count {
        draw.next();
    }
    draw.steps
}

const WAGES: [&str; 8] =
    ["900000", "1000001", "2500000", "5000000", "5067381", "10547400", "11086300", "25000000"];
const INCOMES: [&str; 6] = ["1000000", "1100000", "1600001", "3200000", "5000000", "25000000"];
const RISKS: [&str; 5] = ["very_low", "low", "medium", "high", "very_high"];
const SIZES: [&str; 4] = ["micro", "small", "medium", "large"];

fn fact(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

impl Draw {
    fn found(&mut self) {
        self.steps.push(Step::Go(self.today));
        for year in 2024..=2027 {
            let rate = (*self.random.pick(&["5.00", "5.70", "3.66"])).to_owned();
            self.steps.push(Step::Declare { year, rate });
        }
        for _ in 0..3 {
            self.person();
        }
        self.payer();
        self.payer();
        for _ in 0..3 {
            self.enrol();
        }
    }

    fn next(&mut self) {
        match self.random.below(120) {
            0..16 => self.month(),
            16..21 => self.go(),
            21..26 => self.person(),
            26..29 => self.payer(),
            29..41 => self.enrol(),
            41..51 => self.report(),
            51..55 => self.end(),
            55..61 => self.back(),
            61..65 => self.moves(),
            65..69 => self.sponsor(),
            69..78 => self.of_person(),
            78..83 => self.firm(),
            83..105 => self.pay(),
            105 => self.steps.push(Step::Stray { day: self.today }),
            106..108 => self.refund(),
            108..110 => self.steps.push(Step::Sweep),
            110..114 => self.steps.push(Step::Lapse),
            114..118 => self.steps.push(Step::Penalties),
            _ => {
                let year = self.today.year() - self.random.below(2) as i32;
                self.steps.push(Step::Interest { year });
            }
        }
    }

    /// A day from so many days ago to so many ahead.
    fn near(&mut self, back: i64, ahead: i64) -> Day {
        let days = self.random.between(-back, ahead) as i32;
        self.today.plus_days(days).unwrap_or(self.today)
    }

    fn near_month(&mut self, back: i64, ahead: i64) -> Month {
        let months = self.random.between(-back, ahead) as i32;
        self.today.month().plus_months(months).unwrap_or(self.today.month())
    }

    fn until(&mut self, from: Month) -> Option<Month> {
        let months = self.random.between(1, 4) as i32;
        self.random.chance(300).then(|| from.plus_months(months)).flatten()
    }

    fn text(&mut self, of: &[&str]) -> String {
        (*self.random.pick(of)).to_owned()
    }

    fn month(&mut self) {
        let year = self.today.year();
        if self.random.chance(850) {
            let next = self.today.month().next().unwrap_or(self.today.month());
            self.today = next.day(self.random.between(1, 28) as u32);
            self.steps.push(Step::Go(self.today));
        }
        self.steps.push(Step::Month);
        if self.today.year() > year && self.random.chance(800) {
            self.steps.push(Step::Interest { year });
        }
        for _ in 0..self.random.below(4) {
            let who = self.who();
            self.steps.push(Step::Pay { who, amount: Amount::Hundredths(100), day: self.today, key: None });
        }
    }

    fn go(&mut self) {
        self.today = self.today.plus_days(self.random.between(1, 20) as i32).unwrap_or(self.today);
        self.steps.push(Step::Go(self.today));
    }

    fn person(&mut self) {
        self.persons += 1;
        let (year, month) = (self.random.between(1955, 2005) as i32, self.random.between(1, 12) as u32);
        let born =
            Month::new(year, month).map_or(self.today, |month| month.day(self.random.between(1, 28) as u32));
        self.steps.push(Step::Person { person: self.persons, born });
    }

    fn payer(&mut self) {
        let kinds = [
            PayerKind::Employer,
            PayerKind::Employer,
            PayerKind::Sponsor,
            PayerKind::Platform,
            PayerKind::Project,
        ];
        // The first two are an employer and a sponsor, so that every story has one of each.
        let kind = match self.payers.len() {
            0 => PayerKind::Employer,
            1 => PayerKind::Sponsor,
            _ => *self.random.pick(&kinds),
        };
        self.payers.push(kind);
        let facts = match kind {
            PayerKind::Employer => {
                vec![fact("risk_class", &self.text(&RISKS)), fact("enterprise_size", &self.text(&SIZES))]
            }
            PayerKind::Project => vec![fact("construction_basis", "by_wages"), fact("risk_class", "high")],
            _ => Vec::new(),
        };
        self.steps.push(Step::Payer { payer: self.payers.len() as u32, kind, facts });
    }

    fn some_person(&mut self) -> u32 {
        self.random.between(1, i64::from(self.persons)) as u32
    }

    fn payer_of(&mut self, fits: impl Fn(PayerKind) -> bool) -> Option<u32> {
        let all = (1_u32..).zip(&self.payers).filter(|(_, kind)| fits(**kind));
        let all: Vec<u32> = all.map(|(payer, _)| payer).collect();
        (!all.is_empty()).then(|| *self.random.pick(&all))
    }

    fn first_facts(&mut self, segment: Segment) -> Facts {
        match segment {
            Segment::SelfEmployed => {
                let mut facts = vec![fact("income", &self.text(&INCOMES))];
                if self.random.chance(400) {
                    facts.push(fact("jht_chosen", "yes"));
                }
                if self.random.chance(250) {
                    facts.push(fact("sector", "transport"));
                }
                facts
            }
            Segment::Construction => vec![fact("project_wages", &self.text(&WAGES))],
            Segment::Migrant => vec![fact("placement", "agency"), fact("contract_months", "24")],
            Segment::WageEarner => vec![fact("wage", &self.text(&WAGES))],
        }
    }

    fn enrol(&mut self) {
        let segment = match self.random.below(20) {
            0..9 => Segment::WageEarner,
            9..17 => Segment::SelfEmployed,
            17..19 => Segment::Construction,
            _ => Segment::Migrant,
        };
        let payer = match segment {
            Segment::WageEarner => self.payer_of(|kind| kind == PayerKind::Employer),
            Segment::Construction => match self.payer_of(|kind| kind == PayerKind::Project) {
                None => return,
                project => project,
            },
            _ => None,
        };
        self.members.push((segment, payer));
        let member = self.members.len() as u32;
        let (person, started) = (self.some_person(), self.started());
        let facts = self.first_facts(segment);
        self.steps.push(Step::Enrol { member, person, segment, payer, started, facts });
    }

    /// Mostly now, sometimes months ago, sometimes next month.
    fn started(&mut self) -> Day {
        let (back, ahead) = *self.random.pick(&[(0, 0), (20, 5), (100, 0), (10, 40)]);
        self.near(back, ahead)
    }

    fn member(&mut self, step: impl FnOnce(u32, &mut Self) -> Step) {
        if self.members.is_empty() {
            return;
        }
        let member = self.random.between(1, self.members.len() as i64) as u32;
        let step = step(member, self);
        self.steps.push(step);
    }

    fn report(&mut self) {
        self.member(|member, draw| {
            let (segment, _) = draw.members[member as usize - 1];
            let (name, value) = match segment {
                Segment::SelfEmployed if draw.random.chance(250) => ("jht_chosen", draw.text(&["yes", "no"])),
                Segment::SelfEmployed => ("income", draw.text(&INCOMES)),
                Segment::Construction => ("project_wages", draw.text(&WAGES)),
                _ => ("wage", draw.text(&WAGES)),
            };
            let from = draw.near_month(4, 1);
            let value = Some(value).filter(|_| draw.random.chance(930));
            Step::Report { member, name: name.to_owned(), value, from, until: draw.until(from) }
        });
    }

    fn end(&mut self) {
        self.member(|member, draw| {
            draw.ended.push(member);
            Step::End { member, day: draw.near(90, 20) }
        });
    }

    /// An end is taken back, or somebody begins again.
    fn back(&mut self) {
        let Some(member) = Self::one_of(&mut self.random, &self.ended) else { return };
        let day = self.near(60, 5);
        let again = self.random.chance(500);
        self.steps.push(if again { Step::Resume { member, day } } else { Step::Reopen { member } });
    }

    fn one_of(random: &mut Random, of: &[u32]) -> Option<u32> {
        (!of.is_empty()).then(|| *random.pick(of))
    }

    fn moves(&mut self) {
        let Some(payer) = self.payer_of(|kind| kind == PayerKind::Employer) else { return };
        let workers =
            (1_u32..).zip(&self.members).filter(|(_, (segment, _))| *segment == Segment::WageEarner);
        let workers: Vec<u32> = workers.map(|(member, _)| member).collect();
        if workers.is_empty() {
            return;
        }
        let member = *self.random.pick(&workers);
        self.members.push((Segment::WageEarner, Some(payer)));
        let (new, started) = (self.members.len() as u32, self.near(70, 10));
        let facts = self.first_facts(Segment::WageEarner);
        self.steps.push(Step::Move { member, new, payer, started, facts });
    }

    fn sponsor(&mut self) {
        let Some(payer) = self.payer_of(PayerKind::is_funder) else { return };
        let own = (1_u32..).zip(&self.members).filter(|(_, (segment, _))| *segment == Segment::SelfEmployed);
        let own: Vec<u32> = own.map(|(member, _)| member).collect();
        if own.is_empty() {
            return;
        }
        let (member, from) = (*self.random.pick(&own), self.near_month(3, 1));
        let until = self.until(from);
        self.steps.push(Step::Sponsor { member, payer, from, until });
    }

    fn of_person(&mut self) {
        let person = self.some_person();
        let step = match self.random.below(18) {
            0..4 => {
                self.dead.push(person);
                Step::Death { person, day: self.near(100, 2) }
            }
            4..6 => Step::Alive { person: Self::one_of(&mut self.random, &self.dead).unwrap_or(person) },
            6..8 => {
                let year = self.random.between(1955, 2005) as i32;
                let day = Month::new(year, 6).map_or(self.today, |month| month.day(15));
                Step::Birth { person, day }
            }
            8..11 => {
                self.persons += 1;
                Step::Twin { person: self.persons, of: person }
            }
            11..15 => {
                self.merged.push(person);
                Step::Merge { person, into: self.some_person() }
            }
            15..17 => {
                Step::Unmerge { person: Self::one_of(&mut self.random, &self.merged).unwrap_or(person) }
            }
            _ => Step::Again { person },
        };
        self.steps.push(step);
    }

    fn firm(&mut self) {
        let Some(payer) = self.payer_of(|kind| kind == PayerKind::Employer) else { return };
        let (name, value) = match self.random.below(3) {
            0 => ("enterprise_size", self.text(&SIZES)),
            1 => ("labour_intensive_relief", self.text(&["yes", "no"])),
            _ => ("risk_class", self.text(&RISKS)),
        };
        let from = self.near_month(4, 1);
        let until = self.until(from);
        self.steps.push(Step::Firm { payer, name: name.to_owned(), value: Some(value), from, until });
    }

    /// Mostly somebody who has members to pay for.
    fn who(&mut self) -> Who {
        let with = (1_u32..).zip(&self.members);
        let mut all: Vec<Who> =
            with.map(|(member, (_, payer))| payer.map_or(Who::Own(member), Who::Payer)).collect();
        all.extend((1..=self.payers.len() as u32).map(Who::Payer));
        *self.random.pick(&all)
    }

    fn pay(&mut self) {
        let who = self.who();
        let amount = match self.random.below(10) {
            0..4 => Amount::Hundredths(100),
            4..6 => Amount::Hundredths(self.random.between(1, 99)),
            6..7 => Amount::Hundredths(self.random.between(101, 400)),
            7..8 => Amount::Coins(self.random.between(1, 3)),
            8..9 => Amount::Coins(self.random.between(0, 2_000_000)),
            _ => Amount::Coins(16_800 * self.random.between(1, 12)),
        };
        let (back, ahead) = *self.random.pick(&[(0, 0), (0, 0), (40, 0), (100, 1)]);
        let day = self.near(back, ahead);
        if self.random.chance(150) {
            self.keys += 1;
        }
        let key = self.random.chance(250).then_some(self.keys);
        self.steps.push(Step::Pay { who, amount, day, key });
        if self.random.chance(80) {
            // The bank reports it twice.
            self.steps.push(Step::Pay { who, amount, day, key });
        }
        self.paid.push(who);
        if self.random.chance(120) {
            let who = *self.random.pick(&self.paid);
            let payments = self.paid.iter().filter(|one| **one == who).count() as u64;
            self.steps.push(Step::Bounce { who, payment: self.random.below(payments) as usize });
        }
    }

    fn refund(&mut self) {
        let (who, coins) = (self.who(), self.random.between(1, 50_000));
        let amount = self.random.chance(400).then_some(coins);
        self.steps.push(Step::Refund { who, amount });
    }
}
