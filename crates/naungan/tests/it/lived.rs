//! The life of one member, told in lines, through the commands: for stories of claims.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::register::Institution;

/// A life as its lines tell it, up to the event.
pub(crate) struct Life<'a> {
    pub(crate) office: &'a Institution,
    pub(crate) today: String,
    /// The folder of another law than the one built in, as commands take it.
    law: &'static str,
    employer: Option<i64>,
    pub(crate) person: i64,
    membership: i64,
}

impl<'a> Life<'a> {
    /// The life of somebody in a fresh institution with two officers, `ani` and `budi`, and a head, `kepala`.
    pub(crate) fn begin(office: &'a Institution, founded: &str, life: &str) -> Life<'a> {
        let today = founded.to_owned();
        let mut lived = Life { office, today, law: "", employer: None, person: 0, membership: 0 };
        let branch = lived.number("branch add Kota --province 31", "branch");
        for (handle, role) in [("ani", "officer"), ("budi", "officer"), ("kepala", "head")] {
            lived.does(&format!("access add {handle} --role {role} --name {handle} --branch {branch}"));
        }
        office.file("kertas.pdf", "%PDF-1.4 kertas");
        lived.goes_on(life);
        lived
    }

    /// The life of somebody else in the same institution, with the same employer, from the day it is.
    pub(crate) fn beside(&self, life: &str) -> Life<'a> {
        let today = self.today.clone();
        let mut lived = Life { today, person: 0, membership: 0, ..*self };
        lived.goes_on(life);
        lived
    }

    /// What happens next in it.
    pub(crate) fn goes_on(&mut self, life: &str) {
        life.lines().for_each(|line| self.line(line.trim()));
    }

    /// Does a command that has to succeed, on the day it is.
    pub(crate) fn does(&self, line: &str) -> String {
        self.office.does(&self.today, &format!("{line}{}", self.law))
    }

    /// The same, answered as JSON.
    pub(crate) fn json(&self, line: &str) -> Value {
        serde_json::from_str(&self.does(&format!("{line} --json"))).expect("the answer is JSON")
    }

    /// A number of its answer.
    pub(crate) fn number(&self, line: &str, name: &str) -> i64 {
        self.json(line)[name].as_i64().unwrap_or_else(|| panic!("no {name} of `{line}`"))
    }

