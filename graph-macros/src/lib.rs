//! Generates a typed Microsoft Graph client inside the compiler.
//!
//! [`graph_api!`] makes a module of a part of a spec that lies in your own crate. What it makes
//! depends on the crate `graph-client`.

mod arguments;
mod blame;
mod documents;
mod expand;
mod reuse;
mod tables;

use proc_macro::TokenStream;

/// Generates modules, each from a part of a spec.
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
/// | `include` | patterns of paths: `*` is one segment, `**` any number, `{}` any key, `#POST,GET` chooses methods; all operations by default |
/// | `exclude` | patterns of paths to leave out |
/// | `navigation` | `"used"` (default) or `"all"`: which navigation properties bring their types along |
/// | `descendants` | `"auto"` (default), `"used"` or `"all"`: which descendants of a type come along |
/// | `types` | names of types to include, such as `"microsoft.graph.user"` |
/// | `rename` | names in place of others: `{"user": "Account", "user/displayName": "name", "/users/{}/sendMail": "send"}` |
/// | `as_enum`, `as_struct` | names of types with descendants that are to be an enum of them, or a struct, in place of what the spec leads to |
/// | `permissions` | Microsoft's published `permissions.json`, relative as `spec` is: operations that say nothing of it themselves get their permissions from there |
/// | `reuse` | where types come from that are the same there: `graph_client::v1`, `graph_client::beta`, or the name of a module before this one |
/// | `must_reuse` | names of types that have to be the same there, or it is an error |
/// | `crate` | the way to `graph-client`, where it has another name or is re-exported: `::azure::graph` |
///
/// The module has the same contents as one that `graph-codegen generate` writes: `Api`, `models`,
/// `requests`, and a module for each top-level path segment. It is made anew when the spec
/// changes.
///
/// # Types of other modules
///
/// By itself each module has types of its own, also for schemas of which `graph-client` has a type.
/// `reuse` takes those over that are the same: with the same properties, types and limits, and so
/// with all types that they lead to. All others stay the module's own.
///
/// ```
/// graph_macros::graph_api! {
///     mod grants {
///         spec: "../specs/graph-v1.0.yaml",
///         include: ["/oauth2PermissionGrants#GET"],
///         reuse: graph_client::v1,
///         must_reuse: ["oAuth2PermissionGrant"],
///     }
///
///     mod principals {
///         spec: "../specs/graph-v1.0.yaml",
///         include: ["/servicePrincipals/{}#GET"],
///         reuse: grants,
///     }
/// }
///
/// fn print(grant: &graph_client::v1::models::OAuth2PermissionGrant) {
///     println!("{:?}", grant.scope);
/// }
///
/// # async fn run(client: graph_client::GraphClient) -> Result<(), graph_client::Error> {
/// for grant in &grants::Api::new(&client).oauth2_permission_grants().get().await? {
///     print(grant);
/// }
/// # Ok(())
/// # }
/// # fn main() {}
/// ```
///
/// It needs the features of `graph-client` that the types belong to, such as `v1`. Modules find one
/// another beside each other, so not in the body of a function.
///
/// # Costs
///
/// The compiler runs a macro whenever it compiles the crate that the macro is in, also when something
/// else changed there. A slice of more than a few hundred operations belongs into a crate of its
/// own, which is compiled when the spec changes and at no other time.
///
/// Macros run unoptimised in a debug build, and Microsoft's published file takes a while then.
/// Trim it once with `graph-codegen trim`, or optimise macros with
/// `[profile.dev.build-override] opt-level = 3`.
///
/// # Errors
///
/// What is wrong with a pattern, a type or a name is reported there, what is wrong with the spec at
/// its name with the place in the spec, all at once. Warnings of the generator are shown at the name
/// of the spec, as the use of something deprecated.
#[proc_macro]
pub fn graph_api(input: TokenStream) -> TokenStream {
    syn::parse::<arguments::Modules>(input)
        .map_or_else(syn::Error::into_compile_error, |modules| {
            expand::expand(&modules.0)
        })
        .into()
}
