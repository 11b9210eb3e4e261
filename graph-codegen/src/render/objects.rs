//! Objects.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::names::TypeName;
use super::types::From;
use super::{Renderer, documentation};
use crate::ir::{Object, Presence, Property, PropertyLimit, TypeId, TypeRef};
use crate::naming::{Convention, Identifier, Scope};

/// A property and its field.
pub(super) struct Field<'a> {
    pub(super) property: &'a Property,
    pub(super) identifier: Identifier,
    /// Its type without `Option` or `Nullable`.
    pub(super) value_type: TokenStream,
    declared_type: TokenStream,
}

impl Renderer<'_> {
    pub(super) fn object(&self, id: TypeId, object: &Object, name: &TypeName) -> TokenStream {
        let runtime = self.runtime();
        let identifier = &name.identifier;
        let docs = documentation::outer(&documentation::lines(
            &object.documentation,
            format!("The type {}.", documentation::code(&object.name)),
        ));
        let fields = self.fields(object, From::Model(name));
        let declarations = fields.iter().map(|field| {
            let docs = documentation::outer(&documentation::lines(
                &field.property.documentation,
                format!(
                    "The property {}.",
                    documentation::code(&field.property.name)
                ),
            ));
            let (identifier, field_type) = (&field.identifier, &field.declared_type);
            quote!(#docs pub #identifier: #field_type,)
        });
        let constructor = constructor(&fields, identifier);
        let setters = fields
            .iter()
            .filter(|field| field.property.presence != Presence::Required)
            .map(|field| self.setter(field, From::Model(name)));
        let model = model_impl(object, &fields, identifier);
        let family = self.family(id, object, name, &fields);
        quote! {
            #docs
            #[non_exhaustive]
            pub struct #identifier {
                #(#declarations)*
                /// Properties that are not declared, annotations included.
                pub additional: model::Additional,
            }

            #constructor

            impl #identifier {
                #(#setters)*
            }

            #model

            #runtime::model_traits!(#identifier);

            #family
        }
    }

    pub(super) fn fields<'o>(&self, object: &'o Object, from: From<'_>) -> Vec<Field<'o>> {
        let mut scope = Scope::with_reserved(&["additional"]);
        object
            .properties
            .iter()
            .map(|property| Field {
                property,
                identifier: scope.mint(Convention::Value, [property.name.as_str()]),
                value_type: self.property_type(property, from),
                declared_type: self.field_type(property, from),
            })
            .collect()
    }

    fn setter(&self, field: &Field<'_>, from: From<'_>) -> TokenStream {
        let (identifier, value_type) = (&field.identifier, &field.value_type);
        let setter = identifier.setter();
        let docs = documentation::outer(&[format!(
            "Sets {}.",
            documentation::code(&field.property.name)
        )]);
        let nullable = field.property.presence == Presence::Nullable;
        let (argument, assign) = match &field.property.type_ref {
            TypeRef::Array {
                item,
                nullable: nullable_items,
            } => {
                let item = self.value_type(item, from);
                let item = if *nullable_items {
                    quote!(model::Nullable<#item>)
                } else {
                    item
                };
                let assign = if nullable {
                    quote!(model::assign_nullable_items)
                } else {
                    quote!(model::assign_items)
                };
                (quote!(impl IntoIterator<Item = impl Into<#item>>), assign)
            }
            _ if nullable => (
                quote!(impl Into<model::Nullable<#value_type>>),
                quote!(model::assign_nullable),
            ),
            _ => (quote!(impl Into<#value_type>), quote!(model::assign)),
        };
        quote! {
            #docs
            #[must_use]
            pub fn #setter(mut self, value: #argument) -> Self {
                #assign(&mut self.#identifier, value);
                self
            }
        }
    }
}

/// `new`, which takes what is always sent.
fn constructor(fields: &[Field<'_>], identifier: &Identifier) -> TokenStream {
    let required: Vec<&Field<'_>> = fields
        .iter()
        .filter(|field| field.property.presence == Presence::Required)
        .collect();
    if required.is_empty() {
        return quote! {
            impl #identifier {
                /// An object with no property set.
                pub fn new() -> Self {
                    <Self as model::Model>::empty()
                }
            }

            impl Default for #identifier {
                fn default() -> Self {
                    Self::new()
                }
            }
        };
    }
    let arguments = required.iter().map(|field| argument(field));
    let values = fields.iter().map(|field| {
        let identifier = &field.identifier;
        match field.property.presence {
            Presence::Required => {
                quote!(#identifier: #identifier.into(),)
            }
            Presence::Optional => quote!(#identifier: None,),
            Presence::Nullable => quote!(#identifier: model::Nullable::Absent,),
        }
    });
    quote! {
        impl #identifier {
            /// An object with the properties that must be sent.
            pub fn new(#(#arguments),*) -> Self {
                Self {
                    #(#values)*
                    additional: model::Additional::new(),
                }
            }
        }
    }
}

/// The argument for a property that must be sent.
pub(super) fn argument(field: &Field<'_>) -> TokenStream {
    let (identifier, value_type) = (&field.identifier, &field.value_type);
    quote!(#identifier: impl Into<#value_type>)
}

/// What the core needs.
fn model_impl(object: &Object, fields: &[Field<'_>], identifier: &Identifier) -> TokenStream {
    let schema = &object.name;
    let names = fields.iter().map(|field| &field.property.name);
    let required: Vec<Literal> = numbered(fields)
        .filter(|(_, field)| field.property.presence == Presence::Required)
        .map(|(number, _)| Literal::usize_unsuffixed(number))
        .collect();
    let required = (!required.is_empty()).then(|| quote!(.with_required(&[#(#required),*])));
    let constants = object.constants.iter().map(|constant| {
        let (name, value) = (&constant.name, &constant.value);
        quote!((#name, #value))
    });
    let constants =
        (!object.constants.is_empty()).then(|| quote!(.with_constants(&[#(#constants),*])));
    let limits: Vec<TokenStream> = numbered(fields)
        .flat_map(|(number, field)| {
            field
                .property
                .limits
                .iter()
                .map(move |limit| limit_tokens(number, *limit))
        })
        .collect();
    let limits = (!limits.is_empty()).then(|| quote!(.with_limits(&[#(#limits),*])));
    let empty = fields.iter().map(|field| {
        let identifier = &field.identifier;
        match field.property.presence {
            Presence::Required => quote!(#identifier: model::Content::empty(),),
            Presence::Optional => quote!(#identifier: None,),
            Presence::Nullable => quote!(#identifier: model::Nullable::Absent,),
        }
    });
    let arms = |reference: TokenStream| {
        let arms = numbered(fields).map(|(number, field)| {
            let (number, identifier) = (Literal::usize_unsuffixed(number), &field.identifier);
            quote!(#number => #reference self.#identifier,)
        });
        quote!(#(#arms)*)
    };
    let (shared, mutable) = if fields.is_empty() {
        (quote!(None), quote!(None))
    } else {
        let (shared, mutable) = (arms(quote!(&)), arms(quote!(&mut)));
        (
            quote!(Some(match index { #shared _ => return None, })),
            quote!(Some(match index { #mutable _ => return None, })),
        )
    };
    let index = if fields.is_empty() {
        quote!(_index)
    } else {
        quote!(index)
    };
    quote! {
        impl model::Model for #identifier {
            fn descriptor(&self) -> &'static model::Descriptor {
                static DESCRIPTOR: model::Descriptor =
                    model::Descriptor::new(#schema, &[#(#names),*]) #required #constants #limits;
                &DESCRIPTOR
            }

            fn empty() -> Self {
                Self {
                    #(#empty)*
                    additional: model::Additional::new(),
                }
            }

            fn property(&self, #index: usize) -> Option<&dyn model::Slot> {
                #shared
            }

            fn property_mut(&mut self, #index: usize) -> Option<&mut dyn model::Slot> {
                #mutable
            }

            fn additional(&self) -> &model::Additional {
                &self.additional
            }

            fn additional_mut(&mut self) -> &mut model::Additional {
                &mut self.additional
            }
        }
    }
}

fn numbered<'f, 'o>(fields: &'f [Field<'o>]) -> impl Iterator<Item = (usize, &'f Field<'o>)> {
    fields.iter().enumerate()
}

fn limit_tokens(number: usize, limit: PropertyLimit) -> TokenStream {
    let number = Literal::usize_unsuffixed(number);
    let whole = Literal::u64_unsuffixed;
    let fraction = |value: f64| {
        let magnitude = Literal::f64_unsuffixed(value.abs());
        if value < 0.0 {
            quote!(-#magnitude)
        } else {
            quote!(#magnitude)
        }
    };
    let limit = match limit {
        PropertyLimit::MaxLength(limit) => {
            let limit = whole(limit);
            quote!(MaxLength(#limit))
        }
        PropertyLimit::MinLength(limit) => {
            let limit = whole(limit);
            quote!(MinLength(#limit))
        }
        PropertyLimit::MaxItems(limit) => {
            let limit = whole(limit);
            quote!(MaxItems(#limit))
        }
        PropertyLimit::MinItems(limit) => {
            let limit = whole(limit);
            quote!(MinItems(#limit))
        }
        PropertyLimit::Maximum(limit) => {
            let limit = fraction(limit);
            quote!(Maximum(#limit))
        }
        PropertyLimit::Minimum(limit) => {
            let limit = fraction(limit);
            quote!(Minimum(#limit))
        }
    };
    quote!((#number, model::Limit::#limit))
}
