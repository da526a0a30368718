import { desc, eq } from "drizzle-orm";
import { programmes, programmeVersions } from "@/db/schema/programmes";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, NotFound, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { startProgrammeDraftInput } from "./input";
import { mayEditProgrammes } from "./policy";

/** Start the next draft from the published terms, or from the newest if none are. @throws {Forbidden} @throws {Conflict} when one is open already */
export async function startProgrammeDraft(ctx: Context, raw: unknown): Promise<{ slug: string; number: number }> {
  authorise(ctx, mayEditProgrammes);
  const { staffId } = requireStaffActor(ctx);
  const { programmeId } = parseInput(startProgrammeDraftInput, raw);
  return withTransaction(ctx, async (tx) => {
    const [programme] = await tx.select().from(programmes).where(eq(programmes.id, programmeId)).for("update");
    const versions = await tx.select().from(programmeVersions).where(eq(programmeVersions.programmeId, programmeId)).orderBy(desc(programmeVersions.number));
    const newest = versions[0];
    if (!programme || !newest) throw new NotFound("programme");
    if (versions.some(({ state }) => state === "draft" || state === "in-review")) throw new Conflict("draft-open-already");
    const base = versions.find(({ number }) => number === programme.publishedVersion) ?? newest;
    const number = newest.number + 1;
    await tx.insert(programmeVersions).values({ programmeId, number, terms: base.terms, editedBy: [staffId] });
    await recordAudit(tx, ctx, { action: "programme.start-draft", object: { kind: "programme", id: programmeId }, incidentId: programme.incidentId, details: { version: number, from: base.number } });
    return { slug: programme.slug, number };
  });
}
