//! What the pages of a case share, whoever follows it: papers to hand in, and the account that money goes to.

use std::collections::BTreeMap;

use anyhow::Result;
use minijinja::{Value, context};
use scheme::refusal::Refusal;
use store::queries::cases::Case;

use super::questions::wrong;
use crate::actions::hand_in_paper::{self, HandIn};
use crate::actions::name_payee::{self, Payee};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::views::cases::{self, Asked, Claimed, Story};

/// What a form needs beside its file.
pub(super) const FORM_BYTES: usize = 10_000;

/// Papers that are missing, each once for all claims of the case that wait for it, with why and who gives it.
pub(super) fn todo(story: &Story, is_shown: impl Fn(&Asked) -> bool) -> Vec<Value> {
    let mut all: BTreeMap<&str, (&Asked, Vec<&Claimed>)> = BTreeMap::new();
    let mut order = Vec::new();
    for claim in story.claims.iter().filter(|claim| claim.state == "notified") {
        for paper in claim.papers.iter().filter(|paper| paper.given.is_none() && is_shown(paper)) {
            let known = all.entry(&paper.name).or_insert_with(|| {
                order.push(paper.name.as_str());
                (paper, Vec::new())
            });
            known.1.push(claim);
        }
    }
    let shown = order.iter().map(|name| {
        let (paper, claims) = &all[name];
        let of: Vec<&str> = claims.iter().map(|claim| claim.name.as_str()).collect();
        context! {
            name => paper.name, text => paper.text, why => paper.why, giver => paper.giver,
            from => paper.from, cite => paper.cite, claims => of, claim => claims[0].id,
        }
    });
    shown.collect()
}

/// The hands that whoever looks may speak for, with the account that is named.
pub(super) fn hands(story: &Story, hands: &[String]) -> Vec<Value> {
    let shown = hands.iter().map(|hand| {
        let named = story.accounts.iter().find(|named| named.hand == *hand);
        let heir = story.heirs.iter().flat_map(|all| &all.heirs).find(|heir| heir.hand == *hand);
        let name = heir.map(|heir| heir.name.clone());
        context! { hand, name, named => named.map(Value::from_serialize) }
    });
    shown.collect()
}

/// What was just done, for the page that follows.
pub(super) fn done(ask: &Ask<'_>) -> Option<&'static str> {
    ["paper", "account", "report"].into_iter().find(|done| ask.query.get("done") == *done)
}

/// The fields of the account as they were written.
pub(super) fn account_given(ask: &Ask<'_>) -> Value {
    context! {
        hand => ask.form.get("hand"), name => ask.form.get("name"), bank => ask.form.get("bank"),
        account => ask.form.get("account"), address => ask.form.get("address"),
    }
}

/// A lawful no beside a field.
fn no(ask: &Ask<'_>, field: &str, refusal: &Refusal) -> Value {
    context! { field, text => ask.pick(&refusal.id, &refusal.en) }
}

/// Takes a paper that was sent in; or says what is wrong with it.
pub(super) fn take_paper(
    ask: &mut Ask<'_>,
    case: &Case,
    may: impl Fn(&Asked) -> bool,
) -> Result<Result<(), Value>, Problem> {
    let paper = ask.form.get("paper").to_owned();
    let field = format!("file-{paper}");
    let lang = ask.lang;
    // The paper is one that a claim of this case waits for, and hers to give.
    let story = ask.office.look(|unit, desk| cases::read(unit, desk, case.id, lang))?;
    let waits = |claim: &&Claimed| {
        let missing = |asked: &Asked| asked.name == paper && asked.given.is_none() && may(asked);
        claim.state == "notified" && claim.papers.iter().any(missing)
    };
    let Some(claim) = story.claims.iter().find(waits).map(|claim| claim.id) else {
        return Ok(Err(wrong(ask, "", "case.paper_unasked")));
    };
    let Some(file) = ask.form.file("file").filter(|file| !file.bytes.is_empty()).cloned() else {
        return Ok(Err(wrong(ask, &field, "case.file_missing")));
    };
    let account = Some(ask.caller.account);
    let asked = HandIn { claim, paper: &paper, name: &file.name, bytes: &file.bytes, account };
    match hand_in_paper::run(ask.office, &asked) {
        Ok(_) => Ok(Ok(())),
        Err(error) => match error.chain().find_map(|cause| cause.downcast_ref::<Refusal>()) {
            Some(refusal) => Ok(Err(no(ask, &field, refusal))),
            None => Err(error.into()),
        },
    }
}

/// Reads whose account it is and where.
pub(super) fn read_account(ask: &Ask<'_>) -> Result<(String, Payee), Vec<Value>> {
    let hand = ask.form.get("hand").to_owned();
    let name = ask.form.get("name").split_whitespace().collect::<Vec<_>>().join(" ");
    let bank = ask.form.get("bank").replace(' ', "").to_uppercase();
    let account = ask.form.get("account").replace([' ', '-', '.'], "");
    let mut errors = Vec::new();
    let is_name = |letter: char| letter.is_alphabetic() || " .,'’`-/()".contains(letter);
    if name.is_empty() || name.chars().count() > 120 || !name.chars().all(is_name) {
        errors.push(wrong(ask, "name", "case.account_name_missing"));
    }
    let bank = bank.parse().map_err(|refusal: Refusal| errors.push(no(ask, "bank", &refusal)));
    let account = account.parse().map_err(|refusal: Refusal| errors.push(no(ask, "account", &refusal)));
    let address = name_payee::address(ask.form.get("address"));
    let address = address.map_err(|refusal| errors.push(no(ask, "address", &refusal)));
    match (bank, account, address) {
        (Ok(bank), Ok(account), Ok(address)) if errors.is_empty() => {
            Ok((hand, Payee { name, bank, account, address }))
        }
        _ => Err(errors),
    }
}
