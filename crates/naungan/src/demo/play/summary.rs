//! What a demo has come to, and whether all of it agrees.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::Result;
use base::Month;
use ledger::{Account, Fund, Trial, chart};
use rules::render::Lang;
use rules::tree::Tree;
use scheme::facts::Months;
use scheme::memberships::unpack;
use serde_json::{Value, json};
use store::queries::figures::{self, Sum};
use store::queries::{growth, payers, rolls};

use super::Played;
use super::given::Given;
use crate::books::checks::{self, Verdict};
use crate::books::{self, grouped};
use crate::demo::{Plan, Size};
use crate::office::Office;
use crate::text::count::{BILLS, CHUNKS, ENTRIES};
use crate::text::names;

/// Counts, sums, and what disagrees.
pub(crate) struct Summary {
    /// Segment, memberships, and how many of them go on after the last month.
    members: Vec<(String, i64, i64)>,
    /// Kind of payer, how many.
    payers: Vec<(String, i64)>,
    /// Size under which employers are registered, how many.
    sizes: Vec<(&'static str, i64)>,
    months_covered: i64,
    bills: Sum,
    paid: i64,
    payments: Sum,
    credit: i64,
    penalties: Sum,
    differences: Sum,
    acts: BTreeMap<String, i64>,
    idle: u64,
    savings: i128,
    growth: i64,
    given: Given,
    verdict: Verdict,
    trial: Trial,
    /// Everything that does not agree, a sentence each.
    pub(crate) faults: Vec<String>,
}

/// Counts, adds up and verifies.
pub(crate) fn summary(plan: &Plan, played: &Played, office: &mut Office) -> Result<Summary> {
    let last = plan.first_month().plus_months(plan.months().cast_signed() - 1).unwrap_or(Month::MAX);
    let after = last.next().unwrap_or(last);
    let verdict = checks::verify(office)?;
    let today = office.today();
    let trial = books::trial_on(&mut office.store, today)?;
    let account = Account::new(Fund::new(office.law.fund_of(scheme::law::SAVINGS))?, chart::MEMBERS);
    let savings = trial.rows.iter().find(|row| row.account == account).map_or(0, |row| -row.balance);
    let mut summary = office.look(|unit, _| {
        let (bills, paid) = figures::bills(unit)?;
        let mut sizes: BTreeMap<String, i64> = BTreeMap::new();
        for (_, facts) in rolls::payers_in(unit, last, (0, i64::MAX))? {
            if let Some((_, size)) = unpack(&facts).find(|(name, _)| *name == "enterprise_size") {
                *sizes.entry(size.to_owned()).or_default() += 1;
            }
        }
        let mut months_covered = 0_i64;
        figures::each_stretch(unit, &mut |from, until| {
            let stretch = Months { from, until };
            if let Some(covered) = stretch.common(&Months { from: plan.first_month(), until: Some(after) }) {
                months_covered += i64::from(covered.from.months_until(covered.until.unwrap_or(after)));
            }
            Ok(())
        })?;
        Ok(Summary {
            members: figures::members(unit, after)?,
            payers: figures::payers(unit)?,
            sizes: Size::NAMES.iter().map(|name| (*name, sizes.get(*name).copied().unwrap_or(0))).collect(),
            months_covered,
            bills,
            paid,
            payments: figures::payments(unit)?,
            credit: payers::all_credit(unit)?,
            penalties: figures::penalties(unit)?,
            differences: figures::differences(unit)?,
            acts: figures::acts(unit)?.into_iter().collect(),
            idle: played.idle,
            savings,
            growth: growth::total(unit)?,
            given: Given::read(unit)?,
            verdict: Verdict::default(),
            trial: Trial { rows: Vec::new() },
            faults: Vec::new(),
        })
    })?;
    (summary.verdict, summary.trial) = (verdict, trial);
    summary.faults = summary.disagreements();
    if played.unanswered > 0 {
        summary.faults.push(format!("{} people could not be assessed", played.unanswered));
    }
    Ok(summary)
}

impl Summary {
    fn disagreements(&self) -> Vec<String> {
        let mut faults = self.verdict.faults.clone();
        if self.trial.total() != 0 {
            faults.push(format!("the trial balance is {} and not zero", self.trial.total()));
        }
        let came = self.payments.amount - self.given.returned;
        let went = self.paid + self.credit + self.given.reserved;
        if came != went {
            faults.push(format!("{came} came in, and what is paid and what is left come to {went}"));
        }
        faults
    }

