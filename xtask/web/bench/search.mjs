// Searching: from each letter that is typed to the frame in which the list is drawn.

import { unlock } from "../door.mjs";
import { timed } from "./phone.mjs";

const STATUS = ".search [role=status]";

/** Types each query letter by letter into a page's search field. */
export async function letters(phone, address, { tab, queries, slower }) {
  const expected = await readings(phone, address, tab, queries);
  const page = await phone.page(slower);
  await open(page, address, tab);
  const times = [];
  for (const query of queries) {
    let before = expected.get("");
    for (let length = 1; length <= query.length; length++) {
      const letter = query[length - 1];
      const text = expected.get(query.slice(0, length));
      // A letter that narrows nothing changes nothing that could be waited for.
      if (text === before) await type(page, letter);
      else times.push((await timed(page, "input", { selector: STATUS, text }, () => type(page, letter))).drawn);
      before = text;
    }
    await page.fill("#q", "");
  }
  await page.close();
  return times;
}

/** What the screen says is found after each letter: read at leisure, so that the timing knows what to wait for. */
async function readings(phone, address, tab, queries) {
  const page = await phone.page();
  await open(page, address, tab);
  const said = new Map();
  for (const query of queries) {
    for (let length = 0; length <= query.length; length++) {
      if (length > 0) await type(page, query[length - 1]);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
      said.set(query.slice(0, length), (await page.textContent(STATUS)).trim());
    }
    await page.fill("#q", "");
  }
  await page.close();
  return said;
}

async function open(page, address, tab) {
  await page.goto(`${address}${tab}`);
  await unlock(page);
  await page.waitForSelector(".rows a.row");
}

/** Into the field, whoever had the focus before. */
const type = (page, letter) => page.locator("#q").pressSequentially(letter);
