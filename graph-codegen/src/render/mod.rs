//! From the intermediate representation to Rust.
//!
//! Everything becomes a tree of modules, which is written to files or, inside a macro, expanded
//! in place.

mod documentation;
mod enumerations;
mod features;
mod files;
mod models;
mod module;
mod names;
mod nodes;
mod objects;
mod operations;
mod requests;
mod types;
mod unions;

use std::path::PathBuf;

use proc_macro2::TokenStream;
use quote::quote;

use features::Conditions;
pub use features::Feature;
pub use files::FormatError;

use crate::ir::Api;
use crate::naming::{Convention, Scope};
use module::{Contents, Module};
use names::Names;
use requests::OptionSets;

/// How the generated code stands to what is around it.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// Whether the code is a part of the runtime crate, which it calls `crate` then, and
    /// `::graph_client` elsewhere.
    pub within_runtime: bool,
    /// What the names of features begin with, such as `v1`; none to generate without features.
    pub feature_prefix: Option<String>,
    /// Whether long conditions have names, which a build script turns on.
    pub named_conditions: bool,
}

/// An API with names for all its parts, ready to be written down.
#[derive(Clone, Debug)]
pub struct Rendering {
    api: Api,
    names: Names,
    option_sets: OptionSets,
    conditions: Conditions,
    context: Context,
    name: String,
}

impl Rendering {
    /// Names the parts of an API, as a module called `name`.
    pub fn new(api: Api, name: &str, context: Context) -> Self {
        Self {
            names: Names::mint(&api),
            option_sets: OptionSets::collect(&api),
            conditions: Conditions::mint(&api, &context),
            api,
            context,
            name: name.to_owned(),
        }
    }

    /// The API.
    pub fn api(&self) -> &Api {
        &self.api
    }

    /// The objects and unions: the name of each schema, and the way from the module to the type
    /// of values that are declared so, such as `models::AnyDirectoryObject`.
    pub fn model_paths(&self) -> Vec<(String, String)> {
        self.renderer().model_paths()
    }

    /// The features that gate parts of the code, sorted by name.
    pub fn features(&self) -> Vec<Feature> {
        self.renderer().features()
    }

    /// The build script that turns named conditions on; none where there are none.
    pub(crate) fn build_script(&self) -> Option<String> {
        self.renderer().build_script()
    }

    /// The contents of the module in one piece.
    pub fn to_tokens(&self) -> TokenStream {
        let renderer = self.renderer();
        renderer.inline(&renderer.root_module(&self.name))
    }

    /// The module as formatted files that begin with `header`, in the order of their paths; the
    /// module itself is in the file called `root`.
    ///
    /// # Errors
    ///
    /// When the code does not parse.
    pub fn to_files(
        &self,
        root: &str,
        header: &str,
    ) -> Result<Vec<(PathBuf, String)>, FormatError> {
        let renderer = self.renderer();
        renderer.files(&renderer.root_module(&self.name), root, header)
    }

    fn renderer(&self) -> Renderer<'_> {
        Renderer {
            api: &self.api,
            names: &self.names,
            option_sets: &self.option_sets,
            conditions: &self.conditions,
            context: &self.context,
        }
    }
}

#[derive(Clone, Copy)]
struct Renderer<'a> {
    api: &'a Api,
    names: &'a Names,
    option_sets: &'a OptionSets,
    conditions: &'a Conditions,
    context: &'a Context,
}

impl Renderer<'_> {
    fn root_module(&self, name: &str) -> Module {
        let mut children = vec![
            self.models_module(),
            Module {
                identifier: names::namespace_module("requests"),
                public: true,
                areas: Vec::new(),
                contents: Contents::Requests,
                children: Vec::new(),
            },
        ];
        children.extend(self.segment_modules());
        Module {
            identifier: Scope::new().mint(Convention::File, [name]),
            public: true,
            areas: Vec::new(),
            contents: Contents::Root,
            children,
        }
    }

    /// The way to the runtime crate.
    fn runtime(&self) -> TokenStream {
        if self.context.within_runtime {
            quote!(crate)
        } else {
            quote!(::graph_client)
        }
    }
}
