// The shelf on this device: loaded and verified at the start, brought up to date from the register.
import { Held } from "../reader/held.mjs";
import { publicKey } from "../reader/cose.mjs";
import { NotGenuine } from "../reader/flaws.mjs";
import { rootsOf } from "../reader/root.mjs";
import { address } from "../reader/status.mjs";
import * as store from "./store.mjs";

const LIST = "list:";
const ADDRESS = /^\/v1\/status\/(..)\/(\d{4})$/u;
const CLOCK_TOLERANCE = 60;
const seconds = () => Date.now() / 1000;

// { held, roots: [{ algorithm, raw, kid, digest, compared }], offered: a root that is not believed
//   yet, served: kids of the roots that the register publishes, fetchedAt, clockOff (seconds this
//   clock is ahead of the register), refused: [{ what, code }] }
export async function load() {
  const kept = (await store.read("roots")) ?? [];
  const roots = await Promise.all(kept.map(believed));
  const meta = (await store.read("meta")) ?? {};
  let held = new Held(roots);
  const trust = await store.read("trust");
  if (trust) held = await taken(held, (shelf) => shelf.withTrust(trust));
  for (const [key, data] of await store.entries(LIST)) {
    const [, state, year] = ADDRESS.exec(key.slice(LIST.length));
    held = await taken(held, (shelf) => shelf.withStatus(data, state, Number(year)));
  }
  return { held, roots, offered: null, refused: [], served: [], ...meta };
}

async function believed({ algorithm, raw, compared }) {
  return { ...(await publicKey(algorithm, raw)), compared };
}

// What was verified once may be refused now: its key was withdrawn. Then it is not on the shelf.
async function taken(held, take) {
  try {
    return await take(held);
  } catch (flaw) {
    if (flaw instanceof NotGenuine) return held;
    throw flaw;
  }
}

// Asks the register for everything anew. Throws where there is no network; a list that is refused
// changes nothing and is named in `refused`.
export async function refresh(shelf) {
  const next = { ...shelf, refused: [] };
  const clock = await takeRoots(next);
  await takeOne(next, "trust", "/v1/trust", (held, data) => held.withTrust(data));
  const wanted = next.held.trust ? await listed(next.held) : [];
  const found = await Promise.all(wanted.map(([state, year]) => ask(address(state, year))));
  for (const [place, answer] of found.entries()) {
    const [state, year] = wanted[place];
    const where = address(state, year);
    await takeData(next, LIST + where, where, answer, (held, data) => held.withStatus(data, state, year));
  }
  next.fetchedAt = seconds();
  next.clockOff = clock;
  await store.write("meta", { fetchedAt: next.fetchedAt, clockOff: clock, served: next.served });
  return next;
}

export const clockAgrees = ({ clockOff }) => Math.abs(clockOff ?? 0) <= CLOCK_TOLERANCE;

// A person has compared the fingerprint with the one that came another way. A new root is believed
// from now on; one that the register publishes no more is not, nor what it alone signed.
export async function compared(shelf, kid) {
  const before = shelf.roots.filter((root) => root.kid === kid || shelf.served.includes(root.kid));
  const all = shelf.offered?.kid === kid ? [...before, shelf.offered] : shelf.roots;
  await keepRoots(all.map((root) => (root.kid === kid ? { ...root, compared: true } : root)));
  return load();
}

// The first roots are taken as they come, to be compared; later ones wait until they were.
async function takeRoots(next) {
  const answer = await ask("/v1/root.pem");
  if (answer.data) {
    const served = await rootsOf(new TextDecoder().decode(answer.data));
    next.served = served.map(({ kid }) => kid);
    const unknown = served.filter(({ kid }) => !next.roots.some((root) => root.kid === kid));
    if (!next.roots.length && served.length) {
      next.roots = served.map((root) => ({ ...root, compared: false }));
      await keepRoots(next.roots);
      next.held = new Held(next.roots, next.held.trust, next.held.lists);
    } else next.offered = unknown[0] ?? null;
  }
  return answer.clockOff;
}

const keepRoots = (roots) =>
  store.write("roots", roots.map(({ algorithm, raw, compared: done }) => ({ algorithm, raw, compared: done })));

// The lists that the register says there are, and those that are held already. The index is not
// signed: it only saves asking for what is not there. Without one, every list that there may be.
async function listed(held) {
  const possible = addresses(held.trust);
  const told = namedIn((await ask("/v1/status")).data);
  if (!told) return possible;
  const states = new Set(possible.map(([state]) => state));
  const found = told.map((where) => ADDRESS.exec(where)).filter((place) => place && states.has(place[1]));
  const places = [
    ...[...held.lists.values()].map(({ state, year }) => [state, year]),
    ...found.map(([, state, year]) => [state, Number(year)]),
  ];
  return [...new Map(places.map((place) => [address(...place), place])).values()];
}

// The addresses in an index; null where it is none.
function namedIn(data) {
  try {
    const { lists } = JSON.parse(new TextDecoder().decode(data ?? new Uint8Array()));
    return Array.isArray(lists) ? lists.filter((where) => typeof where === "string") : null;
  } catch {
    return null;
  }
}

// Every State that signs status lists, and each year since its first token key began.
function addresses(trust) {
  const keys = [...trust.keys.values()];
  const thisYear = new Date().getUTCFullYear();
  const found = [];
  for (const state of new Set(keys.filter(({ use }) => use === "status").map((key) => key.state))) {
    const begins = keys.filter((key) => key.state === state).map(({ notBefore }) => notBefore);
    const first = new Date(Math.min(...begins) * 1000).getUTCFullYear();
    for (let year = first; year <= thisYear; year += 1) found.push([state, year]);
  }
  return found;
}

async function takeOne(next, key, where, take) {
  await takeData(next, key, where, await ask(where), take);
}

async function takeData(next, key, where, { data }, take) {
  if (!data) return;
  try {
    next.held = await take(next.held, data);
    await store.write(key, data);
  } catch (flaw) {
    if (!(flaw instanceof NotGenuine)) throw flaw;
    next.refused.push({ what: where, code: flaw.code });
  }
}

// { data: bytes, or null where the register has no such list; clockOff }
async function ask(where) {
  const answer = await fetch(where, { cache: "no-cache", credentials: "omit" });
  const date = Date.parse(answer.headers.get("Date") ?? "");
  const clockOff = Number.isNaN(date) ? 0 : Math.round(seconds() - date / 1000);
  if (answer.status === 404) return { data: null, clockOff };
  if (!answer.ok) throw new TypeError(`${where} answers ${answer.status}`);
  return { data: new Uint8Array(await answer.arrayBuffer()), clockOff };
}
