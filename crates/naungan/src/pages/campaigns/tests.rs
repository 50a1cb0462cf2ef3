//! Campaigns opened, changed and closed on pages and by the interface; what is wrong, and who may not.

use anyhow::Result;
use axum::http::StatusCode;
use rules::render::Lang;
use scheme::solidarity::campaign::Rule;
use serde_json::Value as Json;
use store::queries::campaigns;

use crate::actions::open_campaign::{self, OpenCampaign};
use crate::auth::{Caller, Role};
use crate::office::{Desk, Office};
use crate::pages::doors::{branch, staff};
use crate::pages::played::{Browser, played};
use crate::pages::tried::{ask, caller};
use crate::registry::pots;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::trial::Trial;
use crate::trial::giving::Giving;

/// A whole campaign, as its form says it.
const WHOLE: &str = "name=Nelayan+Utara&told=Bagi+nelayan+kecil&province=31&sources=company\
    &sources=individual&areas=3174,+Sukamaju&works=nelayan&decile=4&who=women&disabled=yes\
    &programmes=jkk&programmes=jkm&months=6&places=100&first=poorer&second=disabled\
    &steps=4+50%25%0D%0A6+1/4";

/// The rule that it comes to.
const RULE: &str = "source company\nsource individual\narea 3174\narea Sukamaju\nwork nelayan\ndecile 4\n\
    women\ndisabled\nprogramme jkk\nprogramme jkm\nmonths 6\nplaces 100\nfirst poorer\nfirst disabled\n\
    step 4 50/100\nstep 6 1/4\n";

fn text(reply: &Reply) -> String {
    String::from_utf8(reply.body.clone()).expect("text").replace("&#x2f;", "/")
}

/// A page in both languages, in which no text is lacking; the English one.
fn whole(trial: &mut Trial, who: &Caller, address: &str) -> String {
    let [_, en] = [Lang::Id, Lang::En].map(|lang| {
        let reply =
            ask(trial, who, lang, address, None).unwrap_or_else(|error| panic!("{address}: {error:?}"));
        let page = text(&reply);
        assert!(reply.status == StatusCode::OK && !page.contains('⟨'), "{address}: {page}");
        page
    });
    en
}

fn sent(trial: &mut Trial, who: &Caller, address: &str, fields: &str) -> Reply {
    ask(trial, who, Lang::En, address, Some(fields)).unwrap_or_else(|error| panic!("{address}: {error:?}"))
}

/// The same form with one field said in another way.
fn with(name: &str, value: &str) -> String {
    let kept = WHOLE.split('&').filter(|pair| !pair.starts_with(&format!("{name}=")));
    kept.chain([format!("{name}={value}").as_str()]).collect::<Vec<_>>().join("&")
}

/// The campaigns that there are: number, state and rule.
fn all(office: &mut Office) -> Vec<(i64, String, String)> {
    let read = |unit: &mut store::Unit<'_>, desk: &Desk<'_>| {
        let rows = campaigns::all(unit)?;
        let rule = |row: campaigns::Campaign| {
            let rule = pots::rule(unit, row.id, desk.now)?;
            Ok((row.id, row.state, rule.to_string()))
        };
        rows.into_iter().map(rule).collect::<Result<Vec<_>>>()
    };
    office.look(read).expect("campaigns")
}

#[test]
fn a_head_opens_changes_and_closes_a_campaign() {
    testing::both(|address| {
        let mut trial = Trial::begin(address, "2026-01-05");
        let head = caller(&trial, Role::Head, 12);
        whole(&mut trial, &head, "/desk/campaigns");
        whole(&mut trial, &head, "/desk/campaigns/new");
        // First the answers, and nothing is done.
        let seen = text(&sent(&mut trial, &head, "/desk/campaigns/new", WHOLE));
        assert!(seen.contains("Check your answers") && seen.contains("from month 6: 1/4"), "{seen}");
        assert!(seen.contains("decile 4 or poorer") && !seen.contains('⟨'), "{seen}");
        assert!(all(&mut trial.office).is_empty());
        // What is to be changed comes back as it was written.
        let back = text(&sent(&mut trial, &head, "/desk/campaigns/new", &format!("{WHOLE}&do=change")));
        assert!(back.contains("value=\"3174, Sukamaju\"") && back.contains("4 50%"), "{back}");
        // Pressed twice, it is opened once.
        for _ in 0..2 {
            let done = sent(&mut trial, &head, "/desk/campaigns/new", &format!("{WHOLE}&do=open&request=7"));
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", text(&done));
        }
        let there = all(&mut trial.office);
        assert_eq!(there.len(), 1);
        let (id, state, rule) = &there[0];
        assert_eq!((state.as_str(), rule.as_str()), ("open", RULE));
        let place = format!("/desk/campaigns/{id}");
        let page = whole(&mut trial, &head, &place);
        assert!(page.contains("DKI Jakarta") && page.contains("occupation nelayan"), "{page}");
        assert!(whole(&mut trial, &head, "/desk/campaigns").contains("Nelayan Utara"));
        changes(&mut trial, &head, &place);
        // Closed, and closed again as was wanted.
        assert!(whole(&mut trial, &head, &format!("{place}/close")).contains("cannot be opened again"));
        for _ in 0..2 {
            assert_eq!(sent(&mut trial, &head, &format!("{place}/close"), "").status, StatusCode::SEE_OTHER);
        }
        assert_eq!(all(&mut trial.office)[0].1, "closed");
        let late = ask(&mut trial, &head, Lang::En, &format!("{place}/rule"), Some("months=4&do=open"));
        assert!(matches!(late, Err(Problem::Refused(refusal)) if refusal.code == "campaign_closed"));
        assert!(!whole(&mut trial, &head, &place).contains("Change the rule"));
    });
}

