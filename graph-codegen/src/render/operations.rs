//! The methods that return requests.

use proc_macro2::TokenStream;
use quote::quote;

use super::requests::set_option;
use super::types::From;
use super::{Renderer, documentation, requirements};
use crate::naming::{Convention, Scope};
use crate::plan::RustType;
use crate::plan::surface::{ArgumentType, BodyCall, OperationMethod};

impl Renderer<'_> {
    pub(super) fn operation(&self, operation: &OperationMethod) -> TokenStream {
        let docs = documentation::outer(&operation_lines(operation));
        let deprecated = documentation::deprecated(&operation.documentation);
        let method = &operation.identifier;
        let answer = self.rust_type(&operation.answer, From::Beside);
        let runtime = self.runtime;
        let (request_type, wrap) = match &operation.request {
            Some(identifier) => (
                quote!(requests::#identifier<#answer>),
                Some(quote!(requests::#identifier)),
            ),
            None => (quote!(#runtime::Request<#answer>), None),
        };
        let required = operation
            .required_options
            .iter()
            .filter_map(|(option, number)| {
                let name = &operation.arguments.get(*number)?.identifier;
                let set = set_option(option);
                Some(quote!(let request = { let value = #name; request #set };))
            });
        let required: TokenStream = required.collect();
        let description = description(operation);
        let (constant, operation_value) = match &operation.constants {
            None => (None, description),
            Some(constants) => {
                let name = &constants.operation;
                let docs = documentation::outer(&[format!(
                    "{}, as its requests carry it.",
                    documentation::code(&operation.key())
                )]);
                let constant = quote! {
                    #docs
                    pub const #name: operation::Operation = #description;
                };
                (Some(constant), quote!(Self::#name))
            }
        };
        let call = self.body_call(operation, &operation_value);
        let result = match (required.is_empty(), wrap) {
            (true, Some(wrap)) => quote!(#wrap(self.path #call)),
            (true, None) => quote!(self.path #call),
            (false, Some(wrap)) => quote!(let request = self.path #call; #required #wrap(request)),
            (false, None) => quote!(let request = self.path #call; #required request),
        };
        let lifetime = (operation.body == BodyCall::OptionalContent).then(|| quote!(<'b>));
        let arguments = self.argument_list(&operation.arguments);
        quote! {
            #constant

            #docs
            #deprecated
            pub fn #method #lifetime(&self, #arguments) -> #request_type {
                #result
            }
        }
    }

    /// The call that makes the request.
    fn body_call(&self, operation: &OperationMethod, value: &TokenStream) -> TokenStream {
        let runtime = self.runtime;
        let content_type = |fixed: &Option<String>| match fixed {
            Some(fixed) => quote!(#fixed),
            None => quote!(content_type),
        };
        match &operation.body {
            BodyCall::None => quote!(.request(#value)),
            BodyCall::Model => quote!(.request_with_json(#value, body)),
            BodyCall::Slice => quote!(.request_with_json_array(#value, body)),
            BodyCall::Content => {
                quote!(.request_with_content(#value, #runtime::model::Content::source(body)))
            }
            BodyCall::OptionalContent => quote! {
                .request_with_content(#value, body.into().map(#runtime::model::Content::source))
            },
            BodyCall::Bytes(fixed) => {
                let content_type = content_type(fixed);
                quote!(.request_with_bytes(#value, #content_type, body))
            }
            BodyCall::OptionalBytes(fixed) => {
                let content_type = content_type(fixed);
                quote!(.request_with_optional_bytes(#value, #content_type, body))
            }
        }
    }
}

/// Whether a method names a generated type.
pub(super) fn names_models(operation: &OperationMethod) -> bool {
    let names = |rust_type: &RustType| is_model(rust_type);
    names(&operation.answer)
        || operation
            .arguments
            .iter()
            .any(|argument| match &argument.argument_type {
                ArgumentType::Reference(value) | ArgumentType::OptionalReference(value) => {
                    names(value)
                }
                _ => false,
            })
}

fn is_model(rust_type: &RustType) -> bool {
    match rust_type {
        RustType::Model(_) => true,
        RustType::Std(_, arguments) | RustType::Runtime(_, arguments) => {
            arguments.iter().any(is_model)
        }
        RustType::Slice(item) => is_model(item),
        RustType::Bytes => false,
    }
}

/// The description of an operation that its requests carry. Without requirements it is made where
/// it is used: a constant for each would have the compiler check a second body for every operation.
fn description(operation: &OperationMethod) -> TokenStream {
    let method = Scope::new().mint(Convention::Value, [operation.method.name()]);
    let path = &operation.path;
    let reference = operation
        .reference
        .as_ref()
        .map(|url| quote!(.with_documentation(#url)));
    let requirements = operation.constants.as_ref().map(|constants| {
        let name = &constants.requirements;
        quote!(.with_requirements(&requirements::#name))
    });
    quote!(operation::Operation::#method(#path) #reference #requirements)
}

/// What the documentation shows: summary, description, reference page, and in a line who may call
/// it.
fn operation_lines(operation: &OperationMethod) -> Vec<String> {
    let text = |text: &Option<String>| {
        let text = text.as_deref().map(documentation::plain);
        text.filter(|text| !text.is_empty())
    };
    let summary = text(&operation.summary);
    let description = text(&operation.documentation.description);
    let mut lines = match (summary, description) {
        (Some(summary), Some(description)) if summary != description => {
            vec![summary, String::new(), description]
        }
        (Some(line), _) | (None, Some(line)) => vec![line],
        (None, None) => vec![documentation::code(&operation.key())],
    };
    let mut paragraph = |line: String| lines.extend([String::new(), line]);
    if let Some(reference) = &operation.reference {
        paragraph(format!("Reference: {}", documentation::plain(reference)));
    }
    if let Some(constants) = &operation.constants {
        let link = format!("(requirements::{})", constants.requirements);
        paragraph(requirements::in_a_line(&operation.requirements, &link));
    }
    lines
}
