//! From JSON pointers to lines and columns.
//!
//! Nodes carry no positions: most documents have nothing to complain about. When a place is asked for, the text is
//! read once more, up to the last place that is wanted.

use std::collections::HashMap;

use saphyr_parser::{Event, Marker, Parser};

use super::origins::Origin;
use super::{Document, Pointer, Source};
use crate::diagnostics::Place;

impl Document {
    /// Where a value stands: its key, when it has one, else its first character. When the text does not say (the
    /// value was put in later, or came through an alias), the nearest value around it. What an overlay has brought
    /// stands in the text of the overlay.
    pub fn place(&self, pointer: &Pointer) -> Place {
        self.places(std::slice::from_ref(pointer))
            .pop()
            .unwrap_or_else(|| Place::file(self.name()))
    }

    /// The places of many values, in one pass over each text.
    pub fn places(&self, pointers: &[Pointer]) -> Vec<Place> {
        let places = self.places_by_source(pointers);
        places.into_iter().map(|(_, place)| place).collect()
    }

    /// The places of many values, each with the number of its text.
    pub(super) fn places_by_source(&self, pointers: &[Pointer]) -> Vec<(usize, Place)> {
        let origins: Vec<Origin> = pointers.iter().map(|one| self.origins.of(one)).collect();
        let mut marks: Vec<Option<Marker>> = vec![None; pointers.len()];
        let sources: Vec<&Source> = self.origins.sources(&self.source).collect();
        for (number, source) in sources.iter().enumerate() {
            let is_here = |origin: &Origin| origin.source == number;
            let here = origins.iter().filter(|origin| is_here(origin));
            let (mut wanted, ends) = Wanted::of(here.map(|origin| &origin.pointer));
            if ends.is_empty() {
                continue;
            }
            wanted.find(&source.text);
            let mut ends = ends.into_iter();
            for (mark, _) in marks
                .iter_mut()
                .zip(&origins)
                .filter(|(_, origin)| is_here(origin))
            {
                *mark = ends.next().and_then(|end| wanted.nearest(end));
            }
        }
        let found = pointers.iter().zip(origins).zip(marks);
        found
            .map(|((pointer, origin), mark)| {
                let source = sources.get(origin.source).copied();
                let place = Place {
                    file: source.unwrap_or(&self.source).name.clone(),
                    line: mark.and_then(|mark| u32::try_from(mark.line()).ok()),
                    column: mark.and_then(|mark| u32::try_from(mark.col() + 1).ok()),
                    pointer: pointer.to_string(),
                };
                (origin.source, place)
            })
            .collect()
    }
}

/// The pointers that are asked for, as one tree.
struct Wanted {
    steps: Vec<Step>,
    missing: usize,
}

#[derive(Default)]
struct Step {
    parent: Option<usize>,
    children: HashMap<Box<str>, usize>,
    mark: Option<Marker>,
}

/// A sequence or mapping of the text that is being passed.
struct Frame {
    /// Its step, when something within it is wanted.
    step: Option<usize>,
    within: Within,
}

enum Within {
    Sequence {
        index: usize,
    },
    MappingAwaitsKey,
    /// The step of the value that comes next, when it is wanted.
    MappingAwaitsValue(Option<usize>),
}

impl Wanted {
    fn of<'p>(pointers: impl Iterator<Item = &'p Pointer>) -> (Self, Vec<usize>) {
        let mut steps = vec![Step::default()];
        let mut ends = Vec::new();
        for pointer in pointers {
            let mut at = 0;
            for token in pointer.tokens() {
                let next = steps.len();
                let Some(step) = steps.get_mut(at) else { break };
                let child = *step.children.entry(token.into()).or_insert(next);
                if child == next {
                    steps.push(Step {
                        parent: Some(at),
                        ..Step::default()
                    });
                }
                at = child;
            }
            ends.push(at);
        }
        let missing = steps.len();
        (Self { steps, missing }, ends)
    }

    fn child(&self, step: Option<usize>, token: &str) -> Option<usize> {
        self.steps.get(step?)?.children.get(token).copied()
    }

    fn mark(&mut self, step: Option<usize>, mark: Marker) {
        if let Some(step) = step.and_then(|step| self.steps.get_mut(step))
            && step.mark.is_none()
        {
            step.mark = Some(mark);
            self.missing -= 1;
        }
    }

    /// The mark of a step or of the nearest one above it that the text has.
    fn nearest(&self, end: usize) -> Option<Marker> {
        let mut at = Some(end);
        while let Some(step) = at.and_then(|step| self.steps.get(step)) {
            if step.mark.is_some() {
                return step.mark;
            }
            at = step.parent;
        }
        None
    }

    /// Passes over the text until everything is found, or the text ends or cannot be read any further.
    fn find(&mut self, text: &str) {
        let mut open: Vec<Frame> = Vec::new();
        let mut parser = Parser::new_from_str(text.trim_start_matches('\u{feff}'));
        while self.missing > 0
            && let Some(Ok((event, span))) = parser.next_event()
        {
            match event {
                Event::Scalar(text, ..) => {
                    if let Some(frame) = open.last_mut()
                        && matches!(frame.within, Within::MappingAwaitsKey)
                    {
                        let step = frame.step;
                        let child = self.child(step, &text);
                        frame.within = Within::MappingAwaitsValue(child);
                        self.mark(child, span.start);
                    } else {
                        self.value(&mut open, span.start);
                    }
                }
                Event::Alias(_) => {
                    if let Some(frame) = open.last_mut()
                        && matches!(frame.within, Within::MappingAwaitsKey)
                    {
                        frame.within = Within::MappingAwaitsValue(None);
                    } else {
                        self.value(&mut open, span.start);
                    }
                }
                Event::SequenceStart(..) => {
                    let step = self.value(&mut open, span.start);
                    let within = Within::Sequence { index: 0 };
                    open.push(Frame { step, within });
                }
                Event::MappingStart(..) => {
                    let step = self.value(&mut open, span.start);
                    let within = Within::MappingAwaitsKey;
                    open.push(Frame { step, within });
                }
                Event::SequenceEnd | Event::MappingEnd => {
                    open.pop();
                }
                _ => {}
            }
        }
    }

    /// A value begins: gives its step, and makes what it lies in ready for the next one.
    fn value(&mut self, open: &mut [Frame], mark: Marker) -> Option<usize> {
        let Some(frame) = open.last_mut() else {
            self.mark(Some(0), mark);
            return Some(0);
        };
        match &mut frame.within {
            Within::Sequence { index } => {
                let token = frame.step.map(|_| index.to_string());
                *index += 1;
                let step = frame.step;
                let child = token.and_then(|token| self.child(step, &token));
                self.mark(child, mark);
                child
            }
            Within::MappingAwaitsValue(child) => {
                let child = *child;
                frame.within = Within::MappingAwaitsKey;
                child
            }
            // A key that is no scalar: reading the document has refused it.
            Within::MappingAwaitsKey => {
                frame.within = Within::MappingAwaitsValue(None);
                None
            }
        }
    }
}