    /// One line of it: who she is, for whom she works, which months are paid.
    fn line(&mut self, line: &str) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let sets = |from: usize| words[from..].iter().map(|set| format!(" --set {set}")).collect::<String>();
        match words[0] {
            "employer" => {
                let asked = "employer register --npp AA000001 --name 'PT Uji' --province 31";
                self.employer = Some(self.number(&format!("{asked}{}", sets(1)), "payer"));
            }
            "born" => {
                let born: Vec<&str> = words[1].split('-').collect();
                let nik = format!("997106{}{}{}0002", born[2], born[1], &born[0][2..]);
                let asked =
                    format!("person register --nik {nik} --name Budi --birth {} --sex male", words[1]);
                self.person = self.number(&asked, "person");
            }
            "kin" => {
                let (kin, name, born, from) = (words[1], words[2], words[3], words[4]);
                let of = format!("person relative add {} --relation {kin} --name {name}", self.person);
                self.does(&format!("{of} --birth {born} --from {from}"));
            }
            "joins" => {
                words[2].clone_into(&mut self.today);
                let payer = self.employer.map(|payer| format!(" --payer {payer}")).unwrap_or_default();
                let asked = format!("membership enrol {} --segment {}", self.person, words[1]);
                let asked = format!("{asked}{payer} --from {}{}", words[2], sets(3));
                self.membership = self.number(&asked, "membership");
            }
            "declares" => {
                self.does(&format!("declare {} {} --instrument published", words[1], words[2]));
            }
            "day" => words[1].clone_into(&mut self.today),
            "law" => self.law_known_until(words[1]),
            "sets" => {
                let of = format!("membership set {} {} {}", self.membership, words[2], words[3]);
                self.does(&format!("{of} --from {}", words[1]));
            }
            "pays" => self.months(words[1], words[2], true),
            "runs" => self.months(words[1], words[2], false),
            "grows" => self.grows(words[1], words[2]),
            "settles" => self.settles(),
            "ends" => {
                words[1].clone_into(&mut self.today);
                let asked = format!("membership end {} --on {}", self.membership, words[1]);
                self.does(&format!("{asked} --reason {}", words[2]));
            }
            other => panic!("nothing is called {other}"),
        }
    }

    /// The law as it is, but known until a later month: what it would be then is declared.
    fn law_known_until(&mut self, month: &str) {
        let ours = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../law/id"));
        let law = self.office.directory().join("law");
        copy(ours, &law);
        let place = law.join("jurisdiction.md");
        let text = fs::read_to_string(&place).expect("the law has a jurisdiction");
        let known = |line: &str| line.starts_with("| known ");
        assert!(text.lines().any(known), "the law says until when it is known");
        let row = format!("| known    | {month}            |");
        let lines = text.lines().map(|line| if known(line) { row.as_str() } else { line });
        fs::write(&place, lines.collect::<Vec<_>>().join("\n") + "\n").expect("a file can be written");
        self.law = " --law law";
    }

    /// Every month is run on its first day, and paid on it or not yet; where it is paid, the growth of a year
    /// is credited when the next begins.
    fn months(&mut self, from: &str, until: &str, paid: bool) {
        let month =
            |text: &str| (text[..4].parse::<i32>().expect("a year"), text[5..].parse().expect("a month"));
        let ((mut year, mut at), last): ((i32, u32), (i32, u32)) = (month(from), month(until));
        while (year, at) <= last {
            self.today = format!("{year}-{at:02}-01");
            self.does(&format!("run month {year}-{at:02}"));
            if paid {
                self.settles();
            }
            (year, at) = if at == 12 { (year + 1, 1) } else { (year, at + 1) };
            if paid && at == 1 && (year, at) <= last {
                self.grows(&(year - 1).to_string(), &(year - 1).to_string());
            }
        }
    }

    /// The growth of years is credited, each when the next begins.
    fn grows(&mut self, first: &str, last: &str) {
        let year = |text: &str| text.parse::<i32>().expect("a year");
        for year in year(first)..=year(last) {
            self.today = format!("{}-01-01", year + 1);
            self.does(&format!("run interest {year}"));
        }
    }

    /// All bills that are open are paid at once.
    fn settles(&self) {
        // Who pays for herself is numbered next to her membership.
        let payer = self.employer.unwrap_or(self.membership + 1);
        let open = self.does(&format!("bill list --payer {payer} --open --json"));
        let bills: Vec<Value> = open.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        let owed: i64 = bills.iter().filter_map(|bill| bill["owed"].as_i64()).sum();
        if let Some(code) = bills.first().and_then(|bill| bill["code"].as_str()) {
            self.does(&format!("pay {code} --amount {owed}"));
        }
    }

    /// Reports an event, `work_death 2019-10-27` and what else is said of it; the answer, also where nothing
    /// of it is opened.
    pub(crate) fn report(&self, event: &str) -> Value {
        let (kind, rest) = event.split_once(' ').expect("a kind and a day");
        let asked = format!("claim report {} {kind} --on {rest} --by ani --json{}", self.person, self.law);
        let said = self.office.raw(&self.today, &asked);
        let body = said.split("exit status").next().unwrap_or_default();
        serde_json::from_str(body).unwrap_or_else(|error| panic!("`{asked}`: {error}: {said}"))
    }

    /// Every paper that is asked for is handed in once; gives the kind.
    fn hand_in(&self, claim: i64) -> String {
        let shown = self.json(&format!("claim show {claim}"));
        for asked in shown["papers"].as_array().into_iter().flatten().filter(|asked| asked["given"].is_null())
        {
            let paper = asked["paper"].as_str().expect("a paper");
            self.does(&format!("claim paper {claim} {paper} kertas.pdf --by ani"));
        }
        shown["kind"].as_str().expect("a kind").to_owned()
    }

    /// Assessed by one and approved by another; what was granted, and to whom.
    pub(crate) fn decide(&self, claim: i64, told: &mut String) {
        let kind = self.hand_in(claim);
        let asked = format!("claim assess {claim} --by ani --json{}", self.law);
        let said = self.office.raw(&self.today, &asked);
        let Ok(found) = serde_json::from_str::<Value>(&said) else {
            let why = said.lines().next().unwrap_or_default();
            let why = why
                .replace("complaints: ", "")
                .replace(": the institution", ":\n  the institution")
                .replace(" (", "\n  (");
            told.push_str(&format!("{kind}: {why}\n"));
            return;
        };
        let programme = found["programme"].as_str().unwrap_or_default();
        told.push_str(&format!("{kind} {} from {programme}\n", found["gross"]));
        for line in found["lines"].as_array().into_iter().flatten() {
            let payments: Vec<String> =
                line["payments"].as_array().into_iter().flatten().map(Value::to_string).collect();
            if !payments.is_empty() {
                let component = line["component"].as_str().unwrap_or_default();
                told.push_str(&format!("  {component} {}\n", payments.join(" ")));
            }
        }
        let approved = self.json(&format!("claim approve {claim} --by kepala"));
        let letter = self.json(&format!("claim letter {claim}"));
        assert_eq!(letter["gross"], found["gross"], "the letter of {kind} says something else");
        let signals = self.json(&format!("claim signals {claim}"));
        for code in signals.as_array().into_iter().flatten().filter_map(|signal| signal["code"].as_str()) {
            told.push_str(&format!("  looked at: {code}\n"));
            self.does(&format!("claim signals {claim} --clear {code} --said Sah --by budi"));
        }
        for order in approved["orders"].as_array().into_iter().flatten() {
            let hand = order["hand"].as_str().expect("a hand");
            told.push_str(&format!("  order {} to {hand}\n", order["amount"]));
            let case = self.json(&format!("claim show {claim}"))["case"].as_i64().expect("a case");
            let account =
                format!("claim payee {case} '{hand}' --name Siti --bank BMRIIDJA --account 99{case:08}");
            self.does(&format!("{account} --by ani"));
        }
    }

    /// What waits is paid by file, and the bank says so.
    pub(crate) fn pay(&self) {
        let made = self.json(&format!("benefits run --day {} --by ani", self.today));
        for (at, run) in made["runs"].as_array().into_iter().flatten().enumerate() {
            let (number, orders, sum) = (&run["run"], &run["orders"], &run["sum"]);
            let from = "--account 7001 --bank 008 --by budi";
            self.does(&format!("benefits file {number} run.xml --orders {orders} --sum {sum} {from}"));
            self.office.file("answer.xml", &paid(&self.office.text("run.xml"), at));
            self.does("benefits answers answer.xml");
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("a folder can be read") {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name())).expect("an entry");
        if path.is_dir() {
            copy(&path, &to.join(name));
        } else {
            fs::copy(&path, to.join(name)).expect("a file can be copied");
        }
    }
}

