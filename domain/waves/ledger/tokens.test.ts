import { randomBytes, randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { SubjectId, WaveId } from "../../kernel/ids";
import { deriveTokenKeys, makeToken, noticeReference, parseToken, waveOfToken } from "./tokens";

const keys = deriveTokenKeys(randomBytes(32));
const message = (subjectId: bigint, templateVersion = 1) => ({ waveId: randomUUID() as WaveId, subjectId: subjectId.toString() as SubjectId, channel: "email" as const, templateVersion });

it("is read back as it was written, fits a local part and survives folded case", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 2n ** 62n }), fc.integer({ min: 1, max: 2 ** 31 }), (subject, version) => {
      const written = message(subject, version);
      const token = makeToken(keys, written);
      expect(token).toMatch(/^[a-z2-7]{64}$/);
      expect(makeToken(keys, written)).toBe(token);
      expect(waveOfToken(token)).toBe(written.waveId);
      expect(parseToken(keys, token.toUpperCase())).toEqual(written);
    }),
  );
});

it("says nothing without the key, and no changed letter passes", () => {
  const token = makeToken(keys, message(7n));
  expect(parseToken(deriveTokenKeys(randomBytes(32)), token)).toBeNull();
  for (let i = 0; i < token.length; i++) expect(parseToken(keys, token.slice(0, i) + (token[i] === "a" ? "b" : "a") + token.slice(i + 1))).toBeNull();
  for (const other of ["", "person", `${token}a`, token.slice(1), "!".repeat(64)]) expect(waveOfToken(other)).toBeNull();
});

it("gives each person of a wave a number of their own, and the same one again", () => {
  const waveId = randomUUID() as WaveId;
  const numbers = Array.from({ length: 1000 }, (_, i) => noticeReference(keys, waveId, String(i) as SubjectId));
  expect(new Set(numbers).size).toBe(1000);
  expect(numbers[3]).toMatch(/^N-[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}$/);
  expect(noticeReference(keys, waveId, "3" as SubjectId)).toBe(numbers[3]);
});
