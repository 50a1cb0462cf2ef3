//! How large an enterprise is, by the law's bounds.

use base::{Citation, Day};
use rules::tree::Tree;

use crate::memberships::ask::{Answer, Asked, Question};
use crate::refusal::Refusal;

/// What the size is told by. Which of the two decides, the law leaves to whoever registers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Measure<'a> {
    /// Working capital without land and buildings.
    Capital(&'a str),
    /// Sales of a year.
    Sales(&'a str),
}

/// A size and the provision that gives it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Size {
    /// The law's name for it.
    pub size: String,
    /// The provision.
    pub citation: Option<Citation>,
}

/// The size on a day; refused for a day before the law had bounds.
pub fn size(tree: &Tree, measure: Measure<'_>, day: Day) -> Result<Size, Refusal> {
    let (fact, amount, definition) = match measure {
        Measure::Capital(amount) => ("working_capital", amount, "capital_size"),
        Measure::Sales(amount) => ("annual_sales", amount, "sales_size"),
    };
    let mut question = Question::new(tree);
    question.put(fact, amount)?;
    question.put("registration_date", &day.to_string())?;
    match question.ask(definition) {
        Asked::Answer(Answer { option: Some(size), citation, .. }) => Ok(Size { size, citation }),
        Asked::Outside(words) => {
            let id = format!("skala usaha pada {day}: {}", words.id);
            Err(Refusal::new("size_unknown", id, format!("size of the enterprise on {day}: {}", words.en)))
        }
        _ => {
            let (id, en) = ("hukum tidak mendefinisikan skala usaha", "this law does not define the size");
            Err(Refusal::new("size_unknown", id, en))
        }
    }
}
