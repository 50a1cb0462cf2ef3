//! Forms that several parts of the interface share, and how they are read and written.

use std::borrow::Cow;
use std::collections::BTreeMap;

use base::id::Sex;
use base::{Day, Kpj, Month, Nik};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use scheme::facts::Fact;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};
use store::queries::bills::Bill;

use super::body::complaint;
use crate::actions::register_person::Found;
use crate::books::correct::Corrected;
use crate::office::code;
use rules::render::Lang;

/// A text that is read into a value, with how the document describes it and what is said of one that is none.
macro_rules! text_form {
    ($(#[$doc:meta])* $form:ident, $value:ty, $shape:tt, $id:literal, $en:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(super) struct $form(pub(super) $value);

        impl<'de> Deserialize<'de> for $form {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<$form, D::Error> {
                let text = String::deserialize(from)?;
                text.parse().map($form).map_err(|_| D::Error::custom(complaint($id, $en)))
            }
        }

        impl Serialize for $form {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(&self.0)
            }
        }

        impl JsonSchema for $form {
            fn schema_name() -> Cow<'static, str> {
                stringify!($form).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($shape)
            }
        }
    };
}

text_form!(
    /// A day of the calendar.
    Date, Day,
    { "type": "string", "format": "date", "examples": ["2026-05-03"] },
    "tulis tanggal seperti 2026-05-03", "write a day such as 2026-05-03"
);
text_form!(
    /// A month of the calendar.
    YearMonth, Month,
    { "type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$", "examples": ["2026-05"] },
    "tulis bulan seperti 2026-05", "write a month such as 2026-05"
);
text_form!(
    /// A population number.
    NikNumber, Nik,
    { "type": "string", "pattern": "^[0-9]{16}$", "examples": ["9901014107900001"] },
    "NIK terdiri dari enam belas angka: cocokkan dengan kartu",
    "a NIK has sixteen digits: compare it with the card"
);
text_form!(
    /// A card number.
    KpjNumber, Kpj,
    { "type": "string", "pattern": "^[0-9]{11}$", "examples": ["26012345678"] },
    "nomor kartu (KPJ) terdiri dari sebelas angka", "a card number (KPJ) has eleven digits"
);

/// The sex that the population register records.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum SexForm {
    Female,
    Male,
}

impl From<SexForm> for Sex {
    fn from(form: SexForm) -> Sex {
        match form {
            SexForm::Female => Sex::Female,
            SexForm::Male => Sex::Male,
        }
    }
}

impl From<Sex> for SexForm {
    fn from(sex: Sex) -> SexForm {
        match sex {
            Sex::Female => SexForm::Female,
            Sex::Male => SexForm::Male,
        }
    }
}

/// A segment of members, by the law's name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum SegmentForm {
    WageEarner,
    SelfEmployed,
    Construction,
    Migrant,
}

impl From<SegmentForm> for scheme::memberships::Segment {
    fn from(form: SegmentForm) -> Self {
        match form {
            SegmentForm::WageEarner => Self::WageEarner,
            SegmentForm::SelfEmployed => Self::SelfEmployed,
            SegmentForm::Construction => Self::Construction,
            SegmentForm::Migrant => Self::Migrant,
        }
    }
}

/// The value of a fact: a text in the law's notation, a whole number, or yes and no.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum FactValue {
    Text(String),
    Whole(i64),
    Yes(bool),
}

impl FactValue {
    /// As the law writes it.
    pub(super) fn text(&self) -> String {
        match self {
            FactValue::Text(text) => text.clone(),
            FactValue::Whole(number) => number.to_string(),
            FactValue::Yes(true) => "yes".to_owned(),
            FactValue::Yes(false) => "no".to_owned(),
        }
    }
}

/// Facts by the law's names, such as `wage`; `GET /api/v1/law/facts` lists them.
pub(super) type FactsForm = BTreeMap<String, FactValue>;

/// As actions take them.
pub(super) fn pairs(facts: &FactsForm) -> Vec<(String, String)> {
    facts.iter().map(|(name, value)| (name.clone(), value.text())).collect()
}

