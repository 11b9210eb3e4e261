//! A token, kept until shortly before it expires, and renewed once for all who wait.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::Shared;
use http::HeaderValue;
use http::header::InvalidHeaderValue;
use secrecy::{ExposeSecret, SecretString};

use super::{AccessToken, Credential, CredentialError, TokenRequest};
use crate::BoxFuture;
use crate::clock::Timer;

/// How long before it expires a token is renewed, so that it is valid when it arrives.
const MARGIN: Duration = Duration::from_secs(5 * 60);
/// How long a token that is still valid is used after its renewal failed, before the next try.
const PAUSE: Duration = Duration::from_secs(30);

/// Why there is no token.
#[derive(Clone, Debug)]
pub(crate) enum TokenFault {
    /// The credential gave none.
    Credential(Arc<CredentialError>),
    /// What the credential gave cannot be sent.
    Unusable(&'static str),
}

type Outcome = Result<HeaderValue, TokenFault>;
type Flight = Shared<BoxFuture<'static, Outcome>>;

/// What a new token is for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Demand {
    /// There is none that is fresh.
    Any,
    /// The service refused the last one.
    Renewed,
    /// The service demands claims.
    Claims(String),
}

/// The token of a client.
///
/// The renewal is a future that the client keeps: it goes on in the background where there is one,
/// and else whenever somebody waits for it, so it does not end with those who began it.
#[derive(Debug)]
pub(crate) struct TokenCache {
    credential: Box<dyn Credential>,
    scope: Cow<'static, str>,
    timer: Timer,
    /// How long the credential may take.
    limit: Option<Duration>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    kept: Option<Kept>,
    flight: Option<Renewal>,
    flights: u64,
    kept_by: u64,
    /// No renewal is begun before this time while the token is valid.
    pause_until: Option<SystemTime>,
}

/// A renewal that is under way.
#[derive(Debug)]
struct Renewal {
    number: u64,
    demand: Demand,
    flight: Flight,
    in_background: bool,
}

#[derive(Debug)]
struct Kept {
    header: HeaderValue,
    /// None for a token that does not say when it expires: it is kept until it is refused.
    life: Option<Life>,
    /// What the service demanded of it.
    claims: Option<String>,
}

#[derive(Debug)]
struct Life {
    renew_on: SystemTime,
    expires_on: SystemTime,
}

impl TokenCache {
    pub(crate) fn new(
        credential: Box<dyn Credential>,
        scope: Cow<'static, str>,
        timer: Timer,
        limit: Option<Duration>,
    ) -> Self {
        Self {
            credential,
            scope,
            timer,
            limit,
            state: Mutex::default(),
        }
    }

    pub(crate) fn scope(&self) -> &str {
        &self.scope
    }

    /// The value of the `Authorization` header, when there is a fresh one.
    pub(crate) fn fresh(&self) -> Option<HeaderValue> {
        let state = self.state();
        let kept = state.kept.as_ref()?;
        kept.is_fresh(&self.timer).then(|| kept.header.clone())
    }

    /// The value of the `Authorization` header.
    pub(crate) async fn header(self: &Arc<Self>) -> Outcome {
        let flight = {
            let mut state = self.state();
            let valid = state
                .kept
                .as_ref()
                .filter(|kept| kept.is_valid(&self.timer));
            let header = valid.map(|kept| kept.header.clone());
            if let Some(header) = &header
                && (state
                    .kept
                    .as_ref()
                    .is_some_and(|kept| kept.is_fresh(&self.timer))
                    || state.pauses(&self.timer))
            {
                return Ok(header.clone());
            }
            let (flight, in_background) = self.join(&mut state, Demand::Any);
            // A token that is due but still valid does until there is another.
            if in_background && let Some(header) = header {
                return Ok(header);
            }
            flight
        };
        let outcome = flight.await;
        match outcome {
            Err(fault) => self.still_valid().ok_or(fault),
            header => header,
        }
    }

    /// Another header after this one was refused, which meets the claims; none when there is no
    /// other.
    pub(crate) async fn renewed(
        self: &Arc<Self>,
        refused: &HeaderValue,
        claims: Option<String>,
    ) -> Result<Option<HeaderValue>, TokenFault> {
        let flight = {
            let mut state = self.state();
            // Another caller was refused before, and has renewed it.
            if let Some(kept) = &state.kept
                && kept.header != *refused
                && (claims.is_none() || kept.claims == claims)
            {
                return Ok(Some(kept.header.clone()));
            }
            let demand = claims.map_or(Demand::Renewed, Demand::Claims);
            self.join(&mut state, demand).0
        };
        let header = flight.await?;
        Ok((header != *refused).then_some(header))
    }

