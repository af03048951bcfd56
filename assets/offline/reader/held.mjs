// What a reader holds without a network: the roots, the trust list, the status lists.
// Every list is verified when it is taken, and never replaced by an older one.
import { same } from "./bytes.mjs";
import { unwrap } from "./cose.mjs";
import { refuse } from "./flaws.mjs";
import * as status from "./status.mjs";
import * as trusting from "./trust.mjs";

export class Held {
  // roots: public keys of `cose.mjs`; lists: Map of address to status list.
  constructor(roots, trust = null, lists = new Map()) {
    this.roots = roots;
    this.trust = trust;
    this.lists = lists;
  }

  // The greatest moment of issue of what is held and trusted: no true clock is before it.
  get seen() {
    if (!this.trust) return null;
    const lists = [...this.lists.values()].map(({ state, year }) => this.standingList(state, year));
    return Math.max(this.trust.issuedAt, ...lists.filter(Boolean).map(({ issuedAt }) => issuedAt));
  }

  async withTrust(data) {
    const taken = await trusting.opened(data, this.roots);
    const held = this.trust;
    if (held && taken.seq <= held.seq && !same(taken.payload, held.payload)) refuse("rolled_back");
    return new Held(this.roots, taken, this.lists);
  }

  async withStatus(data, state, year) {
    const sealed = unwrap(data, status.LIMIT, status.CONTENT_TYPE);
    if (!this.trust) refuse("no_trust");
    const [key, payload] = await trusting.found(this.trust, sealed, "status");
    const taken = await status.readPayload(payload, key.kid);
    if (taken.state !== state || taken.year !== year) refuse("address");
    trusting.allowed(key, state, taken.issuedAt);
    const held = this.standingList(state, year);
    if (held && taken.issuedAt < held.issuedAt) refuse("rolled_back");
    const lists = new Map(this.lists).set(status.address(state, year), taken);
    return new Held(this.roots, this.trust, lists);
  }

  // The list of a State and year, if its key is still trusted by the newest trust list.
  standingList(state, year) {
    const list = this.lists.get(status.address(state, year));
    const key = list && this.trust?.keys.get(list.kid);
    if (!key || key.withdrawnAt !== null || key.use !== "status") return null;
    return key.state === state && trusting.covers(key, list.issuedAt) ? list : null;
  }
}
