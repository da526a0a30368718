import { expect, it } from "vitest";
import { borneKeys } from "./borne-keys";

const KEY = `amends_live_${"k".repeat(43)}`;
const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString("base64")}` });

it.each([
  ["a bearer", { authorization: `Bearer ${KEY}` }, "/"],
  ["another scheme", { authorization: `Token ${KEY}` }, "/"],
  ["no scheme", { authorization: KEY }, "/"],
  ["the name of Basic", basic(`${KEY}:`), "/"],
  ["the password of Basic", basic(`api:${KEY}`), "/"],
  ["a header of its own", { "x-api-key": KEY }, "/"],
  ["the address", {}, `/api/audit/events?after=-1&api_key=${KEY}`],
  ["the address, encoded", {}, `/?key=${KEY.replaceAll("_", "%5F")}`],
])("a key is seen as %s", (_, headers, url) => {
  expect(borneKeys({ headers, url })).toEqual([KEY]);
});

it("what has not the form of one is not looked at, and nobody makes us ask more than three times", () => {
  expect(borneKeys({ headers: { authorization: "Bearer something", "x-api-key": "else" }, url: `/?q=${KEY}x&r=my+${KEY}` })).toEqual([]);
  expect(borneKeys({ headers: {}, url: `/?${["a", "b", "c", "d", "e", "f"].map((letter) => `${letter}=amends_live_${letter.repeat(43)}`).join("&")}` })).toHaveLength(3);
});