/// The form brings the rule as it is; the same again is no change.
fn changes(trial: &mut Trial, head: &Caller, place: &str) {
    let form = whole(trial, head, &format!("{place}/rule"));
    assert!(form.contains("value=\"nelayan\"") && form.contains("6 1/4"), "{form}");
    let address = format!("{place}/rule");
    let same = sent(trial, head, &address, WHOLE);
    assert!(same.status == StatusCode::UNPROCESSABLE_ENTITY && text(&same).contains("the same"));
    let seen = sent(trial, head, &address, "months=3");
    assert!(seen.status == StatusCode::OK && text(&seen).contains("Set this rule"), "{}", text(&seen));
    assert_eq!(all(&mut trial.office)[0].2, RULE, "only looked at");
    assert_eq!(sent(trial, head, &address, "months=3&do=open").status, StatusCode::SEE_OTHER);
    assert_eq!(all(&mut trial.office)[0].2, "months 3\n");
}

#[test]
fn what_is_wrong_stands_beside_its_field_and_nothing_is_opened() {
    testing::both(|address| {
        let mut trial = Trial::begin(address, "2026-01-05");
        let head = caller(&trial, Role::Head, 12);
        let long = "x".repeat(61);
        for (field, value, says) in [
            ("name", "", "write the name"),
            ("told", "", "write the name"),
            ("province", "32", "Choose a province of yours"),
            ("province", "all", "Choose a province of yours"),
            ("donor", "999999", "There is no donor"),
            ("sources", "state_assistance", "not taken yet"),
            ("sources", "palm_oil", "is not one of"),
            ("areas", &long, "letters each"),
            ("decile", "11", "from 1 to 10"),
            ("programmes", "jkx", "no programme is called jkx"),
            ("months", "0", "1 to 60 months"),
            ("months", "setahun", "1 to 60 months"),
            ("places", "0", "a number of workers"),
            ("second", "poorer", "chosen above"),
            ("steps", "tujuh", "Line 1"),
            ("steps", "4+1/2%0D%0A4+1/4", "in order"),
            ("steps", "4+1/4%0D%0A5+1/2", "may only fall"),
            ("steps", "9+1/2", "none after month 6"),
        ] {
            let reply =
                sent(&mut trial, &head, "/desk/campaigns/new", &format!("{}&do=open", with(field, value)));
            let page = text(&reply);
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}={value}: {page}");
            let shown = if field == "told" { "name" } else { field };
            assert!(page.contains(&format!("href=\"#{shown}\"")) && page.contains(says), "{field}: {page}");
        }
        assert!(all(&mut trial.office).is_empty());
    });
}

