// The offline verifier's page: what is pressed, scanned or typed leads to one verdict.
import { judge } from "../reader/judge.mjs";
import * as device from "./device.mjs";
import { at, show } from "./dom.mjs";
import * as kept from "./kept.mjs";
import { earlierNumber, numberOf } from "./number.mjs";
import * as record from "./record.mjs";
import * as scan from "./scan.mjs";
import * as shelves from "./shelf.mjs";
import { panelOf, showVerdict } from "./verdict.mjs";
import * as words from "./words.mjs";

const EVERY = 5 * 60 * 1000;
let shelf;
let current = null; // { text, shown, check }
let stopCamera = () => undefined;

// The verdict of a text: of a code by what it says, of a bare number by what cannot be known.
async function answer(text) {
  const moment = device.now();
  const found = await judge(text, shelf.held, moment);
  const number = found.token?.number ?? numberOf(text) ?? earlierNumber(text) ?? "";
  if (found.reason === "not_a_code" && number) {
    const reason = numberOf(text) ? "" : "earlier";
    return { ...found, verdict: "NUMBER_ONLY", reason, number, at: moment };
  }
  return { ...found, number, at: moment };
}

async function check(text) {
  if (!text) {
    say("typed.nothing");
    at("code").focus();
    return;
  }
  say("");
  const shown = await answer(text);
  current = { text, shown, check: await kept.keep(shown) };
  at("code").value = "";
  showVerdict(shown);
  record.fresh(panelOf(shown.verdict));
  await redraw();
  send();
}

// A new paper is being read: no verdict on the one before may stand over it.
function clear() {
  current = null;
  show("answer", false);
  show("intro");
  document.title = words.say("title.offline");
}

// After newer lists have come: what is on the screen may have changed.
async function again() {
  if (!current) return;
  const shown = await answer(current.text);
  const { verdict, reason } = current.shown;
  if (shown.verdict === verdict && shown.reason === reason) return;
  current = { ...current, shown, check: await kept.keep(shown) };
  showVerdict(shown);
  record.fresh(panelOf(shown.verdict));
}

async function refresh() {
  at("refresh").disabled = true;
  try {
    shelf = await shelves.refresh(shelf);
    network(true);
    await again();
  } catch {
    network(false);
  }
  at("refresh").disabled = false;
  await redraw();
}

async function send() {
  const answered = await kept.send();
  show("sign-in", answered === "sign_in");
  show("not-customs", answered === "not_customs");
  if (answered === "sent") await redraw();
}

async function redraw() {
  const checks = await kept.all();
  device.showDevice(shelf, kept.waiting(checks).length);
  kept.showKept(checks);
}

function network(there) {
  const said = shelf.held.trust ? "network.there" : "network.empty";
  at("network").textContent = words.say(there ? said : "network.gone");
}

// Said politely beside the field that reads a code.
function say(code) {
  at("said").textContent = code && words.say(code);
}

async function scanned(text) {
  closeCamera();
  await check(text);
}

async function openCamera() {
  say("");
  clear();
  show("camera");
  at("close-camera").focus();
  try {
    stopCamera = await scan.fromCamera(at("video"), scanned);
  } catch (fault) {
    closeCamera();
    say(fault.name === "NotAllowedError" ? "camera.refused" : "camera.none");
  }
}

function closeCamera() {
  stopCamera();
  stopCamera = () => undefined;
  show("camera", false);
}

async function picked(event) {
  const [file] = event.target.files;
  if (!file) return;
  clear();
  try {
    const text = await scan.ofPicture(file);
    if (text === null) say("picture.unread");
    else await check(text);
  } catch {
    say("picture.broken");
  }
  event.target.value = "";
}

async function recorded(event) {
  event.preventDefault();
  const said = record.value();
  if (!said || !current) return;
  const shown = { ...current.shown, at: device.now() };
  await kept.keep(shown, { ...said, check_uid: current.check.uid });
  show("record-panel", false);
  show("recorded");
  at("recorded").focus();
  await redraw();
  send();
}

// A hand scanner types into whatever has the focus: outside of fields that is the code.
function typedAnywhere(event) {
  const field = event.target.closest?.("input, textarea, select, button, a, summary");
  if (!field && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && event.key !== " ")
    at("code").focus();
}

function listen() {
  at("check").addEventListener("submit", (event) => {
    event.preventDefault();
    check(at("code").value);
  });
  at("open-camera").addEventListener("click", openCamera);
  at("close-camera").addEventListener("click", () => {
    closeCamera();
    at("open-camera").focus();
  });
  at("picture").addEventListener("change", picked);
  at("record").addEventListener("submit", recorded);
  at("record").addEventListener("change", record.turn);
  at("add-line").addEventListener("click", record.addLine);
  at("refresh").addEventListener("click", refresh);
  at("roots").addEventListener("click", async (event) => {
    const { root } = event.target.dataset;
    if (!root) return;
    shelf = await shelves.compared(shelf, root);
    await refresh();
  });
  document.addEventListener("keydown", typedAnywhere);
  window.addEventListener("online", () => refresh().then(send));
  window.addEventListener("offline", () => network(false));
  setInterval(() => refresh().then(send), EVERY);
}

// So that everything is there without a network: the page, its parts, and this device's storage.
async function install() {
  if ("serviceWorker" in navigator) {
    await navigator.serviceWorker.register("/offline/worker.js", { scope: "/offline", updateViaCache: "none" });
    await navigator.serviceWorker.ready;
    show("installed");
  }
  await navigator.storage?.persist?.();
}

async function start() {
  if (!globalThis.crypto?.subtle || !globalThis.indexedDB) {
    show("unable");
    return;
  }
  shelf = await shelves.load();
  show("without-script", false);
  show("with-script");
  listen();
  await redraw();
  const installing = install().catch(() => show("not-installed"));
  scan.warm().catch(() => say("camera.broken"));
  await refresh();
  await send();
  await installing;
  document.documentElement.dataset.offline = "ready";
}

// Without storage (a private window) nothing could be kept: better to say so than to half work.
start().catch((fault) => {
  show("with-script", false);
  show("without-script");
  show("unable");
  throw fault;
});
