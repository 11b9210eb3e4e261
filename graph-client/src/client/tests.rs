use super::testing::{Script, client};
use super::*;
use crate::ErrorKind;
use crate::credential::StaticToken;

fn builder() -> GraphClientBuilder {
    GraphClient::builder()
        .credential(StaticToken::new("TOKEN"))
        .transport(Script::default())
}

#[test]
fn a_credential_is_required() {
    let error = GraphClient::builder().build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert_eq!(
        error.to_string(),
        "GraphClient: there is no credential; call credential(), for example with a StaticToken"
    );
}

#[test]
fn debug_output_has_no_token() {
    assert_eq!(
        format!("{:?}", client()),
        "GraphClient { cloud: Global, root: \"https://graph.microsoft.com\", .. }"
    );
    assert_eq!(
        format!("{:?}", builder()),
        "GraphClientBuilder { cloud: Global, credential: true, .. }"
    );
}

#[test]
fn the_root_is_that_of_the_cloud() {
    for cloud in Cloud::ALL {
        let client = builder().cloud(*cloud).build().unwrap();
        assert_eq!(client.root(), cloud.graph_root());
        assert_eq!(client.cloud(), *cloud);
    }
}

#[test]
fn loopback_is_this_machine_only() {
    for root in [
        "http://127.0.0.1:8080",
        "http://localhost:8080/",
        "http://[::1]:1",
        "https://127.0.0.1",
    ] {
        let client = builder().loopback(root).build().unwrap();
        assert_eq!(client.root(), root.strip_suffix('/').unwrap_or(root));
    }
    for root in [
        "http://graph.microsoft.com",
        "https://graph.microsoft.com",
        "http://localhost.example.com",
        "http://10.0.0.1:8080",
        "http://127.0.0.1:8080/v1.0",
        "http://127.0.0.1:8080?x",
        "http://user:PASSWORD@127.0.0.1",
        "http://user@127.0.0.1",
        "http://:PASSWORD@127.0.0.1",
        "ftp://127.0.0.1",
        "127.0.0.1:8080",
        "",
    ] {
        let error = builder().loopback(root).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{root}");
        assert!(!error.to_string().contains("PASSWORD"));
        assert!(
            error.to_string().contains("such as http://127.0.0.1:8080"),
            "{error}"
        );
    }
}

#[test]
fn the_user_agent_is_a_header_value() {
    let agent = |client: GraphClient| client.user_agent().to_str().unwrap().to_owned();
    let own = concat!("graph-client/", env!("CARGO_PKG_VERSION"));
    assert_eq!(agent(builder().build().unwrap()), own);
    let named = builder().user_agent("myapp/1.0").build().unwrap();
    assert_eq!(agent(named), format!("myapp/1.0 {own}"));
    let error = builder().user_agent("a\r\nb: c").build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
}

#[test]
fn a_token_goes_to_the_root_only() {
    let cloud = client();
    let loopback = builder().loopback("http://127.0.0.1:8080").build().unwrap();
    let allowed = |client: &GraphClient, url: &str| client.is_at_root(&Url::parse(url).unwrap());
    assert!(allowed(&cloud, "https://graph.microsoft.com/v1.0/me"));
    assert!(allowed(&cloud, "https://GRAPH.microsoft.com:443/v1.0/me"));
    assert!(allowed(&loopback, "http://127.0.0.1:8080/v1.0/me"));
    for url in [
        "http://graph.microsoft.com/v1.0/me",
        "https://graph.microsoft.com:8443/v1.0/me",
        "https://graph.microsoft.com.example.com/v1.0/me",
        "https://graph.microsoft.com@example.com/v1.0/me",
        "https://user@graph.microsoft.com/v1.0/me",
        "https://:password@graph.microsoft.com/v1.0/me",
        "https://graph.microsoft.us/v1.0/me",
        "https://example.com/graph.microsoft.com",
        "http://127.0.0.1:8080/v1.0/me",
    ] {
        assert!(!allowed(&cloud, url), "{url}");
    }
    for url in [
        "https://graph.microsoft.com/v1.0/me",
        "http://127.0.0.1/v1.0/me",
        "http://127.0.0.1:8081/v1.0/me",
        "https://127.0.0.1:8080/v1.0/me",
        "http://localhost:8080/v1.0/me",
    ] {
        assert!(!allowed(&loopback, url), "{url}");
    }
}

#[test]
fn a_root_of_ones_own_is_https() {
    let root = |text: &str| builder().root(text).scope("S").build();
    assert_eq!(
        root("https://graph.example.com").unwrap().root(),
        "https://graph.example.com"
    );
    for text in [
        "http://graph.example.com",
        "https://graph.example.com/v1.0",
        "https://user:PASSWORD@graph.example.com",
        "graph.example.com",
    ] {
        let error = root(text).unwrap_err().to_string();
        assert!(
            error.contains("such as https://graph.example.com"),
            "{error}"
        );
        assert!(!error.contains("PASSWORD"));
    }
}
