//! Navigation properties.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use serde_json::value::RawValue;

use super::encode::unlimited_json;
use super::slot::downcast;
use super::{DecodeError, Json, Model, RawJson, Sink, Slot, Source, State, from_json};

/// A navigation property: what an object is related to, which comes when it is asked for by
/// `$expand`.
///
/// It holds the JSON that came, or the value that a program set, and reads it when it is asked to,
/// so that its type is the same in every slice of the API, whatever that slice knows of the related
/// type. `T` names that type, and is a slice of it, `[T]`, for a collection.
///
/// - [`get`](Self::get) and, of a collection, [`iter`](Related::iter) read what it holds as the
///   related type, where that is in the slice.
/// - [`read`](Self::read) and [`items`](Related::items) read it as any model, and
///   [`json`](Self::json) as JSON, in every slice.
///
/// It takes eight bytes while the property is absent, and copies share what they hold. `Debug` shows
/// no data.
///
/// ```
/// use graph_client::model::{Related, UntypedObject};
///
/// enum DirectoryObject {}
///
/// let mut manager = Related::<DirectoryObject>::default();
/// assert!(manager.is_absent());
/// manager.set(serde_json::json!({"id": "1"}));
/// let object = manager.read::<UntypedObject>()?;
/// assert_eq!(object.unwrap().additional.text("id"), Some("1"));
/// # Ok::<(), graph_client::model::DecodeError>(())
/// ```
pub struct Related<T: ?Sized> {
    value: RelatedValue,
    target: PhantomData<fn(&T)>,
}

/// The name of a type that navigation properties lead to, and the model that reads its objects.
///
/// Implemented by generated code for each such type in the slice.
#[diagnostic::on_unimplemented(
    message = "the type `{Self}` is not in this slice of the API",
    label = "this navigation property leads to a type that was not generated",
    note = "`--type NAME` brings the type in when the slice is generated, and `--navigation all` \
            those of all navigation properties",
    note = "without it `read::<M>()`, `items::<M>()` and `json()` read what the property holds"
)]
pub trait Target {
    /// The model of the type.
    type Model: Model + Send + Sync;
}

/// What a navigation property holds, whatever type it leads to.
#[derive(Clone, Default)]
pub struct RelatedValue {
    content: Option<Arc<Content>>,
}

enum Content {
    Null,
    /// What came, or was set as JSON.
    Raw(RawJson),
    /// What a program set.
    Object(Box<dyn Model + Send + Sync>),
    Items(Vec<Box<dyn Model + Send + Sync>>),
}

