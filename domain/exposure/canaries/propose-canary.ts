import { sql } from "drizzle-orm";
import { canaries } from "@/db/schema/canaries";
import { subjects } from "@/db/schema/exposure";
import { incidents } from "@/db/schema/incidents";
import type { SealedSubject } from "@/db/values/contact";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, Invalid, NotFound, parseInput } from "../../kernel/errors";
import { withTransaction, type Executor } from "../../kernel/transaction";
import { canonicalEmail, canonicalPhone } from "../../keys/canonical-contact";
import { installationIndexes, sealJson } from "../../keys/sealed";
import { canaryPlace } from "./canary-record";
import { proposeCanaryInput } from "./input";
import { mayProposeCanaries } from "./policy";

/** Propose a record of nobody, with a mailbox of one's own. It is in nothing that anybody reads until somebody else plants it. @throws {Forbidden} @throws {Invalid} @throws {Conflict} while nothing is published */
export async function proposeCanary(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayProposeCanaries);
  const { staffId } = requireStaffActor(ctx);
  const { incidentId, email: typedEmail, phone: typedPhone, name, postalCode, address } = parseInput(proposeCanaryInput, raw);
  const email = canonicalEmail(typedEmail);
  const phone = typedPhone === "" ? null : canonicalPhone(typedPhone);
  if (!email.ok) throw new Invalid({ email: [email.defect] });
  if (phone && !phone.ok) throw new Invalid({ phone: [phone.defect] });
  const indexes = await installationIndexes(ctx.keys, [`email:${email.value}`, ...(phone?.ok ? [`phone:${phone.value}`] : [])]);
  const record: Omit<SealedSubject, "ref"> = { e: [email.value], ...(phone?.ok && { p: [phone.value] }), ...(address !== "" && { a: { n: name, c: postalCode, l: [address] } }) };
  await withTransaction(ctx, async (tx) => {
    // Two proposals at once would take the same number.
    const { rows: [incident] } = await tx.execute<{ published: number | null }>(sql`select published_version as published from ${incidents} where id = ${incidentId} for update`);
    if (!incident) throw new NotFound("incident");
    if (incident.published === null) throw new Conflict("nothing-published");
    const subjectId = await freeNumber(tx, incidentId);
    await tx.insert(canaries).values({ incidentId, subjectId, sealed: await sealJson(ctx.keys, canaryPlace(incidentId, subjectId), record), addresses: sql`array[${sql.join(indexes.map(({ value }) => sql`${value}::bytea`), sql`, `)}]`, indexLinks: indexes[0]?.links ?? 1, proposedBy: staffId });
    await recordAudit(tx, ctx, { action: "canary.propose", object: { kind: "canary", id: subjectId.toString() }, incidentId });
  });
}

/** A number below zero that is shown without its sign as one among those of people. */
async function freeNumber(tx: Executor, incidentId: string): Promise<bigint> {
  const { rows: [free] } = await tx.execute<{ id: string }>(sql`
    select n as id from (select -1 - floor(random() * greatest(1000, (select max(subject_id) from ${subjects} where incident_id = ${incidentId})))::bigint as n from generate_series(1, 1000)) tries
    where not exists (select from ${canaries} where incident_id = ${incidentId} and subject_id = n) limit 1`);
  if (!free) throw new Error("a thousand numbers are taken");
  return BigInt(free.id);
}
