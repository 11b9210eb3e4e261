//! The features of Cargo that gate areas.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;
use serde::Serialize;

use super::{Context, Renderer};
use crate::ir::{Api, Area, AreaId, Extent, TypeId};
use crate::naming::{Convention, Identifier, Scope, snake_case};

/// A feature of Cargo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Feature {
    /// Its name.
    pub name: String,
    /// The features that it turns on: those of the parts of a top-level segment.
    pub enables: Vec<String>,
}

impl Renderer<'_> {
    pub(super) fn features(&self) -> Vec<Feature> {
        let mut features: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (_, area) in self.api.areas.iter() {
            let (Some(segment), Some(own)) = (self.segment_feature(area), self.feature(area))
            else {
                continue;
            };
            if own != segment {
                features.entry(segment).or_default().insert(own.clone());
            }
            features.entry(own).or_default();
        }
        features
            .into_iter()
            .map(|(name, enables)| Feature {
                name,
                enables: enables.into_iter().collect(),
            })
            .collect()
    }

    /// The feature for an area.
    fn feature(&self, area: &Area) -> Option<String> {
        let segment = self.segment_feature(area)?;
        Some(match &area.extent {
            Extent::Whole => segment,
            Extent::Base => segment + "-base",
            Extent::Part(name) => format!("{segment}-{}", kebab_case(name)),
        })
    }

    /// The feature for all of a top-level segment.
    fn segment_feature(&self, area: &Area) -> Option<String> {
        let prefix = self.context.feature_prefix.as_ref()?;
        let segment = kebab_case(&area.segment);
        Some(match (prefix.is_empty(), segment.is_empty()) {
            // Cargo has a feature of this name of its own.
            (true, false) if segment == "default" => "default-segment".to_owned(),
            (true, false) => segment,
            (true, true) => "root".to_owned(),
            (false, true) => format!("{prefix}-root"),
            (false, false) => format!("{prefix}-{segment}"),
        })
    }

    /// The condition under which something that these areas need is compiled.
    pub(super) fn condition(&self, areas: &[AreaId]) -> TokenStream {
        if let Some(name) = self.conditions.names.get(areas) {
            return quote!(#[cfg(#name)]);
        }
        let features = self.features_of(areas);
        let mut names = features.iter();
        match (names.next(), features.len()) {
            (None, _) => TokenStream::new(),
            (Some(feature), 1) => quote!(#[cfg(feature = #feature)]),
            _ => quote!(#[cfg(any(#(feature = #features),*))]),
        }
    }

    /// The condition under which a type is compiled, where another is compiled anyway.
    pub(super) fn condition_within(&self, id: TypeId, other: TypeId) -> TokenStream {
        let areas = |id: TypeId| self.api.reached_from.get(id.0).map(Vec::as_slice);
        let (own, given) = (
            areas(id).unwrap_or_default(),
            areas(other).unwrap_or_default(),
        );
        if !given.is_empty() && given.iter().all(|area| own.contains(area)) {
            return TokenStream::new();
        }
        self.condition(own)
    }

    fn features_of(&self, areas: &[AreaId]) -> BTreeSet<String> {
        areas
            .iter()
            .filter_map(|area| self.feature(self.api.areas.get(*area)?))
            .collect()
    }

    pub(super) fn build_script(&self) -> Option<String> {
        if self.conditions.names.is_empty() {
            return None;
        }
        let conditions = self.conditions.names.iter().map(|(areas, name)| {
            let name = name.as_str();
            let features: Vec<String> = self.features_of(areas).into_iter().collect();
            let features = features.join(" ");
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
        Some(prettyplease::unparse(&file))
    }
}

/// The names of long conditions, which occur many times.
#[derive(Clone, Debug, Default)]
pub(super) struct Conditions {
    names: BTreeMap<Vec<AreaId>, Identifier>,
}

/// A condition of more areas than this has a name.
const LONGEST_UNNAMED: usize = 3;

impl Conditions {
    pub(super) fn mint(api: &Api, context: &Context) -> Self {
        if !context.named_conditions || context.feature_prefix.is_none() {
            return Self::default();
        }
        let of_types = api.reached_from.iter().map(Vec::as_slice);
        let segments = api.areas.segments();
        let all: BTreeSet<&[AreaId]> = of_types
            .chain(segments.iter().map(Vec::as_slice))
            .filter(|areas| areas.len() > LONGEST_UNNAMED)
            .collect();
        let mut scope = Scope::new();
        let names = all.into_iter().zip(1_usize..).map(|(areas, number)| {
            let name = format!("needed_{number}");
            (areas.to_vec(), scope.mint(Convention::Value, [&*name]))
        });
        Self {
            names: names.collect(),
        }
    }
}

fn kebab_case(name: &str) -> String {
    snake_case(name).replace('_', "-")
}