/// What it holds, ready to be written.
pub(super) enum Held<'a> {
    Raw(&'a RawJson),
    Object(&'a dyn Model),
    Items(&'a [Box<dyn Model + Send + Sync>]),
}

impl<T: ?Sized> Related<T> {
    /// A property that is not there.
    pub const fn new() -> Self {
        Self {
            value: RelatedValue { content: None },
            target: PhantomData,
        }
    }

    /// Whether the property is not there.
    pub fn is_absent(&self) -> bool {
        self.value.content.is_none()
    }

    /// Whether the property is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self.value.content(), Some(Content::Null))
    }

    /// What came or would be sent, as far as [`Json`] can hold it; see [`RawJson::to_json`].
    pub fn json(&self) -> Option<Json> {
        match self.value.content()? {
            Content::Null => Some(Json::Null),
            Content::Raw(raw) => Some(raw.to_json()),
            Content::Object(_) | Content::Items(_) => self.value.raw().map(|raw| raw.to_json()),
        }
    }

    /// Reads what the property holds as a model, whichever; none when it is absent or `null`.
    ///
    /// # Errors
    ///
    /// When it is no object.
    pub fn read<M: Model>(&self) -> Result<Option<M>, DecodeError> {
        match self.value.text() {
            Some(text) => from_json(text.as_bytes()).map(Some),
            None => Ok(None),
        }
    }

    /// Sets the property to any JSON.
    pub fn set(&mut self, json: impl Into<Json>) {
        let raw = RawJson::from(&json.into());
        self.value = if raw.is_null() {
            RelatedValue::of(Content::Null)
        } else {
            RelatedValue::of(Content::Raw(raw))
        };
    }

    /// Sets the property to `null`.
    pub fn set_null(&mut self) {
        self.value = RelatedValue::of(Content::Null);
    }

    /// Makes the property absent.
    pub fn clear(&mut self) {
        self.value = RelatedValue::default();
    }

    /// The property as the core sees it, whichever type it leads to: one type, and so one piece of
    /// compiled code, for all of them.
    pub fn slot(&self) -> &dyn Slot {
        &self.value
    }

    /// The property as the core sees it, to be written.
    pub fn slot_mut(&mut self) -> &mut dyn Slot {
        &mut self.value
    }

    pub(super) fn of(value: RelatedValue) -> Self {
        Self {
            value,
            target: PhantomData,
        }
    }
}

// The bounds are those of the methods, so that the compiler says what `Target` has to say where a
// type is missing.
impl<T> Related<T> {
    /// Reads the related object; none when it is absent or `null`.
    ///
    /// # Errors
    ///
    /// When what came is no object.
    pub fn get(&self) -> Result<Option<T::Model>, DecodeError>
    where
        T: Target,
    {
        self.read()
    }
}

impl<T> Related<[T]> {
    /// Reads the items one by one as models, whichever; none when the property is absent or `null`.
    ///
    /// An item that is no object is an error in its place; when what came is no array, that error
    /// is the only item.
    pub fn items<M: Model>(&self) -> impl ExactSizeIterator<Item = Result<M, DecodeError>> {
        let items = match self.value.items() {
            Ok(items) => items.into_iter().map(Ok).collect(),
            Err(error) => vec![Err(error)],
        };
        let items = items.into_iter().enumerate();
        items.map(|(index, item): (usize, Result<Cow<'_, str>, _>)| {
            from_json(item?.as_bytes())
                .map_err(|error: DecodeError| error.within(&format!("[{index}]")))
        })
    }

    /// Reads the items one by one, so that one that cannot be read costs no other.
    ///
    /// An item that is no object is an error in its place; when what came is no array, that error
    /// is the only item.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Result<T::Model, DecodeError>>
    where
        T: Target,
    {
        self.items()
    }

    /// How many items there are: none when the property is absent or `null`.
    pub fn len(&self) -> usize {
        self.value.len().unwrap_or_default()
    }

    /// Whether there are no items.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Sets a navigation property to an object. This is what setters of models do.
pub fn relate<T: Target>(property: &mut Related<T>, value: impl Into<T::Model>) {
    property.value = RelatedValue::of(Content::Object(Box::new(value.into())));
}

/// Sets a navigation property to a collection of objects. This is what setters of models do.
pub fn relate_items<T: Target>(
    property: &mut Related<[T]>,
    items: impl IntoIterator<Item = impl Into<T::Model>>,
) {
    let boxed = |item: T::Model| -> Box<dyn Model + Send + Sync> { Box::new(item) };
    let items = items.into_iter().map(|item| boxed(item.into()));
    property.value = RelatedValue::of(Content::Items(items.collect()));
}

impl<T: ?Sized> Clone for Related<T> {
    fn clone(&self) -> Self {
        Self::of(self.value.clone())
    }
}

impl<T: ?Sized> Default for Related<T> {
    fn default() -> Self {
        Self::new()
    }
}

/// Equal when both are absent, or would be sent as the same JSON value.
impl<T: ?Sized> PartialEq for Related<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

/// Shows whether it is there and how many items there are, and no data.
impl<T: ?Sized> fmt::Debug for Related<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl RelatedValue {
    fn of(content: Content) -> Self {
        Self {
            content: Some(Arc::new(content)),
        }
    }

    fn content(&self) -> Option<&Content> {
        self.content.as_deref()
    }

    /// What there is to be written; nothing when the property is absent or `null`.
    pub(super) fn held(&self) -> Option<Held<'_>> {
        match self.content()? {
            Content::Null => None,
            Content::Raw(raw) => Some(Held::Raw(raw)),
            Content::Object(object) => Some(Held::Object(&**object)),
            Content::Items(items) => Some(Held::Items(items)),
        }
    }

    /// What it holds as JSON text; none when it is absent or `null`.
    fn text(&self) -> Option<Cow<'_, str>> {
        match self.held()? {
            Held::Raw(raw) => Some(raw.text().into()),
            Held::Object(_) | Held::Items(_) => {
                unlimited_json(&Source::Related(self)).map(Cow::Owned)
            }
        }
    }

    /// The items as JSON texts.
    fn items(&self) -> Result<Vec<Cow<'_, str>>, DecodeError> {
        match self.held() {
            None => Ok(Vec::new()),
            Some(Held::Items(objects)) => {
                let texts = objects.iter().filter_map(|object| {
                    let text = unlimited_json(&Source::Object(&**object))?;
                    Some(Cow::Owned(text))
                });
                Ok(texts.collect())
            }
            Some(Held::Raw(raw)) => {
                let items: Vec<&RawValue> = serde_json::from_str(raw.text())
                    .map_err(|error| DecodeError::of_value(&error))?;
                Ok(items.into_iter().map(|item| item.get().into()).collect())
            }
            Some(Held::Object(_)) => Err(DecodeError::no_array()),
        }
    }

    /// How many items there are, when it holds a collection.
    fn len(&self) -> Option<usize> {
        match self.held()? {
            Held::Items(items) => Some(items.len()),
            Held::Raw(raw) => {
                let items: Vec<&RawValue> = serde_json::from_str(raw.text()).ok()?;
                Some(items.len())
            }
            Held::Object(_) => None,
        }
    }

    fn raw(&self) -> Option<RawJson> {
        Some(RawJson::from_text(self.text()?.into_owned()))
    }
}

