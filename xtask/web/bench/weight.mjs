// The app's own weight: what a first visit loads.

import { sum } from "./numbers.mjs";
import { Phone } from "./phone.mjs";

/** Bytes and requests until the app is on the phone for good, as any browser of today asks for them. */
export async function firstLoad(line) {
  const phone = await Phone.start();
  try {
    line.take();
    const page = await phone.page();
    await page.goto(line.address);
    await page.waitForSelector("#heading");
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await line.quiet(3_000);
    const seen = line.take();
    // What makes a key of a passphrase is another wasm; it counts in the whole.
    const wasm = seen.filter((one) => one.kind?.startsWith("application/wasm") && one.path.startsWith("/app."));
    return {
      bytes: sum(seen.map((one) => one.received)), requests: seen.length,
      wasm: sum(wasm.map((one) => one.received)), codings: [...new Set(wasm.map((one) => one.coding))],
    };
  } finally {
    await phone.close();
  }
}
