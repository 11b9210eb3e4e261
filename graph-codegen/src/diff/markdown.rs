//! Differences as Markdown, for the text of a pull request.

use std::fmt::Write;

use super::{Change, Diff, Severity, VersionStep};

/// At most so many changes of a severity are listed: the text of a pull request has a limit.
const LISTED: usize = 60;

impl Diff {
    /// The differences as Markdown: what to do with the version, a table of numbers, and the changes
    /// of each severity, the first of them with their signatures and places.
    pub fn to_markdown(&self) -> String {
        let mut text = String::new();
        // Writing to a text does not fail.
        let _ = self.write_markdown(&mut text);
        text
    }

    fn write_markdown(&self, text: &mut String) -> std::fmt::Result {
        let Some(step) = self.version_step() else {
            return writeln!(text, "Nothing changes in the generated API.");
        };
        let what = match step {
            VersionStep::Major => "something breaks",
            VersionStep::Minor => "something was added or deprecated, and nothing breaks",
            VersionStep::Patch => "only documentation changes",
        };
        writeln!(text, "Version step: **{step}** ({what}).\n")?;
        for note in &self.notes {
            writeln!(text, "> {}\n", escaped(&note.to_string()))?;
        }
        let summary = self.summary();
        writeln!(text, "| | changes | of these from style | items |")?;
        writeln!(text, "|---|--:|--:|--:|")?;
        for severity in Severity::ALL {
            let counts = summary.of(severity);
            writeln!(
                text,
                "| {severity} | {} | {} | {} |",
                counts.changes, counts.from_style, counts.items
            )?;
        }
        for severity in Severity::ALL {
            let count = summary.of(severity).changes;
            if count == 0 {
                continue;
            }
            let title = match severity {
                Severity::Breaking => "Breaking",
                Severity::Addition => "Added",
                Severity::Documentation => "Documentation",
            };
            writeln!(text, "\n## {title}\n")?;
            for change in self.of(severity).take(LISTED) {
                write_change(text, change)?;
            }
            if count > LISTED {
                writeln!(text, "- and {} more", count - LISTED)?;
            }
        }
        Ok(())
    }
}

fn write_change(text: &mut String, change: &Change) -> std::fmt::Result {
    let effect = escaped(&change.effect);
    write!(text, "- {} {}: {effect}", code(change.path()), change.kind)?;
    match change.follows.len() {
        0 => {}
        1 => write!(text, "; one item goes with it")?,
        count => write!(text, "; {count} items go with it")?,
    }
    if !change.style.is_empty() {
        write!(text, " (style: {})", change.style_names())?;
    }
    text.push('\n');
    if let (Some(old), Some(new)) = (&change.old, &change.new)
        && old.signature != new.signature
    {
        writeln!(
            text,
            "  - {} → {}",
            code(&old.signature),
            code(&new.signature)
        )?;
    }
    if let Some(operations) = change.operations_text() {
        writeln!(text, "  - matters to {}", escaped(&operations))?;
    }
    let places: Vec<String> = [&change.old, &change.new]
        .into_iter()
        .flatten()
        .filter(|side| !side.place.pointer.is_empty())
        .map(|side| code(&side.place.to_string()))
        .collect();
    if !places.is_empty() {
        writeln!(text, "  - {}", places.join(" → "))?;
    }
    Ok(())
}

/// Text as code, whatever is in it.
fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ").replace('`', "'");
    format!("`{text}`")
}

/// Text of a description in one line, without effect on what is around it.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\r' => escaped.push(' '),
            '<' => escaped.push_str("&lt;"),
            '@' => escaped.push_str("&#64;"),
            '[' | ']' | '*' | '_' | '#' | '|' | '\\' | '~' => {
                escaped.push('\\');
                escaped.push(letter);
            }
            _ => escaped.push(letter),
        }
    }
    escaped
}
