//! What keeps passkeys on a phone, made up by Chromium's developer tools.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use thirtyfour::WebDriver;

/// Its id. It is built into the phone and knows its owner; `secrets` says whether its passkeys give any.
pub async fn add(driver: &WebDriver, secrets: bool) -> Result<String> {
    send(driver, "enable", json!({})).await?;
    let options = json!({
        "protocol": "ctap2",
        "ctap2Version": "ctap2_1",
        "transport": "internal",
        "hasResidentKey": true,
        "hasUserVerification": true,
        "isUserVerified": true,
        "automaticPresenceSimulation": true,
        "hasPrf": secrets,
    });
    let added = send(driver, "addVirtualAuthenticator", json!({ "options": options })).await?;
    let id = added["authenticatorId"].as_str().context("the authenticator has no id")?;
    Ok(id.to_owned())
}

pub async fn remove(driver: &WebDriver, id: &str) -> Result<()> {
    send(driver, "removeVirtualAuthenticator", json!({ "authenticatorId": id })).await?;
    Ok(())
}

pub async fn forget_owner(driver: &WebDriver, id: &str) -> Result<()> {
    let set = json!({ "authenticatorId": id, "isUserVerified": false });
    send(driver, "setUserVerified", set).await?;
    Ok(())
}

async fn send(driver: &WebDriver, command: &str, parameters: Value) -> Result<Value> {
    let command = format!("WebAuthn.{command}");
    driver.cdp().send_raw(&command, parameters).await.with_context(|| command.clone())
}
