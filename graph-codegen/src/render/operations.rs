//! The methods that return requests.

use proc_macro2::TokenStream;
use quote::quote;

use super::requests::option_tokens;
use super::types::From;
use super::{Renderer, documentation};
use crate::ir::{Answer, Body, Operation, Permissions, Scheme, TypeRef};
use crate::naming::{Convention, Scope};

impl Renderer<'_> {
    pub(super) fn operation(&self, operation: &Operation) -> TokenStream {
        let docs = documentation::outer(&operation_lines(operation));
        let method = Scope::new().mint(Convention::Value, [operation.method.key()]);
        let answer = self.answer_type(&operation.answer);
        let mut scope = Scope::with_reserved(&["body", "content_type", "operation", "request"]);
        let (body_argument, call) = self.body(operation.body.as_ref());
        let mut required_arguments = TokenStream::new();
        let mut required_calls = TokenStream::new();
        for parameter in operation
            .parameters
            .iter()
            .filter(|parameter| parameter.required)
        {
            let name = scope.mint(Convention::Value, [parameter.name.as_str()]);
            let (argument, set) =
                option_tokens(parameter.location, &parameter.name, parameter.option_type);
            required_arguments.extend(quote!(#name: #argument,));
            required_calls.extend(quote!(let request = { let value = #name; request #set };));
        }
        let runtime = self.runtime();
        let (request_type, wrap) = match self.option_sets.of(operation) {
            Some(identifier) => (
                quote!(requests::#identifier<#answer>),
                Some(quote!(requests::#identifier)),
            ),
            None => (quote!(#runtime::Request<#answer>), None),
        };
        let binding = operation_binding(operation);
        let result = if required_calls.is_empty() {
            match wrap {
                Some(wrap) => quote!(#wrap(self.0 #call)),
                None => quote!(self.0 #call),
            }
        } else {
            let result = match wrap {
                Some(wrap) => quote!(#wrap(request)),
                None => quote!(request),
            };
            quote!(let request = self.0 #call; #required_calls #result)
        };
        quote! {
            #docs
            pub fn #method(&self, #body_argument #required_arguments) -> #request_type {
                #binding
                #result
            }
        }
    }

    /// The argument for the body, and the call that makes the request.
    fn body(&self, body: Option<&Body>) -> (TokenStream, TokenStream) {
        let runtime = self.runtime();
        match body {
            None => (TokenStream::new(), quote!(.request(operation))),
            Some(Body::Json(TypeRef::Array {
                item,
                nullable: false,
            })) if item.named().is_some() => {
                let item = self.value_type(item, From::Beside);
                (
                    quote!(body: &[#item],),
                    quote!(.request_with_json_array(operation, body)),
                )
            }
            Some(Body::Json(type_ref @ (TypeRef::Named(_) | TypeRef::Page(_)))) => {
                let body = self.value_type(type_ref, From::Beside);
                (
                    quote!(body: &#body,),
                    quote!(.request_with_json(operation, body)),
                )
            }
            Some(Body::Json(_)) => (
                quote!(body: &#runtime::model::Json,),
                quote!(.request_with_json_value(operation, body)),
            ),
            Some(Body::Binary(content_types)) => match content_types.as_slice() {
                [only] => (
                    quote!(body: impl Into<#runtime::transport::Body>,),
                    quote!(.request_with_bytes(operation, #only, body)),
                ),
                _ => (
                    quote!(body: impl Into<#runtime::transport::Body>, content_type: &str,),
                    quote!(.request_with_bytes(operation, content_type, body)),
                ),
            },
        }
    }

    fn answer_type(&self, answer: &Answer) -> TokenStream {
        let runtime = self.runtime();
        match answer {
            Answer::Empty => quote!(()),
            Answer::Binary => quote!(#runtime::bytes::Bytes),
            Answer::Text(type_ref) => self.value_type(type_ref, From::Beside),
            Answer::Json { type_ref, optional } => {
                let value = match type_ref {
                    TypeRef::Array { item, .. } if item.named().is_none() => {
                        quote!(#runtime::model::Json)
                    }
                    TypeRef::Boolean
                    | TypeRef::I32
                    | TypeRef::I64
                    | TypeRef::Double
                    | TypeRef::String
                    | TypeRef::Array { .. }
                    | TypeRef::Page(_)
                    | TypeRef::Named(_)
                    | TypeRef::Json => self.value_type(type_ref, From::Beside),
                    _ => quote!(String),
                };
                if *optional {
                    quote!(Option<#value>)
                } else {
                    value
                }
            }
        }
    }
}

/// The description of an operation that its requests carry. It is made where it is used: a static
/// for each would have the compiler check a second body for every operation.
fn operation_binding(operation: &Operation) -> TokenStream {
    let method = Scope::new().mint(Convention::Type, [operation.method.name()]);
    let path = &operation.path;
    let reference = operation
        .reference
        .as_ref()
        .map(|url| quote!(.with_documentation(#url)));
    let requirements = requirements(operation);
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
fn requirements(operation: &Operation) -> Option<TokenStream> {
    let permissions = operation.permissions.as_ref().map(|permissions| {
        let schemes = schemes(permissions).map(|(_, scheme)| scheme_tokens(scheme));
        quote!(operation::Permissions::new(#(#schemes),*))
    });
    let roles = (!operation.roles.is_empty()).then(|| {
        let roles = &operation.roles;
        quote!(.with_roles(&[#(#roles),*]))
    });
    let clouds = (!operation.clouds.is_empty()).then(|| {
        let clouds = operation
            .clouds
            .iter()
            .map(|cloud| Scope::new().mint(Convention::Type, [cloud.variant()]));
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
fn operation_lines(operation: &Operation) -> Vec<String> {
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
    if operation.documentation.deprecated {
        paragraph("Deprecated.".to_owned());
    }
    if let Some(reference) = &operation.reference {
        paragraph(format!("Reference: {}", documentation::plain(reference)));
    }
    if let Some(permissions) = &operation.permissions {
        paragraph("| Permissions | least privileged | higher |".to_owned());
        lines.push("|---|---|---|".to_owned());
        lines.extend(schemes(permissions).map(|(name, scheme)| scheme_row(name, scheme)));
    }
    let mut paragraph = |line: String| lines.extend([String::new(), line]);
    if !operation.roles.is_empty() {
        let roles: Vec<String> = operation
            .roles
            .iter()
            .map(|role| documentation::plain(role))
            .collect();
        paragraph(format!("Roles, one of: {}.", roles.join(", ")));
    }
    if !operation.clouds.is_empty() {
        let clouds: Vec<&str> = operation.clouds.iter().map(|cloud| cloud.title()).collect();
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
