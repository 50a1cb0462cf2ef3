//! `naungan law check`: every file, every example, both readers.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use rules::{Complaint, LawPack, verify};

use super::{Cli, Outcome};
use crate::law;

/// What to check.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Folder of the law, such as law/id; without it the law built into the program
    path: Option<PathBuf>,
}

pub(crate) fn run(cli: &Cli, arguments: &Arguments) -> Result<Outcome> {
    let files = law::files(arguments.path.as_deref().or(cli.law.as_deref()))?;
    let count = files.len();
    let pack = match LawPack::read(files) {
        Ok(pack) => pack,
        Err(unreadable) => {
            eprintln!("{}", unreadable.render(crate::report::colour()));
            eprintln!("\n{} complaints in {count} files", unreadable.complaints.len());
            return Ok(Outcome::Faults);
        }
    };
    let failures = failures(&pack);
    for complaint in &failures {
        eprintln!("{}\n", complaint.render(pack.files(), crate::report::colour()));
    }
    let tree = pack.tree();
    crate::report::say(&format!(
        "{count} files, {} provisions, {} tables, {} rules, {} examples: {}\nfingerprint {}\n",
        tree.provisions.len(),
        tree.tables.len(),
        tree.items.iter().map(|item| item.clauses.len() + item.exceptions.len()).sum::<usize>(),
        pack.examples().len(),
        if failures.is_empty() {
            "all hold".to_owned()
        } else {
            format!("{} do not come out", failures.len())
        },
        pack.fingerprint(),
    ))?;
    Ok(if failures.is_empty() { Outcome::Fine } else { Outcome::Faults })
}

/// Examples that do not come out, as complaints about their lines.
fn failures(pack: &LawPack) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for example in pack.examples() {
        let tree = pack.assuming(&example.assumptions);
        let failures =
            verify::explained(&tree, example).into_iter().chain(verify::in_columns(&tree, example));
        for failure in failures {
            let message = format!("this example does not come out: {}", example.title);
            let complaint = Complaint::new("example", message, failure.span, failure.found);
            complaints.push(complaint.help(
                "a rule or the figure is wrong: compare the law's sentence with the rule, then mend one",
            ));
        }
    }
    complaints
}
