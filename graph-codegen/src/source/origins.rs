//! Where the parts of a document come from, when it was changed with parts of others.
//!
//! Only what does not stand at its own pointer in the document's own text is remembered; what lies
//! within it stands below it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Pointer, Source};

/// The number of the document's own text.
const OWN: usize = 0;

/// A value of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    /// The number of the text.
    pub(super) source: usize,
    /// The value's pointer in that text.
    pub(super) pointer: Pointer,
}

/// Where the values of a document stand.
#[derive(Clone, Debug, Default)]
pub(super) struct Origins {
    /// The other texts, which are numbered from 1.
    others: Vec<Source>,
    moved: BTreeMap<Pointer, Origin>,
}

impl Origins {
    /// The texts by their numbers.
    pub(super) fn sources<'s>(&'s self, own: &'s Source) -> impl Iterator<Item = &'s Source> {
        std::iter::once(own).chain(&self.others)
    }

    /// Where a value stands.
    pub(super) fn of(&self, pointer: &Pointer) -> Origin {
        if !self.moved.is_empty() {
            let mut above = pointer.clone();
            loop {
                if let Some(origin) = self.moved.get(&above) {
                    return origin.below(&above, pointer);
                }
                if !above.pop() {
                    break;
                }
            }
        }
        Origin {
            source: OWN,
            pointer: pointer.clone(),
        }
    }

    /// Begins, or goes on, to change the document with parts of another text.
    pub(super) fn record(&mut self, source: Source) -> Recorder<'_> {
        let is_known = |last: &Source| Arc::ptr_eq(&last.text, &source.text);
        if !self.others.last().is_some_and(is_known) {
            self.others.push(source);
        }
        Recorder {
            source: self.others.len(),
            origins: self,
        }
    }

    /// Takes out what is remembered of a value and of what lies within it.
    fn forget(&mut self, pointer: &Pointer) -> Vec<(Pointer, Origin)> {
        let within = self.moved.range(pointer.clone()..);
        let within = within.take_while(|(one, _)| one.starts_with(pointer));
        let pointers: Vec<Pointer> = within.map(|(one, _)| one.clone()).collect();
        let entries = pointers.into_iter();
        entries
            .filter_map(|one| self.moved.remove_entry(&one))
            .collect()
    }
}

impl Origin {
    /// Where a value stands that lies within `above`, which stands here.
    fn below(&self, above: &Pointer, pointer: &Pointer) -> Self {
        Self {
            source: self.source,
            pointer: rebased(pointer, above, &self.pointer),
        }
    }
}

/// A pointer within `from`, as one within `to`.
fn rebased(pointer: &Pointer, from: &Pointer, to: &Pointer) -> Pointer {
    let below = pointer.tokens().skip(from.tokens().len());
    Pointer::of(to.tokens().chain(below))
}

/// Remembers what is changed with parts of one text.
pub(crate) struct Recorder<'o> {
    origins: &'o mut Origins,
    source: usize,
}

impl Recorder<'_> {
    /// A value was put in, which stands at `from` in the other text.
    pub(crate) fn put(&mut self, pointer: &Pointer, from: &Pointer) {
        let origin = Origin {
            source: self.source,
            pointer: from.clone(),
        };
        self.origins.forget(pointer);
        self.origins.moved.insert(pointer.clone(), origin);
    }

    /// A value was taken out of a mapping.
    pub(crate) fn removed(&mut self, pointer: &Pointer) {
        self.origins.forget(pointer);
    }

    /// Of a sequence of so many items, these were kept, in order.
    pub(crate) fn kept(&mut self, sequence: &Pointer, length: usize, items: &[usize]) {
        let item = |index: usize| sequence.child(&index.to_string());
        for (to, from) in items.iter().enumerate().filter(|(to, from)| to != *from) {
            let (to, from) = (item(to), item(*from));
            let origin = self.origins.of(&from);
            let within = self.origins.forget(&from);
            self.origins.forget(&to);
            for (one, origin) in within {
                let moved = rebased(&one, &from, &to);
                self.origins.moved.insert(moved, origin);
            }
            self.origins.moved.insert(to, origin);
        }
        for gone in items.len()..length {
            self.origins.forget(&item(gone));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pointer(text: &str) -> Pointer {
        Pointer::from_local_ref(&format!("#{text}")).unwrap()
    }

    fn origin(origins: &Origins, text: &str) -> (usize, String) {
        let origin = origins.of(&pointer(text));
        (origin.source, origin.pointer.to_string())
    }

    #[test]
    fn what_was_put_in_stands_in_the_other_text_with_all_within_it() {
        let mut origins = Origins::default();
        let source = || Source {
            name: "o.yaml".to_owned(),
            text: "".into(),
        };
        let mut first = origins.record(source());
        first.put(&pointer("/a/b"), &pointer("/actions/0/update/b"));
        assert_eq!(origin(&origins, "/a"), (0, "/a".to_owned()));
        assert_eq!(
            origin(&origins, "/a/b/c/0"),
            (1, "/actions/0/update/b/c/0".to_owned())
        );

        let mut second = origins.record(source());
        second.put(&pointer("/a/b/c"), &pointer("/x"));
        assert_eq!(origin(&origins, "/a/b/c/0"), (2, "/x/0".to_owned()));
        assert_eq!(
            origin(&origins, "/a/b/d"),
            (1, "/actions/0/update/b/d".to_owned())
        );

        let mut third = origins.record(source());
        third.put(&pointer("/a"), &pointer("/y"));
        assert_eq!(origin(&origins, "/a/b/c"), (3, "/y/b/c".to_owned()));
    }

    #[test]
    fn items_that_were_kept_stand_where_they_stood() {
        let mut origins = Origins::default();
        let source = Source {
            name: "o.yaml".to_owned(),
            text: "".into(),
        };
        let mut recorder = origins.record(source);
        recorder.put(&pointer("/s/3/x"), &pointer("/x"));
        recorder.put(&pointer("/s/4"), &pointer("/four"));
        recorder.kept(&pointer("/s"), 5, &[0, 3, 4]);
        assert_eq!(origin(&origins, "/s/0/a"), (0, "/s/0/a".to_owned()));
        assert_eq!(origin(&origins, "/s/1/a"), (0, "/s/3/a".to_owned()));
        assert_eq!(origin(&origins, "/s/1/x/y"), (1, "/x/y".to_owned()));
        assert_eq!(origin(&origins, "/s/2"), (1, "/four".to_owned()));
        assert_eq!(origins.moved.len(), 3);
    }
}
