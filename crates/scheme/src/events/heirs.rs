//! Heirs: the class the law names, who of the family is in it, who acts for minors, and which hand gets what.

use base::{Citation, Day};
use rules::facts::Facts;
use rules::tree::Words;

use crate::claims::pension::{drawing, living, tell_kin};
use crate::claims::told::{put_coins, put_day, put_list};
use crate::claims::{ClaimKind, GrantLine, Kin, Record};
use crate::law::ClaimLaw;
use crate::people::Finding;
use crate::refusal::Refusal;

/// The heirs of somebody, as the law orders them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Heirs {
    /// The law's name for their class.
    pub class: String,
    /// The same in words.
    pub words: Words,
    /// The provision.
    pub citation: Option<Citation>,
    /// Those of the class, wives and husbands first, then by age.
    pub entitled: Vec<Heir>,
    /// The places in the family of those who draw a pension, who need not be the heirs.
    pub drawing: Vec<usize>,
    /// Who gets the grants.
    pub grant_to: Payee,
    /// Who gets the funeral money.
    pub funeral_to: Payee,
    /// Who gets the savings.
    pub savings_to: Payee,
    /// What somebody has to look at.
    pub findings: Vec<Finding>,
}

/// One heir.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Heir {
    /// Her place in the family as it was given.
    pub place: usize,
    /// The law's name of the relation.
    pub relation: String,
    /// The name.
    pub name: String,
    /// Whether somebody has to act for her.
    pub needs_guardian: bool,
    /// Who acts: the surviving parent, or whom a court has appointed; none if nobody is known yet.
    pub guardian: Option<String>,
}

/// The hand that gets a benefit, by the law's name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Payee {
    /// The law's name: `the_heirs`, `burial_arranger`, `social_security_fund` …
    pub name: String,
    /// The same in words.
    pub words: Words,
}

/// The heirs of a person who died on a day.
pub fn heirs(law: &ClaimLaw<'_>, record: &Record<'_>, died: Day, filed: Day) -> Result<Heirs, Refusal> {
    let mut findings = Vec::new();
    for kin in living(record.family, died) {
        findings.extend(may_inherit(record, kin)?);
    }
    let family: Vec<&str> = living(record.family, died).map(|kin| kin.relative.relation.as_str()).collect();
    let facts = family_facts(law, &family, died)?;
    let class = law.choice(law.rules.heirs, &facts)?;
    let mut entitled = Vec::new();
    for (place, kin) in record.family.iter().enumerate() {
        let relation = kin.relative.relation.as_str();
        if living(std::slice::from_ref(kin), died).next().is_none() {
            continue;
        }
        let alone = law.choice(law.rules.heirs, &family_facts(law, &[relation], died)?)?;
        if alone.name == class.name && alone.name != NOBODY {
            entitled.push((
                relation != SPOUSE,
                kin.relative.birth_date,
                heir(law, record, place, died, filed)?,
            ));
        }
    }
    entitled.sort_by_key(|(distant, born, _)| (*distant, *born));
    let payee =
        |item| law.choice(item, &facts).map(|chosen| Payee { name: chosen.name, words: chosen.words });
    Ok(Heirs {
        grant_to: payee(law.rules.grant_goes_to)?,
        funeral_to: payee(law.rules.funeral_goes_to)?,
        savings_to: payee(law.rules.savings_go_to)?,
        class: class.name,
        words: class.words,
        citation: class.citation,
        entitled: entitled.into_iter().map(|(_, _, heir)| heir).collect(),
        drawing: drawing(law, record, died)?,
        findings,
    })
}

impl Heirs {
    /// Who gets a component of a benefit for a death.
    pub fn payee_of(&self, kind: ClaimKind, component: &str) -> &Payee {
        match (kind.benefit(), component) {
            ("jht", _) => &self.savings_to,
            (_, FUNERAL) => &self.funeral_to,
            _ => &self.grant_to,
        }
    }

    /// The places in the family of those who share a component: who draws the pension, where it is one that
    /// is paid month by month, else the heirs.
    pub fn hands(&self, kind: ClaimKind, line: &GrantLine) -> Vec<usize> {
        if kind == ClaimKind::JpDeath && line.unit.is_some() {
            return self.drawing.clone();
        }
        self.entitled.iter().map(|heir| heir.place).collect()
    }

