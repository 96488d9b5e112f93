// The one bundling step: Tabler's chosen parts + our styles + scripts + icons -> src/huiyin/web/static/built.
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { PurgeCSS } from "purgecss";
import { compile } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const web = join(here, "../src/huiyin/web");
const out = join(web, "static/built");
const target = ["chrome100", "firefox100", "safari15.4"];

/** Return Tabler's chosen parts, inside a layer: ours always wins without shouting. */
function tabler() {
  const made = compile(join(here, "styles/tabler.scss"), {
    loadPaths: [join(here, "node_modules/@tabler/core/scss")], style: "compressed", charset: false, quietDeps: true,
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
  });
  return `@layer tabler{${made.css}}`;
}

/** Return the style sheet of one face, without the rules that no template or script uses. */
async function styles(face, beneath) {
  const ours = await build({
    entryPoints: [join(here, `styles/${face}.entry.css`)], bundle: true, minify: true, write: false, target, logLevel: "warning",
  });
  const [purged] = await new PurgeCSS().purge({
    content: [`${web}/templates/**/*.html`, `${web}/**/*.py`, join(here, "scripts/*.js")],
    css: [{ raw: beneath }],
    safelist: { standard: ["html", "body"], greedy: [/data-theme/] },
    variables: true,
  });
  return `${purged.css}\n${ours.outputFiles[0].text}`;
}

/** Return every icon of icons/ as one sprite. */
async function sprite() {
  const names = (await readdir(join(here, "icons"))).filter((n) => n.endsWith(".svg")).sort();
  const symbols = await Promise.all(names.map(async (name) => {
    const text = await readFile(join(here, "icons", name), "utf8");
    const inside = text.replace(/<!--[\s\S]*?-->/g, "").replace(/^[\s\S]*?<svg[^>]*>|<\/svg>[\s\S]*$/g, "")
      .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/, "").replace(/>\s+</g, "><").trim();
    return `<symbol id="${name.slice(0, -4)}" viewBox="0 0 24 24">${inside}</symbol>`;
  }));
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const beneath = tabler();
for (const face of ["portal", "desk"]) await writeFile(join(out, `${face}.css`), await styles(face, beneath));
await build({
  entryPoints: ["portal", "desk", "insight"].map((face) => join(here, `scripts/${face}.js`)), bundle: true, minify: true, format: "iife",
  outdir: out, target, logLevel: "warning", legalComments: "none",
});
await writeFile(join(out, "icons.svg"), await sprite());
await writeFile(join(out, "icon.svg"), await readFile(join(here, "mark.svg")));
for (const name of (await readdir(out)).sort()) {
  const bytes = await readFile(join(out, name));
  const [gzip, brotli] = [gzipSync(bytes, { level: 9 }), brotliCompressSync(bytes)];
  // Lying beside the file, they are what a browser gets that understands them.
  await writeFile(join(out, `${name}.gz`), gzip);
  await writeFile(join(out, `${name}.br`), brotli);
  console.log(`${name.padEnd(12)} ${bytes.length} bytes, ${gzip.length} gzip, ${brotli.length} brotli`);
}
