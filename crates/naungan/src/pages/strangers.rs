//! What strangers learn by registering with somebody else's number, and what they see afterwards: nothing.

use anyhow::{Context, Result};
use base::id::Sex;
use scheme::id::{MembershipId, PersonId};
use scheme::memberships::Segment;
use store::queries::registry_checks::{self, Check};
use store::queries::{caseloads, drafts, mismatches, proofs};

use super::doors::{Staff, branch, staff};
use super::played::{Browser, Played, code_in, join, message, played, registered, registers, said_to};
use crate::actions::ask_registry_again::REGISTRY;
use crate::actions::enrol_member::{self, EnrolMember};
use crate::actions::merge_people;
use crate::actions::register_person::{self, RegisterPerson};
use crate::auth::{Role, claims, sessions};
use crate::faults::small::employer_with;
use crate::registry::people;
use crate::runs::close::close;
use crate::runs::{Task, open, work};

const NIK: &str = "9901014501900001";
const HERS: &str = "081299990001";
const ANOTHERS: &str = "081299990002";

fn on(address: &str, test: fn(&mut Played) -> Result<()>) {
    let mut played = played(address).expect("a counter");
    played.office.outbox = testing::sqlite::scratch().path().with_extension("outbox");
    test(&mut played).expect("it holds");
    if played.office.outbox.exists() {
        std::fs::remove_dir_all(&played.office.outbox).expect("an outbox");
    }
}

#[test]
fn nobody_learns_before_the_code_whether_a_nik_is_registered() {
    testing::both(|address| on(address, one_answer_for_all));
}

/// Known, known under another name, nobody's, of another name in the civil registry, dead: to the last page
/// one answer, and what came of it is told by message.
fn one_answer_for_all(played: &mut Played) -> Result<()> {
    join(played, &mut Browser::new(played.at), NIK, "Siti Contoh")?;
    let mut pages = Vec::new();
    let all = [
        (NIK, "Siti Contoh", false),
        (NIK, "Rina Contoh", false),
        ("9901014501900101", "Rina Contoh", true),
        ("9901014501900198", "Rina Contoh", true),
        ("9901014501900299", "Rina Contoh", false),
    ];
    for (at, (nik, name, joins)) in all.into_iter().enumerate() {
        let mut stranger = Browser::new(played.at);
        let telephone = format!("08129999001{at}");
        let before = said_to(&mut played.office, HERS)?.len();
        let page = stranger.answers(nik, name, &telephone)?.page;
        let tried = stranger.post("/register/check", &[("code", "12")])?;
        let token = stranger.form_token.clone();
        let hide = |page: String| {
            let page = page.replace(nik, "NIK").replace(name, "NAME").replace(&telephone, "PHONE");
            page.replace(&token, "TOKEN")
        };
        pages.push((tried.status, hide(page), hide(tried.page)));
        assert_eq!(said_to(&mut played.office, HERS)?.len(), before, "she hears of it before the code");
        let code = code_in(said_to(&mut played.office, &telephone)?.first().context("no code was sent")?)?;
        let seen = stranger.post("/register/check", &[("code", &code)])?;
        assert_eq!(seen.place, "/register/done", "{nik} {name}: {}", seen.page);
        let done = hide(stranger.get("/register/done")?.page);
        pages.last_mut().context("no pages")?.2.push_str(&done);
        registers(&mut played.office)?;
        assert_eq!(hide(stranger.get("/register/done")?.page), done, "afterwards too");
        let told = said_to(&mut played.office, &telephone)?;
        assert_eq!(told.iter().any(|text| text.contains("you are registered")), joins, "{nik}: {told:?}");
        assert!(!told.concat().contains("died"), "{told:?}");
        assert_eq!(stranger.get("/me")?.place, "/sign-in", "whoever has another telephone is not in");
    }
    for page in &pages[1..] {
        assert!(*page == pages[0], "the pages differ:\n{}\n{}", pages[0].1, page.1);
    }
    let told = said_to(&mut played.office, HERS)?;
    let told: Vec<_> = told.iter().filter(|text| text.contains("registering with your NIK")).collect();
    assert_eq!(told.len(), 1, "she is told once a day: {told:?}");
    assert!(told[0].contains("/sign-in"), "{told:?}");
    assert_eq!(registered(&mut played.office)?, 3);
    Ok(())
}

