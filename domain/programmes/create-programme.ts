import { programmes } from "@/db/schema/programmes";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import type { ProgrammeId } from "../kernel/ids";
import { withTransaction } from "../kernel/transaction";
import { createProgrammeInput } from "./input";
import { mayCreateProgrammes } from "./policy";

/** Draft a programme of compensation. Nobody can file under it until another person opens it. @throws {Forbidden} @throws {Invalid} */
export async function createProgramme(ctx: Context, raw: unknown): Promise<ProgrammeId> {
  authorise(ctx, mayCreateProgrammes);
  const actor = requireStaffActor(ctx);
  const input = parseInput(createProgrammeInput, raw);
  return withTransaction(ctx, async (tx) => {
    const [row] = await tx.insert(programmes).values({ ...input, createdBy: actor.staffId }).returning({ id: programmes.id });
    if (!row) throw new Error("insert returned no row");
    await recordAudit(tx, ctx, {
      action: "programme.create",
      object: { kind: "programme", id: row.id },
      incidentId: input.incidentId,
      details: { amountMinor: input.amountMinor.toString(), currency: input.currency },
    });
    return row.id as ProgrammeId;
  });
}
