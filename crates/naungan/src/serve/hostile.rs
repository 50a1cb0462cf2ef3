//! Every form of employers, members, desks and approvals, with what nobody should send: each is answered in
//! words, nothing of it breaks the counter, and nothing of it comes back as more than a text.

mod forms;

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use rules::tree::Words;
use scheme::claims::letter::Line;
use scheme::id::{MembershipId, PayerId, PersonId};
use store::Unit;
use store::queries::agents;
use store::queries::campaigns::{self, Campaign};
use store::queries::contests::{self, Contest};
use store::queries::field_acts::{self, FieldAct};
use store::queries::person_lists::{self, PersonList};
use store::queries::signals::{self, Signal};
use store::queries::statement_lines::{self, StatementLine};
use store::queries::uploads::{self, Upload};
use store::queries::{cases, claims, death_reports};

use super::allowed::{About, Institution, stage_at};
use super::answer::{COOKIE, Front, answer};
use super::form::Form;
use super::reply::Reply;
use super::route::Door;
use crate::actions::field_acts::{Collect, Does, Kept as KeptAct, Whose};
use crate::actions::lead_outreach::{self, LeadOutreach};
use crate::actions::open_grievance::{self, OpenGrievance};
use crate::actions::{hear_of_death, keep_statement};
use crate::auth::{Deed, Role};
use crate::jobs::check_upload;
use crate::office::Desk;
use crate::pages::{self, member};
use crate::registry::letters;
use forms::FORMS;

/// Deeds whose forms stand above.
const DEEDS: [Deed; 34] = [
    Deed::MoveClaims,
    Deed::HandInPapers,
    Deed::SetClaimLimit,
    Deed::PayBenefits,
    Deed::Contest,
    Deed::ReportWages,
    Deed::ChangeMembership,
    Deed::WorkList,
    Deed::FindPeople,
    Deed::FindPayers,
    Deed::WriteNotes,
    Deed::AnswerContests,
    Deed::AskApproval,
    Deed::Approve,
    Deed::ClaimOneself,
    Deed::ReportDeath,
    Deed::ActAsHeir,
    Deed::ReportForWorkers,
    Deed::ConfirmDeaths,
    Deed::GiveCare,
    Deed::Grieve,
    Deed::SeekWork,
    Deed::OfferWork,
    Deed::CareForSeekers,
    Deed::HandInLists,
    Deed::ChoosePeople,
    Deed::Partner,
    Deed::Consent,
    Deed::AgentWork,
    Deed::KeepAgents,
    Deed::LeadOutreach,
    Deed::LeadCampaigns,
    Deed::BookShortCash,
    Deed::Give,
];

/// What nobody should send.
const HOSTILE: [&str; 18] = [
    "",
    "   ",
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }}",
    "\0",
    "a\0b",
    "\u{202e}gnalu\u{2066}",
    "1.000.000,50",
    "1.00",
    "-1",
    "99999999999999999999",
    "1e9",
    "'; drop table person; --",
    "2025-13-45",
    "9999-99",
    "٣٤٥",
    "../../etc/passwd\r\nset-cookie: a=b",
];

/// Numbers that stand for the places of addresses and fields.
fn places(stage: &Institution, role: Role, kept: &Kept) -> BTreeMap<&'static str, String> {
    let numbers = stage.numbers(if role == Role::Member { About::Herself } else { About::A });
    BTreeMap::from([
        ("person", numbers.person.to_string()),
        ("payer", numbers.payer.to_string()),
        ("membership", numbers.membership.to_string()),
        ("contest", kept.contest.to_string()),
        ("upload", kept.upload.to_string()),
        ("list", kept.list.to_string()),
        ("campaign", kept.campaign.to_string()),
        ("approval", kept.approval.to_string()),
        ("account", "1".to_owned()),
        ("line", kept.line.to_string()),
        ("claim", if role == Role::Member { kept.claim } else { numbers.claim }.to_string()),
        ("run", "1".to_owned()),
        ("bill", "1".to_owned()),
        ("case", kept.case.to_string()),
        ("report", kept.report.to_string()),
        ("grievance", kept.grievance.to_string()),
        ("agent", kept.agent.to_string()),
        ("act", "1".to_owned()),
        ("drive", kept.drive.to_string()),
    ])
}

/// What there is to act on.
struct Kept {
    contest: i64,
    upload: i64,
    approval: i64,
    line: i64,
    case: i64,
    report: i64,
    claim: i64,
    grievance: i64,
    list: i64,
    campaign: i64,
    agent: i64,
    drive: i64,
}

