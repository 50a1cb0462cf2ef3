//! Paying: with a payment code, any amount, by a QR that every bank and wallet reads; and receipts.

use anyhow::Context;
use axum::http::StatusCode;
use base::Month;
use minijinja::{Value, context};
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};
use rules::render::Lang;
use store::queries::givings;
use store::queries::intents::{self, Intent};
use store::queries::payments::{self, Payment};

use super::questions::wrong;
use super::templates::month_said;
use super::{callbacks, form_page, page, texts};
use crate::actions::want_payment::{self, WantPayment, What};
use crate::actions::{take_notice, want_gift};
use crate::auth::Deed;
use crate::books::grouped;
use crate::office::code;
use crate::ports::provider::Provider;
use crate::ports::qris;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::coded::{self, Coded};
use crate::views::owed::{self, Owed};

/// The side of a QR on the page, in points.
const QR_SIDE: u32 = 260;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/pay", Deed::Look, ask_code),
        Route::form("/pay", Deed::Look, take_code),
        Route::page("/pay/{code}", Deed::Look, show_owed),
        Route::form("/pay/{code}", Deed::Look, choose),
        Route::page("/pay/{code}/{intent}", Deed::Look, show_intent),
        Route::page("/pay/{code}/{intent}/state", Deed::Look, show_state),
        Route::page("/pay/{code}/{intent}/qr", Deed::Look, show_qr),
        Route::form("/pay/{code}/{intent}/simulate", Deed::Look, simulate),
        Route::page("/receipt/{code}/{payment}", Deed::Look, receipt),
    ]
}

fn ask_code(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    form_page(ask, "pay/code.html", context! { code => "", errors => Vec::<Value>::new() })
}

fn take_code(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let given = ask.form.get("code").to_owned();
    let known = match code::read(&given) {
        Some(code) => under(ask, code)?.map(|_| code),
        None => None,
    };
    if let Some(code) = known {
        return Ok(Reply::see(&format!("/pay/{}", code::shown(code))));
    }
    let key = if code::read(&given).is_some() { "pay.code_unknown" } else { "pay.code_form" };
    let errors = vec![wrong(ask, "code", key)];
    let page = form_page(ask, "pay/code.html", context! { code => given, errors })?;
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY))
}

/// What is paid under a code.
enum Under {
    /// Bills of a payer, in any amount.
    Owed(Owed),
    /// One amount, for no bill.
    Coded(Coded),
}

fn under(ask: &mut Ask<'_>, code: i64) -> Result<Option<Under>, Problem> {
    Ok(ask.office.look(|unit, desk| {
        if let Some(owed) = owed::by_code(unit, desk, code)? {
            return Ok(Some(Under::Owed(owed)));
        }
        Ok(coded::by_code(unit, code)?.map(Under::Coded))
    })?)
}

/// The code of the address and what is paid under it.
fn of_code(ask: &mut Ask<'_>) -> Result<(i64, Under), Problem> {
    let text: String = ask.place("code")?;
    let code = code::read(&text).ok_or(Problem::NotFound)?;
    Ok((code, under(ask, code)?.ok_or(Problem::NotFound)?))
}

fn show_owed(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    match of_code(ask)? {
        (code, Under::Owed(owed)) => owed_page(ask, code, &owed, "", &[]),
        (code, Under::Coded(coded)) => coded_page(ask, code, &coded),
    }
}

fn coded_page(ask: &mut Ask<'_>, code: i64, coded: &Coded) -> Result<Reply, Problem> {
    let Coded { what, amount, campaign } = coded;
    let (is_given, what, code) = (what.is_given(), what.word(), code::shown(code));
    form_page(ask, "pay/coded.html", context! { code, what, amount, campaign, is_given })
}

fn owed_page(
    ask: &mut Ask<'_>,
    code: i64,
    owed: &Owed,
    amount: &str,
    errors: &[Value],
) -> Result<Reply, Problem> {
    let open: Vec<Value> = owed
        .open
        .iter()
        .map(|one| {
            let (month, due) = (one.month.to_string(), one.due.map(|due| due.to_string()));
            Value::from_serialize((month, one.owed, one.paid, one.rest(), due))
        })
        .collect();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let values = context! {
        code => code::shown(code),
        open,
        total => owed.total(),
        credit => owed.credit,
        others => owed.open.iter().map(|one| one.others).sum::<i64>(),
        options => choices(ask.lang, owed),
        is_ahead => !owed.ahead.is_empty(),
        chosen => ask.form.given("months").unwrap_or("0"),
        amount,
        errors,
    };
    Ok(form_page(ask, "pay/owed.html", values)?.status(status))
}

