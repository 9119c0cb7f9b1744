// What happens before and around the app: the first paint, loading the wasm,
// the service worker, updates and installing. No personal data passes here.
//
// This is a classic script in the head, so that language, text size and colours
// are right before anything is painted. The app reaches it as `window.brobygger`:
//
//   updateReady(): boolean            a newer build is waiting
//   onUpdate(callback)                called when one is (at once if one already is)
//   takeUpdate(): boolean             the person said yes: switch and reload once; false if there is none
//   offline(): "waiting" | "kept" | "none"   does the app open without a network: not yet known, yes, no
//   preferences.language()            "nb" | "da" | "en"
//   preferences.setLanguage(language)
//   preferences.textSize()            "normal" | "large" | "largest"
//   preferences.setTextSize(size)
//   preferences.colorScheme()         "auto" | "light" | "dark"
//   preferences.setColorScheme(scheme)
//   install.available(): boolean      the browser offers its own install sheet
//   install.prompt(): Promise<boolean>   show it; true if the person said yes
//   install.standalone(): boolean     running from the home screen
//   install.platform(): "ios" | "android" | "other"
//   install.inAppBrowser(): boolean   inside Facebook's, Messenger's … browser: open in the real one first
//   enrolled.known(): boolean         somebody was enrolled here once
//   enrolled.note()                   somebody is
//   words(): string                   the app's texts, as words.json has them
//   keys(name, ...): Promise          what keys.js offers: passphrases and passkeys
//   broken()                          the app has failed: say so, and offer to open it again
//
// and as events on window: `brobygger:idle` (nobody has touched it for five minutes), `brobygger:update`, `brobygger:offline` (it is known now),
// `brobygger:installable`, `brobygger:installed`.
//
// Nothing here reloads the page by itself: a draft may be open.