fn keep(stage: &Institution) -> Result<Kept> {
    let numbers = stage.numbers(About::A);
    let membership = MembershipId(numbers.membership);
    let payer = PayerId(numbers.payer);
    let mut kept = Kept {
        contest: 71,
        upload: 72,
        approval: 73,
        line: 75,
        case: 76,
        report: 78,
        claim: 79,
        grievance: 0,
        list: 82,
        campaign: 83,
        agent: 0,
        drive: 0,
    };
    let herself = stage.numbers(About::Herself);
    let herself = (PersonId(herself.person), MembershipId(herself.membership));
    let done: Result<()> = stage.counter.pool.with(
        |office| {
            office.unit(|unit, desk| {
                let contest = Contest {
                    id: kept.contest,
                    membership,
                    month: "2026-01".parse()?,
                    sealed: desk.keys.seal(&member::contests::context_of(kept.contest), b"<b>salah"),
                    state: "open".to_owned(),
                    made: desk.now,
                    answered_by: None,
                    answered: None,
                    answer: None,
                    approval: None,
                };
                contests::add(unit, &contest)?;
                let upload = Upload {
                    id: kept.upload,
                    payer,
                    month: "2026-01".parse()?,
                    name: "<b>upah.csv".to_owned(),
                    state: "checked".to_owned(),
                    complete: false,
                    account: 1,
                    told: None,
                    made: desk.now,
                };
                let sealed = desk.keys.seal(&check_upload::context(kept.upload), b"NIK");
                uploads::add(unit, &upload, &sealed)?;
                named(unit, desk, &kept, payer)?;
                let branch = store::queries::caseloads::branch_of(unit, payer.0)?.context("no branch")?;
                unmatched(unit, desk, kept.line)?;
                happened(unit, desk, kept.case, herself)?;
                told(unit, desk, kept.report, PersonId(numbers.person))?;
                (kept.agent, kept.drive) = in_the_field(unit, desk, branch)?;
                kept.grievance = objected(unit, desk, herself, kept.claim)?;
                signals::replace_branch(unit, branch, &[owing(branch, payer, desk)])
            })
        },
        Result::is_err,
    )?;
    done.map(|()| kept)
}

/// An employer in arrears, on the list of a branch.
fn owing(branch: i64, payer: PayerId, desk: &Desk<'_>) -> Signal {
    Signal {
        branch,
        kind: "arrears".to_owned(),
        subject: payer.0,
        membership: None,
        amount: 5,
        facts: "since=2026-02-15".to_owned(),
        since: desk.today,
        done: None,
        until: None,
        officer: None,
    }
}

/// A list of names for a campaign, which waits for a choice.
fn named(unit: &mut Unit<'_>, desk: &Desk<'_>, kept: &Kept, payer: PayerId) -> Result<()> {
    let campaign = Campaign {
        id: kept.campaign,
        name: "Lingkaran".to_owned(),
        told: "Lingkaran".to_owned(),
        payer: None,
        province: None,
        state: "open".to_owned(),
        account: None,
        known: desk.now,
    };
    campaigns::add(unit, &campaign)?;
    campaigns::set(unit, kept.campaign, "months 6", (None, desk.now))?;
    let list = PersonList {
        id: kept.list,
        payer,
        campaign: kept.campaign,
        name: "<b>salah.csv".to_owned(),
        decree: None,
        month: desk.today.month(),
        state: "checked".to_owned(),
        lines: 0,
        account: None,
        told: None,
        made: desk.now,
    };
    person_lists::add(unit, &list)
}

/// An accident of hers, with a claim that waits for a paper.
fn happened(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    id: i64,
    (person, membership): (PersonId, MembershipId),
) -> Result<()> {
    let case = cases::Case {
        id,
        person,
        kind: "work_accident".to_owned(),
        day: desk.today,
        reported: desk.today,
        by_employer: false,
        account: None,
        sealed: desk.keys.seal(&cases::context(id), b"[]"),
        known: desk.now,
    };
    cases::add(unit, &case)?;
    let claim = claims::Claim {
        id: id + 1,
        person,
        of_case: id,
        opened_by: id,
        kind: "jkk_injury".to_owned(),
        membership,
        segment: "self_employed".to_owned(),
        notified: desk.today,
        papers: vec!["identity_card".to_owned()],
        state: "notified".to_owned(),
        known: desk.now,
    };
    claims::add(unit, &claim)
}

