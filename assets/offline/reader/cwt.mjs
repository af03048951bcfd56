// Claims of a CBOR Web Token (RFC 8392), read by exact labels and kinds.
import { decoded } from "./cbor.mjs";
import { refuse } from "./flaws.mjs";

export const [SUBJECT, EXPIRES, NOT_BEFORE, ISSUED] = [2, 4, 5, 6];
export const [STATUS_LIST, TIME_TO_LIVE] = [65533, 65534];
export const PRIVATE = -65537;
export const END_OF_TIME = 2 ** 32;
export const STATE = /^[A-Z]{2}$/u;

export const claims = (payload, labels, limit) => mapping(decoded(payload, limit), labels);

// A map with all of `labels`, perhaps some of `optional`, and no other key.
export function mapping(value, labels, optional = []) {
  if (!(value instanceof Map)) refuse("claims");
  const known = new Set([...labels, ...optional]);
  if (!labels.every((label) => value.has(label))) refuse("claims");
  if (![...value.keys()].every((label) => known.has(label))) refuse("claims");
  return value;
}

// A whole number, low <= value < high.
export function number(value, low, high) {
  if (!Number.isSafeInteger(value) || value < low || value >= high) refuse("claims");
  return value;
}

export const moment = (value) => number(value, 0, END_OF_TIME);

export function text(value, pattern) {
  if (typeof value !== "string" || !pattern.test(value)) refuse("claims");
  return value;
}

export function octets(value, length = undefined) {
  if (!(value instanceof Uint8Array)) refuse("claims");
  if (length !== undefined && value.length !== length) refuse("claims");
  return value;
}

export function list(value) {
  if (!Array.isArray(value)) refuse("claims");
  return value;
}

// One to `most` State codes, each once.
export function states(value, most) {
  const found = list(value).map((item) => text(item, STATE));
  if (found.length < 1 || found.length > most || new Set(found).size < found.length)
    refuse("claims");
  return found;
}
