//! Forms of the counter, each with who sends it and values that are taken.

use crate::auth::Role;

/// An address, who sends, and fields with values that are taken.
pub(super) type Row = (&'static str, Role, &'static [(&'static str, &'static str)]);

/// A note of a visit.
const NOTE: &[(&str, &str)] = &[("kind", "visit"), ("text", "ditemui"), ("again", "")];

/// An account that money goes to.
const ACCOUNT: &[(&str, &str)] =
    &[("hand", "member"), ("name", "Siti"), ("bank", "008"), ("account", "9900112233")];

/// Every form that is tried.
pub(super) const FORMS: &[Row] = &[
    (
        "/me/contests",
        Role::Member,
        &[("membership", "{membership}"), ("month", "2026-01"), ("says", "salah")],
    ),
    (
        "/payers/{payer}/uploads/new",
        Role::Employer,
        &[("month", "2026-01"), ("names", "all"), ("file", "NIK")],
    ),
    ("/payers/{payer}/uploads/unchanged", Role::Employer, &[("month", "2026-01")]),
    ("/payers/{payer}/uploads/{upload}/confirm", Role::Employer, &[("row", "all")]),
    ("/payers/{payer}/uploads/{upload}/take", Role::Employer, &[]),
    ("/payers/{payer}/uploads/{upload}/drop", Role::Employer, &[]),
    (
        "/memberships/{membership}/wage",
        Role::Employer,
        &[("wage", "5.000.000"), ("month", "2026-01"), ("confirm", "")],
    ),
    (
        "/memberships/{membership}/end",
        Role::Employer,
        &[("day", "2026-01-20"), ("reason", "resigned"), ("confirm", "")],
    ),
    (
        "/desk/row",
        Role::Head,
        &[
            ("branch", ""),
            ("kind", "arrears"),
            ("subject", "{payer}"),
            ("membership", "0"),
            ("what", "later"),
            ("until", "2199-01-01"),
            ("officer", ""),
            ("text", "menunggu"),
        ],
    ),
    ("/desk/people", Role::Officer, &[("who", "Warga"), ("why", "datang ke loket")]),
    ("/desk/payers", Role::Officer, &[("who", "Usaha")]),
    ("/people/{person}/notes", Role::Officer, NOTE),
    ("/desk/payers/{payer}/notes", Role::Officer, NOTE),
    (
        "/desk/people/{person}/proof",
        Role::Officer,
        &[("telephone", "081299990009"), ("why", "KTP"), ("seen", "yes")],
    ),
    ("/desk/payers/{payer}/mismatches", Role::Officer, &[("mismatch", "74")]),
    (
        "/desk/contests/{contest}",
        Role::Officer,
        &[("state", "upheld"), ("answer", "benar"), ("amount", "6.000.000"), ("span", "one"), ("seen", "")],
    ),
    ("/people/{person}/ask/merge", Role::Officer, &[("into", "1"), ("reason", "sama"), ("seen", "")]),
    ("/people/{person}/ask/unmerge", Role::Officer, &[("reason", "bukan orang yang sama"), ("seen", "")]),
    (
        "/people/{person}/ask/identity",
        Role::Officer,
        &[("nik", ""), ("birth", "1990-01-02"), ("reason", "KTP"), ("seen", "")],
    ),
    (
        "/desk/payers/{payer}/ask/refund",
        Role::Officer,
        &[("amount", "5.000"), ("reason", "lebih"), ("seen", "")],
    ),
    (
        "/desk/payers/{payer}/ask/close",
        Role::Officer,
        &[("day", "2026-02-01"), ("reason", "tutup"), ("seen", "")],
    ),
    (
        "/desk/payers/{payer}/ask/take_back",
        Role::Officer,
        &[("payment", "1"), ("day", "2026-02-01"), ("reason", "gagal"), ("seen", "")],
    ),
    (
        "/memberships/{membership}/ask/wage",
        Role::Officer,
        &[
            ("amount", "6.000.000"),
            ("from", "2026-01"),
            ("until", "2026-01"),
            ("reason", "slip"),
            ("seen", ""),
        ],
    ),
    (
        "/memberships/{membership}/ask/end",
        Role::Officer,
        &[("day", "2026-01-20"), ("end_reason", "resigned"), ("reason", "surat"), ("seen", "")],
    ),
    (
        "/hospital/guarantee",
        Role::Hospital,
        &[("request", "1"), ("number", "9901014107900001"), ("day", "2026-01-20")],
    ),
    (
        "/hospital/accident",
        Role::Hospital,
        &[("number", "9901014107900001"), ("day", "2026-01-19"), ("cause", "accident")],
    ),
    (
        "/hospital/bills/new",
        Role::Hospital,
        &[
            ("request", "1"),
            ("number", "9901014107900001"),
            ("day", "2026-01-20"),
            ("bill", "RS/1"),
            ("date", "2026-01-20"),
            ("item_kind_1", "surgery"),
            ("item_day_1", "2026-01-20"),
            ("item_cost_1", "5.000"),
            ("item_class_1", ""),
            ("fare_mode_1", "land"),
            ("fare_cost_1", "1.000"),
        ],
    ),
    ("/me/report", Role::Member, &[("event", "left_work")]),
    ("/me/report/day", Role::Member, &[("day", "2026-01-10")]),
    ("/me/report/more", Role::Member, &[("termination", "resignation"), ("has_tax_number", "yes")]),
    ("/me/report/check", Role::Member, &[]),
    ("/me/claims/{case}/paper", Role::Member, &[("paper", "identity_card"), ("file", "%PDF-1.7")]),
    ("/me/claims/{case}/account", Role::Member, ACCOUNT),
    ("/heir/cases/{case}/paper", Role::Member, &[("paper", "identity_card"), ("file", "%PDF-1.7")]),
    ("/heir/cases/{case}/account", Role::Heir, ACCOUNT),
    ("/death", Role::Visitor, &[("number", "9901014107900001")]),
    ("/death/day", Role::Visitor, &[("day", "2026-01-10"), ("work", "no")]),
    ("/death/you", Role::Visitor, &[("name", "Siti"), ("relation", "spouse")]),
    ("/death/telephone", Role::Visitor, &[("telephone", "081299990009")]),
    ("/death/check", Role::Visitor, &[("code", "12345678")]),
    ("/death/again", Role::Visitor, &[]),
    ("/death/another", Role::Visitor, &[]),
    (
        "/payers/{payer}/cases/new",
        Role::Employer,
        &[
            ("number", "9901014107900001"),
            ("event", "work_accident"),
            ("day", "2026-01-10"),
            ("cause", "accident"),
            ("confirm", "yes"),
        ],
    ),
    ("/payers/{payer}/cases/{case}/paper", Role::Employer, &[("paper", "stage_one"), ("file", "%PDF-1.7")]),
    ("/desk/people/{person}/relatives", Role::Officer, &[("relative", "1"), ("telephone", "081299990009")]),
    (
        "/desk/deaths/{report}",
        Role::Officer,
        &[
            ("teller", "new"),
            ("name", "Siti"),
            ("relation", "spouse"),
            ("birth", "1990-01-05"),
            ("since", "2015-01-01"),
        ],
    ),
    ("/me/job-loss", Role::Member, &[("day", "2026-01-20"), ("termination", "dismissal")]),
    (
        "/me/jkp",
        Role::Member,
        &[
            ("what", "application"),
            ("apply_employer", "PT Lain"),
            ("apply_title", "sopir"),
            ("apply_day", ""),
            ("call_employer", ""),
            ("call_day", ""),
            ("work_employer", ""),
            ("work_day", ""),
            ("about", "dismissal"),
        ],
    ),
    ("/me/jkp", Role::Member, &[("what", "contest"), ("about", "dismissal"), ("text", "bukan PHK")]),
    (
        "/me/jobs",
        Role::Member,
        &[("wishes", "8332"), ("skills", "las"), ("province", "31"), ("wage", "4.000.000")],
    ),
    ("/me/jobs", Role::Member, &[("what", "apply"), ("vacancy", "1")]),
    ("/me/training", Role::Member, &[("course", "1")]),
    (
        "/payers/{payer}/vacancies",
        Role::Employer,
        &[
            ("title", "Juru las"),
            ("occupation", "7212"),
            ("province", "31"),
            ("least", "4.000.000"),
            ("most", ""),
            ("skills", "las"),
            ("until", ""),
        ],
    ),
    ("/payers/{payer}/applicants", Role::Employer, &[("application", "1"), ("word", "hired")]),
    (
        "/payers/{payer}/dismissals",
        Role::Employer,
        &[("membership", "{membership}"), ("day", "2026-01-20"), ("termination", "dismissal")],
    ),
    (
        "/people/{person}/jobs",
        Role::Officer,
        &[("what", "counsel"), ("counsel_day", ""), ("text", "melamar lima kali")],
    ),
    (
        "/desk/training",
        Role::Officer,
        &[
            ("course_name", "Las"),
            ("provider", "BLK"),
            ("occupation", ""),
            ("province", ""),
            ("places", "10"),
            ("from", "2026-03-01"),
            ("last", "2026-03-05"),
        ],
    ),
    ("/approvals/{approval}", Role::Head, &[("decision", "refuse"), ("said", "tidak")]),
    ("/approvals/{approval}/withdraw", Role::Officer, &[]),
    (
        "/people/{person}/event",
        Role::Officer,
        &[("kind", "work_accident"), ("day", "2026-01-20"), ("seen", "")],
    ),
    (
        "/claims/{claim}/move",
        Role::Officer,
        &[("what", "reject"), ("wanted", ""), ("provision", "PP 44/2015")],
    ),
    (
        "/claims/{claim}/signals",
        Role::Officer,
        &[("signal", "enrolled_before_death"), ("looked", "clear"), ("saw", "sah")],
    ),
    ("/claims/{claim}/papers", Role::Officer, &[("paper", "death_certificate"), ("file", "%PDF-1.4")]),
    (
        "/claims/{claim}/payee",
        Role::Officer,
        &[("hand", "member"), ("holder", "Siti"), ("bank", "BMRIIDJA"), ("account", "9900112233")],
    ),
    ("/claims/{claim}/family", Role::Officer, &[("no", "1"), ("guardian", "Siti"), ("is", "")]),
    (
        "/claims/{claim}/relative",
        Role::Officer,
        &[("relation", "spouse"), ("name", "Siti"), ("birth", ""), ("from", "2020-01-01")],
    ),
    ("/claims/limit", Role::Head, &[("limit", "5.000.000")]),
    ("/benefits", Role::Administrator, &[("fund", "jkk"), ("day", "2026-02-01")]),
    (
        "/benefits/{run}",
        Role::Administrator,
        &[("orders", "1"), ("sum", "5.000"), ("bank", "008"), ("account", "7001")],
    ),
    ("/benefits/{run}/take-back", Role::Administrator, &[]),
    ("/benefits/answers", Role::Administrator, &[("file", "<Document>")]),
    ("/admin/accounts/{account}/confirm", Role::Administrator, &[]),
    ("/admin/clients/{client}/confirm", Role::Administrator, &[]),
    ("/admin/statements/lines/{line}/book", Role::Administrator, &[("payer", "{payer}"), ("reason", "dia")]),
    ("/admin/statements/lines/{line}/return", Role::Administrator, &[("said", "bukan iuran")]),
    ("/claims/{claim}/letter/1/line/1", Role::Member, &[("says", "upahnya lima juta")]),
    ("/grievances/{grievance}", Role::Member, &[("act", "answer"), ("changed", "yes"), ("why", "benar")]),
];