/// A death that somebody has told of, and that waits for a branch.
fn told(unit: &mut Unit<'_>, desk: &Desk<'_>, id: i64, person: PersonId) -> Result<()> {
    let told = hear_of_death::Told {
        number: "9901014107900001".to_owned(),
        day: "2026-01-10".to_owned(),
        by_work: false,
        name: "<b>salah".to_owned(),
        relation: "spouse".to_owned(),
        phone: "081299990009".to_owned(),
        reference: "ABCD-EFGH-JKMN".to_owned(),
    };
    let report = death_reports::DeathReport {
        id,
        reference: vec![1],
        sealed: desk.keys.seal(&death_reports::context(id), &serde_json::to_vec(&told)?),
        state: "waiting".to_owned(),
        person: Some(person),
        branch: None,
        case: None,
        account: None,
        made: desk.now,
        decided: None,
    };
    death_reports::add(unit, &report)
}

/// A letter on a claim of hers, and what she objects to its first line.
fn objected(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (person, membership): (PersonId, MembershipId),
    claim: i64,
) -> Result<i64> {
    let row = claims::Claim {
        id: claim,
        person,
        of_case: claim,
        opened_by: claim,
        kind: "jht_left_work".to_owned(),
        membership,
        segment: "self_employed".to_owned(),
        notified: desk.today,
        papers: Vec::new(),
        state: "notified".to_owned(),
        known: desk.now,
    };
    claims::add(unit, &row)?;
    let said = Words { id: "<b>salah".to_owned(), en: "<b>salah".to_owned() };
    let opening = ["1", "2"].map(|_| Line { number: 0, said: said.clone(), amount: None, citation: None });
    let opening = (1..).zip(opening).map(|(number, line)| Line { number, ..line }).collect();
    letters::keep(unit, desk, claim, &letters::only(row.kind.parse()?, desk.today, opening))?;
    let objection = "<b>salah".to_owned();
    let asked = OpenGrievance { claim, letter: 1, line: 2, objection, account: None };
    open_grievance::within(unit, desk, &asked)
}

/// Money that nobody could match.
fn unmatched(unit: &mut Unit<'_>, desk: &Desk<'_>, id: i64) -> Result<()> {
    let text = "<b>salah".to_owned();
    let said = keep_statement::Kept { text, ..keep_statement::Kept::default() };
    let line = StatementLine {
        id,
        statement: 1,
        no: 1,
        amount: Some(5),
        paid: Some(desk.today),
        state: "open".to_owned(),
        print: vec![1],
        sealed: said.sealed(desk, id)?,
        payer: None,
        account: None,
        made: desk.now,
        done: None,
    };
    statement_lines::add_all(unit, &[line])
}

/// An act of an agent that was refused, and a drive of her branch.
fn in_the_field(unit: &mut Unit<'_>, desk: &Desk<'_>, branch: i64) -> Result<(i64, i64)> {
    let agent = agents::all(unit)?.into_iter().find(|agent| agent.branch == branch).context("no agent")?;
    let does =
        Does::Collect(Collect { whose: Whose::Card("<b>salah".to_owned()), amount: 5, day: desk.today });
    let said = Some(["<b>salah".to_owned(), "<b>salah".to_owned()]);
    let kept = KeptAct { does, said, other: None, why: None, receipt: None };
    let act = FieldAct {
        agent: agent.id,
        no: 1,
        key: vec![1],
        kind: "collect".to_owned(),
        made: desk.now,
        answer: "refused".to_owned(),
        told: Some("card_unknown".to_owned()),
        subject: None,
        sealed: desk.keys.seal(&field_acts::context(agent.id, 1), &serde_json::to_vec(&kept)?),
        known: desk.now,
        settled: None,
    };
    field_acts::add(unit, &act)?;
    let drive = LeadOutreach {
        branch,
        whole_province: false,
        name: "<b>salah".to_owned(),
        until: desk.today,
        target: 5,
        cost: 0,
        account: None,
    };
    Ok((agent.id, lead_outreach::within(unit, desk, &drive)?))
}

