//! Making the change of an action.

use std::collections::HashSet;

use super::matches::Matches;
use super::target::shown;
use super::{Action, Change, unmatched};
use crate::source::{Document, Finding, MAX_DEPTH, Mapping, Node, Pointer, Recorder};

/// How much an overlay may add, in bytes of memory, roughly.
const ALLOWANCE: usize = 64 << 20;

/// The changes of one overlay to one document.
#[derive(Default)]
pub(super) struct Changes {
    spent: usize,
}

impl Changes {
    /// Makes the change of an action, which stands in `overlay`.
    ///
    /// # Errors
    ///
    /// When the action finds nothing to change or cannot change what it finds.
    pub(super) fn make(
        &mut self,
        action: &Action,
        document: &mut Document,
        overlay: &Document,
    ) -> Result<(), Box<Finding>> {
        let located = action.target.locate(document.root());
        let target = action.pointer.child("target");
        if located.is_empty() {
            return Err(Box::new(unmatched::finding(
                &action.target,
                target,
                document.root(),
            )));
        }
        if let Some(found) = located.iter().find(|one| is_scalar(one.node)) {
            let message = format!(
                "`{}` selects {} at {}, expected mappings and sequences",
                shown(&action.target.text),
                found.node.kind(),
                found.path
            );
            let help = "select the mapping that holds it, and name its key in `update`";
            return Err(Box::new(Finding::error(target, message).with_help(help)));
        }
        let matches = Matches::of(located.iter().map(|one| &one.pointer));
        let (root, recorder) = document.parts_mut(overlay);
        match &action.change {
            Change::Remove if matches.is_selected => {
                let message = format!(
                    "`{}` removes the whole document",
                    shown(&action.target.text)
                );
                Err(Box::new(
                    Finding::error(target, message).with_help("select a part of it"),
                ))
            }
            Change::Remove => {
                Removal { recorder }.within(root, &matches, &mut Pointer::root());
                Ok(())
            }
            Change::Update(update) => {
                let mut merge = Merge {
                    spent: &mut self.spent,
                    recorder,
                    from: action.pointer.child("update"),
                    at: Pointer::root(),
                };
                merge.within(root, &matches, update).map_err(|misfit| {
                    let Merge { from, .. } = merge;
                    let finding = Finding::error(from, misfit.message);
                    Box::new(finding.with_help(misfit.help))
                })
            }
        }
    }
}

/// Takes values out.
struct Removal<'o> {
    recorder: Recorder<'o>,
}

impl Removal<'_> {
    fn within(&mut self, node: &mut Node, matches: &Matches, at: &mut Pointer) {
        match node {
            Node::Mapping(entries) => entries.retain(|key, value| {
                let Some(matches) = matches.get(key) else {
                    return true;
                };
                at.push(key);
                if matches.is_selected {
                    self.recorder.removed(at);
                } else {
                    self.within(value, matches, at);
                }
                at.pop();
                !matches.is_selected
            }),
            Node::Sequence(items) => {
                let (length, mut kept, mut index) = (items.len(), Vec::new(), 0);
                items.retain_mut(|item| {
                    let matches = matches.get(&index.to_string());
                    let stays = !matches.is_some_and(|one| one.is_selected);
                    if stays {
                        if let Some(matches) = matches {
                            at.push_index(index);
                            self.within(item, matches, at);
                            at.pop();
                        }
                        kept.push(index);
                    }
                    index += 1;
                    stays
                });
                if kept.len() < length {
                    self.recorder.kept(at, length, &kept);
                }
            }
            _ => {}
        }
    }
}

/// Why an update does not fit.
struct Misfit {
    message: String,
    help: &'static str,
}

/// Merges an update into values.
struct Merge<'m, 'o> {
    spent: &'m mut usize,
    recorder: Recorder<'o>,
    /// Where we are in the overlay.
    from: Pointer,
    /// Where we are in the document.
    at: Pointer,
}

impl Merge<'_, '_> {
    /// Goes to each value that is selected.
    fn within(&mut self, node: &mut Node, matches: &Matches, update: &Node) -> Result<(), Misfit> {
        if !matches.is_last() {
            match node {
                Node::Mapping(entries) => {
                    for (key, value) in entries.iter_mut() {
                        if let Some(matches) = matches.get(key) {
                            self.at.push(key);
                            self.within(value, matches, update)?;
                            self.at.pop();
                        }
                    }
                }
                Node::Sequence(items) => {
                    for (index, item) in items.iter_mut().enumerate() {
                        if let Some(matches) = matches.get(&index.to_string()) {
                            self.at.push_index(index);
                            self.within(item, matches, update)?;
                            self.at.pop();
                        }
                    }
                }
                _ => {}
            }
        }
        if matches.is_selected {
            self.update(node, update)?;
        }
        Ok(())
    }

