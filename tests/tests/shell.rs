//! The offline shell: what must hold whatever the screens show.

use anyhow::{Result, ensure};
use journeys::{Phone, Stage, journeys};
use serde_json::json;

journeys! {
    the_app_opens_without_a_network,
    a_captive_portal_does_not_become_the_app,
    an_update_waits_until_it_is_wanted,
    the_first_page_is_accessible,
}

async fn the_app_opens_without_a_network(stage: &mut Stage, phone: &mut Phone) -> Result<()> {
    phone.visit("/").await?;
    phone.is_up().await?;
    phone.is_ready_for_offline().await?;

    stage.stop();
    phone.close().await?;
    phone.reopen("/").await?;
    phone.is_up().await?;
    phone.reopen("/participants").await?;
    phone.is_up().await?;

    phone.kill().await?;
    phone.reopen("/activities").await?;
    phone.is_up().await
}

async fn a_captive_portal_does_not_become_the_app(
    stage: &mut Stage,
    phone: &mut Phone,
) -> Result<()> {
    phone.visit("/").await?;
    phone.is_up().await?;
    phone.is_ready_for_offline().await?;

    let portal = stage.behind_portal().await?;
    phone.reload().await?;
    phone.is_up().await?;
    // An update check meets the portal too, and must not take its page for a new build.
    phone
        .run(
            "await (await navigator.serviceWorker.getRegistration()).update().catch(() => {})",
            &[],
        )
        .await?;
    phone.reload().await?;
    phone.is_up().await?;
    ensure!(!phone.text().await?.contains("wireless"), "the portal's page is shown");
    drop(portal);
    Ok(())
}

async fn an_update_waits_until_it_is_wanted(stage: &mut Stage, phone: &mut Phone) -> Result<()> {
    phone.visit("/").await?;
    phone.is_up().await?;
    phone.is_ready_for_offline().await?;

    stage.release("the next build").await?;
    phone.reload().await?;
    journeys::until("the new build to wait", async || {
        let waits = phone
            .run(
                "const registration = await navigator.serviceWorker.getRegistration();
                await registration.update();
                return registration.waiting !== null;",
                &[],
            )
            .await?;
        Ok((waits == json!(true)).then_some(()))
    })
    .await?;
    let page = "const page = await (await fetch('/index.html')).text(); return page.includes('the next build');";
    ensure!(phone.run(page, &[]).await? == json!(false), "the new build took over unasked");

    phone.run("window.brobygger.takeUpdate()", &[]).await?;
    journeys::until("the new build to be in charge", async || {
        Ok((phone.run(page, &[]).await? == json!(true)).then_some(()))
    })
    .await?;
    phone.is_up().await
}

async fn the_first_page_is_accessible(_: &mut Stage, phone: &mut Phone) -> Result<()> {
    phone.visit("/").await?;
    phone.is_up().await?;
    let violations = phone.violations().await?;
    let list: Vec<String> = violations.iter().map(ToString::to_string).collect();
    ensure!(list.is_empty(), "axe found: {}", list.join("\n"));
    Ok(())
}