    /// The renewal that is under way, if it will do, or a new one; and whether it goes on by itself.
    fn join(self: &Arc<Self>, state: &mut State, demand: Demand) -> (Flight, bool) {
        if let Some(renewal) = &state.flight
            && (demand == Demand::Any || demand == renewal.demand)
        {
            return (renewal.flight.clone(), renewal.in_background);
        }
        state.flights += 1;
        let number = state.flights;
        let flight = Arc::clone(self)
            .renew(number, demand.clone())
            .boxed()
            .shared();
        let background = flight.clone().map(drop).boxed();
        let in_background = self
            .timer
            .clock()
            .is_some_and(|clock| clock.spawn(background).is_none());
        state.flight = Some(Renewal {
            number,
            demand,
            flight: flight.clone(),
            in_background,
        });
        (flight, in_background)
    }

    async fn renew(self: Arc<Self>, number: u64, demand: Demand) -> Outcome {
        let asked_on = self.timer.now();
        let mut request = TokenRequest::new(&self.scope);
        request.renew = demand != Demand::Any;
        let claims = match demand {
            Demand::Claims(claims) => Some(claims),
            _ => None,
        };
        request.claims = claims.as_deref();
        let token = self.credential.token(request);
        let outcome = match self.timer.within(self.limit, token).await {
            Some(Ok(token)) => bearer(&token).map(|header| (header, token)),
            Some(Err(error)) => Err(TokenFault::Credential(Arc::new(error))),
            None => Err(TokenFault::Unusable(
                "the credential gave no token in time; see Timeouts::with_token",
            )),
        };

        let mut state = self.state();
        if state.flight.as_ref().is_some_and(|of| of.number == number) {
            state.flight = None;
        }
        let (header, token) = match outcome {
            Ok(given) => given,
            Err(fault) => {
                let now = self.timer.now();
                state.pause_until = now.and_then(|now| now.checked_add(PAUSE));
                return Err(fault);
            }
        };
        // A slower renewal, with fewer demands, does not undo a later one.
        if number > state.kept_by {
            state.kept_by = number;
            state.pause_until = None;
            let life = match (asked_on, token.expires_on()) {
                (Some(asked), Some(expires)) => Life::new(asked, expires).map(Some),
                (None, Some(_)) => None,
                (_, None) => Some(None),
            };
            // What has expired already is used once.
            state.kept = life.map(|life| Kept {
                header: header.clone(),
                life,
                claims,
            });
        }
        Ok(header)
    }

    fn still_valid(&self) -> Option<HeaderValue> {
        let state = self.state();
        let kept = state.kept.as_ref()?;
        kept.is_valid(&self.timer).then(|| kept.header.clone())
    }

    // Nothing is left half-done by a panic, so a poisoned lock holds a good state.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn pauses(&self, timer: &Timer) -> bool {
        let until = self.pause_until.zip(timer.now());
        until.is_some_and(|(until, now)| now < until)
    }
}

impl Kept {
    fn is_fresh(&self, timer: &Timer) -> bool {
        self.lives(timer, |life| life.renew_on)
    }

    fn is_valid(&self, timer: &Timer) -> bool {
        self.lives(timer, |life| life.expires_on)
    }

    fn lives(&self, timer: &Timer, until: impl FnOnce(&Life) -> SystemTime) -> bool {
        self.life
            .as_ref()
            .is_none_or(|life| timer.now().is_some_and(|now| now < until(life)))
    }
}

impl Life {
    fn new(asked_on: SystemTime, expires_on: SystemTime) -> Option<Self> {
        let life = expires_on.duration_since(asked_on).ok()?;
        let renew_on = expires_on.checked_sub(MARGIN.min(life / 10))?;
        Some(Self {
            renew_on,
            expires_on,
        })
    }
}

fn bearer(token: &AccessToken) -> Outcome {
    let token = token.expose();
    if token.is_empty() {
        return Err(TokenFault::Unusable("the credential gave an empty token"));
    }
    let mut text = String::with_capacity("Bearer ".len() + token.len());
    text.push_str("Bearer ");
    text.push_str(token);
    let mut header = shared(Wiped(text.into())).map_err(|_| {
        TokenFault::Unusable(
            "the credential gave a token with characters that no header may hold; \
             look for a line break at its end",
        )
    })?;
    header.set_sensitive(true);
    Ok(header)
}

/// The bytes of a header, wiped when the last clone of it is gone. What the transport writes of it
/// into buffers of its own is beyond reach.
struct Wiped(SecretString);

impl AsRef<[u8]> for Wiped {
    fn as_ref(&self) -> &[u8] {
        self.0.expose_secret().as_bytes()
    }
}

/// A header over bytes that stay where they are, and which their owner lets go of after the last
/// clone.
fn shared(owner: impl AsRef<[u8]> + Send + 'static) -> Result<HeaderValue, InvalidHeaderValue> {
    HeaderValue::from_maybe_shared(Bytes::from_owner(owner))
}

#[cfg(test)]
mod tests;
