import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { BulkMac } from "./bulk-mac";
import { mac } from "./crypto";

it("gives what the platform's HMAC gives, for every length around a block's border", () => {
  for (const keyLength of [0, 1, 31, 32, 63, 64]) {
    const key = randomBytes(keyLength);
    const bulk = new BulkMac(key);
    for (let length = 0; length < 400; length++) expect(bulk.digest("가".repeat(length % 3) + "x".repeat(length))).toEqual(mac(key, "가".repeat(length % 3) + "x".repeat(length)));
  }
});

it("gives what the platform's HMAC gives, whatever the text", () => {
  const key = randomBytes(32);
  const bulk = new BulkMac(key);
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 3_000, size: "max" }), (text) => {
      expect(bulk.digest(text)).toEqual(mac(key, text));
    }),
    { numRuns: 500 },
  );
});

it("refuses a key that would have to be hashed first", () => {
  expect(() => new BulkMac(Buffer.alloc(65))).toThrow();
});
