// The offline shell, tried in a real browser against a server that misbehaves
// on request. The app itself is a stand-in of three lines: what is tried here
// is the page, boot.js and the worker.
//
//   node --test xtask/web/shell.test.mjs
//
// CHROMIUM names the browser (default: /usr/bin/chromium).

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import zlib from "node:zlib";
import { chromium } from "playwright-core";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const read = (name) => readFile(path.join(root, name), "utf8");
const sources = {
  page: await read("index.html"),
  boot: await read("static/boot.js"),
  worker: await read("service-worker/sw.js"),
  kill: await read("service-worker/kill.js"),
};
const EMPTY_WASM = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
const CSP = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** A site of one build. `word` is what its app writes on the page. */
function build(word) {
  const files = new Map();
  const add = (name, type, body) => files.set(name, { type, body: Buffer.from(body) });
  add("/index.html", "text/html; charset=utf-8", sources.page);
  add("/boot.js", "text/javascript", sources.boot);
  add("/app.css", "text/css", "body{margin:0}");
  add("/app.js", "text/javascript", `export default async function ({ module_or_path }) {
    await WebAssembly.instantiateStreaming(fetch(module_or_path));
    document.getElementById("app").textContent = ${JSON.stringify(word)};
  }`);
  add("/app.wasm", "application/wasm", EMPTY_WASM);
  add("/words.json", "application/json", "[]");
  add("/icons.svg", "image/svg+xml", '<svg xmlns="http://www.w3.org/2000/svg"><symbol id="i-phone" viewBox="0 0 24 24"><path d="M1 1"/></symbol></svg>');
  add("/inter.woff2", "font/woff2", "");
  add("/mark.svg", "image/svg+xml", '<svg xmlns="http://www.w3.org/2000/svg"/>');
  add("/manifest.nb.webmanifest", "application/manifest+json", "{}");
  const list = [...files].map(([name, { body }]) => [name, createHash("sha256").update(body).digest("hex")]);
  const worker = sources.worker
    .replace('["__PRECACHE__"]', JSON.stringify(list))
    .replaceAll("__BUILD__", createHash("sha256").update(JSON.stringify(list)).digest("hex").slice(0, 16));
  add("/sw.js", "text/javascript", worker);
  return files;
}

let server, address, browser, context;
/** What the server serves, what it answers instead, and what it was asked. */
let site, instead, asked;

before(async () => {
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://x");
    asked.push(pathname);
    const other = instead(pathname);
    if (other) return other(response, request);
    if (pathname.startsWith("/api/") || pathname.startsWith("/coordinator")) {
      response.setHeader("content-type", "text/html");
      return response.end(`<p id="from-server">${pathname}</p>`);
    }
    const file = site.get(pathname) ?? (path.extname(pathname) ? undefined : site.get("/index.html"));
    if (!file) return response.writeHead(404).end();
    response.setHeader("content-type", file.type);
    response.setHeader("content-encoding", "br");
    response.setHeader("content-security-policy", CSP);
    response.setHeader("cache-control", "no-cache");
    response.end(zlib.brotliCompressSync(file.body));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  address = `http://localhost:${server.address().port}`;
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-background-networking"],
  });
});
after(async () => {
  await browser.close();
  server.close();
});
beforeEach(async () => {
  site = build("first");
  instead = () => undefined;
  asked = [];
  context = await browser.newContext({ locale: "nb-NO" });
});
afterEach(() => context.close());

const cut = () => (instead = () => (response) => response.destroy());
const mend = () => (instead = () => undefined);
const words = (page) => page.locator("#app").innerText();

async function open(where = "/") {
  const page = await context.newPage();
  page.complaints = [];
  page.on("console", (message) => message.type() === "error" && page.complaints.push(message.text()));
  await page.goto(address + where);
  return page;
}

/** Asks the page until the answer, which may be a promise, is yes. */
async function until(page, question, argument) {
  const end = Date.now() + 10_000;
  while (!(await page.evaluate(question, argument).catch(() => false))) {
    assert.ok(Date.now() < end, `never came true: ${question}`);
    await new Promise((done) => setTimeout(done, 30));
  }
}
const offlineReady = (page) => until(page, () => window.brobygger.offline() === "kept");
const opened = (page, word) => until(page, (w) => document.getElementById("app").textContent === w, word);

