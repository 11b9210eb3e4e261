//! The expressions of OData's `$filter` that Graph documents, read by a grammar of the tests' own.
//!
//! See [OData Version 4.01, URL conventions](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html).

use std::iter::Peekable;
use std::vec::IntoIter;

/// A condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// `a and b`, with more than two parts where they stand beside one another.
    And(Vec<Expression>),
    /// `a or b`.
    Or(Vec<Expression>),
    /// `not(a)`.
    Not(Box<Expression>),
    /// `path eq literal`, with the operator.
    Compare(String, String, Literal),
    /// `path in (literal,literal)`.
    In(String, Vec<Literal>),
    /// `function(path,literal)`.
    Call(String, String, Literal),
    /// `path/any(variable:condition)`: path, function, and what is in the brackets.
    Lambda(String, String, Option<(String, Box<Expression>)>),
    /// `false`.
    Constant(bool),
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// `'text'`, without the quotes.
    Text(String),
    /// `duration'P1D'`.
    Typed(String, String),
    /// Anything without quotes: a number, a date, a UUID, `true`, `null`.
    Bare(String),
}

/// One key of an order: the path, and whether the greatest comes first.
pub type Key = (String, bool);

/// Reads a filter.
///
/// # Errors
///
/// What is no expression, in words.
pub fn filter(text: &str) -> Result<Expression, String> {
    let mut tokens = tokens(text)?.into_iter().peekable();
    let expression = disjunction(&mut tokens)?;
    match tokens.next() {
        None => Ok(expression),
        Some(token) => Err(format!("{token:?} after the expression")),
    }
}

/// Reads an order.
///
/// # Errors
///
/// What is no order, in words.
pub fn order(text: &str) -> Result<Vec<Key>, String> {
    let key = |key: &str| match key.split(' ').collect::<Vec<_>>().as_slice() {
        [path] | [path, "asc"] => is_path(path).then(|| ((*path).to_owned(), false)),
        [path, "desc"] => is_path(path).then(|| ((*path).to_owned(), true)),
        _ => None,
    };
    let keys = text
        .split(',')
        .map(|text| key(text).ok_or_else(|| format!("{text:?} is no key")));
    keys.collect()
}

fn is_path(text: &str) -> bool {
    text.split('/').all(|name| {
        !name.is_empty()
            && name
                .chars()
                .all(|letter| letter.is_alphanumeric() || letter == '$')
    })
}

#[derive(Debug, PartialEq)]
enum Token {
    Word(String),
    Quoted(String),
    Open,
    Close,
    Comma,
    Colon,
}

type Tokens = Peekable<IntoIter<Token>>;

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            ' ' => {}
            '(' => tokens.push(Token::Open),
            ')' => tokens.push(Token::Close),
            ',' => tokens.push(Token::Comma),
            '\'' => {
                let mut quoted = String::new();
                loop {
                    match letters.next() {
                        None => return Err("a quote is not closed".to_owned()),
                        Some('\'') if letters.next_if_eq(&'\'').is_some() => quoted.push('\''),
                        Some('\'') => break,
                        Some(letter) => quoted.push(letter),
                    }
                }
                tokens.push(Token::Quoted(quoted));
            }
            first if first.is_alphanumeric() || "-$".contains(first) => {
                let mut word = String::from(first);
                while let Some(letter) =
                    letters.next_if(|letter| letter.is_alphanumeric() || "-+.:/$".contains(*letter))
                {
                    word.push(letter);
                }
                // `t:t eq 'x'`: a colon within digits is one of a time.
                match word.split_once(':') {
                    Some((variable, rest)) if variable.starts_with(char::is_alphabetic) => {
                        tokens.push(Token::Word(variable.to_owned()));
                        tokens.push(Token::Colon);
                        tokens.push(Token::Word(rest.to_owned()));
                    }
                    _ => tokens.push(Token::Word(word)),
                }
            }
            other => return Err(format!("{other:?} is in no expression")),
        }
    }
    Ok(tokens)
}

fn disjunction(tokens: &mut Tokens) -> Result<Expression, String> {
    joined(tokens, "or", conjunction, Expression::Or)
}

