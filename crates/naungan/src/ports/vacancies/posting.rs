//! One posting, understood: every field that matters for a match, or what is wrong and where.

use base::Day;
use base::id::is_province;
use scheme::jobs::{Occupation, Vacancy, Wages};
use scheme::refusal::Refusal;
use serde_json::Value;

use super::at::At;
use super::{CODE_SET, TYPE};
use crate::views::provinces;

/// Titles and names beyond that are descriptions.
const NAME_LENGTH_MAX: usize = 200;
/// A skill is a word or three.
const SKILL_LENGTH_MAX: usize = 80;
/// Nobody asks for more.
const SKILLS_MAX: usize = 50;

/// Whether it says that it is a posting.
pub(super) fn is_one(at: &At<'_>) -> bool {
    let Some(types) = at.field("@type") else { return false };
    let is_it = |name: &str| name.rsplit(['/', ':', '#']).next() == Some(TYPE);
    types.parts().iter().any(|part| part.value().as_str().is_some_and(is_it))
}

/// Reads one posting.
pub(super) fn read(at: &At<'_>) -> Result<Vacancy, Refusal> {
    if !is_one(at) {
        return Err(at.refuse("`@type` bukan JobPosting", "its `@type` is no JobPosting"));
    }
    let posted = day(&at.needed("datePosted")?)?;
    let until = at.field("validThrough").map(|until| day(&until)).transpose()?;
    if until.is_some_and(|until| until < posted) {
        return Err(at.refuse("validThrough sebelum datePosted", "validThrough is before datePosted"));
    }
    Ok(Vacancy {
        id: identifier(at)?,
        title: at.needed("title")?.text(NAME_LENGTH_MAX)?,
        employer: employer(&at.needed("hiringOrganization")?)?,
        occupation: at.field("occupationalCategory").and_then(|category| occupation(&category)),
        province: at.field("jobLocation").map_or(Ok(None), |place| province(&place))?,
        wages: at.field("baseSalary").map(|salary| wages(&salary)).transpose()?,
        skills: at.field("skills").map_or_else(|| Ok(Vec::new()), |skills| self::skills(&skills))?,
        posted,
        until,
    })
}

fn identifier(at: &At<'_>) -> Result<String, Refusal> {
    let named = at.field("identifier").or_else(|| at.field("@id")).or_else(|| at.field("url"));
    let named = named.ok_or_else(|| {
        at.refuse("`identifier` tidak ada: lowongan harus punya nama sendiri", "there is no `identifier`")
    })?;
    let value = if named.value().is_object() { named.needed("value")? } else { named };
    match value.value() {
        Value::Number(number) => Ok(number.to_string()),
        _ => value.text(NAME_LENGTH_MAX),
    }
}

fn employer(at: &At<'_>) -> Result<String, Refusal> {
    if at.value().is_object() { at.needed("name")?.text(NAME_LENGTH_MAX) } else { at.text(NAME_LENGTH_MAX) }
}

/// A day, with or without a time behind it.
fn day(at: &At<'_>) -> Result<Day, Refusal> {
    let text = at.text(40)?;
    let (day, rest) = text.split_at_checked(10).unwrap_or((&text, ""));
    let day = day.parse().ok().filter(|_: &Day| rest.is_empty() || rest.starts_with(['T', ' ']));
    day.ok_or_else(|| at.refuse("bukan tanggal seperti 2026-05-20", "it is no day such as 2026-05-20"))
}

/// The group of occupations; one in another classification says nothing here.
fn occupation(at: &At<'_>) -> Option<Occupation> {
    at.parts().iter().find_map(|part| {
        let set = part.field("inCodeSet").and_then(|set| set.text(NAME_LENGTH_MAX).ok());
        let is_ours = set.is_none_or(|set| {
            let set = set.to_uppercase();
            set.contains(CODE_SET) || set.contains("ISCO")
        });
        let code = part.field("codeValue");
        let code = code.as_ref().unwrap_or(part).text(NAME_LENGTH_MAX).ok()?;
        let first = code.split([' ', ',', ':']).next().unwrap_or_default();
        first.parse().ok().filter(|_| is_ours)
    })
}

/// The province of the first place.
fn province(at: &At<'_>) -> Result<Option<u8>, Refusal> {
    let Some(place) = at.parts().into_iter().next() else { return Ok(None) };
    let Some(address) = place.field("address") else { return Ok(None) };
    if let Some(country) = address.field("addressCountry") {
        let name = country.field("name");
        let said = name.as_ref().unwrap_or(&country).text(NAME_LENGTH_MAX)?.to_uppercase();
        if !["ID", "IDN", "INDONESIA"].contains(&said.as_str()) {
            return Err(country.refuse("bukan di Indonesia", "it is not in Indonesia"));
        }
    }
    let Some(region) = address.field("addressRegion") else { return Ok(None) };
    let said = region.text(NAME_LENGTH_MAX)?;
    let found = provinces::all().iter().find(|province| province.name.eq_ignore_ascii_case(&said));
    let code = found.map_or(said.as_str(), |province| province.code).parse().ok();
    code.filter(|code| is_province(*code)).map(Some).ok_or_else(|| {
        let en = "it is no province: write its name such as Jawa Barat, or its code such as 32";
        region.refuse("bukan provinsi: tulis namanya seperti Jawa Barat, atau kodenya seperti 32", en)
    })
}

fn wages(at: &At<'_>) -> Result<Wages, Refusal> {
    let currency = at.needed("currency")?;
    if currency.text(NAME_LENGTH_MAX)? != "IDR" {
        return Err(currency.refuse("mata uangnya bukan IDR", "the currency is not IDR"));
    }
    let value = at.needed("value")?;
    if !value.value().is_object() {
        return Err(
            value.refuse("bukan QuantitativeValue dengan unitText", "no QuantitativeValue with unitText")
        );
    }
    let unit = value.needed("unitText")?;
    if unit.text(NAME_LENGTH_MAX)? != "MONTH" {
        return Err(unit.refuse("tulis upah sebulan (MONTH)", "write the wage of a month (MONTH)"));
    }
    let one = value.field("value").map(|one| one.whole()).transpose()?;
    let least = value.field("minValue").map(|least| least.whole()).transpose()?.or(one);
    let most = value.field("maxValue").map(|most| most.whole()).transpose()?;
    let least = least.ok_or_else(|| value.refuse("`minValue` tidak ada", "there is no `minValue`"))?;
    Wages::new(least, most.unwrap_or(least)).map_err(|refusal| value.refuse(&refusal.id, &refusal.en))
}

/// Skills as a list, or as one text with commas.
fn skills(at: &At<'_>) -> Result<Vec<String>, Refusal> {
    let mut skills = Vec::new();
    if at.value().is_string() {
        let whole = at.text(SKILLS_MAX * SKILL_LENGTH_MAX)?;
        skills.extend(whole.split([',', ';']).map(|skill| skill.trim().to_owned()));
    } else {
        for part in at.list()? {
            let name = if part.value().is_object() { part.needed("name")? } else { part };
            skills.push(name.text(SKILL_LENGTH_MAX)?);
        }
    }
    skills.retain(|skill| !skill.is_empty());
    if skills.len() > SKILLS_MAX || skills.iter().any(|skill| skill.chars().count() > SKILL_LENGTH_MAX) {
        let id = format!("paling banyak {SKILLS_MAX} keterampilan, masing-masing {SKILL_LENGTH_MAX} huruf");
        let en = format!("at most {SKILLS_MAX} skills of {SKILL_LENGTH_MAX} letters each");
        return Err(at.refuse(&id, &en));
    }
    Ok(skills)
}
