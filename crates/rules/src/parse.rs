//! Reads statements: heads, guards, bodies. Expressions are in `parse/expression.rs`.

mod block;
mod expression;
mod head;

pub(crate) use block::{block, day_after, first_day};

use crate::complaint::Complaint;
use crate::lexer::{Lexeme, Token};
use crate::source::{Placed, Span};

/// Walks over the lexemes of one statement.
pub(crate) struct Reader {
    lexemes: Vec<Lexeme>,
    at: usize,
    /// How deep expressions are nested; bounded, so that no text can exhaust the stack.
    depth: u32,
    /// How many values this statement joins; bounded for the same reason.
    operators: usize,
    /// Whether `, rounded` belongs to the whole phrase around this value: `lesser of A and B, rounded …`.
    open: bool,
    /// The word that marks money, from the jurisdiction.
    currency: String,
}

impl Reader {
    pub(crate) fn new(lexemes: Vec<Lexeme>, currency: &str) -> Self {
        Self { lexemes, at: 0, depth: 0, operators: 0, open: false, currency: currency.to_owned() }
    }

    fn peek(&self) -> &Token {
        &self.lexemes[self.at].token
    }

    fn peek_at(&self, ahead: usize) -> &Token {
        &self.lexemes[(self.at + ahead).min(self.lexemes.len() - 1)].token
    }

    fn span(&self) -> Span {
        self.lexemes[self.at].span
    }

    fn last_span(&self) -> Span {
        self.lexemes[self.at.saturating_sub(1)].span
    }

    fn next(&mut self) -> Lexeme {
        let lexeme = self.lexemes[self.at].clone();
        if self.at + 1 < self.lexemes.len() {
            self.at += 1;
        }
        lexeme
    }

    fn is_word(&self, word: &str) -> bool {
        matches!(self.peek(), Token::Word(w) if w == word)
    }

    /// True when the next lexemes are these words and signs.
    fn sees(&self, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(ahead, word)| match self.peek_at(ahead) {
            Token::Word(seen) => seen == word,
            Token::Sign(seen) => seen == word,
            _ => false,
        })
    }

    /// Takes these words if they are next.
    fn take(&mut self, words: &[&str]) -> bool {
        let seen = self.sees(words);
        if seen {
            for _ in words {
                self.next();
            }
        }
        seen
    }

    fn expect(&mut self, word: &str, after: &str) -> Result<(), Complaint> {
        if self.take(&[word]) { Ok(()) } else { Err(self.expected(&format!("`{word}`"), after)) }
    }

    /// "expected X after Y" at the present place.
    fn expected(&self, what: &str, after: &str) -> Complaint {
        let found = match self.peek() {
            Token::End => "the rule ends here".to_owned(),
            Token::Word(word) => format!("found `{word}`"),
            Token::Sign(sign) => format!("found `{sign}`"),
            Token::Number(number) => format!("found the number `{number}`"),
            Token::Day(day) => format!("found the day `{day}`"),
            Token::Month(month) => format!("found the month `{month}`"),
            Token::Text(_) => "found a text".to_owned(),
        };
        Complaint::new("syntax", format!("expected {what} {after}"), self.span(), found)
            .help("law/README.md shows each form a rule can have")
    }

    fn name(&mut self, after: &str) -> Result<Placed, Complaint> {
        let span = self.span();
        match self.peek().clone() {
            Token::Word(text) => {
                self.next();
                Ok(Placed { text, span })
            }
            _ => Err(self.expected("a name", after)),
        }
    }

    fn text(&mut self, after: &str) -> Result<Placed, Complaint> {
        let span = self.span();
        match self.peek().clone() {
            Token::Text(text) => {
                self.next();
                Ok(Placed { text, span })
            }
            _ => Err(self.expected("a text in quotation marks, `\"Indonesian / English\"`,", after)),
        }
    }

    pub(crate) fn done(&self) -> Result<(), Complaint> {
        if *self.peek() == Token::End { Ok(()) } else { Err(self.expected("the end of the rule", "here")) }
    }
}
