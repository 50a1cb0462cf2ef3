//! The founding: who is there on the first day, and with whom.

use super::choices::{OwnKind, Segment, Size};
use super::employer::{Firm, NEVER, NOBODY, PayerIndex, PayerKind};
use super::margins::Margins;
use super::random::{GOLDEN, Purpose, Stream};

/// What a place in the institution is, whoever takes it.
#[derive(Clone, Copy)]
pub(super) struct Seat {
    pub(super) segment: Segment,
    pub(super) province: u8,
    pub(super) own: OwnKind,
    pub(super) industry: u8,
    platform: u8,
}

impl Seat {
    /// Drawn from the seat's own stream, so the same in a smaller and a larger demo.
    pub(super) fn of(seed: u64, seat: u32) -> Seat {
        let shares = &Margins::get().shares;
        let mut stream = Stream::of(seed, Purpose::Seat, seat.into(), 0);
        let segment = Segment::ALL[shares.segment.pick(&mut stream)];
        let province = shares.province.pick(&mut stream) as u8;
        let own = OwnKind::ALL[shares.own.pick(&mut stream)];
        let industry = shares.industry_own.pick(&mut stream) as u8;
        let platform = shares.platform.pick(&mut stream) as u8;
        Seat { segment, province, own, industry, platform }
    }

    /// Which row of open payers serves it; `None` if the member pays alone.
    fn row(self) -> Option<Row> {
        match (self.segment, self.own) {
            (Segment::WageEarner, _) => Some(Row::Firms),
            (Segment::Construction, _) => Some(Row::Projects),
            (Segment::SelfEmployed, OwnKind::PublicBudget) => Some(Row::Budgets),
            (Segment::SelfEmployed, OwnKind::Donor) => Some(Row::Donors),
            (Segment::SelfEmployed | Segment::Migrant, _) => None,
        }
    }
}

#[derive(Clone, Copy)]
enum Row {
    Firms,
    Projects,
    Budgets,
    Donors,
}

/// The payers of the founding and the payer of each seat.
pub(super) struct Founding {
    pub(super) firms: Vec<Firm>,
    pub(super) links: Vec<u32>,
}

/// Seats in their order fill the open payer of their province; when it is full, another opens.
pub(super) fn found(seed: u64, members: u32, months: i32) -> Founding {
    let platforms = 0..3;
    let mut opening = Opening { seed, firms: platforms.map(|_| platform()).collect(), drawn: 0, large: None };
    let mut open = [[(NOBODY, 0_u32); 64]; 4];
    let links = (0..members).map(|index| {
        let seat = Seat::of(seed, index);
        let Some(row) = seat.row() else {
            let partner = seat.segment == Segment::SelfEmployed && seat.own == OwnKind::Platform;
            return if partner { u32::from(seat.platform) } else { NOBODY };
        };
        let (firm, room) = &mut open[row as usize][usize::from(seat.province)];
        if *room == 0 {
            (*firm, *room) = opening.open(row, seat.province);
        }
        *room -= 1;
        *firm
    });
    let links = links.collect();
    opening.projects_to_come(months);
    for (index, firm) in opening.firms.iter_mut().enumerate() {
        firm.raise_month = firm.manners(seed, index as u32).raise_month;
    }
    Founding { firms: opening.firms, links }
}

/// Where platforms have their seat.
const JAKARTA: u8 = 31;

/// A firm of which the rest is filled in later; as it stands, a platform.
fn platform() -> Firm {
    Firm {
        kind: PayerKind::Platform,
        province: Margins::get().province(JAKARTA),
        industry: Margins::get().industry("other_services"),
        size: Size::Large,
        workers: 0,
        opens: 0,
        closes: NEVER,
        next: NOBODY,
        raise_month: 1,
    }
}

struct Opening {
    seed: u64,
    firms: Vec<Firm>,
    drawn: u64,
    large: Option<u32>,
}

impl Opening {
    fn open(&mut self, row: Row, province: u8) -> (u32, u32) {
        let index = self.firms.len() as u32;
        let mut stream = Stream::of(self.seed, Purpose::Payer, index.into(), 2);
        let firm = match row {
            Row::Firms => self.firm(index, &mut stream),
            Row::Projects => project(&mut stream),
            Row::Budgets | Row::Donors => sponsor(row, &mut stream),
        };
        self.firms.push(Firm { province, ..firm });
        (index, firm.workers)
    }

    /// Sizes are not drawn but laid out evenly in steps of the golden ratio: a small demo has the mix too.
    fn firm(&mut self, index: u32, stream: &mut Stream) -> Firm {
        let margins = Margins::get();
        self.drawn += 1;
        let offset = Stream::of(self.seed, Purpose::Payer, 0, 3).next();
        let (size, within) = margins.shares.size.split(offset.wrapping_add(self.drawn.wrapping_mul(GOLDEN)));
        let (size, spread) = (Size::ALL[size], &margins.spread);
        let workers = match size {
            Size::Micro => &spread.workers_micro,
            Size::Small => &spread.workers_small,
            Size::Medium => &spread.workers_medium,
            Size::Large => &spread.workers_large,
        };
        let branch = size == Size::Large && stream.chance(margins.parameters.branch_per_10000, 10_000);
        let kind = match self.large.filter(|_| branch) {
            Some(of) => PayerKind::Branch { of: PayerIndex(of) },
            None => PayerKind::Employer,
        };
        if size == Size::Large && kind == PayerKind::Employer {
            self.large = Some(index);
        }
        let industry = margins.shares.industry_wage.pick(stream) as u8;
        Firm { kind, size, industry, workers: workers.at(within) as u32, ..platform() }
    }

    /// Each project that ends within the demo is followed by another.
    fn projects_to_come(&mut self, months: i32) {
        let mut at = 0;
        while at < self.firms.len() {
            let before = self.firms[at];
            if before.kind == PayerKind::Project && before.closes < months {
                let index = self.firms.len() as u32;
                let mut stream = Stream::of(self.seed, Purpose::Payer, index.into(), 2);
                let opens =
                    before.closes + 1 + Margins::get().spread.project_gap_months.pick(&mut stream) as i32;
                let closes = opens - 1 + Margins::get().spread.project_months.pick(&mut stream) as i32;
                self.firms[at].next = index;
                self.firms.push(Firm { opens, closes, ..before });
            }
            at += 1;
        }
    }
}

/// A project that began some time before the founding.
fn project(stream: &mut Stream) -> Firm {
    let margins = Margins::get();
    let workers = margins.spread.workers_project.pick(stream) as u32;
    let months = margins.spread.project_months.pick(stream);
    let industry = margins.industry("construction");
    let closes = stream.below(months.unsigned_abs()) as i32;
    Firm { kind: PayerKind::Project, size: Size::Small, industry, workers, closes, ..platform() }
}

fn sponsor(row: Row, stream: &mut Stream) -> Firm {
    let spread = &Margins::get().spread;
    let (kind, group) = match row {
        Row::Donors => (PayerKind::Donor, &spread.group_donor),
        Row::Firms | Row::Projects | Row::Budgets => (PayerKind::PublicBudget, &spread.group_budget),
    };
    Firm { kind, workers: group.pick(stream) as u32, ..platform() }
}