fn conjunction(tokens: &mut Tokens) -> Result<Expression, String> {
    joined(tokens, "and", unary, Expression::And)
}

fn joined(
    tokens: &mut Tokens,
    word: &str,
    part: fn(&mut Tokens) -> Result<Expression, String>,
    join: fn(Vec<Expression>) -> Expression,
) -> Result<Expression, String> {
    let first = part(tokens)?;
    let mut others = Vec::new();
    while tokens
        .next_if(|token| *token == Token::Word(word.to_owned()))
        .is_some()
    {
        others.push(part(tokens)?);
    }
    if others.is_empty() {
        return Ok(first);
    }
    others.insert(0, first);
    Ok(join(others))
}

fn unary(tokens: &mut Tokens) -> Result<Expression, String> {
    match tokens.next() {
        Some(Token::Open) => {
            let inner = disjunction(tokens)?;
            expect(tokens, &Token::Close)?;
            Ok(inner)
        }
        Some(Token::Word(word)) if word == "not" => Ok(Expression::Not(Box::new(unary(tokens)?))),
        Some(Token::Word(word)) if word == "false" => Ok(Expression::Constant(false)),
        Some(Token::Word(word)) if tokens.next_if_eq(&Token::Open).is_some() => call(tokens, word),
        Some(Token::Word(path)) if is_path(&path) => comparison(tokens, path),
        other => Err(format!("{other:?} begins no condition")),
    }
}

/// What is in the brackets of `function(path,literal)` or `path/any(variable:condition)`.
fn call(tokens: &mut Tokens, name: String) -> Result<Expression, String> {
    if let Some((path, function @ ("any" | "all"))) = name.rsplit_once('/') {
        let inner = if tokens.next_if_eq(&Token::Close).is_some() {
            None
        } else {
            let Some(Token::Word(variable)) = tokens.next() else {
                return Err(format!("{name} has no variable"));
            };
            expect(tokens, &Token::Colon)?;
            let condition = disjunction(tokens)?;
            expect(tokens, &Token::Close)?;
            Some((variable, Box::new(condition)))
        };
        return Ok(Expression::Lambda(
            path.to_owned(),
            function.to_owned(),
            inner,
        ));
    }
    if !["startswith", "endswith", "contains"].contains(&name.as_str()) {
        return Err(format!("{name} is no function"));
    }
    let path = match tokens.next() {
        Some(Token::Word(path)) if is_path(&path) => path,
        other => return Err(format!("{other:?} is no property")),
    };
    expect(tokens, &Token::Comma)?;
    let value = literal(tokens)?;
    expect(tokens, &Token::Close)?;
    Ok(Expression::Call(name, path, value))
}

fn comparison(tokens: &mut Tokens, path: String) -> Result<Expression, String> {
    let Some(Token::Word(operator)) = tokens.next() else {
        return Err(format!("{path} is compared with nothing"));
    };
    match operator.as_str() {
        "eq" | "ne" | "lt" | "le" | "gt" | "ge" | "has" => {
            Ok(Expression::Compare(path, operator, literal(tokens)?))
        }
        "in" => {
            expect(tokens, &Token::Open)?;
            let mut values = vec![literal(tokens)?];
            while tokens.next_if_eq(&Token::Comma).is_some() {
                values.push(literal(tokens)?);
            }
            expect(tokens, &Token::Close)?;
            Ok(Expression::In(path, values))
        }
        _ => Err(format!("{operator} is no operator")),
    }
}

fn literal(tokens: &mut Tokens) -> Result<Literal, String> {
    match tokens.next() {
        Some(Token::Quoted(text)) => Ok(Literal::Text(text)),
        Some(Token::Word(word)) => {
            match tokens.next_if(|token| matches!(token, Token::Quoted(_))) {
                Some(Token::Quoted(text)) => Ok(Literal::Typed(word, text)),
                _ => Ok(Literal::Bare(word)),
            }
        }
        other => Err(format!("{other:?} is no value")),
    }
}

fn expect(tokens: &mut Tokens, expected: &Token) -> Result<(), String> {
    match tokens.next() {
        Some(token) if token == *expected => Ok(()),
        other => Err(format!("{other:?} where {expected:?} belongs")),
    }
}