/// What is open, and then month by month ahead; nothing that would cost nothing.
fn choices(lang: Lang, owed: &Owed) -> Vec<Value> {
    let mut choices = Vec::new();
    for months in 0..=owed.ahead.len() {
        let Some(amount) = owed.with_ahead(months).filter(|amount| *amount > 0) else { continue };
        let amount = format!("Rp{}", grouped(amount, lang));
        let text = match months.checked_sub(1).and_then(|last| owed.ahead.get(last)) {
            None => texts::said(lang, "pay.only_owed", &[("amount", &amount)]),
            Some((until, _)) => {
                let until = month_said(*until, lang);
                let parts = [("months", months.to_string()), ("until", until), ("amount", amount)];
                let parts = parts.each_ref().map(|(name, value)| (*name, value.as_str()));
                texts::said(lang, "pay.with_months", &parts)
            }
        };
        choices.push(context! { value => months, text });
    }
    choices
}

fn choose(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    match of_code(ask)? {
        (code, Under::Owed(owed)) => choose_owed(ask, code, &owed),
        (code, Under::Coded(_)) => {
            let intent = ask.office.unit(|unit, desk| want_gift::under(unit, desk, code))?;
            Ok(Reply::see(&format!("/pay/{}/{intent}", code::shown(code))))
        }
    }
}

fn choose_owed(ask: &mut Ask<'_>, code: i64, owed: &Owed) -> Result<Reply, Problem> {
    let given = ask.form.get("amount").to_owned();
    let digits: String = given.chars().filter(|letter| !" .,".contains(*letter)).collect();
    let digits = digits.trim_start_matches("Rp").to_owned();
    let what = if digits.is_empty() {
        let months: Option<usize> = ask.form.get("months").parse().ok();
        months.filter(|months| owed.with_ahead(*months).is_some_and(|amount| amount > 0)).map(What::Months)
    } else {
        let plain = digits.len() <= 12 && digits.bytes().all(|digit| digit.is_ascii_digit());
        digits.parse().ok().filter(|amount| plain && *amount > 0).map(What::Amount)
    };
    let Some(what) = what else {
        let key = if digits.is_empty() { "pay.nothing" } else { "pay.amount_form" };
        let errors = vec![wrong(ask, "amount", key)];
        return owed_page(ask, code, owed, &given, &errors);
    };
    let intent = want_payment::run(ask.office, &WantPayment { code, what })?;
    Ok(Reply::see(&format!("/pay/{}/{intent}", code::shown(code))))
}

/// What somebody wants to pay, under the code of the address and no other.
fn of_intent(ask: &mut Ask<'_>) -> Result<(i64, Intent, Option<Payment>), Problem> {
    let (code, under) = of_code(ask)?;
    let id: i64 = ask.place("intent")?;
    let found = ask.office.look(|unit, _| {
        let Some(intent) = intents::read(unit, id)? else { return Ok(None) };
        match &under {
            Under::Owed(owed) if intent.payer == owed.payer => {
                let paid = intent.paid.is_some();
                let all = if paid { payments::of(unit, intent.payer)? } else { Vec::new() };
                let payment = all.into_iter().find(|payment| take_notice::is_of(&payment.reference, id));
                Ok(Some((intent, payment)))
            }
            // A pot has gifts of others too: what was given is thanked for at the giver's own address.
            Under::Coded(_) if givings::by_code(unit, code)?.iter().any(|one| one.id == id) => {
                Ok(Some((intent, None)))
            }
            _ => Ok(None),
        }
    })?;
    let (intent, payment) = found.ok_or(Problem::NotFound)?;
    Ok((code, intent, payment))
}

fn intent_values(ask: &mut Ask<'_>, found: &(i64, Intent, Option<Payment>)) -> Result<Value, Problem> {
    let (code, intent, payment) = found;
    let (has_qr, simulated) = ask.office.look(|_, desk| {
        let provider = Provider::of(desk);
        Ok((provider.merchant().is_some(), provider.is_simulated()))
    })?;
    let code = code::shown(*code);
    Ok(context! {
        is_over => ask.office.now() > intent.until && intent.paid.is_none(),
        is_paid => intent.paid.is_some(),
        receipt => payment.as_ref().map(|payment| format!("/receipt/{code}/{}", payment.id)),
        intent => intent.id.to_string(),
        amount => intent.amount,
        until => intent.until.day().map(|day| day.to_string()).unwrap_or_default(),
        code,
        has_qr,
        simulated,
    })
}

fn show_intent(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let found = of_intent(ask)?;
    let values = intent_values(ask, &found)?;
    form_page(ask, "pay/intent.html", values)
}

/// The part of the page that tells whether the money has come.
fn show_state(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let found = of_intent(ask)?;
    let values = intent_values(ask, &found)?;
    page(ask, "pay/state.html", values)
}

fn show_qr(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (code, intent, _) = of_intent(ask)?;
    qr_of(ask, &intent, code)
}

/// The QR of what somebody wants to pay under a code.
pub(super) fn qr_of(ask: &mut Ask<'_>, intent: &Intent, code: i64) -> Result<Reply, Problem> {
    let merchant = ask.office.look(|_, desk| Ok(Provider::of(desk).merchant().cloned()))?;
    let merchant = merchant.ok_or(Problem::NotFound)?;
    let payload = qris::payload(&merchant, intent.amount, &code::shown(code), &intent.id.to_string())?;
    Ok(Reply::of("image/svg+xml", drawn(&payload)?))
}

