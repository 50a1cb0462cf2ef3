//! Gifts from the form to the books, as somebody without an account and as a donor; what is wrong or twice.

use axum::http::StatusCode;
use rules::render::Lang;
use scheme::id::PayerId;
use store::queries::{gifts, pots};

use crate::actions::receive_payment::{self, ForWhom, ReceivePayment};
use crate::actions::want_gift::SOURCE;
use crate::actions::{ask_renewal, return_gift};
use crate::auth::{Caller, Role};
use crate::books::checks;
use crate::office::{Desk, code};
use crate::pages::callbacks;
use crate::pages::tried::{ask, caller};
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::trial::giving::{Giving, months, refused};
use crate::trial::{Trial, day};
use crate::views::worth;

const TODAY: &str = "2026-01-05";

fn text(reply: &Reply) -> String {
    String::from_utf8(reply.body.clone()).expect("text").replace("&#x2f;", "/")
}

/// A page in both languages, in which no text is lacking; the English one.
fn whole(trial: &mut Trial, who: &Caller, address: &str) -> String {
    let [_, en] = [Lang::Id, Lang::En].map(|lang| {
        let reply =
            ask(trial, who, lang, address, None).unwrap_or_else(|error| panic!("{address}: {error:?}"));
        assert_eq!(reply.status, StatusCode::OK, "{address}");
        let page = text(&reply);
        assert!(!page.contains('⟨'), "{address}: a text is lacking: {page}");
        page
    });
    en
}

fn sent(trial: &mut Trial, who: &Caller, address: &str, fields: &str) -> Reply {
    ask(trial, who, Lang::En, address, Some(fields)).unwrap_or_else(|error| panic!("{address}: {error:?}"))
}

/// Where a form leads.
fn led(trial: &mut Trial, who: &Caller, address: &str, fields: &str) -> String {
    let reply = sent(trial, who, address, fields);
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", text(&reply));
    let place = reply.headers.iter().find(|(name, _)| *name == "location");
    place.map(|(_, value)| value.clone()).expect("a place")
}

fn pdf(trial: &mut Trial, who: &Caller, address: &str) {
    let [id, en] = [Lang::Id, Lang::En].map(|lang| {
        let reply =
            ask(trial, who, lang, address, None).unwrap_or_else(|error| panic!("{address}: {error:?}"));
        assert!(reply.body.starts_with(b"%PDF-1.7"), "{address}");
        reply.body
    });
    assert!(id != en, "{address}: one language");
}

/// The pot in which gifts without an account lie.
fn shared(giving: &mut Giving) -> PayerId {
    let campaign = giving.campaign;
    let all = giving.trial.office.look(|unit, _| pots::of_campaign(unit, campaign)).expect("pots");
    all.into_iter().find(|pot| pot.donor.is_none()).expect("a shared pot").payer
}

/// The eleven digits on a page.
fn code_on(page: &str) -> i64 {
    let part = page.split("id=\"payment-code\"").nth(1).and_then(|rest| rest.split('>').nth(1));
    let digits = part.and_then(|rest| rest.split('<').next()).expect("a code");
    code::read(digits).expect("eleven digits")
}

fn by_bank(trial: &mut Trial, code: i64, amount: i64, reference: &str) -> anyhow::Result<()> {
    let (for_whom, channel) = (ForWhom::Code(code), "bank".to_owned());
    let asked =
        ReceivePayment { for_whom, amount, day: day(TODAY), channel, reference: reference.to_owned() };
    receive_payment::run(&mut trial.office, &asked, None).map(drop)
}

fn in_order(giving: &mut Giving) {
    let verdict = checks::verify(&mut giving.trial.office).expect("the books are read");
    assert!(verdict.faults.is_empty(), "{:#?}", verdict.faults);
}

/// What is wrong stands beside its field, and nothing is given to another campaign.
fn wrong_forms_come_back(trial: &mut Trial, form: &str) {
    for (fields, says) in [
        ("", "Write an amount, or how many worker-months."),
        ("&amount=1,50", "Write an amount in whole rupiah"),
        ("&amount=0", "Write an amount in whole rupiah"),
        ("&worker_months=-1", "Write how many worker-months"),
        ("&amount=50000&name=Pinjaman+0812", "no digits and no links"),
        ("&amount=50000&campaign=", "Choose a campaign."),
        ("&amount=50000&campaign=999999", "Choose a campaign."),
    ] {
        let form = if fields.contains("campaign") { "do=give" } else { form };
        let wrong = sent(trial, &Caller::visitor(), "/give", &format!("{form}{fields}"));
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields}");
        assert!(text(&wrong).contains(says), "{fields}: {}", text(&wrong));
    }
}

