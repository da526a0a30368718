import { expect, it } from "vitest";
import { cleanWords, withoutNumbers } from "./redact";

it.each([
  ["550 5.1.1 <minji.kim@mail.example>: unknown", ["minji.kim@mail.example"], "550 5.1.1 <…>: unknown"],
  ["550 Minji.Kim: unknown", ["<minji.kim@mail.example>"], "550 …: unknown"],
  ["550 mailbox kim unknown, kimchi is not", ["kim@mail.example"], "550 mailbox … unknown, kimchi is not"],
  ["no name\n  in it", [""], "no name in it"],
])("keeps the words of %j without whom they speak of", (words, names, kept) => {
  expect(cleanWords(words, names)).toBe(kept);
});

it.each([
  ["no such number 010-2345-6789", "no such number …"],
  ["+82 10 2345 6789 rejected, err 005", "… rejected, err 005"],
  ["absent\nsubscriber", "absent subscriber"],
])("keeps %j without the number", (words, kept) => {
  expect(withoutNumbers(words)).toBe(kept);
});
