import { asc, eq } from "drizzle-orm";
import { z } from "zod";
import { paymentCodes } from "@/db/schema/payments";
import type { Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import { openJson } from "../../keys/sealed";
import { codePlace } from "../read-payments";

export interface GivenCode {
  benefit: string;
  part: number;
  code: string;
  expiresOn: string | null;
}

/** Open the codes that were given with a payment. Worth money: they go into the mail to their claimant and nowhere else. */
export async function openGivenCodes(db: Executor, ctx: Context, paymentId: string, incidentId: string): Promise<GivenCode[]> {
  const rows = await db.select().from(paymentCodes).where(eq(paymentCodes.paymentId, paymentId)).orderBy(asc(paymentCodes.benefit), asc(paymentCodes.part));
  return Promise.all(rows.map(async ({ id, benefit, part, sealed, expiresOn }) => ({ benefit, part, expiresOn, code: z.string().parse(await openJson(ctx.keys, codePlace(id, incidentId), sealed)) })));
}
