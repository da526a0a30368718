import { randomBytes, randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { SubjectId, WaveId } from "../../kernel/ids";
import { deriveTokenKeys, isReferenceOf, makeToken, noticeReference, parseToken, waveOfToken } from "./tokens";

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

it("gives the people of a wave numbers of their own, and each the same one again", () => {
  const waveId = randomUUID() as WaveId;
  const numbers = Array.from({ length: 1000 }, (_, i) => noticeReference(keys, waveId, String(i) as SubjectId));
  // Two of a thousand may share one: the number says which wave it is of, and nobody's name.
  expect(new Set(numbers).size).toBeGreaterThan(995);
  expect(numbers[3]).toMatch(/^N(-[2-9A-HJKMNP-TV-Z]{4}){3}$/);
  expect(noticeReference(keys, waveId, "3" as SubjectId)).toBe(numbers[3]);
});

it("knows a number of its own wave however it is typed, and no other", () => {
  const waveId = randomUUID() as WaveId;
  const number = noticeReference(keys, waveId, "7" as SubjectId);
  for (const typed of [number, number.toLowerCase(), number.replaceAll("-", " "), number.replaceAll("-", ""), ` ${number} `]) expect(isReferenceOf(keys, waveId, typed)).toBe(true);
  expect(isReferenceOf(keys, randomUUID() as WaveId, number)).toBe(false);
  expect(isReferenceOf(deriveTokenKeys(randomBytes(32)), waveId, number)).toBe(false);
  const letters = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
  for (let i = 2; i < number.length; i++) {
    if (number[i] === "-") continue;
    const other = letters[(letters.indexOf(number[i]!) + 1) % letters.length]!;
    expect(isReferenceOf(keys, waveId, number.slice(0, i) + other + number.slice(i + 1))).toBe(false);
  }
  for (const typed of ["", "N", "N-2345-6789", number.replace("N", "M"), `${number}2`]) expect(isReferenceOf(keys, waveId, typed)).toBe(false);
});
