//! A branch, or all branches of a province, reach out to people: a target, a last day, and what it costs.

use anyhow::Result;
use base::{Day, Money};
use scheme::id::MembershipId;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::outreaches::{self, Outreach};
use store::queries::{branches, institution, memberships};

use crate::office::Desk;
use crate::registry;

/// A longer name nobody reads.
const NAME_CHARS_MAX: usize = 80;
/// More members no drive brings.
const TARGET_MAX: i64 = 10_000_000;

/// A drive as it begins.
#[derive(Clone, Debug)]
pub(crate) struct LeadOutreach {
    /// The branch that leads it.
    pub(crate) branch: i64,
    /// Whether all branches of its province take part.
    pub(crate) whole_province: bool,
    pub(crate) name: String,
    /// The last day.
    pub(crate) until: Day,
    /// How many members are to be brought.
    pub(crate) target: i64,
    /// What it costs to begin with, in rupiah.
    pub(crate) cost: i64,
    pub(crate) account: Option<i64>,
}

/// Begins it today; gives its number.
pub(crate) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &LeadOutreach) -> Result<i64> {
    let branch = branches::read(unit, asked.branch)?.ok_or_else(|| {
        let no = asked.branch;
        registry::not_there(format!("tidak ada cabang {no}"), format!("there is no branch {no}"))
    })?;
    let name = text(&asked.name, "outreach_name", ["beri nama", "give it a name"])?;
    if asked.until < desk.today {
        let (id, en) = ("hari terakhir sudah lewat", "the last day is over already");
        return Err(Refusal::new("outreach_until", id, en).into());
    }
    if !(1..=TARGET_MAX).contains(&asked.target) {
        let (id, en) = ("tulis sasaran paling sedikit satu peserta", "write a target of one member or more");
        return Err(Refusal::new("outreach_target", id, en).into());
    }
    if asked.cost != 0 {
        plausible(asked.cost)?;
    }
    let id = institution::take_numbers(unit, 1)?;
    let row = Outreach {
        id,
        branch: branch.id,
        name,
        from: desk.today,
        until: asked.until,
        target: asked.target,
        cost: asked.cost,
        account: asked.account,
        known: desk.now,
        province: asked.whole_province.then_some(branch.province),
    };
    outreaches::add(unit, &row)?;
    registry::note(unit, desk, "outreach begun", id)?;
    Ok(id)
}

/// Something it cost on a day, and for what.
#[derive(Clone, Debug)]
pub(crate) struct Spent {
    pub(crate) outreach: i64,
    pub(crate) day: Day,
    pub(crate) what: String,
    pub(crate) amount: i64,
    pub(crate) account: Option<i64>,
}

/// Writes it down; gives which one it is.
pub(crate) fn spend(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &Spent) -> Result<i64> {
    load(unit, asked.outreach)?;
    let what = text(&asked.what, "outreach_what", ["tulis untuk apa", "write what it was for"])?;
    plausible(asked.amount)?;
    if asked.day > desk.today {
        let (id, en) = ("hari pengeluaran ini belum tiba", "the day of this cost has not come yet");
        return Err(Refusal::new("outreach_day", id, en).into());
    }
    let spent = (asked.day, what.as_str(), asked.amount);
    let no = outreaches::spend(unit, asked.outreach, spent, asked.account, desk.now)?;
    registry::note(unit, desk, "cost of an outreach noted", asked.outreach)?;
    Ok(no)
}

/// Counts a member whom no agent brought, such as one who came to a stall of the branch.
pub(crate) fn count(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    outreach: i64,
    membership: MembershipId,
) -> Result<()> {
    let drive = load(unit, outreach)?;
    let row = memberships::read(unit, membership)?.ok_or_else(|| {
        let id = format!("tidak ada kepesertaan {membership}");
        registry::not_there(id, format!("there is no membership {membership}"))
    })?;
    if row.started < drive.from || row.started > drive.until {
        let id = format!("kepesertaan {membership} tidak mulai di antara {} dan {}", drive.from, drive.until);
        let en = format!("membership {membership} did not begin between {} and {}", drive.from, drive.until);
        return Err(Refusal::new("outreach_member", id, en).into());
    }
    if outreaches::count(unit, outreach, membership, desk.now)? {
        registry::note(unit, desk, "member counted for an outreach", outreach)?;
    }
    Ok(())
}

/// A drive by number.
pub(crate) fn load(unit: &mut Unit<'_>, id: i64) -> Result<Outreach> {
    let there = outreaches::read(unit, id)?;
    Ok(there.ok_or_else(|| {
        registry::not_there(format!("tidak ada sosialisasi {id}"), format!("there is no outreach {id}"))
    })?)
}

fn text(given: &str, code: &'static str, [id, en]: [&str; 2]) -> Result<String, Refusal> {
    let text = given.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = (1..=NAME_CHARS_MAX).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    if fits { Ok(text) } else { Err(Refusal::new(code, id, en)) }
}

