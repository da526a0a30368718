import { asc, eq } from "drizzle-orm";
import { z } from "zod";
import { paymentCodeLists, paymentCodes } from "@/db/schema/payments";
import type { Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import { openJson } from "../../keys/sealed";
import { codePlace } from "../read-payments";

export interface GivenCode {
  benefit: string;
  part: number;
  /** What it is worth, in minor units; null for a service. */
  valueMinor: bigint | null;
  code: string;
  expiresOn: string | null;
}

/** Open the codes that were given with a payment. Worth money: they go into the mail to their claimant, once more where somebody asks for it, and nowhere else. */
export async function openGivenCodes(db: Executor, ctx: Context, paymentId: string, incidentId: string): Promise<GivenCode[]> {
  const rows = await db.select({ code: paymentCodes, valueMinor: paymentCodeLists.valueMinor }).from(paymentCodes).innerJoin(paymentCodeLists, eq(paymentCodeLists.id, paymentCodes.listId)).where(eq(paymentCodes.paymentId, paymentId)).orderBy(asc(paymentCodes.benefit), asc(paymentCodes.part));
  return Promise.all(rows.map(async ({ code: { id, benefit, part, sealed, expiresOn }, valueMinor }) => ({ benefit, part, valueMinor, expiresOn, code: z.string().parse(await openJson(ctx.keys, codePlace(id, incidentId), sealed)) })));
}
