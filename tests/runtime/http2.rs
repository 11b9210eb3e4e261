//! What HTTP/2 says that the server has not acted on is sent again, by any method.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use graph_client::credential::StaticToken;
use graph_client::operation::Method;
use graph_client::reqwest;
use graph_client::retry::RetryPolicy;
use graph_client::transport::ReqwestTransport;
use graph_client::{ErrorKind, GraphClient};
use h2::Reason;
use serde_json::Value;
use tokio::net::TcpListener;

use crate::setup::FakeClock;

/// What the server does with a request.
#[derive(Clone, Copy, Debug)]
enum Act {
    Answer,
    Reset(Reason),
    GoAway,
    /// Ends the connection with a request under way.
    Abort(Reason),
}

/// A server that does these things, one after another; its root, and how many requests came.
async fn serve(acts: Vec<Act>) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let root = format!("http://{}", listener.local_addr().unwrap());
    let seen = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&seen);
    tokio::spawn(async move {
        let mut acts = acts.into_iter();
        while let Ok((stream, _)) = listener.accept().await {
            let mut connection = h2::server::handshake(stream).await.unwrap();
            while let Some(Ok((_, mut respond))) = connection.accept().await {
                count.fetch_add(1, Ordering::SeqCst);
                match acts.next().unwrap_or(Act::Answer) {
                    Act::Answer => {
                        let answer = graph_client::http::Response::new(());
                        let mut body = respond.send_response(answer, false).unwrap();
                        body.send_data("{}".into(), true).unwrap();
                    }
                    Act::Reset(reason) => respond.send_reset(reason),
                    Act::Abort(reason) => connection.abrupt_shutdown(reason),
                    Act::GoAway => {
                        respond.send_reset(Reason::REFUSED_STREAM);
                        connection.graceful_shutdown();
                    }
                }
            }
        }
    });
    (root, seen)
}

fn client(root: &str) -> GraphClient {
    client_with(root, RetryPolicy::new())
}

fn client_with(root: &str, policy: RetryPolicy) -> GraphClient {
    let builder = reqwest::Client::builder().http2_prior_knowledge();
    GraphClient::builder()
        .credential(StaticToken::new("t"))
        .transport(ReqwestTransport::loopback_from_builder(builder).unwrap())
        .clock(FakeClock::default())
        .timeouts(graph_client::pipeline::Timeouts::none())
        .retry(policy)
        .loopback(root)
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_refused_stream_is_sent_again_even_when_it_changes_things() {
    for act in [Act::Reset(Reason::REFUSED_STREAM), Act::GoAway] {
        let (root, seen) = serve(vec![act]).await;
        let post = client(&root).request::<Value>(Method::Post, "/v1.0/things");
        post.await.unwrap();
        assert_eq!(seen.load(Ordering::SeqCst), 2);
    }
}

#[tokio::test]
async fn what_the_server_may_have_acted_on_is_not() {
    for act in [
        Act::Reset(Reason::INTERNAL_ERROR),
        Act::Reset(Reason::NO_ERROR),
        Act::Abort(Reason::INTERNAL_ERROR),
        Act::Abort(Reason::NO_ERROR),
    ] {
        let (root, seen) = serve(vec![act]).await;
        let post = client(&root).request::<Value>(Method::Post, "/v1.0/things");
        let error = post.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport, "{act:?}");
        assert!(!error.is_retryable(), "{act:?}");
        assert_eq!(seen.load(Ordering::SeqCst), 1, "{act:?}");
    }
}

#[tokio::test]
async fn the_policy_of_the_client_alone_says_what_is_sent_again() {
    for act in [Act::Reset(Reason::REFUSED_STREAM), Act::GoAway] {
        let (root, seen) = serve(vec![act; 9]).await;
        let once = client_with(&root, RetryPolicy::none());
        let error = once
            .request::<Value>(Method::Get, "/v1.0/things")
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport);
        assert_eq!((error.attempts(), seen.load(Ordering::SeqCst)), (1, 1));
        assert!(error.is_retryable());
    }
}
