// Status lists (IETF Token Status List, CWT form): what each State says of what it authorized.
import { joined } from "./bytes.mjs";
import * as cwt from "./cwt.mjs";
import { refuse } from "./flaws.mjs";

export const [REVOKED, SUSPENDED, USED_UP] = [1, 2, 3];
export const CONTENT_TYPE = "application/statuslist+cwt";
export const ENTRIES = 1 << 20;
const BITS = 2;
const LENGTH = (ENTRIES * BITS) / 8;
export const LIMIT = LENGTH + 16_384;
const ADDRESS = /^\/v1\/status\/([A-Z]{2})\/(20[0-9]{2})$/u;
const LABELS = [cwt.SUBJECT, cwt.EXPIRES, cwt.ISSUED, cwt.STATUS_LIST, cwt.TIME_TO_LIVE];

export const address = (state, year) => `/v1/status/${state}/${year}`;

export const valueOf = (found, entry) => (found.bits[entry >> 2] >> (2 * (entry & 3))) & 3;

// The list that these claims are: { state, year, issuedAt, expiresAt, ttl, bits, kid }.
export async function readPayload(data, kid) {
  const found = cwt.claims(data, LABELS, LIMIT);
  const subject = found.get(cwt.SUBJECT);
  const place = typeof subject === "string" ? ADDRESS.exec(subject) : null;
  if (!place) refuse("claims");
  const issuedAt = cwt.moment(found.get(cwt.ISSUED));
  const expiresAt = cwt.moment(found.get(cwt.EXPIRES));
  if (issuedAt >= expiresAt) refuse("claims");
  const ttl = cwt.number(found.get(cwt.TIME_TO_LIVE), 1, cwt.END_OF_TIME);
  const body = cwt.mapping(found.get(cwt.STATUS_LIST), ["bits", "lst"]);
  if (body.get("bits") !== BITS) refuse("claims");
  const bits = await unpacked(cwt.octets(body.get("lst")));
  return { state: place[1], year: Number(place[2]), issuedAt, expiresAt, ttl, bits, kid };
}

// Exactly LENGTH bytes of one whole zlib stream, and never more than what crosses that line.
async function unpacked(squeezed) {
  const reader = new Blob([squeezed]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
  const parts = [];
  let length = 0;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      parts.push(part.value);
      length += part.value.length;
      if (length > LENGTH) break;
    }
  } catch {
    refuse("claims");
  }
  if (length !== LENGTH) {
    reader.cancel().catch(() => undefined);
    refuse("claims");
  }
  return joined(...parts);
}