#[test]
fn somebody_without_an_account_gives_and_is_thanked() {
    testing::both(|address| {
        let mut giving = Giving::begin(address, TODAY, "months 6");
        let (visitor, campaign) = (Caller::visitor(), giving.campaign);
        let form = format!("campaign={campaign}&do=give");
        assert!(whole(&mut giving.trial, &visitor, "/give").contains("Lingkaran Uji"));
        // Worked out both ways, by the law's price.
        let read = |unit: &mut store::Unit<'_>, desk: &Desk<'_>| worth::read(unit, desk, campaign, SOURCE);
        let worth = giving.trial.office.look(read).expect("prices");
        let three = worth.cost(3).expect("a price");
        let counted = sent(
            &mut giving.trial,
            &visitor,
            "/give",
            &format!("campaign={campaign}&do=count&worker_months=3"),
        );
        assert_eq!(counted.status, StatusCode::OK);
        let said = format!("Rp{}", crate::books::grouped(three, Lang::En));
        assert!(text(&counted).contains(&format!("{said} pays for 3 worker-months")), "{}", text(&counted));
        let part = format!("/give/worth?campaign={campaign}&amount={}", three + 1);
        assert!(whole(&mut giving.trial, &visitor, &part).contains("pays for 3 worker-months"));
        wrong_forms_come_back(&mut giving.trial, &form);
        let fields = format!("{form}&amount=50.000&name=Ibu+Rekaan&shown=yes");
        let mine = led(&mut giving.trial, &visitor, "/give", &fields);
        let page = whole(&mut giving.trial, &visitor, &mine);
        assert!(page.contains("Rp50,000") && page.contains("Waiting for the payment."), "{page}");
        whole(&mut giving.trial, &visitor, &format!("{mine}/state"));
        in_order(&mut giving);
        let pot = shared(&mut giving);
        let received = |giving: &mut Giving| {
            let all = giving.trial.office.look(|unit, _| gifts::of_pot(unit, pot)).expect("gifts");
            all.iter().map(|gift| gift.amount).collect::<Vec<_>>()
        };
        assert_eq!(received(&mut giving), Vec::<i64>::new(), "nothing is booked before money comes");
        let early = ask(&mut giving.trial, &visitor, Lang::En, &format!("{mine}/certificate.pdf"), None);
        assert!(matches!(early, Err(Problem::NotFound)));

        // Another amount, the same once more: nothing is counted twice.
        let code = code_on(&page);
        assert_eq!(refused(by_bank(&mut giving.trial, code, 49_999, "a")), "amount_differs");
        led(&mut giving.trial, &visitor, &format!("{mine}/simulate"), "");
        led(&mut giving.trial, &visitor, &format!("{mine}/simulate"), "");
        assert_eq!(refused(by_bank(&mut giving.trial, code, 50_000, "b")), "gift_taken");
        assert_eq!(received(&mut giving), vec![50_000]);
        in_order(&mut giving);

        let page = whole(&mut giving.trial, &visitor, &mine);
        assert!(page.contains("Your gift has come") && page.contains("Ibu Rekaan"), "{page}");
        pdf(&mut giving.trial, &visitor, &format!("{mine}/certificate.pdf"));
        let proof = page.split("href=\"/solidarity/proof?").nth(1).and_then(|rest| rest.split('"').next());
        let proof = format!("/solidarity/proof?{}", proof.expect("a proof").replace("&amp;", "&"));
        assert!(whole(&mut giving.trial, &visitor, &proof).contains("hold this entry, unchanged"));
        let changed = proof.replace("hash=", "hash=0");
        let wrong = ask(&mut giving.trial, &visitor, Lang::En, &changed, None).expect("a page");
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);

        let seen = whole(&mut giving.trial, &visitor, "/solidarity");
        assert!(seen.contains("Ibu Rekaan") && seen.contains("Rp50,000"), "{seen}");
        led(&mut giving.trial, &visitor, &format!("{mine}/wall"), "shown=no");
        assert!(!whole(&mut giving.trial, &visitor, "/solidarity").contains("Ibu Rekaan"));
        let guessed = ask(&mut giving.trial, &visitor, Lang::En, &format!("{mine}0"), None);
        assert!(matches!(guessed, Err(Problem::NotFound)));
    });
}

