import { randomUUID } from "node:crypto";
import { claims } from "@/db/schema/claims";
import { listRecordsOfContact } from "../exposure/subject-records";
import { requireSubject, type Context, type SubjectActor } from "../kernel/context";
import { Conflict, NotFound, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { sealJson } from "../keys/sealed";
import { getProvenContact } from "../lookups/proven-contact";
import { findProgramme } from "../programmes/queries";
import { whyNotFilable } from "../programmes/rules";
import type { Programme } from "../programmes/types";
import { startClaimInput } from "./input";
import { recordClaimStep } from "./move-claim";
import { answersPlace } from "./queries/read-claim";
import { recordForClaim } from "./rules";

/** Find the record that a claim of this contact rests on in the published dataset; null when nothing of theirs is confirmed as leaked. */
export async function findClaimableRecord(ctx: Context, actor: SubjectActor): Promise<{ subjectId: bigint; datasetVersion: number } | null> {
  const found = await listRecordsOfContact(ctx, actor.incidentId, actor.contactKind, actor.contactIndex);
  const record = found && recordForClaim(found.records);
  return record ? { subjectId: record.subjectId, datasetVersion: found.version } : null;
}

/** Begin a claim under a programme, or go on with the one begun before: there is one for each proven contact. @throws {SignedOut} @throws {Conflict} */
export async function startClaim(ctx: Context, raw: unknown): Promise<Programme> {
  const actor = requireSubject(ctx);
  const { programme: slug } = parseInput(startClaimInput, raw);
  const programme = await findProgramme(ctx.db, actor.incidentId, slug);
  if (!programme) throw new NotFound("programme");
  const refusal = whyNotFilable(programme, ctx.clock.now());
  if (refusal) throw refusal;
  const record = await findClaimableRecord(ctx, actor);
  if (!record) throw new Conflict("not-eligible");
  const id = randomUUID();
  const sealedAnswers = await sealJson(ctx.keys, answersPlace({ id, incidentId: actor.incidentId }), { contact: await getProvenContact(ctx) });
  await withTransaction(ctx, async (tx) => {
    const begun = await tx
      .insert(claims)
      .values({ id, incidentId: actor.incidentId, programmeId: programme.id, contactIndex: actor.contactIndex, ...record, locale: ctx.locale, amountMinor: programme.amountMinor, currency: programme.currency, termsVersion: programme.termsVersion, sealedAnswers })
      .onConflictDoNothing()
      .returning({ id: claims.id });
    if (begun.length > 0) await recordClaimStep(tx, ctx, { claimId: id, incidentId: actor.incidentId, from: null, to: "draft" });
  });
  return programme;
}
