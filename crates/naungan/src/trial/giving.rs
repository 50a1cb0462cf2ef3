//! A campaign to try things on: a pot, gifts, and workers it pays for.

use anyhow::Result;
use base::Month;
use scheme::employers::PayerKind;
use scheme::id::{MembershipId, PayerId, PersonId};
use scheme::memberships::Segment;
use scheme::refusal::Refusal;
use scheme::solidarity::campaign::Rule;
use scheme::solidarity::pot::Standing;
use store::queries::{memberships, worker_months};

use super::{Trial, day, month};
use crate::actions::change_membership;
use crate::actions::enrol_member::{self, EnrolMember, Funded};
use crate::actions::open_campaign::{self, OpenCampaign};
use crate::actions::open_pot::{self, OpenPot};
use crate::actions::receive_payment::{self, ForWhom, ReceivePayment};
use crate::actions::register_payer::{self, RegisterPayer};
use crate::actions::report_death;
use crate::actions::reserve_months::{self, Reserved, Wanted};
use crate::actions::share_months::{self, Answer, ShareMonths};
use crate::actions::take_gift::{self, Given, TakeGift};
use crate::books::checks;
use crate::office::Office;
use crate::registry::pots;

/// What every worker is paid for by.
const INCOME: [&str; 2] = ["income", "1000000"];

/// A donor's campaign in an institution, with her pot.
pub(crate) struct Giving {
    pub(crate) trial: Trial,
    pub(crate) donor: PayerId,
    pub(crate) campaign: i64,
    pub(crate) pot: PayerId,
    gifts: u32,
}

impl Giving {
    /// A firm gives to a campaign of a rule.
    pub(crate) fn begin(address: &str, today: &str, rule: &str) -> Giving {
        let mut trial = Trial::begin(address, today);
        let donor = donor(&mut trial.office);
        let rule = Rule::parse(rule).expect("a rule");
        let (name, told) = ("Lingkaran Uji".to_owned(), "Perlindungan pekerja rentan".to_owned());
        let asked = OpenCampaign { name, told, payer: Some(donor), province: Some(31), rule, account: None };
        let campaign = open_campaign::run(&mut trial.office, &asked, None).expect("a campaign");
        let mut giving = Giving { trial, donor, campaign, pot: donor, gifts: 0 };
        giving.pot = giving.another_pot("company", Some(donor));
        giving
    }

    /// A pot of the campaign.
    pub(crate) fn another_pot(&mut self, source: &str, donor: Option<PayerId>) -> PayerId {
        let asked = OpenPot {
            campaign: self.campaign,
            donor,
            name: None,
            source: source.to_owned(),
            decree: None,
            shown: false,
        };
        open_pot::run(&mut self.trial.office, &asked, None).expect("a pot")
    }

    /// Money comes to the pot today, under a reference of its own.
    pub(crate) fn gives(&mut self, amount: i64) -> Result<Given> {
        self.gifts += 1;
        let asked = TakeGift {
            pot: self.pot,
            code: None,
            amount,
            day: self.trial.office.today(),
            channel: "bank".to_owned(),
            reference: format!("gift-{}", self.gifts),
            name: None,
            shown: false,
        };
        take_gift::run(&mut self.trial.office, &asked, None)
    }

    /// A self-employed worker whom the pot pays from this month on, for so many months.
    pub(crate) fn worker(&mut self, months: i32) -> MembershipId {
        let until = self.trial.office.today().month().plus_months(months);
        let paid = Funded { funder: self.pot, counts_as: "donor", until };
        self.enrolled(Some(paid))
    }

    /// One who pays for herself; she is billed for this month at once.
    pub(crate) fn alone(&mut self) -> MembershipId {
        self.enrolled(None)
    }

    fn enrolled(&mut self, paid: Option<Funded<'_>>) -> MembershipId {
        let name = self.trial.name();
        let person = self.trial.person(&name);
        let started = self.trial.office.today();
        let asked = EnrolMember {
            person,
            segment: Segment::SelfEmployed,
            payer: None,
            started,
            kpj: None,
            facts: vec![INCOME.map(str::to_owned).into()],
        };
        let enrolled =
            self.trial.office.unit(|unit, desk| Ok(enrol_member::within_funded(unit, desk, &asked, paid)?.0));
        MembershipId(enrolled.expect("a worker").membership)
    }

    /// What these months of a worker who is not there yet would cost.
    pub(crate) fn would_cost(&mut self, months: &[Month]) -> i64 {
        let facts = [INCOME.map(str::to_owned).into()];
        let prices =
            self.trial.office.look(|_, desk| reserve_months::prices(desk, "company", &facts, months));
        prices.expect("prices").iter().sum()
    }