/// Too old to join: said of whoever is known and of who is not, before anybody is looked for.
#[test]
fn the_law_says_no_to_all_alike() {
    testing::both(|address| {
        on(address, |played| {
            let (known, new) = ("9901014501450001", "9901014501450002");
            let asked = RegisterPerson {
                nik: known.parse()?,
                name: "Siti Contoh".to_owned(),
                mother: None,
                birth_date: "1945-01-05".parse()?,
                sex: Sex::Female,
                phone: Some(HERS.to_owned()),
                facts: Vec::new(),
                is_another: false,
            };
            register_person::run(&mut played.office, &asked, None)?;
            for (nik, telephone) in [(known, ANOTHERS), (new, "081299990003")] {
                let mut stranger = Browser::new(played.at);
                stranger.answers(nik, "Siti Contoh", telephone)?;
                let code = code_in(&said_to(&mut played.office, telephone)?[0])?;
                let seen = stranger.post("/register/check", &[("code", &code)])?;
                assert_eq!(seen.status, 422, "{nik} {}", seen.place);
                assert!(seen.page.contains("by the law cannot, or not yet, be a member"), "{}", seen.page);
            }
            assert!(said_to(&mut played.office, HERS)?.is_empty() && registered(&mut played.office)? == 1);
            Ok(())
        });
    });
}

#[test]
fn whoever_has_the_telephone_that_is_known_is_in() {
    testing::both(|address| {
        on(address, |played| {
            join(played, &mut Browser::new(played.at), NIK, "Siti Contoh")?;
            let mut again = Browser::new(played.at);
            again.answers(NIK, "Siti Contoh", HERS)?;
            let code = code_in(said_to(&mut played.office, HERS)?.last().context("no code")?)?;
            let mut seen = again.post("/register/check", &[("code", &code)])?;
            if seen.status == 422 {
                // Two messages of one moment come in any order.
                let code = code_in(said_to(&mut played.office, HERS)?.first().context("no code")?)?;
                seen = again.post("/register/check", &[("code", &code)])?;
            }
            assert_eq!((seen.status, &*seen.place), (303, "/me"), "{}", seen.page);
            assert_eq!(registered(&mut played.office)?, 1);
            Ok(())
        });
    });
}

#[test]
fn the_registry_answers_in_every_way_and_the_branch_hears_of_it() {
    testing::both(|address| on(address, parked));
}

fn parked(played: &mut Played) -> Result<()> {
    for (nik, name, state, why) in [
        ("9901014501900096", "Ani Contoh", "pending", None),
        ("9901014501900297", "Budi Contoh", "unknown", Some("registry_unknown")),
        ("9901014501900398", "Cici Contoh", "different", Some("registry_different")),
    ] {
        let mut browser = Browser::new(played.at);
        join(played, &mut browser, nik, name)?;
        let told = said_to(&mut played.office, HERS)?;
        assert!(told.last().is_some_and(|text| text.contains("has not answered yet")), "{told:?}");
        let (check, whys) = played.office.look(|unit, desk| {
            let person = people::by_nik(unit, desk, nik.parse()?)?.remove(0).id;
            let check = registry_checks::read(unit, person)?.context("no check")?.state;
            let rows = store::queries::memberships::of_person(unit, person)?;
            let payer = rows.first().context("no membership")?.payer;
            let whys = mismatches::open(unit, payer, 9)?.into_iter().map(|one| one.why).collect::<Vec<_>>();
            Ok((check, whys))
        })?;
        assert_eq!(check, state);
        assert_eq!(whys.first().map(String::as_str), why, "{nik}");
    }
    Ok(())
}

