import { eq } from "drizzle-orm";
import { fakeReports } from "@/db/schema/authenticity";
import { authorise, type Context } from "../../kernel/context";
import { NotFound, parseInput } from "../../kernel/errors";
import { openJson } from "../../keys/sealed";
import { recordLook } from "../../reveals/record-look";
import { runLook } from "../../reveals/run-look";
import { revealReportInput } from "../input";
import { mayRevealReporters } from "../policy";
import { reportPlace, reportWords } from "./fake-report";

/** Show in the clear, once, where whoever reported a message can be reached, against a reason; the look is audited and taken off the budget of the day in the same transaction. @throws {Forbidden} @throws {Invalid} @throws {NotFound} where they left nothing, or it is erased @throws {Conflict} reveals-spent */
export async function revealReporter(ctx: Context, raw: unknown): Promise<string> {
  authorise(ctx, mayRevealReporters);
  const { reportId, reason } = parseInput(revealReportInput, raw);
  return runLook(ctx, async (tx) => {
    const [row] = await tx.select({ sealed: fakeReports.sealed }).from(fakeReports).where(eq(fakeReports.id, reportId)).for("share");
    const contact = row?.sealed ? reportWords.parse(await openJson(ctx.keys, reportPlace(reportId, "sealed"), row.sealed)).contact : "";
    if (contact === "") throw new NotFound("fake-report");
    await recordLook(tx, ctx, { action: "fake-report.reveal", object: { kind: "fake-report", id: reportId }, incidentId: null, reason, details: { fields: ["contact"] }, subjects: [], rule: mayRevealReporters, costs: 1 });
    return contact;
  });
}