fn plausible(amount: i64) -> Result<(), Refusal> {
    if amount > 0 && Money::new(amount).is_plausible() {
        return Ok(());
    }
    let id = format!("{amount} bukan biaya: tulis jumlah rupiah");
    Err(Refusal::new("outreach_cost", id, format!("{amount} is no cost: write an amount in rupiah")))
}

#[cfg(test)]
mod tests {
    use base::Month;
    use scheme::memberships::Segment;

    use super::*;
    use crate::actions::open_agent::{self, OpenAgent};
    use crate::actions::receive_payment::{self, ForWhom, ReceivePayment};
    use crate::trial::{Trial, day};
    use crate::views::outreach::{Came, came};

    fn begin(trial: &mut Trial, whole_province: bool, target: i64, until: &str) -> Result<i64> {
        let (branch, until) = (trial.branch, day(until));
        let (name, cost) = ("Pasar Uji".to_owned(), 1_000_000);
        let asked = LeadOutreach { branch, whole_province, name, until, target, cost, account: None };
        trial.office.unit(|unit, desk| within(unit, desk, &asked))
    }

    fn stands(trial: &mut Trial, id: i64) -> Came {
        let look = trial.office.look(|unit, desk| {
            let drive = load(unit, id)?;
            came(unit, desk, drive)
        });
        look.expect("a look")
    }

    /// A member whom the agent brings, with so many months paid.
    fn brought(trial: &mut Trial, agent: i64, name: &str) -> MembershipId {
        let person = trial.person(name);
        let facts = [("income", "1000000"), ("sector", "other")].map(|(n, v)| (n.to_owned(), v.to_owned()));
        let member = trial.join(person, Segment::SelfEmployed, None, facts.to_vec());
        open_agent::bring(&mut trial.office, agent, member).expect("she is brought");
        member
    }

    #[test]
    fn a_drive_counts_who_is_brought_and_is_worth_who_stays() {
        testing::both(|address| {
            let mut trial = Trial::begin(address, "2025-12-03");
            let branch = trial.branch;
            let agency = open_agent::agency(&mut trial.office, "Kantor Rukun", branch).expect("an office");
            let terms = "by_staying".to_owned();
            let asked = OpenAgent { agency, person: None, terms, areas: Vec::new() };
            let agent = open_agent::run(&mut trial.office, &asked).expect("an agent");
            for (target, until, code) in
                [(0, "2026-01-01", "outreach_target"), (5, "2025-12-02", "outreach_until")]
            {
                let error = begin(&mut trial, false, target, until).expect_err("a refusal");
                let refusal = error.chain().find_map(|cause| cause.downcast_ref::<Refusal>());
                assert_eq!(refusal.map(|refusal| refusal.code), Some(code));
            }
            let drive = begin(&mut trial, false, 5, "2025-12-31").expect("a drive");
            let province = begin(&mut trial, true, 50, "2025-12-31").expect("a drive");
            let kept = brought(&mut trial, agent, "Rukmini Sejati");
            brought(&mut trial, agent, "Sutarmi Sejati");
            let stood = stands(&mut trial, drive);
            assert_eq!((stood.reached, stood.kept, stood.each()), (2, 0, None));
            // She pays four months; the other none.
            let payer =
                trial.office.look(|unit, _| Ok(memberships::read(unit, kept)?.expect("a membership").payer));
            let payer = payer.expect("a payer");
            for month in ["2025-12", "2026-01", "2026-02", "2026-03"] {
                let first = month.parse::<Month>().expect("a month").first_day();
                let today = first.max(day("2025-12-03"));
                trial.clock.advance(today);
                if month != "2025-12" {
                    trial.run(month);
                }
                let paid = ReceivePayment {
                    for_whom: ForWhom::Payer(payer),
                    amount: 16_800,
                    day: today,
                    channel: "bank".to_owned(),
                    reference: month.to_owned(),
                };
                receive_payment::run(&mut trial.office, &paid, None).expect("a payment");
            }
            let spent = |amount| Spent {
                outreach: drive,
                day: day("2026-03-01"),
                what: "Spanduk".to_owned(),
                amount,
                account: None,
            };
            assert!(trial.office.unit(|unit, desk| spend(unit, desk, &spent(0))).is_err());
            trial.office.unit(|unit, desk| spend(unit, desk, &spent(250_001))).expect("noted");
            let stood = stands(&mut trial, drive);
            assert_eq!((stood.reached, stood.kept, stood.months), (2, 1, 4));
            assert_eq!((stood.cost, stood.each()), (1_250_001, Some(1_250_001)));
            assert_eq!(stands(&mut trial, province).reached, 2);
            // After its last day it counts nobody.
            brought(&mut trial, agent, "Sri Sejati");
            assert_eq!(stands(&mut trial, drive).reached, 2);
            let late = trial.office.unit(|unit, desk| count(unit, desk, drive, MembershipId(1)));
            assert!(late.is_err());
        });
    }
}
