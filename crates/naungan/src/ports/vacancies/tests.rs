//! Vacancies from outside and back, with everything that somebody may have written into them.

use scheme::jobs::{Vacancy, Wages};
use serde_json::{Value, json};
use testing::Random;

use super::*;

fn good() -> Value {
    json!({
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "identifier": { "@type": "PropertyValue", "name": "PT Rekaan", "value": "L-1" },
        "title": "Sopir truk",
        "hiringOrganization": { "@type": "Organization", "name": "PT Rekaan" },
        "datePosted": "2026-05-01",
        "validThrough": "2026-06-30T23:59",
        "jobLocation": {
            "@type": "Place",
            "address": { "addressRegion": "jawa barat", "addressCountry": { "name": "Indonesia" } }
        },
        "occupationalCategory": "8332 Pengemudi truk",
        "baseSalary": {
            "currency": "IDR",
            "value": { "minValue": 4_000_000, "maxValue": 5_000_000.0, "unitText": "MONTH" }
        },
        "skills": "SIM B1, bahasa Inggris"
    })
}

/// The good posting with one field changed, by its path; null takes it away.
fn changed(path: &str, value: Value) -> Value {
    let mut posting = good();
    let (parents, last) = path.rsplit_once('.').unwrap_or(("", path));
    let mut place = &mut posting;
    for name in parents.split('.').filter(|name| !name.is_empty()) {
        place = &mut place[name];
    }
    place[last] = value;
    posting
}

fn shown(bytes: &[u8]) -> String {
    let postings = match read(bytes) {
        Ok(postings) => postings,
        Err(refusal) => return format!("refused: {refusal}"),
    };
    let lines = postings.iter().map(|posting| match posting {
        Ok(vacancy) => table::cells(vacancy).join("|"),
        Err(refusal) => format!("! {refusal}"),
    });
    lines.collect::<Vec<_>>().join("\n")
}

const GOOD: &str =
    "L-1|Sopir truk|PT Rekaan|8332|32|4000000|5000000|SIM B1;bahasa Inggris|2026-05-01|2026-06-30";

#[test]
fn a_posting_is_understood_in_the_forms_that_others_write() {
    let check = |path: &str, value: Value, expected: &str| {
        let text = changed(path, value).to_string();
        assert_eq!(shown(text.as_bytes()), expected, "{path}");
    };
    check("description", json!("<p>apa pun</p>"), GOOD);
    check("@type", json!(["JobPosting", "Thing"]), GOOD);
    check("@type", json!("http://schema.org/JobPosting"), GOOD);
    check("hiringOrganization", json!("PT Rekaan"), GOOD);
    check("jobLocation.address.addressRegion", json!("32"), GOOD);
    check("jobLocation.address.addressCountry", json!("ID"), GOOD);
    check("occupationalCategory", json!({ "codeValue": "8332", "inCodeSet": "ISCO-08" }), GOOD);
    check("skills", json!([{ "@type": "DefinedTerm", "name": "SIM B1" }, "bahasa Inggris"]), GOOD);
    check("title", json!("Sopir <b onclick=\"x\">truk</b><script>alert(1)</script>"), GOOD);
    check("title", json!("Sopir &lt;img src=x&gt; truk\u{202e}"), GOOD);
    check("identifier.value", json!(17), &GOOD.replace("L-1", "17"));
    check("identifier", json!("A 1"), &GOOD.replace("L-1", "A 1"));
    check("occupationalCategory", json!("15-1132.00"), &GOOD.replace("8332", ""));
    let other = json!({ "codeValue": "8332", "inCodeSet": "O*NET" });
    check("occupationalCategory", other, &GOOD.replace("8332", ""));
    check("jobLocation", Value::Null, &GOOD.replace("|32|", "||"));
    check("baseSalary", Value::Null, &GOOD.replace("4000000|5000000", "|"));
    check("baseSalary.value.maxValue", Value::Null, &GOOD.replace("5000000", "4000000"));
    check("validThrough", Value::Null, &GOOD.replace("2026-06-30", ""));
}

