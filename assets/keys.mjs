// Keys for officers who find fifty hits a day: a page works without them, and they can be put off.
// A page says which it has by `data-keys`; they never fire inside a field that takes text.
const STORE = "sacr.keys";
const ROW = "[data-keys-row]";
const TAKES_TEXT = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";

const FILTERS = ".sacr-filters :is(select, input)";
const ANSWERS = { t: "true", f: "false", u: "unclear", 1: "true", 2: "false", 3: "unclear" };
const LINKS = { n: "[data-keys-next]", p: "[data-keys-previous]", a: "[data-keys-all]" };

function areOn() {
  try {
    return localStorage.getItem(STORE) !== "off";
  } catch {
    return true; // a browser that keeps nothing still has keys
  }
}

function put(on) {
  try {
    localStorage.setItem(STORE, on ? "on" : "off");
  } catch {
    // kept for this page alone
  }
}

function step(by) {
  const rows = [...document.querySelectorAll(ROW)];
  if (!rows.length) return false;
  const here = rows.indexOf(document.activeElement);
  const to = here < 0 ? (by > 0 ? 0 : rows.length - 1) : here + by;
  if (!rows[to]) return false;
  rows[to].focus();
  rows[to].scrollIntoView({ block: "nearest" });
  return true;
}

function follow(selector) {
  const link = document.querySelector(selector);
  if (link) link.click();
  return Boolean(link);
}

function focusOn(selector) {
  const field = document.querySelector(selector);
  if (field) field.focus();
  return Boolean(field);
}

function answer(value) {
  const choice = document.querySelector(`input[name=outcome][value=${value}]`);
  if (!choice) return false;
  choice.checked = true;
  choice.dispatchEvent(new Event("change", { bubbles: true }));
  return focusOn("textarea[name=reason]");
}

function help() {
  const dialog = document.getElementById("keys");
  if (!dialog || dialog.open) return false;
  dialog.showModal();
  return true;
}

function plain(key) {
  if (key === "j") return step(1) || follow(LINKS.n);
  if (key === "k") return step(-1) || follow(LINKS.p);
  if (key === "/") return focusOn(FILTERS) || focusOn("#find");
  if (key === "?") return help();
  if (key === "r") return focusOn("textarea[name=reason]");
  if (key in ANSWERS) return answer(ANSWERS[key]);
  return key in LINKS && follow(LINKS[key]);
}

function arrow(key) {
  if (!document.activeElement?.matches(ROW)) return false;
  return step(key === "ArrowDown" ? 1 : -1);
}

function pressed(event, on) {
  if (event.defaultPrevented || event.isComposing || event.altKey || event.metaKey) return;
  if (document.querySelector("dialog[open]") || !on()) return;
  const inside = event.target.closest?.(TAKES_TEXT);
  if (event.ctrlKey) {
    const form = event.key === "Enter" && event.target.closest?.("form[method=post]");
    if (form) {
      event.preventDefault();
      form.requestSubmit();
    }
    return;
  }
  if (inside) {
    if (event.key === "Escape") inside.blur();
    return;
  }
  const isArrow = event.key === "ArrowDown" || event.key === "ArrowUp";
  if (isArrow ? arrow(event.key) : plain(event.key)) event.preventDefault();
}

const bar = document.querySelector("[data-keys]");
if (bar) {
  const hints = bar.querySelector("[data-keys-hints]");
  const box = document.querySelector("[data-keys-switch]");
  let on = areOn();
  const show = () => {
    if (hints) hints.hidden = !on;
    if (box) box.checked = on;
  };
  bar.hidden = false;
  show();
  box?.addEventListener("change", () => {
    on = box.checked;
    put(on);
    show();
  });
  bar.querySelector("[data-keys-help]")?.addEventListener("click", help);
  document.addEventListener("keydown", (event) => pressed(event, () => on));
}
