// What opens a vault, as far as the browser has it: a passphrase made into a key, a passkey of the phone's,
// and the words that passphrases are made of. boot.js loads this when it is first asked for one of them.
// Nothing is kept here, and no name passes.
//
// What fails is thrown as one of these words:
//   "cancelled"     the person said no, or let it lie
//   "no-prf"        the passkey is there, and gives no secret
//   "unavailable"   not in this browser, or not at this address
//   "failed"        it was tried and did not work: there is not so much memory

/** The 32 bytes that these words give. The worker's memory goes with the worker. */
export function stretch(words, salt, memory, passes) {
  const worker = new Worker("/stretch.js");
  return new Promise((resolve, reject) => {
    worker.onerror = () => reject("unavailable");
    worker.onmessage = ({ data }) => (data ? resolve(data) : reject(data === null ? "failed" : "unavailable"));
    worker.postMessage({ words, salt, memory, passes });
  }).finally(() => worker.terminate());
}

/** Whether the phone itself can keep a passkey that gives a secret, as far as the browser tells beforehand. */
export async function passkeys() {
  const all = window.PublicKeyCredential;
  if (!all?.isUserVerifyingPlatformAuthenticatorAvailable) return false;
  // Where a browser does not say, trying tells.
  const able = await all.getClientCapabilities?.();
  return able?.["extension:prf"] !== false && all.isUserVerifyingPlatformAuthenticatorAvailable();
}

/**
 * Makes a passkey: [its id, the secret for this salt]. One that was made for the same handle before is replaced
 * by most phones.
 */
export async function createPasskey(handle, salt) {
  // What the phone shows in its list of passkeys, and whoever holds the phone can read: nobody's name.
  const name = `Brobygger, ${new Date().toLocaleDateString(document.documentElement.lang, { dateStyle: "medium" })}`;
  const { id, prf } = await ask("create", {
    rp: { id: location.hostname, name: "Brobygger" },
    user: { id: handle, name, displayName: name },
    pubKeyCredParams: [-7, -257].map((alg) => ({ type: "public-key", alg })),
    authenticatorSelection: {
      authenticatorAttachment: "platform",
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    },
    attestation: "none",
    extensions: { prf: { eval: { first: salt } } },
  });
  try {
    // Many phones give the secret only when they are asked anew.
    if (prf?.results || prf?.enabled === false) return [id, secret(prf)];
    return [id, (await openPasskey([[id, salt]]))[1]];
  } catch (error) {
    // A passkey that opens nothing is better not in the list.
    PublicKeyCredential.signalUnknownCredential?.({ rpId: location.hostname, credentialId: base64url(id) });
    throw error;
  }
}

/** Asks for one of these passkeys, given as [id, salt]: [which of them it was, its secret]. */
export async function openPasskey(list) {
  const { id, prf } = await ask("get", {
    rpId: location.hostname,
    allowCredentials: list.map(([id]) => ({ type: "public-key", id, transports: ["internal"] })),
    userVerification: "required",
    extensions: {
      prf: { evalByCredential: Object.fromEntries(list.map(([id, first]) => [base64url(id), { first }])) },
    },
  });
  return [list.findIndex(([known]) => base64url(known) === base64url(id)), secret(prf)];
}

/** The list from which passphrases are made, a word a line; nothing without a network. */
export async function words(language) {
  const response = await fetch(`/passphrase/${language}.txt`);
  return response.ok ? response.text() : "";
}

async function ask(method, options) {
  try {
    const challenge = crypto.getRandomValues(new Uint8Array(32));
    const answer = await navigator.credentials[method]({ publicKey: { challenge, ...options } });
    return { id: new Uint8Array(answer.rawId), prf: answer.getClientExtensionResults().prf };
  } catch (error) {
    throw ["NotAllowedError", "AbortError"].includes(error.name) ? "cancelled" : "unavailable";
  }
}

function secret(prf) {
  if (!prf?.results?.first) throw "no-prf";
  return new Uint8Array(prf.results.first);
}

function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, (sign) => ({ "+": "-", "/": "_" })[sign] ?? "");
}
