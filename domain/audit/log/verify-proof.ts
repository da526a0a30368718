import { z } from "zod";
import { leafHash } from "./merkle";
import { verifyConsistency, verifyInclusion } from "./proofs";
import { openCheckpoint, type NoteVerifier } from "./signed-note";

const hashes = z.array(z.base64().refine((text) => Buffer.from(text, "base64").length === 32)).max(64);
const proofInput = z.object({
  format: z.literal("amends-audit-proof-1"),
  seq: z.number().int().min(0),
  event: z.string(),
  inclusion: hashes,
  checkpoint: z.string(),
  newest: z.object({ checkpoint: z.string(), consistency: hashes }).nullable(),
});

/** Check what {@link import("./prove-event").proveEvent} gave out, offline. True only if every signature and every hash in it holds. */
export function verifyProof(raw: unknown, verifiers: readonly NoteVerifier[]): boolean {
  const parsed = proofInput.safeParse(raw);
  if (!parsed.success) return false;
  const { seq, event, inclusion, checkpoint, newest } = parsed.data;
  const open = (note: string) => verifiers.map((verifier) => openCheckpoint(note, verifier)).find((opened) => opened !== null);
  const bytes = (texts: readonly string[]) => texts.map((text) => Buffer.from(text, "base64"));
  const covering = open(checkpoint);
  if (!covering || !verifyInclusion(leafHash(Buffer.from(event)), seq, covering, bytes(inclusion))) return false;
  if (newest === null) return true;
  const last = open(newest.checkpoint);
  return last !== undefined && verifyConsistency(covering, last, bytes(newest.consistency));
}
