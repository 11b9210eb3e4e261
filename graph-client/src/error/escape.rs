//! Text of a server, made fit for a terminal and a log.

/// The text with control characters and invisible ones escaped, cut after so many characters.
pub(crate) fn escaped(text: &str, limit: usize) -> String {
    let mut out = String::with_capacity(text.len().min(limit));
    let mut characters = text.chars();
    for character in characters.by_ref().take(limit) {
        if misleads(character) {
            out.extend(character.escape_default());
        } else {
            out.push(character);
        }
    }
    if characters.next().is_some() {
        out.push('…');
    }
    out
}

// Controls move the cursor or begin a line of their own; the others turn or hide text.
fn misleads(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        )
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn controls_are_escaped_and_length_is_bounded() {
        assert_eq!(escaped("a\r\nb\u{1b}[31m\t", 100), "a\\r\\nb\\u{1b}[31m\\t");
        assert_eq!(escaped("\u{202e}abc\u{2028}", 100), "\\u{202e}abc\\u{2028}");
        assert_eq!(escaped("zoë €", 100), "zoë €");
        assert_eq!(escaped("abcdef", 6), "abcdef");
        assert_eq!(escaped("abcdefg", 6), "abcdef…");
        assert_eq!(escaped("€€€", 2), "€€…");
    }
}