/// The registry had no answer at first: what it says later is kept too, and opens nothing by itself.
#[test]
fn an_answer_that_comes_later_is_heard_by_the_branch() {
    testing::both(|address| {
        on(address, |played| {
            for (nik, why) in [("9901014501900001", None), ("9901014501900397", Some("registry_unknown"))] {
                join(played, &mut Browser::new(played.at), nik, "Siti Contoh")?;
                let person = played.office.unit(|unit, desk| {
                    let person = people::by_nik(unit, desk, nik.parse()?)?.remove(0).id;
                    let text = |text: &str| text.to_owned();
                    claims::keep(unit, desk, person, claims::SELF)?;
                    unit.execute("delete from mismatch", &[])?;
                    let (state, told) = (text("pending"), None);
                    let check = Check { person, state, told, asked: desk.now, answered: None };
                    registry_checks::put(unit, &check)?;
                    crate::jobs::later(unit, desk, REGISTRY, &person.to_string(), (None, None))?;
                    Ok(person)
                })?;
                while crate::jobs::one(&mut played.office)? {}
                let (how, claim, whys) = played.office.look(|unit, desk| {
                    let how = proofs::read(unit, person)?.context("no proof")?.how;
                    let rows = unit.rows("select why from mismatch", &[])?;
                    let whys =
                        rows.iter().map(|row| Ok(row.text(0)?.to_owned())).collect::<Result<Vec<_>>>()?;
                    Ok((how, claims::sees(unit, desk, person)?.is_claim(), whys))
                })?;
                assert_eq!(how, if why.is_none() { claims::REGISTRY } else { claims::SELF });
                assert!(claim, "{nik} is nobody's but by her card");
                assert_eq!(whys.first().map(String::as_str), why);
            }
            Ok(())
        });
    });
}

/// One number that was only claimed is enough, also where it is merged with one that others registered.
#[test]
fn a_merge_opens_nothing_by_itself() {
    testing::both(|address| {
        on(address, |played| {
            let Claimed { person, membership, .. } = claimed(played)?;
            let sees = played.office.unit(|unit, desk| {
                let row = unit.row("select id from person where id <> $1", &[person.0.into()])?;
                let other = PersonId(row.context("nobody else")?.int(0)?);
                merge_people::merge_within(unit, desk, person, other, Some("sama"))?;
                claims::sees(unit, desk, other)
            })?;
            assert!(sees.is_claim() && !sees.membership(membership), "{sees:?}");
            Ok(())
        });
    });
}

#[test]
fn somebody_very_like_another_joins_and_the_branch_looks() {
    testing::both(|address| {
        on(address, |played| {
            join(played, &mut Browser::new(played.at), NIK, "Siti Contoh")?;
            let mut second = Browser::new(played.at);
            second.answers("9901014501900002", "SITI  CONTOH", "081299990005")?;
            let code = code_in(&said_to(&mut played.office, "081299990005")?[0])?;
            let seen = second.post("/register/check", &[("code", &code)])?;
            assert_eq!(seen.place, "/register/done", "{}", seen.page);
            registers(&mut played.office)?;
            let whys = played.office.look(|unit, _| {
                let rows = unit.rows("select why from mismatch", &[])?;
                rows.iter().map(|row| Ok(row.text(0)?.to_owned())).collect::<Result<Vec<_>>>()
            })?;
            assert_eq!(whys, ["duplicate_likely"]);
            Ok(())
        });
    });
}

#[test]
fn a_telephone_that_was_sent_enough_gets_no_more_whoever_asks() {
    testing::both(|address| {
        on(address, |played| {
            for serial in 1..=7 {
                let nik = format!("99010145019000{serial:02}");
                Browser::new(played.at).answers(&nik, "Rina Contoh", ANOTHERS)?;
            }
            let sent = said_to(&mut played.office, ANOTHERS)?;
            assert_eq!(sent.len(), 5, "five an hour");
            // What goes on being guessed at is no code at all, and is said in the same words.
            let mut last = Browser::new(played.at);
            last.answers("9901014501900009", "Rina Contoh", ANOTHERS)?;
            for text in &sent {
                let seen = last.post("/register/check", &[("code", &code_in(text)?)])?;
                assert_eq!(seen.status, 422, "a code of another draft is taken");
            }
            Ok(())
        });
    });
}

#[test]
fn a_code_that_was_sent_to_one_telephone_proves_no_other() {
    testing::both(|address| {
        on(address, |played| {
            join(played, &mut Browser::new(played.at), NIK, "Siti Contoh")?;
            for _ in 0..4 {
                Browser::new(played.at).answers("9901014501900003", "Rina Contoh", HERS)?;
            }
            let mut stranger = Browser::new(played.at);
            stranger.answers(NIK, "Siti Contoh", ANOTHERS)?;
            let code = code_in(&said_to(&mut played.office, ANOTHERS)?[0])?;
            stranger.get("/register/telephone")?;
            stranger.post("/register/telephone", &[("telephone", HERS)])?;
            stranger.get("/register/check")?;
            let seen = stranger.post("/register/check", &[("code", &code)])?;
            assert_eq!(seen.status, 422, "{} {}", seen.place, seen.page);
            assert_eq!(stranger.get("/me")?.place, "/sign-in");
            Ok(())
        });
    });
}

