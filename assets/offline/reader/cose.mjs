// COSE_Sign1 (RFC 9052) of one exact shape, verified by WebCrypto.
import { hex, joined, same, unhex } from "./bytes.mjs";
import { decoded, encoded } from "./cbor.mjs";
import { refuse } from "./flaws.mjs";

const TAG = 0xd2;
const [ALG, KID, TYPE] = [1, 4, 16];
const KINDS = new Map([
  [
    -7,
    {
      name: "ES256",
      length: 65,
      spki: unhex("3059301306072a8648ce3d020106082a8648ce3d030107034200"),
      made: { name: "ECDSA", namedCurve: "P-256" },
      verified: { name: "ECDSA", hash: "SHA-256" },
    },
  ],
  [
    -8,
    {
      name: "EdDSA",
      length: 32,
      spki: unhex("302a300506032b6570032100"),
      made: { name: "Ed25519" },
      verified: { name: "Ed25519" },
    },
  ],
]);

// A public key: { algorithm, raw, kid, digest (hexadecimal), verifies(signature, data) }.
// Refused as `claims`: another algorithm, another length, a point that is not on the curve.
export async function publicKey(algorithm, raw) {
  const kind = KINDS.get(algorithm);
  if (!kind || raw.length !== kind.length) refuse("claims");
  const spki = joined(kind.spki, raw);
  const digest = hex(new Uint8Array(await crypto.subtle.digest("SHA-256", spki)));
  const kid = digest.slice(0, 16);
  const key = await imported(kind, raw);
  const verifies = async (signature, data) => {
    // A browser without Ed25519 cannot say: to it the key is one that it does not know.
    if (!key) refuse("key_unknown");
    return crypto.subtle.verify(kind.verified, key, signature, data);
  };
  return { algorithm, raw, kid, digest, verifies };
}

// The public key of a DER SubjectPublicKeyInfo.
export function publicKeyOfSpki(der) {
  for (const [algorithm, { spki, length }] of KINDS) {
    if (der.length === spki.length + length && same(der.subarray(0, spki.length), spki))
      return publicKey(algorithm, der.slice(spki.length));
  }
  return refuse("claims");
}

async function imported(kind, raw) {
  if (kind.name === "ES256" && raw[0] !== 4) refuse("claims");
  try {
    return await crypto.subtle.importKey("raw", raw, kind.made, true, ["verify"]);
  } catch (fault) {
    if (fault.name === "NotSupportedError") return null;
    return refuse("claims");
  }
}

// Takes an envelope apart, strictly and without trust: { kid, algorithm, payload, opened(key) }.
export function unwrap(data, limit, contentType = undefined) {
  if (data.length > limit) refuse("too_large");
  if (data[0] !== TAG) refuse("encoding");
  const parts = decoded(data.subarray(1), limit);
  if (!Array.isArray(parts) || parts.length !== 4) refuse("shape");
  const [held, unprotected, payload, signature] = parts;
  if (!(held instanceof Uint8Array && payload instanceof Uint8Array)) refuse("shape");
  if (!(unprotected instanceof Map) || unprotected.size) refuse("shape");
  if (!(signature instanceof Uint8Array) || signature.length !== 64) refuse("shape");
  const { kid, algorithm } = header(held, limit, contentType);
  const signed = encoded(["Signature1", held, new Uint8Array(), payload]);
  const opened = async (key) => {
    if (key.algorithm !== algorithm) refuse("algorithm");
    if (!(await key.verifies(signature, signed))) refuse("signature");
    return payload;
  };
  return { kid, algorithm, opened };
}

function header(held, limit, contentType) {
  const found = decoded(held, limit);
  const labels = contentType === undefined ? [ALG, KID] : [ALG, KID, TYPE];
  if (!(found instanceof Map) || found.size !== labels.length) refuse("shape");
  if (!labels.every((label) => found.has(label))) refuse("shape");
  const kid = found.get(KID);
  if (!(kid instanceof Uint8Array) || kid.length !== 8) refuse("shape");
  if (found.get(TYPE) !== contentType) refuse("shape");
  if (!KINDS.has(found.get(ALG))) refuse("algorithm");
  return { kid: hex(kid), algorithm: found.get(ALG) };
}
