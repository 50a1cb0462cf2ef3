//! Every example of the Indonesian law and of the small packs of other lands comes out of both readers.

use rules::{LawPack, verify};

use crate::packs;

#[test]
fn the_law_of_indonesia_holds() {
    let pack = packs::indonesia();
    assert!(pack.examples().len() > 400, "the examples are read");
    holds(&pack);
}

/// `tests/law/good`: a folder a land. Its README lists what the language must be able to say, and where.
#[test]
fn the_law_of_other_lands_holds() {
    for folder in packs::entries(&packs::folder("good")).iter().filter(|path| path.is_dir()) {
        let pack = packs::read(packs::files(folder));
        assert!(!pack.examples().is_empty(), "{} has examples", folder.display());
        for provision in &pack.tree().provisions {
            let has_rules = pack.tree().items.iter().flat_map(rules::tree::Item::every_clause);
            let has_rules = has_rules
                .filter(|clause| clause.in_force)
                .any(|clause| pack.tree().provisions[clause.provision].path == provision.path);
            let has_example = pack
                .examples()
                .iter()
                .any(|example| pack.tree().provisions[example.provision].path == provision.path);
            assert!(has_example || !has_rules, "{}: {} has an example", folder.display(), provision.path);
        }
        holds(&pack);
    }
}

fn holds(pack: &LawPack) {
    let mut failures = Vec::new();
    for example in pack.examples() {
        let tree = pack.assuming(&example.assumptions);
        let explained = verify::explained(&tree, example).into_iter().map(|failure| ("explain", failure));
        let in_columns = verify::in_columns(&tree, example).into_iter().map(|failure| ("columns", failure));
        for (reader, failure) in explained.chain(in_columns) {
            let (line, _) = failure.span.line_column(pack.files());
            let path = &pack.files()[failure.span.file as usize].path;
            let wanted = failure.span.text(pack.files());
            failures.push(format!("{path}:{line}: {}: {wanted}: {reader}: {}", example.title, failure.found));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// An example that is wrong is found by both readers: the net has no hole.
#[test]
fn a_wrong_example_is_noticed_by_both() {
    let text = "\
# A
`a` · Act 1 · checked 2026-01-01 · A

```rule
from 2020-01, by contribution month
wage_earner owes injury, paid by employer:
    share of wage at 1 %, rounded half up to 1
```

```example
one crown too much
  segment             wage_earner
  contribution_month  2020-01
  wage                150
  → injury employer 3
  → total 3
  → fund injury 3
  → no injury worker
```
";
    let pack = packs::nowhere("a.md", text).expect("it is law");
    let example = &pack.examples()[0];
    assert_eq!(verify::explained(pack.tree(), example).len(), 3);
    assert_eq!(verify::in_columns(pack.tree(), example).len(), 3);
}