#[test]
fn a_notice_of_another_amount_is_refused_and_the_same_notice_is_taken_once() {
    testing::both(|address| {
        let mut giving = Giving::begin(address, TODAY, "months 6");
        let (visitor, campaign) = (Caller::visitor(), giving.campaign);
        let fields = format!("campaign={campaign}&do=give&amount=50000");
        let mine = led(&mut giving.trial, &visitor, "/give", &fields);
        let pot = shared(&mut giving);
        let office = &mut giving.trial.office;
        let now = office.now();
        let open = office.look(|unit, _| store::queries::intents::open_of(unit, pot, now)).expect("intents");
        let wrong = callbacks::played(office, open[0].id, 60_000).expect("a notice");
        assert_eq!(callbacks::take(office, &wrong).expect("an answer").message, "Invalid Amount");
        let right = callbacks::played(office, open[0].id, 50_000).expect("a notice");
        for _ in 0..2 {
            let said = callbacks::take(office, &right).expect("an answer");
            assert_eq!(said.status, StatusCode::OK, "{}", said.message);
        }
        let other = callbacks::played(office, open[0].id, 50_000).expect("another payment of the same QR");
        assert_eq!(callbacks::take(office, &other).expect("an answer").status, StatusCode::FORBIDDEN);
        let all = office.look(|unit, _| gifts::of_pot(unit, pot)).expect("gifts");
        assert_eq!(all.iter().map(|gift| gift.amount).collect::<Vec<_>>(), [50_000]);
        assert!(whole(&mut giving.trial, &visitor, &mine).contains("Your gift has come"));
        in_order(&mut giving);
    });
}

#[test]
fn a_donor_promises_pays_and_sees_where_her_money_is() {
    testing::both(|address| {
        let mut giving = Giving::begin(address, TODAY, "months 6");
        let mut maria = caller(&giving.trial, Role::Donor, 31);
        (maria.payer, maria.branch) = (Some(giving.donor), None);
        let (campaign, pot) = (giving.campaign, giving.pot);
        assert!(whole(&mut giving.trial, &maria, "/donor").contains("PT Dermawan Uji"));
        whole(&mut giving.trial, &maria, "/donor/give");
        whole(&mut giving.trial, &maria, &format!("/donor/give/worth?campaign={campaign}&worker_months=12"));
        let form = format!("campaign={campaign}&source=company&do=give");
        for fields in ["&amount=x", "&amount=5000&due=2020-01-01", "&amount=5000&due=kemarin"] {
            let wrong = sent(&mut giving.trial, &maria, "/donor/give", &format!("{form}{fields}"));
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields}");
        }
        let nowhere = format!("campaign={campaign}&source=none");
        for fields in ["source=company&campaign=999999", nowhere.as_str()] {
            let wrong = sent(&mut giving.trial, &maria, "/donor/give", &format!("{fields}&amount=5000"));
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields}");
        }
        let hers = led(&mut giving.trial, &maria, "/donor/give", &format!("{form}&amount=1.000.000"));
        assert_eq!(hers, format!("/donor/pots/{pot}"), "her pot of this campaign and source");
        let page = whole(&mut giving.trial, &maria, &hers);
        assert!(page.contains("Rp1,000,000 is promised"), "{page}");
        let pledge = page.split("name=\"pledge\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let pledge = format!("pledge={}", pledge.expect("a promise"));
        let pays = led(&mut giving.trial, &maria, &format!("{hers}/pay"), &pledge);
        assert_eq!(led(&mut giving.trial, &maria, &format!("{hers}/pay"), &pledge), pays, "one QR is enough");
        led(&mut giving.trial, &maria, &format!("{pays}/simulate"), "");
        assert_eq!(giving.standing().received, 1_000_000);
        assert_eq!(giving.standing().pledged, 0);

        let workers: Vec<_> = (0..10).map(|_| giving.worker(3)).collect();
        giving.reserves(&workers, &months("2026-01", 3)).expect("months");
        giving.trial.run("2026-01");
        let page = whole(&mut giving.trial, &maria, &hers);
        assert!(page.contains("January 2026") && page.contains("Worker-months paid"), "{page}");
        whole(&mut giving.trial, &maria, &format!("{hers}/money"));
        pdf(&mut giving.trial, &maria, &format!("{hers}/certificate.pdf"));
        pdf(&mut giving.trial, &maria, &format!("{hers}/report.pdf"));
        let paid = giving.trial.office.look(|unit, _| crate::views::solidarity::paid(unit)).expect("a count");
        assert_eq!(paid, Some(10));

        led(&mut giving.trial, &maria, &format!("{hers}/wall"), "shown=yes");
        let seen = whole(&mut giving.trial, &Caller::visitor(), "/solidarity");
        assert!(seen.contains("PT Dermawan Uji"), "{seen}");
        let mut other = maria.clone();
        other.payer = Some(PayerId(999_999));
        for address in [hers.clone(), format!("{hers}/report.pdf"), format!("{hers}/money")] {
            let hidden = ask(&mut giving.trial, &other, Lang::En, &address, None);
            assert!(matches!(hidden, Err(Problem::Forbidden)), "{address}");
        }
        in_order(&mut giving);
    });
}

