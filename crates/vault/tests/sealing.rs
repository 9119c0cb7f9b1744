//! The same promises natively and in the browser.
#![allow(clippy::unwrap_used)]

mod both;

use vault::{DataKey, Place, Vault, VaultError};

const PLACE: Place<'static> =
    Place { store: "brobygger.v.base/blocks", key: "scope/0", version: 1 };

async fn vault() -> Vault {
    Vault::new(&DataKey::generate().unwrap()).await.unwrap()
}

async fn opens_where_it_was_sealed() {
    let key = DataKey::generate().unwrap();
    let vault = Vault::new(&key).await.unwrap();
    let bytes: Vec<u8> = (0..=255).cycle().take(70_000).collect();
    let sealed = vault.seal(&PLACE, &bytes).await.unwrap();
    let wrapped = key.wrap(&[7; 32], "her").await.unwrap();
    let again = DataKey::unwrap(wrapped, &[7; 32], "her").await.unwrap();
    assert_eq!(Vault::new(&again).await.unwrap().open(&PLACE, &sealed).await, Ok(bytes));
    let nothing = vault.seal(&PLACE, &[]).await.unwrap();
    assert_eq!(vault.open(&PLACE, &nothing).await, Ok(vec![]));
}

async fn any_changed_bit_is_noticed() {
    let vault = vault().await;
    let sealed = vault.seal(&PLACE, b"Anna").await.unwrap();
    for position in 0..sealed.len() {
        for bit in 0..8 {
            let mut changed = sealed.clone();
            changed[position] ^= 1 << bit;
            let opened = vault.open(&PLACE, &changed).await;
            assert_eq!(opened, Err(VaultError::DoesNotOpen), "byte {position}, bit {bit}");
        }
    }
    for length in 0..sealed.len() {
        let truncated = sealed[..length].to_vec();
        assert_eq!(vault.open(&PLACE, &truncated).await, Err(VaultError::DoesNotOpen));
    }
}

async fn a_swapped_record_is_noticed() {
    let vault = vault().await;
    let sealed = vault.seal(&PLACE, b"Anna").await.unwrap();
    for place in [
        Place { key: "scope/1", ..PLACE },
        Place { store: "brobygger.v.base/meta", ..PLACE },
        Place { store: "brobygger.w.base/blocks", ..PLACE },
        Place { version: 2, ..PLACE },
    ] {
        assert_eq!(vault.open(&place, &sealed).await, Err(VaultError::DoesNotOpen), "{place:?}");
    }
}

async fn another_key_opens_nothing() {
    let sealed = vault().await.seal(&PLACE, b"Anna").await.unwrap();
    assert_eq!(vault().await.open(&PLACE, &sealed).await, Err(VaultError::DoesNotOpen));
    assert_eq!(DataKey::import_unwrapped(&[0; 31]).err(), Some(VaultError::KeyLength));
}

async fn nothing_is_sealed_alike_twice() {
    let vault = vault().await;
    let one = vault.seal(&PLACE, b"Anna").await.unwrap();
    let other = vault.seal(&PLACE, b"Anna").await.unwrap();
    assert_ne!(one[..12], other[..12]);
    assert_ne!(one[12..], other[12..]);
    assert!(!format!("{:?}", DataKey::generate().unwrap()).contains(|c: char| c.is_ascii_digit()));
}

both!(
    opens_where_it_was_sealed,
    any_changed_bit_is_noticed,
    a_swapped_record_is_noticed,
    another_key_opens_nothing,
    nothing_is_sealed_alike_twice
);
