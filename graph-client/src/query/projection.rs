//! Projections: types of one's own that say what to ask for, and what comes is decoded into.

use super::property::{Declared, name_at};
use crate::model::{Content, Descriptor, Model, Nullable, Related, State, Target};

/// How deep expansions may lie in one another: a projection that holds itself would never end.
const MAX_DEPTH: u8 = 16;

/// A part of a model that a program needs: a request [takes it](crate::Request::query_projection),
/// asks for that part alone, and decodes into it.
///
/// `#[derive(Projection)]` implements it, of the feature `macros`. A projection is a
/// [`Model`], so that it stands wherever one does: in a page, a batch, a delta. It keeps nothing
/// that it does not declare, so what is not of the declared type is an error with its place.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a projection",
    note = "`#[derive(Projection)]` makes a struct one"
)]
pub trait Projection: Model + Sized {
    /// The model that it is a part of.
    type Of: Model;

    /// Tells of each field in turn.
    fn fields(fields: &mut Fields<Self>);
}

/// The fields of a projection, as [`Projection::fields`] tells of them.
pub struct Fields<P: Projection> {
    object: P::Of,
    names: Vec<&'static str>,
    asks: Vec<Ask>,
}

/// What a field asks for.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Ask {
    /// Nothing: it comes by itself.
    Nothing,
    /// The property, by `$select`.
    Select,
    /// The related objects, whole, by `$expand`.
    Expand,
    /// The part of the related objects that another projection is, which may hold others in turn.
    ExpandPart(fn(depth: u8) -> Option<Options>),
}

impl<P: Projection> Fields<P> {
    fn of() -> Self {
        let mut fields = Self {
            object: <P::Of as Model>::empty(),
            names: Vec::new(),
            asks: Vec::new(),
        };
        P::fields(&mut fields);
        fields
    }

    /// A field for a property: where the model has it, and where the projection does.
    pub fn property<F: Declared, X: ProjectedFrom<F, How>, How>(
        &mut self,
        property: fn(&P::Of) -> &F,
        _field: fn(&P) -> &X,
    ) {
        let place = property(&self.object).place();
        // A place that is none of a property's gives a field that nothing comes for.
        let name = name_at(&self.object, place).unwrap_or_default();
        self.names.push(name);
        self.asks.push(X::ASK);
    }

    /// A field for an annotation, such as `@odata.etag` or `@removed`.
    pub fn annotation(&mut self, name: &'static str) {
        self.names.push(name);
        self.asks.push(Ask::Nothing);
    }
}

/// The descriptor of a projection, to be made once.
pub fn describe<P: Projection>() -> Descriptor {
    let fields = Fields::<P>::of();
    let names: &'static [&'static str] = fields.names.leak();
    let empty = P::empty();
    let required = (0..names.len()).filter(|index| {
        let slot = empty.property(*index);
        slot.is_some_and(|slot| matches!(slot.state(), State::Value(_)))
    });
    let required: Vec<u16> = required.filter_map(|index| index.try_into().ok()).collect();
    Descriptor::new(fields.object.descriptor().name(), names).with_required(required.leak())
}

/// The query options that a projection needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The names for `$select`.
    pub select: Vec<&'static str>,
    /// The items of `$expand`, with options of their own.
    pub expand: Vec<String>,
}

impl Options {
    /// The options for a projection; none when its expansions lie too deep in one another, as those
    /// of one that holds itself do.
    pub fn of<P: Projection>() -> Option<Self> {
        Self::at::<P>(0)
    }

    fn at<P: Projection>(depth: u8) -> Option<Self> {
        if depth >= MAX_DEPTH {
            return None;
        }
        let fields = Fields::<P>::of();
        let mut options = Self::default();
        for (name, ask) in fields.names.into_iter().zip(fields.asks) {
            match ask {
                Ask::Nothing => {}
                Ask::Select => options.select.push(name),
                Ask::Expand => options.expand.push(name.to_owned()),
                Ask::ExpandPart(part) => {
                    let part = part(depth + 1)?;
                    options.expand.push(format!("{name}{}", part.in_brackets()));
                }
            }
        }
        if options.select.is_empty()
            && let Some((_, id)) = fields.object.descriptor().find("id", 0)
        {
            // Without a selection everything would come.
            options.select.push(id);
        }
        Some(options)
    }

    fn in_brackets(&self) -> String {
        let mut options = Vec::new();
        if !self.select.is_empty() {
            options.push(format!("$select={}", self.select.join(",")));
        }
        if !self.expand.is_empty() {
            options.push(format!("$expand={}", self.expand.join(",")));
        }
        if options.is_empty() {
            String::new()
        } else {
            format!("({})", options.join(";"))
        }
    }
}

