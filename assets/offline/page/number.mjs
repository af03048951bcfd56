// A number typed instead of a code, or the address in the square of an earlier certificate.

const NUMBER = /^([A-Z]{2})-?([0-9]{4})-?([A-Z])-?([0-9]{5,9})-?([A-Z])$/u;
const LETTERS = "ABCDEFGHJKLMNPQRSTVWXYZ";
const EARLIER = /^https?:\/\/[^/]+\/verify\/([^/]+)\/[^/]+\/?$/u;

// The number that a person meant, as it is printed, or null: the last letter finds a slip.
export function numberOf(text) {
  const parts = NUMBER.exec(text.replaceAll(/\s/gu, "").toUpperCase());
  if (!parts) return null;
  const [, state, year, kind, serial, letter] = parts;
  const digits = [...(state + kind)].map((char) => Number.parseInt(char, 36)).join("") + year + serial.padStart(9, "0");
  const sum = [...digits].reduce((total, digit, place) => total + (place + 2) * Number(digit), 0);
  return LETTERS[sum % LETTERS.length] === letter ? `${state}-${year}-${kind}-${serial}-${letter}` : null;
}

// The number in the address of an earlier certificate, or null.
export const earlierNumber = (text) => {
  const found = EARLIER.exec(text.trim());
  return found && numberOf(decodeURIComponent(found[1]));
};
