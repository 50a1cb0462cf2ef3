//! The front page: who is protected, by segment, province and sex, how it grew, and what is counted.

mod coverage;
mod employed;

use minijinja::{Value, context};
use rules::render::Lang;

use self::coverage::Figures;
use super::page;
use super::wanted::Wanted;
use crate::auth::Deed;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::published::PEOPLE_MIN;
use crate::views::solidarity;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::page("/", Deed::Look, front)]
}

fn front(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let mut wanted = Wanted::default();
    let month = wanted.month(ask, "month");
    let (figures, carried) =
        ask.office.look(|unit, _| Ok((Figures::read(unit, month)?, solidarity::paid(unit)?)))?;
    let values = values(&figures, ask.lang, ask.office.law.tree());
    let values = context! { errors => wanted.errors(ask.lang), carried, ..values };
    Ok(wanted.answered(page(ask, "public/front.html", values)?))
}

fn values(figures: &Figures, lang: Lang, tree: &rules::tree::Tree) -> Value {
    context! {
        month => figures.month.map(|month| month.to_string()).unwrap_or_default(),
        months => figures.months(lang),
        total => figures.total(),
        least => PEOPLE_MIN,
        segments => figures.segments(tree, lang),
        sexes => figures.sexes(lang),
        kinds => figures.kinds(lang),
        map => figures.map(lang),
        legend => figures.legend(lang),
        provinces => figures.provinces(lang),
        growth => figures.growth(lang),
        sources => employed::sources(lang),
        query => figures.month.map(|month| format!("month={month}")).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::templates;

    #[test]
    fn the_front_page_is_there_before_and_after_the_first_month() {
        let pack = crate::law::pack(None).expect("the law");
        for lang in [Lang::Id, Lang::En] {
            for figures in [Figures::of(None, &[], &[]), coverage::invented()] {
                let values = values(&figures, lang, pack.tree());
                let values = context! { errors => Vec::<Value>::new(), carried => 12, ..values };
                let values = context! { ..values, ..templates::framed(lang) };
                let html = templates::fill("public/front.html", values).expect("a page");
                assert!(!html.contains('⟨'), "a text is lacking");
            }
        }
    }
}