#[test]
fn a_draft_about_another_nik_keeps_no_proof_of_the_one_before() {
    testing::both(|address| {
        on(address, |played| {
            let mut browser = Browser::new(played.at);
            browser.answers(NIK, "Siti Contoh", HERS)?;
            let (_, code) = message(&mut played.office)?;
            browser.get("/register")?;
            browser.post("/register", &[("nik", "9901014501900003")])?;
            browser.get("/register/name")?;
            browser.post("/register/name", &[("name", "Rina Contoh"), ("confirmed", "yes")])?;
            let seen = browser.post("/register/check", &[("code", &code)])?;
            assert_eq!(seen.status, 422, "the code of the one opens the other: {}", seen.place);
            assert_eq!(registered(&mut played.office)?, 0);
            Ok(())
        });
    });
}

/// One window changes the NIK while another sends in the code: whoever comes second keeps nothing.
#[test]
fn two_windows_at_once_never_mix_two_people() {
    testing::both(|address| {
        on(address, |played| {
            for round in 0..4 {
                let mut browser = Browser::new(played.at);
                let (nik, telephone) = (format!("990101450190001{round}"), format!("08129999002{round}"));
                browser.answers(&nik, "Siti Contoh", &telephone)?;
                let code = code_in(&said_to(&mut played.office, &telephone)?[0])?;
                let (mut one, mut other) = (browser.again(), browser.again());
                let (first, second) = std::thread::scope(|scope| {
                    let first = scope.spawn(move || one.post("/register/check", &[("code", &code)]));
                    let second = scope.spawn(move || other.post("/register", &[("nik", "9901014501900003")]));
                    (first.join(), second.join())
                });
                let statuses = [first, second].map(|seen| seen.map(|seen| seen.map(|seen| seen.status)));
                for status in statuses {
                    let status = status.ok().context("a browser broke")??;
                    assert!([200, 303, 412, 422].contains(&status), "{status}");
                }
                // Whatever came first: nobody was registered under the one number with the other's name.
                let strange = played
                    .office
                    .look(|unit, desk| Ok(people::by_nik(unit, desk, "9901014501900003".parse()?)?.len()))?;
                assert_eq!(strange, 0);
                let next = browser.get("/register/check")?;
                assert!(["/register/name", "/register/done"].contains(&&*next.place), "{}", next.place);
            }
            Ok(())
        });
    });
}

/// A stranger who registered first; the branch that cares for her, and an officer.
struct Claimed {
    stranger: Browser,
    person: PersonId,
    membership: MembershipId,
    officer: Staff,
}

/// A stranger registers somebody's NIK with his own telephone, and later an employer enrols her.
fn claimed(played: &mut Played) -> Result<Claimed> {
    let branch = branch(&mut played.office)?;
    let officer = staff(&mut played.office, Role::Officer, "agus", (Some(branch), None, None))?;
    let mut stranger = Browser::new(played.at);
    join(played, &mut stranger, NIK, "Siti Contoh")?;
    let mut signed_in = Browser::new(played.at);
    signed_in.get("/sign-in")?;
    signed_in.post("/sign-in", &[("number", NIK)])?;
    while crate::jobs::one(&mut played.office)? {}
    let code = outbox(played, HERS)?;
    signed_in.get("/sign-in/code")?;
    let seen = signed_in.post("/sign-in/code", &[("code", &code)])?;
    assert_eq!(seen.place, "/me", "{}", seen.page);
    let payer = employer_with(&mut played.office, 1)?;
    let (person, membership) = played.office.unit(|unit, desk| {
        let person = people::by_nik(unit, desk, NIK.parse()?)?.remove(0).id;
        caseloads::assign(unit, person.0, branch, desk.now)?;
        let facts = vec![("wage".to_owned(), "9876543".to_owned())];
        let (started, kpj) = ("2026-05-01".parse()?, None);
        let segment = Segment::WageEarner;
        let asked = EnrolMember { person, segment, payer: Some(payer), started, kpj, facts };
        Ok((person, MembershipId(enrol_member::within(unit, desk, &asked)?.membership)))
    })?;
    let run = open::open(&mut played.office, Task::read("month", "2026-05")?)?;
    work::work_together(&mut played.office, &run, &|_, _| {})?;
    close(&mut played.office, &run)?;
    Ok(Claimed { stranger: signed_in, person, membership, officer })
}