#[test]
fn each_leads_what_is_hers() {
    testing::both(|address| {
        // A campaign of a province, with money in it, and one of the whole country.
        let mut giving = Giving::begin(address, "2026-01-05", "months 6\nstep 4 1/2");
        giving.gives(500_000).expect("a gift");
        let trial = &mut giving.trial;
        let own = all(&mut trial.office)[0].0;
        let asked = OpenCampaign {
            name: "Negeri".to_owned(),
            told: "Bagi semua".to_owned(),
            payer: None,
            province: None,
            rule: Rule::parse("months 6").expect("a rule"),
            account: None,
        };
        let whole_country = open_campaign::run(&mut trial.office, &asked, None).expect("a campaign");
        for role in [Role::Officer, Role::Head, Role::Auditor, Role::Administrator] {
            let who = caller(trial, role, 12);
            let of_province = matches!(role, Role::Head | Role::Administrator);
            let list = whole(trial, &who, "/desk/campaigns");
            assert_eq!(list.contains("/desk/campaigns/new"), of_province, "{role}");
            for (id, says, leads) in [
                (own, ["Rp500,000", "DKI Jakarta"], of_province),
                (whole_country, ["Rp0", "The whole country"], role == Role::Administrator),
            ] {
                let place = format!("/desk/campaigns/{id}");
                let page = whole(trial, &who, &place);
                assert!(says.iter().all(|says| page.contains(says)), "{role}: {page}");
                assert_eq!(page.contains(&format!("{place}/rule")), leads, "{role} {id}");
                let changed = ask(trial, &who, Lang::En, &format!("{place}/rule"), Some("months=5"));
                assert_eq!(changed.is_ok_and(|reply| reply.status == StatusCode::OK), leads, "{role} {id}");
                let closed = ask(trial, &who, Lang::En, &format!("{place}/close"), None);
                assert_eq!(closed.is_ok(), leads, "{role} {id}");
            }
        }
        let donor = caller(trial, Role::Donor, 12);
        let seen = ask(trial, &donor, Lang::En, "/desk/campaigns", None);
        assert!(matches!(seen, Err(Problem::Forbidden)));
    });
}

#[test]
fn programs_open_change_and_close_one_too() {
    testing::both(|address| {
        let mut played = played(address).expect("a counter");
        by_programs(&mut played.office, played.at).expect("it holds");
    });
}

fn by_programs(office: &mut Office, at: std::net::SocketAddr) -> Result<()> {
    let own = branch(office)?;
    let sri = staff(office, Role::Head, "sri", (Some(own), None, None))?;
    let mut browser = Browser::new(at);
    sri.enter(&mut browser, 0)?;
    browser.get("/desk/campaigns/new")?;
    let mut post = |path: &str, key: &str, body: &str| -> Result<(u16, Json)> {
        let token = browser.form_token.clone();
        let headings =
            format!("content-type: application/json\r\nx-form-token: {token}\r\nidempotency-key: {key}\r\n");
        let seen = browser.ask("POST", path, &headings, body)?;
        Ok((seen.status, serde_json::from_str(&seen.page).unwrap_or_default()))
    };
    let new = |province: &str, rule: &str| {
        format!(r#"{{"name":"Nelayan","told":"Bagi nelayan","province":{province},"rule":{rule}}}"#)
    };
    // What is wrong is named by its place.
    for (body, place) in [
        (new("\"77\"", r#"["months 6"]"#), "/province"),
        (new("\"31\"", r#"["months 6","moons 2"]"#), "/rule/1"),
    ] {
        let (status, said) = post("/api/v1/campaigns", "wrong", &body)?;
        assert_eq!((status, said["fields"][0]["field"].as_str()), (422, Some(place)), "{said}");
    }
    for (province, rule, code) in [
        ("\"32\"", r#"["months 6"]"#, "campaign_place"),
        ("null", r#"["months 6"]"#, "campaign_place"),
        ("\"31\"", r#"["months 0"]"#, "campaign_rule"),
        ("\"31\"", r#"["months 6","source lottery"]"#, "campaign_source"),
    ] {
        let (status, said) = post("/api/v1/campaigns", "refused", &new(province, rule))?;
        assert_eq!((status, said["code"].as_str()), (422, Some(code)), "{said}");
    }
    // The same key opens it once.
    let body = new("\"31\"", r#"["months 6","women"]"#);
    let mut numbers = Vec::new();
    for _ in 0..2 {
        let (status, said) = post("/api/v1/campaigns", "one", &body)?;
        assert_eq!((status, said["rule"][0].as_str()), (201, Some("women")), "{said}");
        numbers.push(said["campaign"].as_i64());
    }
    assert_eq!(numbers[0], numbers[1]);
    let there = all(office);
    assert_eq!(there.len(), 1);
    let place = format!("/api/v1/campaigns/{}", there[0].0);
    let (status, _) = post(&format!("{place}/rules"), "two", r#"{"rule":["months 3"]}"#)?;
    assert_eq!((status, all(office)[0].2.as_str()), (200, "months 3\n"));
    let (status, said) = post(&format!("{place}/ends"), "three", "{}")?;
    assert_eq!((status, said["state"].as_str()), (200, Some("closed")), "{said}");
    let (status, said) = post(&format!("{place}/rules"), "four", r#"{"rule":["months 2"]}"#)?;
    assert_eq!((status, said["code"].as_str()), (422, Some("campaign_closed")), "{said}");
    Ok(())
}
