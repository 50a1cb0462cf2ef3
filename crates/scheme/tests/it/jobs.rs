//! Work for those who lost theirs: what fits and why, and the duties of a month by the law.

use std::fmt::Write as _;

use base::{Day, Span};
use expect_test::{Expect, expect};
use scheme::id::PersonId;
use scheme::jobs::duty::{self, Asked};
use scheme::jobs::matching::Why;
use scheme::jobs::training::Course;
use scheme::jobs::{Event, Record, Seeker, Vacancy, Wages, rank};

use crate::facts_made::law;

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn words(text: &str) -> Vec<String> {
    text.split('+').filter(|word| *word != "-").map(|word| word.replace('_', " ")).collect()
}

/// A line: `id occupation province least..most skills until`, with `-` for what is not told.
fn vacancy(line: &str) -> Vacancy {
    let mut cells = line.split_whitespace();
    let mut cell = || cells.next().expect("a cell");
    let known = |text: &str| Some(text.to_owned()).filter(|text| text != "-");
    Vacancy {
        id: cell().to_owned(),
        title: "Kerja".to_owned(),
        employer: "PT Rekaan".to_owned(),
        occupation: known(cell()).map(|code| code.parse().expect("an occupation")),
        province: known(cell()).map(|code| code.parse().expect("a province")),
        wages: known(cell()).map(|range| {
            let (least, most) = range.split_once("..").expect("a range");
            Wages::new(least.parse().expect("an amount"), most.parse().expect("an amount")).expect("wages")
        }),
        skills: words(cell()),
        posted: day("2026-05-01"),
        until: known(cell()).map(|until| day(&until)),
    }
}

fn check(seeker: &Seeker, vacancies: &str, expected: &Expect) {
    let vacancies: Vec<Vacancy> =
        vacancies.lines().map(str::trim).filter(|line| !line.is_empty()).map(vacancy).collect();
    let found = rank(seeker, &vacancies, day("2026-05-20"));
    let mut shown = String::new();
    for found in &found {
        let reasons: Vec<String> = found
            .reasons
            .iter()
            .map(|reason| {
                let what = match &reason.why {
                    Why::Occupation { digits, wish } => format!(" {wish}/{digits}"),
                    Why::SkillsShared(skills) | Why::SkillsLacking(skills) => {
                        format!(" {}", skills.join("+"))
                    }
                    Why::WageEnough(wage) | Why::WageWithin(wage) | Why::WageLess(wage) => format!(" {wage}"),
                    _ => String::new(),
                };
                let key = reason.why.key().trim_start_matches("match.");
                format!("{key}{what} {}", reason.points)
            })
            .collect();
        writeln!(shown, "{} {}:\n    {}", found.vacancy.id, found.points, reasons.join("\n    "))
            .expect("a line");
        assert_eq!(found.points, found.reasons.iter().map(|reason| reason.points).sum::<u32>());
    }
    expected.assert_eq(&shown);
    // However the list was put together, the answer is the same.
    let mut reversed = vacancies.clone();
    reversed.reverse();
    assert_eq!(rank(seeker, &reversed, day("2026-05-20")), found);
}

fn driver() -> Seeker {
    Seeker {
        id: "S1".to_owned(),
        wishes: ["9333", "8332"].map(|code| code.parse().expect("an occupation")).to_vec(),
        skills: vec!["SIM  B1".to_owned(), "bahasa inggris".to_owned()],
        province: Some(32),
        wage: Some(4_000_000),
    }
}

