//! Requests to addresses that carry their own authorization: the token stays here.

use http::{HeaderMap, HeaderValue, Method, Uri, header};
use url::Url;

use super::id;
use crate::error::Problem;
use crate::operation::{self, Place};
use crate::pipeline::{Exchange, Facts, Route};
use crate::transport::{Body, HttpRequest, HttpResponse};
use crate::{Error, ErrorKind, GraphClient};

/// A request without the token, and with an id of its own, to an address that the service gave,
/// perhaps relative to the one that was asked.
pub(crate) fn request(
    client: &GraphClient,
    place: Place,
    method: Method,
    (base, address): (Option<&Uri>, &str),
    change: impl FnOnce(&mut Facts),
) -> Result<(Exchange, HttpRequest), Error> {
    let id = id::fresh();
    let mut facts = Facts::new(place);
    facts.route = Route::Foreign;
    facts.client_request_id = id.to_str().ok().map(Into::into);
    change(&mut facts);
    let exchange = Exchange::from(facts);

    let mut request = HttpRequest::new(Body::none());
    *request.method_mut() = method;
    *request.uri_mut() = resolved(place, base, address)?;
    let headers = request.headers_mut();
    headers.insert(header::ACCEPT, HeaderValue::from_static("*/*"));
    headers.insert(header::USER_AGENT, client.user_agent().clone());
    headers.insert(id::CLIENT_REQUEST_ID, id);
    request.extensions_mut().insert(exchange.clone());
    Ok((exchange, request))
}

/// Follows a redirect of a request for bytes to where they are stored, with these headers; another
/// failure stays one.
pub(crate) async fn follow(
    client: &GraphClient,
    base: &Uri,
    failure: Error,
    headers: HeaderMap,
    change: impl FnOnce(&mut Facts),
) -> Result<(Exchange, HttpResponse), Error> {
    let (Some(place), Some(location)) = (failure.place(), failure.redirect_location()) else {
        return Err(failure);
    };
    if failure.kind() != ErrorKind::Redirect || place.method != operation::Method::Get {
        return Err(failure);
    }
    let from = (Some(base), location);
    let (exchange, mut request) = request(client, place, Method::GET, from, change)?;
    request.headers_mut().extend(headers);
    let answer = client.send(request).await?;
    Ok((exchange, answer))
}

/// An address that the service gave, whole.
fn resolved(place: Place, base: Option<&Uri>, text: &str) -> Result<Uri, Error> {
    let url = match base {
        Some(base) => Url::parse(&base.to_string()).and_then(|base| base.join(text)),
        None => Url::parse(text),
    };
    // The text may be a secret. Where it may lead is for the layer that authorizes to say.
    url.ok()
        .and_then(|url| String::from(url).parse().ok())
        .ok_or_else(|| {
            let problem = "the address is not one; give it as the service gave it";
            Error::invalid(place, Problem::text(problem))
        })
}