/// A fact as it is known.
#[derive(Serialize, JsonSchema)]
pub(super) struct KnownFact {
    name: String,
    /// Without one, what was said from that month on was withdrawn.
    value: Option<String>,
    /// The first month; always true where there is none.
    from: Option<String>,
    /// The first month in which it is no longer true.
    until: Option<String>,
    /// When it became known.
    known: String,
}

impl From<&Fact> for KnownFact {
    fn from(fact: &Fact) -> KnownFact {
        KnownFact {
            name: fact.name.clone(),
            value: fact.value.clone(),
            from: (fact.from != Month::MIN).then(|| fact.from.to_string()),
            until: fact.until.map(|month| month.to_string()),
            known: fact.known.to_string(),
        }
    }
}

/// Something changes from a month on; no value withdraws what was said from that month on.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FactReport {
    /// The law's name of the fact.
    #[schemars(length(max = 100))]
    pub(super) name: String,
    #[serde(default)]
    pub(super) value: Option<FactValue>,
    /// The first month it is true for.
    pub(super) from: YearMonth,
    /// The first month it is no longer true for; until the next report where there is none.
    #[serde(default)]
    pub(super) until: Option<YearMonth>,
}

/// Something somebody should look at.
#[derive(Serialize, JsonSchema)]
pub(super) struct Finding {
    code: String,
    says: String,
}

/// In the reader's language.
pub(super) fn findings(found: &[Found], lang: Lang) -> Vec<Finding> {
    let one = |found: &Found| Finding {
        code: found.code.clone(),
        says: lang.pick(&found.id, &found.en).to_owned(),
    };
    found.iter().map(one).collect()
}

/// A bill that a change has made: a difference, in favour of either side.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub(super) struct Difference {
    payer: i64,
    month: String,
    no: i64,
    /// In whole rupiah; negative in favour of the payer.
    owed: i64,
    code: String,
    due: Option<String>,
}

impl From<&Corrected> for Difference {
    fn from(bill: &Corrected) -> Difference {
        Difference {
            payer: bill.payer.0,
            month: bill.month.to_string(),
            no: bill.no,
            owed: bill.owed,
            code: code::shown(bill.code),
            due: bill.due.map(|day| day.to_string()),
        }
    }
}

/// What a change has made.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub(super) struct Changes {
    pub(super) bills: Vec<Difference>,
}

impl From<Vec<Corrected>> for Changes {
    fn from(bills: Vec<Corrected>) -> Changes {
        Changes { bills: bills.iter().map(Difference::from).collect() }
    }
}

/// A bill, without what each programme gets of it.
#[derive(Serialize, JsonSchema)]
pub(super) struct BillForm {
    pub(super) month: String,
    pub(super) payer: i64,
    /// 0 as first found; further ones are differences and penalties.
    pub(super) no: i64,
    /// `contribution`, `penalty` or `lapse`.
    pub(super) kind: String,
    /// The payment code, one for all bills of a month.
    pub(super) code: String,
    pub(super) due: Option<String>,
    /// In whole rupiah; negative in favour of the payer.
    pub(super) owed: i64,
    pub(super) paid: i64,
    /// The day on which it was paid in full.
    pub(super) settled: Option<String>,
}

impl From<&Bill> for BillForm {
    fn from(bill: &Bill) -> BillForm {
        BillForm {
            month: bill.month.to_string(),
            payer: bill.payer.0,
            no: bill.no,
            kind: bill.kind.clone(),
            code: code::shown(bill.code),
            due: bill.due.map(|day| day.to_string()),
            owed: bill.owed,
            paid: bill.paid,
            settled: bill.settled.map(|day| day.to_string()),
        }
    }
}

/// Months from one to before another.
#[derive(Serialize, JsonSchema)]
pub(super) struct Span {
    pub(super) from: String,
    pub(super) until: Option<String>,
}

/// An example of a report of a fact.
pub(super) fn fact_report_example() -> Value {
    json!({ "name": "wage", "value": 6_000_000, "from": "2026-02" })
}
