//! Consents, trips and evidence as tables: a line of what is known, a line of what comes of it.

use base::{Day, Moment, Month};
use scheme::id::{MembershipId, PayerId};
use scheme::solidarity::accrue::{self, Event, Rider, Through, judge, sums};
use scheme::solidarity::consent::{Consent, Purpose, allowed, give, withdraw};
use scheme::solidarity::evidence::matches;

use super::solidarity_law;

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn at(text: &str) -> Moment {
    format!("{text}:00Z").parse().expect("a moment")
}

/// Consents in the order they became known: `purpose from until amount`, parted by commas.
fn consents(text: &str) -> Vec<Consent> {
    let rows = text.split(',').map(str::trim).filter(|row| !row.is_empty());
    let read = |(known, row): (i64, &str)| {
        let words: Vec<&str> = row.split_whitespace().collect();
        let opt = |at: usize| words.get(at).copied().filter(|word| *word != "-");
        Consent {
            purpose: Purpose::parse(words[0]).expect("a purpose"),
            from: day(words[1]),
            until: opt(2).map(day),
            amount: opt(3).map(|amount| amount.parse().expect("an amount")),
            known: Moment::new(known),
        }
    };
    (1..).zip(rows).map(read).collect()
}

#[test]
fn the_latest_consent_that_has_begun_speaks() {
    let check = |given: &str, on: &str, expected: &str| {
        let rows = consents(given);
        let found = allowed(&rows, Purpose::PutAside, day(on));
        let said = found.map_or_else(|| "none".to_owned(), |one| one.amount.unwrap_or(0).to_string());
        assert_eq!(said, expected, "{given} on {on}");
    };
    let (one, two) = ("put_aside 2027-02-01 - 400", "put_aside 2027-03-01 - 500");
    check("", "2027-02-01", "none");
    check("enrol 2027-01-01", "2027-02-01", "none");
    check(one, "2027-01-31", "none");
    check(one, "2027-02-01", "400");
    check(&format!("{one}, {two}"), "2027-02-28", "400");
    check(&format!("{one}, {two}"), "2027-03-01", "500");
    let ended = format!("{one}, {two}, put_aside 2027-02-10 2027-02-10");
    check(&ended, "2027-02-09", "400");
    check(&ended, "2027-02-10", "none");
    check(&ended, "2027-04-01", "none");
    check(&format!("{ended}, put_aside 2027-05-01 - 300"), "2027-05-01", "300");
}

#[test]
fn what_is_given_and_ended() {
    let given = |row: &str| give(&consents(row)[0], day("2027-02-01")).map_err(|refusal| refusal.code);
    for (row, expected) in [
        ("put_aside 2027-02-01 - 400", Ok(())),
        ("put_aside 2027-02-01 - 100000", Ok(())),
        ("put_aside 2027-02-01 - 100001", Err("consent_amount")),
        ("put_aside 2027-02-01 - 0", Err("consent_amount")),
        ("put_aside 2027-02-01", Err("consent_amount")),
        ("show_cover 2027-02-01 - 400", Err("consent_amount")),
        ("show_cover 2027-01-31", Err("consent_early")),
        ("enrol 2027-02-01", Ok(())),
    ] {
        assert_eq!(given(row), expected, "{row}");
    }
    let ended = |rows: &str, on: &str| {
        let known = consents(rows);
        let done = withdraw(&known, Purpose::PutAside, day(on), Moment::new(9));
        done.map(|row| format!("{} {:?}", row.from, row.until.map(|day| day.to_string())))
    };
    let one = "put_aside 2027-02-01 - 400";
    assert_eq!(ended(one, "2027-02-10").as_deref(), Ok("2027-02-10 Some(\"2027-02-10\")"));
    assert!(ended(one, "2027-01-10").is_ok(), "before it begins");
    for (rows, on) in [
        ("", "2027-02-10"),
        ("enrol 2027-02-01", "2027-02-10"),
        ("put_aside 2027-02-01 - 400, put_aside 2027-02-09 2027-02-09", "2027-02-10"),
        ("put_aside 2027-02-01 2027-02-05 400", "2027-02-10"),
    ] {
        assert_eq!(ended(rows, on).map_err(|refusal| refusal.code), Err("no_consent"), "{rows}");
    }
}

