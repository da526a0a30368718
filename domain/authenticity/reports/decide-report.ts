import { and, eq, isNull } from "drizzle-orm";
import { fakeReports } from "@/db/schema/authenticity";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { decideReportInput } from "../input";
import { mayDecideReports } from "../policy";

/** Say what a reported message is: a fake, ours, or not to be told. @throws {Forbidden} @throws {Invalid} @throws {Conflict} when somebody has decided it */
export async function decideReport(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayDecideReports);
  const { staffId } = requireStaffActor(ctx);
  const { reportId, verdict } = parseInput(decideReportInput, raw);
  await withTransaction(ctx, async (tx) => {
    const decided = await tx
      .update(fakeReports)
      .set({ verdict, decidedBy: staffId, decidedAt: ctx.clock.now() })
      .where(and(eq(fakeReports.id, reportId), isNull(fakeReports.verdict)))
      .returning({ id: fakeReports.id });
    if (decided.length === 0) throw new Conflict("report-decided");
    await recordAudit(tx, ctx, { action: "fake-report.decide", object: { kind: "fake-report", id: reportId }, details: { verdict } });
  });
}