    fn done(&self, what: &str) -> i64 {
        self.acts.get(what).copied().unwrap_or(0)
    }

    /// What is counted, by the words that people read: Indonesian, English.
    fn counts(&self) -> [([&'static str; 2], i64); 17] {
        [
            (["orang terdaftar", "people registered"], self.done("person registered")),
            (["anggota keluarga", "relatives"], self.done("relative added")),
            (["bulan terlindungi", "months covered"], self.months_covered),
            (["gugur", "lapsed"], self.done("membership lapsed")),
            (["aktif kembali", "resumed"], self.done("membership resumed")),
            (["meninggal dunia", "deaths"], self.done("death reported")),
            (["nama diperbaiki", "names corrected"], self.done("person corrected")),
            (["digabungkan", "merged"], self.done("people merged")),
            (["dipisahkan", "un-merged"], self.done("people un-merged")),
            (["tagihan", "bills"], self.bills.count),
            (["pembayaran", "payments"], self.payments.count),
            (["laporan ditolak", "reports refused"], i64::try_from(self.idle).unwrap_or(i64::MAX)),
            (["kampanye", "campaigns"], self.done("campaign opened")),
            (["baris daftar nama", "lines of lists"], self.given.lines),
            (["bulan-pekerja terpakai", "worker-months used"], self.given.used_months),
            (["perjalanan", "trips"], self.given.trips),
            (["dibawa agen", "brought by agents"], self.done("member brought by an agent")),
        ]
    }

    /// Amounts, by the words that people read: Indonesian, English.
    fn amounts(&self) -> [([&'static str; 2], i128); 17] {
        [
            (["ditagih", "billed"], self.bills.amount.into()),
            (["  termasuk selisih", "  of it differences"], self.differences.amount.into()),
            (["  termasuk denda", "  of it penalties"], self.penalties.amount.into()),
            (["dibayar", "paid"], self.paid.into()),
            (["belum dibayar", "open"], i128::from(self.bills.amount) - i128::from(self.paid)),
            (["pembayaran", "payments"], self.payments.amount.into()),
            (["titipan", "credit"], self.credit.into()),
            (["saldo peserta", "savings"], self.savings),
            (["  hasil pengembangan", "  of it growth"], self.growth.into()),
            (["donasi dijanjikan", "donations pledged"], self.given.pledged.into()),
            (["donasi diterima", "donations received"], self.given.received.into()),
            (["  dicadangkan", "  reserved"], self.given.reserved.into()),
            (["  terpakai", "  used"], self.given.used.into()),
            (["  dikembalikan", "  returned"], self.given.returned.into()),
            (["disisihkan perjalanan", "put aside by trips"], self.given.aside.into()),
            (["  belum disetor platform", "  still with platforms"], self.given.with_platforms.into()),
            (["tunai di tangan agen", "cash with agents"], self.given.with_agents.into()),
        ]
    }

    /// For people.
    pub(crate) fn text(&self, tree: &Tree, lang: Lang) -> String {
        let mut text = String::new();
        // The law's Indonesian words for its segments are longer than our names for them.
        let width = lang.pick_value(34, 20);
        let [memberships, active, ended] =
            lang.pick_value(["kepesertaan", "aktif", "berakhir"], ["memberships", "active", "ended"]);
        let _ = writeln!(text, "{memberships:<width$}   {active:>14} {ended:>14}");
        for (segment, all, active) in &self.members {
            let segment = names::segment(tree, segment, lang);
            let (active, ended) = (grouped(*active, lang), grouped(all - active, lang));
            let _ = writeln!(text, "  {segment:<width$} {active:>14} {ended:>14}");
        }
        let mut counted = |title: &str, rows: &[(&str, i64)]| {
            let _ = writeln!(text, "{title}");
            for (what, count) in rows {
                let _ = writeln!(text, "  {what:<width$} {:>14}", grouped(*count, lang));
            }
        };
        let payers = self.payers.iter().map(|(kind, count)| (names::payer_kind(kind, lang), *count));
        counted(lang.pick("pembayar iuran", "payers"), &payers.collect::<Vec<_>>());
        let sizes = self.sizes.iter().map(|(size, count)| (names::size(tree, size, lang), *count));
        let title =
            lang.pick("pemberi kerja dan cabang menurut skala usaha", "employers and branches by size");
        counted(title, &sizes.collect::<Vec<_>>());
        let happened = self.counts().map(|([id, en], count)| (lang.pick(id, en), count));
        counted(lang.pick("yang terjadi", "what happened"), &happened);
        let _ = writeln!(text, "{:<width$}   {:>29}", lang.pick("uang", "money"), "Rp");
        for ([id, en], amount) in self.amounts() {
            let _ = writeln!(text, "  {:<width$} {:>29}", lang.pick(id, en), grouped(amount, lang));
        }
        let _ = writeln!(text, "\n{}", books::trial_text(&self.trial, lang).trim_end());
        let _ = writeln!(text, "\n{}", self.verified(lang));
        for fault in &self.faults {
            let _ = writeln!(text, "  {fault}");
        }
        text
    }

    fn verified(&self, lang: Lang) -> String {
        let Verdict { entries, bills, chunks, .. } = self.verdict;
        let (entries, bills) = (ENTRIES.counted(entries, lang), BILLS.counted(bills, lang));
        let chunks = CHUNKS.counted(chunks, lang);
        let verdict = match (self.faults.is_empty(), lang) {
            (true, Lang::Id) => "semua cocok",
            (true, Lang::En) => "everything agrees",
            (false, Lang::Id) => "tidak semua cocok:",
            (false, Lang::En) => "not everything agrees:",
        };
        match lang {
            Lang::Id => format!("diperiksa: {entries}, {bills}, {chunks}; {verdict}"),
            Lang::En => format!("verified: {entries}, {bills}, {chunks} of runs; {verdict}"),
        }
    }

    /// For programs.
    pub(crate) fn json(&self) -> Value {
        let name = |words: &str| words.trim().trim_start_matches("of it ").replace([' ', '-'], "_");
        let members: BTreeMap<_, _> = self
            .members
            .iter()
            .map(|(segment, all, active)| (segment, json!({ "active": active, "ended": all - active })))
            .collect();
        let counts: BTreeMap<_, _> =
            self.counts().iter().map(|([_, what], count)| (name(what), *count)).collect();
        // A total of all accounts can be larger than what every reader of JSON takes for a whole number.
        let amounts: BTreeMap<_, _> =
            self.amounts().iter().map(|([_, what], amount)| (name(what), amount.to_string())).collect();
        json!({
            "members": members,
            "payers": self.payers.iter().map(|(kind, count)| (kind, *count)).collect::<BTreeMap<_, _>>(),
            "employers": self.sizes.iter().map(|(size, count)| (size, *count)).collect::<BTreeMap<_, _>>(),
            "counts": counts,
            "amounts": amounts,
            "trial_balance": self.trial.total().to_string(),
            "verified": {
                "entries": self.verdict.entries, "bills": self.verdict.bills, "chunks": self.verdict.chunks,
            },
            "faults": self.faults,
        })
    }
}
