//! Copying and comparing models property by property.

use super::Model;

/// A copy of a model. This is what `Clone` of every model does.
pub fn clone_model<M: Model>(model: &M) -> M {
    let mut copy = M::empty();
    if let Some(discriminator) = model.discriminator() {
        copy.become_type(model.descriptor().name());
        // An object of an unknown type has the descriptor of its base.
        if let Some(name) = model.additional().text(discriminator)
            && model.discriminator_value().is_none()
        {
            copy.become_type(name);
        }
    }
    copy_properties(model, &mut copy);
    copy
}

fn copy_properties(from: &dyn Model, to: &mut dyn Model) {
    let mut index = 0;
    while let (Some(slot), Some(place)) = (from.property(index), to.property_mut(index)) {
        place.copy_from(slot);
        index += 1;
    }
    if let Some(additional) = to.additional_mut() {
        additional.clone_from(from.additional());
    }
}

/// Whether two models of one type hold the same. This is what `PartialEq` of every model does.
pub fn equal_models(one: &dyn Model, other: &dyn Model) -> bool {
    let properties = one.descriptor().properties().len();
    one.descriptor().name() == other.descriptor().name()
        && one.discriminator_value() == other.discriminator_value()
        && (0..properties).all(|index| match (one.property(index), other.property(index)) {
            (Some(one), Some(other)) => one.equals(other),
            (one, other) => one.is_none() && other.is_none(),
        })
        && one.additional() == other.additional()
}
