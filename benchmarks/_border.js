// Runs in the offline page: judgements by the browser's own code, each by the page's own clock.
async ({ reader, root, documents, shelves, cases, million, rounds }) => {
  const { Held, judge, publicKey, unhex } = await import(reader);
  const roots = [await publicKey(-7, unhex(root))];
  const held = {};
  for (const [shelf, names] of Object.entries(shelves)) {
    held[shelf] = new Held(roots);
    for (const name of names) {
      const data = unhex(documents[name]);
      held[shelf] = name.startsWith("trust")
        ? await held[shelf].withTrust(data)
        : await held[shelf].withStatus(data, name.slice(0, 2).toUpperCase(), 2026);
    }
  }
  const verify = [];
  const wrong = [];
  for (let round = 0; round < rounds; round += 1) {
    const asked = cases[round % cases.length];
    const begin = performance.now();
    const { verdict } = await judge(asked.text, held[asked.shelf], asked.at);
    verify.push(performance.now() - begin);
    if (verdict !== asked.verdict) wrong.push([asked.name, verdict]);
  }
  const list = unhex(million);
  const take = [];
  for (let round = 0; round < 20; round += 1) {
    const begin = performance.now();
    await held.usual.withStatus(list, "XA", 2026);
    take.push(performance.now() - begin);
  }
  return { verify, take, wrong };
};
