//! Words, numbers, dates and signs of a rule, each with its place.

use base::{Day, Exact, Month};

use crate::complaint::Complaint;
use crate::source::Span;

/// One piece of a rule.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Token {
    /// A name or a keyword, lower case.
    Word(String),
    /// A decimal number.
    Number(Exact),
    /// A day, `2025-02-07`.
    Day(Day),
    /// A month, `2025-02`.
    Month(Month),
    /// Text in double quotes.
    Text(String),
    /// `( ) [ ] , : + - * / = < <= > >= % .`
    Sign(&'static str),
    /// The end of the statement.
    End,
}

/// A token and its place.
#[derive(Clone, Debug)]
pub(crate) struct Lexeme {
    /// What it is.
    pub(crate) token: Token,
    /// Where it stands.
    pub(crate) span: Span,
}

const SIGNS: [&str; 18] =
    ["<=", ">=", "(", ")", "[", "]", ",", ":", "+", "-", "*", "/", "=", "<", ">", "%", ".", "×"];

/// Cuts the text at `span` into lexemes, the last of which is `End`.
pub(crate) fn lex(text: &str, span: Span) -> Result<Vec<Lexeme>, Complaint> {
    let mut lexemes = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (token, length) = one(&text[at..]).map_err(|message| {
            let place = Span::new(
                span.file as usize,
                span.start as usize + at,
                span.start as usize + at + first.len_utf8(),
            );
            Complaint::new("unreadable", message, place, "cannot be read")
                .help("see law/README.md for what a rule may contain")
        })?;
        let start = span.start as usize + at;
        lexemes.push(Lexeme { token, span: Span::new(span.file as usize, start, start + length) });
        at += length;
    }
    lexemes.push(Lexeme { token: Token::End, span: Span { start: span.end, ..span } });
    Ok(lexemes)
}

/// The first token of `text`, and its length in bytes.
fn one(text: &str) -> Result<(Token, usize), String> {
    let first = text.as_bytes()[0];
    if first.is_ascii_digit() {
        return number_or_date(text);
    }
    if first.is_ascii_lowercase() || first == b'_' {
        let length =
            text.bytes().take_while(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'_').count();
        return Ok((Token::Word(text[..length].to_owned()), length));
    }
    if first == b'"' {
        let end = text[1..].find('"').ok_or("this text has no closing quotation mark")?;
        return Ok((Token::Text(text[1..=end].to_owned()), end + 2));
    }
    if let Some(sign) = SIGNS.iter().find(|sign| text.starts_with(**sign)) {
        let token = Token::Sign(if *sign == "×" { "*" } else { sign });
        return Ok((token, sign.len()));
    }
    let odd = text.chars().next().unwrap_or(' ');
    Err(format!("the sign `{}` has no meaning in a rule", odd.escape_debug()))
}

fn number_or_date(text: &str) -> Result<(Token, usize), String> {
    let bytes = text.as_bytes();
    let digits =
        |from: usize| bytes[from.min(bytes.len())..].iter().take_while(|b| b.is_ascii_digit()).count();
    if digits(0) == 4 && bytes.get(4) == Some(&b'-') && digits(5) == 2 {
        if bytes.get(7) == Some(&b'-') && digits(8) == 2 {
            return Ok((Token::Day(text[..10].parse().map_err(|e| format!("{e}"))?), 10));
        }
        return Ok((Token::Month(text[..7].parse().map_err(|e| format!("{e}"))?), 7));
    }
    let mut length = bytes.iter().take_while(|b| b.is_ascii_digit() || **b == b'_').count();
    if bytes.get(length) == Some(&b'.') && digits(length + 1) > 0 {
        length += 1 + digits(length + 1);
    }
    let number = Exact::parse(&text[..length]).map_err(|e| e.to_string())?;
    Ok((Token::Number(number), length))
}
