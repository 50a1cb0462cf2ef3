//! The chart of accounts: numbers, names, normal sides and which accounts have a sub-ledger.

/// What a kind of account says about a fund.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    /// What the fund has or is owed.
    Asset,
    /// What the fund owes.
    Liability,
    /// What is the fund's own.
    Equity,
    /// What comes in for good.
    Revenue,
    /// What goes out for good.
    Expense,
}

impl Class {
    /// The side on which such an account grows.
    pub const fn side(self) -> Side {
        match self {
            Class::Asset | Class::Expense => Side::Debit,
            Class::Liability | Class::Equity | Class::Revenue => Side::Credit,
        }
    }
}

/// One of the two sides of an account.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    /// Positive amounts.
    Debit,
    /// Negative amounts.
    Credit,
}

/// Who the lines of a control account are about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SubLedger {
    /// Those who pay, and agents who hand over what they took.
    Payer,
    /// Members, each by a membership.
    Membership,
}

/// One account of the chart; each fund has its own of each.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ChartRow {
    /// The number by which lines name it.
    pub number: u16,
    /// Its name in Indonesian.
    pub id: &'static str,
    /// Its name in English.
    pub en: &'static str,
    /// What it says about the fund.
    pub class: Class,
    /// The sub-ledger it controls, if it does.
    pub control: Option<SubLedger>,
    /// Whether it is kept apart by the other fund, and mirrored there.
    pub due: bool,
}

impl ChartRow {
    /// The side on which the account grows.
    pub const fn side(&self) -> Side {
        self.class.side()
    }

    const fn new(number: u16, class: Class, id: &'static str, en: &'static str) -> ChartRow {
        ChartRow { number, id, en, class, control: None, due: false }
    }

    const fn of(self, holders: SubLedger) -> ChartRow {
        ChartRow { control: Some(holders), ..self }
    }

    const fn between_funds(self) -> ChartRow {
        ChartRow { due: true, ..self }
    }
}

/// The money itself.
pub const BANK: u16 = 1100;
/// Cash that agents took and have not handed over, by agent.
pub const CASH: u16 = 1120;
/// Contributions assessed and not yet received, by payer.
pub const RECEIVABLE: u16 = 1200;
/// What donors promised, by pot.
pub const PLEDGES: u16 = 1210;
/// What platforms put aside for trips and have not handed over, by platform.
pub const WITH_PLATFORMS: u16 = 1250;
/// What the state owes.
pub const FROM_STATE: u16 = 1300;
/// Benefits that a fund advanced and an employer has to bear, by payer.
pub const ADVANCED: u16 = 1350;
/// Benefits that were paid too much, by membership.
pub const OVERPAID: u16 = 1400;
/// What another fund owes this one.
pub const DUE_FROM: u16 = 1900;
/// Savings of members, by membership.
pub const MEMBERS: u16 = 2100;
/// Contributions to savings that are assessed and not yet received.
pub const NOT_YET_RECEIVED: u16 = 2150;
/// Money of payers that is not yet allocated, by payer.
pub const CREDIT: u16 = 2200;
/// What was promised and is not received, by pot.
pub const PLEDGED: u16 = 2210;
/// Months of workers that a pot has set money aside for, by pot.
pub const RESERVED: u16 = 2220;
/// What trips put aside for members, by membership.
pub const ACCRUED: u16 = 2250;
/// Benefits granted and not yet paid, by membership.
pub const PAYABLE: u16 = 2300;
/// Tax that was kept from benefits, for the state.
pub const TAX: u16 = 2400;
/// What agents have earned and not been paid, by agent.
pub const COMMISSION_DUE: u16 = 2500;
/// What this fund owes another.
pub const DUE_TO: u16 = 2900;
/// What earlier years left.
pub const BALANCE: u16 = 3100;
/// Contributions of the year.
pub const CONTRIBUTIONS: u16 = 4100;
/// Penalties for paying late.
pub const PENALTIES: u16 = 4200;
/// What other programmes move here.
pub const MOVED_IN: u16 = 4300;
/// Growth credited to members.
pub const GROWTH: u16 = 5100;
/// Benefits granted.
pub const BENEFITS: u16 = 5200;
/// What is moved to other programmes.
pub const MOVED_OUT: u16 = 5300;
/// What paying late has cost.
pub const DELAY: u16 = 5400;
/// What bringing and keeping members costs.
pub const COMMISSION: u16 = 5500;