    /// What months of these workers cost the pot.
    pub(crate) fn cost(&mut self, workers: &[MembershipId], months: &[Month]) -> Vec<Wanted> {
        let pot = self.pot;
        let wanted = self.trial.office.look(|unit, desk| {
            let mut wanted = Vec::new();
            for worker in workers {
                wanted.extend(reserve_months::prices_of(unit, desk, pot, *worker, months)?);
            }
            Ok(wanted)
        });
        wanted.expect("prices")
    }

    /// Sets money aside for months of these workers.
    pub(crate) fn reserves(&mut self, workers: &[MembershipId], months: &[Month]) -> Result<Reserved> {
        let wanted = self.cost(workers, months);
        reserve_months::run(&mut self.trial.office, self.pot, &wanted, None)
    }

    /// The pot bears a share of a worker's months.
    pub(crate) fn shares(&mut self, worker: MembershipId, months: &[Month], share: &str) -> Result<Answer> {
        let share = share.parse().expect("a share");
        let months = months.iter().map(|month| (*month, share)).collect();
        let asked = ShareMonths { pot: self.pot, membership: worker, months, account: None };
        share_months::run(&mut self.trial.office, &asked, None)
    }

    /// A worker's own payer.
    pub(crate) fn own(&mut self, worker: MembershipId) -> PayerId {
        let row = self.trial.office.look(|unit, _| memberships::read(unit, worker));
        row.expect("a look").expect("a membership").payer
    }

    /// A worker pays something herself; what is left to her credit.
    pub(crate) fn pays(&mut self, worker: MembershipId, amount: i64) -> i64 {
        self.gifts += 1;
        let asked = ReceivePayment {
            for_whom: ForWhom::Payer(self.own(worker)),
            amount,
            day: self.trial.office.today(),
            channel: "bank".to_owned(),
            reference: format!("own-{}", self.gifts),
        };
        receive_payment::run(&mut self.trial.office, &asked, None).expect("a payment").credit
    }

    /// Somebody dies on a day.
    pub(crate) fn dies(&mut self, worker: MembershipId, on: &str) {
        let person = self.person(worker);
        report_death::run(&mut self.trial.office, person, Some(day(on))).expect("a death");
    }

    /// A worker's membership ends on a day.
    pub(crate) fn ends(&mut self, worker: MembershipId, on: &str) {
        change_membership::end(&mut self.trial.office, worker, day(on), "other").expect("an end");
    }

    fn person(&mut self, worker: MembershipId) -> PersonId {
        let row = self.trial.office.look(|unit, _| memberships::read(unit, worker));
        row.expect("a look").expect("a membership").person
    }

    /// It is another day.
    pub(crate) fn turn(&mut self, to: &str) {
        self.trial.clock.advance(day(to));
    }

    /// How the pot stands, which adds up, and so do all books.
    pub(crate) fn standing(&mut self) -> Standing {
        let pot = self.pot;
        let standing = self.trial.office.look(|unit, _| pots::standing(unit, pot)).expect("it stands");
        assert!(standing.adds_up(), "{standing:?}");
        let verdict = checks::verify(&mut self.trial.office).expect("the books are read");
        assert!(verdict.faults.is_empty(), "{:#?}", verdict.faults);
        standing
    }

    /// The pot's months, a line for each calendar month and state.
    pub(crate) fn months(&mut self) -> String {
        let pot = self.pot;
        let sums = self.trial.office.look(|unit, _| worker_months::sums_of_pot(unit, pot)).expect("sums");
        let line = |sum: &worker_months::Sum| {
            format!("{} {} {} {} {}\n", sum.month, sum.state, sum.workers, sum.reserved, sum.used)
        };
        sums.iter().map(line).collect()
    }
}

/// A firm that gives.
pub(crate) fn donor(office: &mut Office) -> PayerId {
    let asked = RegisterPayer {
        kind: PayerKind::Sponsor,
        npp: None,
        name: "PT Dermawan Uji".to_owned(),
        parent: None,
        province: Some(31),
        started: None,
        facts: Vec::new(),
        measure: None,
    };
    PayerId(register_payer::run(office, &asked, None).expect("a donor").payer)
}

/// Months one after another.
pub(crate) fn months(from: &str, count: i32) -> Vec<Month> {
    (0..count).filter_map(|after| month(from).plus_months(after)).collect()
}

/// The code of a refusal, or what came instead.
pub(crate) fn refused<T: std::fmt::Debug>(done: Result<T>) -> &'static str {
    let error = done.expect_err("it is refused");
    let refusal = error.chain().find_map(|cause| cause.downcast_ref::<Refusal>());
    refusal.unwrap_or_else(|| panic!("{error:?}")).code
}
