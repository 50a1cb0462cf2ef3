//! Accounts verified before pay day: the bank's table is taken, answered, and the rule set.

use axum::http::StatusCode;
use rules::render::Lang;

use super::{is_refused, page, sent, somebody};
use crate::auth::Role;
use crate::pages::tried::ask_with;
use crate::serve::form::Form;
use crate::trial::Trial;

#[test]
fn a_bank_is_asked_whose_accounts_are_by_a_table() {
    testing::both(|address| {
        let mut trial = Trial::begin(address, "2025-03-03");
        let head = somebody(&mut trial, Role::Head, "kepala");
        let keeper = somebody(&mut trial, Role::Administrator, "kasir");
        let officer = somebody(&mut trial, Role::Officer, "ani");
        let place = "/benefits/accounts";
        assert!(is_refused(&mut trial, &officer, place));
        let seen = page(&mut trial, &head, place);
        assert!(seen.contains("An administrator takes the table") && !seen.contains("accounts/ask"));
        assert!(page(&mut trial, &keeper, place).contains("accounts/ask"));
        let table = ask_with(&mut trial, &keeper, Lang::En, &format!("{place}/ask"), Some(Form::default()));
        let table = table.expect("a table");
        assert_eq!((table.status, &*table.body), (StatusCode::OK, b"payee,bank,account,name\n".as_slice()));

        let answers = format!("{place}/hear");
        let mut told = |table: &[u8]| {
            sent(&mut trial, &head, &answers, &[], Some(("a.csv", table))).expect_err("a page")
        };
        assert!(told(b"payee\n7\n").contains("the table needs the columns"));
        assert!(told(b"payee,name\n7,SITI\n").contains("no bank was asked about 7"));
        let rule = format!("{place}/require");
        assert!(sent(&mut trial, &head, &rule, &[("required", "")], None).is_err());
        let done = sent(&mut trial, &head, &rule, &[("required", "yes")], None);
        assert_eq!(done, Ok(format!("{place}?done=rule")));
        assert!(page(&mut trial, &keeper, &format!("{place}?done=rule")).contains("The rule is set."));
    });
}