test("the page obeys its own content security policy and puts the icons in place", async () => {
  const page = await open();
  await opened(page, "first");
  await offlineReady(page);
  assert.equal(await page.locator("symbol#i-phone").count(), 1);
  assert.deepEqual(page.complaints, []);
});

test("with the server gone, every address of the app opens, and only those", async () => {
  await offlineReady(await open());
  cut();
  for (const where of ["/", "/participants/0192", "/visits/7/done", "/enrol#code", "/more"]) {
    await opened(await open(where), "first");
  }
  for (const where of ["/coordinator", "/participantsx", "/api/openapi.json", "/sync/v1"]) {
    const page = await context.newPage();
    await assert.rejects(page.goto(address + where), `${where} must not be answered by the shell`);
  }
});

test("the cached page keeps its security headers and loses its encoding", async () => {
  const page = await open();
  await offlineReady(page);
  const headers = await page.evaluate(async () => {
    const [name] = await caches.keys();
    const kept = await (await caches.open(name)).match("/index.html");
    return Object.fromEntries(kept.headers);
  });
  assert.equal(headers["content-security-policy"], CSP);
  assert.equal(headers["content-encoding"], undefined);
});

test("neither the interface nor the coordinator's app is ever answered or kept by the worker", async () => {
  await offlineReady(await open());
  const page = await open("/");
  await opened(page, "first");
  const answer = await page.evaluate(() => fetch("/api/anything").then((r) => r.text()));
  assert.match(answer, /from-server/);
  await page.goto(`${address}/coordinator`);
  assert.equal(await page.locator("#from-server").count(), 1);
  const kept = await page.evaluate(async () => {
    const names = await caches.keys();
    const all = await Promise.all(names.map(async (n) => (await (await caches.open(n)).keys()).map((k) => new URL(k.url).pathname)));
    return all.flat();
  });
  assert.ok(kept.length > 0 && kept.every((name) => !name.startsWith("/api") && !name.startsWith("/coordinator")));
});

test("a captive portal's page is not taken for a file of the app", async () => {
  const portal = (response) => {
    response.setHeader("content-type", "text/html");
    response.end("<h1>Welcome to the hotel</h1>");
  };
  const page = await open();
  await opened(page, "first");
  await offlineReady(page);

  site = build("second");
  instead = (name) => (name === "/app.js" ? portal : undefined);
  await page.evaluate(() => navigator.serviceWorker.ready.then((r) => r.update()).catch(() => {}));
  await until(page, () => navigator.serviceWorker.ready.then((r) => !r.installing));
  assert.equal(await page.evaluate(() => window.brobygger.updateReady()), false);
  cut();
  await opened(await open("/participants"), "first");
  assert.equal(await page.evaluate(() => caches.keys().then((names) => names.length)), 1);
});

test("an update waits for a yes, switches once, and takes the old files away", async () => {
  const first = await open();
  await offlineReady(first);
  const page = await open();
  await opened(page, "first");
  await first.close();
  let loads = 0;
  page.on("load", () => loads++);

  site = build("second");
  await page.evaluate(() => navigator.serviceWorker.ready.then((r) => r.update()));
  await until(page, () => window.brobygger.updateReady());
  assert.equal(await words(page), "first");
  assert.equal(loads, 0, "nothing reloads by itself");

  // Opening the app again is not a yes.
  await page.reload();
  await opened(page, "first");
  await until(page, () => window.brobygger.updateReady());

  loads = 0;
  await page.evaluate(() => void window.brobygger.takeUpdate());
  await opened(page, "second");
  await until(page, () => caches.keys().then((names) => names.length === 1));
  assert.equal(loads, 1);
  assert.equal(await page.evaluate(() => window.brobygger.updateReady()), false);
});

