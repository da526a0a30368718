import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { staffSessions } from "@/db/schema/staff";
import { randomToken, sha256 } from "@/lib/crypto";
import { recordAudit } from "../audit/record-audit";
import type { Context } from "../kernel/context";
import { SESSION_MS } from "./rules";
import type { SessionOrigin } from "./types";

type Shown = Pick<typeof staffSessions.$inferInsert, "method" | "strong" | "issuer" | "companySession" | "acr" | "amr" | "authTime" | "provenAt">;

/**
 * Begin a session in the transaction of the proof that it rests on, write its event, and return its random id, which is never stored. The event says since when the session is, to the microsecond: by
 * that, detectors tell of two within a second which was before the other.
 */
export async function beginSession(tx: Transaction, ctx: Context, { staffId, from, shown, details }: { staffId: string; from: SessionOrigin; shown: Shown; details: Record<string, unknown> }): Promise<string> {
  const token = randomToken();
  const [session] = await tx
    .insert(staffSessions)
    .values({ id: sha256(token), staffId, expiresAt: sql`clock_timestamp() + ${`${SESSION_MS} milliseconds`}::interval`, ...from, ...shown })
    .returning({ since: sql<string>`to_char(${staffSessions.createdAt} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')` });
  await recordAudit(tx, ctx, { action: "staff.sign-in", object: { kind: "staff", id: staffId }, details: { ...details, network: from.network, since: session?.since } });
  return token;
}
