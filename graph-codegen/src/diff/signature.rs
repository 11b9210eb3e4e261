//! Signatures, taken apart.

/// The signature of a function.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Signature<'s> {
    /// The arguments without `self`: the name, where it has one, and the type.
    pub(super) arguments: Vec<(Option<&'s str>, &'s str)>,
    /// What it returns.
    pub(super) result: &'s str,
}

/// What became of the arguments of a function.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Arguments {
    /// They are the same, but for the names of some.
    Same { renamed: bool },
    /// Their types are those that they were, but in another order.
    Reordered,
    /// There are more.
    More(Vec<String>),
    /// There are fewer.
    Fewer(Vec<String>),
    /// Some have another type.
    Retyped,
}

impl<'s> Signature<'s> {
    /// Reads the signature of a function.
    pub(super) fn parse(text: &'s str) -> Option<Self> {
        let rest = text.strip_prefix("fn(")?;
        let (arguments, result) = rest.rsplit_once(") -> ")?;
        let named = split(arguments).into_iter().filter(|one| !one.is_empty());
        let arguments = named.filter(|one| !matches!(*one, "self" | "&self"));
        Some(Self {
            arguments: arguments.map(name_and_type).collect(),
            result,
        })
    }

    /// What became of the arguments in another edition of the function.
    pub(super) fn arguments_in(&self, new: &Self) -> Arguments {
        let (old, new) = (&self.arguments, &new.arguments);
        let is_in = |all: &[(Option<&str>, &str)], one: &(Option<&str>, &str)| all.contains(one);
        let missing = |all: &[(Option<&str>, &str)], from: &[(Option<&str>, &str)]| {
            let names = all.iter().filter(|one| !is_in(from, one));
            names
                .map(|(name, of)| name.unwrap_or(of).to_owned())
                .collect::<Vec<_>>()
        };
        if new.len() > old.len() {
            return Arguments::More(missing(new, old));
        }
        if new.len() < old.len() {
            return Arguments::Fewer(missing(old, new));
        }
        if old == new {
            return Arguments::Same { renamed: false };
        }
        // The same names in other places: code still compiles where types agree, and says another thing.
        if missing(new, old).is_empty() && missing(old, new).is_empty() {
            return Arguments::Reordered;
        }
        let names = |all: &[(Option<&str>, &str)]| {
            let mut names: Vec<String> = all
                .iter()
                .filter_map(|(name, _)| name.map(str::to_owned))
                .collect();
            names.sort_unstable();
            names
        };
        if old.iter().zip(new).all(|((_, old), (_, new))| old == new) {
            if old.len() > 1 && names(old) == names(new) {
                return Arguments::Reordered;
            }
            return Arguments::Same { renamed: true };
        }
        Arguments::Retyped
    }
}

/// `name: Type`, or a type alone.
fn name_and_type(argument: &str) -> (Option<&str>, &str) {
    match argument.split_once(": ") {
        Some((name, of)) if !name.contains(['<', ' ']) => (Some(name), of),
        _ => (None, argument),
    }
}

/// The parts between commas that are not within brackets.
fn split(text: &str) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0_usize, 0, Vec::new());
    for (index, letter) in text.char_indices() {
        match letter {
            '<' | '[' | '(' => depth += 1,
            '>' | ']' | ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.extend(text.get(start..index).map(str::trim));
                start = index + 1;
            }
            _ => {}
        }
    }
    parts.extend(text.get(start..).map(str::trim));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn became(old: &str, new: &str) -> Arguments {
        let (old, new) = (
            Signature::parse(old).unwrap(),
            Signature::parse(new).unwrap(),
        );
        old.arguments_in(&new)
    }

    #[test]
    fn signatures_are_taken_apart() {
        assert_eq!(
            Signature::parse("fn(&self, a: impl Into<M<B, C>>, &[u8]) -> Request<(A, B)>"),
            Some(Signature {
                arguments: vec![(Some("a"), "impl Into<M<B, C>>"), (None, "&[u8]")],
                result: "Request<(A, B)>",
            })
        );
        assert_eq!(Signature::parse("fn() -> Self").unwrap().arguments, []);
        assert_eq!(Signature::parse("Option<String>"), None);
    }

    #[test]
    fn arguments_are_compared_by_name_and_type() {
        let one = "fn(&self, a: A, b: A) -> R";
        assert_eq!(became(one, one), Arguments::Same { renamed: false });
        assert_eq!(
            became(one, "fn(&self, x: A, b: A) -> R"),
            Arguments::Same { renamed: true }
        );
        assert_eq!(
            became(one, "fn(&self, b: A, a: A) -> R"),
            Arguments::Reordered
        );
        assert_eq!(
            became(one, "fn(&self, a: A, b: B) -> R"),
            Arguments::Retyped
        );
        assert_eq!(
            became(one, "fn(&self, a: A, c: C, b: A) -> R"),
            Arguments::More(vec!["c".to_owned()])
        );
        assert_eq!(
            became(one, "fn(&self, b: A) -> R"),
            Arguments::Fewer(vec!["a".to_owned()])
        );
    }
}
