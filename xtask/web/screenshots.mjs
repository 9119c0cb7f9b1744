// The pictures in docs/screenshots: the main screens as a volunteer meets them, phone-sized, in Norwegian
// and Danish, light and dark, and Today on a desk. Each volunteer's link is spent once, so each scheme
// walks as another volunteer.
//
//   node screenshots.mjs <folder> <six enrolment links: three Norwegian, three Danish>

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { typeWords, unlock } from "./door.mjs";

const [folder, ...links] = process.argv.slice(2);
if (!folder || links.length !== 6) throw new Error("a folder and six enrolment links, please");
mkdirSync(folder, { recursive: true });

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 800 };
const WALKS = [
  { language: "nb", locale: "nb-NO", scheme: "light", link: links[0] },
  { language: "nb", locale: "nb-NO", scheme: "dark", link: links[1] },
  { language: "da", locale: "da-DK", scheme: "light", link: links[3] },
  { language: "da", locale: "da-DK", scheme: "dark", link: links[4] },
];
const SAID = {
  nb: "Jeg vil gjerne strikke sammen med noen, helst på formiddagen.",
  da: "Jeg vil gerne strikke sammen med nogen, helst om formiddagen.",
};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-background-networking"],
});

for (const walk of WALKS) {
  const context = await browser.newContext({ viewport: PHONE, locale: walk.locale, colorScheme: walk.scheme, reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const heading = () => page.waitForSelector("#heading");
  const take = async (name) => {
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: join(folder, `${walk.language}-${walk.scheme}-${name}.png`) });
    console.log(`${walk.language} ${walk.scheme} ${name}`);
  };
  const open = async (path) => {
    await page.goto(new URL(path, walk.link).href);
    await unlock(page);
    await heading();
  };

  await page.goto(walk.link);
  await heading();
  await take("01-welcome");
  await page.click(".dock button");
  if (!(await page.waitForSelector("#code, .install, [role=status] + .dock, .dock").then(() => page.$("#code")))) {
    await page.click(".dock button");
  }
  await page.waitForSelector("#code");
  await page.click("button[type=submit]");
  await page.waitForSelector(".facts");
  await take("02-is-this-you");
  await page.click(".dock button >> nth=0");
  await page.waitForSelector("#suggested");
  await take("16-words");
  await typeWords(page);
  await page.click("form button[type=submit]");
  await page.waitForSelector(".thanks");
  await take("03-ready");
  await page.click(".dock button");
  await page.waitForSelector(".next .act");
  await take("04-today");
  await page.setViewportSize(DESK);
  await take("04-today-desk");
  await page.setViewportSize(PHONE);

  await open("/participants");
  await page.waitForSelector(".rows a");
  await take("05-participants");
  await page.click(".rows a >> nth=0");
  await page.waitForSelector(".contacts");
  await take("06-participant");
  const person = new URL(page.url()).pathname;
  await open(`${person}/conversation`);
  await page.fill("#matters", SAID[walk.language]);
  await page.click("label:has(#themes-3)");
  await take("07-conversation");
  await page.click("button[type=submit]");
  await page.waitForSelector("#step-0");
  await page.click("label:has(#step-0)");
  await take("08-what-now");
  await page.click("button[type=submit]");
  await page.waitForSelector(".readback");
  await take("09-read-back");

  await open("/activities");
  await page.waitForSelector(".rows a");
  await take("10-activities");
  await page.click(".rows a >> nth=0");
  await page.waitForSelector(".facts");
  await take("11-activity");

  await open("/");
  await page.click(".next .act");
  await page.waitForSelector(".crossing[data-at='1']");
  await page.click(".notices .quiet >> nth=-1");
  await page.waitForSelector(".notice", { state: "detached" });
  await take("12-under-way");
  await page.reload();
  await page.waitForSelector("#stamp-visit");
  await take("17-locked");
  await unlock(page);
  await page.waitForSelector(".crossing[data-at='1']");
  await page.click(".next .act");
  await page.waitForSelector(".crossing[data-at='2']");
  await page.click(".next .act");
  await page.waitForSelector("#how-0");
  await page.click("label:has(#how-0)");
  await page.click("label:has(#again-0)");
  await take("13-two-questions");
  await page.click("button[type=submit]");
  await page.waitForSelector(".thanks .state[data-state=received]");
  await take("14-thanks");
  await open("/more/sent");
  await take("15-sent");

  await page.goto(new URL("/", walk.link).href);
  await page.waitForSelector("#unlock");
  await page.click(".next-links button");
  await page.waitForSelector(".offer-place .card >> nth=-1");
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await take("18-forgotten");
  await open("/more/lock");
  await take("19-lock");
  await context.close();
}
await browser.close();
