//! The module `requirements`: what operations ask of their callers, said once for all that ask the
//! same.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Renderer, documentation};
use crate::ir::{AllOf, Caller, Cloud, Permissions, Scheme};
use crate::naming::{Convention, Scope};
use crate::plan::surface::{RequirementSet, Requirements};

impl Renderer<'_> {
    /// The items of the module.
    pub(super) fn requirement_sets(&self) -> TokenStream {
        let runtime = self.runtime;
        let sets = self.surface.requirements.iter().map(constant);
        quote! {
            use #runtime::operation;

            #(#sets)*
        }
    }
}

fn constant(set: &RequirementSet) -> TokenStream {
    let name = &set.identifier;
    let docs = documentation::outer(&lines(&set.requirements));
    let value = value(&set.requirements);
    quote! {
        #docs
        pub static #name: operation::Requirements = #value;
    }
}

fn value(requirements: &Requirements) -> TokenStream {
    let permissions = match &requirements.permissions {
        None => quote!(operation::Permissions::UNKNOWN),
        Some(permissions) => {
            let schemes = Caller::ALL.map(|caller| scheme(permissions.of(caller)));
            quote!(operation::Permissions::new(#(#schemes),*))
        }
    };
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
    quote!(operation::Requirements::new(#permissions) #roles #clouds)
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

fn scheme(scheme: &Scheme) -> TokenStream {
    match scheme {
        Scheme::Unknown => quote!(operation::Scheme::Unknown),
        Scheme::Unsupported => quote!(operation::Scheme::Unsupported),
        Scheme::Supported { least, higher } => {
            let (least, higher) = (alternatives(least), alternatives(higher));
            quote!(operation::Scheme::Supported { least: &[#least], higher: &[#higher] })
        }
    }
}

fn alternatives(alternatives: &[AllOf]) -> TokenStream {
    let alternatives = alternatives
        .iter()
        .map(|AllOf(names)| quote!(operation::AllOf(&[#(#names),*])));
    quote!(#(#alternatives),*)
}

/// What the documentation of an operation says, with a link to the rest.
pub(super) fn in_a_line(requirements: &Requirements, link: &str) -> String {
    let least = requirements
        .permissions
        .as_ref()
        .map(least)
        .unwrap_or_default();
    if least.is_empty() {
        return format!("[Who may call it, and where]{link}.");
    }
    format!(
        "Needs {}; [what else would do, and where]{link}.",
        least.join(" or ")
    )
}

/// The least privileged permissions, callers with the same one together.
fn least(permissions: &Permissions) -> Vec<String> {
    let mut groups: Vec<(&[AllOf], String)> = Vec::new();
    for caller in Caller::ALL {
        let Scheme::Supported { least, .. } = permissions.of(caller) else {
            continue;
        };
        let caller = match caller {
            Caller::DelegatedWork => "delegated",
            Caller::DelegatedPersonal => "personal account",
            Caller::Application => "application",
        };
        match groups.iter_mut().find(|(other, _)| other == least) {
            Some((_, callers)) => *callers += &format!(", {caller}"),
            None if least.is_empty() => {}
            None => groups.push((least, caller.to_owned())),
        }
    }
    let groups = groups.into_iter();
    groups
        .map(|(least, callers)| format!("{} ({callers})", listed(least, " or ")))
        .collect()
}

fn listed(alternatives: &[AllOf], separator: &str) -> String {
    let alternatives: Vec<String> = alternatives
        .iter()
        .map(|AllOf(names)| {
            let names: Vec<String> = names.iter().map(|name| documentation::code(name)).collect();
            names.join(" and ")
        })
        .collect();
    alternatives.join(separator)
}

/// What the documentation of a constant shows: permissions, roles, clouds.
fn lines(requirements: &Requirements) -> Vec<String> {
    let mut lines = Vec::new();
    let mut paragraph = |line: String| {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.push(line);
    };
    if let Some(permissions) = &requirements.permissions {
        let rows = Caller::ALL.map(|caller| row(caller, permissions.of(caller)));
        let head = "| Permissions | least privileged | higher |\n|---|---|---|";
        paragraph(format!("{head}\n{}", rows.join("\n")));
    }
    if !requirements.roles.is_empty() {
        let roles: Vec<String> = requirements
            .roles
            .iter()
            .map(|role| documentation::plain(role))
            .collect();
        paragraph(format!("Roles, one of: {}.", roles.join(", ")));
    }
    if !requirements.clouds.is_empty() {
        let clouds: Vec<&str> = requirements.clouds.iter().map(|one| one.title()).collect();
        paragraph(format!("Clouds: {}.", clouds.join(", ")));
    }
    lines
        .iter()
        .flat_map(|paragraph| paragraph.split('\n'))
        .map(str::to_owned)
        .collect()
}

fn row(caller: Caller, scheme: &Scheme) -> String {
    let caller = match caller {
        Caller::DelegatedWork => "Delegated, work or school account",
        Caller::DelegatedPersonal => "Delegated, personal account",
        Caller::Application => "Application",
    };
    let cell = |alternatives: &[AllOf]| match listed(alternatives, ", ") {
        none if none.is_empty() => "none".to_owned(),
        some => some,
    };
    let (least, higher) = match scheme {
        Scheme::Unknown => ("not told".to_owned(), "not told".to_owned()),
        Scheme::Unsupported => ("not supported".to_owned(), "not supported".to_owned()),
        Scheme::Supported { least, higher } => (cell(least), cell(higher)),
    };
    format!("| {caller} | {least} | {higher} |")
}
