//! Where one can go in the app.

use anyhow::Result;
use serde_json::json;

use crate::phone::Phone;
use crate::until;

impl Phone {
    /// Every address of the app, each with somebody and something in it, and each step of a task.
    pub async fn screens(&self) -> Result<Vec<String>> {
        self.tap("Deltakere").await?;
        self.sees("Anna B.").await?;
        let person = self.first_link(".rows a", "Anna B.").await?;
        self.visit(&person).await?;
        self.sees("Dette har skjedd").await?;
        let visit = self.first_link("a[href^='/visits/']", "").await?;
        self.visit("/").await?;
        let next = self.first_link("a[href^='/visits/']", "").await?;
        self.visit("/activities").await?;
        let activity = self.first_link("a[href^='/activities/']", "").await?;
        let next =
            next.trim_end_matches("/done").trim_end_matches("/new-time").trim_end_matches("/ill");
        let mut all: Vec<String> = [
            "/",
            "/participants",
            "/activities",
            "/more",
            "/more/sent",
            "/more/language",
            "/more/help",
            "/more/about",
            "/enrol",
            "/participants/nobody",
        ]
        .map(str::to_owned)
        .into();
        for below in [
            "",
            "/conversation",
            "/conversation?step=2",
            "/conversation?step=3",
            "/change",
            "/leave",
            "/plan",
            "/concern",
        ] {
            all.push(format!("{person}{below}"));
        }
        for below in ["", "/done", "/new-time", "/ill"] {
            all.push(format!("{next}{below}"));
        }
        all.push(visit);
        all.extend([activity.clone(), format!("{activity}/plan")]);
        Ok(all)
    }

    async fn first_link(&self, selector: &str, words: &str) -> Result<String> {
        let script = "const [selector, words] = args;
        const found = [...document.querySelectorAll(selector)].find((link) => link.innerText.includes(words));
        return found ? new URL(found.href).pathname : null;";
        until(&format!("a link {selector} with \"{words}\""), async || {
            let found = self.run(script, &[json!(selector), json!(words)]).await?;
            Ok(found.as_str().map(str::to_owned))
        })
        .await
    }
}