/// How many codes are in the outbox for a telephone.
fn sent_to(played: &mut Played, telephone: &str) -> Result<usize> {
    let mut sent = 0;
    for file in std::fs::read_dir(&played.office.outbox)? {
        let text = std::fs::read_to_string(file?.path())?;
        sent += usize::from(text.contains(telephone) && code_in(&text).is_ok());
    }
    Ok(sent)
}

/// The code in the outbox for a telephone: the newest.
fn outbox(played: &mut Played, telephone: &str) -> Result<String> {
    let mut found = Vec::new();
    for file in std::fs::read_dir(&played.office.outbox)? {
        let file = file?;
        let text = std::fs::read_to_string(file.path())?;
        if text.contains(telephone) && text.contains("sign-in code") {
            found.push((file.metadata()?.modified()?, code_in(&text)?));
        }
    }
    Ok(found.into_iter().max().context("no code")?.1)
}

/// Every page and answer of hers.
fn pages(membership: MembershipId, person: PersonId) -> Vec<String> {
    let own = ["", "/months", "/payments", "/savings", "/rights", "/contests", "/readings"];
    let own = own.iter().map(|path| format!("/me{path}"));
    own.chain([format!("/api/v1/people/{person}"), "/me/statement/2026.pdf".to_owned()])
        .chain([format!("/me/months?membership={membership}&month=2026-05")])
        .collect()
}

#[test]
fn who_only_said_who_she_is_reads_nothing_that_an_employer_reports() {
    testing::both(|address| on(address, hidden_until_the_card_is_compared));
}

fn hidden_until_the_card_is_compared(played: &mut Played) -> Result<()> {
    let Claimed { mut stranger, person, membership, officer } = claimed(played)?;
    let direct = |browser: &mut Browser| -> Result<Vec<u16>> {
        let paths = [
            format!("/api/v1/memberships/{membership}"),
            format!("/api/v1/memberships/{membership}/months"),
            format!("/api/v1/memberships/{membership}/savings"),
            format!("/memberships/{membership}/card.pdf"),
        ];
        paths.iter().map(|path| Ok(browser.raw(path)?.0)).collect()
    };
    for path in pages(membership, person) {
        let (status, body) = stranger.raw(&path)?;
        assert_eq!(status, 200, "{path}");
        for secret in ["9,876,543", "9.876.543", "9876543", "Usaha Uji"] {
            assert!(!body.contains(secret), "{path} tells {secret}");
        }
    }
    assert!(stranger.get("/me")?.page.contains("Shown here: what you registered yourself"));
    assert!(stranger.get("/me")?.page.contains("Bring your identity card"));
    assert_eq!(direct(&mut stranger)?, [403; 4]);
    // An officer compares the card of who stands there: without it nothing is opened.
    let mut desk = Browser::new(played.at);
    officer.enter(&mut desk, 0)?;
    let page = format!("/desk/people/{person}/proof");
    assert!(desk.get(&format!("/people/{person}"))?.page.replace("&#x2f;", "/").contains(&page));
    assert_eq!(desk.get(&page)?.status, 200);
    for fields in [
        [("why", ""), ("seen", "yes"), ("telephone", HERS)],
        [("why", "KTP"), ("seen", ""), ("telephone", HERS)],
        [("why", "KTP"), ("seen", "yes"), ("telephone", "12")],
    ] {
        assert_eq!(desk.post(&page, &fields)?.status, 422);
    }
    assert_eq!(direct(&mut stranger)?, [403; 4]);
    // Her telephone is another: the stranger is out, and his telephone opens nothing any more.
    let seen = desk.post(&page, &[("why", "KTP asli"), ("seen", "yes"), ("telephone", "0812 9999 0007")])?;
    assert_eq!(seen.status, 303, "{}", seen.page);
    assert_eq!(stranger.get("/me")?.place, "/sign-in", "the stranger is out");
    let known = played.office.look(|unit, desk| {
        let noted = store::queries::acts::of(unit, person.0)?.iter().any(|act| act.what == "card compared");
        Ok((people::load(unit, desk, person)?.identity().phone.clone(), noted))
    })?;
    assert_eq!(known, (Some("081299990007".to_owned()), true));
    let mut herself = Browser::new(played.at);
    herself.get("/sign-in")?;
    herself.post("/sign-in", &[("number", NIK)])?;
    while crate::jobs::one(&mut played.office)? {}
    herself.get("/sign-in/code")?;
    let code = outbox(played, "081299990007")?;
    assert_eq!(herself.post("/sign-in/code", &[("code", &code)])?.place, "/me");
    assert!(herself.get("/me/months")?.page.contains("9,876,543"), "now it is hers");
    assert_eq!(direct(&mut herself)?, [200; 4]);
    let looks = herself.get("/me/readings")?.page;
    assert!(looks.contains("KTP asli"), "{looks}");
    Ok(())
}

