//! Blank lines between items, which the formatter of syntax trees leaves out.

/// The text with a blank line after each item that spans lines, and around groups of imports.
pub(super) fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len() + text.len() / 32);
    let mut before = "";
    for line in text.lines() {
        if needs_space(before, line) {
            spaced.push('\n');
        }
        spaced.push_str(line);
        spaced.push('\n');
        before = line;
    }
    spaced
}

fn needs_space(before: &str, line: &str) -> bool {
    let depth = indentation(line);
    // Within functions lines belong together.
    if depth > 4 || before.is_empty() || line.trim().is_empty() {
        return false;
    }
    let (last, next) = (before.trim_start(), line.trim_start());
    // A constant may end deeper than it began.
    if last.ends_with(';') && next.starts_with("///") {
        return true;
    }
    if indentation(before) != depth || next.starts_with('}') || next.starts_with(')') {
        return false;
    }
    let ends_item = matches!(last, "}" | "};" | ");" | "]" | "];")
        || last.ends_with("{}")
        || (depth == 0 && last.ends_with(");") && !last.starts_with('#'));
    let is_import = |text: &str| text.starts_with("use ");
    let is_declaration = |text: &str| {
        text.starts_with("mod ") || text.starts_with("pub mod ") || text.starts_with("pub use ")
    };
    let ends_group = depth == 0
        && ((is_import(last) && !is_import(next))
            || (last.starts_with("#![") && !next.starts_with("#!["))
            || (last.ends_with(';')
                && is_declaration(last)
                && !is_declaration(next)
                && !next.starts_with('#'))
            || (last.starts_with("//!") && !next.starts_with("//!")));
    (ends_item && depth.is_multiple_of(4)) || ends_group
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

#[cfg(test)]
mod tests {
    use super::spaced;

    #[test]
    fn items_are_apart_and_fields_are_not() {
        let text = "//! About.\nuse a;\nuse b;\n/// A.\nstruct A {\n    b: u8,\n    c: u8,\n}\nimpl A {\n    fn b() {\n        if c {\n        }\n        d();\n    }\n    /// E.\n    fn e() {}\n}\nmacro!(A);\nmod x;\npub mod y;\n";
        let expected = "//! About.\n\nuse a;\nuse b;\n\n/// A.\nstruct A {\n    b: u8,\n    c: u8,\n}\n\nimpl A {\n    fn b() {\n        if c {\n        }\n        d();\n    }\n\n    /// E.\n    fn e() {}\n}\n\nmacro!(A);\n\nmod x;\npub mod y;\n";
        assert_eq!(spaced(text), expected);
        let text = "/// A.\nstatic A: B = c()\n    .d(\n        &[e],\n    );\n/// F.\nstatic F: G = h;\n/// I.\nfn i() {}\n";
        let expected = text.replace(";\n///", ";\n\n///");
        assert_eq!(spaced(text), expected);
    }
}
