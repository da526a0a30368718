import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { installation } from "@/db/schema/installation";
import type { FingerprintPart, InstallationStanding } from "@/db/values/installation";
import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { withTransaction } from "../kernel/transaction";
import { mayWatchInstallation } from "./policy";
import { getInstallationForUpdate, readInstallationId } from "./queries";
import { compareFingerprints } from "./rules";
import type { Fingerprint, Installation, SeenFingerprint, Surroundings } from "./types";

/**
 * Look whether this is still the database it was, and count one more minute. The first look makes the fingerprint. Where anything differs, or the database is behind
 * what this machine remembers, nothing leaves from then on until a person has said which installation is the real one. Every worker looks at its start and each minute.
 */
export async function checkInstallation(ctx: Context, here: Surroundings): Promise<InstallationStanding> {
  authorise(ctx, mayWatchInstallation);
  const now: Fingerprint = { ...here.names, ...(await readServer(ctx)) };
  // Whatever the file says was in this database before, so it is read first.
  const before = await readInstallationId(ctx);
  const remembered = before === null ? null : await here.remembered(before);
  const { id, counter, standing } = await withTransaction(ctx, async (tx) => {
    const found = await getInstallationForUpdate(tx);
    const behind = remembered !== null && found.id === before && found.counter < remembered;
    const seen = { ...now, counter: behind ? remembered.toString() : null };
    const differences: FingerprintPart[] = [...(found.known ? compareFingerprints(found.known, now) : []), ...(behind ? (["counter"] as const) : [])];
    return differences.length === 0 && found.standing === "confirmed" ? goOn(tx, ctx, found, now) : stop(tx, ctx, found, seen, differences);
  });
  // A copy beside the original would otherwise make the original look old.
  if (standing === "confirmed") await here.remember(id, counter);
  return standing;
}

interface Looked {
  id: string;
  counter: bigint;
  standing: InstallationStanding;
}

async function goOn(tx: Transaction, ctx: Context, found: Installation & { id: string | null }, now: Fingerprint): Promise<Looked> {
  const id = found.id ?? randomUUID();
  const counter = found.counter + 1n;
  await tx.update(installation).set({ id, counter, ...(found.known ? {} : { fingerprint: now }) });
  if (!found.known) await recordAudit(tx, ctx, { action: "installation.recognise", object: { kind: "installation", id } });
  return { id, counter, standing: "confirmed" };
}

async function stop(tx: Transaction, ctx: Context, found: Installation & { id: string | null }, seen: SeenFingerprint, differences: FingerprintPart[]): Promise<Looked> {
  const id = found.id ?? randomUUID();
  const counter = found.counter + 1n;
  const standing = found.standing === "copy" ? "copy" : "unconfirmed";
  const begins = found.standing === "confirmed";
  await tx.update(installation).set({
    id,
    counter,
    standing,
    seen: { ...seen, counter: seen.counter ?? found.seen?.counter ?? null },
    // A look that finds nothing strange takes back no doubt: that is a person's to say.
    ...(differences.length > 0 ? { differences } : {}),
    ...(begins ? { standingBy: null, standingAt: sql`clock_timestamp()` } : {}),
  });
  if (begins) {
    await recordAudit(tx, ctx, { action: "installation.doubt", object: { kind: "installation", id }, details: { differences } });
    ctx.log.error({ differences }, "this is not the database it was: nothing is sent until somebody confirms which installation is the real one");
  }
  return { id, counter, standing };
}

/** What the server says of itself. A role that may not ask (some providers take the right away) is told nothing, and the rest is compared. */
async function readServer(ctx: Context): Promise<Pick<Fingerprint, "databaseOid" | "systemIdentifier" | "timeline">> {
  const ask = async (text: string): Promise<string | null> => {
    try {
      const { rows } = await ctx.db.$client.query<{ value: string }>(text);
      return rows[0]?.value ?? null;
    } catch (error) {
      // insufficient_privilege, undefined_function
      if (["42501", "42883"].includes((error as { code?: string }).code ?? "")) return null;
      throw error;
    }
  };
  return {
    databaseOid: await ask("select oid::text as value from pg_database where datname = current_database()"),
    systemIdentifier: await ask("select system_identifier::text as value from pg_control_system()"),
    timeline: await ask("select timeline_id::text as value from pg_control_checkpoint()"),
  };
}