#[test]
fn what_cannot_be_taken_is_told_with_its_place() {
    let check = |path: &str, value: Value, expected: &str| {
        let text = changed(path, value).to_string();
        assert_eq!(shown(text.as_bytes()), format!("! {expected}"), "{path}");
    };
    check("@type", json!("Event"), "$: its `@type` is no JobPosting");
    check("@type", Value::Null, "$: its `@type` is no JobPosting");
    check("title", Value::Null, "$: there is no `title`");
    check("title", json!(["Sopir"]), "title: it is no text");
    check("title", json!("<script>alert(1)</script>"), "title: it is empty");
    check("title", json!("x".repeat(201)), "title: it has more than 200 letters");
    check("title", json!("<".repeat(20_001)), "title: it has more than 200 letters");
    check("identifier", Value::Null, "$: there is no `identifier`");
    check("identifier", json!({}), "identifier: there is no `value`");
    check("identifier", json!([1]), "identifier: it is no text");
    check("hiringOrganization", json!({ "@id": "#1" }), "hiringOrganization: there is no `name`");
    check("datePosted", json!("kemarin"), "datePosted: it is no day such as 2026-05-20");
    check("datePosted", json!("2026-05-01x"), "datePosted: it is no day such as 2026-05-20");
    check("datePosted", json!("2026-05-0é"), "datePosted: it is no day such as 2026-05-20");
    check("datePosted", json!(20_260_501), "datePosted: it is no text");
    check("validThrough", json!("2026-04-30"), "$: validThrough is before datePosted");
    let region = "jobLocation.address.addressRegion";
    let no_province =
        format!("{region}: it is no province: write its name such as Jawa Barat, or its code such as 32");
    check(region, json!("Jabar"), &no_province);
    check(region, json!("20"), &no_province);
    let country = "jobLocation.address.addressCountry";
    check(country, json!("SG"), &format!("{country}: it is not in Indonesia"));
    check("baseSalary", json!(4_000_000), "baseSalary: there is no `currency`");
    check("baseSalary.currency", json!("USD"), "baseSalary.currency: the currency is not IDR");
    check("baseSalary.value", json!(4_000_000), "baseSalary.value: no QuantitativeValue with unitText");
    let unit = "baseSalary.value.unitText";
    check(unit, json!("HOUR"), &format!("{unit}: write the wage of a month (MONTH)"));
    let least = "baseSalary.value.minValue";
    for wrong in
        [json!("4000000"), json!(0), json!(-1), json!(4_000_000.5), json!(1e300), json!([]), json!(true)]
    {
        check(least, wrong, &format!("{least}: it is no whole number above nothing"));
    }
    let most = "wages from 4000000 to 3 are no range that can be";
    check("baseSalary.value.maxValue", json!(3), &format!("baseSalary.value: {most}"));
    check("skills", json!(["a", 1]), "skills[1]: it is no text");
    check("skills", json!(vec!["a"; 51]), "skills: at most 50 skills of 80 letters each");
    check("skills", json!({ "name": "a" }), "skills: it is no list");
}

#[test]
fn of_many_postings_each_is_read_on_its_own() {
    let second = changed("identifier.value", json!("L-2"));
    let bad = changed("title", json!(1));
    let list = json!([good(), bad, second, good()]).to_string();
    let other = GOOD.replace("L-1", "L-2");
    let twice = "! [3]: the vacancy `L-1` stands above already";
    assert_eq!(shown(list.as_bytes()), format!("{GOOD}\n! [1].title: it is no text\n{other}\n{twice}"));
    let graph = json!({ "@graph": [{ "@type": "Organization" }, good(), bad, "x"] }).to_string();
    assert_eq!(shown(graph.as_bytes()), format!("{GOOD}\n! @graph[2].title: it is no text"));
    assert_eq!(shown(format!("\u{feff}{}", good()).as_bytes()), GOOD);
}

#[test]
fn what_is_no_file_of_vacancies_is_refused() {
    let check = |bytes: &[u8], why: &str| {
        assert_eq!(shown(bytes), format!("refused: no vacancies to be read: {why}"));
    };
    check(b"", "line 1, column 0: it is no JSON");
    check(b"[1,\n2", "line 2, column 1: it is no JSON");
    check(b"\xff\xfe", "line 1, column 1: it is no JSON");
    check("[".repeat(25).as_bytes(), "it nests too deep");
    check("{\"a\":".repeat(1_000_000).as_bytes(), "it nests too deep");
    check(&vec![b' '; FILE_BYTES_MAX + 1], "it is larger than 16 MB: divide the vacancies");
    let many = format!("[{}1]", "1,".repeat(POSTINGS_MAX));
    check(many.as_bytes(), "it has more than 20000 vacancies: divide them");
    assert_eq!(shown(b"{\"@graph\":1}"), "refused: @graph: it is no list");
    assert_eq!(shown(b"\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\""), "! $: its `@type` is no JobPosting");
    assert_eq!(shown(b"1"), "! $: its `@type` is no JobPosting");
}

