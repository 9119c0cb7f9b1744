// A phone: Chromium with a window of a phone's size, a processor that may be slowed down, and clocks inside the page.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";
import { typeWords } from "../door.mjs";

export const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";

export class Phone {
  static async start() {
    const phone = new Phone();
    phone.folder = await mkdtemp(path.join(tmpdir(), "brobygger-phone-"));
    phone.context = await chromium.launchPersistentContext(phone.folder, {
      executablePath,
      args: ["--no-sandbox", "--disable-background-networking"],
      viewport: { width: 390, height: 844 },
      locale: "nb-NO",
    });
    phone.context.setDefaultTimeout(60_000);
    await phone.context.addInitScript(clocks);
    return phone;
  }

  /** A new page; `slower` says how many times slower its main thread is. */
  async page(slower = 1) {
    const page = await this.context.newPage();
    page.on("pageerror", (error) => console.error(`  the page failed: ${error.message}`));
    if (slower > 1) {
      const devtools = await this.context.newCDPSession(page);
      await devtools.send("Emulation.setCPUThrottlingRate", { rate: slower });
    }
    return page;
  }

  async close() {
    await this.context.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Goes as far as the words that open the app: what is clicked next spends the code. */
export async function arrive(page, address, code) {
  await page.goto(`${address}/enrol#${code}`);
  await page.click(".dock button");
  // A phone is offered the home screen before the code.
  while (!(await page.$("#code"))) {
    await page.click(".dock button:last-child");
    await page.waitForSelector("#heading");
  }
  await page.click("button[type=submit]");
  await page.waitForSelector(".facts");
  await page.click(".dock button >> nth=0");
  await typeWords(page);
}

/** Enrols, waits until the phone is ready and its files are kept, and goes on to Today. */
export async function enrol(page, address, code) {
  await arrive(page, address, code);
  await page.click("form button[type=submit]");
  await page.waitForSelector(".thanks");
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.click(".dock button");
  await page.waitForSelector(".tabs");
}

/** Milliseconds from the next click until `shows` is true of the page: when the page was changed, and when it was drawn. */
export async function timed(page, event, shows, act) {
  await page.evaluate(([event, shows]) => window.bench.watch(event, shows), [event, shows]);
  await act();
  // Nobody asks the page meanwhile: it would have to answer.
  return page.evaluate(async () => {
    const late = new Promise((_, fail) => setTimeout(fail, 180_000, new Error("what was waited for never came")));
    await Promise.race([window.bench.over, late]);
    const { began, changed, drawn, commits } = window.bench;
    return {
      changed: changed - began, drawn: drawn - began, at: performance.timeOrigin + changed,
      commits: commits.filter((one) => one.at >= began).map((one) => ({ ...one, at: one.at - began })),
    };
  });
}

/** Puts the pointer on a button and gives what presses it. The driver's own click would first ask the page, again at each of its events, whether the button is still the topmost there, and be measured as ours. */
export async function pointAt(page, selector) {
  const { x, y, width, height } = await page.locator(selector).boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  return async () => {
    await page.mouse.down();
    await page.mouse.up();
  };
}

/** Runs in every page before the app: the clocks are the page's own, so that no driver's delay is in them. */
function clocks() {
  const bench = { began: 0, changed: null, drawn: null, commits: [], usable: null };
  window.bench = bench;
  const afterFrame = (then) => requestAnimationFrame(() => {
    // A message comes after the frame in which it was sent has been laid out and painted.
    const channel = new MessageChannel();
    channel.port1.onmessage = () => then(performance.now());
    channel.port2.postMessage(null);
  });
  // What to wait for: something that is seen, or that says certain words, or nothing but these.
  const holds = ({ selector, words, text }) => {
    const found = document.querySelector(selector);
    if (words !== undefined) return found?.textContent.includes(words) ?? false;
    return text === undefined ? found?.checkVisibility() === true : found?.textContent.trim() === text;
  };
  bench.watch = (event, shows) => {
    Object.assign(bench, { began: 0, changed: null, drawn: null, commits: [] });
    let over;
    bench.over = new Promise((end) => { over = end; });
    const began = (happened) => {
      bench.began = happened.timeStamp;
      removeEventListener(event, began, true);
    };
    if (event) addEventListener(event, began, true);
    else bench.began = performance.now();
    const observer = new MutationObserver(() => {
      if (!bench.began || !holds(shows)) return;
      observer.disconnect();
      bench.changed = performance.now();
      afterFrame((at) => {
        bench.drawn = at;
        over();
      });
    });
    observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  };
  // From the start of the navigation to the frame in which the first screen can be used.
  bench.usableWhen = (shows) => {
    const look = () => (document.body && holds(shows) ? afterFrame((at) => { bench.usable = at; }) : requestAnimationFrame(look));
    look();
  };
  // When each write was on the disk, and how durably it was asked for.
  const begin = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (...all) {
    const transaction = begin.apply(this, all);
    if (transaction.mode === "readwrite") {
      transaction.addEventListener("complete", () => bench.commits.push({
        at: performance.now(), durability: transaction.durability, stores: [...transaction.objectStoreNames],
      }));
    }
    return transaction;
  };
}

/** How many times slower a slowed page really is: the same sum in both. */
export async function slowdown(phone, slower) {
  const sum = () => {
    const began = performance.now();
    let a = 1;
    for (let i = 0; i < 2e7; i++) a = (Math.imul(a, 1664525) + 1013904223) | 0;
    return a === 0 ? 0 : performance.now() - began;
  };
  const at = async (rate, middle) => {
    const page = await phone.page(rate);
    await page.evaluate(sum);
    const all = [];
    for (let i = 0; i < 7; i++) all.push(await page.evaluate(sum));
    await page.close();
    return middle(all);
  };
  // The best of the free runs is the speed of the machine; the slowed ones run in slices, so their mean counts.
  const free = await at(1, (all) => Math.min(...all));
  return (await at(slower, (all) => all.reduce((a, b) => a + b, 0) / all.length)) / free;
}