test("a second tab goes on undisturbed when the first takes the update", async () => {
  await offlineReady(await open());
  const [one, two] = [await open(), await open()];
  await opened(two, "first");
  site = build("second");
  await one.evaluate(() => navigator.serviceWorker.ready.then((r) => r.update()));
  await until(one, () => window.brobygger.updateReady());
  let loads = 0;
  two.on("load", () => loads++);
  await one.evaluate(() => void window.brobygger.takeUpdate());
  await opened(one, "second");
  await until(two, () => window.brobygger.updateReady());
  assert.equal(await words(two), "first");
  assert.equal(loads, 0);
  await two.evaluate(() => void window.brobygger.takeUpdate());
  await opened(two, "second");
});

test("the kill switch takes the shell away and leaves the open page alone", async () => {
  await offlineReady(await open());
  const page = await open();
  await opened(page, "first");
  site.set("/sw.js", { type: "text/javascript", body: Buffer.from(sources.kill) });
  await page.evaluate(() => navigator.serviceWorker.ready.then((r) => r.update()));
  await until(page, () => caches.keys().then((names) => names.length === 0));
  await until(page, () => navigator.serviceWorker.getRegistration().then((r) => !r));
  assert.equal(await words(page), "first");
});

test("an app that cannot be kept for use without a network says so", async () => {
  instead = (name) => (name === "/mark.svg" ? (response) => response.writeHead(503).end() : undefined);
  const page = await open();
  await opened(page, "first");
  await until(page, () => window.brobygger.offline() === "none");
});

test("the words of the app are there before it is, and without them it does not open", async () => {
  const page = await open();
  await opened(page, "first");
  assert.equal(await page.evaluate(() => window.brobygger.words()), "[]");
  instead = (name) => (name === "/words.json" ? (response) => response.writeHead(503).end() : undefined);
  const stranger = await browser.newContext();
  const other = await stranger.newPage();
  await other.goto(address);
  await other.getByRole("alert").waitFor();
  await stranger.close();
});

test("what went wrong is said in the person's own language, with a way on", async () => {
  instead = (name) => (name === "/app.wasm" ? (response) => response.writeHead(503).end() : undefined);
  const page = await open();
  await page.getByRole("alert").waitFor();
  assert.match(await words(page), /Brobygger åpnet seg ikke/);
  await page.evaluate(() => window.brobygger.preferences.setLanguage("da"));
  mend();
  instead = (name) => (name === "/app.js" ? (response) => response.writeHead(404).end() : undefined);
  await page.reload();
  await page.getByRole("alert").waitFor();
  assert.match(await words(page), /Brobygger blev ikke åbnet/);
  mend();
  await page.getByRole("button", { name: "Åbn igen" }).click();
  await opened(page, "first");
});

test("language, text size and colours are right before the app is there, and change everything that follows them", async () => {
  const page = await open();
  await opened(page, "first");
  const look = () =>
    page.evaluate(() => ({
      lang: document.documentElement.lang,
      size: document.documentElement.dataset.size,
      scheme: document.documentElement.dataset.colorScheme,
      manifest: document.querySelector("link[rel=manifest]").getAttribute("href"),
      theme: [...document.querySelectorAll("meta[name=theme-color]")].map((m) => m.content),
    }));
  assert.equal((await look()).lang, "nb");
  await page.evaluate(() => {
    const { preferences } = window.brobygger;
    preferences.setLanguage("da");
    preferences.setTextSize("large");
    preferences.setColorScheme("dark");
    preferences.setLanguage("xx");
  });
  await page.reload();
  const now = await look();
  assert.equal(now.lang, "da");
  assert.equal(now.size, "large");
  assert.equal(now.scheme, "dark");
  assert.equal(now.manifest, "/manifest.da.webmanifest");
  assert.equal(new Set(now.theme).size, 1);
});

/** What a locked phone holds: the credential, and so many parcels. */
async function holdParcels(page, count) {
  await page.evaluate(async (count) => {
    const bytes = (value) => new TextEncoder().encode(JSON.stringify(value));
    const put = (name, store, records) => new Promise((done, failed) => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(store);
      request.onerror = () => failed(request.error);
      request.onsuccess = () => {
        const transaction = request.result.transaction(store, "readwrite");
        for (const [key, value] of records) transaction.objectStore(store).put(bytes(value), key);
        transaction.oncomplete = () => done(request.result.close());
      };
    });
    await put("brobygger.vaults", "vaults", [["deliver/v1", { deliver: "only-this" }], ["vault/v1", {}]]);
    const parcels = Array.from({ length: count }, (_, i) => [`parcel/${String(i).padStart(12, "0")}`, { key: 1, sealed: `s${i}` }]);
    await put("brobygger.v1.outbox", "meta", [["counters", "sealed"], ...parcels]);
  }, count);
}