/// Sends a form, or asks for a page where there are no fields.
fn send(stage: &Institution, path: &str, role: Role, fields: Option<&[(&str, String)]>) -> Result<Reply> {
    let method = if fields.is_some() { Method::POST } else { Method::GET };
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let of = |route: &&super::route::Route| route.method == method && fits(route.path, path).is_some();
    let mut routes: Vec<_> = stage.counter.routes.iter().filter(of).collect();
    routes.sort_by_key(|route| route.path.matches('{').count());
    let route = routes.into_iter().next().with_context(|| format!("no address {path}"))?;
    let session = stage.session(role)?;
    let mut headers = HeaderMap::new();
    headers.insert("cookie", HeaderValue::from_str(&format!("{COOKIE}={}", session.token))?);
    let mut form = Form::default();
    form.add("form_token", session.form_token());
    for (name, value) in fields.unwrap_or_default() {
        if *name == "file" {
            form.add_file(name, value, value.clone().into_bytes());
        } else {
            form.add(name, value.clone());
        }
    }
    let places = fits(route.path, path).unwrap_or_default();
    let (path, query, read) = (path.to_owned(), query.to_owned(), Ok((form, Vec::new())));
    Ok(answer(&stage.counter, route, Front { method, path, places, query, headers, read }))
}

/// The places of a path, if it is of a route.
fn fits(pattern: &str, path: &str) -> Option<BTreeMap<String, String>> {
    let (one, other): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), path.split('/').collect());
    let same = one.len() == other.len()
        && one.iter().zip(&other).all(|(known, part)| known.starts_with('{') || known == part);
    let named = || one.iter().zip(&other).filter(|(known, _)| known.starts_with('{'));
    same.then(|| {
        named().map(|(known, part)| (known.trim_matches(['{', '}']).to_owned(), (*part).to_owned())).collect()
    })
}

