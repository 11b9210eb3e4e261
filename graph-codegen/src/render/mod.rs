//! From the surface to Rust.
//!
//! Everything becomes a tree of modules, which is written to files or, inside a macro, expanded
//! in place. Nothing is decided here.

mod build_script;
mod conditions;
mod documentation;
mod enumerations;
mod families;
mod files;
mod layout;
mod macro_calls;
mod models;
mod module;
mod objects;
mod operations;
mod paths;
mod requests;
mod requirements;
mod reused;
mod types;

use std::path::PathBuf;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

pub use files::FormatError;

use crate::naming::{Convention, Identifier, Scope};
use crate::plan::Surface;
use crate::reuse::ReusedModule;
use module::{Contents, Module};

/// The way to the runtime crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuntimePath {
    /// Below these modules of the crate that the code is a part of; none within the runtime itself.
    Crate(Vec<Identifier>),
    /// Another crate, or below its modules.
    Extern(Vec<Identifier>),
}

impl RuntimePath {
    /// Reads a path such as `graph_client`, `::azure::graph` or `crate::graph`.
    pub fn parse(text: &str) -> Option<Self> {
        let read = |text: &str| -> Option<Vec<Identifier>> {
            let parts = text.split("::");
            parts
                .map(|part| Scope::new().claim(Convention::Value, part.trim()).ok())
                .collect()
        };
        match text.strip_prefix("crate::") {
            Some(below) => read(below).map(Self::Crate),
            None => read(text.strip_prefix("::").unwrap_or(text)).map(Self::Extern),
        }
    }
}

impl Default for RuntimePath {
    fn default() -> Self {
        Self::Extern(vec![module_name("graph_client")])
    }
}

impl ToTokens for RuntimePath {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Self::Crate(parts) => quote!(crate #(::#parts)*),
            Self::Extern(parts) => quote!(#(::#parts)*),
        });
    }
}

/// A surface to be written down.
#[derive(Clone, Debug)]
pub struct Rendering {
    surface: Surface,
    runtime: RuntimePath,
    reused: Option<ReusedModule>,
    name: String,
}

impl Rendering {
    /// A surface as a module called `name`.
    pub fn new(surface: Surface, name: &str, runtime: RuntimePath) -> Self {
        Self {
            surface,
            runtime,
            reused: None,
            name: name.to_owned(),
        }
    }

    /// The module that the types come from which are not the surface's own.
    #[must_use]
    pub fn with_reused(mut self, module: Option<ReusedModule>) -> Self {
        self.reused = module;
        self
    }

    /// The surface.
    pub fn surface(&self) -> &Surface {
        &self.surface
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
            surface: &self.surface,
            runtime: &self.runtime,
            reused: self.reused.as_ref(),
        }
    }
}

#[derive(Clone, Copy)]
struct Renderer<'a> {
    surface: &'a Surface,
    /// The way to the runtime crate.
    runtime: &'a RuntimePath,
    /// The module that types are taken from.
    reused: Option<&'a ReusedModule>,
}

impl<'a> Renderer<'a> {
    fn root_module(&self, name: &str) -> Module<'a> {
        let mut children = vec![
            self.models_module(),
            Module::public(module_name("requests"), Contents::Requests),
        ];
        if !self.surface.requirements.is_empty() {
            let module = module_name("requirements");
            children.push(Module::public(module, Contents::Requirements));
        }
        children.extend(self.segment_modules());
        Module {
            children,
            ..Module::public(Scope::new().mint(Convention::File, [name]), Contents::Root)
        }
    }
}

/// The name of a module that is always called so.
fn module_name(name: &str) -> Identifier {
    Scope::new().mint(Convention::File, [name])
}
