// Roots of the regime: the public keys of the certificates in a PEM file.
import { publicKeyOfSpki } from "./cose.mjs";
import { refuse } from "./flaws.mjs";

const BLOCK = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/gu;
const [SEQUENCE, VERSION] = [0x30, 0xa0];
const BEFORE_KEY = 5; // serial number, algorithm, issuer, validity, subject

export async function rootsOf(pem) {
  const found = [];
  for (const [, body] of pem.matchAll(BLOCK)) {
    const text = atob(body.replaceAll(/\s/gu, ""));
    found.push(await publicKeyOfSpki(spkiOf(Uint8Array.from(text, (char) => char.charCodeAt(0)))));
  }
  return found;
}

// The SHA-256 of the public key, in groups of four, as it is printed and read aloud.
export const fingerprint = ({ digest }) => digest.match(/.{4}/gu).join(" ");

// The SubjectPublicKeyInfo inside a DER X.509 certificate.
function spkiOf(der) {
  const whole = element(der, 0, SEQUENCE);
  const body = element(der, whole.start, SEQUENCE);
  let place = body.start;
  if (der[place] === VERSION) place = element(der, place).end;
  for (let step = 0; step < BEFORE_KEY; step += 1) place = element(der, place).end;
  const key = element(der, place, SEQUENCE);
  return der.subarray(place, key.end);
}

function element(der, place, tag = der[place]) {
  if (der[place] !== tag || place + 2 > der.length) refuse("encoding");
  const short = der[place + 1];
  const width = short < 0x80 ? 0 : short & 0x7f;
  if (short === 0x80 || width > 3) refuse("encoding");
  let length = width ? 0 : short;
  for (let step = 0; step < width; step += 1) length = length * 256 + der[place + 2 + step];
  const start = place + 2 + width;
  if (start + length > der.length) refuse("encoding");
  return { start, end: start + length };
}
