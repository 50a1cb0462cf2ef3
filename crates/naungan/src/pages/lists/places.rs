//! Who has a place of a list, who waits for one; somebody who does not want it leaves hers to the next.

use minijinja::context;
use serde_json::{Value as Json, json};
use store::queries::choices::{self, Choice};
use store::queries::person_lists;

use super::{found, shown};
use crate::actions::refuse_sponsorship::{self, RefuseSponsorship};
use crate::auth::Deed;
use crate::pages::wanted::Wanted;
use crate::pages::{form_page, texts};
use crate::reports::names::Named;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

/// Places of a page.
const SHOWN: i64 = 50;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/desk/lists/{list}/places", Deed::ChoosePeople, show),
        Route::form("/desk/lists/{list}/places", Deed::ChoosePeople, refuse),
    ]
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let list = found(ask, Deed::ChoosePeople)?;
    let mut numbers = Wanted::default();
    let after = numbers.number(ask, "after").unwrap_or(0);
    numbers.or_no()?;
    let lang = ask.lang;
    let places = ask.office.look(|unit, desk| {
        let mut opened = Vec::new();
        for choice in choices::of_list(unit, (list.campaign, list.id), after, SHOWN)? {
            let line = person_lists::line(unit, choice.list, choice.line)?;
            let named = line.map(|line| Named::open(desk, &line)).transpose()?;
            opened.push((choice, named));
        }
        Ok(opened)
    })?;
    ask.shows_members(Deed::ChoosePeople, places.iter().filter_map(|(choice, _)| choice.membership))?;
    let next =
        (places.len() as i64 == SHOWN).then(|| places.last().map(|(choice, _)| choice.place)).flatten();
    let rows: Vec<Json> = places
        .iter()
        .map(|(choice, named)| {
            json!({
                "place": choice.place, "name": named.as_ref().map(|named| &named.name),
                "nik": named.as_ref().and_then(Named::nik).map(base::Nik::masked),
                "state": texts::said(lang, &format!("place.{}", choice.state), &[]),
                "may": is_held(choice),
            })
        })
        .collect();
    let list = shown(&list, lang);
    form_page(ask, "lists/places.html", context! { list, rows, next })
}

/// Whether somebody has the place.
fn is_held(choice: &Choice) -> bool {
    matches!(choice.state.as_str(), "chosen" | "enrolled")
}

/// She does not want it: her months are free again, and the next has the place.
fn refuse(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let list = found(ask, Deed::ChoosePeople)?;
    let place: i64 = ask.form.get("place").parse().map_err(|_| Problem::NotFound)?;
    let campaign = list.campaign;
    let (why, account) = ("refused".to_owned(), Some(ask.caller.account));
    let asked = RefuseSponsorship { campaign, place, why, account };
    let is_of_list = ask.office.unit(|unit, desk| {
        let is_of_list = choices::read(unit, campaign, place)?.is_some_and(|choice| choice.list == list.id);
        if is_of_list {
            refuse_sponsorship::within(unit, desk, &asked)?;
        }
        Ok(is_of_list)
    })?;
    if !is_of_list {
        return Err(Problem::NotFound);
    }
    Ok(Reply::see(&format!("/desk/lists/{}/places", list.id)))
}

#[cfg(test)]
mod tests {
    use rules::render::Lang;
    use store::Unit;

    use super::*;
    use crate::actions::choose_people::{self, ChoosePeople};
    use crate::actions::take_list::{self, Brought};
    use crate::auth::Role;
    use crate::jobs::{self, check_list};
    use crate::office::Desk;
    use crate::pages::tried::{ask, caller};
    use crate::reports::names;
    use crate::trial::giving::Giving;

    const THREE: &str = "NIK,Nama,Tanggal Lahir\n9902020101900001,Warga Satu,1990-01-01\n\
        9902020101900002,Warga Dua,1990-01-01\n9902020101900003,Warga Tiga,1990-01-01\n";

    /// Two of three have a place, and the third waits; the branch cares for whoever handed the list in.
    fn chosen(giving: &mut Giving) -> i64 {
        let lines = names::read(THREE.as_bytes().to_vec()).expect("a list");
        let month = giving.trial.office.today().month();
        let brought = Brought {
            payer: giving.donor,
            campaign: giving.campaign,
            name: "tiga.csv".to_owned(),
            decree: None,
            month,
            lines: &lines,
            account: None,
        };
        let list = giving.trial.office.unit(|unit, desk| take_list::bring(unit, desk, &brought));
        let list = list.expect("it is kept");
        check_list::now(&mut giving.trial.office, list, &mut |_, _, _| Ok(())).expect("it is checked");
        let asked = ChoosePeople { list, pot: giving.pot, quotas: Vec::new(), account: None };
        let plan = |unit: &mut Unit<'_>, desk: &Desk<'_>| choose_people::plan(unit, desk, &asked);
        let price = giving.trial.office.look(plan).expect("a plan").price;
        giving.gives(2 * price).expect("a gift");
        let done = giving.trial.office.unit(|unit, desk| choose_people::within(unit, desk, &asked).map(drop));
        done.expect("they are chosen");
        while jobs::one(&mut giving.trial.office).expect("work") {}
        list
    }

    #[test]
    fn who_does_not_want_a_place_leaves_it_to_the_next() {
        testing::both(|address| {
            let mut giving = Giving::begin(address, "2026-05-04", "months 2\nplaces 2\n");
            let list = chosen(&mut giving);
            giving.trial.care(giving.donor.0);
            let officer = caller(&giving.trial, Role::Officer, 5);
            let here = format!("/desk/lists/{list}/places");
            let page = |giving: &mut Giving, lang: Lang| {
                let reply = ask(&mut giving.trial, &officer, lang, &here, None).expect("a page");
                let page = String::from_utf8(reply.body).expect("text");
                assert!(!page.contains('⟨'), "a text is lacking: {page}");
                (page.matches("Warga ").count(), page.matches("name=\"place\"").count())
            };
            for lang in [Lang::Id, Lang::En] {
                assert_eq!(page(&mut giving, lang), (3, 2), "three names, two places");
            }
            let mut send =
                |fields: &str| ask(&mut giving.trial, &officer, Lang::En, &here, Some(fields)).map(drop);
            send("place=1").expect("it is taken down");
            let twice = send("place=1");
            assert!(matches!(&twice, Err(Problem::Refused(no)) if no.code == "place_free"), "{twice:?}");
            for nobodys in ["place=99", "place=x", ""] {
                assert!(matches!(send(nobodys), Err(Problem::NotFound)), "{nobodys}");
            }
            while jobs::one(&mut giving.trial.office).expect("work") {}
            assert_eq!(page(&mut giving, Lang::En), (3, 2), "the next has the place");
            let standing = giving.standing();
            assert_eq!((standing.free, standing.used), (0, 0));
            // Another branch's officer sees nothing of it.
            let mut other = officer.clone();
            other.branch = Some(999);
            let hidden = ask(&mut giving.trial, &other, Lang::En, &here, None);
            assert!(matches!(hidden, Err(Problem::NotFound)));
        });
    }
}