#[test]
fn each_point_has_its_reason() {
    check(
        &driver(),
        "
        same    8332   32 4000000..5000000 sim_b1              2026-06-30
        title   833201 31 3000000..4000000 Sim_B1+pembukuan    2026-06-30
        near    8331   61 3000000..3999999 -                   -
        skill   2411   -  -                bahasa_inggris+a+b  -
        nothing 2411   32 9000000..9000000 pembukuan           -
        silent  -      32 9000000..9000000 -                   -
        over    8332   32 4000000..5000000 sim_b1              2026-05-19
        today   8332   32 -                -                   2026-05-20
        ",
        &expect![[r"
            same 100:
                occupation_same 8332/4 50
                skills_shared sim b1 20
                wage_enough 4000000 18
                same_province 12
            title 73:
                occupation_same 8332/4 50
                skills_shared sim b1 10
                skills_lacking pembukuan 0
                wage_within 4000000 9
                same_islands 4
            today 62:
                occupation_same 8332/4 50
                same_province 12
            near 34:
                occupation_near 8332/3 34
                wage_less 3999999 0
                far 0
            skill 6:
                occupation_other 0
                skills_shared bahasa inggris 6
                skills_lacking a+b 0
        "]],
    );
}

#[test]
fn of_two_as_good_the_one_that_closes_sooner() {
    check(
        &driver(),
        "
        c 8332 32 - - -
        b 8332 32 - - 2026-06-30
        a 8332 32 - - 2026-06-30
        d 8332 32 - - 2026-06-01
        ",
        &expect![[r"
            d 62:
                occupation_same 8332/4 50
                same_province 12
            a 62:
                occupation_same 8332/4 50
                same_province 12
            b 62:
                occupation_same 8332/4 50
                same_province 12
            c 62:
                occupation_same 8332/4 50
                same_province 12
        "]],
    );
}

#[test]
fn occupations_and_wages_are_what_can_be() {
    for text in ["8", "83", "8332", "833201"] {
        assert_eq!(text.parse::<scheme::jobs::Occupation>().expect("an occupation").code(), text);
    }
    for text in ["", "8332011", "83a", "８３", "-1"] {
        assert!(text.parse::<scheme::jobs::Occupation>().is_err(), "{text:?}");
    }
    for (least, most) in [(0, 1), (2, 1), (-5, -1), (1, i64::MAX)] {
        assert!(Wages::new(least, most).is_err(), "{least} to {most}");
    }
}

/// Events, a line each: `day word …`.
fn record(line: &str) -> Record {
    let words: Vec<&str> = line.split_whitespace().collect();
    let text = |at: usize| words.get(at).copied().unwrap_or_default().to_owned();
    let event = match text(1).as_str() {
        "applied" => Event::Application { employer: text(2), vacancy: text(3) },
        "called" => Event::Interview { employer: text(2) },
        "there" | "absent" => Event::Session {
            course: text(2),
            number: text(3).parse().expect("a session"),
            present: words[1] == "there",
        },
        "counsel" => Event::Counselling { note: text(2) },
        "assessed" => Event::SelfAssessment,
        "form" => Event::StatusForm,
        "works" => Event::NewWork { employer: text(2) },
        other => panic!("{other}"),
    };
    Record { day: day(words[0]), event }
}

/// How a month is judged whose duty lies in May 2026 and that is paid on 15 June 2026.
fn judged(month: u8, lines: &str) -> String {
    let mut records = Vec::new();
    for line in lines.split(';').map(str::trim).filter(|line| !line.is_empty()) {
        let kept = duty::record(&mut records, record(line), day("2026-04-10"), day("2026-06-30"));
        if let Err(refusal) = kept {
            return refusal.to_string();
        }
    }
    let days = Span::new(day("2026-05-01"), Some(day("2026-06-01"))).expect("days");
    let asked = Asked { month, days, payment: day("2026-06-15") };
    match duty::check(law().tree(), &asked, &records) {
        Ok(duty) => {
            let counts = duty.counts;
            let met = if duty.met { "met" } else { "not met" };
            let works = duty.works_since.map(|day| format!(", works since {day}")).unwrap_or_default();
            assert_eq!(duty.may_be_paid(), duty.met && duty.works_since.is_none());
            format!(
                "{met} {}/{} {}/{}{works} · {}",
                counts.applications,
                counts.interviews,
                counts.sessions_attended,
                counts.sessions_held,
                duty.citation.map(|citation| citation.instrument).unwrap_or_default(),
            )
        }
        Err(refusal) => refusal.to_string(),
    }
}

#[test]
fn a_month_is_judged_by_the_law() {
    let applied = |count: usize| {
        (1..=count).map(|at| format!("2026-05-{at:02} applied PT-{at} v")).collect::<Vec<_>>().join("; ")
    };
    let sessions = |there: usize, held: usize| {
        let word = |at: usize| if at <= there { "there" } else { "absent" };
        let lines = (1..=held).map(|at| format!("2026-05-{at:02} {} las {at}", word(at)));
        lines.collect::<Vec<_>>().join("; ")
    };
    let five = applied(5);
    for (month, lines, expected) in [
        (1, String::new(), "not met 0/0 0/0"),
        (1, "2026-05-02 assessed".to_owned(), "met 0/0 0/0"),
        (1, "2026-06-15 assessed".to_owned(), "met 0/0 0/0"),
        (1, "2026-06-16 assessed".to_owned(), "not met 0/0 0/0"),
        (1, "2026-05-02 assessed; 2026-06-01 works PT".to_owned(), "met 0/0 0/0, works since 2026-06-01"),
        (2, applied(4), "not met 4/0 0/0"),
        (2, five.clone(), "met 5/0 0/0"),
        (2, format!("{}; 2026-05-09 applied pt-1 V", applied(4)), "not met 4/0 0/0"),
        (2, format!("{}; 2026-05-09 applied PT-1 w", applied(4)), "met 5/0 0/0"),
        (2, format!("{}; 2026-04-30 applied PT-9 v", applied(4)), "not met 4/0 0/0"),
        (2, format!("{}; 2026-06-01 applied PT-9 v", applied(4)), "not met 4/0 0/0"),
        (2, "2026-05-31 called PT-1".to_owned(), "met 0/1 0/0"),
        (2, "2026-05-31 counsel lanjutkan".to_owned(), "not met 0/0 0/0"),
        (2, sessions(3, 4), "not met 0/0 3/4"),
        (2, sessions(4, 5), "met 0/0 4/5"),
        (2, format!("{five}; 2026-06-15 works PT"), "not met 5/0 0/0, works since 2026-06-15"),
        (2, format!("{five}; 2026-06-16 works PT"), "met 5/0 0/0"),
        (6, five.clone(), "not met 5/0 0/0"),
        (6, format!("{five}; 2026-06-02 form"), "met 5/0 0/0"),
    ] {
        let judged = judged(month, &lines);
        assert_eq!(judged, format!("{expected} · Permenaker 2/2025 art. 13"), "month {month}: {lines}");
    }
}

#[test]
fn what_cannot_have_happened_is_refused() {
    for (month, lines, why) in [
        (
            2,
            "2026-07-01 form",
            "2026-07-01 is not between 2026-04-10, the day the job was lost, and today, 2026-06-30",
        ),
        (
            2,
            "2026-04-09 form",
            "2026-04-09 is not between 2026-04-10, the day the job was lost, and today, 2026-06-30",
        ),
        (
            2,
            "2026-05-02 there las 1; 2026-05-03 absent las 1",
            "this session stands on 2026-05-02 already, and says otherwise who was there",
        ),
        (7, "", "duty_month: `7` is outside the limits 1 to 6"),
        (0, "", "duty_month: `0` is outside the limits 1 to 6"),
    ] {
        assert_eq!(judged(month, lines), why);
    }
}

#[test]
fn a_course_has_so_many_places() {
    let span = Span::new(day("2026-05-01"), Some(day("2026-06-01"))).expect("days");
    let mut course = Course { id: "las".to_owned(), places: 2, span, people: [].into() };
    let mut take = |person, today| {
        course.take_place(PersonId(person), day(today)).map_err(|refusal| refusal.to_string())
    };
    assert_eq!(take(1, "2026-05-01"), Ok(()));
    assert_eq!(take(1, "2026-05-01"), Ok(()));
    assert_eq!(take(2, "2026-05-31"), Ok(()));
    assert_eq!(take(3, "2026-05-31"), Err("the course las is full: 2 places".to_owned()));
    assert_eq!(take(3, "2026-06-01"), Err("the course las is over".to_owned()));
    let session = course.session(PersonId(2), day("2026-05-31"), 4, true).expect("a record");
    assert_eq!(session, record("2026-05-31 there las 4"));
    assert!(course.session(PersonId(2), day("2026-06-01"), 5, true).is_err());
    assert!(course.session(PersonId(3), day("2026-05-31"), 4, true).is_err());
}
