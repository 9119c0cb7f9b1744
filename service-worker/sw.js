// The offline shell. It keeps the files of one build and hands them out when
// there is no network. It knows nothing of people, records or keys, and what
// the app asks of the server, /api and /sync, goes straight through.
//
// Where the browser wakes it when the network returns (Background Sync), it
// hands over what a locked phone has sealed for the centre: bytes that it
// cannot read, with a credential that opens nothing else. The app does the same
// when it is opened (crates/session/src/delivery.rs), so nothing depends on it.
//
// What it promises:
//  - A build is kept whole or not at all: every file is fetched, its digest is
//    compared with the one written here at build time, and only then is
//    anything stored. A captive portal's page, a half-finished upload or a
//    proxy's error can therefore never become the app.
//  - A new build waits until the person says yes (the message "take-over").
//    Nobody's draft is reloaded away.
//  - The old build's files go only when the new one has taken over.
//  - The first build serves the page that had it kept, not only the next one:
//    that opening may be the only one with a network.
//  - Only the phone app's own addresses are answered with its page. The
//    coordinator's app and public pages live on the same host.
//
// The build fills in the two placeholders: PRECACHE becomes a list of
// [address, sha256 of the body in hex]. This file's own address never changes,
// and it is served with `Cache-Control: no-cache`.

const BUILD = "__BUILD__";
const PRECACHE = ["__PRECACHE__"];

const PREFIX = "brobygger-shell-";
const CACHE = PREFIX + BUILD;
/** The page of the app. The server hands it out at "/" and at every address of the app. */
const PAGE = "/index.html";
const KEPT = new Set(PRECACHE.map(([address]) => address));

/** The phone app's own addresses: exactly "/", or one of these and what is below it. */
const OWN = ["/enrol", "/participants", "/visits", "/activities", "/more", "/concern"];

/** How many files are fetched at a time: a phone on a slow line has few to spare. */
const AT_ONCE = 6;

self.addEventListener("install", (event) => {
  event.waitUntil(keepBuild());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(takeOver());
});

self.addEventListener("message", (event) => {
  const type = event.data?.type;
  if (type === "take-over") event.waitUntil(self.skipWaiting());
  if (type === "build") event.ports[0]?.postMessage({ build: BUILD });
  if (type === "keep") {
    const said = (kept) => event.ports[0]?.postMessage({ kept });
    event.waitUntil(keepBuild().then(() => said(true), () => said(false)));
  }
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const address = new URL(request.url);
  if (address.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (isOwn(address.pathname)) event.respondWith(answer(PAGE, request));
  } else if (KEPT.has(address.pathname)) {
    event.respondWith(answer(address.pathname, request));
  }
});

function isOwn(path) {
  return path === "/" || OWN.some((own) => path === own || path.startsWith(own + "/"));
}

/** From this build's cache; from the network if the browser has thrown the cache away. */
async function answer(address, request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(address);
  return kept ?? fetch(request);
}

/** Fetches and checks every file first, stores afterwards: all or nothing. */
async function keepBuild() {
  const waiting = [...PRECACHE];
  const checked = [];
  const fetchNext = async () => {
    for (let entry = waiting.shift(); entry; entry = waiting.shift()) {
      const [address, digest] = entry;
      checked.push([address, await fetchChecked(address, digest)]);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, fetchNext));

  // A cache left by an attempt that was cut off is not trusted.
  await caches.delete(CACHE);
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(checked.map(([address, response]) => cache.put(address, response)));
  } catch (full) {
    await caches.delete(CACHE);
    throw full;
  }
}

/**
 * The ordinary HTTP cache may answer first, since the page has just loaded the
 * same files. If its copy is not the right one, the server is asked again.
 */
