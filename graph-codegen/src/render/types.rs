//! Types of values in Rust.

use proc_macro2::TokenStream;
use quote::quote;

use super::Renderer;
use super::names::{TypeName, namespace_module};
use crate::ir::{Presence, Property, Type, TypeId, TypeRef};
use crate::naming::Identifier;

/// The module that names a type, which decides how the way to the type begins.
#[derive(Clone, Copy)]
pub(super) enum From<'a> {
    /// The file of a model.
    Model(&'a TypeName),
    /// A module beside `models`.
    Beside,
}

impl Renderer<'_> {
    /// The struct or enum of a declared type, not that of its family.
    pub(super) fn own_type(&self, id: TypeId, from: From<'_>) -> TokenStream {
        self.names.of_type(id).map_or_else(
            || quote!(model::Json),
            |name| path_to(name, &name.identifier, from),
        )
    }

    /// The type of a value.
    pub(super) fn value_type(&self, type_ref: &TypeRef, from: From<'_>) -> TokenStream {
        let model = match from {
            From::Model(_) => quote!(model),
            From::Beside => {
                let runtime = self.runtime();
                quote!(#runtime::model)
            }
        };
        match type_ref {
            TypeRef::Boolean => quote!(bool),
            TypeRef::U8 => quote!(u8),
            TypeRef::I16 => quote!(i16),
            TypeRef::I32 => quote!(i32),
            TypeRef::I64 => quote!(i64),
            TypeRef::Double => quote!(f64),
            TypeRef::String => quote!(String),
            TypeRef::Secret => quote!(#model::Secret),
            TypeRef::DateTime => quote!(#model::DateTime),
            TypeRef::Date => quote!(#model::Date),
            TypeRef::TimeOfDay => quote!(#model::TimeOfDay),
            TypeRef::Duration => quote!(#model::LexicalDuration),
            TypeRef::Uuid => quote!(#model::Uuid),
            TypeRef::Base64 => quote!(#model::Base64),
            TypeRef::Json => quote!(#model::Json),
            TypeRef::Array { item, nullable } => {
                let item = self.value_type(item, from);
                if *nullable {
                    quote!(Vec<#model::Nullable<#item>>)
                } else {
                    quote!(Vec<#item>)
                }
            }
            TypeRef::Page(item) => {
                let item = self.value_type(item, from);
                quote!(#model::Page<#item>)
            }
            TypeRef::Named(id) => self.named_type(*id, from, &model),
        }
    }

    fn named_type(&self, id: TypeId, from: From<'_>, model: &TokenStream) -> TokenStream {
        let own = self.own_type(id, from);
        match (self.api.type_of(id), self.names.of_type(id)) {
            (Some(Type::Enumeration(enumeration)), _) if enumeration.is_flags => {
                quote!(#model::FlagSet<#own>)
            }
            (Some(Type::Object(_)), Some(name)) => match &name.any {
                Some(any) => path_to(name, any, from),
                None => own,
            },
            _ => own,
        }
    }

    /// The type of a property's value, behind its pointer if it needs one.
    pub(super) fn property_type(&self, property: &Property, from: From<'_>) -> TokenStream {
        let value = self.value_type(&property.type_ref, from);
        if property.boxed {
            quote!(Box<#value>)
        } else {
            value
        }
    }

    /// The type of a property's field.
    pub(super) fn field_type(&self, property: &Property, from: From<'_>) -> TokenStream {
        let value = self.property_type(property, from);
        match property.presence {
            Presence::Required => value,
            Presence::Optional => quote!(Option<#value>),
            Presence::Nullable => quote!(model::Nullable<#value>),
        }
    }
}

/// The way to a type from a module.
fn path_to(name: &TypeName, identifier: &Identifier, from: From<'_>) -> TokenStream {
    let start = match from {
        From::Beside => quote!(models::),
        From::Model(origin) if origin.namespace == name.namespace => {
            return quote!(super::#identifier);
        }
        From::Model(origin) => {
            let up = origin.namespace.iter().map(|_| quote!(super::));
            quote!(super:: #(#up)*)
        }
    };
    let namespace = name.namespace.iter().map(|part| {
        let module = namespace_module(part);
        quote!(#module::)
    });
    quote!(#start #(#namespace)* #identifier)
}
