//! An object of which no property is declared.

use super::{Additional, Descriptor, Model, Slot};

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

impl Model for UntypedObject {
    fn parts(&self) -> (&'static Descriptor, &Additional) {
        static DESCRIPTOR: Descriptor = Descriptor::new("untypedObject", &[]);
        (&DESCRIPTOR, &self.additional)
    }

    fn empty() -> Self {
        Self::default()
    }

    fn property(&self, _index: usize) -> Option<&dyn Slot> {
        None
    }

    fn property_mut(&mut self, _index: usize) -> Option<&mut dyn Slot> {
        None
    }

    fn additional_mut(&mut self) -> Option<&mut Additional> {
        Some(&mut self.additional)
    }
}

crate::model_traits!(UntypedObject);
