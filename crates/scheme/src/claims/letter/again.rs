//! What a letter says beside the decision itself: what was granted before, what is paid now, what is kept.

use super::sentence::{both, with_money};
use super::{Letter, Line, Outcome};
use crate::law::ClaimLaw;

/// What a decision means for the money, without tax.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Money {
    /// What was granted before; nothing the first time.
    pub before: Option<i64>,
    /// What is granted now, of what is paid over time the first; below nothing is what was too much.
    pub now: i64,
    /// What of it is kept back for what was paid too much before.
    pub kept: i64,
}

impl Letter {
    /// The same letter with what becomes of the money: of a claim that is decided again, the difference.
    #[must_use]
    pub fn with_money(mut self, law: &ClaimLaw<'_>, money: &Money) -> Letter {
        match money.before {
            Some(before) if self.outcome == Outcome::Granted && money.now != 0 => {
                self.again(law, before, money.now);
            }
            _ if self.outcome == Outcome::Granted && money.now != self.net => {
                let (id, en) = ("Dari jumlah itu {} dibayar sekarang.", "Of this, {} is paid now.");
                self.opening.push(says(law, id, en, money.now));
            }
            _ => {}
        }
        if money.kept > 0 {
            let id = "Dari jumlah itu {} dipotong untuk kelebihan bayar yang lalu.";
            let en = "Of this, {} is kept back for what was paid too much before.";
            self.opening.push(says(law, id, en, money.kept));
        }
        self.number_lines();
        self
    }

    fn again(&mut self, law: &ClaimLaw<'_>, before: i64, difference: i64) {
        let again = both("Kami menghitung kembali klaim Anda.", "We have worked out your claim again.");
        let about = self.opening.get(1).cloned();
        let mut lines = vec![Line::says(again, None)];
        lines.extend(about);
        lines.push(says(law, "Yang kami setujui sebelumnya: {}.", "What we granted before: {}.", before));
        lines.push(says(
            law,
            "Yang menjadi hak Anda: {}.",
            "What you have a right to: {}.",
            before + difference,
        ));
        if difference > 0 {
            self.outcome = Outcome::Underpaid;
            lines.push(says(
                law,
                "Kami membayar kekurangannya, {}.",
                "We pay what is missing, {}.",
                difference,
            ));
        } else {
            self.outcome = Outcome::Overpaid;
            lines.push(says(
                law,
                "Yang dibayar terlalu banyak: {}.",
                "What was paid too much: {}.",
                -difference,
            ));
            let id = "Kami memotongnya dari pembayaran berikutnya sejauh boleh. Sisanya kami minta kembali.";
            let en = "We keep it back from later payments as far as allowed. We ask for the rest.";
            lines.push(Line::says(both(id, en), None));
            self.clock.clear();
        }
        self.opening = lines;
    }
}

fn says(law: &ClaimLaw<'_>, id: &str, en: &str, coins: i64) -> Line {
    Line { number: 0, said: with_money(law, id, en, coins), amount: Some(coins), citation: None }
}
