//! Values that are one of several objects: unions, and families of descendants.

use proc_macro2::TokenStream;
use quote::quote;

use super::names::TypeName;
use super::objects::{Field, argument};
use super::types::From;
use super::{Renderer, documentation};
use crate::ir::{Alternative, Object, Presence, TypeId, TypeRef, Union};
use crate::naming::{Convention, Identifier, Scope};

/// A variant with its object.
struct Variant {
    identifier: Identifier,
    /// The struct in the variant.
    object: TokenStream,
    /// The values of the discriminator that mean this variant.
    values: Vec<String>,
    docs: TokenStream,
    /// When it is compiled, if not always.
    condition: TokenStream,
}

impl Renderer<'_> {
    /// The enum of a type and its descendants; nothing for a type without.
    pub(super) fn family(
        &self,
        id: TypeId,
        object: &Object,
        name: &TypeName,
        fields: &[Field<'_>],
    ) -> TokenStream {
        let Some(any) = &name.any else {
            return TokenStream::new();
        };
        let runtime = self.runtime();
        let base = &name.identifier;
        let mut scope = Scope::with_reserved(&["Unknown"]);
        let base_variant = scope.mint(Convention::Type, [base.as_str()]);
        let variants = self.variants(
            id,
            &object.descendants,
            name,
            &mut scope,
            |renderer, descendant| {
                let names = renderer.names.of_type(descendant.object);
                names.map_or_else(String::new, |names| names.identifier.to_string())
            },
        );
        let docs = documentation::outer(&[format!(
            "{}, or one of the types derived from it.",
            documentation::code(&object.name)
        )]);
        let base_docs =
            documentation::outer(&[format!("{} itself.", documentation::code(&object.name))]);
        let schema = &object.name;
        let accessors = accessors(fields);
        let conversions = conversions(any, &variants);
        let declaration = variants.iter().map(Variant::declaration);
        let shared = variants.iter().map(Variant::object_arm);
        let mutable = variants.iter().map(Variant::object_arm);
        let of_type = variants.iter().map(Variant::of_type_arm);
        let discriminator = &object.discriminator;
        quote! {
            #docs
            #[non_exhaustive]
            pub enum #any {
                #(#declaration)*
                #base_docs
                #base_variant(Box<#base>),
                /// A type that was not known when this was generated; all of it is kept.
                Unknown(Box<#base>),
            }

            impl #any {
                #accessors

                fn as_model(&self) -> &dyn model::Model {
                    match self {
                        #(#shared)*
                        Self::#base_variant(object) | Self::Unknown(object) => object,
                    }
                }

                fn as_model_mut(&mut self) -> &mut dyn model::Model {
                    match self {
                        #(#mutable)*
                        Self::#base_variant(object) | Self::Unknown(object) => object,
                    }
                }

                fn of_type(name: &str) -> Self {
                    match name {
                        #(#of_type)*
                        "" | #schema => Self::#base_variant(model::Model::empty()),
                        _ => Self::Unknown(model::Model::empty()),
                    }
                }

                fn is_derived(&self) -> bool {
                    !matches!(self, Self::#base_variant(_) | Self::Unknown(_))
                }
            }

            impl ::core::convert::From<#base> for #any {
                fn from(object: #base) -> Self {
                    Self::#base_variant(Box::new(object))
                }
            }

            #conversions

            #runtime::polymorphic_model!(#any, #discriminator);
        }
    }

    /// A `oneOf` with a discriminator.
    pub(super) fn union(&self, id: TypeId, union: &Union, name: &TypeName) -> TokenStream {
        let runtime = self.runtime();
        let identifier = &name.identifier;
        let mut scope = Scope::with_reserved(&["Unknown"]);
        let variants = self.variants(
            id,
            &union.alternatives,
            name,
            &mut scope,
            |_, alternative| alternative.value.clone(),
        );
        let docs = documentation::outer(&documentation::lines(
            &union.documentation,
            format!("The choice {}.", documentation::code(&union.name)),
        ));
        let constructors = self.constructors(union, name, &variants);
        let conversions = conversions(identifier, &variants);
        let declaration = variants.iter().map(Variant::declaration);
        let shared = variants.iter().map(Variant::object_arm);
        let mutable = variants.iter().map(Variant::object_arm);
        let of_type = variants.iter().map(Variant::of_type_arm);
        let discriminator = &union.discriminator;
        quote! {
            #docs
            #[non_exhaustive]
            pub enum #identifier {
                #(#declaration)*
                /// A type that was not known when this was generated; all of it is kept.
                Unknown(Box<model::UntypedObject>),
            }

            impl #identifier {
                #constructors

                fn as_model(&self) -> &dyn model::Model {
                    match self {
                        #(#shared)*
                        Self::Unknown(object) => object,
                    }
                }

                fn as_model_mut(&mut self) -> &mut dyn model::Model {
                    match self {
                        #(#mutable)*
                        Self::Unknown(object) => object,
                    }
                }

                fn of_type(name: &str) -> Self {
                    match name {
                        #(#of_type)*
                        _ => Self::Unknown(model::Model::empty()),
                    }
                }

                fn is_derived(&self) -> bool {
                    false
                }
            }

            #conversions

            #runtime::polymorphic_model!(#identifier, #discriminator);
        }
    }

    fn variants(
        &self,
        id: TypeId,
        alternatives: &[Alternative],
        name: &TypeName,
        scope: &mut Scope,
        variant_name: impl Fn(&Self, &Alternative) -> String,
    ) -> Vec<Variant> {
        let mut known: Vec<String> = Vec::new();
        let mut variants = Vec::new();
        for alternative in alternatives {
            let Some(object) = self.api.object(alternative.object) else {
                continue;
            };
            let bare = |text: &str| text.strip_prefix('#').unwrap_or(text).to_owned();
            let mut values = vec![bare(&alternative.value)];
            if !values.contains(&object.name) {
                values.push(object.name.clone());
            }
            values.retain(|value| !known.contains(value));
            known.extend(values.iter().cloned());
            let first = variant_name(self, alternative);
            let second = format!("{first} value");
            variants.push(Variant {
                identifier: scope.mint(Convention::Type, [first.as_str(), second.as_str()]),
                object: self.own_type(alternative.object, From::Model(name)),
                values,
                docs: documentation::outer(&[format!("{}.", documentation::code(&object.name))]),
                condition: self.condition_within(alternative.object, id),
            });
        }
        variants
    }

    /// A constructor for each alternative, which takes what must be sent.
    fn constructors(&self, union: &Union, name: &TypeName, variants: &[Variant]) -> TokenStream {
        let mut scope =
            Scope::with_reserved(&["as_model", "as_model_mut", "is_derived", "of_type"]);
        let constructors =
            union
                .alternatives
                .iter()
                .zip(variants)
                .filter_map(|(alternative, variant)| {
                    let object = self.api.object(alternative.object)?;
                    let constructor = scope.mint(Convention::Value, [alternative.value.as_str()]);
                    let fields = self.fields(object, From::Model(name));
                    let required: Vec<&Field<'_>> = fields
                        .iter()
                        .filter(|field| field.property.presence == Presence::Required)
                        .collect();
                    let arguments = required.iter().map(|field| argument(field));
                    let values = required.iter().map(|field| &field.identifier);
                    let (identifier, object) = (&variant.identifier, &variant.object);
                    let docs = documentation::outer(&[format!(
                        "A value whose {} is {}.",
                        documentation::code(&union.discriminator),
                        documentation::code(&alternative.value)
                    )]);
                    Some(quote! {
                        #docs
                        pub fn #constructor(#(#arguments),*) -> Self {
                            Self::#identifier(Box::new(#object::new(#(#values),*)))
                        }
                    })
                });
        quote!(#(#constructors)*)
    }
}

