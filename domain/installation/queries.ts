import { asc } from "drizzle-orm";
import { installation, installationGuests } from "@/db/schema/installation";
import type { FingerprintPart } from "@/db/values/installation";
import { authorise, type Context } from "../kernel/context";
import type { Executor } from "../kernel/transaction";
import { mayReadInstallation } from "./policy";
import { fingerprint, seenFingerprint, type Guest, type Installation, type InstallationState } from "./types";

type Row = typeof installation.$inferSelect;

function toInstallation(row: Row): Installation & { id: string | null } {
  const { fingerprint: known, seen, differences, id, mode, modeBy, modeAt, standing, standingBy, standingAt, counter } = row;
  return { id, mode, modeBy, modeAt, standing, standingBy, standingAt, counter, known: fingerprint.nullable().parse(known), seen: seenFingerprint.nullable().parse(seen), differences: differences as FingerprintPart[] };
}

/** The one row there is. */
function theOne(rows: Row[]): Installation & { id: string | null } {
  const [row] = rows;
  if (!row) throw new Error("the installation has no row");
  return toInstallation(row);
}

/** Hold the installation's row to the end of the transaction, so that two people cannot decide at once. */
export async function getInstallationForUpdate(tx: Executor): Promise<Installation & { id: string | null }> {
  return theOne(await tx.select().from(installation).for("update"));
}

/** By what the memory of a machine knows this installation; null before a worker has first seen it. */
export async function readInstallationId(ctx: Context): Promise<string | null> {
  return theOne(await ctx.db.select().from(installation)).id;
}

/** Whether everybody is written to, guests alone, or nobody: what every page of the console says at its top. */
export async function readInstallationState(ctx: Context): Promise<InstallationState> {
  const { mode, standing } = theOne(await ctx.db.select().from(installation));
  return { mode, standing };
}

/** @throws {Forbidden} */
export async function getInstallation(ctx: Context): Promise<Installation> {
  authorise(ctx, mayReadInstallation);
  return theOne(await ctx.db.select().from(installation));
}

/** List the guests, masked, in the order in which they were added. @throws {Forbidden} */
export async function listGuests(ctx: Context): Promise<Guest[]> {
  authorise(ctx, mayReadInstallation);
  const { id, kind, label, addedBy, addedAt } = installationGuests;
  return ctx.db.select({ id, kind, label, addedBy, addedAt }).from(installationGuests).orderBy(asc(addedAt), asc(id));
}
