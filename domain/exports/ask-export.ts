import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { loadExportLimits } from "@/content/exports/limits";
import { dataExports } from "@/db/schema/exports";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { askExportInput } from "./input";
import { kinds } from "./kinds";
import { mayAskExports } from "./policy";
import { countAlone } from "./queries";
import { takesTwo } from "./rules";

/** Ask for a file with many people in it. Where they are few, also with what else of the kind one asked for that day, it can be taken out at once, else when a second person has agreed; nothing has left yet. @throws {Forbidden} @throws {StaleProof} @throws {Invalid} @throws {Conflict} where there is nothing to take out */
export async function askExport(ctx: Context, raw: unknown): Promise<string> {
  authorise(ctx, mayAskExports);
  const { staffId } = requireStaffActor(ctx);
  const { kind, objectId, reason } = parseInput(askExportInput, raw);
  const known = kinds[kind];
  authorise(ctx, known.rule);
  const choice = parseInput(known.choice, raw);
  const { people, incidentId } = await known.measure(ctx, { objectId, choice });
  const limits = loadExportLimits();
  return withTransaction(ctx, async (tx) => {
    // Of two that one person asks for at once, the second sees the first.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`exports/${staffId}`}, 0))`);
    const two = takesTwo(limits, kind, people, await countAlone(tx, ctx, kind, { objectId, choice }));
    const open = two ? `${limits.answer.days} days` : `${limits.file.hours} hours`;
    const [asked] = await tx
      .insert(dataExports)
      .values({ kind, objectId, incidentId, choice, people, reason, state: two ? "waiting" : "ready", askedBy: staffId, endsAt: sql`clock_timestamp() + ${open}::interval`, takesLeft: limits.file.times, traceKey: randomBytes(32) })
      .returning({ id: dataExports.id });
    if (!asked) throw new Error("no export was written");
    await recordAudit(tx, ctx, { action: "export.ask", object: { kind: "export", id: asked.id }, incidentId, reason, details: { kind, of: objectId, people, ...choice, waits: two } });
    return asked.id;
  });
}
