import { asc, desc, gt, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { auditCheckpoints } from "@/db/schema/audit";
import { authorise, type Context } from "../../kernel/context";
import { NotFound } from "../../kernel/errors";
import { requireUuid } from "../../kernel/ids";
import { withTransaction } from "../../kernel/transaction";
import { mayReadAudit } from "../policy";
import { recordAudit } from "../record-audit";
import { canonicalEvent, LOGGED_COLUMNS, type LoggedEvent } from "./canonical";
import { proveConsistency, proveInclusion } from "./proofs";
import { readSubtree } from "./tree-nodes";

/** One event with all that somebody needs who has the public key: its canonical form, its number, and the way from its leaf to the root of a signed checkpoint. */
interface EventProof {
  format: "amends-audit-proof-1";
  seq: number;
  /** The leaf hash is SHA-256 over a zero byte and this, in UTF-8. */
  event: string;
  /** Base64, lowest first (RFC 9162 § 2.1.3). */
  inclusion: string[];
  checkpoint: string;
  /** Where that is not the newest checkpoint: the newest, and that it goes on from the other (RFC 9162 § 2.1.4). */
  newest: { checkpoint: string; consistency: string[] } | null;
}

/** Prove that an event is in the log, under the first checkpoint that covers it. @throws {NotFound} when there is no such event, or no checkpoint covers it yet @throws {Forbidden} */
export async function proveEvent(ctx: Context, eventId: string): Promise<EventProof> {
  authorise(ctx, mayReadAudit);
  const id = requireUuid(eventId, "audit-event");
  return withTransaction(ctx, async (tx) => {
    const { rows } = await tx.execute<ProvenRow>(sql`select l.seq::float8 as seq, ${LOGGED_COLUMNS} from audit_leaves l join audit_events e on e.id = l.event_id where e.id = ${id}`);
    const [event] = rows;
    const [first] = event ? await tx.select().from(auditCheckpoints).where(gt(auditCheckpoints.size, event.seq)).orderBy(asc(auditCheckpoints.size)).limit(1) : [];
    const [last] = await tx.select().from(auditCheckpoints).orderBy(desc(auditCheckpoints.size)).limit(1);
    if (!event || !first || !last) throw new NotFound("audit-event");
    await recordAudit(tx, ctx, { action: "audit.prove", object: { kind: "audit-event", id } });
    const read = reader(tx);
    const inclusion = await proveInclusion(read, event.seq, first.size);
    const newest = last.size === first.size ? null : { checkpoint: last.note, consistency: written(await proveConsistency(read, first.size, last.size)) };
    return { format: "amends-audit-proof-1", seq: event.seq, event: canonicalEvent(event), inclusion: written(inclusion), checkpoint: first.note, newest };
  });
}

interface ProvenRow extends LoggedEvent, Record<string, unknown> {
  seq: number;
}

const reader = (tx: Transaction) => (level: number, index: number) => readSubtree(tx, level, index);
const written = (hashes: readonly Buffer[]) => hashes.map((hash) => hash.toString("base64"));
