// Saving a conversation: from the tap on the button to the moment when the screen says that it is saved.

import { unlock } from "../door.mjs";
import { pointAt, timed } from "./phone.mjs";

const SAVED = { selector: ".notices", words: "Lagret på telefonen" };

/** Records a conversation from a participant's page, and gives how long the saving took. */
export async function talk(page, words) {
  await page.click('main a[href$="/conversation"]');
  await page.fill("#matters", words);
  // The draft is kept before the conversation goes on, as it is when a person types.
  await page.waitForFunction(() => document.querySelector(".draft svg") !== null);
  for (const step of [2, 3]) {
    await page.click("form button[type=submit]");
    await page.waitForURL(`**/conversation?step=${step}`);
  }
  const times = await timed(page, "click", SAVED, await pointAt(page, "form button[type=submit]"));
  // Else it would answer for the next one.
  await page.click('.notices button:has-text("Lukk")');
  await page.waitForFunction(() => document.querySelector(".notices .notice") === null);
  return times;
}

/** `runs` conversations with the participants in turn. */
export async function conversations(phone, address, { slower, runs }) {
  const page = await phone.page(slower);
  await page.goto(`${address}/participants`);
  await unlock(page);
  const times = [];
  for (let run = 0; run < runs; run++) {
    await page.click('.tabs a[href="/participants"]');
    await page.click(`.rows a.row >> nth=${run % 30}`);
    times.push(await talk(page, `Samtale nummer ${run + 1}: om strikking, kaffe og veien til bussen.`));
  }
  await page.close();
  const durable = times.map((one) => one.commits.find((commit) => commit.stores.includes("entries")) ?? one.commits[0]);
  return {
    said: times.map((one) => one.changed), drawn: times.map((one) => one.drawn),
    durable: durable.map((commit) => commit?.at), strict: durable.every((commit) => commit?.durability === "strict"),
    stores: durable[0]?.stores,
  };
}
