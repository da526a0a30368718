import { expect, it } from "vitest";
import { useDatabase } from "@/test/database";
import { messageSorts, numberOfMessage, readNumberOfMessage, sortOf } from "./message-number";

const database = useDatabase();
const at = new Date("2025-12-03T23:30:00+09:00");

it.each([
  ["lookup-code", "code"],
  ["claim-received", "claim"],
  ["enquiry-reply", "enquiry"],
  ["staff-set-up", "staff"],
  ["wave-test", "test"],
  ["something-new", "other"],
] as const)("of a %s tells the day and that it is about: %s", async (purpose, sort) => {
  const { keys } = database.parts;
  expect(sortOf(purpose)).toBe(sort);
  const number = await numberOfMessage(keys, purpose, at);
  expect(number).toMatch(/^M(-[2-9A-HJKMNP-TV-Z]{4}){3}$/);
  expect(await readNumberOfMessage(keys, number.toLowerCase().replaceAll("-", " "))).toEqual({ sort, day: new Date("2025-12-03") });
});

it("is the same for everybody on a day, and another on the next", async () => {
  const { keys } = database.parts;
  const number = (day: string, purpose = "lookup-code") => numberOfMessage(keys, purpose, new Date(day));
  expect(await number("2025-12-03T01:00:00Z")).toBe(await number("2025-12-03T22:00:00Z"));
  expect(new Set(await Promise.all([number("2025-12-03"), number("2025-12-04"), number("2125-12-03"), number("2025-12-03", "claim-paid")])).size).toBe(4);
  expect(messageSorts.length).toBeLessThan(256);
});

it("is not known when anybody made it up", async () => {
  const { keys } = database.parts;
  const number = await numberOfMessage(keys, "lookup-code", at);
  for (let i = 2; i < number.length; i++) if (number[i] !== "-") expect(await readNumberOfMessage(keys, number.slice(0, i) + (number[i] === "2" ? "3" : "2") + number.slice(i + 1))).toBeNull();
  for (const typed of ["", "M", number.replace("M", "N"), `${number}2`, "M-2345-6789"]) expect(await readNumberOfMessage(keys, typed)).toBeNull();
});
