// A few short hands for building what the page shows; text is always text, never markup.

export const at = (id) => document.getElementById(id);

export function made(tag, options = {}, ...children) {
  const { dataset, ...properties } = options;
  const element = Object.assign(document.createElement(tag), properties);
  Object.assign(element.dataset, dataset);
  element.append(...children);
  return element;
}

export const copied = (id) => at(id).content.cloneNode(true);

// Numbers and codes run left to right in every language.
export const ltr = (text) => made("bdi", { dir: "ltr", translate: false }, text);

export function show(id, wanted = true) {
  at(id).hidden = !wanted;
}

// A row of term and fact.
export const fact = (term, ...children) => [made("dt", {}, term), made("dd", {}, ...children)];

export const tag = (word, tone) => made("span", { className: `sacr-stage sacr-stage--${tone}` }, word);
