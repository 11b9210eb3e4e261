//! The methods that return requests.

use proc_macro2::TokenStream;
use quote::quote;

use super::requests::set_option;
use super::types::From;
use super::{Renderer, documentation};
use crate::ir::{Cloud, Permissions, Scheme};
use crate::naming::{Convention, Scope};
use crate::plan::RustType;
use crate::plan::surface::{ArgumentType, BodyCall, OperationMethod, Requirements};

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
        let call = self.body_call(operation);
        let required = operation
            .required_options
            .iter()
            .filter_map(|(option, number)| {
                let name = &operation.arguments.get(*number)?.identifier;
                let set = set_option(option);
                Some(quote!(let request = { let value = #name; request #set };))
            });
        let required: TokenStream = required.collect();
        let result = match (required.is_empty(), wrap) {
            (true, Some(wrap)) => quote!(#wrap(self.path #call)),
            (true, None) => quote!(self.path #call),
            (false, Some(wrap)) => quote!(let request = self.path #call; #required #wrap(request)),
            (false, None) => quote!(let request = self.path #call; #required request),
        };
        let binding = operation_binding(operation);
        let lifetime = (operation.body == BodyCall::OptionalContent).then(|| quote!(<'b>));
        let arguments = self.argument_list(&operation.arguments);
        quote! {
            #docs
            #deprecated
            pub fn #method #lifetime(&self, #arguments) -> #request_type {
                #binding
                #result
            }
        }
    }

    /// The call that makes the request.
    fn body_call(&self, operation: &OperationMethod) -> TokenStream {
        let runtime = self.runtime;
        let content_type = |fixed: &Option<String>| match fixed {
            Some(fixed) => quote!(#fixed),
            None => quote!(content_type),
        };
        match &operation.body {
            BodyCall::None => quote!(.request(operation)),
            BodyCall::Model => quote!(.request_with_json(operation, body)),
            BodyCall::Slice => quote!(.request_with_json_array(operation, body)),
            BodyCall::Content => {
                quote!(.request_with_content(operation, #runtime::model::Content::source(body)))
            }
            BodyCall::OptionalContent => quote! {
                .request_with_content(operation, body.into().map(#runtime::model::Content::source))
            },
            BodyCall::Bytes(fixed) => {
                let content_type = content_type(fixed);
                quote!(.request_with_bytes(operation, #content_type, body))
            }
            BodyCall::OptionalBytes(fixed) => {
                let content_type = content_type(fixed);
                quote!(.request_with_optional_bytes(operation, #content_type, body))
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

/// The description of an operation that its requests carry. It is made where it is used: a static
/// for each would have the compiler check a second body for every operation.
fn operation_binding(operation: &OperationMethod) -> TokenStream {
    let method = Scope::new().mint(Convention::Type, [operation.method.name()]);
    let path = &operation.path;
    let reference = operation
        .reference
        .as_ref()
        .map(|url| quote!(.with_documentation(#url)));
    let requirements = requirements(&operation.requirements);
    let with_requirements = requirements
        .is_some()
        .then(|| quote!(.with_requirements(&REQUIREMENTS)));
    quote! {
        #requirements
        let operation = operation::Operation::new(operation::Method::#method, #path)
            #reference #with_requirements;
    }
}

/// The permissions, roles and clouds, when any are recorded.
fn requirements(requirements: &Requirements) -> Option<TokenStream> {
    let permissions = requirements.permissions.as_ref().map(|permissions| {
        let schemes = schemes(permissions).map(|(_, scheme)| scheme_tokens(scheme));
        quote!(operation::Permissions::new(#(#schemes),*))
    });
    let roles = (!requirements.roles.is_empty()).then(|| {
        let roles = &requirements.roles;
        quote!(.with_roles(&[#(#roles),*]))
    });
    let clouds = (!requirements.clouds.is_empty()).then(|| {
        let clouds = requirements
            .clouds
            .iter()
            .map(|cloud| Scope::new().mint(Convention::Type, [variant(*cloud)]));
        quote!(.with_clouds(&[#(operation::Cloud::#clouds),*]))
    });
    if permissions.is_none() && roles.is_none() && clouds.is_none() {
        return None;
    }
    let permissions = permissions.unwrap_or_else(|| quote!(operation::Permissions::UNKNOWN));
    Some(quote! {
        static REQUIREMENTS: operation::Requirements =
            operation::Requirements::new(#permissions) #roles #clouds;
    })
}

/// A cloud's variant in the runtime.
fn variant(cloud: Cloud) -> &'static str {
    match cloud {
        Cloud::Global => "global",
        Cloud::UsGovernmentL4 => "usGovernmentL4",
        Cloud::UsGovernmentL5 => "usGovernmentL5",
        Cloud::China => "china",
    }
}

fn schemes(permissions: &Permissions) -> impl Iterator<Item = (&'static str, &Scheme)> {
    [
        (
            "Delegated, work or school account",
            &permissions.delegated_work,
        ),
        (
            "Delegated, personal account",
            &permissions.delegated_personal,
        ),
        ("Application", &permissions.application),
    ]
    .into_iter()
}

fn scheme_tokens(scheme: &Scheme) -> TokenStream {
    match scheme {
        Scheme::Unknown => quote!(operation::Scheme::Unknown),
        Scheme::Unsupported => quote!(operation::Scheme::Unsupported),
        Scheme::Supported { least, higher } => quote! {
            operation::Scheme::Supported { least: &[#(#least),*], higher: &[#(#higher),*] }
        },
    }
}

/// What the documentation shows: summary, description, reference page, permissions, roles,
/// clouds.
fn operation_lines(operation: &OperationMethod) -> Vec<String> {
    let text = |text: &Option<String>| {
        let text = text.as_deref().map(documentation::plain);
        text.filter(|text| !text.is_empty())
    };
    let place = format!(
        "{} {}",
        operation.method.key().to_ascii_uppercase(),
        operation.path
    );
    let summary = text(&operation.summary);
    let description = text(&operation.documentation.description);
    let mut lines = match (summary, description) {
        (Some(summary), Some(description)) if summary != description => {
            vec![summary, String::new(), description]
        }
        (Some(line), _) | (None, Some(line)) => vec![line],
        (None, None) => vec![documentation::code(&place)],
    };
    let mut paragraph = |line: String| lines.extend([String::new(), line]);
    if let Some(reference) = &operation.reference {
        paragraph(format!("Reference: {}", documentation::plain(reference)));
    }
    let requirements = &operation.requirements;
    if let Some(permissions) = &requirements.permissions {
        paragraph("| Permissions | least privileged | higher |".to_owned());
        lines.push("|---|---|---|".to_owned());
        lines.extend(schemes(permissions).map(|(name, scheme)| scheme_row(name, scheme)));
    }
    let mut paragraph = |line: String| lines.extend([String::new(), line]);
    if !requirements.roles.is_empty() {
        let roles: Vec<String> = requirements
            .roles
            .iter()
            .map(|role| documentation::plain(role))
            .collect();
        paragraph(format!("Roles, one of: {}.", roles.join(", ")));
    }
    if !requirements.clouds.is_empty() {
        let clouds: Vec<&str> = requirements
            .clouds
            .iter()
            .map(|cloud| cloud.title())
            .collect();
        paragraph(format!("Clouds: {}.", clouds.join(", ")));
    }
    lines
}

fn scheme_row(name: &str, scheme: &Scheme) -> String {
    let list = |names: &[String]| {
        let names: Vec<String> = names.iter().map(|name| documentation::code(name)).collect();
        if names.is_empty() {
            "none".to_owned()
        } else {
            names.join(", ")
        }
    };
    match scheme {
        Scheme::Unknown => format!("| {name} | not told | not told |"),
        Scheme::Unsupported => format!("| {name} | not supported | not supported |"),
        Scheme::Supported { least, higher } => {
            format!("| {name} | {} | {} |", list(least), list(higher))
        }
    }
}
