import { randomUUID } from "node:crypto";
import { claimMentions, claimNotes } from "@/db/schema/claims-desk";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { NotFound, parseInput } from "../../kernel/errors";
import { withTransaction, type Executor } from "../../kernel/transaction";
import { sealJson, type SealedPlace } from "../../keys/sealed";
import { listClaimStaff } from "../../staff/queries";
import { getClaimForUpdate, type ClaimRow } from "../queries/read-claim";
import { addNoteInput } from "./input";
import { mayNoteClaims } from "./policy";
import { mentionedIn } from "./rules";
import { setFlag } from "../set-flag";

/** Write to colleagues about a claim. Whoever is named with `@` finds it among their mentions. The claimant never sees it. @throws {Forbidden} @throws {NotFound} @throws {Invalid} */
export async function addNote(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayNoteClaims);
  const { claimId, note } = parseInput(addNoteInput, raw);
  const people = await listClaimStaff(ctx);
  await withTransaction(ctx, async (tx) => {
    const claim = await getClaimForUpdate(tx, claimId);
    if (claim.state === "draft") throw new NotFound("claim");
    await writeNote(tx, ctx, claim, note, people);
  });
}

/** The note itself, in a transaction that has read its claim. Returns its id. */
export async function writeNote(tx: Executor, ctx: Context, claim: Pick<ClaimRow, "id" | "incidentId">, note: string, people: { id: string; name: string }[]): Promise<string> {
  const { staffId } = requireStaffActor(ctx);
  const id = randomUUID();
  const mentioned = mentionedIn(note, people).filter((person) => person.id !== staffId);
  await tx.insert(claimNotes).values({ id, claimId: claim.id, incidentId: claim.incidentId, authorId: staffId, sealedText: await sealJson(ctx.keys, notePlace({ id, incidentId: claim.incidentId }), note) });
  if (mentioned.length > 0) await tx.insert(claimMentions).values(mentioned.map((person) => ({ noteId: id, staffId: person.id, claimId: claim.id })));
  await setFlag(tx, claim.id, "noted", true);
  await recordAudit(tx, ctx, { action: "claim.note", object: { kind: "claim", id: claim.id }, incidentId: claim.incidentId, details: { note: id, mentioned: mentioned.map((person) => person.id) } });
  return id;
}

export function notePlace(note: { id: string; incidentId: string }): SealedPlace {
  return { table: "claim_notes", column: "sealed_text", scope: note.incidentId, recordId: note.id };
}