/// A field of a projection that can hold what a field `F` of the model does.
///
/// `How` tells the ways apart, and is left to the compiler: [`Same`], [`Nested`], [`Boxed`],
/// [`Expanded`], [`Entire`].
#[diagnostic::on_unimplemented(
    message = "a field of the type `{Self}` cannot hold this property, which is `{F}`",
    label = "the property is `{F}` in the model",
    note = "a property that is `Nullable<T>` may be null: its field is an `Option<T>` or a \
            `Nullable<T>`",
    note = "a property that is `Option<T>` always comes when it is selected: its field is a `T` or an \
            `Option<T>`",
    note = "a navigation property is a `Related`: its field is an `Option`, or for a collection a \
            `Vec`, of the model that it leads to or of a projection of that"
)]
pub trait ProjectedFrom<F, How> {
    /// What the field asks for.
    const ASK: Ask = Ask::Select;
}

/// The field holds what the model's does.
pub enum Same {}
/// The field holds a projection of what the model's does.
pub enum Nested {}
/// The same where the model has a box around it.
pub enum Boxed {}
/// The field holds a projection of what a navigation property leads to.
pub enum Expanded {}
/// The field holds all that a navigation property leads to.
pub enum Entire {}

// The notes above say more than a list of these does.
#[diagnostic::do_not_recommend]
impl<T: Content> ProjectedFrom<T, Same> for T {}
#[diagnostic::do_not_recommend]
impl<T: Content> ProjectedFrom<Option<T>, Same> for T {}
#[diagnostic::do_not_recommend]
impl<T: Content> ProjectedFrom<T, Same> for Option<T> {}
#[diagnostic::do_not_recommend]
impl<T: Content> ProjectedFrom<Option<T>, Same> for Option<T> {}
#[diagnostic::do_not_recommend]
impl<T: Content> ProjectedFrom<Nullable<T>, Same> for Option<T> {}
#[diagnostic::do_not_recommend]
impl<T: Content> ProjectedFrom<Nullable<T>, Same> for Nullable<T> {}

#[diagnostic::do_not_recommend]
impl<P: Projection> ProjectedFrom<Option<P::Of>, Nested> for P {}
#[diagnostic::do_not_recommend]
impl<P: Projection> ProjectedFrom<Option<P::Of>, Nested> for Option<P> {}
#[diagnostic::do_not_recommend]
impl<P: Projection> ProjectedFrom<Nullable<P::Of>, Nested> for Option<P> {}
#[diagnostic::do_not_recommend]
impl<P: Projection> ProjectedFrom<Nullable<P::Of>, Nested> for Nullable<P> {}
#[diagnostic::do_not_recommend]
impl<P: Projection> ProjectedFrom<Option<Vec<P::Of>>, Nested> for Vec<P> {}
#[diagnostic::do_not_recommend]
impl<P: Projection> ProjectedFrom<Option<Vec<P::Of>>, Nested> for Option<Vec<P>> {}
#[diagnostic::do_not_recommend]
impl<P: Projection> ProjectedFrom<Nullable<Vec<P::Of>>, Nested> for Option<Vec<P>> {}

#[diagnostic::do_not_recommend]
impl<P: Projection> ProjectedFrom<Option<Box<P::Of>>, Boxed> for P {}
#[diagnostic::do_not_recommend]
impl<P: Projection> ProjectedFrom<Option<Box<P::Of>>, Boxed> for Option<P> {}
#[diagnostic::do_not_recommend]
impl<P: Projection> ProjectedFrom<Nullable<Box<P::Of>>, Boxed> for Option<P> {}

#[diagnostic::do_not_recommend]
impl<P, T> ProjectedFrom<Related<T>, Expanded> for Option<P>
where
    P: Projection,
    T: Target<Model: From<P::Of>>,
{
    const ASK: Ask = Ask::ExpandPart(Options::at::<P>);
}

#[diagnostic::do_not_recommend]
impl<P, T> ProjectedFrom<Related<[T]>, Expanded> for Vec<P>
where
    P: Projection,
    T: Target<Model: From<P::Of>>,
{
    const ASK: Ask = Ask::ExpandPart(Options::at::<P>);
}

#[diagnostic::do_not_recommend]
impl<T: Target> ProjectedFrom<Related<T>, Entire> for Option<T::Model> {
    const ASK: Ask = Ask::Expand;
}

#[diagnostic::do_not_recommend]
impl<T: Target> ProjectedFrom<Related<[T]>, Entire> for Vec<T::Model> {
    const ASK: Ask = Ask::Expand;
}
