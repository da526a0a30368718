import { and, eq, isNotNull } from "drizzle-orm";
import { fakeReports } from "@/db/schema/authenticity";
import type { PictureType } from "@/db/values/pictures";
import { authorise, type Context } from "../../kernel/context";
import { NotFound, parseInput } from "../../kernel/errors";
import { openJson } from "../../keys/sealed";
import { recordLook } from "../../reveals/record-look";
import { runLook } from "../../reveals/run-look";
import { revealReportInput } from "../input";
import { mayRevealReporters } from "../policy";
import { reportPlace } from "./fake-report";

/** Give out the picture of a report against a reason: a screenshot of a message often shows its receiver's name and number, and nothing of it is masked. That somebody looked is written down and taken off their budget of the day before anything of it is opened. @throws {Forbidden} @throws {Invalid} @throws {NotFound} where there is none, or it is erased @throws {Conflict} reveals-spent */
export async function revealPicture(ctx: Context, raw: unknown): Promise<{ type: PictureType; bytes: Buffer }> {
  authorise(ctx, mayRevealReporters);
  const { reportId, reason } = parseInput(revealReportInput, raw);
  const { type, picture } = await runLook(ctx, async (tx) => {
    const [found] = await tx.select({ type: fakeReports.pictureType, picture: fakeReports.picture }).from(fakeReports).where(and(eq(fakeReports.id, reportId), isNotNull(fakeReports.picture)));
    if (!found) throw new NotFound("fake-report");
    await recordLook(tx, ctx, { action: "fake-report.see-picture", object: { kind: "fake-report", id: reportId }, incidentId: null, reason, subjects: [], rule: mayRevealReporters, costs: 1 });
    return found;
  });
  if (!type || !picture) throw new NotFound("fake-report");
  return { type, bytes: Buffer.from(String(await openJson(ctx.keys, reportPlace(reportId, "picture"), picture)), "base64") };
}
