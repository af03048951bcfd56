// Builds into app/static/dist the stylesheets govuk.css, its mirror govuk.rtl.css, sacr.css and
// offline.css, the keys of working pages, and the offline verifier.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build as bundle } from "esbuild";
import rtlcss from "rtlcss";
import * as sass from "sass";
import { buildOffline } from "./offline.mjs";

const project = fileURLToPath(new URL("..", import.meta.url));
const target = join(project, "app", "static", "dist");

const build = (source) =>
  sass.compile(join(project, "assets", source), {
    style: "compressed",
    loadPaths: [join(project, "node_modules", "govuk-frontend", "dist", "govuk")],
    quietDeps: true,
  }).css;

const govuk = build("govuk.scss");
const sheets = {
  "govuk.css": govuk,
  "govuk.rtl.css": rtlcss.process(govuk),
  // Ours is written with logical properties: one sheet serves both directions.
  "sacr.css": build("sacr.css"),
  "offline.css": build("offline/offline.css"),
};

for (const [name, css] of Object.entries(sheets)) {
  if (/url\(\s*["']?(?!data:)|@font-face|GDS Transport/.test(css)) {
    throw new Error(`${name} asks for a font or picture that is not shipped`);
  }
}
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
for (const [name, css] of Object.entries(sheets)) {
  writeFileSync(join(target, name), css);
}
await bundle({
  absWorkingDir: project,
  entryPoints: [join(project, "assets", "keys.mjs")],
  outfile: join(target, "keys.js"),
  format: "iife",
  minify: true,
  target: "es2022",
  logLevel: "warning",
});
await buildOffline(project, join(target, "offline"));
