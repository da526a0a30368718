import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll } from "vitest";
import { openDiskStore } from "@/channels/storage/disk-store";
import type { EvidenceInspection, EvidenceOwner, ObjectStore } from "@/domain/evidence/types";
import { addPiece } from "@/domain/evidence/add-piece";
import { PIECE_BYTES } from "@/domain/evidence/rules";
import { startEvidence } from "@/domain/evidence/start-evidence";
import type { Context } from "@/domain/kernel/context";
import { anInspector } from "./inspector";

/** A directory for papers and what inspects them, for one test file. */
export function useEvidenceStore(): { readonly directory: string; readonly inspection: EvidenceInspection } {
  const held: { directory?: string; inspection?: EvidenceInspection } = {};
  beforeAll(() => {
    held.directory = mkdtempSync(path.join(os.tmpdir(), "amends-evidence-"));
    held.inspection = { store: openDiskStore(held.directory), inspector: anInspector(), scanner: null };
  });
  afterAll(() => held.directory !== undefined && rmSync(held.directory, { recursive: true }));
  const ready = <T>(part: T | undefined): T => {
    if (part === undefined) throw new Error("the store is there inside tests and hooks only");
    return part;
  };
  return {
    get directory() {
      return ready(held.directory);
    },
    get inspection() {
      return ready(held.inspection);
    },
  };
}

/** Hand in a whole paper, piece by piece. */
export async function handIn(ctx: Context, owner: EvidenceOwner, store: ObjectStore, name: string, bytes: Buffer): Promise<string> {
  const { id } = await startEvidence(ctx, owner, { name, size: bytes.length });
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) await addPiece(ctx, owner, store, { evidenceId: id, at, bytes: bytes.subarray(at, at + PIECE_BYTES) });
  return id;
}
