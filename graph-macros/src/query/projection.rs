//! `#[derive(Projection)]`.

use std::collections::HashSet;

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Attribute, Data, DeriveInput, Field, Fields, LitStr, Type};

use super::property::field as field_of_object;

/// What an attribute of a field says.
enum Source {
    /// The field is a property of the model, of this name.
    Property(Ident),
    /// The field is an annotation.
    Annotation(LitStr),
}

struct Part<'a> {
    name: &'a Ident,
    kind: &'a Type,
    source: Source,
}

pub(crate) fn projection(input: &DeriveInput) -> syn::Result<TokenStream> {
    let model = model(input)?;
    let parts = parts(input)?;
    let name = &input.ident;
    let told = parts.iter().map(Part::told);
    let (names, kinds): (Vec<_>, Vec<_>) = parts.iter().map(|part| (part.name, part.kind)).unzip();
    let empty = names.iter().zip(&kinds).map(
        |(name, kind)| quote_spanned!(kind.span()=> #name: ::graph_client::model::Slot::empty()),
    );
    let slots = parts.iter().enumerate().map(|(index, part)| {
        let name = part.name;
        quote_spanned!(part.kind.span()=> #index => &self.#name)
    });
    let slots_mut = parts.iter().enumerate().map(|(index, part)| {
        let name = part.name;
        quote_spanned!(part.kind.span()=> #index => &mut self.#name)
    });
    // Whole paths only: the user's names mean what they mean where the struct is.
    let client = quote!(::graph_client);
    Ok(quote! {
        #[automatically_derived]
        impl #client::query::Projection for #name {
            type Of = #model;

            fn fields(fields: &mut #client::query::Fields<Self>) {
                #(#told)*
            }
        }

        #[automatically_derived]
        impl #client::query::ViewOf<#model> for #name {}

        #[automatically_derived]
        impl #client::model::Formed for #name {
            type Form = #client::model::ObjectForm;
        }

        #[automatically_derived]
        impl #client::model::Model for #name {
            fn empty() -> Self {
                Self { #(#empty),* }
            }

            fn part(&self, index: usize) -> #client::model::Part<'_> {
                static DESCRIPTOR: ::std::sync::OnceLock<#client::model::Descriptor> =
                    ::std::sync::OnceLock::new();
                let slot: &dyn #client::model::Slot = match index {
                    #(#slots,)*
                    _ => return #client::model::Part::Rest(
                        DESCRIPTOR.get_or_init(#client::query::describe::<Self>),
                        #client::model::Additional::none(),
                    ),
                };
                #client::model::Part::Member(slot)
            }

            fn part_mut(&mut self, index: usize) -> #client::model::PartMut<'_> {
                let slot: &mut dyn #client::model::Slot = match index {
                    #(#slots_mut,)*
                    _ => return #client::model::PartMut::Nothing,
                };
                #client::model::PartMut::Member(slot)
            }
        }
    })
}

impl Part<'_> {
    /// The call that tells the runtime of the field. What is wrong with the field's type is said at
    /// the type, what is wrong with its name at the name.
    fn told(&self) -> TokenStream {
        let name = self.name;
        let span = self.kind.span();
        match &self.source {
            Source::Property(property) => {
                let of_model = field_of_object(property);
                quote_spanned!(span=> fields.property(#of_model, |part| &part.#name);)
            }
            Source::Annotation(annotation) => quote!(fields.annotation(#annotation);),
        }
    }
}

const FORM: &str = "a projection names the model that it is a part of: `#[projection(of = User)]`";

/// The model that the struct is a part of.
fn model(input: &DeriveInput) -> syn::Result<Type> {
    let mut model = None;
    for attribute in own_attributes(&input.attrs) {
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("of") {
                model = Some(meta.value()?.parse()?);
                Ok(())
            } else {
                Err(meta.error(FORM))
            }
        })?;
    }
    model.ok_or_else(|| syn::Error::new(input.ident.span(), FORM))
}

fn own_attributes(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("projection"))
}

fn parts(input: &DeriveInput) -> syn::Result<Vec<Part<'_>>> {
    if let Some(parameter) = input.generics.params.first() {
        return Err(syn::Error::new_spanned(
            parameter,
            "a projection has no parameters",
        ));
    }
    let fields = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) if !fields.named.is_empty() => &fields.named,
            _ => {
                return Err(syn::Error::new(
                    input.ident.span(),
                    "a projection has fields with the names of the model's",
                ));
            }
        },
        Data::Enum(_) | Data::Union(_) => {
            return Err(syn::Error::new(
                input.ident.span(),
                "a projection is a struct whose fields have the names of the model's",
            ));
        }
    };
    let parts: Vec<Part<'_>> = fields.iter().map(part).collect::<syn::Result<_>>()?;
    let mut seen = HashSet::new();
    for part in &parts {
        let (text, span) = match &part.source {
            Source::Property(name) => (name.to_string(), name.span()),
            Source::Annotation(name) => (name.value(), name.span()),
        };
        if !seen.insert(text) {
            return Err(syn::Error::new(
                span,
                "another field has this already, and what comes can go to one of them only",
            ));
        }
    }
    Ok(parts)
}

fn part(field: &Field) -> syn::Result<Part<'_>> {
    let Some(name) = &field.ident else {
        return Err(syn::Error::new_spanned(field, "the field has no name"));
    };
    let mut source = Source::Property(name.clone());
    for attribute in own_attributes(&field.attrs) {
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("property") {
                source = Source::Property(meta.value()?.parse()?);
                Ok(())
            } else if meta.path.is_ident("annotation") {
                source = Source::Annotation(meta.value()?.parse()?);
                Ok(())
            } else {
                Err(meta.error(
                    "a field is `property = name_in_the_model` or `annotation = \"@odata.etag\"`",
                ))
            }
        })?;
    }
    Ok(Part {
        name,
        kind: &field.ty,
        source,
    })
}
