//! A token, kept until shortly before it expires, and renewed once for all who wait.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use futures_util::FutureExt;
use futures_util::future::{Shared, WeakShared};
use http::HeaderValue;

use super::{AccessToken, Credential, CredentialError, TokenRequest};
use crate::BoxFuture;
use crate::clock::Timer;

/// How long before it expires a token is renewed, so that it is valid when it arrives.
const MARGIN: Duration = Duration::from_mins(5);

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
/// The renewal is a future that every caller polls, so it goes on when the caller that began it
/// goes away, and ends with the last one.
#[derive(Debug)]
pub(crate) struct TokenCache {
    credential: Box<dyn Credential>,
    scope: &'static str,
    timer: Timer,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    kept: Option<Kept>,
    flight: Option<(u64, Demand, WeakShared<BoxFuture<'static, Outcome>>)>,
    flights: u64,
    kept_by: u64,
}

#[derive(Debug)]
struct Kept {
    header: HeaderValue,
    /// None for a token in whose place there is no other.
    life: Option<Life>,
}

#[derive(Debug)]
struct Life {
    renew_on: SystemTime,
    expires_on: SystemTime,
}

impl TokenCache {
    pub(crate) fn new(credential: Box<dyn Credential>, scope: &'static str, timer: Timer) -> Self {
        Self {
            credential,
            scope,
            timer,
            state: Mutex::default(),
        }
    }

    pub(crate) const fn scope(&self) -> &'static str {
        self.scope
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
            if let Some(kept) = &state.kept
                && kept.is_fresh(&self.timer)
            {
                return Ok(kept.header.clone());
            }
            self.join(&mut state, Demand::Any)
        };
        let outcome = flight.await;
        // A token that is due but still valid is better than none.
        match outcome {
            Err(fault) => self.still_valid().ok_or(fault),
            header => header,
        }
    }

    /// Another header after this one was refused; none when there is no other.
    ///
    /// Without claims there is another only where the refused one was kept: what the credential
    /// gave just now it would give again.
    pub(crate) async fn renewed(
        self: &Arc<Self>,
        refused: &HeaderValue,
        claims: Option<String>,
    ) -> Result<Option<HeaderValue>, TokenFault> {
        let flight = {
            let mut state = self.state();
            match &state.kept {
                // Another caller was refused before, and has renewed it.
                Some(kept) if kept.header != *refused => return Ok(Some(kept.header.clone())),
                None if claims.is_none() => return Ok(None),
                _ => {}
            }
            self.join(&mut state, claims.map_or(Demand::Renewed, Demand::Claims))
        };
        let header = flight.await?;
        Ok((header != *refused).then_some(header))
    }

    /// The renewal that is under way, if it will do, or a new one.
    fn join(self: &Arc<Self>, state: &mut State, demand: Demand) -> Flight {
        if let Some((_, of, flight)) = &state.flight
            && (demand == Demand::Any || demand == *of)
            && let Some(flight) = flight.upgrade()
        {
            return flight;
        }
        state.flights += 1;
        let number = state.flights;
        let flight = Arc::clone(self)
            .renew(number, demand.clone())
            .boxed()
            .shared();
        state.flight = flight.downgrade().map(|flight| (number, demand, flight));
        flight
    }

    async fn renew(self: Arc<Self>, number: u64, demand: Demand) -> Outcome {
        let asked_on = self.timer.now();
        let mut request = TokenRequest::new(self.scope);
        request.renew = demand != Demand::Any;
        if let Demand::Claims(claims) = &demand {
            request.claims = Some(claims);
        }
        let outcome = match self.credential.token(request).await {
            Ok(token) => bearer(&token).map(|header| (header, token)),
            Err(error) => Err(TokenFault::Credential(Arc::new(error))),
        };

        let mut state = self.state();
        if matches!(&state.flight, Some((current, ..)) if *current == number) {
            state.flight = None;
        }
        let (header, token) = outcome?;
        // A slower renewal, with fewer demands, does not undo a later one.
        if number > state.kept_by {
            state.kept_by = number;
            // A token of unknown life is the credential's to keep.
            let life = match (asked_on, token.expires_on()) {
                (Some(asked), Some(expires)) => Life::new(asked, expires),
                _ => None,
            };
            state.kept = (life.is_some() || token.is_lasting()).then(|| Kept {
                header: header.clone(),
                life,
            });
        }
        Ok(header)
    }

    fn still_valid(&self) -> Option<HeaderValue> {
        let now = self.timer.now()?;
        let state = self.state();
        let kept = state.kept.as_ref()?;
        let valid = kept.life.as_ref().is_none_or(|life| now < life.expires_on);
        valid.then(|| kept.header.clone())
    }

    // Nothing is left half-done by a panic, so a poisoned lock holds a good state.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn is_fresh(&self, timer: &Timer) -> bool {
        self.life
            .as_ref()
            .is_none_or(|life| timer.now().is_some_and(|now| now < life.renew_on))
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
    let mut header = HeaderValue::try_from(text).map_err(|_| {
        TokenFault::Unusable(
            "the credential gave a token with characters that no header may hold; \
             look for a line break at its end",
        )
    })?;
    header.set_sensitive(true);
    Ok(header)
}

#[cfg(test)]
mod tests;
