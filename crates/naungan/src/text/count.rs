//! Things that are counted: Indonesian has one word for one and for many, English two.

use rules::render::Lang;

use crate::books::grouped;

/// A thing that is counted.
pub(crate) struct Noun {
    id: &'static str,
    one: &'static str,
    many: &'static str,
}

pub(crate) const BILLS: Noun = Noun::new("tagihan", "bill", "bills");
pub(crate) const CHUNKS: Noun = Noun::new("bagian proses", "chunk", "chunks");
pub(crate) const ENTRIES: Noun = Noun::new("jurnal transaksi", "entry", "entries");
pub(crate) const FAULTS: Noun = Noun::new("kesalahan", "fault", "faults");
pub(crate) const MEMBERS: Noun = Noun::new("peserta", "member", "members");
pub(crate) const MONTHS: Noun = Noun::new("bulan", "month", "months");
pub(crate) const PAYMENTS: Noun = Noun::new("pembayaran", "payment", "payments");
pub(crate) const PEOPLE: Noun = Noun::new("orang", "person", "people");
pub(crate) const ROWS: Noun = Noun::new("baris", "row", "rows");
pub(crate) const TRANSACTIONS: Noun = Noun::new("transaksi", "transaction", "transactions");

impl Noun {
    const fn new(id: &'static str, one: &'static str, many: &'static str) -> Noun {
        Noun { id, one, many }
    }

    /// `1 bill`, `1,292 bills`, `1.292 tagihan`.
    pub(crate) fn counted(&self, number: impl Into<i128>, lang: Lang) -> String {
        let number = number.into();
        let word = match (lang, number) {
            (Lang::Id, _) => self.id,
            (Lang::En, 1) => self.one,
            (Lang::En, _) => self.many,
        };
        format!("{} {word}", grouped(number, lang))
    }
}

#[cfg(test)]
mod tests {
    use super::{BILLS, Lang};

    #[test]
    fn one_bill_and_two_bills() {
        let said = |lang| [0, 1, 2, 1_292].map(|number: i64| BILLS.counted(number, lang));
        assert_eq!(said(Lang::En), ["0 bills", "1 bill", "2 bills", "1,292 bills"]);
        assert_eq!(said(Lang::Id), ["0 tagihan", "1 tagihan", "2 tagihan", "1.292 tagihan"]);
    }
}
