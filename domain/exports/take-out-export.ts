import { and, eq, gt, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { dataExports } from "@/db/schema/exports";
import { staffMembers } from "@/db/schema/staff";
import type { Locale } from "@/db/values/locales";
import type { ExportTicket } from "../audit/types";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, NotFound, parseInput } from "../kernel/errors";
import { exportInput } from "./input";
import { kinds } from "./kinds";
import { markLine } from "./mark-file";
import { mayAskExports } from "./policy";
import { getExport } from "./queries";
import { sortByKey } from "./order-rows";
import { whyNotTakeable } from "./rules";
import type { ExportFile } from "./types";

/**
 * Take out a file that one has asked for. It is made as it goes out, with its reader's name in it, and is kept nowhere; each time counts, whether or not its reader waits for the end. It never has more people than were agreed to.
 * @throws {Forbidden} @throws {StaleProof} @throws {NotFound} for anybody else's @throws {Conflict} export-gone when its time is over or it was taken out often enough, export-waits before a second person has agreed
 */
export async function takeOutExport(ctx: Context, raw: unknown, locale: Locale): Promise<ExportFile> {
  authorise(ctx, mayAskExports);
  const { staffId } = requireStaffActor(ctx);
  const { exportId } = parseInput(exportInput, raw);
  const asked = await getExport(ctx, exportId);
  if (asked.askedBy !== staffId) throw new NotFound("export");
  const refusal = whyNotTakeable(asked);
  if (refusal) throw refusal;
  const kind = kinds[asked.kind];
  authorise(ctx, kind.rule);
  const [key] = await ctx.db.select({ traceKey: dataExports.traceKey }).from(dataExports).where(eq(dataExports.id, exportId));
  const [member] = await ctx.db.select({ name: staffMembers.name }).from(staffMembers).where(eq(staffMembers.id, staffId));
  if (!key) throw new NotFound("export");
  const { traceKey } = key;
  const mark = { id: exportId, name: member?.name ?? staffId, at: ctx.clock.now(), reason: asked.reason };
  const ticket: ExportTicket = { id: exportId, people: asked.people, reason: asked.reason, mark: markLine(mark, locale), spend: (tx) => spend(tx, exportId), sort: (rows, identify) => sortByKey(rows, identify, traceKey) };
  return kind.open(ctx, asked, { ticket, mark, locale, traceKey });
}

/** In the transaction that writes who took what: two that come at once are two, and the last one is the last. */
async function spend(tx: Transaction, exportId: string): Promise<void> {
  const [taken] = await tx
    .update(dataExports)
    .set({ takesLeft: sql`${dataExports.takesLeft} - 1`, takenAt: sql`clock_timestamp()` })
    .where(and(eq(dataExports.id, exportId), eq(dataExports.state, "ready"), gt(dataExports.takesLeft, 0), sql`${dataExports.endsAt} > clock_timestamp()`))
    .returning({ id: dataExports.id });
  if (!taken) throw new Conflict("export-gone");
}
