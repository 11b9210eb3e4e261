//! An object of which no property is declared.

use super::{Additional, Descriptor, Formed, Model, ObjectForm, Part, PartMut};

/// An object whose type is not known: everything is in `additional`.
#[derive(Default)]
#[non_exhaustive]
pub struct UntypedObject {
    /// All properties.
    pub additional: Additional,
}

impl UntypedObject {
    /// An object without properties.
    pub fn new() -> Self {
        Self::default()
    }
}

impl Formed for UntypedObject {
    type Form = ObjectForm;
}

impl Model for UntypedObject {
    fn empty() -> Self {
        Self::default()
    }

    fn part(&self, _index: usize) -> Part<'_> {
        static DESCRIPTOR: Descriptor = Descriptor::new("untypedObject", &[]);
        Part::Rest(&DESCRIPTOR, &self.additional)
    }

    fn part_mut(&mut self, _index: usize) -> PartMut<'_> {
        PartMut::Undeclared(&mut self.additional)
    }
}

crate::model_traits!(UntypedObject);
