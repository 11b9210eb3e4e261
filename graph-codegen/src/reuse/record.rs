//! What is known of the types of a module, in short.

use std::collections::{BTreeMap, BTreeSet};

use super::Difference;
use super::parts::{Part, parts};
use crate::output::{GeneratedFile, HEADER};
use crate::plan::Surface;

/// The records of the modules of `graph-client`, which are released together with this.
const OF_CLIENT: [(&str, &str); 2] = [
    ("v1", include_str!("client/v1/models.txt")),
    ("beta", include_str!("client/beta/models.txt")),
];

/// The types of a module: enough to tell whether those of another are the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ModelRecord(BTreeMap<String, Known>);

/// What is known of a type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Known {
    core: u64,
    grows: BTreeSet<u64>,
}

impl ModelRecord {
    /// The record of a surface.
    pub fn of(surface: &Surface) -> Self {
        let known = parts(surface).into_iter().map(|(path, part)| {
            let grows = part.grows.into_iter().collect();
            let core = part.core;
            (path, Known { core, grows })
        });
        Self(known.collect())
    }

    /// The record of a module of `graph-client`, `v1` or `beta`.
    pub fn of_client(module: &str) -> Option<Self> {
        let (_, text) = OF_CLIENT.iter().find(|(name, _)| *name == module)?;
        Some(Self::parse(text))
    }

    /// Reads a record. What is not as it was written is passed over, so that the type in question
    /// is not taken for the same.
    pub(super) fn parse(text: &str) -> Self {
        let read = |digits: &str| u64::from_str_radix(digits, 16).ok();
        let known = text.lines().filter_map(|line| {
            let mut words = line.split(' ');
            let path = words.next().filter(|path| path.starts_with("models::"))?;
            let core = read(words.next()?)?;
            let grows = words.map(read).collect::<Option<_>>()?;
            Some((path.to_owned(), Known { core, grows }))
        });
        Self(known.collect())
    }

    /// The record as a file: a line for each type, with its path, a digest of it, and digests of
    /// what may grow.
    pub(crate) fn to_file(&self) -> GeneratedFile {
        let mut text = format!("{HEADER}: digests of types, by which others find the same ones.\n");
        for (path, known) in &self.0 {
            text += &format!("{path} {:016x}", known.core);
            for digest in &known.grows {
                text += &format!(" {digest:016x}");
            }
            text.push('\n');
        }
        GeneratedFile {
            path: "models.txt".into(),
            text,
        }
    }

    /// What keeps the recorded type from taking the place of this one, itself.
    pub(super) fn difference(&self, path: &str, part: &Part) -> Option<Difference> {
        let Some(known) = self.0.get(path) else {
            return Some(Difference::Missing);
        };
        if known.core != part.core {
            Some(Difference::Other)
        } else if part.grows.iter().any(|one| !known.grows.contains(one)) {
            Some(Difference::Less)
        } else {
            None
        }
    }
}
