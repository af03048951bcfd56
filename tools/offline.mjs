// Bundles the offline verifier into app/static/dist/offline: ES modules, and the QR reader's wasm.
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const WASM = "zxing-wasm/dist/reader/zxing_reader.wasm";

export async function buildOffline(project, target) {
  mkdirSync(target, { recursive: true });
  const source = (name) => join(project, "assets", "offline", name);
  await build({
    absWorkingDir: project,
    entryPoints: { page: source("page/index.mjs"), reader: source("reader/index.mjs") },
    outdir: target,
    bundle: true,
    splitting: true,
    format: "esm",
    minify: true,
    target: "es2022",
    chunkNames: "[name]-[hash]",
    legalComments: "none",
    logLevel: "warning",
  });
  await build({
    absWorkingDir: project,
    entryPoints: { worker: source("worker.mjs") },
    outdir: target,
    bundle: true,
    format: "iife",
    minify: true,
    target: "es2022",
    logLevel: "warning",
  });
  copyFileSync(join(project, "node_modules", WASM), join(target, "zxing_reader.wasm"));
}
