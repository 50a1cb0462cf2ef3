//! Both languages say the same things.

fn keys(text: &str) -> Vec<String> {
    let lines = text.lines().filter_map(|line| line.split_once(" = "));
    let places =
        |text: &str| text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).count();
    lines.map(|(key, text)| format!("{key} {}", places(text))).collect()
}

#[test]
fn both_languages_have_the_same_texts_with_the_same_places() {
    let id = keys(include_str!("../../templates/text/id.toml"));
    assert_eq!(id, keys(include_str!("../../templates/text/en.toml")));
    assert!(id.len() > 50);
}
