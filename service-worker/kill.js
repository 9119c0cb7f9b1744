// The way out. Serve this file at /sw.js, in place of the real worker, if a
// build ever has to be taken off every phone: the next update check of each
// phone installs it, it removes the shell's caches and itself, and from then on
// every page comes from the network. What people have recorded is not in these
// caches and is not touched. Pages that are open stay as they are until the
// person opens the app again: a draft is never reloaded away.
//
// It must be served at the same address and with `Cache-Control: no-cache`,
// and stay there for as long as a phone may have been out of reach.

self.addEventListener("install", (event) => {
  // Here there is nothing to wait for: the waiting rule protects a working app.
  event.waitUntil(self.skipWaiting());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(leave());
});

async function leave() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("brobygger-shell-")).map((name) => caches.delete(name)));
  await self.registration.unregister();
}
