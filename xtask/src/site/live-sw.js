// Only in `cargo xtask dev`: takes an offline shell away, so that each reload shows what was built last.
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => {
  const clear = async () => {
    for (const name of await caches.keys()) await caches.delete(name);
    await registration.unregister();
  };
  event.waitUntil(clear());
});
