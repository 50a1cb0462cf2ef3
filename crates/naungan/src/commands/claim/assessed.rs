//! What a claim comes to, component by component, with the reasons; and what came of an approval.

use std::fmt::Write;

use anyhow::Result;
use rules::render::{self, Lang};
use scheme::claims::{Assessment, GrantLine};
use serde_json::{Value, json};

use crate::actions::approve_claim::Approved;
use crate::books::grouped;
use crate::commands::Outcome;
use crate::commands::register::answer;
use crate::office::Office;

pub(super) fn said(
    office: &mut Office,
    (claim, found): (i64, &Assessment),
    lang: Lang,
    as_json: bool,
) -> Result<Outcome> {
    answer(as_json, &value(claim, found), &text(office, (claim, found), lang))
}

fn value(claim: i64, found: &Assessment) -> Value {
    let lines = found
        .lines
        .iter()
        .map(|line| json!({ "component": line.component, "payments": line.payments, "payee": line.payee }));
    json!({
        "claim": claim, "programme": found.programme, "gross": found.gross(), "tax": found.tax,
        "net": found.net(), "lines": lines.collect::<Value>(),
    })
}

fn text(office: &Office, (claim, found): (i64, &Assessment), lang: Lang) -> String {
    let mut text = String::new();
    let gross = grouped(found.gross(), lang);
    let _ = match lang {
        Lang::Id => writeln!(text, "klaim {claim}: Rp{gross} dari dana {}", found.programme),
        Lang::En => writeln!(text, "claim {claim}: Rp{gross} from the fund {}", found.programme),
    };
    for line in found.lines.iter().filter(|line| !line.payments.is_empty()) {
        line_text(&mut text, office, line, lang);
    }
    if found.tax != 0 {
        let (tax, net) = (grouped(found.tax, lang), grouped(found.net(), lang));
        let _ = match lang {
            Lang::Id => writeln!(text, "  pajak Rp{tax}, dibayar Rp{net}"),
            Lang::En => writeln!(text, "  tax Rp{tax}, paid Rp{net}"),
        };
    }
    text
}

fn line_text(text: &mut String, office: &Office, line: &GrantLine, lang: Lang) {
    let payments = match line.payments.as_slice() {
        [one] => grouped(*one, lang),
        many => format!("{} × ({})", many.len(), grouped(line.total(), lang)),
    };
    let _ = writeln!(text, "  {}: {payments}", lang.of(&line.words));
    if let Some(reason) = line.reasons.first() {
        for shown in render::reason(office.law.tree(), office.pack.files(), reason, lang) {
            let _ = writeln!(text, "    {shown}");
        }
    }
}

pub(super) fn approved((claim, approved): (i64, &Approved), lang: Lang, as_json: bool) -> Result<Outcome> {
    let Approved { net, kept, overpaid, orders } = approved;
    let rows =
        orders.iter().map(|(order, hand, amount)| json!({ "order": order, "hand": hand, "amount": amount }));
    let value = json!({
        "claim": claim, "net": net, "kept_back": kept, "overpaid": overpaid,
        "orders": rows.collect::<Value>(),
    });
    let mut text = match lang {
        Lang::Id => format!("klaim {claim} disetujui: Rp{}\n", grouped(*net, lang)),
        Lang::En => format!("claim {claim} is approved: Rp{}\n", grouped(*net, lang)),
    };
    if *kept > 0 {
        let kept = grouped(*kept, lang);
        let said = lang.pick("dipotong untuk kelebihan bayar", "kept back for what was paid too much");
        let _ = writeln!(text, "  {said}: Rp{kept}");
    }
    if *overpaid > 0 {
        let overpaid = grouped(*overpaid, lang);
        let said = lang.pick("kelebihan bayar, ditagih kembali", "paid too much, to be recovered");
        let _ = writeln!(text, "  {said}: Rp{overpaid}");
    }
    for (order, hand, amount) in orders {
        let _ = writeln!(
            text,
            "  {} {order}: {hand} Rp{}",
            lang.pick("perintah bayar", "order"),
            grouped(*amount, lang)
        );
    }
    answer(as_json, &value, &text)
}