impl PartialEq for RelatedValue {
    fn eq(&self, other: &Self) -> bool {
        match (self.content(), other.content()) {
            (None, None) => true,
            (None, Some(_)) | (Some(_), None) => false,
            (Some(Content::Raw(one)), Some(Content::Raw(other))) => one == other,
            // Null is null alone: what is held is never that.
            (Some(_), Some(_)) => self.raw() == other.raw(),
        }
    }
}

impl fmt::Debug for RelatedValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.content(), self.len()) {
            (None, _) => f.write_str("absent"),
            (Some(Content::Null), _) => f.write_str("null"),
            (Some(_), Some(1)) => f.write_str("[1 item]"),
            (Some(_), Some(items)) => write!(f, "[{items} items]"),
            (Some(Content::Raw(raw)), None) => raw.fmt(f),
            (Some(_), None) => f.write_str("{..}"),
        }
    }
}

impl Slot for RelatedValue {
    fn empty() -> Self {
        Self::default()
    }

    fn state(&self) -> State<'_> {
        match self.content() {
            None => State::Absent,
            Some(Content::Null) => State::Null,
            Some(_) => State::Value(Source::Related(self)),
        }
    }

    fn insert(&mut self) -> Option<Sink<'_>> {
        *self = Self::of(Content::Raw(RawJson::null()));
        match self.content.as_mut().and_then(Arc::get_mut)? {
            Content::Raw(raw) => Some(Sink::Raw(raw)),
            Content::Null | Content::Object(_) | Content::Items(_) => None,
        }
    }

    fn set_null(&mut self) -> bool {
        *self = Self::of(Content::Null);
        true
    }

    fn clear(&mut self) -> bool {
        *self = Self::default();
        true
    }

    fn copy_from(&mut self, other: &dyn Slot) {
        if let Some(other) = downcast::<Self>(other) {
            self.clone_from(other);
        }
    }

    fn equals(&self, other: &dyn Slot) -> bool {
        downcast(other).is_some_and(|other| self == other)
    }
}
