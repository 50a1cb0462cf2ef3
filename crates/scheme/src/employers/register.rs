//! Registering somebody who pays.

use base::id::is_province;
use base::{Day, Moment, Npp};
use rules::tree::Tree;

use super::{Measure, Payer, PayerKind, size};
use crate::facts::{Fact, Subject, check_fact, is_own};
use crate::id::PayerId;
use crate::people::Finding;
use crate::refusal::Refusal;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Register<'a> {
    /// The number it gets.
    pub id: PayerId,
    /// What it is.
    pub kind: PayerKind,
    /// The registration number as written.
    pub npp: Option<&'a str>,
    /// What it is called.
    pub name: &'a str,
    /// The employer of a branch, the contractor of a project.
    pub parent: Option<&'a Payer>,
    /// The code of the province.
    pub province: Option<u8>,
    /// The day of registration.
    pub registered: Day,
    /// Its first day with people to report; facts hold from that month.
    pub started: Day,
    /// Facts by the law's names: `risk_class`, `industry`, `labour_intensive_relief`, `enterprise_size` …
    pub facts: &'a [(&'a str, &'a str)],
    /// What the size is told by, where it is not stated.
    pub measure: Option<Measure<'a>>,
    /// When it becomes known.
    pub known: Moment,
}

/// What is written down.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Registered {
    /// The payer.
    pub payer: Payer,
    /// Its first facts.
    pub facts: Vec<Fact>,
    /// What somebody should look at.
    pub findings: Vec<Finding>,
}

/// Registers a payer. `taken` is another payer that holds the same NPP.
pub fn register(tree: &Tree, asked: &Register<'_>, taken: Option<PayerId>) -> Result<Registered, Refusal> {
    let npp = npp(asked, taken)?;
    let parent = parent(asked)?;
    let name = asked.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() && asked.kind != PayerKind::Own {
        return Err(Refusal::new("name_missing", "nama belum diisi", "the name is missing"));
    }
    if let Some(code) = asked.province.filter(|code| !is_province(*code)) {
        let id = format!("{code} bukan kode provinsi: tulis dua angka pertama kode wilayah, seperti 31");
        let en =
            format!("{code} is no province: write the first two digits of the region's code, such as 31");
        return Err(Refusal::new("province_unknown", id, en));
    }
    let findings = npp.filter(|npp| npp.is_uncertain()).map(|_| with_letters()).into_iter().collect();
    let payer = Payer {
        id: asked.id,
        kind: asked.kind,
        npp,
        name,
        parent,
        province: asked.province,
        registered: asked.registered,
        closed: None,
    };
    Ok(Registered { payer, facts: facts(tree, asked)?, findings })
}

fn npp(asked: &Register<'_>, taken: Option<PayerId>) -> Result<Option<Npp>, Refusal> {
    let has_one = matches!(asked.kind, PayerKind::Employer | PayerKind::Branch);
    match (asked.npp, asked.kind) {
        (Some(_), PayerKind::Own) => {
            let id = "peserta yang membayar sendiri tidak memiliki NPP";
            Err(Refusal::new("npp_needless", id, "a member on her own account has no NPP"))
        }
        (None, _) if has_one => {
            let id = "pemberi kerja dan cabang didaftarkan dengan NPP";
            Err(Refusal::new("npp_missing", id, "employers and branches are registered with an NPP"))
        }
        (None, _) => Ok(None),
        (Some(text), _) => {
            let npp: Npp = text.parse().map_err(|fault: base::id::NppFault| {
                let id = "NPP terdiri atas 8 karakter, angka atau huruf: tulis seperti pada pendaftaran";
                Refusal::new("npp_refused", id, fault.to_string())
            })?;
            match taken {
                Some(other) => {
                    let id = format!("NPP {npp} sudah dimiliki pembayar {other}");
                    Err(Refusal::new("npp_taken", id, format!("the NPP {npp} is that of payer {other}")))
                }
                None => Ok(Some(npp)),
            }
        }
    }
}

fn parent(asked: &Register<'_>) -> Result<Option<PayerId>, Refusal> {
    let is_employer = asked.parent.is_some_and(|parent| parent.kind == PayerKind::Employer);
    match asked.kind {
        PayerKind::Branch if !is_employer => {
            let id = "cabang didaftarkan di bawah pemberi kerja";
            Err(Refusal::new("parent_missing", id, "a branch is registered under an employer"))
        }
        PayerKind::Branch | PayerKind::Project if asked.parent.is_none() || is_employer => {
            Ok(asked.parent.map(|parent| parent.id))
        }
        _ if asked.parent.is_some() => {
            let id = format!("pembayar jenis {} tidak berada di bawah yang dipilih", asked.kind);
            let en = format!("a payer of the kind {} does not stand under the one chosen", asked.kind);
            Err(Refusal::new("parent_refused", id, en))
        }
        _ => Ok(None),
    }
}

fn facts(tree: &Tree, asked: &Register<'_>) -> Result<Vec<Fact>, Refusal> {
    let from = asked.started.month();
    let fact =
        |name: &str, value: &str| Fact::since(Subject::Payer(asked.id), name, value, from, asked.known);
    let mut facts = vec![fact("started", &asked.started.to_string())];
    for (name, value) in asked.facts {
        if is_own(name) {
            return Err(super::report::own(name));
        }
        check_fact(tree, name, value)?;
        facts.push(fact(name, value));
    }
    if let Some(measure) = asked.measure {
        let size = size(tree, measure, asked.registered)?.size;
        if let Some((_, stated)) = asked.facts.iter().find(|(name, _)| *name == "enterprise_size") {
            if *stated != size {
                let id = format!("skala usaha dinyatakan {stated}, tetapi ukurannya menunjukkan {size}");
                let en = format!("the size is stated as {stated}, but the measure shows {size}");
                return Err(Refusal::new("size_differs", id, en));
            }
        } else {
            facts.push(fact("enterprise_size", &size));
        }
    }
    Ok(facts)
}

fn with_letters() -> Finding {
    Finding {
        code: "npp_has_letters",
        id: "NPP mengandung huruf; cocokkan dengan surat pendaftaran".to_owned(),
        en: "the NPP has letters; compare it with the registration".to_owned(),
    }
}
