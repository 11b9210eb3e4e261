//! A page of a collection.

use super::{Additional, Descriptor, Formed, Item, Model, ObjectForm, Part, PartMut, Slot};

/// A page of a collection, with the link to the next one.
///
/// Every answer of the form `{"value": […], "@odata.nextLink": …}` is one.
/// See [Paging](https://learn.microsoft.com/graph/paging).
#[non_exhaustive]
pub struct Page<T> {
    /// The items of this page.
    pub value: Vec<T>,
    /// Where the next page is; absent on the last one.
    pub next_link: Option<String>,
    /// Where later changes are, on the last page of a delta function.
    pub delta_link: Option<String>,
    /// How many items there are on all pages, when `$count` was asked for.
    pub count: Option<i64>,
    /// Properties that are not declared, such as `@odata.context`.
    pub additional: Additional,
}

impl<T> Page<T> {
    /// A page of these items, and no next one.
    pub fn new(value: impl IntoIterator<Item = T>) -> Self {
        Self {
            value: value.into_iter().collect(),
            next_link: None,
            delta_link: None,
            count: None,
            additional: Additional::new(),
        }
    }

    /// The items of this page, by reference.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.value.iter()
    }
}

impl<T: Item> Formed for Page<T> {
    type Form = ObjectForm;
}

impl<T: Item> Model for Page<T> {
    fn empty() -> Self {
        Self::new([])
    }

    fn part(&self, index: usize) -> Part<'_> {
        static DESCRIPTOR: Descriptor = Descriptor::new(
            "page",
            &[
                "@odata.count",
                "@odata.nextLink",
                "@odata.deltaLink",
                "value",
            ],
        )
        .with_required(&[3]);
        let slot: &dyn Slot = match index {
            0 => &self.count,
            1 => &self.next_link,
            2 => &self.delta_link,
            3 => &self.value,
            _ => return Part::Rest(&DESCRIPTOR, &self.additional),
        };
        Part::Member(slot)
    }

    fn part_mut(&mut self, index: usize) -> PartMut<'_> {
        let slot: &mut dyn Slot = match index {
            0 => &mut self.count,
            1 => &mut self.next_link,
            2 => &mut self.delta_link,
            3 => &mut self.value,
            _ => return PartMut::Undeclared(&mut self.additional),
        };
        PartMut::Member(slot)
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.value.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Page<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

crate::model_traits!(Page<T: Item>);