(() => {
  "use strict";

  const LANGUAGES = ["nb", "da", "en"];
  const SIZES = ["normal", "large", "largest"];
  const SCHEMES = ["auto", "light", "dark"];
  const MANIFESTS = {
    nb: "/manifest.nb.webmanifest",
    da: "/manifest.da.webmanifest",
    en: "/manifest.en.webmanifest",
  };
  const GROUND = { light: "#fbf8f3", dark: "#121b17" };

  const WORDS = {
    nb: {
      old: "Nettleseren er for gammel til å åpne Brobygger. Oppdater den, eller spør koordinatoren om hjelp.",
      failed: "Brobygger åpnet seg ikke. Sjekk nettet, og prøv igjen.",
      broken: "Noe gikk galt. Det som er lagret på telefonen, er der fortsatt.",
      again: "Åpne på nytt",
    },
    da: {
      old: "Browseren er for gammel til at åbne Brobygger. Opdater den, eller bed koordinatoren om hjælp.",
      failed: "Brobygger blev ikke åbnet. Tjek nettet, og prøv igen.",
      broken: "Noget gik galt. Det, der er gemt på telefonen, er der stadig.",
      again: "Åbn igen",
    },
    en: {
      old: "This browser is too old to open Brobygger. Update it, or ask the coordinator for help.",
      failed: "Brobygger did not open. Check the connection and try again.",
      broken: "Something went wrong. What is saved on the phone is still there.",
      again: "Open again",
    },
  };

  const root = document.documentElement;

  // ---- What may become a script ------------------------------------------

  /** All scripts that are named by a text. The page's policy refuses every other, and every text as HTML. */
  const SCRIPTS = ["/sw.js", "/stretch.js"];
  window.trustedTypes?.createPolicy("default", {
    createScriptURL: (address) => (SCRIPTS.includes(address) ? address : null),
  });

  // ---- Preferences -------------------------------------------------------

  /** Storage may be forbidden (private windows): then a choice lasts as long as the page. */
  const kept = new Map();
  function read(key, allowed) {
    let value = kept.get(key);
    try {
      value ??= localStorage.getItem(`brobygger.${key}`);
    } catch {
      // Not readable: the choice made on this page, or the default.
    }
    return allowed.includes(value) ? value : null;
  }
  function write(key, value, allowed) {
    if (!allowed.includes(value)) return;
    kept.set(key, value);
    try {
      localStorage.setItem(`brobygger.${key}`, value);
    } catch {
      // Not writable: see above.
    }
    dress();
  }

  /** The first language of the person's own list that we speak. */
  function ownLanguage() {
    for (const tag of navigator.languages ?? [navigator.language ?? ""]) {
      const base = tag.toLowerCase().split("-")[0];
      if (base === "no" || base === "nn") return "nb";
      if (LANGUAGES.includes(base)) return base;
    }
    return "nb";
  }

  const preferences = {
    language: () => read("language", LANGUAGES) ?? ownLanguage(),
    setLanguage: (language) => write("language", language, LANGUAGES),
    textSize: () => read("text-size", SIZES) ?? "normal",
    setTextSize: (size) => write("text-size", size, SIZES),
    colorScheme: () => read("color-scheme", SCHEMES) ?? "auto",
    setColorScheme: (scheme) => write("color-scheme", scheme, SCHEMES),
  };

  /** Kept apart from the records: where these are gone and this is not, the system has cleared them. */
  const enrolled = {
    known: () => read("enrolled", ["yes"]) !== null,
    note: () => write("enrolled", "yes", ["yes"]),
  };

  function dress() {
    const language = preferences.language();
    const scheme = preferences.colorScheme();
    root.lang = language;
    root.dataset.size = preferences.textSize();
    root.dataset.colorScheme = scheme;
    document.querySelector("link[rel=manifest]")?.setAttribute("href", MANIFESTS[language]);
    for (const meta of document.querySelectorAll("meta[name=theme-color]")) {
      const own = meta.media.includes("dark") ? "dark" : "light";
      meta.content = GROUND[scheme === "auto" ? own : scheme];
    }
  }
  root.dataset.js = "";
  dress();

  // ---- Updates -----------------------------------------------------------

  const HOUR = 60 * 60 * 1000;
  const PATIENCE = 15 * 1000;

  let registration = null;
  let ready = false; // a newer build waits, or another tab has already taken it
  let offline = "waiting";
  let asked = false; // the person said yes on this page
  let reloading = false;

  const tell = (name) => window.dispatchEvent(new CustomEvent(`brobygger:${name}`));

  function reloadOnce() {
    if (reloading) return;
    reloading = true;
    location.reload();
  }

  function settle(answer) {
    offline = answer;
    tell("offline");
  }

  function nowReady() {
    ready = true;
    tell("update");
  }

  function takeUpdate() {
    if (!ready || asked) return ready;
    asked = true;
    const next = registration?.waiting;
    if (next) {
      // A page that no worker controls yet hears no controllerchange, so both are listened for.
      next.addEventListener("statechange", () => {
        if (next.state === "activated") reloadOnce();
      });
      next.postMessage({ type: "take-over" });
      // A button must never hang: after a while the page is opened again anyway.
      setTimeout(reloadOnce, PATIENCE);
    } else {
      reloadOnce();
    }
    return true;
  }

  function watch(worker) {
    // With nothing active yet this is the first build, not an update.
    const first = !registration.active;
    worker.addEventListener("statechange", () => {
      if (worker.state === "installed" && !first) nowReady();
      // Not all could be fetched. The next opening tries again.
      if (worker.state === "redundant" && first) settle("none");
    });
  }

  async function startWorker() {
    if (!("serviceWorker" in navigator)) {
      settle("none");
      return;
    }
    let hadController = Boolean(navigator.serviceWorker.controller);
    navigator.serviceWorker.addEventListener("controllerchange", () => {
      if (asked) reloadOnce();
      // Another tab took the update. This page goes on until its person says so.
      else if (hadController) nowReady();
      // The first build takes the page that had it kept.
      hadController = true;
    });
    try {
      registration = await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
    } catch {
      settle("none"); // Without a worker the app still runs with a network.
      return;
    }
    if (registration.waiting && registration.active) nowReady();
    if (registration.installing) watch(registration.installing);
    registration.addEventListener("updatefound", () => watch(registration.installing));

    const look = () => registration.update().catch(() => {});
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") look();
    });
    setInterval(look, HOUR);
    // Where the browser can wake the worker when the network returns, what is sealed goes then, though
    // the app is closed. The worker looks for itself whether there is anything.
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && !navigator.onLine) {
        registration.sync?.register("deliver").catch(() => {});
      }
    });

    const { active } = await navigator.serviceWorker.ready;
    settle((await isKept()) || (await keepAgain(active)) ? "kept" : "none");
  }

  /** A browser may throw the files away and leave the worker: WebKit does, asked to clear all there is. */
  const isKept = async () => Boolean(await caches.match("/index.html"));

  function keepAgain(worker) {
    return new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => done(data.kept);
      worker.postMessage({ type: "keep" }, [port2]);
    });
  }

  // ---- Installing --------------------------------------------------------

  let offer = null;
  window.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    offer = event;
    tell("installable");
  });
  window.addEventListener("appinstalled", () => {
    offer = null;
    tell("installed");
  });

  const agent = navigator.userAgent;
  const install = {
    available: () => offer !== null,
    async prompt() {
      const now = offer;
      offer = null;
      if (!now) return false;
      await now.prompt();
      return (await now.userChoice).outcome === "accepted";
    },
    standalone: () =>
      navigator.standalone === true || matchMedia("(display-mode: standalone), (display-mode: minimal-ui)").matches,
    platform() {
      // An iPad says it is a Mac, but no Mac has a touch screen.
      if (/iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && navigator.maxTouchPoints > 1)) return "ios";
      return /Android/.test(agent) ? "android" : "other";
    },
    inAppBrowser: () => /FBAN|FBAV|FB_IAB|Instagram|Messenger|; wv\)/.test(agent),
  };

  // ---- Locking: nobody touches the phone, or the app is out of sight -----

  const IDLE = 5 * 60 * 1000;
  const LOOK = 15 * 1000;
  let touched = Date.now();
  // A clock that was set back says nothing about how long it was.
  const idle = () => Math.abs(Date.now() - touched) >= IDLE;
  for (const sign of ["pointerdown", "keydown", "scroll"]) {
    // A page that was asleep must not be woken by the first touch.
    const touch = () => {
      if (!idle()) touched = Date.now();
    };
    window.addEventListener(sign, touch, true);
  }
  function lookIdle() {
    if (!idle()) return;
    touched = Date.now();
    tell("idle");
  }
  document.addEventListener("visibilitychange", lookIdle);
  setInterval(lookIdle, LOOK);

  // ---- Loading the app ---------------------------------------------------

  /** Says in words what went wrong, in the place where the app would be. */
  function say(what, mayTryAgain) {
    const words = WORDS[preferences.language()];
    const box = document.createElement("div");
    box.className = "boot";
    box.setAttribute("role", "alert");
    const text = document.createElement("p");
    text.textContent = words[what];
    box.append(text);
    if (mayTryAgain) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "ds-button";
      button.textContent = words.again;
      button.addEventListener("click", reloadOnce);
      box.append(button);
    }
    document.getElementById("app").replaceChildren(box);
  }

  /** A file as the document that it is. (A text may not be made one: see above.) */
  function loadDocument(address) {
    return new Promise((done, failed) => {
      const request = new XMLHttpRequest();
      request.open("GET", address);
      request.responseType = "document";
      request.onload = () => done(request.status === 200 ? request.responseXML : null);
      request.onerror = failed;
      request.send();
    });
  }

  /** The icons, into the page: from then on every icon is a reference within it. */
  async function loadIcons() {
    const sprite = (await loadDocument("/icons.svg"))?.documentElement;
    if (sprite?.localName !== "svg") return;
    sprite.setAttribute("class", "sprite");
    sprite.setAttribute("aria-hidden", "true");
    document.body.append(document.importNode(sprite, true));
  }

  /** The app's texts in all languages, as the file has them. */
  async function loadWords() {
    const response = await fetch("/words.json");
    if (!response.ok) throw new Error(`words.json: ${response.status}`);
    return response.text();
  }

  let words = "";

  async function start() {
    if (typeof WebAssembly !== "object" || !("indexedDB" in window)) {
      say("old", false);
      return;
    }
    // The words of every icon stand beside it, so the app opens without them if it must.
    const icons = loadIcons().catch(() => {});
    try {
      const [app, texts] = await Promise.all([import("/app.js"), loadWords()]);
      words = texts;
      await icons;
      await app.default({ module_or_path: "/app.wasm" });
    } catch (error) {
      console.error(error);
      say("failed", true);
    }
    // Afterwards, so that the worker's own downloads do not compete with the first screen.
    await startWorker();
  }

  window.brobygger = Object.freeze({
    updateReady: () => ready,
    onUpdate(callback) {
      window.addEventListener("brobygger:update", () => callback());
      if (ready) callback();
    },
    takeUpdate,
    offline: () => offline,
    preferences: Object.freeze(preferences),
    enrolled: Object.freeze(enrolled),
    install: Object.freeze(install),
    words: () => words,
    keys: async (name, ...rest) => (await import("/keys.js"))[name](...rest),
    broken: () => say("broken", true),
  });

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
