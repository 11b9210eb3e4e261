//! What a plain YAML scalar means: the core schema of YAML 1.2.

use super::Node;

/// The value of a scalar without quotes.
pub(super) fn plain_scalar(text: &str) -> Node {
    // Nearly all scalars of a specification are words; their first letter tells.
    let Some(first) = text.bytes().next() else {
        return Node::Null;
    };
    match first {
        b'n' | b'N' | b'~' if matches!(text, "null" | "Null" | "NULL" | "~") => Node::Null,
        b't' | b'T' if matches!(text, "true" | "True" | "TRUE") => Node::Bool(true),
        b'f' | b'F' if matches!(text, "false" | "False" | "FALSE") => Node::Bool(false),
        b'0'..=b'9' | b'+' | b'-' | b'.' => number(text).unwrap_or_else(|| text.into()),
        _ => text.into(),
    }
}

fn number(text: &str) -> Option<Node> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    match digits {
        ".inf" | ".Inf" | ".INF" if text.starts_with('-') => {
            return Some(Node::Float(f64::NEG_INFINITY));
        }
        ".inf" | ".Inf" | ".INF" => return Some(Node::Float(f64::INFINITY)),
        ".nan" | ".NaN" | ".NAN" if digits == text => return Some(Node::Float(f64::NAN)),
        _ => {}
    }
    // A second sign would be accepted by the standard library's parsers.
    if !digits.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        return None;
    }
    for (prefix, radix) in [("0x", 16), ("0o", 8)] {
        if let Some(digits) = digits.strip_prefix(prefix) {
            let value = u64::from_str_radix(digits, radix).ok()?;
            let plain = text.starts_with('0') && !digits.starts_with('+');
            return plain.then(|| Node::from_u64(value));
        }
    }
    if digits.bytes().all(|digit| digit.is_ascii_digit()) {
        // Leading zeros belong to codes and identifiers, whose zeros count.
        if digits.len() > 1 && digits.starts_with('0') {
            return None;
        }
        if let Ok(value) = text.parse::<i64>() {
            return Some(Node::Integer(value));
        }
        if let Ok(value) = text.parse::<u64>() {
            return Some(Node::Unsigned(value));
        }
    }
    text.parse::<f64>()
        .ok()
        .filter(|value| value.is_finite())
        .map(Node::Float)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_numbers_are_told_apart() {
        for (text, value) in [
            ("", Node::Null),
            ("~", Node::Null),
            ("nullable", "nullable".into()),
            ("True", Node::Bool(true)),
            ("yes", "yes".into()),
            ("0", Node::Integer(0)),
            ("-12", Node::Integer(-12)),
            ("+12", Node::Integer(12)),
            ("0x1F", Node::Integer(31)),
            ("0o17", Node::Integer(15)),
            ("007", "007".into()),
            ("18446744073709551615", Node::Unsigned(u64::MAX)),
            (
                "18446744073709551616",
                Node::Float(18_446_744_073_709_551_616.0),
            ),
            ("1.50", Node::Float(1.5)),
            ("-7.9e+28", Node::Float(-7.9e28)),
            (".5", Node::Float(0.5)),
            ("-.inf", Node::Float(f64::NEG_INFINITY)),
            ("2XX", "2XX".into()),
            ("3.0.4", "3.0.4".into()),
            ("2024-01-01", "2024-01-01".into()),
            ("--1", "--1".into()),
            ("+-1", "+-1".into()),
            ("0x+1", "0x+1".into()),
            ("-", "-".into()),
            (".", ".".into()),
            ("-infinity", "-infinity".into()),
            ("1e999", "1e999".into()),
        ] {
            assert_eq!(plain_scalar(text), value, "{text}");
        }
    }
}
