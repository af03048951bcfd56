// The verdict without a network: a second writing of app/signed/judge.py; both pass docs/vectors.
import { NotGenuine } from "./flaws.mjs";
import * as status from "./status.mjs";
import * as tokens from "./token.mjs";
import * as trusting from "./trust.mjs";

const SKEW = 300;

const answer = (verdict, reason = "") => ({
  verdict,
  reason,
  states: [],
  token: null,
  kid: null,
  listAge: null,
});

// What a reader that holds this says of a code's text at a moment (seconds since 1970):
// { verdict, reason, states, token, kid, listAge }; see docs/reference/formats.md, 8.
export async function judge(text, held, moment) {
  const at = Math.floor(moment);
  try {
    const sealed = tokens.unwrap(text);
    if (!held.trust) return answer("STALE_LIST", "no_trust");
    const [key, payload] = await trusting.found(held.trust, sealed, "token");
    const said = tokens.readPayload(payload);
    trusting.allowed(key, said.issuers[0].state, said.issuedAt);
    return judged(said, key, held, at);
  } catch (flaw) {
    if (!(flaw instanceof NotGenuine)) throw flaw;
    const unknown = flaw.code === "key_unknown" || flaw.code === "key_withdrawn";
    return answer(unknown ? "UNKNOWN_KEY" : "FORGED", flaw.code);
  }
}

function judged(said, key, held, at) {
  const asked = said.issuers.map((place) => ({
    ...place,
    list: held.standingList(place.state, place.year),
  }));
  const named = (wanted) => asked.filter(wanted).map(({ state }) => state);
  const stopped = (value) =>
    named(({ list, entry }) => list && status.valueOf(list, entry) === value);
  const whole = asked.every(({ list }) => list);
  const oldest = Math.min(...asked.map(({ list }) => list?.issuedAt ?? Infinity));
  const say = (verdict, reason = "", states = []) => ({
    verdict,
    reason,
    states,
    token: said,
    kid: key.kid,
    listAge: whole ? at - oldest : null,
  });

  const revoked = stopped(status.REVOKED);
  if (revoked.length) return say("REVOKED", "", revoked);
  const suspended = stopped(status.SUSPENDED);
  if (suspended.length) return say("SUSPENDED", "", suspended);
  if (at < Math.max(held.seen, said.issuedAt) - SKEW) return say("STALE_LIST", "clock_back");
  if (at < said.notBefore - SKEW) return say("NOT_YET_VALID");
  if (at >= said.expiresAt + SKEW) return say("EXPIRED");
  const used = stopped(status.USED_UP);
  if (used.length) return say("USED_UP", "", used);
  if (at >= held.trust.expiresAt) return say("STALE_LIST", "trust_expired");
  const missing = named(({ list }) => !list);
  if (missing.length) return say("STALE_LIST", "no_list", missing);
  const expired = named(({ list }) => at >= list.expiresAt);
  if (expired.length) return say("STALE_LIST", "list_expired", expired);
  const old = named(({ list }) => at >= list.issuedAt + list.ttl);
  if (old.length) return say("VALID_OLD_LIST", "list_old", old);
  return say("VALID");
}
