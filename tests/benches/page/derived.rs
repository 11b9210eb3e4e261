//! Users as hand-written code would declare them, for serde to derive.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A page that drops what it does not know.
#[derive(Deserialize, Serialize)]
pub(crate) struct Page<T> {
    #[serde(rename = "@odata.nextLink", skip_serializing_if = "Option::is_none")]
    next_link: Option<String>,
    value: Vec<T>,
}

/// A page that keeps what it does not know.
#[derive(Deserialize, Serialize)]
pub(crate) struct KeepingPage<T> {
    #[serde(rename = "@odata.nextLink", skip_serializing_if = "Option::is_none")]
    next_link: Option<String>,
    value: Vec<T>,
    #[serde(flatten)]
    additional: Map<String, Value>,
}

/// Declares a user with all properties of the generated model, and perhaps a field more.
macro_rules! user {
    ($(#[$documentation:meta])* $name:ident { $($(#[$attribute:meta])* $more:ident: $type:ty)? }) => {
        $(#[$documentation])*
        #[derive(Deserialize, Serialize)]
        #[serde(rename_all = "camelCase")]
        pub(crate) struct $name {
            #[serde(skip_serializing_if = "Option::is_none")]
            id: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            deleted_date_time: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            account_enabled: Option<bool>,
            #[serde(skip_serializing_if = "Option::is_none")]
            business_phones: Option<Vec<String>>,
            #[serde(skip_serializing_if = "Option::is_none")]
            company_name: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            created_date_time: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            department: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            display_name: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            employee_id: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            given_name: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            job_title: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            mail: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            on_premises_sync_enabled: Option<bool>,
            #[serde(skip_serializing_if = "Option::is_none")]
            surname: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            usage_location: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            user_principal_name: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            user_type: Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            manager: Option<Box<Value>>,
            $($(#[$attribute])* $more: $type,)?
        }
    };
}

user! {
    /// A user that drops what it does not know.
    User {}
}

user! {
    /// A user that keeps what it does not know.
    KeepingUser {
        #[serde(flatten)]
        additional: Map<String, Value>
    }
}