#[test]
fn where_an_employer_enrolled_her_first_nothing_changes() {
    testing::both(|address| {
        on(address, |played| {
            let payer = employer_with(&mut played.office, 1)?;
            let sees = played.office.look(|unit, desk| {
                let row = unit.row("select min(person) from membership", &[])?.context("nobody")?;
                claims::sees(unit, desk, PersonId(row.int(0)?))
            })?;
            assert!(!sees.is_claim(), "{payer}");
            Ok(())
        });
    });
}

#[test]
fn twenty_tries_a_day_by_whichever_door() {
    testing::both(|address| {
        on(address, |played| {
            let mut tries = 0;
            join(played, &mut Browser::new(played.at), NIK, "Siti Contoh")?;
            for _ in 0..2 {
                let mut guesses = Browser::new(played.at);
                guesses.answers("9901014501900003", "Rina Contoh", HERS)?;
                for _ in 0..5 {
                    tries += 1;
                    guesses.post("/register/check", &[("code", "00000000")])?;
                }
            }
            let mut last = Browser::new(played.at);
            last.get("/sign-in")?;
            last.post("/sign-in", &[("number", NIK)])?;
            while crate::jobs::one(&mut played.office)? {}
            last.get("/sign-in/code")?;
            for _ in 0..10 {
                tries += 1;
                last.post("/sign-in/code", &[("code", "00000000")])?;
            }
            assert_eq!(tries, 20);
            last.get("/sign-in")?;
            last.post("/sign-in", &[("number", NIK)])?;
            while crate::jobs::one(&mut played.office)? {}
            last.get("/sign-in/code")?;
            assert_eq!(sent_to(played, HERS)?, 5, "the last code was sent");
            let right = outbox(played, HERS)?;
            let seen = last.post("/sign-in/code", &[("code", &right)])?;
            assert_eq!(seen.status, 422, "the twenty-first try of the day, though it is right");
            // Who stands at the desk is let in all the same.
            let given = played.office.unit(|unit, desk| {
                let person = people::by_nik(unit, desk, NIK.parse()?)?.remove(0).id;
                crate::actions::give_code::within(unit, desk, person)
            })?;
            assert_eq!(last.post("/sign-in/code", &[("code", &given.code)])?.place, "/me");
            Ok(())
        });
    });
}

/// Known or not, as much is kept of whoever signs in, and as much is done when a code is tried.
#[test]
fn a_number_is_looked_up_before_any_code_is_tried() {
    testing::both(|address| {
        on(address, |played| {
            join(played, &mut Browser::new(played.at), NIK, "Siti Contoh")?;
            let mut kept = Vec::new();
            for number in [NIK, "9901014501900003"] {
                let mut browser = Browser::new(played.at);
                browser.get("/sign-in")?;
                browser.post("/sign-in", &[("number", number)])?;
                while crate::jobs::one(&mut played.office)? {}
                browser.get("/sign-in/code")?;
                let token = browser.cookie.split_once('=').context("no cookie")?.1.to_owned();
                let count = |played: &mut Played, table: &str| {
                    let sql = format!("select count(*) from {table}");
                    played.office.look(|unit, _| unit.row(&sql, &[])?.context("no count")?.int(0))
                };
                let before = [count(played, "tally")?, count(played, "one_time_code")?];
                assert_eq!(browser.post("/sign-in/code", &[("code", "00000000")])?.status, 422);
                let after = [count(played, "tally")?, count(played, "one_time_code")?];
                let version = played.office.look(|unit, _| {
                    let name = sessions::hash(&format!("sign-in {token}"));
                    Ok(drafts::read_version(unit, &name)?.map(|(_, version)| version))
                })?;
                kept.push((after[0] - before[0], after[1] - before[1], version));
            }
            assert_eq!(kept[0], kept[1]);
            assert_eq!(kept[0], (1, 0, Some(2)), "a try is counted, and the number was looked up once");
            Ok(())
        });
    });
}
