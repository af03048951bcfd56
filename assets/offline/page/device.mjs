// This device: how old its lists are, whose root it believes, its clock, what waits to be sent.
import { fingerprint } from "../reader/root.mjs";
import { at, fact, ltr, made, show, tag } from "./dom.mjs";
import { clockAgrees } from "./shelf.mjs";
import * as words from "./words.mjs";

export const now = () => Math.floor(Date.now() / 1000);

// "", "old" or "stale": the worst of what the shelf holds.
export function staleness({ held }, moment = now()) {
  if (!held.trust || moment >= held.trust.expiresAt) return "stale";
  const states = [...newest(held).values()];
  if (!states.length || states.some((list) => moment >= list.expiresAt)) return "stale";
  if (moment < held.seen - 300) return "stale";
  return states.some((list) => moment >= list.issuedAt + list.ttl) ? "old" : "";
}

// The newest list of each State that counts.
function newest(held) {
  const found = new Map();
  for (const { state, year } of held.lists.values()) {
    const list = held.standingList(state, year);
    if (list && (!found.has(state) || found.get(state).year < year)) found.set(state, list);
  }
  return new Map([...found].sort());
}

export function showDevice(shelf, waiting) {
  const worst = staleness(shelf);
  const back = now() < (shelf.held.seen ?? 0) - 300; // whatever the lists are, the clock comes first
  show("warning-stale", worst === "stale" && Boolean(shelf.held.trust) && !back);
  show("warning-old", worst === "old");
  show("warning-empty", !shelf.held.trust);
  show("warning-clock", !clockAgrees(shelf) || back);
  at("device-list").replaceChildren(
    ...fact(words.say("device.lists"), ...lists(shelf)),
    ...fact(words.say("device.keys"), keys(shelf)),
    ...fact(words.say("device.clock"), words.say(clockAgrees(shelf) ? "clock.agrees" : "clock.off", { age: words.age(Math.abs(shelf.clockOff ?? 0)) })),
    ...fact(words.say("device.asked"), shelf.fetchedAt ? words.onThisClock(shelf.fetchedAt) : words.say("device.never")),
    ...fact(words.say("device.waiting"), words.count(waiting)),
  );
  showRefused(shelf);
  showRoots(shelf);
}

function lists({ held }) {
  const moment = now();
  const found = [...newest(held)];
  if (!found.length) return [words.say("device.none")];
  const rows = found.map(([state, list]) => {
    const old = moment >= list.expiresAt ? "stale" : moment >= list.issuedAt + list.ttl ? "old" : "";
    const line = made("li", {}, words.stateNode(state), ` ${words.say("device.list.age", { age: words.age(moment - list.issuedAt) })} `);
    if (old) line.append(tag(words.say(`list.${old}`), old === "stale" ? "stop" : "warn"));
    return line;
  });
  return [made("ul", { className: "govuk-list" }, ...rows)];
}

function keys({ held }) {
  return held.trust ? words.say("device.keys.until", { moment: words.onThisClock(held.trust.expiresAt) }) : words.say("device.none");
}

function showRefused({ refused }) {
  show("refused", refused.length > 0);
  at("refused-list").replaceChildren(
    ...refused.map(({ what, code }) => made("li", {}, ltr(what), ` ${words.say(words.has(`flaw.${code}`) ? `flaw.${code}` : "flaw.other")}`)),
  );
}

function showRoots({ roots, offered, served }) {
  const rows = [...roots, ...(offered ? [{ ...offered, compared: false, another: true }] : [])];
  at("roots").replaceChildren(
    ...rows.map((root) => {
      const line = made("li", {}, made("span", { className: "sacr-hash" }, ltr(fingerprint(root))), " ");
      const gone = !root.another && served.length > 0 && !served.includes(root.kid);
      if (gone) line.append(tag(words.say("root.gone"), "warn"));
      if (root.compared) line.append(tag(words.say("root.compared"), "ok"));
      else {
        line.append(tag(words.say(root.another ? "root.another" : "root.not.compared"), root.another ? "stop" : "warn"));
        line.append(made("button", { type: "button", className: "govuk-button govuk-button--secondary", dataset: { root: root.kid } }, words.say("root.same")));
      }
      return line;
    }),
  );
}
