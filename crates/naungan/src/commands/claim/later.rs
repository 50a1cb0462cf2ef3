//! `naungan claim later`: the next month or year of a claim is proven by one person and granted by another.

use anyhow::{Context, Result};
use base::Day;
use clap::Args;
use rules::render::Lang;
use serde_json::json;

use super::assessed;
use crate::actions::pay_later::{self, Proven, SCHOLARSHIP, Year};
use crate::books::grouped;
use crate::commands::Outcome;
use crate::commands::access::number_of;
use crate::commands::register::answer;
use crate::office::Office;

#[derive(Args, Debug)]
pub(super) struct Later {
    /// The claim's number
    claim: i64,
    /// What the next payment is proven for: `incapacity` or `scholarship`
    #[arg(long, required_unless_present = "grant", requires = "proof")]
    component: Option<String>,
    /// What proves it, such as `doctor's letter 12/2026`
    #[arg(long)]
    proof: Option<String>,
    /// Grant what was proven, as another person
    #[arg(long, conflicts_with = "component")]
    grant: bool,
    /// The child's number in the family
    #[arg(long)]
    child: Option<i64>,
    /// The level of school, by the law's name, such as `lower_secondary`
    #[arg(long)]
    level: Option<String>,
    /// Which year of that level
    #[arg(long)]
    year: Option<usize>,
    /// The first day of the year of study
    #[arg(long, value_name = "YYYY-MM-DD")]
    begins: Option<Day>,
    /// The child's work, by the law's name
    #[arg(long, default_value = "no_work")]
    work: String,
    /// Months in a row as a wage earner
    #[arg(long, default_value_t = 0)]
    work_months: usize,
    /// Who: a handle or the number of an account
    #[arg(long)]
    by: String,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(office: &mut Office, asked: &Later, lang: Lang) -> Result<Outcome> {
    let account = number_of(office, &asked.by)?;
    let (Some(component), Some(proof)) = (&asked.component, &asked.proof) else {
        let approved = pay_later::grant(office, asked.claim, account)?;
        return assessed::approved((asked.claim, &approved), lang, asked.json);
    };
    let proven = if component == SCHOLARSHIP {
        Proven::Year(year(asked, lang)?)
    } else {
        Proven::Next(component.clone())
    };
    let one = pay_later::prove(office, asked.claim, (&proven, proof), account)?;
    let amount = grouped(one.amount, lang);
    let text = match lang {
        Lang::Id => format!("klaim {}: {component} Rp{amount} terbukti, menunggu orang kedua\n", asked.claim),
        Lang::En => {
            format!(
                "claim {}: {component} of Rp{amount} is proven and waits for a second person\n",
                asked.claim
            )
        }
    };
    let value = json!({
        "claim": asked.claim, "component": component, "whom": one.whom, "no": one.no,
        "due": one.due.to_string(), "amount": one.amount,
    });
    answer(asked.json, &value, &text)
}

fn year(asked: &Later, lang: Lang) -> Result<Year> {
    let what = || {
        lang.pick(
            "beasiswa menyebut --child, --level, --year, dan --begins",
            "a scholarship says --child, --level, --year and --begins",
        )
    };
    Ok(Year {
        child: asked.child.with_context(what)?,
        level: asked.level.clone().with_context(what)?,
        number: asked.year.with_context(what)?,
        begins: asked.begins.with_context(what)?,
        work: (asked.work.clone(), asked.work_months),
    })
}
