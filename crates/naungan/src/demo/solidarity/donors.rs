//! Who gives: firms, a person, an association, a village and a province, each with a pot of its own.

use anyhow::Result;
use base::{Day, Month};
use scheme::employers::PayerKind;
use scheme::id::PayerId;
use scheme::solidarity::campaign::Rule;
use store::queries::pots as rows;

use super::{Frame, GIVEN};
use crate::actions::choose_people::first_facts;
use crate::actions::open_campaign::{self, OpenCampaign};
use crate::actions::open_pot::{self, OpenPot};
use crate::actions::pledge_money::{self, PledgeMoney};
use crate::actions::register_payer::{self, RegisterPayer};
use crate::actions::reserve_months;
use crate::actions::return_gift;
use crate::actions::take_gift::{self, TakeGift};
use crate::office::Office;
use crate::registry::pots;

/// What the workers of the circle are paid for by: half a year, the poorest first.
const CIRCLE: &str = "source company\nsource state_enterprise\nsource individual\nsource association\n\
    decile 6\nfirst poorer\nfirst women\n";
/// What the village and the province pay by: a year.
const BUDGET: &str = "source village_fund\nsource regional_budget\nfirst poorer\n";

const CIRCLE_MONTHS: i32 = 6;
const BUDGET_MONTHS: i32 = 12;

/// What people without a page of their own give in a month, in rupiah.
const SMALL_GIFT: i64 = 25_000;
/// What a person with one gives.
const OWN_GIFT: i64 = 150_000;
/// Days until a pledge is to be kept.
const DUE_DAYS: i32 = 45;

/// A campaign and its pots, by who gives.
pub(super) struct Donors {
    pub(super) circle: i64,
    pub(super) budget: i64,
    /// The firm that pledges, pays twice and goes on; it leads the circle.
    pub(super) company: PayerId,
    pub(super) state: PayerId,
    individual: PayerId,
    association: PayerId,
    small: PayerId,
    pub(super) village: PayerId,
    pub(super) province: PayerId,
    /// Who hands lists in: the association for fishermen, the village for its people.
    pub(super) of_association: PayerId,
    pub(super) of_village: PayerId,
    gifts: u32,
}

impl Donors {
    /// Registers everybody and opens both campaigns with their pots.
    pub(super) fn begin(office: &mut Office, frame: &Frame) -> Result<Donors> {
        let mut sponsor = |name: &str| registered(office, name, frame.province);
        let (company, state) = (sponsor("PT Contoh Peduli")?, sponsor("PT Contoh Negara (Persero)")?);
        let (individual, association) =
            (sponsor("Ibu Contoh Dermawan")?, sponsor("Perkumpulan Nelayan Contoh")?);
        let (village, province) = (sponsor("Desa Contoh Sukamaju")?, sponsor("Pemerintah Provinsi Contoh")?);
        let from = office.today().month();
        let rule =
            |lines: &str, months: i32| Rule::parse(&format!("{lines}months {}\n", frame.span(from, months)));
        let told = "Perlindungan kecelakaan kerja dan kematian bagi pekerja rentan; rekaan.";
        let circle = ("Lingkaran Contoh Nelayan", Some(company), rule(CIRCLE, CIRCLE_MONTHS)?);
        let budget = ("Desa Contoh Terlindungi", Some(village), rule(BUDGET, BUDGET_MONTHS)?);
        let mut open = |(name, payer, rule): (&str, Option<PayerId>, Rule)| {
            let (name, told) = (name.to_owned(), told.to_owned());
            let asked =
                OpenCampaign { name, told, payer, province: Some(frame.province), rule, account: None };
            open_campaign::run(office, &asked, None)
        };
        let (circle, budget) = (open(circle)?, open(budget)?);
        let mut pot = |campaign: i64, donor: Option<PayerId>, source: &str, decree: Option<&str>| {
            let (source, decree) = (source.to_owned(), decree.map(str::to_owned));
            let shown = matches!(source.as_str(), "company" | "state_enterprise");
            open_pot::run(office, &OpenPot { campaign, donor, name: None, source, decree, shown }, None)
        };
        Ok(Donors {
            circle,
            budget,
            company: pot(circle, Some(company), "company", None)?,
            state: pot(circle, Some(state), "state_enterprise", None)?,
            individual: pot(circle, Some(individual), "individual", None)?,
            association: pot(circle, Some(association), "association", None)?,
            small: pot(circle, None, "individual", None)?,
            village: pot(budget, Some(village), "village_fund", Some("Perdes Contoh 3 (rekaan)"))?,
            province: pot(budget, Some(province), "regional_budget", Some("Pergub Contoh 7 (rekaan)"))?,
            of_association: association,
            of_village: village,
            gifts: 0,
        })
    }