async function fetchChecked(address, digest) {
  for (const cache of ["default", "reload"]) {
    const response = await fetch(address === PAGE ? "/" : address, { cache, credentials: "omit", redirect: "error" });
    if (!response.ok || response.type === "opaque") continue;
    const body = await response.arrayBuffer();
    if ((await sha256(body)) === digest) return withoutEncoding(response, body);
  }
  throw new Error(`${address} is not the file of build ${BUILD}`);
}

async function sha256(body) {
  const digest = await crypto.subtle.digest("SHA-256", body);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * The body is already decoded, so the headers that described its wire form must
 * go (WebKit would decode a second time). The security headers stay: a page out
 * of the cache is protected like one from the server. A rebuilt response also
 * carries no trace of a redirect, which navigations would refuse.
 */
function withoutEncoding(response, body) {
  const headers = new Headers(response.headers);
  for (const name of ["content-encoding", "content-length", "transfer-encoding", "vary"]) headers.delete(name);
  return new Response(body, { status: 200, headers });
}

async function takeOver() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  // The pages of an older build come over by themselves; in Firefox claiming one that is just being opened
  // would send it to the network.
  if (!old.length) await self.clients.claim();
}

// ---- Handing over what is sealed for the centre ----------------------------

/** How many parcels go at a time, as in the app. */
const PARCELS_AT_ONCE = 50;

self.addEventListener("sync", (event) => {
  if (event.tag === "deliver") event.waitUntil(deliver());
});

/** Fails where our server was not reached, so that the browser wakes us again. What it does not take waits for the app. */
async function deliver() {
  for (const [key, value] of await allOf("brobygger.vaults", "vaults", "deliver/")) {
    const vault = key.slice("deliver/".length);
    const credential = JSON.parse(new TextDecoder().decode(value)).deliver;
    await deliverOne(`brobygger.${vault}.outbox`, credential);
  }
}

async function deliverOne(outbox, credential) {
  const waiting = await allOf(outbox, "meta", "parcel/");
  while (waiting.length > 0) {
    const batch = waiting.splice(0, PARCELS_AT_ONCE);
    const parcels = batch.map(([, value]) => new TextDecoder().decode(value));
    const response = await fetch("/sync/v1/deliver", {
      method: "POST",
      credentials: "omit",
      headers: { "content-type": "application/json", authorization: `Bearer ${credential}` },
      body: `{"brobygger":1,"parcels":[${parcels.join(",")}]}`,
    });
    const answer = await response.json();
    // A login page, or a server that does not know the credential any more.
    if (!response.ok || answer.brobygger !== 1) throw new Error("not delivered");
    const received = batch.filter((_, place) => answer.parcels[place] === "received");
    await forget(outbox, "meta", received.map(([key]) => key));
  }
}

/** The records whose key begins so. Nothing is made where there is no such database. */
async function allOf(database, store, prefix) {
  const opened = await openThere(database, store);
  if (!opened) return [];
  try {
    const range = IDBKeyRange.bound(prefix, prefix + "\u007f");
    const records = opened.transaction(store).objectStore(store);
    const [keys, values] = await Promise.all([asked(records.getAllKeys(range)), asked(records.getAll(range))]);
    return keys.map((key, place) => [key, values[place]]);
  } finally {
    opened.close();
  }
}

async function forget(database, store, keys) {
  const opened = await openThere(database, store);
  if (!opened) return;
  const transaction = opened.transaction(store, "readwrite");
  for (const key of keys) transaction.objectStore(store).delete(key);
  await new Promise((done, failed) => {
    transaction.oncomplete = done;
    transaction.onabort = () => failed(transaction.error);
  });
  opened.close();
}

async function openThere(name, store) {
  const request = indexedDB.open(name);
  request.onupgradeneeded = () => request.transaction.abort();
  try {
    const opened = await asked(request);
    opened.onversionchange = () => opened.close();
    if (opened.objectStoreNames.contains(store)) return opened;
    opened.close();
    return null;
  } catch {
    return null;
  }
}

function asked(request) {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}