fn event(began: &str, ended: &str, amount: i64) -> Event {
    Event { began: at(began), ended: at(ended), day: at(began).day().expect("a day"), amount }
}

#[test]
fn a_trip_is_taken_or_waits_for_one_reason() {
    let known = "put_aside 2027-02-05 - 400, put_aside 2027-02-20 2027-02-20";
    let rider = Rider { membership: MembershipId(7), consents: consents(known) };
    let check = |began: &str, ended: &str, amount: i64, expected: &str| {
        let open = "2027-02".parse().expect("a month");
        let judged = judge(&event(began, ended, amount), Some(&rider), at("2027-03-10T12:00"), open);
        let said = judged.map_or_else(|why| why.name().to_owned(), |of| of.to_string());
        assert_eq!(said, expected, "{began} {ended} {amount}");
    };
    check("2027-02-05T00:00", "2027-02-05T00:30", 400, "7");
    check("2027-02-05T00:00", "2027-02-05T00:00", 1, "7");
    check("2027-02-05T00:00", "2027-02-06T00:00", 400, "7");
    check("2027-02-05T00:00", "2027-02-06T00:01", 400, "out_of_order");
    check("2027-02-05T00:30", "2027-02-05T00:29", 400, "out_of_order");
    check("2027-02-05T00:00", "2027-02-05T00:30", 401, "beyond_consent");
    check("2027-02-05T00:00", "2027-02-05T00:30", 0, "beyond_consent");
    check("2027-02-05T00:00", "2027-02-05T00:30", -400, "beyond_consent");
    check("2027-02-04T23:59", "2027-02-05T00:30", 400, "no_consent");
    check("2027-02-19T23:59", "2027-02-20T00:30", 400, "7");
    check("2027-02-20T00:00", "2027-02-20T00:30", 400, "no_consent");
    check("2027-03-10T11:30", "2027-03-10T12:01", 400, "ahead");
    let trip = event("2027-02-05T00:00", "2027-02-05T00:30", 400);
    let unknown = judge(&trip, None, at("2027-03-10T12:00"), day("2027-02-01").month());
    assert_eq!(unknown.map_err(accrue::Why::name), Err("unknown_rider"));
    let late = judge(&trip, Some(&rider), at("2027-03-10T12:00"), day("2027-03-01").month());
    assert_eq!(late.map_err(accrue::Why::name), Err("past_grace"));
}

#[test]
fn months_past_grace_take_no_trips() {
    let check = |on: &str, expected: &str| {
        let open = accrue::open_from(crate::contributions::law(), day(on)).expect("a month");
        assert_eq!(open.to_string(), expected, "{on}");
    };
    check("2027-04-01", "2027-02");
    check("2027-04-30", "2027-02");
    check("2027-05-01", "2027-03");
}

#[test]
fn trips_come_to_sums_in_whatever_order_they_are_told() {
    let trips = [
        (MembershipId(7), event("2027-02-05T08:00", "2027-02-05T08:30", 400)),
        (MembershipId(8), event("2027-02-05T09:00", "2027-02-05T09:30", 300)),
        (MembershipId(7), event("2027-02-04T08:00", "2027-02-04T08:30", 350)),
        (MembershipId(7), event("2027-03-01T08:00", "2027-03-01T08:30", 400)),
    ];
    let told = |trips: &mut dyn Iterator<Item = &(MembershipId, Event)>| {
        let sums = sums(trips.map(|(of, event)| (*of, event)));
        let line = |((of, month), sum): (&(MembershipId, Month), &accrue::Sum)| {
            format!("{of} {month} {} {} {}", sum.trips, sum.amount, sum.first)
        };
        sums.iter().map(line).collect::<Vec<_>>()
    };
    let forward = told(&mut trips.iter());
    assert_eq!(
        forward,
        [
            "7 2027-02 2 750 2027-02-04T08:00:00.000000Z",
            "7 2027-03 1 400 2027-03-01T08:00:00.000000Z",
            "8 2027-02 1 300 2027-02-05T09:00:00.000000Z"
        ]
    );
    assert_eq!(told(&mut trips.iter().rev()), forward);
}

