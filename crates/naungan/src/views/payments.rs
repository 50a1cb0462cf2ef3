//! The payments of a component, those of one amount that follow one another said once.

use rules::explain::Component;
use rules::formula::Unit;
use rules::reason::Reason;
use rules::render;

use crate::page::Page;

/// Payments of one amount that follow one another: where they begin, and how many.
fn runs(component: &Component) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (at, amount) in component.payments.iter().enumerate() {
        match runs.last_mut() {
            Some((first, count)) if component.payments[*first] == *amount => *count += 1,
            _ => runs.push((at, 1)),
        }
    }
    runs
}

/// The reasons of the first payment, and of each that differs from the one before.
pub(crate) fn changes(component: &Component) -> impl Iterator<Item = &Reason> {
    runs(component).into_iter().filter_map(|(first, _)| component.reasons.get(first))
}

/// Name, payments, amount of a component that pays something.
pub(crate) fn rows(page: &Page<'_>, component: &Component) -> Vec<Vec<String>> {
    let total = component.total();
    if total.is_zero() {
        return Vec::new();
    }
    let name = render::name(page.tree, &page.tree.items[component.item].target, page.lang);
    let total = render::money(page.tree, &total, page.lang);
    match runs(component).as_slice() {
        [(_, 1)] => vec![vec![name, String::new(), total]],
        [only] => vec![vec![name, series(page, component, *only), total]],
        many => {
            let first = std::iter::once(vec![name, String::new(), total]);
            let number = |(first, count): &(usize, usize)| match count {
                1 => format!("  {}", first + 1),
                _ => format!("  {}–{}", first + 1, first + count),
            };
            first.chain(many.iter().map(|run| vec![number(run), series(page, component, *run)])).collect()
        }
    }
}

/// `6 × Rp3,000,000 monthly`
fn series(page: &Page<'_>, component: &Component, (first, count): (usize, usize)) -> String {
    let amount = render::money(page.tree, &component.payments[first], page.lang);
    if count == 1 {
        return amount;
    }
    let every = match component.unit {
        Some(Unit::Years) => page.text.yearly,
        Some(_) => page.text.monthly,
        None => "",
    };
    format!("{count} × {amount} {every}").trim_end().to_owned()
}
