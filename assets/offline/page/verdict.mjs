// The answer: the panel that is read at arm's length, what to do now, the signed facts.
import { hex } from "../reader/bytes.mjs";
import { at, copied, fact, ltr, made, show } from "./dom.mjs";
import * as words from "./words.mjs";

const PANELS = {
  VALID: "valid",
  VALID_OLD_LIST: "call",
  STALE_LIST: "call",
  UNKNOWN_KEY: "call",
  NUMBER_ONLY: "call",
};

// "valid", "not" or "call".
export const panelOf = (verdict) => PANELS[verdict] ?? "not";

// `shown`: what judge.mjs answers, with `number` of what was typed where the code tells none, and `at`.
export function showVerdict(shown) {
  const panel = panelOf(shown.verdict);
  const drawn = copied(`panel-${panel}`);
  drawn.querySelector(".sacr-verdict__why").textContent = why(shown);
  drawn.querySelector(".sacr-verdict__when").textContent = when(shown);
  const word = drawn.querySelector("h1");
  word.tabIndex = -1;
  at("verdict-panel").replaceChildren(drawn);
  at("do-now").replaceChildren(copied(`do-${panel}`));
  at("do-now").querySelector("[data-slot=contacts]")?.replaceChildren(...contacts(shown));
  if (!shown.token) at("do-now").querySelector("[data-slot=compare]")?.remove();
  showFacts(shown.token);
  show("answer");
  show("intro", false);
  document.title = `${word.textContent}: ${shown.number || words.say("title.offline")}`;
  word.focus();
}

export function why({ verdict, reason, states, token, listAge, number }) {
  const exact = `why.${verdict}.${reason}`;
  return words.say(words.has(exact) ? exact : `why.${verdict}`, {
    states: words.stateNames(states),
    number: token?.number ?? number,
    age: listAge === null ? "" : words.age(listAge),
    from: token ? words.inUtc(token.notBefore) : "",
    until: token ? words.inUtc(token.expiresAt) : "",
  });
}

function when({ at: moment, number, listAge }) {
  const facts = { number, moment: words.onThisClock(moment), age: listAge === null ? "" : words.age(listAge) };
  if (listAge !== null && listAge >= 0) return words.say(number ? "when.number.list" : "when.list", facts);
  return words.say(number ? "when.number" : "when", facts);
}

// The States to call: those that stop it or cannot be read, else those that authorized it, else all.
function contacts({ states, token, number }) {
  const lead = number ? [number.slice(0, 2)].filter((code) => words.phoneOf(code)) : [];
  const authorized = token ? token.issuers.map(({ state }) => state) : lead;
  const wanted = [states, authorized, words.stateCodes()].find((codes) => codes.length) ?? [];
  return wanted.map((code) => {
    const phone = words.phoneOf(code);
    const link = phone && made("a", { className: "govuk-link sacr-nowrap", href: `tel:${phone.replaceAll(" ", "")}` }, ltr(phone));
    return made("li", {}, words.stateNode(code), " ", link || words.say("no.phone"));
  });
}

// In large letters, to be compared with the paper letter by letter.
const same = (text) => made("span", { className: "sacr-same" }, ltr(text));

function showFacts(token) {
  show("facts", Boolean(token));
  if (!token) return;
  const route = [token.supplier, ...token.transit, token.endUser].filter(Boolean);
  const joined = (codes, between) =>
    codes.flatMap((code, place) => (place ? [between, words.stateNode(code)] : [words.stateNode(code)]));
  const printed = hex(token.scheduleHash.subarray(0, 8)).match(/.{4}/gu).join(" ");
  const rows = [
    fact(words.say("fact.number"), same(token.number)),
    fact(words.say("fact.kind"), words.say(`kind.${token.kind}`)),
    fact(words.say("fact.issuers"), ...joined(token.issuers.map(({ state }) => state), ", ")),
    fact(words.say("fact.valid"), words.say("fact.span", { from: words.inUtc(token.notBefore), until: words.inUtc(token.expiresAt) })),
    route.length ? fact(words.say("fact.route"), ...joined(route, " → ")) : [],
    token.registerNumber ? fact(words.say("fact.register"), ltr(token.registerNumber)) : [],
    token.endUseCertificate ? fact(words.say("fact.certificate"), ltr(token.endUseCertificate)) : [],
    fact(words.say("fact.schedule"), same(printed)),
  ];
  at("facts-list").replaceChildren(...rows.flat());
}
