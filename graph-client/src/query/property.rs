//! Properties, by their name on the wire and the type of their field.

use std::marker::PhantomData;

use crate::model::{Content, Item, Model, Nullable, Related, Target};

/// A property of a model, or one of its properties' own, to be compared or sorted by.
///
/// `F` is the type of the field. This is what [`filter!`](crate::query) and its like make of
/// `display_name` and `sign_in_activity.last_sign_in_date_time`.
pub struct Property<F> {
    pub(super) path: String,
    /// Whether a query that compares it is an advanced one.
    pub(super) advanced: bool,
    field: PhantomData<fn(&F)>,
}

/// The items of a property that holds a collection.
pub struct Items<T> {
    pub(super) path: String,
    pub(super) variable: String,
    pub(super) advanced: bool,
    item: PhantomData<fn(&T)>,
}

/// The type of a field that is a property.
#[diagnostic::on_unimplemented(
    message = "this field is not a property of the API",
    label = "a field of the type `{Self}` cannot be part of a query"
)]
pub trait Declared {
    /// Where the core finds the property.
    fn place(&self) -> *const ();
}

/// The type of a property that holds one value.
#[diagnostic::on_unimplemented(
    message = "this property does not hold a value that can be compared",
    label = "the property is `{Self}`",
    note = "a collection is asked with `.any(|item| ..)`, `.all(|item| ..)` or `.len()`"
)]
pub trait Single: Declared {
    /// What it holds when it is neither absent nor null.
    type Content;
}

/// The type of a property that holds a collection.
#[diagnostic::on_unimplemented(
    message = "`any`, `all` and `len` ask a collection, and this property is none",
    label = "the property is `{Self}`"
)]
pub trait Collection: Declared {
    /// The type of its items.
    type Item;
}

/// The type of a property that may be null.
#[diagnostic::on_unimplemented(
    message = "this property is never null",
    label = "the property is `{Self}`; one that may be null is a `Nullable`"
)]
pub trait MayBeNull: Single {}

/// What a property holds that `starts_with`, `ends_with` and `contains` can search.
#[diagnostic::on_unimplemented(
    message = "`starts_with`, `ends_with` and `contains` search text, and this property is none",
    label = "the property holds `{Self}`"
)]
pub trait Textual {}

impl Textual for String {}

fn address<T>(place: &T) -> *const () {
    std::ptr::from_ref(place).cast()
}

#[diagnostic::do_not_recommend]
impl<T: Content> Declared for T {
    fn place(&self) -> *const () {
        address(self)
    }
}

impl<T: Content> Declared for Option<T> {
    fn place(&self) -> *const () {
        address(self)
    }
}

impl<T: Content> Declared for Nullable<T> {
    fn place(&self) -> *const () {
        address(self)
    }
}

impl<T: ?Sized> Declared for Related<T> {
    fn place(&self) -> *const () {
        std::ptr::from_ref(self.slot()).cast()
    }
}

#[diagnostic::do_not_recommend]
impl<T: Content> Single for T {
    type Content = T;
}

impl<T: Content> Single for Option<T> {
    type Content = T;
}

impl<T: Content> Single for Nullable<T> {
    type Content = T;
}

impl<T: Target> Single for Related<T> {
    type Content = T::Model;
}

impl<T: Item> Collection for Vec<T> {
    type Item = T;
}

impl<T: Item> Collection for Option<Vec<T>> {
    type Item = T;
}

impl<T: Item> Collection for Nullable<Vec<T>> {
    type Item = T;
}

impl<T: Target> Collection for Related<[T]> {
    type Item = T::Model;
}

impl<T: Content> MayBeNull for Nullable<T> {}

/// The name of the property at this place in a model.
pub(super) fn name_at(model: &dyn Model, place: *const ()) -> Option<&'static str> {
    let names = model.descriptor().properties().iter().enumerate();
    names
        .filter(|(index, _)| {
            let slot = model.property(*index);
            slot.is_some_and(|slot| std::ptr::addr_eq(slot, place))
        })
        .map(|(_, name)| *name)
        .next()
}

impl<M: Model> Property<M> {
    /// The model itself, whose properties a query asks for.
    pub fn root() -> Self {
        Self::at(String::new(), false)
    }
}

impl<F> Property<F> {
    pub(super) const fn at(path: String, advanced: bool) -> Self {
        Self {
            path,
            advanced,
            field: PhantomData,
        }
    }

    pub(super) fn join(&self, name: &str) -> String {
        match self.path.as_str() {
            "" => name.to_owned(),
            path => format!("{path}/{name}"),
        }
    }
}

// The bounds are those of the methods, so that the compiler says what the traits have to say.
impl<F> Property<F> {
    /// The property that is this field of what the property holds.
    ///
    /// `field` gives the field of any object, and nothing else; a reference to something else is no
    /// property, and what is asked of it is asked of the object.
    pub fn property<G: Declared>(&self, field: fn(&F::Content) -> &G) -> Property<G>
    where
        F: Single<Content: Model>,
    {
        let object = <F::Content as Model>::empty();
        let place = field(&object).place();
        let path = match name_at(&object, place) {
            Some(name) => self.join(name),
            None => self.path.clone(),
        };
        Property::at(path, self.advanced)
    }

    /// The items of the collection, under the name that a lambda gives each.
    pub fn items<T>(&self, variable: &str) -> Items<T>
    where
        F: Collection<Item = T>,
    {
        Items {
            path: self.path.clone(),
            variable: variable.to_owned(),
            advanced: self.advanced,
            item: PhantomData,
        }
    }

    /// How many items there are: `tags/$count`. A query that asks for it is an advanced one.
    pub fn len(&self) -> Property<i64>
    where
        F: Collection,
    {
        Property::at(self.join("$count"), true)
    }
}

impl<T> Items<T> {
    /// Any of the items.
    pub fn item(&self) -> Property<T> {
        Property::at(self.variable.clone(), self.advanced)
    }
}
