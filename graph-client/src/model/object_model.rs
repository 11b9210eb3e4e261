//! The table that makes a struct a model.

/// Implements [`Model`](crate::model::Model) and the traits of
/// [`model_traits!`](crate::model_traits) for a struct whose fields are properties.
///
/// It takes the name of the schema, the names of the properties on the wire, and for each the field
/// with the property's number: those that are always there (`required`), `Option`s (`optional`),
/// [`Nullable`](crate::model::Nullable)s (`nullable`) and [`Related`](crate::model::Related)s
/// (`related`). There may follow properties that have always the same value (`constants`), limits on
/// what is sent (`limits`), and the schemas derived from this one (`descendants`). Groups without
/// members are left out.
///
/// ```
/// use graph_client::model::{Additional, Nullable, to_json};
///
/// #[non_exhaustive]
/// pub struct Person {
///     pub id: String,
///     pub nickname: Nullable<String>,
///     pub additional: Additional,
/// }
///
/// graph_client::object_model!(Person: "example.person" {
///     "id", "nickName",
/// } required {
///     0 id,
/// } nullable {
///     1 nickname,
/// } limits {
///     1 MaxLength(20),
/// });
///
/// let person = Person { id: "1".into(), nickname: Nullable::Null, additional: Additional::new() };
/// assert_eq!(to_json(&person)?, br#"{"id":"1","nickName":null}"#);
/// # Ok::<(), graph_client::model::EncodeError>(())
/// ```
#[macro_export]
macro_rules! object_model {
    (
        $model:ident: $schema:literal { $($name:literal),* $(,)? }
        $(required { $($required:literal $required_field:ident),* $(,)? })?
        $(optional { $($optional:literal $optional_field:ident),* $(,)? })?
        $(nullable { $($nullable:literal $nullable_field:ident),* $(,)? })?
        $(related { $($related:literal $related_field:ident),* $(,)? })?
        $(constants { $($constant:literal = $value:literal),* $(,)? })?
        $(limits { $($limited:literal $limit:ident($bound:expr)),* $(,)? })?
        $(descendants { $($descendant:literal),* $(,)? })?
    ) => {
        impl $crate::model::Formed for $model {
            type Form = $crate::model::ObjectForm;
        }

        impl $crate::model::Model for $model {
            fn empty() -> Self {
                Self {
                    $($($required_field: $crate::model::Content::empty(),)*)?
                    $($($optional_field: ::core::option::Option::None,)*)?
                    $($($nullable_field: $crate::model::Nullable::Absent,)*)?
                    $($($related_field: $crate::model::Related::new(),)*)?
                    additional: $crate::model::Additional::new(),
                }
            }

            fn part(&self, index: usize) -> $crate::model::Part<'_> {
                let slot: &dyn $crate::model::Slot = match index {
                    $($($required => &self.$required_field,)*)?
                    $($($optional => &self.$optional_field,)*)?
                    $($($nullable => &self.$nullable_field,)*)?
                    $($($related => self.$related_field.slot(),)*)?
                    _ => {
                        // A constant within a function costs the compiler less than a static item.
                        let descriptor = const {
                            &$crate::model::Descriptor::new($schema, &[$($name),*])
                                $(.with_required(&[$($required),*]))?
                                $(.with_constants(&[$(($constant, $value)),*]))?
                                $(.with_limits(&[$(($limited, $crate::model::Limit::$limit($bound))),*]))?
                                $(.with_descendants(&[$($descendant),*]))?
                        };
                        return $crate::model::Part::Rest(descriptor, &self.additional);
                    }
                };
                $crate::model::Part::Member(slot)
            }

            fn part_mut(&mut self, index: usize) -> $crate::model::PartMut<'_> {
                let slot: &mut dyn $crate::model::Slot = match index {
                    $($($required => &mut self.$required_field,)*)?
                    $($($optional => &mut self.$optional_field,)*)?
                    $($($nullable => &mut self.$nullable_field,)*)?
                    $($($related => self.$related_field.slot_mut(),)*)?
                    _ => return $crate::model::PartMut::Undeclared(&mut self.additional),
                };
                $crate::model::PartMut::Member(slot)
            }
        }

        $crate::model_traits!($model);
    };
}
