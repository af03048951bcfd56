// The checks that this device keeps, and how they are sent when there is a network again.
import { at, ltr, made, show, tag } from "./dom.mjs";
import * as store from "./store.mjs";
import * as words from "./words.mjs";

const SHOWN = 20;
const DAYS_AFTER_SENDING = 30;
const MOST_AT_ONCE = 50;

export const all = async () => (await store.checks()).sort((one, other) => other.checked_at - one.checked_at);
export const waiting = (checks) => checks.filter(({ sent }) => !sent);

// Keeps a new check; `shown` as in verdict.mjs. Returns it.
export async function keep(shown, more = {}) {
  const check = {
    uid: crypto.randomUUID(),
    check_uid: null,
    number: shown.number || "",
    verdict: shown.verdict,
    reason: shown.reason,
    states: shown.states,
    checked_at: shown.at,
    list_age: shown.listAge,
    outcome: "checked",
    place: "",
    declaration: "",
    spoke_to: "",
    note: "",
    goods: "",
    lines: {},
    sent: null,
    ...more,
  };
  await store.keep(check);
  return check;
}

export function showKept(checks) {
  show("kept", checks.length > 0);
  at("kept-list").replaceChildren(...checks.slice(0, SHOWN).map(row));
}

function row(check) {
  const title = made("p", { className: "what" }, check.number ? ltr(check.number) : words.say("kept.unread"));
  const line = [words.say(`verdict.${check.verdict}`), words.say(`outcome.${check.outcome}`), words.onThisClock(check.checked_at)];
  const said = made("p", { className: "sacr-small sacr-muted" }, line.join(" · "));
  const told = check.sent?.answer ?? "waiting";
  const answer = words.has(`sent.${told}`) ? told : "kept"; // a later register may know more answers
  const tone = { kept: "ok", reported: "ok", conflict: "stop", refused: "stop" }[answer] ?? "wait";
  return made("li", {}, made("div", {}, title, said), made("p", { className: "sacr-clock" }, tag(words.say(`sent.${answer}`), tone)));
}

// Sends what waits, once at a time in all windows of this device. Answers "sent", "nothing",
// "offline", "sign_in" or "not_customs"; loses nothing.
export const send = () => navigator.locks.request("sacr-offline-send", sendAll);

async function sendAll() {
  const checks = waiting(await all()).reverse();
  if (!checks.length) return "nothing";
  const who = await me();
  if (!who) return "offline";
  if (!who.may_send) return who.signed_in ? "not_customs" : "sign_in";
  for (let place = 0; place < checks.length; place += MOST_AT_ONCE) {
    const answer = await post(checks.slice(place, place + MOST_AT_ONCE), who.token);
    if (typeof answer === "string") return answer;
    await note(checks, answer);
  }
  await tidy();
  return "sent";
}

async function me() {
  try {
    const answer = await fetch("/offline/me", { cache: "no-store" });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

async function post(checks, token) {
  try {
    const answer = await fetch("/offline/checks", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ checks: checks.map(({ sent: _sent, states: _states, ...check }) => check) }),
    });
    if (answer.status === 401) return "sign_in";
    if (answer.status === 403 || answer.status === 404) return "not_customs";
    return answer.ok ? (await answer.json()).answers : "offline";
  } catch {
    return "offline";
  }
}

async function note(checks, answers) {
  for (const check of checks) {
    if (answers[check.uid]) await store.keep({ ...check, sent: { at: Date.now() / 1000, answer: answers[check.uid] } });
  }
}

// What was sent is on the record: here it goes after a month.
async function tidy() {
  const before = Date.now() / 1000 - DAYS_AFTER_SENDING * 86_400;
  for (const check of await all()) if (check.sent && check.sent.at < before) await store.forget(check.uid);
}