#[test]
fn a_promise_is_withdrawn_and_no_other_pot_s_promise_can_be() {
    testing::both(|address| {
        let mut giving = Giving::begin(address, TODAY, "months 6");
        let mut maria = caller(&giving.trial, Role::Donor, 31);
        (maria.payer, maria.branch) = (Some(giving.donor), None);
        let fields = format!("campaign={}&source=company&do=give&amount=70000", giving.campaign);
        let hers = led(&mut giving.trial, &maria, "/donor/give", &fields);
        let elsewhere = sent_no(&mut giving.trial, &maria, &format!("{hers}/withdraw"), "pledge=1");
        assert!(matches!(elsewhere, Problem::NotFound), "{elsewhere:?}");
        let page = whole(&mut giving.trial, &maria, &hers);
        let pledge = page.split("name=\"pledge\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let pledge = format!("pledge={}", pledge.expect("a promise"));
        led(&mut giving.trial, &maria, &format!("{hers}/withdraw"), &pledge);
        assert_eq!(giving.standing().pledged, 0);
        let closed = sent_no(&mut giving.trial, &maria, &format!("{hers}/pay"), &pledge);
        assert!(matches!(closed, Problem::Refused(_)), "{closed:?}");
    });
}

fn sent_no(trial: &mut Trial, who: &Caller, address: &str, fields: &str) -> Problem {
    ask(trial, who, Lang::En, address, Some(fields)).expect_err("it is refused")
}

/// What a page says that a gift is worth.
fn worth_said(page: &str) -> String {
    let said = page.split("At the present price that is ").nth(1).and_then(|rest| rest.split('.').next());
    said.unwrap_or_else(|| panic!("{page}")).to_owned()
}

#[test]
fn what_went_back_of_a_gift_pays_for_no_month() {
    testing::both(|address| {
        let mut giving = Giving::begin(address, TODAY, "months 6");
        let (visitor, campaign) = (Caller::visitor(), giving.campaign);
        let read = |unit: &mut store::Unit<'_>, desk: &Desk<'_>| worth::read(unit, desk, campaign, SOURCE);
        let worth = giving.trial.office.look(read).expect("prices");
        let (two, five) = (worth.cost(2).expect("a price"), worth.cost(5).expect("a price"));
        let fields = format!("campaign={campaign}&do=give&amount={five}");
        let mine = led(&mut giving.trial, &visitor, "/give", &fields);
        assert_eq!(worth_said(&whole(&mut giving.trial, &visitor, &mine)), "5 worker-months");
        led(&mut giving.trial, &visitor, &format!("{mine}/simulate"), "");
        let pot = shared(&mut giving);
        let back = return_gift::run(&mut giving.trial.office, pot, Some(five - two), day(TODAY), None);
        assert_eq!(back.expect("a part goes back"), five - two);
        assert_eq!(worth_said(&whole(&mut giving.trial, &visitor, &mine)), "2 worker-months");
        pdf(&mut giving.trial, &visitor, &format!("{mine}/certificate.pdf"));
    });
}

#[test]
fn a_gift_is_paid_where_every_code_is_paid() {
    testing::both(|address| {
        let mut giving = Giving::begin(address, TODAY, "months 6");
        let (visitor, campaign) = (Caller::visitor(), giving.campaign);
        let fields = format!("campaign={campaign}&do=give&amount=50000&name=Ibu+Rekaan");
        let mine = led(&mut giving.trial, &visitor, "/give", &fields);
        let code = code::shown(code_on(&whole(&mut giving.trial, &visitor, &mine)));
        let there = led(&mut giving.trial, &visitor, "/pay", &format!("code={code}"));
        assert_eq!(there, format!("/pay/{code}"));
        let page = whole(&mut giving.trial, &visitor, &there);
        assert!(page.contains("A gift to Lingkaran Uji") && page.contains("Rp50,000"), "{page}");
        assert!(!page.contains("Ibu Rekaan"), "a code names nobody: {page}");
        // Its QR has run out, and is good again; it is the same gift.
        giving.turn("2026-01-08");
        let pays = led(&mut giving.trial, &visitor, &there, "");
        assert_eq!(led(&mut giving.trial, &visitor, &there, ""), pays, "one gift");
        assert!(whole(&mut giving.trial, &visitor, &pays).contains("Waiting for the payment."));
        led(&mut giving.trial, &visitor, &format!("{pays}/simulate"), "");
        assert!(whole(&mut giving.trial, &visitor, &pays).contains("Your payment has come"));
        assert!(whole(&mut giving.trial, &visitor, &mine).contains("Your gift has come"));
        assert!(whole(&mut giving.trial, &visitor, &there).contains("Nothing is open under this code"));
        let twice = sent_no(&mut giving.trial, &visitor, &there, "");
        assert!(matches!(&twice, Problem::Refused(refusal) if refusal.code == "gift_taken"), "{twice:?}");
        // What others gave to the same pot is nobody's to see who has one code.
        let other = led(&mut giving.trial, &visitor, "/give", &fields.replace("50000", "60000"));
        let their = code_on(&whole(&mut giving.trial, &visitor, &other));
        let theirs = led(&mut giving.trial, &visitor, &format!("/pay/{}", code::shown(their)), "");
        let intent = theirs.rsplit('/').next().expect("a number");
        for hidden in [format!("/pay/{code}/{intent}"), format!("/receipt/{code}/1")] {
            let seen = ask(&mut giving.trial, &visitor, Lang::En, &hidden, None);
            assert!(matches!(seen, Err(Problem::NotFound)), "{hidden}");
        }
        in_order(&mut giving);
    });
}

#[test]
fn a_donor_who_is_asked_to_go_on_answers_once() {
    testing::both(|address| {
        let mut giving = Giving::begin(address, TODAY, "months 6");
        let mut maria = caller(&giving.trial, Role::Donor, 31);
        (maria.payer, maria.branch) = (Some(giving.donor), None);
        let (pot, worker) = (giving.pot, giving.worker(2));
        giving.gives(100_000).expect("a gift");
        giving.reserves(&[worker], &months("2026-01", 2)).expect("months");
        let hers = format!("/donor/pots/{pot}");
        assert!(!whole(&mut giving.trial, &maria, &hers).contains("I go on"));
        assert_eq!(giving.trial.office.unit(ask_renewal::all).expect("it is asked"), 1);
        let page = whole(&mut giving.trial, &maria, &hers);
        assert!(page.contains("This money ends after February 2026.") && page.contains("I go on"), "{page}");
        let answer = format!("{hers}/renewal");
        let never = sent_no(&mut giving.trial, &maria, &answer, "until=2026-07&answer=renewed");
        assert!(
            matches!(&never, Problem::Refused(refusal) if refusal.code == "renewal_not_asked"),
            "{never:?}"
        );
        led(&mut giving.trial, &maria, &answer, "until=2026-02&answer=renewed");
        assert!(!whole(&mut giving.trial, &maria, &hers).contains("I go on"));
        let twice = sent_no(&mut giving.trial, &maria, &answer, "until=2026-02&answer=declined");
        assert!(matches!(twice, Problem::Refused(_)), "{twice:?}");
    });
}
