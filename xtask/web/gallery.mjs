// Takes pictures of styles/gallery.html: every screen, light and dark, on a
// phone, on a desk, and at 320 px with 200 % text. Reports anything that is
// wider than the window or smaller than a thumb, and what axe finds.
//
//   node xtask/web/gallery.mjs <folder> [screen …]
//
// CHROMIUM names the browser (default: chromium on the path).

import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { mkdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, "../..");
const require = createRequire(import.meta.url);
const [folder = "gallery", ...wanted] = process.argv.slice(2);
await mkdir(folder, { recursive: true });

const built = path.join(tmpdir(), "brobygger-gallery");
execFileSync(process.execPath, [path.join(here, "build-assets.mjs"), built]);

const page = fill(await readFile(path.join(root, "styles/gallery.html"), "utf8"));
const sprite = await readFile(path.join(built, "icons.svg"), "utf8");
const axe = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");

const TYPES = { ".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml", ".png": "image/png" };
const server = createServer(async (request, response) => {
  const name = path.basename(new URL(request.url, "http://x").pathname);
  if (name === "") {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.setHeader("content-security-policy", "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'unsafe-eval'");
    response.end(`<!doctype html><html lang="nb" data-size="normal" data-color-scheme="auto" data-js><head><meta name="viewport" content="width=device-width"><title>Gallery</title><link rel="stylesheet" href="/app.css"></head><body><div id="app"></div>${page}${sprite.replace("<svg ", "<svg class=\"sprite\" ")}</body></html>`);
    return;
  }
  try {
    response.setHeader("content-type", TYPES[path.extname(name)] ?? "application/octet-stream");
    response.end(await readFile(path.join(built, name)));
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const address = `http://127.0.0.1:${server.address().port}/`;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-background-networking"],
});
const VIEWS = [
  { name: "phone", width: 390, height: 844, scale: 2 },
  { name: "desk", width: 1280, height: 800, scale: 1 },
  { name: "narrow", width: 320, height: 700, scale: 1, text: "200%" },
  { name: "small", width: 320, height: 640, scale: 1 },
];
let trouble = 0;
for (const view of VIEWS) {
  for (const scheme of ["light", "dark"]) {
    if (view.name === "small" && scheme === "dark") continue;
    const context = await browser.newContext({
      viewport: { width: view.width, height: view.height },
      deviceScaleFactor: view.scale,
      colorScheme: scheme,
      reducedMotion: "reduce",
      bypassCSP: false,
    });
    const tab = await context.newPage();
    await tab.goto(address);
    const screens = await tab.evaluate(() => [...document.querySelectorAll("template")].map((t) => t.dataset.screen));
    for (const screen of screens) {
      if (wanted.length && !wanted.includes(screen)) continue;
      await tab.evaluate(show, { screen, text: view.text });
      await tab.evaluate(() => document.fonts.ready);
      // As tall as the page, so that the bars that stick lie over nothing.
      await tab.setViewportSize({ width: view.width, height: view.height });
      const height = await tab.evaluate(() => document.documentElement.scrollHeight);
      await tab.setViewportSize({ width: view.width, height: Math.max(height, view.height) });
      const found = await tab.evaluate(check);
      await tab.evaluate(axe);
      const { violations } = await tab.evaluate(() => window.axe.run(document.getElementById("app"), { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
      for (const violation of violations) {
        for (const node of violation.nodes) found.push(`${violation.id}: ${node.html.slice(0, 90)} ${node.any[0]?.message ?? ""}`);
      }
      for (const line of found) console.log(`${view.name}/${scheme}/${screen}: ${line}`);
      trouble += found.length;
      await tab.screenshot({ path: path.join(folder, `${screen}-${view.name}-${scheme}.png`) });
    }
    await context.close();
  }
}
await browser.close();
server.close();
console.log(trouble ? `${trouble} things to look at` : "nothing overflows, every target is big enough, axe is content");
process.exitCode = trouble ? 1 : 0;

function show({ screen, text }) {
  const template = document.querySelector(`template[data-screen="${screen}"]`);
  const host = document.getElementById("app");
  if (text) document.documentElement.setAttribute("data-test-text", "");
  const sheet = document.adoptedStyleSheets[0] ?? new CSSStyleSheet();
  sheet.replaceSync(text ? `html{font-size:calc(1.125 * 16px * 2) !important}` : "");
  document.adoptedStyleSheets = [sheet];
  const content = template.content.cloneNode(true);
  if ("bare" in template.dataset) return host.replaceChildren(content);
  const app = document.createElement("div");
  app.className = "app";
  if (template.dataset.tabs) app.dataset.tabs = template.dataset.tabs;
  const frame = document.createElement("div");
  frame.className = "app-frame";
  frame.append(content);
  app.append(frame);
  host.replaceChildren(app);
  if (template.dataset.open === "dialog") host.querySelector("dialog").showModal();
  window.scrollTo(0, 0);
}

function check() {
  const found = [];
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) found.push(`scrolls sideways: ${document.documentElement.scrollWidth} > ${width}`);
  for (const element of document.querySelectorAll("#app *")) {
    if (element.closest("svg") && element.localName !== "svg") continue;
    const box = element.getBoundingClientRect();
    if (box.width === 0 || element.closest(".hidden-words, .app-brand-words") || element.closest(".ds-skip-link")) continue;
    if (box.right > width + 1 || box.left < -1) found.push(`sticks out: <${element.localName} class="${element.getAttribute("class")}"> ${Math.round(box.left)}…${Math.round(box.right)}`);
    if (element.scrollWidth > element.clientWidth + 2 && element.clientWidth > 0 && getComputedStyle(element).overflowX !== "visible" && !element.matches(".next, textarea, .rows")) found.push(`cut off: <${element.localName} class="${element.getAttribute("class")}">`);
  }
  for (const target of document.querySelectorAll("#app a:not(.ds-skip-link), #app button, #app summary, #app select, #app label:has(> input), #app input:not([type=radio], [type=checkbox])")) {
    const box = target.getBoundingClientRect();
    if (box.width && (box.height < 47.5 || box.width < 47.5)) found.push(`small target: ${target.className} ${Math.round(box.width)}×${Math.round(box.height)} "${target.textContent.trim().slice(0, 20)}"`);
  }
  return found;
}

/** The short hands of gallery.html, written out as the catalogue says. */
function fill(html) {
  const icon = (name, size) => {
    const extra = size === "row" ? ' class="icon row-end"' : size ? ` class="icon" data-size="${size}"` : ' class="icon"';
    return `<svg${extra} aria-hidden="true"><use href="#i-${name}"></use></svg>`;
  };
  const markSvg = MARK();
  const tab = (key, words, now) =>
    `<li><a class="tab" href="#"${key === now ? ' aria-current="page"' : ""}>${icon(key)}<span>${words}</span></a></li>`;
  return html.replace(/\{\{([a-z0-9-]+)(?::([a-z0-9-]+))?(?::([a-z]+))?\}\}/g, (_, name, first, second) => {
    if (name === "mark") return markSvg;
    if (name === "picture") return `<svg class="install-picture" viewBox="0 0 160 160" aria-hidden="true"><use href="#i-install-${first}"></use></svg>`;
    if (name === "crossing") return CROSSING(first);
    if (name === "tabs") {
      return `<nav class="tabs" aria-label="Meny"><ul>${tab("today", "I dag", first)}${tab("participants", "Deltakere", first)}${tab("activities", "Aktiviteter", first)}${tab("more", "Mer", first)}</ul></nav>`;
    }
    if (name === "head") {
      const unsent = first === "0" ? "" : `<a class="app-unsent" href="#"${second ? ' data-needs="you"' : ""}>${icon("unsent", "sm")}${first} ikke sendt</a>`;
      return `<a class="ds-skip-link" href="#main">Hopp til innholdet</a><header class="app-header"><a class="app-brand" href="#">${markSvg}<span class="app-brand-words">Brobygger</span></a>${unsent}<a class="app-call" href="tel:+4764000000">${icon("phone", "sm")}Ring koordinator</a></header>`;
    }
    return icon(name, first);
  });
}

function MARK() {
  return `<svg class="mark" viewBox="0 0 64 64" aria-hidden="true"><rect class="mark-ground" width="64" height="64" rx="15"/><path class="mark-shore" d="M0 40c13 0 22 9 24 24H15A15 15 0 0 1 0 49zM64 40c-13 0-22 9-24 24h9a15 15 0 0 0 15-15z"/><path class="mark-arc" stroke-width="6.5" d="M9 33C20 17 44 17 55 33"/></svg>`;
}

function CROSSING(at) {
  const arc = "M14 74C70 -12 250 -12 306 74";
  return `<div class="crossing" data-at="${at}"><svg class="crossing-arc" viewBox="0 0 320 84" aria-hidden="true"><path class="crossing-way" d="${arc}"/><path class="crossing-gone" pathLength="100" d="${arc}"/><circle class="crossing-dot" data-n="1" cx="14" cy="74" r="8"/><circle class="crossing-dot" data-n="2" cx="160" cy="9.5" r="8"/><circle class="crossing-dot" data-n="3" cx="306" cy="74" r="8"/></svg><ol><li data-state="done">Møttes <time>12:55</time></li><li aria-current="step">Fremme</li><li>Ferdige</li></ol></div>`;
}
