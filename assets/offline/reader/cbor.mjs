// Deterministic CBOR, strictly read: whole numbers, bytes, text, lists, maps, and one spelling.
import { cdeEncodeOptions, decode, encode } from "cbor2";
import { same } from "./bytes.mjs";
import { refuse } from "./flaws.mjs";

const DEPTH = 6;
const ITEMS = 20_000;
const [LIST, MAP] = [4, 5];

export const encoded = (value) => encode(value, cdeEncodeOptions);

// The value that these bytes spell (maps as Map), or NotGenuine.
export function decoded(data, limit) {
  if (data.length > limit) refuse("too_large");
  walk(data);
  let value;
  let again;
  try {
    value = decode(data, { preferMap: true });
    again = encoded(value);
  } catch {
    refuse("encoding");
  }
  if (!same(again, data)) refuse("encoding");
  return value;
}

// Goes through the heads alone, before anything is built from them.
function walk(data) {
  const open = [1];
  let place = 0;
  let items = 0;
  while (open.length) {
    if (open.at(-1) === 0) {
      open.pop();
      continue;
    }
    open[open.length - 1] -= 1;
    items += 1;
    const [major, count, next] = head(data, place);
    place = next;
    if (major === 2 || major === 3) place += count;
    else if (major === LIST) open.push(count);
    else if (major === MAP) open.push(2 * count);
    if (place > data.length || items > ITEMS || open.length > DEPTH + 1) refuse("encoding");
  }
  if (place !== data.length) refuse("encoding");
}

// The major type and count at a place, and the place after them.
function head(data, place) {
  if (place >= data.length) refuse("encoding");
  const major = data[place] >> 5;
  const short = data[place] & 31;
  if (major > MAP || short > 27) refuse("encoding");
  if (short < 24) return [major, short, place + 1];
  const after = place + 1 + (1 << (short - 24));
  if (after > data.length) refuse("encoding");
  let count = 0;
  for (const byte of data.subarray(place + 1, after)) count = count * 256 + byte;
  return [major, count, after];
}