/// The bank's word for it that everything in a file was paid.
fn paid(file: &str, at: usize) -> String {
    let between = |text: &str, tag: &str| {
        let start = text.split(&format!("<{tag}")).nth(1).and_then(|rest| rest.split_once('>'));
        start.and_then(|(_, rest)| rest.split('<').next()).unwrap_or_default().to_owned()
    };
    let entries: String = file
        .split("<CdtTrfTxInf>")
        .skip(1)
        .map(|one| {
            let (order, amount) = (between(one, "EndToEndId"), between(one, "InstdAmt"));
            format!(
                "<Ntry><Amt Ccy=\"IDR\">{amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>\
                 <AcctSvcrRef>M-{order}</AcctSvcrRef><BkTxCd/><NtryDtls><TxDtls><Refs>\
                 <EndToEndId>{order}</EndToEndId></Refs><Amt Ccy=\"IDR\">{amount}</Amt></TxDtls></NtryDtls>\
                 </Ntry>"
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08\"><BkToCstmrDbtCdtNtfctn>\
         <GrpHdr><MsgId>B{at}</MsgId><CreDtTm>2020-12-28T01:00:00</CreDtTm></GrpHdr><Ntfctn><Id>1</Id>\
         <Acct><Id><Othr><Id>7001</Id></Othr></Id></Acct>{entries}</Ntfctn>\
         </BkToCstmrDbtCdtNtfctn></Document>\n"
    )
}
