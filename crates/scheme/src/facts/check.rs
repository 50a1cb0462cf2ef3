//! Whether a fact can be taken: the law knows its own names and limits, the institution adds a few.

use base::Day;
use rules::facts::Facts;
use rules::tree::Tree;

use crate::refusal::Refusal;

/// Names that the institution itself reads; the law never asks for them.
pub const OWN_NAMES: [&str; 5] = ["started", "ended", "end_reason", "died", "funder"];

/// Why a membership ends, in the institution's own order.
pub const END_REASONS: [&str; 8] =
    ["resigned", "dismissed", "contract_ended", "retired", "moved", "lapsed", "left_indonesia", "other"];

/// Whether the name is one that the institution itself reads.
pub fn is_own(name: &str) -> bool {
    OWN_NAMES.contains(&name)
}

/// Refuses a value that is outside the law's limits, in the law's words, or that no store could keep.
pub fn check_fact(tree: &Tree, name: &str, value: &str) -> Result<(), Refusal> {
    if value.contains([';', '=', '\n', '\r']) {
        let (id, en) = ("tidak boleh berisi `;`, `=` atau baris baru", "cannot hold `;`, `=` or a new line");
        return Err(refused(name, id, en));
    }
    if is_own(name) {
        return own(name, value);
    }
    let taken = Facts::new(tree).set(tree, name, value);
    taken.map_err(|fault| refused(&fault.name, &fault.words.id, &fault.words.en))
}

fn own(name: &str, value: &str) -> Result<(), Refusal> {
    match name {
        "end_reason" if END_REASONS.contains(&value) => Ok(()),
        "end_reason" => {
            let options = END_REASONS.join(", ");
            let id = format!("`{value}` bukan salah satu dari {options}");
            Err(refused(name, &id, &format!("`{value}` is not one of {options}")))
        }
        "funder" if value.parse::<i64>().is_ok_and(|number| number > 0) => Ok(()),
        "funder" => {
            let id = format!("`{value}` bukan nomor pembayar iuran");
            Err(refused(name, &id, &format!("`{value}` is not the number of a payer")))
        }
        _ => match value.parse::<Day>() {
            Ok(_) => Ok(()),
            Err(fault) => {
                let id = format!("`{value}` tidak dapat dibaca sebagai tanggal, seperti 2026-02-17");
                Err(refused(name, &id, &fault.to_string()))
            }
        },
    }
}

fn refused(name: &str, id: &str, en: &str) -> Refusal {
    Refusal { code: "fact_refused", id: format!("{name}: {id}"), en: format!("{name}: {en}"), citation: None }
}