    /// Changes a value that is selected.
    fn update(&mut self, node: &mut Node, update: &Node) -> Result<(), Misfit> {
        match (node, update) {
            (Node::Sequence(_), Node::Sequence(_)) => Err(Misfit {
                message: format!(
                    "found a sequence for the sequence at {}, expected an entry to append",
                    self.at
                ),
                help: "write an action for each entry, or select the mapping that holds the \
                       sequence: sequences within an update are appended item by item",
            }),
            (Node::Sequence(items), entry) => self.append(items, entry, None),
            (node, update) => self.merge(node, update),
        }
    }

    /// Merges a value with the one of the same key.
    fn merge(&mut self, node: &mut Node, update: &Node) -> Result<(), Misfit> {
        match (node, update) {
            (Node::Mapping(entries), Node::Mapping(update)) => self.merge_entries(entries, update),
            (Node::Sequence(items), Node::Sequence(update)) => {
                for (index, entry) in update.iter().enumerate() {
                    self.append(items, entry, Some(index))?;
                }
                Ok(())
            }
            (node, update) if is_scalar(node) && is_scalar(update) => {
                self.put(update)?;
                node.clone_from(update);
                Ok(())
            }
            (node, update) => Err(self.misfit(node, update)),
        }
    }

    fn merge_entries(&mut self, entries: &mut Mapping, update: &Mapping) -> Result<(), Misfit> {
        let by_key = update.index();
        let mut known: HashSet<Box<str>> = HashSet::new();
        for (key, value) in entries.iter_mut() {
            if let Some(update) = by_key.get(key) {
                known.insert(key.into());
                self.at_key(key, |merge| merge.merge(value, update))?;
            }
        }
        for (key, value) in update.iter().filter(|(key, _)| !known.contains(*key)) {
            self.at_key(key, |merge| merge.put(value))?;
            entries.push_distinct(key, value.clone());
        }
        Ok(())
    }

    /// Goes to the same key in both.
    fn at_key(
        &mut self,
        key: &str,
        go: impl FnOnce(&mut Self) -> Result<(), Misfit>,
    ) -> Result<(), Misfit> {
        self.at.push(key);
        self.from.push(key);
        go(self)?;
        self.from.pop();
        self.at.pop();
        Ok(())
    }

    /// Adds an item: the one of this index of a sequence, or the update itself.
    fn append(
        &mut self,
        items: &mut Vec<Node>,
        entry: &Node,
        index: Option<usize>,
    ) -> Result<(), Misfit> {
        self.at.push_index(items.len());
        if let Some(index) = index {
            self.from.push_index(index);
        }
        self.put(entry)?;
        if index.is_some() {
            self.from.pop();
        }
        self.at.pop();
        items.push(entry.clone());
        Ok(())
    }

    /// Takes note of a value that is put in here.
    fn put(&mut self, value: &Node) -> Result<(), Misfit> {
        let (cost, depth) = value.measure();
        *self.spent += cost;
        if *self.spent > ALLOWANCE {
            return Err(Misfit {
                message: format!(
                    "found an overlay that adds more than {} MiB",
                    ALLOWANCE >> 20
                ),
                help: "select fewer places, or put in `$ref`s to a component",
            });
        }
        if self.at.tokens().len() + depth > MAX_DEPTH {
            return Err(Misfit {
                message: format!(
                    "found more than {MAX_DEPTH} levels of nesting at {}",
                    self.at
                ),
                help: "put the inner parts into components",
            });
        }
        self.recorder.put(&self.at, &self.from);
        Ok(())
    }

    fn misfit(&self, node: &Node, update: &Node) -> Misfit {
        Misfit {
            message: format!(
                "found {} for {} at {}, expected the same kind of value",
                update.kind(),
                node.kind(),
                self.at
            ),
            help: "remove the value by an action of its own first, then put the other one in",
        }
    }
}

/// Whether a value holds no others.
fn is_scalar(node: &Node) -> bool {
    !matches!(node, Node::Mapping(_) | Node::Sequence(_))
}
