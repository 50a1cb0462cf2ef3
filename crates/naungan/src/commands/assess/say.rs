//! The summary of a payroll, as text and as JSON.

use std::path::Path;

use base::Exact;
use rules::doubts::{Doubt, doubts, facts_asked};
use rules::render::{Lang, citation, money, value};
use rules::tree::{Fact, Tree};
use rules::value::{Type, Value};
use serde_json::{Value as Json, json};

use crate::assess::{Assessed, Setting};
use crate::books::grouped;
use crate::text::count::{PEOPLE, ROWS};

/// Everything a summary shows.
pub(super) struct Report<'a> {
    pub(super) tree: &'a Tree,
    pub(super) fingerprint: &'a str,
    pub(super) file: &'a Path,
    pub(super) setting: &'a Setting<'a>,
    pub(super) assessed: &'a Assessed,
    pub(super) assumed: &'a [String],
    /// Facts that the file has columns for.
    pub(super) brought: &'a [usize],
    pub(super) ignored: &'a [String],
    pub(super) out: Option<&'a Path>,
    pub(super) rejects: Option<&'a Path>,
    pub(super) lang: Lang,
}

impl Report<'_> {
    pub(super) fn text(&self) -> String {
        let mut lines = vec![self.title(), self.counts(), String::new()];
        lines.extend(table(&self.rows()));
        lines.push(String::new());
        lines.extend(self.notes());
        lines.join("\n") + "\n"
    }

    fn pick<'t>(&self, id: &'t str, en: &'t str) -> &'t str {
        self.lang.pick(id, en)
    }

    fn title(&self) -> String {
        let month = value(self.tree, &Value::Month(self.setting.month), Type::Month, self.lang);
        format!("{} {month} · {}", self.pick("Iuran", "Contributions of"), self.file.display())
    }

    fn counts(&self) -> String {
        let (layout, summary) = (&self.assessed.layout, &self.assessed.summary);
        let segments: Vec<String> = layout
            .people(summary)
            .filter(|(_, people)| *people > 0)
            .map(|(segment, people)| {
                let words = &self.tree.jurisdiction.segments[segment].words;
                format!("{} {}", grouped(people, self.lang), self.lang.of(words))
            })
            .collect();
        let refused = self.assessed.read.rejected_rows + self.assessed.unanswered;
        let people = PEOPLE.counted(summary.total_people(), self.lang);
        let (rows, rejected) = (ROWS.counted(refused, self.lang), self.pick("ditolak", "rejected"));
        format!("{people} ({}); {rows} {rejected}", segments.join(", "))
    }

    /// Rows of the table: what, who, amount.
    fn rows(&self) -> Vec<[String; 3]> {
        let (layout, summary) = (&self.assessed.layout, &self.assessed.summary);
        let land = &self.tree.jurisdiction;
        let mut rows = vec![
            [
                self.pick("program", "programme"),
                self.pick("pembayar", "paid by"),
                self.pick("jumlah", "amount"),
            ]
            .map(str::to_owned),
        ];
        let mut totals = vec![0_i128; land.payers.len()];
        for (programme, payer, sum) in layout.line_sums(summary) {
            totals[payer] += sum;
            if sum != 0 {
                let names = [&land.programmes[programme].words, &land.payers[payer].words];
                rows.push([
                    self.lang.of(names[0]).to_owned(),
                    self.lang.of(names[1]).to_owned(),
                    self.money(sum),
                ]);
            }
        }
        let total = self.pick("jumlah", "total");
        rows.extend(totals.iter().enumerate().filter(|(_, sum)| **sum != 0).map(|(payer, sum)| {
            [total.to_owned(), self.lang.of(&land.payers[payer].words).to_owned(), self.money(*sum)]
        }));
        rows.push([
            self.pick("seluruhnya", "all together").to_owned(),
            String::new(),
            self.money(totals.iter().sum()),
        ]);
        for (programme, fund, sum) in layout.move_sums(summary).filter(|(.., sum)| *sum != 0) {
            let to = self.pick("dialihkan ke", "moved to");
            let text = format!("{to} {}", self.lang.of(&land.programmes[programme].words));
            rows.push([text, self.lang.of(&land.funds[fund].words).to_owned(), self.money(sum)]);
        }
        for (fund, sum) in layout.fund_sums(summary).into_iter().filter(|(_, sum)| *sum != 0) {
            let text = self.pick("masuk ke", "goes to").to_owned();
            rows.push([text, self.lang.of(&land.funds[fund].words).to_owned(), self.money(sum)]);
        }
        rows
    }

    fn money(&self, coins: i128) -> String {
        let parts = 10_i128.pow(self.tree.jurisdiction.decimals.min(9));
        money(self.tree, &Exact::fraction(coins, parts).unwrap_or_else(Exact::zero), self.lang)
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if !self.assumed.is_empty() {
            let first = self.setting.month.first_day();
            let text = self.pick(
                "dianggap hari pertama bulan itu; ubah dengan --set",
                "taken to be the first day of the month; change it with --set",
            );
            notes.push(format!("{} {first}: {text}", self.assumed.join(", ")));
        }
        let defaults = self.defaults();
        if !defaults.is_empty() {
            let text = self.pick(
                "dianggap untuk semua orang; ubah dengan kolom atau --set",
                "assumed for everybody; change it with a column or --set",
            );
            notes.push(format!("{text}: {}", defaults.join(", ")));
        }
        if !self.ignored.is_empty() {
            let text = self.pick("kolom yang tidak dipakai", "columns that were not used");
            notes.push(format!("{text}: {}", self.ignored.join(", ")));
        }
        if let Some(line) = self.assessed.read.repeats_unseen_from {
            let text = self.pick(
                "NIK ganda tidak lagi dicari mulai baris",
                "repeated NIKs were no longer looked for from row",
            );
            notes.push(format!("{text} {line}"));
        }
        let doubts = self.doubts();
        if !doubts.is_empty() {
            notes.push(
                self.pick(
                    "Belum pasti (selengkapnya: naungan explain):",
                    "Uncertain (in full: naungan explain):",
                )
                .to_owned(),
            );
            notes.extend(doubts.iter().map(|doubt| format!("  ? {}", self.doubt(doubt))));
        }
        let path = |text: &str, path: &Path| format!("{text}: {}", path.display());
        notes.extend(self.out.map(|out| path(self.pick("satu baris per orang", "one row a person"), out)));
        notes.extend(self.rejects.map(|rejects| {
            path(
                self.pick("yang ditolak, dengan sebab dan perbaikannya", "rejected, with reason and remedy"),
                rejects,
            )
        }));
        if self.out.is_none() {
            notes.push(
                self.pick(
                    "tambahkan --out BERKAS.csv untuk rincian per orang",
                    "add --out FILE.csv for one row a person",
                )
                .to_owned(),
            );
        }
        notes.push(format!("{} {}", self.pick("hukum", "law"), self.fingerprint));
        notes
    }

    /// Facts that the rules ask for, the file lacks and the law has a default for.
    fn defaults(&self) -> Vec<String> {
        let items = self.assessed.layout.items_used(&self.assessed.summary);
        let asked = facts_asked(self.tree, &self.setting.constants, &items);
        let lacking = |fact: &usize| {
            let set = self.setting.constants.get(*fact).is_some();
            let brought = self.brought.contains(fact);
            !set && !brought
        };
        let facts = asked.iter().filter(|fact| lacking(fact)).map(|fact| &self.tree.facts[*fact]);
        facts
            .filter_map(|fact| Some((fact, fact.default.as_ref()?)))
            .map(|(fact, default)| self.default(fact, default))
            .collect()
    }

    fn default(&self, fact: &Fact, default: &Value) -> String {
        let shown = match default {
            Value::Option(at) => self.tree.options(fact.ty)[usize::from(*at)].clone(),
            other => value(self.tree, other, fact.ty, self.lang),
        };
        format!("{}={shown}", fact.name)
    }

    /// Uncertainties of the rules that this payroll met.
    fn doubts(&self) -> Vec<Doubt> {
        doubts(self.tree, &self.setting.constants, &self.assessed.layout.items_used(&self.assessed.summary))
    }

    fn doubt(&self, doubt: &Doubt) -> String {
        let text = doubt.text.as_ref().map(|text| format!(": {}", self.lang.of(text))).unwrap_or_default();
        format!("{} · {}{text}", self.lang.of(&doubt.about), citation(&doubt.citation, self.lang))
    }

    pub(super) fn json(&self) -> String {
        let (layout, summary) = (&self.assessed.layout, &self.assessed.summary);
        let land = &self.tree.jurisdiction;
        let coins = |sum: i128| i64::try_from(sum).map_or_else(|_| json!(sum.to_string()), Json::from);
        let lines: Vec<Json> = layout
            .line_sums(summary)
            .map(|(programme, payer, sum)| {
                let (programme, payer) = (&land.programmes[programme].name, &land.payers[payer].name);
                json!({"programme": programme, "payer": payer, "amount": coins(sum)})
            })
            .collect();
        let moves: Vec<Json> = layout
            .move_sums(summary)
            .map(|(programme, fund, sum)| {
                let (programme, from) = (&land.programmes[programme].name, &land.funds[fund].name);
                json!({"programme": programme, "from": from, "amount": coins(sum)})
            })
            .collect();
        let funds: serde_json::Map<String, Json> = layout
            .fund_sums(summary)
            .into_iter()
            .map(|(fund, sum)| (land.funds[fund].name.clone(), coins(sum)))
            .collect();
        let people: serde_json::Map<String, Json> = layout
            .people(summary)
            .map(|(segment, people)| (land.segments[segment].name.clone(), people.into()))
            .collect();
        let answer = json!({
            "file": self.file.display().to_string(),
            "month": self.setting.month.to_string(),
            "law": self.fingerprint,
            "people": people,
            "rejected_rows": self.assessed.read.rejected_rows + self.assessed.unanswered,
            "lines": lines,
            "moves": moves,
            "funds": funds,
            "assumed": self.assumed,
            "defaults": self.defaults(),
            "ignored_columns": self.ignored,
            "doubts": self.doubts().iter().map(|doubt| self.doubt(doubt)).collect::<Vec<_>>(),
            "out": self.out.map(|out| out.display().to_string()),
            "rejects": self.rejects.map(|rejects| rejects.display().to_string()),
        });
        format!("{answer:#}\n")
    }
}

/// Columns of one width each; amounts end at the right.
fn table(rows: &[[String; 3]]) -> Vec<String> {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths = [width(0), width(1), width(2)];
    let pad = |text: &str, width: usize| " ".repeat(width - text.chars().count());
    rows.iter()
        .map(|[what, who, amount]| {
            format!(
                "{what}{}  {who}{}  {}{amount}",
                pad(what, widths[0]),
                pad(who, widths[1]),
                pad(amount, widths[2])
            )
        })
        .collect()
}
