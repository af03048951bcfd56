// Runs in the offline page: the vectors, or every letter of the first code altered, by its reader.
async ({ reader, files, what }) => {
  const { Held, hex, judge, publicKey, unhex } = await import(reader);
  const { keys, lists, verdicts } = files;
  const root = keys.keys.find(({ kid }) => kid === keys.root);
  const roots = [await publicKey(-7, unhex(root.public))];
  const take = (held, name, asked) => {
    const state = name.slice(0, 2).toUpperCase();
    const where = asked ?? (name.startsWith("trust") ? "/v1/trust" : `/v1/status/${state}/2026`);
    const place = /^\/v1\/status\/(..)\/(\d{4})$/u.exec(where);
    const data = unhex(lists.documents[name]);
    return place ? held.withStatus(data, place[1], Number(place[2])) : held.withTrust(data);
  };
  const shelf = async (names) => {
    let held = new Held(roots);
    for (const name of names) held = await take(held, name);
    return held;
  };
  const iso = (moment) => new Date(moment * 1000).toISOString().replace(".000", "");
  const whole = ({ verdict, reason, states, token, kid, listAge }) => ({
    verdict,
    reason,
    states,
    list_age: listAge,
    kid,
    token: token && {
      number: token.number,
      kind: token.kind,
      issuers: token.issuers.map(({ state, year, entry }) => [state, year, entry]),
      issued_at: iso(token.issuedAt),
      not_before: iso(token.notBefore),
      expires_at: iso(token.expiresAt),
      schedule_hash: hex(token.scheduleHash),
      register_number: token.registerNumber,
      supplier: token.supplier,
      end_user: token.endUser,
      transit: token.transit,
      end_use_certificate: token.endUseCertificate,
    },
  });
  const at = (moment) => Date.parse(moment) / 1000;

  if (what === "letters") {
    const [first] = verdicts.cases;
    const held = await shelf(verdicts.shelves[first.shelf]);
    const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    const accepted = [];
    let tried = 0;
    for (let place = 0; place < first.text.length; place += 1) {
      for (const letter of letters) {
        if (letter === first.text[place]) continue;
        const text = first.text.slice(0, place) + letter + first.text.slice(place + 1);
        const { verdict } = await judge(text, held, at(first.at));
        tried += 1;
        if (verdict !== "FORGED" && verdict !== "UNKNOWN_KEY") accepted.push([place, letter, verdict]);
      }
    }
    return { accepted, tried };
  }

  const wrong = [];
  for (const step of lists.steps) {
    const held = await shelf(step.holds);
    const found = await take(held, step.comes, step.asked).then(() => "taken", ({ code }) => code);
    if (found !== step.expect) wrong.push([step.name, step.expect, found]);
  }
  for (const given of verdicts.cases) {
    const held = await shelf(verdicts.shelves[given.shelf]);
    const found = JSON.stringify(whole(await judge(given.text, held, at(given.at))));
    if (found !== JSON.stringify(given.expect)) wrong.push([given.name, given.expect, found]);
  }
  return { wrong, steps: lists.steps.length, cases: verdicts.cases.length };
};