impl Variant {
    fn declaration(&self) -> TokenStream {
        let Self {
            identifier,
            object,
            docs,
            condition,
            ..
        } = self;
        quote!(#condition #docs #identifier(Box<#object>),)
    }

    fn object_arm(&self) -> TokenStream {
        let Self {
            identifier,
            condition,
            ..
        } = self;
        quote!(#condition Self::#identifier(object) => object,)
    }

    fn of_type_arm(&self) -> TokenStream {
        let Self {
            identifier,
            values,
            condition,
            ..
        } = self;
        if values.is_empty() {
            return TokenStream::new();
        }
        quote!(#condition #(#values)|* => Self::#identifier(model::Model::empty()),)
    }
}

fn conversions(identifier: &Identifier, variants: &[Variant]) -> TokenStream {
    // Two alternatives may be the same object under two names.
    let mut seen: Vec<String> = Vec::new();
    let conversions = variants.iter().filter_map(|variant| {
        let Variant {
            identifier: own,
            object,
            condition,
            ..
        } = variant;
        let text = object.to_string();
        if seen.contains(&text) {
            return None;
        }
        seen.push(text);
        Some(quote! {
            #condition
            impl ::core::convert::From<#object> for #identifier {
                fn from(object: #object) -> Self {
                    Self::#own(Box::new(object))
                }
            }
        })
    });
    quote!(#(#conversions)*)
}

/// Functions that read the base's properties from whichever type it is.
fn accessors(fields: &[Field<'_>]) -> TokenStream {
    let mut scope = Scope::with_reserved(&["as_model", "as_model_mut", "is_derived", "of_type"]);
    let accessors = fields.iter().enumerate().map(|(number, field)| {
        let number = proc_macro2::Literal::usize_unsuffixed(number);
        let value_type = &field.value_type;
        let accessor = scope.mint(Convention::Value, [field.identifier.as_str()]);
        let docs = documentation::outer(&[format!(
            "The property {}, whichever type this is.",
            documentation::code(&field.property.name)
        )]);
        let property = quote!(model::base_property::<#value_type>(self.as_model(), #number));
        let (result, body) = match field.property.type_ref {
            TypeRef::String => (quote!(&str), quote!(#property.map(String::as_str))),
            TypeRef::Boolean
            | TypeRef::U8
            | TypeRef::I16
            | TypeRef::I32
            | TypeRef::I64
            | TypeRef::Double => (value_type.clone(), quote!(#property.copied())),
            _ => (quote!(&#value_type), property),
        };
        quote! {
            #docs
            pub fn #accessor(&self) -> Option<#result> {
                #body
            }
        }
    });
    quote!(#(#accessors)*)
}
