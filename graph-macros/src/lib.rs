//! Generates a typed Microsoft Graph client inside the compiler.
//!
//! [`graph_api!`] makes a module of a part of a spec that lies in your own crate. What it makes
//! depends on the crate `graph-client`.

mod arguments;
mod documents;
mod expand;
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

/// Generates a module from a part of a spec.
///
/// ```
/// graph_macros::graph_api! {
///     /// Delegated permission grants.
///     pub mod grants {
///         spec: "../specs/graph-v1.0.yaml",
///         include: ["/oauth2PermissionGrants#GET,POST", "/oauth2PermissionGrants/{}#DELETE"],
///     }
/// }
///
/// # async fn run(client: graph_client::GraphClient) -> Result<(), graph_client::Error> {
/// let page = grants::Api::new(&client).oauth2_permission_grants().get().top(10).await?;
/// for grant in &page {
///     println!("{:?}", grant.scope);
/// }
/// # Ok(())
/// # }
/// ```
///
/// | key | value |
/// |---|---|
/// | `spec` | the spec, YAML or JSON, relative to the `Cargo.toml` of your crate |
/// | `overlays` | overlays (OpenAPI Overlay 1.0) that change the spec first, in this order, relative to the `Cargo.toml` |
/// | `include` | patterns of paths: `*` is one segment, `**` any number, `{}` any key, `#POST,GET` chooses methods; all operations by default |
/// | `exclude` | patterns of paths to leave out |
/// | `navigation` | `"used"` (default) or `"all"`: which navigation properties bring their types along |
/// | `descendants` | `"auto"` (default), `"used"` or `"all"`: which descendants of a type come along |
/// | `types` | names of types to include, such as `"microsoft.graph.user"` |
/// | `rename` | names in place of others: `{"user": "Account", "user/displayName": "name", "/users/{}/sendMail": "send"}` |
/// | `as_enum`, `as_struct` | names of types with descendants that are to be an enum of them, or a struct, in place of what the spec leads to |
/// | `crate` | the way to `graph-client`, where it has another name or is re-exported: `::azure::graph` |
///
/// The module has the same contents as one that `graph-codegen generate` writes: `Api`, `models`,
/// `requests`, and a module for each top-level path segment. It is made anew when the spec
/// or an overlay changes.
///
/// Macros run unoptimised in a debug build, and Microsoft's published file takes a while then.
/// Trim it once with `graph-codegen trim`, or optimise macros with
/// `[profile.dev.build-override] opt-level = 3`.
///
/// # Errors
///
/// What is wrong with a pattern, a type or a name is reported there, what is wrong with the spec or
/// an overlay at its name, all at once. Warnings of the generator are shown at the name of the spec, as the use of
/// something deprecated.
#[proc_macro]
pub fn graph_api(input: TokenStream) -> TokenStream {
    syn::parse(input)
        .and_then(|arguments| expand::expand(&arguments))
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}
