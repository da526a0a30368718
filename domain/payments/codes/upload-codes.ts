import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { paymentCodeLists } from "@/db/schema/payments";
import { indexMac, sha256 } from "@/lib/crypto";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, Invalid, NotFound, parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { requireSteadyIndex } from "../../keys/rotation/steady-index";
import { sealJson } from "../../keys/sealed";
import { findProgrammeById } from "../../programmes/queries";
import { uploadCodesInput } from "../input";
import { mayPay } from "../policy";
import { codePlace } from "../read-payments";
import { listCodeParts } from "./list-code-parts";
import { codePartKey } from "./parts";
import { readCodeList } from "./read-code-list";

/**
 * Take in a provider's list of codes for one part of a benefit, of the newest terms or of earlier ones under which claims were filed. Each is sealed before it is stored, and known by a keyed trace, so that the same code never comes in twice: a list with one that is there already is refused
 * whole, with its line. The same file again does nothing. @throws {Forbidden} @throws {Invalid} @throws {Conflict}
 */
export async function uploadCodes(ctx: Context, raw: unknown, bytes: Buffer | null): Promise<{ codes: number; before: boolean }> {
  authorise(ctx, mayPay);
  const { staffId } = requireStaffActor(ctx);
  const { programmeId, part: named } = parseInput(uploadCodesInput, raw);
  if (!bytes) throw new Invalid({ file: ["required"] });
  const programme = await findProgrammeById(ctx.db, programmeId);
  if (!programme) throw new NotFound("programme");
  const part = (await listCodeParts(ctx.db, programmeId)).find((one) => codePartKey(one) === named);
  if (!part) throw new Invalid({ part: ["choose-one"] });
  const codes = readCodeList(bytes);
  const { incidentId } = programme;
  const key = (await ctx.keys.current("blind-index", incidentId)).bytes;
  // Under the key: of a list of one short code the hash would tell the code to whoever tries them all.
  const fileHash = indexMac(key, `code-list:${programmeId}:${sha256(bytes).toString("hex")}`);
  const rows = await Promise.all(
    codes.map(async ({ code, expiresOn, line }) => {
      const id = randomUUID();
      return { id, line, expiresOn, sealed: await sealJson(ctx.keys, codePlace(id, incidentId), code), index: indexMac(key, `code:${programmeId}:${code}`) };
    }),
  );
  return withTransaction(ctx, async (tx) => {
    await requireSteadyIndex(tx, incidentId);
    const [list] = await tx
      .insert(paymentCodeLists)
      .values({ programmeId, benefit: part.benefit, part: part.part, valueMinor: part.valueMinor, fileHash, codes: rows.length, uploadedBy: staffId })
      .onConflictDoNothing()
      .returning({ id: paymentCodeLists.id });
    if (!list) return { codes: 0, before: true };
    const hex = (bytesOf: Buffer) => `\\x${bytesOf.toString("hex")}`;
    const { rows: stored } = await tx.execute<{ id: string }>(sql`
      insert into payment_codes (id, list_id, programme_id, benefit, part, sealed, code_index, expires_on)
      select n.id, ${list.id}, ${programmeId}, ${part.benefit}, ${part.part}, n.sealed::bytea, n.code_index::bytea, n.expires_on
      from unnest(${sql.param(rows.map(({ id }) => id))}::uuid[], ${sql.param(rows.map(({ sealed }) => hex(sealed)))}::text[], ${sql.param(rows.map(({ index }) => hex(index)))}::text[], ${sql.param(rows.map(({ expiresOn }) => expiresOn))}::date[]) as n(id, sealed, code_index, expires_on)
      on conflict (programme_id, code_index) do nothing returning id`);
    if (stored.length < rows.length) {
      const there = new Set(stored.map(({ id }) => id));
      throw new Conflict("code-known", { line: rows.find(({ id }) => !there.has(id))?.line ?? 0 });
    }
    await recordAudit(tx, ctx, { action: "payments.upload-codes", object: { kind: "programme", id: programmeId }, incidentId, details: { benefit: part.benefit, part: part.part, codes: rows.length } });
    return { codes: rows.length, before: false };
  });
}
