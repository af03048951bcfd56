// The token in the square on a certificate: what customs must know, signed, without names.
import * as base45 from "./base45.mjs";
import { unwrap as unwrapped } from "./cose.mjs";
import * as cwt from "./cwt.mjs";
import { refuse } from "./flaws.mjs";
import { ENTRIES } from "./status.mjs";

export const PREFIX = "SB1:";
const LIMIT = 512;
const LONGEST_TEXT = PREFIX.length + (LIMIT / 2) * 3;
const LONGEST_REFERENCE = 32;
const MOST_ISSUERS = 9;
const MOST_TRANSIT = 12;
const LABELS = [cwt.SUBJECT, cwt.EXPIRES, cwt.NOT_BEFORE, cwt.ISSUED, cwt.PRIVATE];
const [KIND, ISSUERS, DIGEST, REGISTER, SUPPLIER, END_USER, TRANSIT, END_USE] = [1, 2, 3, 4, 5, 6, 7, 8];
const ALWAYS = [KIND, ISSUERS, DIGEST];
const NUMBER = /^[A-Z]{2}-20[0-9]{2}-[LR]-[0-9]{5,9}-[A-Z]$/u;
const REGISTER_NUMBER = /^[A-Z]{2}-20[0-9]{2}-[A-Z]-[0-9]{5,9}-[A-Z]$/u;
// eslint-disable-next-line no-control-regex
const REFERENCE = /^[^\u0000-\u001f\u007f-\u009f]{1,32}$/u;

// The envelope of a code's text, still without trust. Nothing is trimmed.
export function unwrap(text) {
  if (!text.startsWith(PREFIX)) refuse("not_a_code");
  if (text.length > LONGEST_TEXT) refuse("too_large");
  const data = base45.decode(text.slice(PREFIX.length));
  if (PREFIX + base45.encode(data) !== text) refuse("encoding");
  return unwrapped(data, LIMIT);
}

// What the claims say; moments in whole seconds since 1970; it runs [notBefore, expiresAt).
export function readPayload(data) {
  const found = cwt.claims(data, LABELS, LIMIT);
  const [kind, body] = readBody(found.get(cwt.PRIVATE));
  const said = (label, pattern) => (body.has(label) ? cwt.text(body.get(label), pattern) : "");
  const token = {
    number: cwt.text(found.get(cwt.SUBJECT), NUMBER),
    kind,
    issuers: references(body.get(ISSUERS)),
    issuedAt: cwt.moment(found.get(cwt.ISSUED)),
    notBefore: cwt.moment(found.get(cwt.NOT_BEFORE)),
    expiresAt: cwt.moment(found.get(cwt.EXPIRES)),
    scheduleHash: cwt.octets(body.get(DIGEST), 16),
    registerNumber: said(REGISTER, REGISTER_NUMBER),
    supplier: said(SUPPLIER, cwt.STATE),
    endUser: said(END_USER, cwt.STATE),
    transit: body.has(TRANSIT) ? cwt.states(body.get(TRANSIT), MOST_TRANSIT) : [],
    endUseCertificate: said(END_USE, REFERENCE),
  };
  if (new TextEncoder().encode(token.endUseCertificate).length > LONGEST_REFERENCE)
    refuse("claims");
  if (token.expiresAt <= Math.max(token.notBefore, token.issuedAt)) refuse("claims");
  const letter = kind === "licence" ? "L" : "R";
  if (!token.number.startsWith(`${token.issuers[0].state}-`) || token.number[8] !== letter)
    refuse("claims");
  return token;
}

function readBody(value) {
  if (!(value instanceof Map)) refuse("claims");
  if (value.get(KIND) === 1)
    return ["licence", cwt.mapping(value, [...ALWAYS, SUPPLIER, END_USER], [REGISTER, TRANSIT, END_USE])];
  if (value.get(KIND) === 2) return ["registration", cwt.mapping(value, ALWAYS, [REGISTER])];
  return refuse("claims");
}

function references(value) {
  const found = cwt.list(value).map((item) => {
    const parts = cwt.list(item);
    if (parts.length !== 3) refuse("claims");
    return {
      state: cwt.text(parts[0], cwt.STATE),
      year: cwt.number(parts[1], 2000, 2100),
      entry: cwt.number(parts[2], 0, ENTRIES),
    };
  });
  const once = new Set(found.map(({ state }) => state));
  if (found.length < 1 || found.length > MOST_ISSUERS || once.size < found.length)
    refuse("claims");
  return found;
}
