//! Values that are one of several types.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::{From, path_to};
use super::{Renderer, documentation};
use crate::plan::RustType;
use crate::plan::surface::{
    Alternative, Choice, EitherChoice, Family, Kind, Model, Struct, Variant,
};

impl Renderer<'_> {
    /// The enum of a type and its descendants.
    pub(super) fn family(&self, model: &Model, object: &Struct, family: &Family) -> TokenStream {
        let runtime = self.runtime;
        let (any, base, base_variant) = (
            &family.identifier,
            &model.path.identifier,
            &family.base_variant,
        );
        let title = documentation::code(&model.title);
        let docs =
            documentation::outer(&[format!("{title}, or one of the types derived from it.")]);
        let base_docs = documentation::outer(&[format!("{title} itself.")]);
        let declarations = family
            .variants
            .iter()
            .map(|variant| self.variant_declaration(model, variant));
        let arms = family
            .variants
            .iter()
            .map(|variant| self.variant_arm(model, variant));
        let accessors = self.accessors(model, object, family);
        let (schema, discriminator) = (&model.title, &family.discriminator);
        quote! {
            #docs
            #[non_exhaustive]
            pub enum #any {
                #(#declarations)*
                #base_docs
                #base_variant(Box<#base>),
                /// A type that was not known when this was generated; all of it is kept.
                Unknown(Box<#base>),
            }

            #accessors

            #runtime::polymorphic_model!(#any by #discriminator {
                #(#arms)*
            } base #base_variant(#base): #schema else Unknown(#base));
        }
    }

    /// Functions that read the base's properties from whichever type it is.
    fn accessors(&self, model: &Model, object: &Struct, family: &Family) -> TokenStream {
        if family.accessors.is_empty() {
            return TokenStream::new();
        }
        let any = &family.identifier;
        let accessors = family.accessors.iter().filter_map(|(accessor, number)| {
            let field = object.fields.get(*number)?;
            let value = self.rust_type(&field.value_type, From::Model(&model.path.modules));
            let name = &field.property;
            let docs = documentation::outer(&[format!(
                "The property {}, whichever type this is.",
                documentation::code(name)
            )]);
            let deprecated = documentation::deprecated(&field.documentation);
            let property = quote!(model::shared_property::<#value>(self, #name));
            let (result, body) = match &field.value_type {
                RustType::Std("String", _) => (quote!(&str), quote!(#property.map(String::as_str))),
                RustType::Std("bool" | "u8" | "i16" | "i32" | "i64" | "f64", _) => {
                    (value, quote!(#property.copied()))
                }
                _ => (quote!(&#value), property),
            };
            Some(quote! {
                #docs
                #deprecated
                pub fn #accessor(&self) -> Option<#result> {
                    #body
                }
            })
        });
        quote!(impl #any { #(#accessors)* })
    }

    /// A choice that a discriminator tells apart.
    pub(super) fn choice(&self, model: &Model, choice: &Choice) -> TokenStream {
        let runtime = self.runtime;
        let identifier = &model.path.identifier;
        let docs = Self::type_docs(model, "choice");
        let variants = || choice.alternatives.iter().map(|one| &one.variant);
        let declarations = variants().map(|variant| self.variant_declaration(model, variant));
        let arms = variants().map(|variant| self.variant_arm(model, variant));
        let constructors = choice
            .alternatives
            .iter()
            .map(|one| self.alternative(model, choice, one));
        let discriminator = &choice.discriminator;
        quote! {
            #docs
            #[non_exhaustive]
            pub enum #identifier {
                #(#declarations)*
                /// A type that was not known when this was generated; all of it is kept.
                Unknown(Box<model::UntypedObject>),
            }

            impl #identifier {
                #(#constructors)*
            }

            #runtime::polymorphic_model!(#identifier by #discriminator {
                #(#arms)*
            } else Unknown(model::UntypedObject));
        }
    }

    /// The functions that make an alternative of what must be sent.
    fn alternative(&self, model: &Model, choice: &Choice, one: &Alternative) -> TokenStream {
        let from = From::Model(&model.path.modules);
        let Variant {
            identifier,
            object,
            condition,
            ..
        } = &one.variant;
        let object = path_to(object, from);
        let condition = self.condition(condition);
        let constructors = one.constructors.iter().enumerate();
        let constructors = constructors.map(|(number, constructor)| {
            let arguments = one.arguments.iter().map(|(name, value)| {
                let value = self.rust_type(value, from);
                quote!(#name: impl Into<#value>)
            });
            let names = one.arguments.iter().map(|(name, _)| name);
            let (name, value) = (&constructor.identifier, &constructor.value);
            let docs = documentation::outer(&[format!(
                "A value whose {} is {}.",
                documentation::code(&choice.discriminator),
                documentation::code(value)
            )]);
            let made = quote!(Self::#identifier(Box::new(#object::new(#(#names),*))));
            let made = if number == 0 {
                made
            } else {
                quote!(model::with_discriminator(#made, #value))
            };
            quote! {
                #condition
                #docs
                pub fn #name(#(#arguments),*) -> Self {
                    #made
                }
            }
        });
        quote!(#(#constructors)*)
    }

    fn variant_declaration(&self, model: &Model, variant: &Variant) -> TokenStream {
        let identifier = &variant.identifier;
        let object = path_to(&variant.object, From::Model(&model.path.modules));
        let condition = self.condition(&variant.condition);
        let docs = documentation::outer(&[format!("{}.", documentation::code(&variant.schema))]);
        quote!(#condition #docs #identifier(Box<#object>),)
    }

    /// A variant as the runtime's macro takes it.
    fn variant_arm(&self, model: &Model, variant: &Variant) -> TokenStream {
        let identifier = &variant.identifier;
        let object = path_to(&variant.object, From::Model(&model.path.modules));
        let condition = self.condition(&variant.condition);
        let values = &variant.values;
        quote!(#condition #identifier(#object): #(#values)|*,)
    }

    /// A choice whose alternatives are told apart by their JSON.
    pub(super) fn either(&self, model: &Model, either: &EitherChoice) -> TokenStream {
        let runtime = self.runtime;
        let identifier = &model.path.identifier;
        let docs = Self::type_docs(model, "choice");
        let from = From::Model(&model.path.modules);
        let declarations = either.variants.iter().map(|(name, value, kind)| {
            let value = self.rust_type(value, from);
            let docs = documentation::outer(&[kind_docs(kind)]);
            quote!(#docs #name(#value),)
        });
        let arms = either.variants.iter().map(|(name, value, kind)| {
            let value = self.rust_type(value, from);
            let kind = match kind {
                Kind::Boolean => quote!(Boolean),
                Kind::Number => quote!(Number),
                Kind::String => quote!(String),
                Kind::Array => quote!(Array),
                Kind::Object(required) => quote!(Object(&[#(#required),*])),
            };
            quote!(#name(#value): #kind,)
        });
        quote! {
            #docs
            #[non_exhaustive]
            pub enum #identifier {
                #(#declarations)*
                /// A value of another form; all of it is kept.
                Unknown(model::Json),
            }

            #runtime::untagged_choice!(#identifier { #(#arms)* });
        }
    }
}

fn kind_docs(kind: &Kind) -> String {
    match kind {
        Kind::Boolean => "`true` or `false`.".to_owned(),
        Kind::Number => "A number.".to_owned(),
        Kind::String => "A string.".to_owned(),
        Kind::Array => "A collection.".to_owned(),
        Kind::Object(required) if required.is_empty() => "An object.".to_owned(),
        Kind::Object(required) => {
            let names: Vec<String> = required
                .iter()
                .map(|name| documentation::code(name))
                .collect();
            format!("An object with {}.", names.join(", "))
        }
    }
}
