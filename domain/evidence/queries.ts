import { asc } from "drizzle-orm";
import { evidenceFiles } from "@/db/schema/evidence";
import type { Context } from "../kernel/context";
import { ofOwner, openName, type EvidenceRow } from "./find-evidence";
import type { Evidence, EvidenceOwner } from "./types";

async function listRows(ctx: Context, owner: EvidenceOwner): Promise<EvidenceRow[]> {
  return ctx.db.select().from(evidenceFiles).where(ofOwner(owner)).orderBy(asc(evidenceFiles.createdAt), asc(evidenceFiles.id));
}

function toEvidence(row: EvidenceRow, name: string | null): Evidence {
  const { id, state, size, received, type, defect, createdAt } = row;
  return { id, name, state, size, received, type, defect, createdAt };
}

/** List an owner's papers for the person who handed them in, by the names they gave. */
export async function listOwnEvidence(ctx: Context, owner: EvidenceOwner): Promise<Evidence[]> {
  return Promise.all((await listRows(ctx, owner)).map(async (row) => toEvidence(row, await openName(ctx.keys, row))));
}

/** List an owner's papers for staff. Names of files hold names of people: they are shown when a paper is looked at. */
export async function listEvidence(ctx: Context, owner: EvidenceOwner): Promise<Evidence[]> {
  return (await listRows(ctx, owner)).filter(({ state }) => state !== "uploading").map((row) => toEvidence(row, null));
}
