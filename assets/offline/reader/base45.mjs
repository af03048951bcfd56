// Base45 (RFC 9285): three letters for two bytes, two for a last one.
import { refuse } from "./flaws.mjs";

const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const BASE = 45;

export function encode(bytes) {
  let text = "";
  for (let place = 0; place < bytes.length; place += 2) {
    const pair = place + 1 < bytes.length;
    let rest = pair ? bytes[place] * 256 + bytes[place + 1] : bytes[place];
    for (let letter = 0; letter < (pair ? 3 : 2); letter += 1) {
      text += LETTERS[rest % BASE];
      rest = Math.floor(rest / BASE);
    }
  }
  return text;
}

// The bytes that a text spells, or NotGenuine.
export function decode(text) {
  if (text.length % 3 === 1) refuse("encoding");
  const bytes = [];
  for (let place = 0; place < text.length; place += 3) {
    const letters = [...text.slice(place, place + 3)].map((letter) => LETTERS.indexOf(letter));
    if (letters.includes(-1)) refuse("encoding");
    const [first, second, third = 0] = letters;
    const found = first + second * BASE + third * BASE * BASE;
    const pair = letters.length === 3;
    if (found > (pair ? 0xffff : 0xff)) refuse("encoding");
    if (pair) bytes.push(found >> 8);
    bytes.push(found & 0xff);
  }
  return Uint8Array.from(bytes);
}