/// A QR that is still read where a screen is scratched: a seventh of it may be lost.
fn drawn(payload: &str) -> anyhow::Result<String> {
    let drawn = QrCode::with_error_correction_level(payload.as_bytes(), EcLevel::M);
    let drawn = drawn.context("could not draw the QR")?;
    Ok(drawn.render::<svg::Color<'_>>().min_dimensions(QR_SIDE, QR_SIDE).build())
}

/// In a demonstration the counter plays the provider: what it sends itself is signed and checked like any
/// other.
fn simulate(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (code, intent, _) = of_intent(ask)?;
    let simulated = ask.office.look(|_, desk| Ok(Provider::of(desk).is_simulated()))?;
    if !simulated {
        return Err(Problem::NotFound);
    }
    if intent.paid.is_none() {
        let sent = callbacks::played(ask.office, intent.id, intent.amount)?;
        let said = callbacks::take(ask.office, &sent)?;
        if said.status != StatusCode::OK {
            return Err(anyhow::anyhow!("the simulated payment was refused: {}", said.message).into());
        }
    }
    Ok(Reply::see(&format!("/pay/{}/{}", code::shown(code), intent.id)))
}

fn receipt(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (code, Under::Owed(owed)) = of_code(ask)? else { return Err(Problem::NotFound) };
    let number: i64 = ask.place("payment")?;
    let found = ask.office.look(|unit, _| {
        let all = payments::of(unit, owed.payer)?;
        let Some(payment) = all.into_iter().find(|payment| payment.id == number) else { return Ok(None) };
        let allocations = payments::allocations(unit, owed.payer)?;
        Ok(Some((payment, allocations)))
    })?;
    let (payment, allocations) = found.ok_or(Problem::NotFound)?;
    let mut months: Vec<(Month, i64)> = Vec::new();
    for one in allocations.iter().filter(|one| (one.journal, one.seq) == (payment.journal, payment.seq)) {
        match months.last_mut() {
            Some((month, sum)) if *month == one.month => *sum += one.amount,
            _ => months.push((one.month, one.amount)),
        }
    }
    let given: i64 = months.iter().map(|(_, amount)| amount).sum();
    let months: Vec<Value> =
        months.iter().map(|(month, amount)| Value::from_serialize((month.to_string(), amount))).collect();
    let values = context! {
        code => code::shown(code),
        number,
        amount => payment.amount,
        day => payment.paid.to_string(),
        channel => super::words::channel(&payment.channel, ask.lang),
        reference => payment.reference.split(' ').next().unwrap_or_default(),
        entry => format!("{}-{}", payment.journal, payment.seq),
        reversed => payment.reversed.map(|day| day.to_string()),
        months,
        left => payment.amount - given,
    };
    page(ask, "pay/receipt.html", values)
}

#[cfg(test)]
mod tests {
    use resvg::tiny_skia::{Color, Pixmap, Transform};
    use resvg::usvg::{Options, Tree};

    use super::*;
    use crate::pages::sign_in::qr;

    /// What a telephone reads of a picture on a white page.
    fn scanned(svg: &str) -> String {
        let tree = Tree::from_str(svg, &Options::default()).expect("a picture");
        let side = 4 * QR_SIDE;
        let mut seen = Pixmap::new(side, side).expect("a screen");
        seen.fill(Color::WHITE);
        let scale = side as f32 / tree.size().width();
        resvg::render(&tree, Transform::from_scale(scale, scale), &mut seen.as_mut());
        let light = |x: usize, y: usize| {
            seen.pixel(x as u32, y as u32).map_or(255, resvg::tiny_skia::PremultipliedColorU8::red)
        };
        let side = side as usize;
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, light);
        let grids = image.detect_grids();
        assert_eq!(grids.len(), 1, "one code on the picture");
        grids[0].decode().expect("it can be read").1
    }

    #[test]
    fn what_is_shown_scans_to_the_payload() {
        let merchant = qris::Merchant {
            domain: "ID.CO.BANK.WWW".to_owned(),
            pan: "936000990000000017".to_owned(),
            id: "99000017".to_owned(),
            nmid: "ID1099000000001".to_owned(),
            name: "Lembaga Contoh".to_owned(),
            city: "Jakarta".to_owned(),
            postal: "12930".to_owned(),
            criteria: "UBE".to_owned(),
        };
        for amount in [1, 8_400, 999_999_999_999] {
            let payload =
                qris::payload(&merchant, amount, "01234567890", "7300000000001").expect("a payload");
            assert_eq!(scanned(&drawn(&payload).expect("a picture")), payload);
        }
        let address = format!("https://naungan.example/card/{}", "5a".repeat(20));
        assert_eq!(scanned(&qr(&address).expect("a picture")), address);
    }
}
