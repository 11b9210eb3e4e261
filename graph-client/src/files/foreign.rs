//! Calls to addresses that carry their own authorization: the token stays here.

use http::{HeaderMap, HeaderValue, Method, header};
use tracing::Span;
use url::Url;

use crate::call::Call;
use crate::error::Problem;
use crate::operation::Place;
use crate::request::{Options, id};
use crate::transport::{HttpRequest, is_loopback};
use crate::{Error, GraphClient};

/// A call without the token, and with an id of its own, to an address that the service gave.
///
/// The address must be https. Where the client itself talks to this machine over plain http, this
/// machine is allowed as well.
pub(super) fn call(
    client: &GraphClient,
    place: Place,
    method: Method,
    url: Url,
    options: Options,
) -> Result<Call, Error> {
    let at_home = client.is_plain_loopback() && is_loopback(&url);
    let allowed = url.scheme() == "https" || (url.scheme() == "http" && at_home);
    if !allowed || !url.username().is_empty() || url.password().is_some() {
        let problem = "the address that the service gave is not https, or holds a user name; \
                       nothing was sent there";
        return Err(Error::invalid(place, Problem::Elsewhere(problem)));
    }
    let mut request = HttpRequest::new(method, url);
    let mut headers = HeaderMap::new();
    headers.insert(header::ACCEPT, HeaderValue::from_static("*/*"));
    headers.insert(header::USER_AGENT, client.user_agent().clone());
    let client_request_id = id::fresh();
    headers.insert(id::CLIENT_REQUEST_ID, client_request_id.clone());
    request.headers = headers;
    Ok(Call {
        client: client.clone(),
        place,
        template: None,
        idempotent: place.method.is_idempotent(),
        request,
        client_request_id: client_request_id.to_str().ok().map(Into::into),
        options,
        authorized: false,
        span: Span::none(),
    })
}

/// An address that the service gave, perhaps relative to the one that was asked.
pub(super) fn address(place: Place, base: Option<&Url>, text: &str) -> Result<Url, Error> {
    let url = match base {
        Some(base) => base.join(text),
        None => Url::parse(text),
    };
    // The text may be a secret.
    url.map_err(|_| {
        let problem = "the address is not one; give it as the service gave it";
        Error::invalid(place, Problem::text(problem))
    })
}
