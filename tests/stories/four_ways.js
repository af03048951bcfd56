// Runs in a page with the reader's own code: the verdict of each code by what a shelf of it holds.
async ({ reader, shelves, cases }) => {
  const { Held, judge, rootsOf, unhex } = await import(reader);
  // A list by a withdrawn key is refused: what is held stays.
  const took = (shelf, data, state, year) =>
    shelf.withStatus(unhex(data), state, year).catch((flaw) => {
      if (typeof flaw.code !== "string") throw flaw;
      return shelf;
    });
  const held = [];
  for (const { root, trust, lists } of shelves) {
    let shelf = await new Held(await rootsOf(root)).withTrust(unhex(trust));
    for (const [state, year, data] of lists) shelf = await took(shelf, data, state, year);
    held.push(shelf);
  }
  const verdicts = [];
  for (const [text, at, shelf] of cases) verdicts.push((await judge(text, held[shelf], at)).verdict);
  return verdicts;
};
