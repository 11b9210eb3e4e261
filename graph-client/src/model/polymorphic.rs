//! Types and the types derived from them.

use std::any::Any;

use super::encode::unlimited_json;
use super::{Content, DecodeError, Model, Nullable, RawJson, Sink, Slot, Source, State, from_json};

/// The annotation that OData tells types by.
pub(super) const ODATA_TYPE: &str = "@odata.type";

/// What a discriminator's value says, without the place of the metadata that may stand before the
/// name of an OData type, such as `#microsoft.graph.user`.
pub(super) fn variant_name<'a>(discriminator: &str, value: &'a str) -> &'a str {
    match value.rsplit_once('#') {
        Some((_, name)) if discriminator == ODATA_TYPE => name,
        _ => value,
    }
}

/// A model of a type that is derived from that of `Base`.
///
/// Implemented by generated code for each pair.
pub trait DerivedFrom<Base: Model>: Model {}

/// Reads an object as a type derived from its own; none when its `@odata.type` names neither that
/// type nor one that is known to be derived from it.
///
/// An object without `@odata.type` is of the type that is declared where it stands, and so of no
/// derived one.
///
/// # Errors
///
/// When the object lacks what the derived type must have.
pub fn downcast<Base: Model, Derived: DerivedFrom<Base>>(
    object: &Base,
) -> Result<Option<Derived>, DecodeError> {
    let type_name = object.additional().raw(ODATA_TYPE);
    let Some(type_name) = type_name.and_then(RawJson::to_string_value) else {
        return Ok(None);
    };
    let descriptor = Derived::empty().descriptor();
    if !descriptor.includes(variant_name(ODATA_TYPE, &type_name)) {
        return Ok(None);
    }
    let text = unlimited_json(&Source::Object(object)).unwrap_or_default();
    from_json(text.as_bytes()).map(Some)
}

/// An object in the form of a type that its own is derived from: what that type does not declare is
/// in its `additional`, with an `@odata.type` that names the object's own type.
#[allow(clippy::needless_pass_by_value)] // It is a conversion.
pub fn upcast<Derived: DerivedFrom<Base>, Base: Model>(object: Derived) -> Base {
    let mut base = Base::empty();
    upcast_into(&object, &mut base);
    base
}

fn upcast_into(object: &dyn Model, base: &mut dyn Model) {
    let descriptor = object.descriptor();
    if let Some(additional) = base.additional_mut() {
        additional.clone_from(object.additional());
        if object.additional().raw(ODATA_TYPE).is_none() {
            let name = format!("#{}", descriptor.name());
            additional.insert(ODATA_TYPE, name);
        }
    }
    for (index, name) in descriptor.properties().iter().enumerate() {
        let Some(slot) = object.property(index) else {
            continue;
        };
        let place = base.descriptor().find(name, index);
        let taken = place.and_then(|(index, _)| {
            let place = base.property_mut(index)?;
            place.copy_from(slot);
            Some(place.equals(slot))
        });
        if taken == Some(true) {
            continue;
        }
        // The base does not declare it, or as another type.
        let raw = match slot.state() {
            State::Absent => continue,
            State::Null => RawJson::null(),
            State::Value(source) => {
                let text = unlimited_json(&source).unwrap_or_default();
                RawJson::from_text(text)
            }
        };
        if let Some(additional) = base.additional_mut() {
            additional.keep_original(name, raw, None);
        }
    }
    for (name, value) in descriptor.constants() {
        let inherited = base.descriptor().constants().iter();
        if !inherited
            .copied()
            .any(|constant| constant == (*name, *value))
            && base.additional().raw(name).is_none()
            && let Some(additional) = base.additional_mut()
        {
            additional.insert(*name, *value);
        }
    }
}

/// Sets the property that tells types apart. This is what constructors of choices do that have
/// several values for one type.
pub fn with_discriminator<M: Model>(mut object: M, value: &str) -> M {
    if let Some(name) = object.discriminator() {
        let property = object.descriptor().find(name, 0);
        let slot = property.and_then(|(index, _)| object.property_mut(index));
        match slot.and_then(Slot::insert) {
            Some(Sink::String(place)) => value.clone_into(place),
            Some(Sink::Text(place)) => place.set_text(value),
            _ => {
                if let Some(additional) = object.additional_mut() {
                    additional.insert(name, value);
                }
            }
        }
    }
    object
}

/// The value of a property that a model shares with its descendants, by its name on the wire.
pub fn shared_property<'a, T: Content>(model: &'a dyn Model, name: &str) -> Option<&'a T> {
    let (index, _) = model.descriptor().find(name, 0)?;
    let slot = model.property(index)? as &dyn Any;
    if let Some(value) = slot.downcast_ref::<Nullable<T>>() {
        value.as_ref()
    } else if let Some(value) = slot.downcast_ref::<Option<T>>() {
        value.as_ref()
    } else {
        slot.downcast_ref()
    }
}
