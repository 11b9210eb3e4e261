//! A page of 999 users, and the forms it can be decoded to.

use graph_client::model::Page;
use graph_client::v1::models::User;

pub(crate) mod derived;

/// How many users a page has at most.
pub(crate) const USERS: usize = 999;

/// The generated model, which loses nothing.
pub(crate) type Model = Page<User>;
/// What `#[derive]` makes of the declared properties; the others are dropped.
pub(crate) type Plain = derived::Page<derived::User>;
/// The same, with a map that keeps the others.
pub(crate) type Flatten = derived::KeepingPage<derived::KeepingUser>;
/// A tree of any JSON.
pub(crate) type Tree = serde_json::Value;

/// Has the process keep memory that it has used, as long as the result lives.
///
/// A process that has run for a while does. One that has not may give the memory of every page back
/// to the system and fetch it anew, which takes as long as decoding, and tells nothing of it.
pub(crate) fn keep_memory() -> impl Sized {
    let used: Vec<Box<[u8; 32]>> = (0..500_000).map(|_| Box::new([0; 32])).collect();
    let last = Box::new([0_u8; 32]);
    drop(used);
    last
}

/// The page as a service sends it: 13 declared properties for each user, and two others.
pub(crate) fn text() -> String {
    let users: Vec<String> = (0..USERS).map(user).collect();
    format!(
        r#"{{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#users","@odata.nextLink":"https://graph.microsoft.com/v1.0/users?$skiptoken=RFNwdAIAAQ","value":[{}]}}"#,
        users.join(",")
    )
}

fn user(number: usize) -> String {
    format!(
        r#"{{"id":"ef969797-201d-4f6b-960c-{number:012}","accountEnabled":true,"businessPhones":["+1 425 555 {number:04}"],"companyName":"Contoso","createdDateTime":"2022-03-17T00:00:00.1234567Z","department":"Sales","displayName":"Adele Vance {number}","givenName":"Adele","jobTitle":null,"mail":"adele.vance.{number}@contoso.com","surname":"Vance","usageLocation":"US","userPrincipalName":"adele.vance.{number}@contoso.com","ageGroup":null,"preferredLanguage":"en-US"}}"#
    )
}