/// The life I3 of the law's own examples, month by month: what is left of one is carried into the next.
#[test]
fn a_month_is_shared_by_its_platforms_and_the_surplus_is_carried() {
    let law = solidarity_law();
    let facts = [("sector", "transport"), ("income", "1000000")];
    let facts = facts.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let through = |platform: i64, amount: i64, first: i64| Through {
        platform: PayerId(platform),
        amount,
        first: Moment::new(first),
    };
    // Who began later stands second, whatever the numbers.
    let both = [through(11, 6_000, 20), through(12, 8_000, 10)];
    let mut carried = 0;
    let mut told = String::new();
    for month in ["2027-02", "2027-03", "2027-04", "2027-05", "2027-06", "2027-07", "2027-08"] {
        let of =
            accrue::month(&law, &facts, month.parse().expect("a month"), carried, &both).expect("a month");
        let parts: Vec<String> = of.parts.iter().map(|(who, part)| format!("{who}: {part}")).collect();
        told.push_str(&format!(
            "{month} {} {} lacks {} left {} ({})\n",
            of.price,
            of.is_bought,
            of.lacks,
            of.left,
            parts.join(", ")
        ));
        carried = of.left;
    }
    assert_eq!(
        told,
        "2027-02 8400 true lacks 0 left 5600 (12: 4800, 11: 3600)\n\
         2027-03 2800 true lacks 0 left 11200 (12: 1600, 11: 1200)\n\
         2027-04 5600 true lacks 0 left 8400 (12: 3200, 11: 2400)\n\
         2027-05 8400 true lacks 0 left 5600 (12: 4800, 11: 3600)\n\
         2027-06 11200 true lacks 0 left 2800 (12: 6400, 11: 4800)\n\
         2027-07 14000 true lacks 0 left 0 (12: 8000, 11: 6000)\n\
         2027-08 16800 false lacks 2800 left 14000 (12: 0, 11: 0)\n"
    );
    let nothing = accrue::month(&law, &facts, "2027-02".parse().expect("a month"), 0, &[]).expect("a month");
    assert_eq!((nothing.lacks, nothing.parts.len()), (8_400, 0));
}

#[test]
fn trips_around_an_accident_are_offered_the_nearest_first() {
    let trip = |began: &str, ended: &str| (at(began), at(ended));
    let trips = [
        trip("2027-02-05T14:00", "2027-02-05T14:01"),
        trip("2027-02-05T14:02", "2027-02-05T14:20"),
        trip("2027-02-05T14:32", "2027-02-05T14:50"),
        trip("2027-02-05T14:10", "2027-02-05T14:32"),
        trip("2027-02-05T14:33", "2027-02-05T14:40"),
    ];
    let check = |when: &str, expected: &[(usize, &str)]| {
        let found: Vec<(usize, &str)> =
            matches(&trips, at(when)).into_iter().map(|(no, how)| (no, how.name())).collect();
        assert_eq!(found, expected, "{when}");
    };
    check("2027-02-05T14:31", &[(3, "during"), (1, "after"), (0, "after")]);
    check("2027-02-05T14:32", &[(2, "during"), (3, "during"), (1, "after")]);
    check("2027-02-05T13:59", &[]);
    check("2027-02-05T15:20", &[(2, "after")]);
    check("2027-02-05T15:21", &[]);
}
