//! However a service fails, it is asked again as often and as late as policy and service say.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use graph_client::credential::StaticToken;
use graph_client::http::{HeaderValue, StatusCode};
use graph_client::operation::Method;
use graph_client::pipeline::Timeouts;
use graph_client::retry::RetryPolicy;
use graph_client::transport::{
    HttpRequest, HttpResponse, Transport, TransportError, TransportErrorKind,
};
use graph_client::{BoxFuture, GraphClient};
use proptest::prelude::*;
use serde_json::Value;

use super::wait;
use crate::setup::FakeClock;

/// What comes of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Throttle(Option<u64>),
    Unavailable(Option<u64>),
    GatewayTimeout,
    Reset,
    Refuse,
    Forbid,
}

impl Act {
    fn answer(self) -> Result<HttpResponse, TransportError> {
        let (status, after) = match self {
            Self::Throttle(after) => (StatusCode::TOO_MANY_REQUESTS, after),
            Self::Unavailable(after) => (StatusCode::SERVICE_UNAVAILABLE, after),
            Self::GatewayTimeout => (StatusCode::GATEWAY_TIMEOUT, None),
            Self::Forbid => (StatusCode::FORBIDDEN, None),
            Self::Reset => return Err(error(TransportErrorKind::Interrupted)),
            Self::Refuse => return Err(error(TransportErrorKind::Connect)),
        };
        let mut answer = HttpResponse::default();
        *answer.status_mut() = status;
        if let Some(after) = after {
            answer
                .headers_mut()
                .insert("retry-after", HeaderValue::from(after));
        }
        Ok(answer)
    }

    fn after(self) -> Option<Duration> {
        match self {
            Self::Throttle(after) | Self::Unavailable(after) => after.map(Duration::from_secs),
            _ => None,
        }
    }

    /// Whether another attempt does no harm and may do better.
    fn allows_another(self, method: Method) -> bool {
        match self {
            Self::Throttle(_) | Self::Refuse | Self::Unavailable(Some(_)) => true,
            Self::Unavailable(None) | Self::GatewayTimeout | Self::Reset => method == Method::Get,
            Self::Forbid => false,
        }
    }
}

fn error(kind: TransportErrorKind) -> TransportError {
    TransportError::new(kind, "as planned")
}

/// Does these things one after another, and then answers.
#[derive(Clone, Debug)]
struct Failing(Arc<Mutex<std::vec::IntoIter<Act>>>);

impl Transport for Failing {
    fn send(
        &self,
        _request: HttpRequest,
    ) -> BoxFuture<'static, Result<HttpResponse, TransportError>> {
        let act = self.0.lock().unwrap().next();
        let done = || Ok(HttpResponse::new("{}".into()));
        Box::pin(std::future::ready(act.map_or_else(done, Act::answer)))
    }
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let after = || prop::option::of(0_u64..12);
    let act = prop_oneof![
        3 => after().prop_map(Act::Throttle),
        3 => after().prop_map(Act::Unavailable),
        3 => Just(Act::GatewayTimeout),
        2 => Just(Act::Reset),
        2 => Just(Act::Refuse),
        1 => Just(Act::Forbid),
    ];
    prop::collection::vec(act, 0..12)
}

fn policies() -> impl Strategy<Value = RetryPolicy> {
    let milliseconds = |most: u64| (0..=most).prop_map(Duration::from_millis);
    let parts = (
        0_u32..8,
        milliseconds(3_000),
        milliseconds(15_000),
        milliseconds(40_000),
    );
    parts.prop_map(|(attempts, base, longest, deadline)| {
        RetryPolicy::new()
            .with_max_attempts(attempts)
            .with_base_delay(base)
            .with_max_delay(longest)
            .with_deadline(deadline)
    })
}

/// The longest that the policy waits after this attempt, the first being 1.
fn longest(policy: RetryPolicy, attempt: usize, act: Act) -> Duration {
    let doubled = policy.base_delay() * (1 << (attempt - 1));
    let wait = act
        .after()
        .map_or(doubled, |after| after + policy.base_delay());
    wait.min(policy.max_delay())
}

proptest! {
    #[test]
    fn attempts_and_delays_keep_to_policy_and_service(
        acts in acts(),
        policy in policies(),
        jitter in 0.0..1.0_f64,
        method in prop::sample::select(vec![Method::Get, Method::Post]),
    ) {
        let clock = FakeClock::default();
        clock.set_jitter(jitter);
        let left = Failing(Arc::new(Mutex::new(acts.clone().into_iter())));
        let client = GraphClient::builder()
            .credential(StaticToken::new("t"))
            .transport(left.clone())
            .clock(clock.clone())
            .timeouts(Timeouts::none())
            .retry(policy)
            .build()
            .unwrap();
        let answer = wait(client.request::<Value>(method, "/v1.0/things").into_future());

        let slept: Vec<Duration> = clock.slept().iter().map(|ms| Duration::from_millis(u64::try_from(*ms).unwrap())).collect();
        let failures = acts.len() - left.0.lock().unwrap().len();
        let most = usize::try_from(policy.max_attempts().max(1)).unwrap();
        let mut elapsed = Duration::ZERO;
        for (index, delay) in slept.iter().enumerate() {
            let act = acts[index];
            prop_assert!(act.allows_another(method), "{:?} was followed by another attempt", act);
            // To the millisecond, in which they are counted.
            prop_assert!(*delay <= longest(policy, index + 1, act));
            let asked = act.after().unwrap_or_default();
            prop_assert!(*delay >= asked.min(policy.max_delay()) && asked <= policy.max_delay());
            elapsed += *delay;
        }
        prop_assert!(elapsed <= policy.deadline());
        match answer {
            Ok(_) => {
                prop_assert_eq!(failures, acts.len());
                prop_assert_eq!(slept.len(), failures);
                prop_assert!(failures < most);
            }
            Err(error) => {
                prop_assert_eq!(slept.len() + 1, failures);
                prop_assert_eq!(usize::try_from(error.attempts()).unwrap(), failures);
                prop_assert!(failures <= most);
                let last = acts[failures - 1];
                prop_assert_eq!(error.is_retryable(), last.allows_another(method));
                prop_assert_eq!(error.retry_after(), last.after());
                // There is a reason to give up.
                let next = elapsed + longest(policy, failures, last) + Duration::from_millis(failures as u64);
                let too_late = next > policy.deadline();
                let too_long = last.after().is_some_and(|after| after > policy.max_delay());
                prop_assert!(failures == most || !last.allows_another(method) || too_late || too_long);
            }
        }
    }
}
