import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { EnvelopeError, sealedLength, type NumberedKey } from "@/lib/crypto";
import type { KeyProvider } from "@/lib/keys";
import { openObject, sealObject, type ObjectPlace } from "./sealed-object";

const key: NumberedKey = { id: 7, bytes: randomBytes(32) };
const keys: KeyProvider = { current: () => Promise.resolve(key), byId: () => Promise.resolve(key), indexKeys: () => Promise.resolve([key.bytes]), refreshIndexKeys: () => Promise.resolve(), indexLink: () => Promise.resolve(null), forgetDestroyed: () => Promise.resolve(), announceIndexKey: () => Promise.resolve(key) };
const place: ObjectPlace = { incidentId: "incident", evidenceId: "paper", object: "clean" };
const BLOCK = sealedLength(Buffer.alloc(65_536));

async function* inParts(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}
async function opened(sealed: Buffer, from: ObjectPlace = place, size = 10_000): Promise<Buffer> {
  const blocks: Buffer[] = [];
  for await (const block of openObject(keys, from, inParts(sealed, size))) blocks.push(block);
  return Buffer.concat(blocks);
}

it.each([0, 1, 65_535, 65_536, 65_537, 131_072, 200_000])("gives back %i bytes, in whatever parts they come", async (length) => {
  const bytes = randomBytes(length);
  const sealed = await sealObject(keys, place, bytes);
  for (const size of [7_777, 65_536, sealed.length]) expect((await opened(sealed, place, size)).equals(bytes)).toBe(true);
  expect(length > 16 && sealed.includes(bytes.subarray(0, 16))).toBe(false);
});

it("notices what was cut, swapped, repeated, changed, or put elsewhere", async () => {
  const sealed = await sealObject(keys, place, randomBytes(200_000));
  const [first, second, rest] = [sealed.subarray(0, BLOCK), sealed.subarray(BLOCK, 2 * BLOCK), sealed.subarray(2 * BLOCK)];
  const changed = Buffer.from(sealed);
  changed[100_000] = (changed[100_000] ?? 0) ^ 1;
  const wrong = [sealed.subarray(0, 2 * BLOCK), sealed.subarray(0, -1), Buffer.alloc(0), Buffer.concat([second, first, rest]), Buffer.concat([first, rest]), Buffer.concat([first, first, second, rest]), Buffer.concat([sealed, first]), changed];
  for (const bytes of wrong) await expect(opened(bytes)).rejects.toBeInstanceOf(EnvelopeError);
  await expect(opened(sealed, { ...place, evidenceId: "another" })).rejects.toBeInstanceOf(EnvelopeError);
});
