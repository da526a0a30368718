import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { envelopeKeyId, EnvelopeError, seal, unseal } from "./crypto";

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
