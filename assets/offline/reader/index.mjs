// The reader by itself, as other pages and the tests use it: no page, no network, no storage.
export { hex, unhex } from "./bytes.mjs";
export { publicKey } from "./cose.mjs";
export { Held } from "./held.mjs";
export { judge } from "./judge.mjs";
export { fingerprint, rootsOf } from "./root.mjs";