/// What a page shows, as it was before it was made harmless.
fn shown(body: &str) -> String {
    let marks =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#x2f;", "/"), ("&amp;", "&")];
    marks.iter().fold(body.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// Fields that hold what was written, whatever it was.
const WRITTEN: [&str; 12] =
    ["says", "text", "reason", "answer", "who", "why", "said", "wage", "amount", "until", "again", "day"];

/// What is wrong with an answer.
fn wrong(reply: &Reply, sent: &[(&str, String)]) -> Option<String> {
    let body = String::from_utf8_lossy(&reply.body);
    let status = reply.status;
    if status.is_server_error() {
        return Some(format!("{status}"));
    }
    for raw in ["<script>alert", "<img src=x", "\0", "<b>salah", "<b>upah", ">49<"] {
        if body.contains(raw) {
            return Some(format!("{raw:?} comes back"));
        }
    }
    if reply.headers.iter().any(|(_, value)| value.contains('\n') || value.contains("a=b")) {
        return Some("a header was written".to_owned());
    }
    // The frame has a form of its own, by which one signs out.
    let main = body.split_once("<main").map_or("", |(_, main)| main);
    if status == StatusCode::UNPROCESSABLE_ENTITY && main.contains("<form") {
        let shown = shown(&body);
        let lost = sent.iter().find(|(name, value)| {
            let value = value.trim();
            // Where there is a choice, what is none of it is gone.
            let is_choice = *name == "reason" && sent.iter().any(|(name, _)| *name == "confirm");
            WRITTEN.contains(name)
                && !is_choice
                && !value.contains(['\0', '\u{202e}', '\r'])
                && !shown.contains(value)
        });
        return lost.map(|(name, value)| format!("{name} lost {value:?}"));
    }
    None
}

#[test]
fn every_form_has_a_row() {
    for route in pages::routes().iter().filter(|route| route.method == Method::POST) {
        if DEEDS.contains(&route.deed) && route.door == Door::Page {
            let there = FORMS.iter().any(|(path, ..)| fits(route.path, path).is_some());
            assert!(there, "{} has no row", route.path);
        }
    }
}

/// The values of a row, with the places of the stage.
fn values(fields: &[(&'static str, &str)], places: &BTreeMap<&str, String>) -> Vec<(&'static str, String)> {
    fields.iter().map(|(name, value)| (*name, filled(value, places))).collect()
}

fn filled(text: &str, places: &BTreeMap<&str, String>) -> String {
    places.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

/// Pages that show what was kept, to whom they are shown.
const PAGES: &[(&str, Role)] = &[
    ("/me/contests", Role::Member),
    ("/payers/{payer}/uploads", Role::Employer),
    ("/payers/{payer}/uploads/{upload}", Role::Employer),
    ("/memberships/{membership}", Role::Employer),
    ("/me/claims/{case}", Role::Member),
    ("/desk/deaths", Role::Officer),
    ("/desk/deaths/{report}", Role::Officer),
    ("/me/job-loss", Role::Member),
    ("/me/jkp", Role::Member),
    ("/me/jobs", Role::Member),
    ("/me/training", Role::Member),
    ("/payers/{payer}/vacancies", Role::Employer),
    ("/payers/{payer}/applicants", Role::Employer),
    ("/payers/{payer}/dismissals", Role::Employer),
    ("/desk/jobs", Role::Officer),
    ("/desk/training", Role::Officer),
    ("/people/{person}/jobs", Role::Officer),
    ("/desk", Role::Officer),
    ("/lists", Role::Officer),
    ("/lists/new", Role::Officer),
    ("/lists/{list}", Role::Officer),
    ("/lists/{list}/rows", Role::Officer),
    ("/desk/lists", Role::Officer),
    ("/desk/lists/{list}/choose", Role::Officer),
    ("/desk/lists/{list}/places", Role::Officer),
    ("/desk/forecast", Role::Officer),
    ("/desk/agents", Role::Officer),
    ("/desk/agents/{agent}", Role::Officer),
    ("/desk/agents/{agent}/acts/{act}", Role::Officer),
    ("/desk/campaigns", Role::Head),
    ("/desk/campaigns/{campaign}", Role::Officer),
    ("/desk/campaigns/{campaign}/rule", Role::Administrator),
    ("/desk/outreach", Role::Head),
    ("/desk/outreach/{drive}", Role::Head),
    ("/agent", Role::Agent),
    ("/agent/members", Role::Agent),
    ("/agent/bring", Role::Agent),
    ("/agent/cash", Role::Agent),
    ("/agent/handover", Role::Agent),
    ("/agent/commission", Role::Agent),
    ("/agent/territory", Role::Agent),
    ("/agent/acts", Role::Agent),
    ("/agent/acts/{act}", Role::Agent),
    ("/agent/field", Role::Agent),
    ("/give", Role::Visitor),
    ("/solidarity", Role::Visitor),
    ("/solidarity/proof", Role::Visitor),
    ("/donor", Role::Donor),
    ("/donor/give", Role::Donor),
    ("/desk/contests/{contest}", Role::Officer),
    ("/people/{person}", Role::Officer),
    ("/claims/{claim}", Role::Officer),
    ("/claims", Role::Head),
    ("/benefits", Role::Administrator),
    ("/desk/payers/{payer}", Role::Officer),
    ("/me/letters", Role::Member),
    ("/claims/{claim}/letter/1", Role::Member),
    ("/claims/{claim}/recovery", Role::Member),
    ("/grievances/{grievance}", Role::Member),
    ("/desk/grievances", Role::Officer),
    ("/approvals", Role::Head),
    ("/admin/statements/lines", Role::Auditor),
];

#[test]
fn whatever_is_sent_is_answered_in_words() {
    testing::both(|address| {
        let stage = stage_at(address).expect("a stage");
        let kept = keep(&stage).expect("things to act on");
        let long = "x".repeat(60_000);
        let hostile: Vec<&str> = HOSTILE.into_iter().chain([long.as_str()]).collect();
        let mut faults = Vec::new();
        for (path, role, fields) in FORMS {
            let places = places(&stage, *role, &kept);
            let address = filled(path, &places);
            let mut sent: Vec<Vec<(&str, String)>> = Vec::new();
            for value in &hostile {
                sent.push(fields.iter().map(|(name, _)| (*name, (*value).to_owned())).collect());
                for at in 0..fields.len() {
                    let mut one = values(fields, &places);
                    one[at].1 = (*value).to_owned();
                    sent.push(one);
                }
            }
            for fields in sent {
                let reply = send(&stage, &address, *role, Some(&fields)).expect("an answer");
                if let Some(fault) = wrong(&reply, &fields) {
                    let fields: Vec<String> =
                        fields.iter().map(|(name, value)| format!("{name}={value:.40}")).collect();
                    faults.push(format!("{path} {}: {fault}", fields.join("&")));
                }
            }
        }
        for (path, role) in PAGES {
            let (path, role) = (*path, *role);
            let address = filled(path, &places(&stage, role, &kept));
            let reply = send(&stage, &address, role, None).expect("an answer");
            assert_eq!(reply.status, StatusCode::OK, "{path}");
            faults.extend(wrong(&reply, &[]).map(|fault| format!("{path}: {fault}")));
        }
        assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    });
}
