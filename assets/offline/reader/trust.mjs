// The trust list: which key of which State may sign what, signed by the root of the regime.
import { hex } from "./bytes.mjs";
import { publicKey, unwrap } from "./cose.mjs";
import * as cwt from "./cwt.mjs";
import { refuse } from "./flaws.mjs";

export const CONTENT_TYPE = "application/vnd.sacr.trust+cwt";
export const ADDRESS = "/v1/trust";
export const LIMIT = 262_144;
const MOST_KEYS = 1_000;
const USES = ["seal", "token", "status"];
const LABELS = [cwt.SUBJECT, cwt.EXPIRES, cwt.ISSUED, cwt.PRIVATE];
const [SEQ, KEYS] = [1, 2];
const [KID, STATE, USE, ALGORITHM, PUBLIC, FROM, UNTIL, WITHDRAWN] = [1, 2, 3, 4, 5, 6, 7, 8];

// The trust list that one of the roots signed:
// { seq, issuedAt, expiresAt, keys: Map of kid to key, payload }.
export async function opened(data, roots) {
  const sealed = unwrap(data, LIMIT, CONTENT_TYPE);
  const root = roots.find(({ kid }) => kid === sealed.kid) ?? refuse("key_unknown");
  return readPayload(await sealed.opened(root));
}

// The key that signed, and the payload; whose State and when is asked by `allowed`.
export async function found(trust, sealed, use) {
  const key = trust.keys.get(sealed.kid) ?? refuse("key_unknown");
  if (key.use !== use) refuse("key_use");
  const payload = await sealed.opened(key);
  if (key.withdrawnAt !== null) refuse("key_withdrawn");
  return [key, payload];
}

export const covers = (key, issuedAt) => key.notBefore <= issuedAt && issuedAt < key.notAfter;

export function allowed(key, state, issuedAt) {
  if (key.state !== state) refuse("key_state");
  if (!covers(key, issuedAt)) refuse("key_window");
}

async function readPayload(payload) {
  const claims = cwt.claims(payload, LABELS, LIMIT);
  const issuedAt = cwt.moment(claims.get(cwt.ISSUED));
  const expiresAt = cwt.moment(claims.get(cwt.EXPIRES));
  if (claims.get(cwt.SUBJECT) !== ADDRESS || issuedAt >= expiresAt) refuse("claims");
  const body = cwt.mapping(claims.get(cwt.PRIVATE), [SEQ, KEYS]);
  const rows = cwt.list(body.get(KEYS));
  if (rows.length > MOST_KEYS) refuse("claims");
  const read = await Promise.all(rows.map(readKey));
  const keys = new Map(read.map((key) => [key.kid, key]));
  if (keys.size < read.length) refuse("claims");
  const seq = cwt.number(body.get(SEQ), 1, cwt.END_OF_TIME);
  return { seq, issuedAt, expiresAt, keys, payload };
}

// One key; its name must be that of its public key.
async function readKey(value) {
  const row = cwt.mapping(value, [KID, STATE, USE, ALGORITHM, PUBLIC, FROM, UNTIL], [WITHDRAWN]);
  if (!USES.includes(row.get(USE))) refuse("claims");
  const key = await publicKey(row.get(ALGORITHM), cwt.octets(row.get(PUBLIC)));
  const notBefore = cwt.moment(row.get(FROM));
  const notAfter = cwt.moment(row.get(UNTIL));
  if (hex(cwt.octets(row.get(KID))) !== key.kid || notBefore >= notAfter) refuse("claims");
  return {
    ...key,
    state: cwt.text(row.get(STATE), cwt.STATE),
    use: row.get(USE),
    notBefore,
    notAfter,
    withdrawnAt: row.has(WITHDRAWN) ? cwt.moment(row.get(WITHDRAWN)) : null,
  };
}
