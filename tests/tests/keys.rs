//! What opens a vault, as the browsers have it: a passphrase becomes the key that it becomes elsewhere,
//! also without a network; a passkey gives its secret, and says in one word what kept it from doing so.

use anyhow::{Context, Result, ensure};
use journeys::{Browser, Phone, Stage, journeys};
use serde_json::{Value, json};
use vault::Cost;

journeys! {
    a_passphrase_is_stretched_without_a_network,
    a_passkey_gives_its_secret,
}

const SALT: [u8; 16] = [3; 16];

async fn a_passphrase_is_stretched_without_a_network(
    stage: &mut Stage,
    phone: &mut Phone,
) -> Result<()> {
    phone.visit("/").await?;
    phone.is_up().await?;
    phone.is_ready_for_offline().await?;
    let words = phone.run("return await brobygger.keys('words', 'da')", &[]).await?;
    ensure!(words.as_str().is_some_and(|words| words.lines().count() == 1024), "{words}");

    // Whatever is opened from now on comes out of the phone: page, script, worker and wasm.
    stage.stop();
    phone.close().await?;
    phone.reopen("/").await?;
    phone.is_up().await?;
    for (words, cost) in
        [("blåbær fjord kafé", Cost::USUAL), ("", Cost { memory_kib: 64, passes: 3 })]
    {
        let key = vault::stretch(words, &SALT, cost)?;
        let asked = [json!(words), json!(SALT), json!(cost.memory_kib), json!(cost.passes)];
        ensure!(stretched(phone, &asked).await? == json!(key), "another key for {words:?}");
    }
    // No phone has so much memory, and none may hang for it.
    let too_much = [json!("words"), json!(SALT), json!(3_900_000), json!(1)];
    ensure!(stretched(phone, &too_much).await? == json!("failed"));
    Ok(())
}

async fn stretched(phone: &Phone, asked: &[Value]) -> Result<Value> {
    let ask = "const [words, salt, memory, passes] = args;
        try {
            return [...await brobygger.keys('stretch', words, Uint8Array.from(salt), memory, passes)];
        } catch (word) {
            return String(word);
        }";
    phone.run(ask, asked).await
}

/// Only Chromium's driver has a passkey of its own. The others must say that there is none.
async fn a_passkey_gives_its_secret(_: &mut Stage, phone: &mut Phone) -> Result<()> {
    phone.visit("/").await?;
    phone.is_up().await?;
    ensure!(!offered(phone).await?, "a passkey is offered where there is none");
    if phone.browser() != Browser::Chromium {
        return Ok(());
    }

    phone.gets_an_authenticator(true).await?;
    ensure!(offered(phone).await?, "no passkey is offered");
    let first = made(phone, 1).await?;
    let second = made(phone, 2).await?;
    ensure!(first["secret"] != second["secret"]);
    let both = json!([first, second]);
    let opened = open(phone, &both).await?;
    let which = opened[0].as_u64().and_then(|which| usize::try_from(which).ok());
    ensure!(opened[1] == both[which.context("none of them")?]["secret"], "another secret");
    for made in [&first, &second] {
        ensure!(open(phone, &json!([made])).await? == json!([0, made["secret"]]));
        // Another salt is another secret, of the same passkey.
        let other = json!([{ "id": made["id"], "salt": vec![9; 32] }]);
        ensure!(open(phone, &other).await?[1] != made["secret"]);
    }

    // Many phones say that they can when the passkey is made, and give the secret when asked anew.
    phone
        .run(
            "const make = navigator.credentials.create.bind(navigator.credentials);
            navigator.credentials.create = async (options) => {
                const made = await make(options);
                made.getClientExtensionResults = () => ({ prf: { enabled: true } });
                return made;
            };",
            &[],
        )
        .await?;
    let third = made(phone, 3).await?;
    ensure!(open(phone, &json!([third])).await? == json!([0, third["secret"]]), "{third}");

    phone.forgets_its_owner().await?;
    ensure!(open(phone, &both).await? == json!("cancelled"));

    phone.loses_its_authenticator().await?;
    phone.gets_an_authenticator(false).await?;
    ensure!(made(phone, 1).await? == json!("no-prf"));
    Ok(())
}

async fn offered(phone: &Phone) -> Result<bool> {
    Ok(phone.run("return await brobygger.keys('passkeys')", &[]).await? == json!(true))
}

async fn made(phone: &Phone, number: u8) -> Result<Value> {
    let make = "const [handle, salt] = args;
        try {
            const made = await brobygger.keys('createPasskey', Uint8Array.from(handle), Uint8Array.from(salt));
            return { id: [...made[0]], salt, secret: [...made[1]] };
        } catch (word) {
            return String(word);
        }";
    phone.run(make, &[json!(vec![number; 16]), json!(vec![number; 32])]).await
}

async fn open(phone: &Phone, list: &Value) -> Result<Value> {
    let open =
        "const list = args[0].map(({ id, salt }) => [Uint8Array.from(id), Uint8Array.from(salt)]);
        try {
            const [which, secret] = await brobygger.keys('openPasskey', list);
            return [which, [...secret]];
        } catch (word) {
            return String(word);
        }";
    phone.run(open, std::slice::from_ref(list)).await
}
