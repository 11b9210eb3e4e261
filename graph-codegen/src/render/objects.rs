//! Objects.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::types::{From, path_to, path_to_target};
use super::{Renderer, documentation};
use crate::ir::Limit;
use crate::plan::surface::{Field, Fill, Model, Presence, Struct};

impl Renderer<'_> {
    pub(super) fn object(&self, model: &Model, object: &Struct) -> TokenStream {
        let identifier = &model.path.identifier;
        let docs = Self::type_docs(model, "type");
        let declarations = object.fields.iter().map(|field| self.field(model, field));
        let (new, default) = self.constructors(model, object);
        let setters: Vec<TokenStream> = object
            .fields
            .iter()
            .filter_map(|field| self.setter(model, field))
            .collect();
        let table = self.table(model, object);
        let downcast = object.is_base.then(downcast);
        let bases = self.bases(model, object);
        let family = object
            .family
            .as_ref()
            .map(|family| self.family(model, object, family));
        quote! {
            #docs
            #[non_exhaustive]
            pub struct #identifier {
                #(#declarations)*
                /// Properties that are not declared, annotations included.
                pub additional: model::Additional,
            }

            impl #identifier {
                #new
                #(#setters)*
                #downcast
            }

            #default

            #table

            #bases

            #family
        }
    }

    /// The documentation of a type: what the document says of it, and which operations take and
    /// give it.
    pub(super) fn type_docs(model: &Model, what: &str) -> TokenStream {
        let title = documentation::code(&model.title);
        let mut lines = documentation::lines(&model.documentation, format!("The {what} {title}."));
        lines.extend(uses(model));
        let docs = documentation::outer(&lines);
        let deprecated = documentation::deprecated(&model.documentation);
        quote!(#docs #deprecated)
    }

    fn field(&self, model: &Model, field: &Field) -> TokenStream {
        let mut lines = documentation::lines(
            &field.documentation,
            format!("The property {}.", documentation::code(&field.property)),
        );
        if let Presence::Related { .. } = field.presence {
            lines.extend([
                String::new(),
                "A navigation property: it comes when `$expand` asks for it.".to_owned(),
            ]);
        }
        let docs = documentation::outer(&lines);
        let deprecated = documentation::deprecated(&field.documentation);
        let identifier = &field.identifier;
        let value = self.rust_type(&field.value_type, From::Model(&model.path.modules));
        let field_type = match &field.presence {
            Presence::Required => value,
            Presence::Optional => quote!(Option<#value>),
            Presence::Nullable => quote!(model::Nullable<#value>),
            Presence::Related {
                target,
                is_collection,
            } => {
                let target = path_to_target(target, &model.path.modules);
                if *is_collection {
                    quote!(model::Related<[#target]>)
                } else {
                    quote!(model::Related<#target>)
                }
            }
        };
        quote!(#docs #deprecated pub #identifier: #field_type,)
    }

    /// `new`, which takes what is always sent, and `Default` where that is nothing.
    fn constructors(&self, model: &Model, object: &Struct) -> (TokenStream, TokenStream) {
        let identifier = &model.path.identifier;
        let required: Vec<&Field> = object
            .fields
            .iter()
            .filter(|field| field.presence == Presence::Required)
            .collect();
        if required.is_empty() {
            let new = quote! {
                /// An object with no property set.
                pub fn new() -> Self {
                    <Self as model::Model>::empty()
                }
            };
            let default = quote! {
                impl Default for #identifier {
                    fn default() -> Self {
                        Self::new()
                    }
                }
            };
            return (new, default);
        }
        let arguments = required.iter().map(|field| {
            let value = self.rust_type(&field.value_type, From::Model(&model.path.modules));
            let identifier = &field.identifier;
            quote!(#identifier: impl Into<#value>)
        });
        let values = object.fields.iter().map(|field| {
            let identifier = &field.identifier;
            match field.presence {
                Presence::Required => quote!(#identifier: #identifier.into(),),
                Presence::Optional => quote!(#identifier: None,),
                Presence::Nullable => quote!(#identifier: model::Nullable::Absent,),
                Presence::Related { .. } => quote!(#identifier: model::Related::new(),),
            }
        });
        let new = quote! {
            /// An object with the properties that must be sent.
            pub fn new(#(#arguments),*) -> Self {
                Self {
                    #(#values)*
                    additional: model::Additional::new(),
                }
            }
        };
        (new, TokenStream::new())
    }

    fn setter(&self, model: &Model, field: &Field) -> Option<TokenStream> {
        let from = From::Model(&model.path.modules);
        let identifier = &field.identifier;
        let setter = identifier.setter();
        let docs =
            documentation::outer(&[format!("Sets {}.", documentation::code(&field.property))]);
        let deprecated = documentation::deprecated(&field.documentation);
        let condition = self.condition(&field.setter_condition);
        let (argument, assign) = match (field.setter.as_ref()?, &field.presence) {
            (Fill::Items(item), presence) => {
                let item = self.rust_type(item, from);
                let assign = match presence {
                    Presence::Related { .. } => quote!(model::relate_items),
                    Presence::Nullable => quote!(model::assign_nullable_items),
                    Presence::Required | Presence::Optional => quote!(model::assign_items),
                };
                (quote!(impl IntoIterator<Item = impl Into<#item>>), assign)
            }
            (Fill::Value(value), presence) => {
                let value = self.rust_type(value, from);
                match presence {
                    Presence::Related { .. } => (quote!(impl Into<#value>), quote!(model::relate)),
                    Presence::Nullable => (
                        quote!(impl Into<model::Nullable<#value>>),
                        quote!(model::assign_nullable),
                    ),
                    Presence::Required | Presence::Optional => {
                        (quote!(impl Into<#value>), quote!(model::assign))
                    }
                }
            }
        };
        Some(quote! {
            #condition
            #docs
            #deprecated
            #[must_use]
            pub fn #setter(mut self, value: #argument) -> Self {
                #assign(&mut self.#identifier, value);
                self
            }
        })
    }

    /// What lets an object stand in for those that its type derives from.
    fn bases(&self, model: &Model, object: &Struct) -> TokenStream {
        let identifier = &model.path.identifier;
        object
            .bases
            .iter()
            .map(|base| {
                let path = path_to(&base.path, From::Model(&model.path.modules));
                let condition = self.condition(&base.condition);
                quote! {
                    #condition
                    impl model::DerivedFrom<#path> for #identifier {}

                    #condition
                    impl ::core::convert::From<#identifier> for #path {
                        fn from(object: #identifier) -> Self {
                            model::upcast(object)
                        }
                    }
                }
            })
            .collect()
    }

    /// What the core needs to know.
    fn table(&self, model: &Model, object: &Struct) -> TokenStream {
        let runtime = self.runtime;
        let (identifier, schema) = (&model.path.identifier, &model.title);
        let fields = &object.fields;
        let names = fields.iter().map(|field| &field.property);
        let group = |name: &str, belongs: fn(&Presence) -> bool| {
            let members: Vec<TokenStream> = numbered(fields)
                .filter(|(_, field)| belongs(&field.presence))
                .map(|(number, field)| {
                    let number = Literal::usize_unsuffixed(number);
                    let identifier = &field.identifier;
                    quote!(#number #identifier)
                })
                .collect();
            entries(name, &members)
        };
        let required = group("required", |one| *one == Presence::Required);
        let optional = group("optional", |one| *one == Presence::Optional);
        let nullable = group("nullable", |one| *one == Presence::Nullable);
        let related = group("related", |one| matches!(one, Presence::Related { .. }));
        let constants: Vec<TokenStream> = object
            .constants
            .iter()
            .map(|(name, value)| quote!(#name = #value))
            .collect();
        let constants = entries("constants", &constants);
        let limits: Vec<TokenStream> = numbered(fields)
            .flat_map(|(number, field)| {
                let limits = field.limits.iter();
                limits.map(move |limit| limit_tokens(number, *limit))
            })
            .collect();
        let limits = entries("limits", &limits);
        let descendants: Vec<TokenStream> = if object.bases.is_empty() {
            Vec::new()
        } else {
            object
                .descendants
                .iter()
                .map(|name| quote!(#name))
                .collect()
        };
        let descendants = entries("descendants", &descendants);
        quote! {
            #runtime::object_model!(#identifier: #schema {
                #(#names,)*
            } #required #optional #nullable #related #constants #limits #descendants);
        }
    }
}

/// The operations that take and give a type, with links to them.
fn uses(model: &Model) -> Vec<String> {
    // From the type's own module and that of its namespace, up to the root.
    let root = "super::".repeat(model.path.modules.len() + 2);
    let uses = &model.uses;
    let mut lines = Vec::new();
    for (verb, named, count) in [
        ("Taken", &uses.taken_by, uses.takers),
        ("Given", &uses.given_by, uses.givers),
    ] {
        if named.is_empty() {
            continue;
        }
        let mut names: Vec<String> = named
            .iter()
            .map(|link| {
                let operation = documentation::code(&link.operation);
                format!("[{operation}]({root}{})", link.path)
            })
            .collect();
        if count > names.len() {
            names.push(format!("{} more", count - names.len()));
        }
        lines.extend([String::new(), format!("{verb} by {}.", names.join(", "))]);
    }
    lines
}

fn downcast() -> TokenStream {
    quote! {
        /// Reads this as one of the types derived from it; `None` when it is none.
        ///
        /// # Errors
        ///
        /// When what came does not have the form of that type.
        pub fn downcast<D: model::DerivedFrom<Self>>(
            &self,
        ) -> ::core::result::Result<Option<D>, model::DecodeError> {
            model::downcast(self)
        }
    }
}

/// A group of a table; nothing when it has no members.
fn entries(name: &str, members: &[TokenStream]) -> TokenStream {
    if members.is_empty() {
        return TokenStream::new();
    }
    let name = Ident::new(name, Span::call_site());
    quote!(#name { #(#members,)* })
}

fn numbered(fields: &[Field]) -> impl Iterator<Item = (usize, &Field)> {
    fields.iter().enumerate()
}

fn limit_tokens(number: usize, limit: Limit) -> TokenStream {
    let number = Literal::usize_unsuffixed(number);
    let whole = |limit: u64| {
        let limit = Literal::u64_unsuffixed(limit);
        quote!((#limit))
    };
    let fraction = |value: f64| {
        let magnitude = Literal::f64_unsuffixed(value.abs());
        if value < 0.0 {
            quote!((-#magnitude))
        } else {
            quote!((#magnitude))
        }
    };
    let (name, value) = match limit {
        Limit::MaxLength(limit) => (quote!(MaxLength), whole(limit)),
        Limit::MinLength(limit) => (quote!(MinLength), whole(limit)),
        Limit::MaxItems(limit) => (quote!(MaxItems), whole(limit)),
        Limit::MinItems(limit) => (quote!(MinItems), whole(limit)),
        Limit::Maximum(limit) => (quote!(Maximum), fraction(limit)),
        Limit::Minimum(limit) => (quote!(Minimum), fraction(limit)),
    };
    quote!(#number #name #value)
}
