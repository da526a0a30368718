import { and, eq, ne } from "drizzle-orm";
import { programmes } from "@/db/schema/programmes";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, Forbidden, NotFound, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { openProgrammeInput } from "./input";
import { mayOpenProgrammes } from "./policy";
import { findProgrammeById } from "./queries";

/** Open a drafted programme. Whoever drafted it may not open it. @throws {Forbidden} @throws {Conflict} when it is not a draft any more */
export async function openProgramme(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayOpenProgrammes);
  const actor = requireStaffActor(ctx);
  const { programmeId } = parseInput(openProgrammeInput, raw);
  await withTransaction(ctx, async (tx) => {
    const programme = await findProgrammeById(tx, programmeId);
    if (!programme) throw new NotFound("programme");
    if (programme.createdBy === actor.staffId) throw new Forbidden("second-person");
    const opened = await tx
      .update(programmes)
      .set({ state: "open", openedBy: actor.staffId, openedAt: ctx.clock.now() })
      .where(and(eq(programmes.id, programmeId), eq(programmes.state, "draft"), ne(programmes.createdBy, actor.staffId)))
      .returning({ id: programmes.id });
    if (opened.length === 0) throw new Conflict("not-a-draft");
    await recordAudit(tx, ctx, { action: "programme.open", object: { kind: "programme", id: programmeId }, incidentId: programme.incidentId });
  });
}