const held = (page) => page.evaluate(() => new Promise((done) => {
  indexedDB.open("brobygger.v1.outbox").onsuccess = ({ target: { result } }) => {
    result.transaction("meta").objectStore("meta").getAllKeys().onsuccess = (event) => {
      result.close();
      done(event.target.result);
    };
  };
}));

async function eventually(what, true_) {
  const end = Date.now() + 10_000;
  while (!(await true_())) {
    assert.ok(Date.now() < end, `never came true: ${what}`);
    await new Promise((done) => setTimeout(done, 30));
  }
}

/** Wakes the worker as the browser does when there is a network again. */
async function wake(page) {
  const devtools = await context.newCDPSession(page);
  const registered = new Promise((done) => {
    devtools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations: [one] }) => one && done(one.registrationId));
  });
  await devtools.send("ServiceWorker.enable");
  await devtools.send("ServiceWorker.dispatchSyncEvent", {
    origin: address, registrationId: await registered, tag: "deliver", lastChance: false,
  });
}

/** A server that takes every parcel but those named. Gives what it was sent. */
function taking(...not) {
  const sent = [];
  instead = (name) => name === "/sync/v1/deliver" && (async (response, request) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const body = JSON.parse(text);
    sent.push({ ...body, credential: request.headers.authorization });
    const parcels = body.parcels.map(({ sealed }) => (not.includes(sealed) ? "waits" : "received"));
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ brobygger: 1, parcels }));
  });
  return sent;
}

test("woken in the background, the worker hands over what is sealed, and keeps what was not taken", async () => {
  const page = await open();
  await offlineReady(page);
  await holdParcels(page, 60);
  const sent = taking("s0", "s58");
  await wake(page);
  await eventually("all but two are taken", async () => (await held(page)).length === 3);
  assert.deepEqual(await held(page), ["counters", "parcel/000000000000", "parcel/000000000058"]);
  assert.deepEqual(sent.map(({ parcels }) => parcels.length), [50, 10]);
  assert.ok(sent.every(({ brobygger, credential }) => brobygger === 1 && credential === "Bearer only-this"));
});

test("woken behind a hotel's page, the worker keeps everything", async () => {
  const page = await open();
  await offlineReady(page);
  await holdParcels(page, 2);
  instead = (name) => name === "/sync/v1/deliver" && ((response) => {
    response.setHeader("content-type", "text/html");
    response.end("<h1>Welcome to the hotel</h1>");
  });
  await wake(page);
  await eventually("it was asked", () => asked.includes("/sync/v1/deliver"));
  assert.equal((await held(page)).length, 3);
  // The next time goes, with all that there is.
  const sent = taking();
  await wake(page);
  await eventually("all are taken", async () => (await held(page)).length === 1);
  assert.deepEqual(sent.map(({ parcels }) => parcels.length), [2]);
});

test("a page that is put away without a network asks to be woken when there is one", async () => {
  const page = await open();
  await offlineReady(page);
  const tags = () => page.evaluate(() => navigator.serviceWorker.ready.then(({ sync }) => sync.getTags()));
  const putAway = () => page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await putAway();
  assert.deepEqual(await tags(), [], "with a network what waits has gone");
  await context.setOffline(true);
  await putAway();
  await eventually("it has asked", async () => (await tags()).includes("deliver"));
});

test("where the browser threw the files away and left the worker, they are kept again", async () => {
  await offlineReady(await open());
  const page = await open();
  await page.evaluate(async () => {
    for (const name of await caches.keys()) await caches.delete(name);
  });
  await page.reload();
  await offlineReady(page);
  cut();
  await opened(await open("/participants"), "first");
});
