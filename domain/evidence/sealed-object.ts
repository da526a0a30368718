import { EnvelopeError, envelopeKeyId, seal, sealedLength, unseal } from "@/lib/crypto";
import type { KeyProvider } from "@/lib/keys";
import { placeName } from "../keys/sealed";

const BLOCK = 65_536;
const SEALED_BLOCK = sealedLength(Buffer.alloc(BLOCK));

/** Where an object belongs: it opens under this name alone. */
export interface ObjectPlace {
  incidentId: string;
  evidenceId: string;
  object: string;
}

export function objectName({ incidentId, evidenceId, object }: ObjectPlace): string {
  return `${incidentId}/${evidenceId}/${object}`;
}

/** Each block says which it is and whether it is the last, so that none can be moved, left out, or cut off behind. */
function blockName(place: ObjectPlace, number: number, last: boolean): string {
  return `${placeName({ table: "evidence_files", column: "objects", scope: place.incidentId, recordId: `${place.evidenceId}/${place.object}` })}|${number}|${last ? "last" : "more"}`;
}

/** Seal bytes for an object store, in blocks of 64 KiB: envelopes one after the other, all of one length but the last. */
export async function sealObject(keys: KeyProvider, place: ObjectPlace, bytes: Buffer): Promise<Buffer> {
  const key = await keys.current("seal", place.incidentId);
  const blocks: Buffer[] = [];
  for (let at = 0, number = 0; number === 0 || at < bytes.length; at += BLOCK, number++) {
    blocks.push(seal(key, blockName(place, number, at + BLOCK >= bytes.length), bytes.subarray(at, at + BLOCK)));
  }
  return Buffer.concat(blocks);
}

/**
 * Open an object while it is read, one block in memory at a time. What was yielded is whole and in its place; only the end of the stream says that it is all there is.
 * @throws {EnvelopeError} when it was changed, reordered, or cut short
 */
export async function* openObject(keys: KeyProvider, place: ObjectPlace, sealed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held = Buffer.alloc(0);
  let number = 0;
  const open = async (envelope: Buffer, last: boolean) => unseal(await keys.byId(envelopeKeyId(envelope)), blockName(place, number++, last), envelope);
  for await (const part of sealed) {
    held = held.length === 0 ? Buffer.from(part) : Buffer.concat([held, part]);
    // The last block is known by nothing coming after it.
    while (held.length > SEALED_BLOCK) {
      yield await open(held.subarray(0, SEALED_BLOCK), false);
      held = held.subarray(SEALED_BLOCK);
    }
  }
  if (held.length === 0) throw new EnvelopeError("object ended early");
  yield await open(held, true);
}
