//! Names that resemble one that does not exist.

/// How many characters of a name are compared; longer ones are not typed by hand.
const COMPARED: usize = 160;

/// At most so many suggestions.
const SUGGESTED: usize = 3;

/// The candidates nearest to a name, best first. Gives none when none resembles it.
pub(crate) fn nearest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Vec<&'a str> {
    let name: Vec<char> = folded(name);
    let bound = (name.len() / 3).max(2);
    let mut found: Vec<(usize, &str)> = Vec::new();
    for candidate in candidates {
        let other = folded(candidate);
        if other.len().abs_diff(name.len()) > bound {
            continue;
        }
        let distance = distance(&name, &other);
        if distance <= bound {
            found.push((distance, candidate));
        }
    }
    found.sort_unstable();
    found.dedup();
    // Beside a near name one that is much farther off is noise.
    let best = found.first().map_or(0, |(distance, _)| *distance);
    found.retain(|(distance, _)| *distance <= best + 2);
    found
        .into_iter()
        .take(SUGGESTED)
        .map(|(_, candidate)| candidate)
        .collect()
}

fn folded(text: &str) -> Vec<char> {
    text.chars()
        .take(COMPARED)
        .flat_map(char::to_lowercase)
        .collect()
}

/// How many characters must be added, removed or replaced.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (index, left) in a.iter().enumerate() {
        let mut diagonal = index;
        let mut before = index + 1;
        let mut next = Vec::with_capacity(row.len());
        next.push(before);
        for (right, above) in b.iter().zip(row.iter().skip(1)) {
            let replaced = diagonal + usize::from(left != right);
            before = replaced.min(above + 1).min(before + 1);
            diagonal = *above;
            next.push(before);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

/// Words for a list of suggestions, or nothing.
pub(crate) fn did_you_mean(names: &[&str]) -> Option<String> {
    let (last, others) = names.split_last()?;
    if others.is_empty() {
        return Some(format!("did you mean `{last}`?"));
    }
    let others: Vec<String> = others.iter().map(|name| format!("`{name}`")).collect();
    Some(format!("did you mean {} or `{last}`?", others.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_edits() {
        let count = |a: &str, b: &str| distance(&folded(a), &folded(b));
        assert_eq!(count("users", "users"), 0);
        assert_eq!(count("Users", "usres"), 2);
        assert_eq!(count("", "abc"), 3);
        assert_eq!(count("kitten", "sitting"), 3);
    }

    #[test]
    fn suggestions_are_few_and_alike() {
        let all = ["/users", "/user", "/groups", "/usages", "/uses", "/devices"];
        assert_eq!(nearest("/usrs", all), ["/users", "/uses", "/user"]);
        assert_eq!(nearest("/nothing-like-it", all), [""; 0]);
        assert_eq!(
            did_you_mean(&["a", "b", "c"]).as_deref(),
            Some("did you mean `a`, `b` or `c`?")
        );
        assert_eq!(did_you_mean(&[]), None);
    }
}