fn some(random: &mut Random, number: usize) -> Vacancy {
    let mut maybe = |often: u64| random.chance(often);
    let (has_occupation, has_province, has_wages, has_end) = (maybe(700), maybe(700), maybe(700), maybe(700));
    let words = ["Sopir", "R&D", "C++", "\"kutip\"", "é陳", "'", "a,b;c", "\\", "5%", "(B1)"];
    let mut text = |count: u64| {
        let count = 1 + random.below(count);
        let words: Vec<&str> = (0..count).map(|_| *random.pick(&words)).collect();
        words.join(" ")
    };
    Vacancy {
        id: format!("L-{number}"),
        title: text(4),
        employer: text(2),
        skills: (0..number % 4).map(|_| text(2)).collect(),
        occupation: has_occupation.then(|| "8332".parse().expect("an occupation")),
        province: has_province.then(|| *random.pick(&[11, 31, 32, 96, 99])),
        wages: has_wages.then(|| {
            let least = random.between(1, 9_000_000);
            Wages::new(least, least + random.between(0, 9_000_000)).expect("wages")
        }),
        posted: "2026-05-01".parse().expect("a day"),
        until: has_end.then(|| "2026-06-30".parse().expect("a day")),
    }
}

#[test]
fn what_is_written_is_read_again_the_same() {
    for seed in 0..200 {
        let mut random = Random::new(seed);
        let count = random.below(9) as usize;
        let vacancies: Vec<Vacancy> = (0..count).map(|number| some(&mut random, number)).collect();
        let text = write(&vacancies);
        let again: Result<Vec<Vacancy>, _> = read(text.as_bytes()).expect("a graph").into_iter().collect();
        let again = again.unwrap_or_else(|refusal| panic!("seed {seed}: {refusal}\n{text}"));
        assert_eq!(again, vacancies, "seed {seed}");
        assert_eq!(write(&again), text, "seed {seed}");
    }
    // And what came from outside stays as it was understood.
    let postings = read(good().to_string().as_bytes()).expect("a posting");
    let vacancies: Vec<Vacancy> = postings.into_iter().collect::<Result<_, _>>().expect("good ones");
    assert_eq!(shown(write(&vacancies).as_bytes()), GOOD);
}

#[test]
fn tables_say_what_is_wrong_and_where() {
    let check = |row: &str, expected: &str| {
        let text = format!("{}\n{row}\n", table::VACANCIES.join(","));
        let read = table::vacancies(text.as_bytes()).expect("a table");
        let said = read.iter().map(|row| match row {
            Ok(vacancy) => table::cells(vacancy).join("|"),
            Err(refusal) => format!("! {refusal}"),
        });
        assert_eq!(said.collect::<Vec<_>>().join("\n"), expected);
    };
    let good = "L-1,Sopir truk,PT Rekaan,8332,32,4000000,5000000,SIM B1;bahasa Inggris,2026-05-01,2026-06-30";
    check(good, GOOD);
    check(&good.replace("L-1", ""), "! line 2, column id: it is empty");
    check(&good.replace("8332", "sopir"), "! line 2, column occupation: it cannot be read");
    check(&good.replace(",32,", ",20,"), "! line 2, column province: it is no code of a province");
    check(&good.replace("2026-05-01", ""), "! line 2, column posted: it is empty");
    check(&good.replace("4000000", ""), "! line 2, column wage_least: it is empty");
    let range = "wages from 4000000 to 5 are no range that can be";
    check(&good.replace("5000000", "5"), &format!("! line 2, column wage_least: {range}"));
    let headless = table::seekers(good.as_bytes()).expect_err("no table").to_string();
    assert_eq!(headless, "the first line has to be id,wishes,skills,province,wage");
    let seekers =
        table::seekers("id,wishes,skills,province,wage\nS1,8332;x,,32,1\nS2,8332,,32,0\n".as_bytes());
    let said: Vec<String> = seekers
        .expect("a table")
        .iter()
        .map(|row| match row {
            Ok(seeker) => seeker.id.clone(),
            Err(refusal) => refusal.to_string(),
        })
        .collect();
    let wish = "an occupation is written as 1 to 6 digits of KBJI or ISCO, such as 8332";
    assert_eq!(said, [&format!("line 2, column wishes: {wish}"), "line 3, column wage: it is no wage"]);
}
