// Starting without a network: the server is stopped, the line cut, and all that is left is on the phone.

import { unlock } from "../door.mjs";

/** The next visit, or, where there is none, what there is to do. */
const USABLE = { selector: ".next .act, main .rows a.row" };

/**
 * New pages in a running browser: from the start of the navigation to the frame after Today can be used, with the
 * lock opened as soon as it is there.
 */
export async function offline(phone, address, { slower, runs }) {
  const times = [];
  for (let run = 0; run < runs; run++) {
    const page = await phone.page(slower);
    await page.addInitScript((shows) => window.bench.usableWhen(shows), USABLE);
    await page.goto(`${address}/`, { waitUntil: "commit" });
    await unlock(page);
    await page.waitForFunction(() => window.bench.usable !== null, null, { polling: 50 });
    times.push(await page.evaluate(() => window.bench.usable));
    await page.close();
  }
  return times;
}
