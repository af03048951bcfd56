// The page's words, as the server has translated them, with facts put in; dates and ages by locale.

const spoken = document.documentElement.lang || "en";
const language = spoken === "en" ? "en-GB" : spoken; // days before months, as everywhere in the register
const within = (id, selector) => [...document.getElementById(id).content.querySelectorAll(selector)];
const table = new Map(within("words", "[data-word]").map((item) => [item.dataset.word, item.textContent.trim()]));
const states = new Map(within("states", "[data-state]").map((item) => [item.dataset.state, item]));

export const has = (code) => table.has(code);

// The sentence of a code; facts stand in braces.
export function say(code, facts = {}) {
  const text = table.get(code);
  if (text === undefined) throw new Error(`no word for ${code}`);
  return text.replaceAll(/\{(\w+)\}/gu, (_, name) => facts[name] ?? "");
}

export const stateName = (code) => states.get(code)?.dataset.name ?? code;
export const stateCodes = () => [...states.keys()];
export const phoneOf = (code) => states.get(code)?.dataset.phone ?? "";

// The State's crest and name, as everywhere in the register.
export function stateNode(code) {
  const mark = states.get(code)?.firstElementChild;
  return mark ? mark.cloneNode(true) : document.createTextNode(code);
}

export const listed = (items) => new Intl.ListFormat(language).format(items);
export const stateNames = (codes) => listed(codes.map(stateName));

const day = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });
const here = new Intl.DateTimeFormat(language, {
  day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short",
});

// A moment (seconds since 1970) as documents write it, and as the clock of this place shows it.
export const inUtc = (moment) => say("moment.utc", { moment: day.format(moment * 1000) });
export const onThisClock = (moment) => here.format(moment * 1000);

// "13 hours", in whole units.
export function age(passed) {
  const whole = Math.max(0, Math.floor(passed));
  const [unit, size] = [["day", 86_400], ["hour", 3_600], ["minute", 60]].find(
    ([name, length]) => whole >= length * (name === "day" ? 3 : 1),
  ) ?? ["minute", 60];
  const count = Math.floor(whole / size);
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(count);
}

export const count = (number) => new Intl.NumberFormat(language).format(number);
