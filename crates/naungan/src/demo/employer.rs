//! Those who pay: firms from micro to large, branches, projects, platforms, sponsors.

use base::{Month, Npp};

use super::choices::{Habit, RiskClass, Size};
use super::margins::{Margins, RELIEF_INDUSTRIES};
use super::names;
use super::random::{Purpose, Stream};

/// A payer of the demo; self-employed members who pay for themselves are not among them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PayerIndex(pub u32);

/// What sort of payer.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)]
pub enum PayerKind {
    Employer,
    Branch { of: PayerIndex },
    Project,
    Platform,
    PublicBudget,
    Donor,
}

/// A payer that does not exist.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Payer {
    /// Which one.
    pub index: PayerIndex,
    /// Eight digits that begin with 99.
    pub npp: Npp,
    /// Plainly artificial.
    pub name: String,
    /// What sort.
    pub kind: PayerKind,
    /// Province by the home ministry's code.
    pub province: u8,
    /// Its name.
    pub province_name: &'static str,
    /// Section of industry, by the names of `industries.csv`.
    pub industry: &'static str,
    /// The industry by the law's kind `industry`.
    pub relief_industry: &'static str,
    /// The size that it has.
    pub size: Size,
    /// The size under which it is registered (`enterprise_size`); smaller where it evades programmes.
    pub enterprise_size: Size,
    /// The workers it has room for.
    pub workers: u32,
    /// Risk class at registration.
    pub risk_class: RiskClass,
    /// Whether it qualifies for the relief (`labour_intensive_relief`).
    pub labour_intensive: bool,
    /// How it pays, for the summary: prompt, late, partial, never; a sponsor pays ahead.
    pub habit: &'static str,
    /// The month it opens, if that is after the founding.
    pub opens: Option<Month>,
    /// The last month of a project.
    pub closes: Option<Month>,
}

impl Payer {
    /// An employer's or a branch's facts by the law's names and in its notation, true from the first month.
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        if !matches!(self.kind, PayerKind::Employer | PayerKind::Branch { .. }) {
            return Vec::new();
        }
        let relief = if self.labour_intensive { "yes" } else { "no" };
        vec![
            ("risk_class", self.risk_class.name().to_owned()),
            ("enterprise_size", self.enterprise_size.name().to_owned()),
            ("labour_intensive_relief", relief.to_owned()),
            ("industry", self.relief_industry.to_owned()),
        ]
    }
}

/// What is kept of a payer; the rest is drawn again when asked for.
#[derive(Clone, Copy)]
pub(super) struct Firm {
    pub(super) kind: PayerKind,
    pub(super) province: u8,
    pub(super) industry: u8,
    pub(super) size: Size,
    pub(super) workers: u32,
    /// Months after the first; 0 at the founding.
    pub(super) opens: i32,
    /// Last month of a project.
    pub(super) closes: i32,
    /// The project that follows.
    pub(super) next: u32,
    /// Month of the year in which wages rise.
    pub(super) raise_month: u32,
}

/// No end, or none within the demo.
pub(super) const NEVER: i32 = i32::MAX;
/// No payer: the member pays alone.
pub(super) const NOBODY: u32 = u32::MAX;

/// How a firm behaves, drawn from its own stream.
pub(super) struct Manners {
    pub(super) habit: Habit,
    /// Month of the year in which wages rise.
    pub(super) raise_month: u32,
    partial: bool,
    relief: bool,
    relief_industry: usize,
}

impl Firm {
    pub(super) fn manners(&self, seed: u64, index: u32) -> Manners {
        let margins = Margins::get();
        let own = &margins.parameters;
        let mut stream = Stream::of(seed, Purpose::Payer, index.into(), 0);
        let habit = Habit::ALL[margins.shares.habit[self.size as usize].pick(&mut stream)];
        let january = stream.chance(own.raise_january_per_10000, 10_000);
        let other = 1 + stream.below(12) as u32;
        Manners {
            habit,
            raise_month: if january { 1 } else { other },
            partial: stream.chance(own.partial_per_10000, 10_000),
            relief: stream.chance(own.relief_per_10000, 10_000),
            relief_industry: margins.shares.relief_industry.pick(&mut stream),
        }
    }

    pub(super) fn payer(&self, seed: u64, index: u32, first: Month) -> Payer {
        let margins = Margins::get();
        let manners = self.manners(seed, index);
        let (industry, province) =
            (&margins.industries[usize::from(self.industry)], &margins.provinces[usize::from(self.province)]);
        let makes = industry.name == "manufacturing" && manners.relief;
        let shrinks = manners.partial && self.size >= Size::Medium;
        let month = |offset: i32| first.plus_months(offset);
        Payer {
            index: PayerIndex(index),
            npp: npp(index),
            name: names::employer(
                self.form(),
                index as usize,
                &mut Stream::of(seed, Purpose::Payer, index.into(), 1),
            ),
            kind: self.kind,
            province: province.code,
            province_name: province.name,
            industry: industry.name,
            relief_industry: if makes {
                RELIEF_INDUSTRIES[manners.relief_industry]
            } else {
                "other_industry"
            },
            size: self.size,
            enterprise_size: if shrinks { Size::Small } else { self.size },
            workers: self.workers,
            risk_class: industry.risk,
            labour_intensive: makes && i64::from(self.workers) >= margins.parameters.relief_workers,
            habit: match self.kind {
                PayerKind::PublicBudget | PayerKind::Donor => "ahead",
                PayerKind::Platform => Habit::Prompt.name(),
                PayerKind::Employer | PayerKind::Branch { .. } | PayerKind::Project => manners.habit.name(),
            },
            opens: (self.opens > 0).then(|| month(self.opens)).flatten(),
            closes: (self.closes < NEVER).then(|| month(self.closes)).flatten(),
        }
    }

    fn form(&self) -> &'static str {
        match (self.kind, self.size) {
            (PayerKind::Employer, Size::Micro) => "UD",
            (PayerKind::Employer, Size::Small) => "CV",
            (PayerKind::Employer, _) => "PT",
            (PayerKind::Branch { .. }, _) => "PT Cabang",
            (PayerKind::Project, _) => "Proyek",
            (PayerKind::Platform, _) => "Aplikasi",
            (PayerKind::PublicBudget, _) => "Dinas",
            (PayerKind::Donor, _) => "Yayasan",
        }
    }
}

/// The most payers of a demo: beyond it, invented NPPs would repeat.
pub(super) const PAYERS_MAX: usize = 1_000_000;

/// 99 and six digits, each index another.
pub(super) fn npp(index: u32) -> Npp {
    let digits = u64::from(index) * 600_011 % 1_000_000;
    Npp::check(format!("{:08}", 99_000_000 + digits).as_bytes()).expect("eight digits make an NPP")
}