    /// What is given on a day: on the first everybody gives, then whoever gives month by month.
    pub(super) fn give(&mut self, office: &mut Office, frame: &Frame, (k, day): (u32, Day)) -> Result<()> {
        if day.day_of_month() == GIVEN {
            if k == 0 {
                self.give_first(office, frame)?;
            }
            self.takes(office, self.individual, OWN_GIFT, None)?;
            return self.takes(office, self.small, SMALL_GIFT, None);
        }
        if k == 0 {
            return self.keep(office);
        }
        if frame.is_last(k) {
            let amount = Self::price(office, "company", frame.span(day.month(), CIRCLE_MONTHS))? * 10;
            Self::pledge(office, self.company, amount)?;
            // What the association has no more use for goes back.
            let half = Self::free(office, self.association)? / 2;
            if half > 0 {
                return_gift::run(office, self.association, Some(half), day, None)?;
            }
        }
        Ok(())
    }

    fn give_first(&mut self, office: &mut Office, frame: &Frame) -> Result<()> {
        let from = office.today().month();
        let places = i64::try_from(frame.sizes.lines / 2)?;
        let months = [frame.span(from, CIRCLE_MONTHS), frame.span(from, BUDGET_MONTHS)];
        let [company, village] = [("company", months[0]), ("village_fund", months[1])]
            .map(|(source, months)| Self::price(office, source, months).map(|price| price * places));
        let (company, village) = (company?, village?);
        // A promise that comes in two parts, one now and one some days later.
        Self::pledge(office, self.company, company)?;
        self.keep(office)?;
        for (pot, amount) in [
            (self.state, company / 2),
            (self.association, company / 4),
            (self.village, village),
            (self.province, village / 2),
        ] {
            self.takes(office, pot, amount, None)?;
        }
        Ok(())
    }

    /// Half of what is open of the company's pledge comes, or all of it where a half has come before.
    fn keep(&mut self, office: &mut Office) -> Result<()> {
        let open = office.look(|unit, _| store::queries::pledges::of_pot(unit, self.company))?;
        let Some(pledge) = open.into_iter().find(|pledge| pledge.open() > 0) else { return Ok(()) };
        let part = if pledge.received == 0 { pledge.amount / 2 } else { pledge.open() };
        self.takes(office, self.company, part, Some(pledge.code))
    }

    fn pledge(office: &mut Office, pot: PayerId, amount: i64) -> Result<()> {
        let due = office.today().plus_days(DUE_DAYS);
        pledge_money::run(office, &PledgeMoney { pot, amount, due, account: None }, None).map(drop)
    }

    /// Money comes to a pot today.
    pub(super) fn takes(
        &mut self,
        office: &mut Office,
        pot: PayerId,
        amount: i64,
        code: Option<i64>,
    ) -> Result<()> {
        self.gifts += 1;
        let asked = TakeGift {
            pot,
            code,
            amount,
            day: office.today(),
            channel: "bank".to_owned(),
            reference: format!("CONTOH-{:06}", self.gifts),
            name: None,
            shown: false,
        };
        take_gift::run(office, &asked, None).map(drop)
    }

    /// What somebody costs for so many months from this one on.
    fn price(office: &mut Office, source: &str, months: i32) -> Result<i64> {
        let from = office.today().month();
        let months: Vec<Month> = (0..months).filter_map(|after| from.plus_months(after)).collect();
        let prices = office.look(|_, desk| reserve_months::prices(desk, source, &first_facts(), &months))?;
        Ok(prices.iter().sum())
    }

    /// What a pot has free.
    pub(super) fn free(office: &mut Office, pot: PayerId) -> Result<i64> {
        office.look(|unit, _| Ok(pots::standing(unit, pot)?.free))
    }
}

fn registered(office: &mut Office, name: &str, province: u8) -> Result<PayerId> {
    let asked = RegisterPayer {
        kind: PayerKind::Sponsor,
        npp: None,
        name: name.to_owned(),
        parent: None,
        province: Some(province),
        started: None,
        facts: Vec::new(),
        measure: None,
    };
    Ok(PayerId(register_payer::run(office, &asked, None)?.payer))
}

/// Whose the first pot of a source is: the logins of a donor and of a village act for them.
pub(in crate::demo) fn first_donor(office: &mut Office, source: &str) -> Result<Option<PayerId>> {
    let all = office.look(|unit, _| rows::all(unit))?;
    Ok(all.into_iter().find(|pot| pot.source == source).and_then(|pot| pot.donor))
}
