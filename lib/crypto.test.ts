import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { envelopeKeyId, EnvelopeError, mac, MAC_BYTES, MacWriter, seal, unseal } from "./crypto";

const key = { id: 7, bytes: randomBytes(32) };

describe("seal", () => {
  it("opens again at its place only", () => {
    const envelope = seal(key, "subjects|sealed|a|1", "비밀");
    expect(unseal(key, "subjects|sealed|a|1", envelope).toString()).toBe("비밀");
    expect(envelopeKeyId(envelope)).toBe(7);
    expect(() => unseal(key, "subjects|sealed|a|2", envelope)).toThrow(EnvelopeError);
  });

  it("refuses another key, another number and every changed byte", () => {
    const envelope = seal(key, "p", "text");
    expect(() => unseal({ id: 7, bytes: randomBytes(32) }, "p", envelope)).toThrow(EnvelopeError);
    expect(() => unseal({ id: 8, bytes: key.bytes }, "p", envelope)).toThrow(EnvelopeError);
    for (let i = 0; i < envelope.length; i++) {
      const changed = Buffer.from(envelope);
      changed.writeUInt8(changed.readUInt8(i) ^ 1, i);
      expect(() => unseal(key, "p", changed), `byte ${i}`).toThrow(EnvelopeError);
    }
  });

  it("never seals the same text to the same bytes", () => {
    expect(seal(key, "p", "text")).not.toEqual(seal(key, "p", "text"));
  });
});

describe("MacWriter", () => {
  it("writes what HMAC-SHA-256 of the library is, for every length and any letters", () => {
    for (const bytes of [16, 32, 64]) {
      const macKey = randomBytes(bytes);
      const writer = new MacWriter(macKey);
      const out = Buffer.alloc(8 + MAC_BYTES, 1);
      for (const value of [...Array.from({ length: 200 }, (_, length) => "a".repeat(length)), "비밀".repeat(3_000), "\u{1f512}", "짧은", ""]) {
        writer.write(value, out, 8);
        expect(out.subarray(8), `${value.length} characters`).toEqual(mac(macKey, value));
      }
      expect(out.subarray(0, 8)).toEqual(Buffer.alloc(8, 1));
    }
    expect(() => new MacWriter(randomBytes(65))).toThrow(RangeError);
  });
});
