import { and, eq, isNull, ne, sql } from "drizzle-orm";
import { staffSessions } from "@/db/schema/staff";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { tellSessionsEnded } from "./access-ended";
import { endOwnSessionsInput } from "./input";
import { mayUseConsole } from "./policy";

/** Sign oneself out: of one session, of all but the one that asks, or everywhere. A session of somebody else is not there. @throws {Forbidden} @throws {Conflict} when the one has ended already */
export async function endOwnSessions(ctx: Context, raw: unknown): Promise<{ ended: number }> {
  authorise(ctx, mayUseConsole);
  const actor = requireStaffActor(ctx);
  const input = parseInput(endOwnSessionsInput, raw);
  const asking = Buffer.from(actor.sessionId, "hex");
  const which = { one: input.sessionId ? eq(staffSessions.id, Buffer.from(input.sessionId, "hex")) : sql`false`, others: ne(staffSessions.id, asking), all: undefined }[input.which];
  return withTransaction(ctx, async (tx) => {
    const ended = await tx
      .update(staffSessions)
      .set({ endedAt: sql`clock_timestamp()`, endedFor: "signed-out-elsewhere" })
      .where(and(eq(staffSessions.staffId, actor.staffId), isNull(staffSessions.endedAt), which))
      .returning({ id: staffSessions.id });
    if (input.which === "one" && ended.length === 0) throw new Conflict("session-ended-already");
    await recordAudit(tx, ctx, { action: "staff.end-sessions", object: { kind: "staff", id: actor.staffId }, details: { which: input.which, sessions: ended.length } });
    await tellSessionsEnded(tx, ended.map(({ id }) => id));
    return { ended: ended.length };
  });
}
