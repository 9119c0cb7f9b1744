// Builds what the phone app shows: the style sheet, the two font files, the
// icon sprite, the bitmap icons of the mark, and the licences that come with
// them. The same input gives the same bytes, so that a file name with a digest
// in it changes only when the file does.
//
//   node xtask/web/build-assets.mjs <outdir>

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import zlib from "node:zlib";
import { bundleAsync } from "lightningcss";
import subsetFont from "subset-font";
import { Resvg, initWasm } from "@resvg/resvg-wasm";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, "../..");
const require = createRequire(import.meta.url);
const out = path.resolve(process.argv[2] ?? path.join(here, "out"));

/** The oldest engines that must work: iOS 17 and Android 10 with a current Chrome. */
const TARGETS = { safari: 17 << 16, ios_saf: 17 << 16, chrome: 111 << 16, firefox: 121 << 16 };

/** What the first font file holds: Latin-1, typographic punctuation, a few signs. */
const LATIN = [
  [0x20, 0x7e], [0xa0, 0xff], [0x131, 0x131], [0x152, 0x153], [0x2bb, 0x2bc], [0x2c6, 0x2c6],
  [0x2da, 0x2da], [0x2dc, 0x2dc], [0x2010, 0x2015], [0x2018, 0x201e], [0x2020, 0x2022],
  [0x2026, 0x2026], [0x2032, 0x2033], [0x2039, 0x203a], [0x2044, 0x2044], [0x20ac, 0x20ac],
  [0x2122, 0x2122], [0x2190, 0x2193], [0x2212, 0x2212], [0x2215, 0x2215],
];
/** Latin Extended-A: Sámi, Polish, Baltic and Turkish names. */
const LATIN_EXTENDED = [[0x100, 0x130], [0x132, 0x151], [0x154, 0x17f]];

const files = new Map();

files.set("app.css", await styleSheet());
files.set("inter.woff2", await font("inter-latin-wght-normal.woff2", LATIN));
files.set("inter-ext.woff2", await font("inter-latin-ext-wght-normal.woff2", LATIN_EXTENDED));
files.set("icons.svg", await sprite());
files.set("licences.txt", await licences());
for (const [name, bytes] of await bitmaps()) files.set(name, bytes);

await mkdir(out, { recursive: true });
for (const [name, bytes] of files) {
  await writeFile(path.join(out, name), bytes);
  report(name, bytes);
}

/** Bundles styles/app.css; `designsystemet/…` is the package's folder of components. */
async function styleSheet() {
  const components = path.join(path.dirname(require.resolve("@digdir/designsystemet-css")), "");
  const { code } = await bundleAsync({
    filename: path.join(root, "styles/app.css"),
    minify: true,
    targets: TARGETS,
    resolver: {
      read: (file) => readFile(file, "utf8"),
      resolve: (specifier, from) =>
        specifier.startsWith("designsystemet/")
          ? path.join(components, specifier.slice("designsystemet/".length))
          : path.resolve(path.dirname(from), specifier),
    },
  });
  return Buffer.from(code);
}

async function font(file, ranges) {
  const source = await readFile(require.resolve(`@fontsource-variable/inter/files/${file}`));
  let text = "";
  for (const [first, last] of ranges) {
    for (let code = first; code <= last; code++) text += String.fromCodePoint(code);
  }
  return subsetFont(source, text, {
    targetFormat: "woff2",
    variationAxes: { wght: { min: 400, max: 700 } },
  });
}

/** One file of symbols: ours by name, drawn by the pinned icon set, plus our own faces and pictures. */
async function sprite() {
  const names = JSON.parse(await readFile(path.join(root, "styles/icons/icons.json"), "utf8"));
  let symbols = "";
  for (const [ours, theirs] of Object.entries(names)) {
    const svg = await readFile(require.resolve(`lucide-static/icons/${theirs}.svg`), "utf8");
    const inner = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
    symbols += `<symbol id="i-${ours}" viewBox="0 0 24 24">${tidy(inner)}</symbol>`;
  }
  for (const file of ["faces.svg", "pictures.svg"]) {
    const own = await readFile(path.join(root, "styles/icons", file), "utf8");
    symbols += tidy(own.slice(own.indexOf("<symbol"), own.lastIndexOf("</svg>")));
  }
  const credit = "<!-- Icons: Lucide (ISC, https://lucide.dev/license); faces and pictures: Brobygger. -->";
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${credit}${symbols}</svg>\n`);
}

function tidy(svg) {
  return svg.replace(/<!--[\s\S]*?-->/g, "").replace(/>\s+</g, "><").replace(/\s+/g, " ").replaceAll(" />", "/>").trim();
}

/** The mark as bitmaps, for the home screens that want them. */
async function bitmaps() {
  await initWasm(await readFile(require.resolve("@resvg/resvg-wasm/index_bg.wasm")));
  const mark = await readFile(path.join(root, "static/mark.svg"), "utf8");
  const maskable = await readFile(path.join(root, "styles/icons/mark-maskable.svg"), "utf8");
  const draw = (svg, size) => Buffer.from(new Resvg(svg, { fitTo: { mode: "width", value: size } }).render().asPng());
  return [
    ["icon-192.png", draw(mark, 192)],
    ["icon-512.png", draw(mark, 512)],
    ["icon-maskable-512.png", draw(maskable, 512)],
    ["apple-touch-icon.png", draw(maskable, 180)],
  ];
}

/** The licences of what is handed out with the app ask to come along. */
async function licences() {
  const parts = [
    ["Designsystemet (parts of the style sheet)", "@digdir/designsystemet-css"],
    ["Inter (the typeface)", "@fontsource-variable/inter"],
    ["Lucide (the icons)", "lucide-static"],
  ];
  let text = "";
  for (const [title, name] of parts) {
    text += `${title}\n\n${await readFile(path.join(here, "node_modules", name, "LICENSE"), "utf8")}\n\n`;
  }
  return Buffer.from(text);
}

function report(name, bytes) {
  const gzip = zlib.gzipSync(bytes, { level: 9 }).length;
  const brotli = zlib.brotliCompressSync(bytes, {
    params: { [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  }).length;
  const column = (n) => String(n).padStart(8);
  console.log(`${name.padEnd(24)}${column(bytes.length)} raw${column(gzip)} gzip${column(brotli)} brotli`);
}
