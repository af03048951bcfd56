// What the officer did: a form that is kept on the device with the check it belongs to.
import { at, show } from "./dom.mjs";
import * as words from "./words.mjs";

const MOST = 9_999_999_999;
const form = () => at("record");
const field = (name) => form().elements.namedItem(name);

// Makes the form ready for another check; the place is kept, since the post does not move.
export function fresh(panel) {
  const place = field("place").value;
  form().reset();
  field("place").value = place;
  for (const row of [...form().querySelectorAll("[data-line]")].slice(1)) row.remove();
  show("spoke-to", panel === "call");
  turn();
  clear();
  show("record-panel");
  show("recorded", false);
}

// A release and a stop are told in different words: only those that are asked for are shown.
export function turn() {
  const stopped = field("outcome").value === "stopped";
  for (const part of form().querySelectorAll("[data-for]"))
    part.hidden = (part.dataset.for === "stopped") !== stopped;
}

export function addLine() {
  const rows = form().querySelectorAll("[data-line]");
  const row = rows[0].cloneNode(true);
  const place = rows.length + 1;
  for (const input of row.querySelectorAll("input")) {
    const label = row.querySelector(`label[for="${input.id}"]`);
    input.id = `${input.name}-${place}`;
    input.value = "";
    label.htmlFor = input.id;
  }
  rows[rows.length - 1].after(row);
  row.querySelector("input").focus();
}

// What was typed, as one value; null, with the errors shown at their fields, where it is not whole.
export function value() {
  clear();
  const outcome = field("outcome").value;
  const released = outcome === "released";
  const stopped = outcome === "stopped";
  const text = (name) => field(name).value.trim();
  const found = {
    outcome,
    place: text("place"),
    declaration: text("declaration").toUpperCase(),
    spoke_to: text("spoke_to"),
    note: text(stopped ? "reason" : "note"),
    goods: stopped ? text("goods") : "",
    lines: stopped ? {} : lines(),
  };
  const wrong = [
    [!outcome, "outcome"],
    [!found.place, "place"],
    [released && !found.declaration, "declaration"],
    [found.lines === null || (released && !Object.keys(found.lines).length), "lines"],
    [stopped && !found.note, "reason"],
    [stopped && !found.goods, "goods"],
    [released && !at("spoke-to").hidden && !found.spoke_to, "spoke_to"],
  ].filter(([fails]) => fails);
  for (const [, name] of wrong) complain(name);
  if (!wrong.length) return found;
  form().querySelector(`[data-error=${wrong[0][1]}]`).closest(".govuk-form-group").querySelector("input, textarea").focus();
  return null;
}

// { line: quantity }; null where one is no whole number.
function lines() {
  const found = {};
  for (const row of form().querySelectorAll("[data-line]")) {
    const [line, quantity] = [...row.querySelectorAll("input")].map(({ value: typed }) => ungrouped(typed.trim()));
    if (!line && !quantity) continue;
    if (!/^[0-9]{1,3}$/u.test(line) || !/^[0-9]{1,10}$/u.test(quantity)) return null;
    const [no, much] = [Number(line), Number(quantity)];
    if (no < 1 || much < 1 || much > MOST || no in found) return null;
    found[no] = much;
  }
  return found;
}

// 200,000 is a whole number with its thousands marked; 1.5 is none.
const ungrouped = (typed) =>
  /^[0-9]{1,3}(?:[,.\s\u2019'][0-9]{3})+$/u.test(typed) ? typed.replaceAll(/[^0-9]/gu, "") : typed;

function complain(name) {
  const error = form().querySelector(`[data-error=${name}]`);
  error.hidden = false;
  error.querySelector("[data-text]").textContent = words.say(`error.${name}`);
  error.closest(".govuk-form-group").classList.add("govuk-form-group--error");
}

function clear() {
  for (const error of form().querySelectorAll("[data-error]")) {
    error.hidden = true;
    error.closest(".govuk-form-group").classList.remove("govuk-form-group--error");
  }
}
