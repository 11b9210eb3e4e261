//! An HTTP/1.1 server on loopback that records what it gets and answers from a script.
//!
//! It deals in bytes, not in an HTTP library's idea of a message, so that a test sees a request
//! exactly as it went over the wire and a client sees whatever the test wants it to see: a proper
//! answer, half of one, a reset connection, or something that is no HTTP at all.
//!
//! ```
//! use graph_tests::server::{Answer, Server};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let server = Server::start([Answer::status(204)]).await;
//! let client = graph_client::GraphClient::builder()
//!     .credential(graph_client::credential::StaticToken::new("token"))
//!     .loopback(server.root())
//!     .build()
//!     .unwrap();
//! client
//!     .v1()
//!     .oauth2_permission_grants()
//!     .by_oauth2_permission_grant_id("a/b")
//!     .delete()
//!     .await
//!     .unwrap();
//! let request = server.take_request();
//! assert_eq!(request.line(), "DELETE /v1.0/oauth2PermissionGrants/a%2Fb HTTP/1.1");
//! assert_eq!(request.header("authorization"), Some("Bearer token"));
//! # }
//! ```
//!
//! Requests on all connections take their answers from one queue, in the order in which they
//! arrive. When the queue is empty, the answer is a 500 that says so, and the test fails on it.
//!
//! A server that runs for long [answers by a function](Server::answering) instead, and keeps nothing.

mod answer;
mod request;

use std::collections::VecDeque;
use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard};

use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};

pub use answer::{Answer, End};
pub use request::Request;

/// A server that runs until it is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    accepting: AbortHandle,
}

/// What a request is answered with.
type Function = Box<dyn FnMut(&Request) -> Answer + Send>;

#[derive(Default)]
struct State {
    script: VecDeque<Answer>,
    requests: VecDeque<Request>,
    peers: Vec<SocketAddr>,
    function: Option<Function>,
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State")
            .field("script", &self.script)
            .field("requests", &self.requests)
            .finish_non_exhaustive()
    }
}

impl Server {
    /// Starts a server on a free port of 127.0.0.1, with the first answers of its script.
    ///
    /// # Panics
    ///
    /// When loopback has no free port.
    pub async fn start(script: impl IntoIterator<Item = Answer>) -> Self {
        Self::of(State {
            script: script.into_iter().collect(),
            ..State::default()
        })
        .await
    }

    /// Starts a server that answers by a function, and keeps neither requests nor the addresses of
    /// those who make them.
    ///
    /// # Panics
    ///
    /// When loopback has no free port.
    pub async fn answering(function: impl FnMut(&Request) -> Answer + Send + 'static) -> Self {
        Self::of(State {
            function: Some(Box::new(function)),
            ..State::default()
        })
        .await
    }

    async fn of(state: State) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .expect("a free port on loopback");
        let address = listener.local_addr().expect("the address of a listener");
        let state = Arc::new(Mutex::new(state));
        let accepting = tokio::spawn(accept(listener, Arc::clone(&state))).abort_handle();
        Self {
            address,
            state,
            accepting,
        }
    }

    /// Scheme, host and port, such as `http://127.0.0.1:40000`.
    pub fn root(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Host and port, as they stand in a `Host` header.
    pub fn authority(&self) -> String {
        self.address.to_string()
    }

    /// Adds an answer at the end of the script.
    pub fn push(&self, answer: Answer) {
        lock(&self.state).script.push_back(answer);
    }

    /// Takes the oldest of the requests that were received and not yet taken.
    ///
    /// A request is on record before its answer is sent, so a client that has an answer has left
    /// its request here.
    ///
    /// # Panics
    ///
    /// When there is none.
    pub fn take_request(&self) -> Request {
        let request = lock(&self.state).requests.pop_front();
        request.expect("the server should have received a request")
    }

    /// How many requests were received and not yet taken.
    pub fn pending(&self) -> usize {
        lock(&self.state).requests.len()
    }

    /// How many connections have been made, whether or not anything was sent over them.
    ///
    /// It knocks at its own door and waits until that is heard: connections are accepted in the
    /// order in which they are made, so none that came before is overlooked.
    ///
    /// # Panics
    ///
    /// When the server cannot be reached.
    pub async fn connections(&self) -> usize {
        let knock = TcpStream::connect(self.address)
            .await
            .expect("a connection to the server");
        let knock = knock.local_addr().expect("the address of a connection");
        loop {
            {
                let peers = &mut lock(&self.state).peers;
                if let Some(position) = peers.iter().position(|peer| *peer == knock) {
                    peers.remove(position);
                    return peers.len();
                }
            }
            tokio::task::yield_now().await;
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// A root at which nobody listens, for connections that are refused.
///
/// # Panics
///
/// When loopback has no free port.
pub async fn deserted_root() -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .await
        .expect("a free port on loopback");
    let address = listener.local_addr().expect("the address of a listener");
    format!("http://{address}")
}

async fn accept(listener: TcpListener, state: Arc<Mutex<State>>) {
    // Dropped with this task, and its connections with it.
    let mut connections = JoinSet::new();
    while let Ok((stream, peer)) = listener.accept().await {
        {
            let mut state = lock(&state);
            if state.function.is_none() {
                state.peers.push(peer);
            }
        }
        // Those that have ended are let go of.
        while connections.try_join_next().is_some() {}
        connections.spawn(serve(stream, Arc::clone(&state)));
    }
}

async fn serve(mut stream: TcpStream, state: Arc<Mutex<State>>) {
    let mut unread = Vec::new();
    while let Some(request) = Request::read(&mut stream, &mut unread).await {
        let answer = {
            let mut state = lock(&state);
            match &mut state.function {
                Some(function) => Some(function(&request)),
                None => {
                    state.requests.push_back(request);
                    state.script.pop_front()
                }
            }
        };
        let answer = answer.unwrap_or_else(|| {
            Answer::status(500).body("text/plain", "the script has no answer for this request")
        });
        let Some(kept) = answer.give(stream).await else {
            return;
        };
        stream = kept;
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state
        .lock()
        .expect("a test should not panic inside the server")
}
