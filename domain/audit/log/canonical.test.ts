import { expect, it } from "vitest";
import { canonicalJson } from "./canonical";

it.each([
  // RFC 8785 § 3.2.2 and § 3.2.3.
  ['{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}', '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'],
  ['{"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\\ud83d\\ude00":"Emoji","\\u0080":"Control","\\u00f6":"Latin Small Letter O With Diaeresis"}', '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign","😀":"Emoji","\ufb33":"Hebrew Letter Dalet With Dagesh"}'],
  ['{ "b": {}, "a": [ ], "10": -0, "9": {"__proto__": 1} }', '{"10":0,"9":{"__proto__":1},"a":[],"b":{}}'],
])("writes JSON as RFC 8785 says: %#", (given, canonical) => {
  expect(canonicalJson(JSON.parse(given))).toBe(canonical);
});

it("writes what is deeper than the stack of a program", () => {
  const deep = `${"[{\"a\":".repeat(50_000)}[1,{}]${"}]".repeat(50_000)}`;
  expect(canonicalJson(JSON.parse(deep)) === deep).toBe(true);
});