    /// Equal parts of an amount among so many, as the law rounds them; what is left over is the first one's.
    /// None where there is nobody to share.
    pub fn parts(law: &ClaimLaw<'_>, amount: i64, hands: usize, died: Day) -> Result<Vec<i64>, Refusal> {
        if hands == 0 {
            return Ok(Vec::new());
        }
        let mut told = crate::claims::told::Told::new(law.law().tree());
        told.put("event_date", died);
        told.put("heir_count", hands);
        put_coins(law, &mut told.facts, "amount_due", amount);
        let part = law.law().ask_coins(law.rules.heir_part, &told.facts)?;
        let mut parts = vec![part; hands];
        parts[0] = amount - part * (parts.len() as i64 - 1);
        Ok(parts)
    }
}

/// The law's names that money for a death is told apart by.
const FUNERAL: &str = "funeral";
const SPOUSE: &str = "spouse";
const NAMED_IN_WILL: &str = "named_in_will";
const NOBODY: &str = "nobody";

/// Nobody inherits from herself, and whoever paid the contributions inherits as family only, and is looked
/// at.
fn may_inherit(record: &Record<'_>, kin: &Kin<'_>) -> Result<Option<Finding>, Refusal> {
    let name = &kin.relative.name;
    if kin.person == Some(record.person) {
        let id = format!("{name} adalah peserta yang meninggal sendiri");
        return Err(Refusal::new("heir_is_the_dead", id, format!("{name} is the member who died")));
    }
    if !kin.pays {
        return Ok(None);
    }
    if kin.relative.relation == NAMED_IN_WILL {
        let id = format!("{name} membayar iuran peserta dan tidak dapat mewarisi manfaatnya lewat wasiat");
        let en = format!("{name} paid the member's contributions and cannot inherit the benefit by will");
        return Err(Refusal::new("heir_is_the_payer", id, en));
    }
    let id = "seorang ahli waris juga membayar iuran peserta; periksa hubungan keluarganya";
    let en = "an heir also paid the member's contributions; look at how they are related";
    Ok(Some(Finding::new("heir_pays", id, en)))
}

fn heir(
    law: &ClaimLaw<'_>,
    record: &Record<'_>,
    place: usize,
    died: Day,
    filed: Day,
) -> Result<Heir, Refusal> {
    let kin = &record.family[place];
    let mut facts = Facts::new(law.law().tree());
    put_day(law, &mut facts, "claim_date", filed);
    tell_kin(law, &mut facts, kin);
    // Whose birthday nobody knows is asked for it by the papers, not taken for a child.
    let asked = law.yes(law.rules.needs_guardian, &facts);
    let needs_guardian = kin.relative.birth_date.is_some() && asked?.0;
    let guardian = needs_guardian.then(|| guardian(record, kin, died)).flatten();
    let relative = kin.relative;
    Ok(Heir {
        place,
        relation: relative.relation.clone(),
        name: relative.name.clone(),
        needs_guardian,
        guardian,
    })
}

/// Who acts for a minor: whom a court has appointed, else the one parent who is left to a child of the dead.
/// Of several spouses nobody knows here whose child it is.
fn guardian(record: &Record<'_>, kin: &Kin<'_>, died: Day) -> Option<String> {
    if let Some(appointed) = kin.guardian {
        return Some(appointed.to_owned());
    }
    let mut spouses = living(record.family, died).filter(|other| other.relative.relation == SPOUSE);
    let only = spouses.next().filter(|_| spouses.next().is_none())?;
    (kin.relative.relation == "son_or_daughter").then(|| only.relative.name.clone())
}

fn family_facts(law: &ClaimLaw<'_>, relations: &[&str], died: Day) -> Result<Facts, Refusal> {
    let mut facts = Facts::new(law.law().tree());
    put_day(law, &mut facts, "event_date", died);
    let records: Vec<_> =
        relations.iter().map(|relation| vec![("relation".to_owned(), (*relation).to_owned())]).collect();
    put_list(law, &mut facts, "family", &records)?;
    Ok(facts)
}
