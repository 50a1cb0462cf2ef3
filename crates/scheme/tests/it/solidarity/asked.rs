//! The law of solidarity is found by every name, and answers with its provision.

use scheme::law::Question;

use super::solidarity_law;

#[test]
fn sources_and_months() {
    let law = solidarity_law();
    let mut facts = law.facts();
    for (name, value) in [
        ("segment", "self_employed"),
        ("contribution_month", "2025-12"),
        ("funding_source", "regional_budget"),
        ("income", "1_000_000"),
        ("funded_by", "donor"),
        ("donor_share", "100 %"),
    ] {
        law.put(&mut facts, name, value).expect("the law knows it");
    }
    let (name, words) = law.choice(Question::FundingCountsAs, &facts).expect("an option").value;
    assert_eq!((name, words.en.is_empty()), ("public_budget", false));
    assert!(law.yes(Question::FundingIsOpen, &facts).expect("yes or no").citation.is_some());
    let month = law.coins(Question::DonorPart, &facts).expect("an amount");
    let rest = law.coins(Question::WorkerPart, &facts).expect("an amount");
    assert_eq!((month.value, rest.value), (16_800, 0));
    let confidence = month.citation.map(|citation| citation.confidence.to_string());
    assert_eq!(confidence.as_deref(), Some("D"), "the order of payers is the programme's own rule");
}

#[test]
fn a_name_the_law_does_not_know_is_refused() {
    let law = solidarity_law();
    let refusal = law.put(&mut law.facts(), "colour", "red").expect_err("no such fact");
    assert_eq!(refusal.code, "no_such_value");
}
