//! A section in a changelog of the form of [Keep a Changelog](https://keepachangelog.com/).

/// The changelog with a section for what is not released yet; a new one where there is none. A
/// section that is there already is not written twice.
pub(super) fn with_section(changelog: &str, section: &str) -> String {
    let newline = if changelog.contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let section = section.trim_end().replace('\n', newline);
    if changelog.contains(&section) {
        return changelog.to_owned();
    }
    let blank = newline.repeat(2);
    if changelog.trim().is_empty() {
        return format!("# Changelog{blank}## Unreleased{blank}{section}{newline}");
    }
    let headings = headings(changelog);
    let is_unreleased = |title: &str| {
        title
            .trim_matches(['[', ']'])
            .eq_ignore_ascii_case("unreleased")
    };
    let mut after = headings.iter();
    let at_heading = after.find(|heading| is_unreleased(heading.title));
    // At the end of what is unreleased, or before the first release, or at the end.
    let (at, heading) = match at_heading {
        Some(_) => (after.next().map(|next| next.start), String::new()),
        None => (
            headings.first().map(|first| first.start),
            format!("## Unreleased{blank}"),
        ),
    };
    let (before, rest) = at
        .and_then(|at| changelog.split_at_checked(at))
        .unwrap_or((changelog, ""));
    let before = before.trim_end();
    let gap = if rest.is_empty() { newline } else { &blank };
    format!("{before}{blank}{heading}{section}{gap}{rest}")
}

/// A heading of the second level.
struct Heading<'t> {
    /// Where its line begins.
    start: usize,
    title: &'t str,
}

/// The headings of the second level, but for lines within fences of code.
fn headings(text: &str) -> Vec<Heading<'_>> {
    let mut headings = Vec::new();
    let mut start = 0;
    let mut is_code = false;
    for line in text.split_inclusive('\n') {
        if line.starts_with("```") {
            is_code = !is_code;
        } else if let Some(title) = line.strip_prefix("## ").filter(|_| !is_code) {
            let title = title.trim();
            headings.push(Heading { start, title });
        }
        start += line.len();
    }
    headings
}

#[cfg(test)]
mod tests {
    use super::with_section;

    const SECTION: &str = "### Graph\n\n- `a` added\n";

    #[test]
    fn a_new_changelog_has_a_heading() {
        assert_eq!(
            with_section("", SECTION),
            "# Changelog\n\n## Unreleased\n\n### Graph\n\n- `a` added\n"
        );
    }

    #[test]
    fn the_section_is_the_last_of_what_is_unreleased() {
        for heading in ["## Unreleased", "## [Unreleased]"] {
            let before = format!("# Changes\n\n{heading}\n\n- mine\n");
            assert_eq!(
                with_section(&format!("{before}\n## 0.1.0\n\n- old\n"), SECTION),
                format!("{before}\n### Graph\n\n- `a` added\n\n## 0.1.0\n\n- old\n")
            );
            assert_eq!(
                with_section(&before, SECTION),
                format!("{before}\n### Graph\n\n- `a` added\n")
            );
        }
    }

    #[test]
    fn what_is_unreleased_gets_a_heading_above_the_releases() {
        assert_eq!(
            with_section(
                "# Changes\n\n```\n## no\n```\n\n## 0.1.0\n\n- old\n",
                SECTION
            ),
            "# Changes\n\n```\n## no\n```\n\n## Unreleased\n\n### Graph\n\n- `a` added\n\n\
             ## 0.1.0\n\n- old\n"
        );
        assert_eq!(
            with_section("# Changes\n", SECTION),
            "# Changes\n\n## Unreleased\n\n### Graph\n\n- `a` added\n"
        );
    }

    #[test]
    fn a_section_is_written_once_and_line_ends_stay() {
        let changelog = "# Changes\r\n\r\n## Unreleased\r\n\r\n## 0.1.0\r\n";
        let with = with_section(changelog, SECTION);
        assert_eq!(
            with,
            "# Changes\r\n\r\n## Unreleased\r\n\r\n### Graph\r\n\r\n- `a` added\r\n\r\n## 0.1.0\r\n"
        );
        assert_eq!(with_section(&with, SECTION), with);
    }
}
