import { recordOwnLook } from "../audit/record-own-look";
import { authorise, requireSubject, type Context } from "../kernel/context";
import { NotFound, parseInput } from "../kernel/errors";
import { recordLook } from "../reveals/record-look";
import { runLook } from "../reveals/run-look";
import { getEvidence, type EvidenceRow } from "./find-evidence";
import { lookAtEvidenceInput } from "./input";
import { mayLookAtEvidence } from "./policy";
import { downloadName } from "./rules";
import { objectName, openObject } from "./sealed-object";
import type { EvidenceOwner, ObjectStore, ReadableEvidence } from "./types";

/** Where papers lie, and whether a scanner is set: then only what it passed is served, and what was taken before it was there waits for it. */
export interface EvidenceKeeping {
  store: ObjectStore;
  scanned: boolean;
}

/** Read one's own paper, as it was made anew. That its person fetched it is written down, once for each proof. @throws {SignedOut} @throws {NotFound} also while it may not be served */
export async function readOwnEvidence(ctx: Context, keeping: EvidenceKeeping, owner: EvidenceOwner, evidenceId: string): Promise<ReadableEvidence> {
  requireSubject(ctx);
  const row = await getEvidence(ctx.db, owner, evidenceId);
  const paper = await read(ctx, keeping, row);
  await recordOwnLook(ctx, { action: "evidence.read-own", object: { kind: "evidence", id: row.id } });
  return paper;
}

/** Look at the paper of a person whose record has a number. That somebody looked is written down with their purpose and reason and taken off their budget of the day before the first byte goes out. @throws {Forbidden} @throws {Invalid} @throws {NotFound} @throws {Conflict} reveals-spent */
export async function lookAtEvidence(ctx: Context, keeping: EvidenceKeeping, owner: EvidenceOwner & { subjectId: bigint }, raw: unknown): Promise<ReadableEvidence> {
  authorise(ctx, mayLookAtEvidence);
  const { evidenceId, purpose, reason } = parseInput(lookAtEvidenceInput, raw);
  const row = await runLook(ctx, async (tx) => {
    const found = await getEvidence(tx, owner, evidenceId);
    await recordLook(tx, ctx, { action: "evidence.look", object: { kind: "evidence", id: found.id }, incidentId: found.incidentId, purpose, reason, details: { owner: owner.kind, ownerId: owner.id }, subjects: [owner.subjectId], rule: mayLookAtEvidence, costs: 1 });
    return found;
  });
  return read(ctx, keeping, row);
}

async function read(ctx: Context, { store, scanned }: EvidenceKeeping, row: EvidenceRow): Promise<ReadableEvidence> {
  const { type, cleanObject, cleanSize } = row;
  const served = row.state === "clean" || (row.state === "unscanned" && !scanned);
  if (!served || type === null || cleanObject === null || cleanSize === null) throw new NotFound("paper");
  const place = { incidentId: row.incidentId, evidenceId: row.id, object: cleanObject };
  return { id: row.id, name: downloadName(row.id, type), type, size: cleanSize, bytes: openObject(ctx.keys, place, await store.get(objectName(place))) };
}
