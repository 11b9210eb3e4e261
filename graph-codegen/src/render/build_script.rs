//! The build script of a generated crate, which turns named conditions on.

use quote::quote;

use super::Renderer;

impl Renderer<'_> {
    pub(super) fn build_script(&self) -> Option<String> {
        if self.surface.conditions.is_empty() {
            return None;
        }
        let conditions = self.surface.conditions.iter().map(|named| {
            let name = named.name.as_str();
            let features = named.condition.0.join(" ");
            quote!((#name, #features))
        });
        let file = syn::parse_quote! {
            //! Turns on the conditions of types that several features need.

            /// Names of conditions, each with the features that turn it on.
            const CONDITIONS: &[(&str, &str)] = &[#(#conditions),*];

            fn main() {
                println!("cargo::rerun-if-changed=build.rs");
                for (condition, features) in CONDITIONS {
                    println!("cargo::rustc-check-cfg=cfg({condition})");
                    let is_on = |feature: &str| {
                        let name = feature.to_uppercase().replace('-', "_");
                        std::env::var_os(format!("CARGO_FEATURE_{name}")).is_some()
                    };
                    if features.split(' ').any(is_on) {
                        println!("cargo::rustc-cfg={condition}");
                    }
                }
            }
        };
        Some(super::layout::spaced(&prettyplease::unparse(&file)))
    }
}