/// All accounts, by number.
pub const CHART: [ChartRow; 28] = [
    ChartRow::new(BANK, Class::Asset, "bank", "bank"),
    ChartRow::new(CASH, Class::Asset, "uang tunai di agen", "cash with agents").of(SubLedger::Payer),
    ChartRow::new(RECEIVABLE, Class::Asset, "piutang iuran", "contributions receivable").of(SubLedger::Payer),
    ChartRow::new(PLEDGES, Class::Asset, "janji donasi", "pledges").of(SubLedger::Payer),
    ChartRow::new(WITH_PLATFORMS, Class::Asset, "sisihan di platform", "put aside with platforms")
        .of(SubLedger::Payer),
    ChartRow::new(FROM_STATE, Class::Asset, "piutang dari negara", "receivable from the state"),
    ChartRow::new(ADVANCED, Class::Asset, "piutang penggantian manfaat", "benefits advanced")
        .of(SubLedger::Payer),
    ChartRow::new(OVERPAID, Class::Asset, "kelebihan bayar manfaat", "benefits to recover")
        .of(SubLedger::Membership),
    ChartRow::new(DUE_FROM, Class::Asset, "piutang dari dana", "due from").between_funds(),
    ChartRow::new(MEMBERS, Class::Liability, "saldo peserta", "member accounts").of(SubLedger::Membership),
    ChartRow::new(
        NOT_YET_RECEIVED,
        Class::Liability,
        "iuran belum diterima",
        "contributions not yet received",
    ),
    ChartRow::new(CREDIT, Class::Liability, "titipan pembayar", "payers' credit").of(SubLedger::Payer),
    ChartRow::new(PLEDGED, Class::Liability, "janji belum diterima", "pledged, not received")
        .of(SubLedger::Payer),
    ChartRow::new(RESERVED, Class::Liability, "cadangan bulan-pekerja", "reserved for worker-months")
        .of(SubLedger::Payer),
    ChartRow::new(ACCRUED, Class::Liability, "sisihan peserta", "accrued for members")
        .of(SubLedger::Membership),
    ChartRow::new(PAYABLE, Class::Liability, "utang manfaat", "benefits payable").of(SubLedger::Membership),
    ChartRow::new(TAX, Class::Liability, "utang pajak", "tax payable"),
    ChartRow::new(COMMISSION_DUE, Class::Liability, "utang imbalan agen", "commission payable")
        .of(SubLedger::Payer),
    ChartRow::new(DUE_TO, Class::Liability, "utang kepada dana", "due to").between_funds(),
    ChartRow::new(BALANCE, Class::Equity, "saldo dana", "balance"),
    ChartRow::new(CONTRIBUTIONS, Class::Revenue, "iuran", "contributions"),
    ChartRow::new(PENALTIES, Class::Revenue, "denda", "penalties"),
    ChartRow::new(MOVED_IN, Class::Revenue, "dari program lain", "from other programmes"),
    ChartRow::new(GROWTH, Class::Expense, "hasil pengembangan", "growth credited"),
    ChartRow::new(BENEFITS, Class::Expense, "manfaat", "benefits"),
    ChartRow::new(MOVED_OUT, Class::Expense, "ke program lain", "to other programmes"),
    ChartRow::new(DELAY, Class::Expense, "ganti rugi keterlambatan", "compensation for delay"),
    ChartRow::new(COMMISSION, Class::Expense, "imbalan agen", "commission"),
];

/// The account of this number; `None` if the chart has none.
pub fn find(number: u16) -> Option<&'static ChartRow> {
    CHART.iter().find(|row| row.number == number)
}
