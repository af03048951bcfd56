// Why something signed is not accepted: the codes of docs/reference/formats.md.

export class NotGenuine extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

// Never returns.
export const refuse = (code) => {
  throw new NotGenuine(code);
};
